"""Stdout and stderr in any state: closed, full, without non-ASCII characters, or with a reader that has gone."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal, TextIO

from qrt_facade._base.controls import escape_controls
from qrt_facade.cli.errors import CommandError, Exit

if TYPE_CHECKING:
    from collections.abc import Generator

IN_ASCII: Final = {
    "µ": "u",
    "\u03bc": "u",
    "±": "+/-",
    "→": "->",
    "…": "...",
    "\u2013": "-",
    "\u2014": "-",
    "\u00d7": "x",
    "≥": ">=",
    "≤": "<=",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
}
"""Replacements of our own characters for terminals without them."""

_PLAIN: Final = "qrt-plain"


def _nothing(mode: Literal["r", "w"]) -> TextIO:
    """Return a stream that is empty, or discards everything. Without pathlib, which `qrt --help` does not need."""
    return open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123 - see above; open to the end


def prepare() -> None:
    """Prepare stdout and stderr for writing, and replace a closed stdin with an empty one."""
    if getattr(sys, "stdin", None) is None:
        sys.stdin = _nothing("r")
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller, as by `>&-`
            setattr(sys, name, _nothing("w"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A replacement character is better than no output on a terminal without a character.
            stream.reconfigure(errors=_PLAIN)
    raw: object = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.RawIOBase):
        # PYTHONUNBUFFERED removes the buffer, and Python then ignores that a disk accepted only a part.
        # The previous stream stays open as sys.__stdout__.
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw), encoding=sys.stdout.encoding, errors=_PLAIN, line_buffering=True
        )


def plain(text: str, stream: TextIO) -> str:
    """Return a text as a stream will show it, so that tables are laid out with the printed characters."""
    encoding = stream.encoding or "ascii"
    if encoding.lower().replace("_", "-") in {"utf-8", "utf8"}:
        return text
    try:
        return text.encode(encoding, _PLAIN).decode(encoding)
    except LookupError:
        return text


def say(text: str) -> None:
    """Write a line to the user on stderr, with control characters escaped.

    Errors are ignored: neither a full disk nor a closed stderr ends a command.
    """
    try:
        sys.stderr.write(f"{escape_controls(text)}\n")
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


@contextmanager
def data_written() -> Generator[None]:
    """Write data to stdout in this block.

    Raises:
        CommandError: Stdout did not accept all of it.
        BrokenPipeError: The reader has closed the pipe.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(error) from error


def unwritable(error: OSError) -> CommandError:
    """Return the error for an unwritable stdout, and discard what it did not accept."""
    abandon(sys.stdout)
    return CommandError(
        f"stdout cannot be written: {error.strerror or error}", "check the disk that it goes to", Exit.OTHER
    )


def abandon(stream: TextIO) -> None:
    """Discard the remaining output: otherwise the interpreter would fail again when it flushes at exit."""
    try:
        handle = stream.fileno()
    except (OSError, ValueError):  # not a file, as in a test or a notebook
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, handle)
    os.close(nowhere)


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that an encoding lacks with plain ones, or a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(map(_plain_letter, letters)), error.end


def _plain_letter(letter: str) -> str:
    known = IN_ASCII.get(letter)
    if known is not None:
        return known
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", letter) if sign.isascii())
    return bare or "?"


codecs.register_error(_PLAIN, _in_plain_letters)

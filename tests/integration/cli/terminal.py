"""A command on a pseudo-terminal of its own, with keys that can be pressed."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Self

from support.forking.forked_commands import TERMINAL

if TYPE_CHECKING:
    from types import TracebackType

_SECONDS = 30.0
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """`qrt` with these arguments on a terminal of a given width."""

    def __init__(
        self, *arguments: str, columns: int = 100, environment: dict[str, str] | None = None
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        kept = {
            name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR", "LINES"}
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", TERMINAL, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**kept, "TERM": "xterm-256color", **(environment or {})},
        )
        os.close(theirs)
        self.raw = ""
        # A read may end within a character.
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def screen(self) -> str:
        """All that was printed, without colours and movements."""
        return _ESCAPES.sub("", self.raw).replace("\r", "")

    def until(self, text: str) -> None:
        """Read until the text has appeared."""
        end = time.monotonic() + _SECONDS
        while text not in self.screen:
            if time.monotonic() > end or not self._read():
                raise AssertionError(f"{text!r} did not appear; the screen shows {self.screen!r}")

    def press(self, keys: str) -> None:
        """Press keys; `\\x03` is Ctrl-C."""
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Read to the end, and return the exit code."""
        while self._read():
            pass
        return self._process.wait(_SECONDS)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], _SECONDS)
        try:
            found = os.read(self._ours, 65536) if ready else b""
        except OSError:  # Linux says so when the other side has gone
            found = b""
        self.raw += self._decoder.decode(found)
        return bool(found)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

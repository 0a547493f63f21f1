"""Files that others may read: written beside and renamed, so that each is whole, or as it was before."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Final

from qrt_facade._base.files import resolve_symlink
from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def atomic_writer(path: Path) -> Generator[BinaryIO]:
    """Give a file to write; it gets its name when the block ends well, and is removed when it does not.

    A new file has the mode that the process gives its files (umask), one that is replaced keeps its own. A symbolic link is
    kept, and the file that it leads to replaced.

    Raises:
        ConfigurationError: It cannot be written: no such folder, no permission, no space, or it is not a regular file.
    """
    _check_name(path)
    try:
        target = resolve_symlink(path)
        mode = _mode_of(target)
        # In the same folder, so that the rename is one step.
        aside = target.with_name(f".qrt-{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, _NEW, 0o666), "wb") as file:
            try:
                yield file
                file.flush()
                if mode is not None:
                    aside.chmod(mode)
                # Without it a power cut may leave the new name with an empty file.
                os.fsync(file.fileno())
                aside.replace(target)
            except BaseException:
                with suppress(OSError):
                    aside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror or error}") from error


def _check_name(path: Path) -> None:
    """Refuse a name that no file can have: the system's functions raise ValueError for it, and not OSError."""
    try:
        possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise ConfigurationError(
            f"{redacted_repr(str(path))} cannot be written: the name has a character that names of files cannot have"
        )


def _mode_of(path: Path) -> int | None:
    """Return the mode of a file that is to be replaced; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        kind = "a directory" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise ConfigurationError(f"{path} cannot be written: it is {kind}")
    if not os.access(path, os.W_OK):
        raise ConfigurationError(f"{path} cannot be written: it is read-only")
    return stat.S_IMODE(status.st_mode)

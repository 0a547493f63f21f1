"""Files that others may read, written atomically: each has its new content or its previous one, never a part."""

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
    """Yield a temporary file to write; it replaces `path` when the block succeeds, and is removed when it raises.

    A new file gets the process's default mode (umask), a replaced file keeps its mode. A symbolic link is kept, and its
    target is replaced.

    Raises:
        ConfigurationError: The file cannot be written: missing folder, no permission, no space, or not a regular file.
    """
    _check_name(path)
    try:
        target = resolve_symlink(path)
        mode = _mode_of(target)
        # In the same folder, so that renaming it is atomic.
        aside = target.with_name(f".qrt-{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, _NEW, 0o666), "wb") as file:
            try:
                yield file
                file.flush()
                if mode is not None:
                    aside.chmod(mode)
                # Without this, a power failure may leave the new name with an empty file.
                os.fsync(file.fileno())
                aside.replace(target)
            except BaseException:
                with suppress(OSError):
                    aside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror or error}") from error


def _check_name(path: Path) -> None:
    """Refuse a name that no file can have, for which the system's functions raise ValueError instead of OSError."""
    try:
        possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise ConfigurationError(
            f"{redacted_repr(str(path))} cannot be written: the name contains a character that file names cannot contain"
        )


def _mode_of(path: Path) -> int | None:
    """Return the mode of the file to be replaced; None if it does not exist."""
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

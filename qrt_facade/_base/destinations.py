"""Writing results where users ask: files atomically, devices and pipes in place."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from qrt_facade._base.files import write_private
from qrt_facade.errors import ConfigurationError

_OPEN_FILES: Final = ("/dev/std", "/dev/fd/", "/proc/")
"""Paths of files that this process has already open: replacing one would not change the open file."""


def check_destination(path: Path) -> None:
    """Refuse a path that cannot be written to, before the result is fetched. Leaves nothing behind.

    Raises:
        ConfigurationError: The path is a folder, a disk or a socket, or it is not writable: missing folder, no
            permission.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, ProcessLookupError):
        _check_folder(path)
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    else:
        if stat.S_ISDIR(status.st_mode):
            raise ConfigurationError(f"{path} is a folder; name a file in it")
        if stat.S_ISBLK(status.st_mode) or stat.S_ISSOCK(status.st_mode):
            raise ConfigurationError(f"{path} is a disk or a socket, not a file")
        if not _is_written_in_place(path):
            _check_folder(path)
        elif not os.access(path, os.W_OK):
            raise ConfigurationError(f"{path} cannot be written: Permission denied")


def write_destination(path: Path, content: bytes) -> None:
    """Write a result where the user asked: a file atomically, with mode 0600; a device or a pipe in place.

    Symbolic links are followed: the target is replaced, and the link stays.

    Raises:
        ConfigurationError: The path cannot be written. Its previous content is still intact.
    """
    check_destination(path)
    if not _is_written_in_place(path):
        write_private(_target(path), content)
        return
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0))
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise _refused(path, error) from error


def _is_written_in_place(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) or str(path.absolute()).startswith(_OPEN_FILES)


def _check_folder(path: Path) -> None:
    """Check that a file can be created in the destination's folder, by creating one and removing it."""
    folder = _target(path).parent
    if not folder.is_dir():
        raise ConfigurationError(f"{path} cannot be written: the folder {folder} does not exist")
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".qrt-")
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        raise _refused(path, error) from error


def _target(path: Path) -> Path:
    """Return the path with symbolic links resolved; a loop of links resolves to itself."""
    return Path(os.path.realpath(path))


def _refused(path: Path, error: Exception) -> ConfigurationError:
    reason = error.strerror if isinstance(error, OSError) else None
    return ConfigurationError(f"{path} cannot be written: {reason or error}")

"""Lock that limits a data folder to one emulator: two would run each job twice."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, Final

from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

try:
    import fcntl
except ImportError:  # on Windows, where data folders are not locked
    fcntl = None  # type: ignore[assignment]

FILE = "emulator.lock"

_LEFT_SECONDS: Final = 2.0
"""How long to wait for the lock of a killed emulator: a process that it was starting keeps the lock until it runs."""


class FolderLock:
    """A lock on a data folder, released by `release()` and by the end of the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Lock the folder.

        Raises:
            ConfigurationError: another emulator uses it, or the lock file cannot be created; the message names it.
        """
        file = folder / FILE
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            self._descriptor = os.open(file, flags, 0o600)
        except OSError as error:
            raise ConfigurationError(
                f"data={str(folder)!r}: {file} cannot be used: {error.strerror}"
            ) from error
        if fcntl is not None:
            self._lock(folder)

    def _lock(self, folder: Path) -> None:
        end = time.monotonic() + _LEFT_SECONDS
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                owner = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
                if _has_ended(owner) and time.monotonic() < end:
                    time.sleep(0.01)
                    continue
                self.release()
                raise ConfigurationError(
                    f"data={str(folder)!r} is in use by another emulator (process {owner}): stop that emulator, or use"
                    " another folder"
                ) from error
            except OSError:
                return  # the file system does not support locks
        with contextlib.suppress(OSError):  # a full disk; the lock is still effective
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def fileno(self) -> int:
        """Return the descriptor of the lock file; -1 after release."""
        return self._descriptor

    def release(self) -> None:
        """Release the folder; a second call does nothing."""
        if self._descriptor >= 0:
            if fcntl is not None:
                # Closing alone would leave the lock with a child that was forked without Python's knowledge.
                with contextlib.suppress(OSError):
                    fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            os.close(self._descriptor)
            self._descriptor = -1


def _has_ended(owner: str) -> bool:
    """Whether the process named in the lock file no longer exists."""
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return True
    except (ValueError, OverflowError, OSError):  # not a number, or another user's process
        return False
    return False

"""One emulator to a data folder: two would run each job twice."""

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
except ImportError:  # on Windows, where the folder of an emulator is not guarded
    fcntl = None  # type: ignore[assignment]

FILE = "emulator.lock"

_LEFT_SECONDS: Final = 2.0
"""How long the lock of a killed emulator is waited for: a process that it was just starting holds it until it runs."""


class Claim:
    """A lock on a data folder. It ends with `release()`, and with the process however that ends."""

    def __init__(self, folder: Path) -> None:
        """Take the folder.

        Raises:
            ConfigurationError: another emulator has it, or its file cannot be made; the message names the folder.
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
                    f"data={str(folder)!r} is in use by another emulator (process {owner}): stop that one, or name"
                    " another folder"
                ) from error
            except OSError:
                return  # a file system without locks
        with contextlib.suppress(OSError):  # a full disk; the lock holds all the same
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def fileno(self) -> int:
        """The descriptor of the lock's file; -1 once it is released."""
        return self._descriptor

    def release(self) -> None:
        """Give the folder up; a second time does nothing."""
        if self._descriptor >= 0:
            if fcntl is not None:
                # Closing alone would leave the lock to a child that was forked without Python noticing.
                with contextlib.suppress(OSError):
                    fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            os.close(self._descriptor)
            self._descriptor = -1


def _has_ended(owner: str) -> bool:
    """Whether the process of a lock, as its file names it, is there no more."""
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return True
    except (ValueError, OverflowError, OSError):  # no number, or somebody else's process
        return False
    return False

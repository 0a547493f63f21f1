"""Files that hold secrets or results: readable by their owner alone, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from qrt_facade._base.owners import abandon_in_forked_child
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator

LOCK_PATIENCE: Final = 10.0
"""Seconds to wait for another process that is changing a file: it takes milliseconds, on a slow network drive seconds."""
_LOCK_PAUSE: Final = 0.01
_MAX_BYTES: Final = 4 * 1024**2
_POSIX: Final = sys.platform != "win32"
_KINDS: Final = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def make_private_folder(folder: Path) -> None:
    """Create a folder, and those above it, for its owner alone; one that exists stays as it is.

    Raises:
        ConfigurationError: It cannot be created.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"the folder {folder} cannot be created: {_reason(error)}") from error


def make_private_file(path: Path) -> None:
    """Make an empty file for its owner alone where there is none, and refuse one that others could have put there.

    Raises:
        ConfigurationError: It is not a regular file of ours, or everybody could replace it.
        OSError: It cannot be made.
    """
    check_folder(path.parent)
    check_writable(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        make_private_folder(path.parent)
        # Under another name first: closing a file that SQLite has open in this process would end SQLite's locks on it.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".qrt-")
        os.close(handle)
        try:
            # Somebody was faster, or the file system has no links: then SQLite makes the file.
            with suppress(OSError):
                os.link(name, path)
        finally:
            Path(name).unlink()
    else:
        if _POSIX and stat.S_IMODE(mode) & 0o077:
            path.chmod(0o600)


def write_private(path: Path, content: bytes) -> None:
    """Write a file with mode 0600; after a failure or an interruption, what was there before is still whole.

    Raises:
        ConfigurationError: It cannot be written: no such folder, no permission, no space.
    """
    try:
        # mkstemp makes the file 0600, and never opens a name that somebody else has put there. In the same folder,
        # so that the rename is one step.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".qrt-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                # Without it a power cut may leave the new name with an empty file.
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {_reason(error)}") from error


def read_private(path: Path, contents: str) -> bytes | None:
    """Return what a file of ours holds; None when there is none. `contents` says what is in it, for messages.

    What was checked is what is read: the file is opened once, and neither a pipe nor a device makes this wait.

    Raises:
        ConfigurationError: It is not a regular file, belongs to another user, can be read by others, or cannot be read.
    """
    try:
        with _opened_regular(path, follow=False) as stream:
            status = os.fstat(stream.fileno())
            _check_owner(path, status)
            _check_mode(path, status, contents)
            read = stream.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {_reason(error)}") from error
    if len(read) > _MAX_BYTES:
        raise ConfigurationError(f"{path} cannot be read: it has more than {_MAX_BYTES // 1024**2} MiB")
    return read


def read_regular(path: Path, *, most: int | None = None, follow: bool = True) -> bytes:
    """Return what a regular file holds; neither a pipe nor a device makes this wait or read for ever.

    Args:
        path: The file.
        most: Bytes that it may have; a byte more is read of a larger one.
        follow: Whether it may be a symbolic link.

    Raises:
        OSError: It cannot be read.
        ConfigurationError: It is not a regular file.
    """
    with _opened_regular(path, follow=follow) as stream:
        return stream.read(-1 if most is None else most + 1)


@contextmanager
def _opened_regular(path: Path, *, follow: bool) -> Generator[BinaryIO]:
    # Opening a device can have effects, so its kind is looked at before, and again when it is open.
    _check_kind(path, path.stat(follow_symlinks=follow))
    flags = _flags("O_RDONLY", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
    with os.fdopen(os.open(path, flags if follow else flags | _flags("O_NOFOLLOW")), "rb") as stream:
        _check_kind(path, os.fstat(stream.fileno()))
        yield stream


def resolve_symlink(path: Path) -> Path:
    """Return the file that a symbolic link leads to, or the path itself: a link is kept, and written through.

    Raises:
        ConfigurationError: The link leads nowhere, or in a circle.
    """
    try:
        if not path.is_symlink():
            return path
        return path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise ConfigurationError(
            f"{path} is a symbolic link to {_link(path)}, which cannot be followed; create that file, or remove the link"
        ) from error


def check_writable(path: Path) -> None:
    """Refuse to replace a file that is not a regular one of ours, or that was made read-only.

    Raises:
        ConfigurationError: It may not be replaced; the message says why.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {_reason(error)}") from error
    _check_kind(path, status)
    _check_owner(path, status)
    if not status.st_mode & stat.S_IWUSR:
        raise ConfigurationError(f"{path} is read-only; to let it be changed: chmod 600 {path}")


def check_folder(folder: Path) -> None:
    """Refuse a folder in which any user could replace the files; warn about one in which a group could.

    Raises:
        ConfigurationError: Everybody may write to it.
    """
    try:
        status = folder.stat()
    except OSError:
        return  # who reads or writes in it says why that fails
    remedy = f"chmod go-w {folder}"
    if not _POSIX or status.st_mode & stat.S_ISVTX:  # in a sticky folder only the owner may replace a file
        return
    if status.st_mode & stat.S_IWOTH:
        raise ConfigurationError(
            f"{folder} can be written by every user, who could replace what is in it; fix it with: {remedy}"
        )
    if status.st_mode & stat.S_IWGRP:
        warnings.warn(
            f"{folder} can be written by its group, who could replace what is in it; fix it with: {remedy}",
            stacklevel=2,
        )


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk; some file systems cannot, and lose nothing but that.

    Args:
        folder: The folder.
    """
    if not _POSIX:
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(path: Path, patience: float) -> Generator[None]:
    """Hold the lock on a file for a block: threads and processes that change it take turns.

    The lock is the operating system's, on a file beside, so that it ends with the process that holds it.

    Raises:
        ConfigurationError: Another held it for all the time that we are patient (seconds), or it cannot be made.
    """
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    end = time.monotonic() + patience
    try:
        while not lock.acquire():
            if time.monotonic() >= end:
                raise ConfigurationError(
                    f"{path} is being changed by another process, for more than {patience:g} s; try again, or remove "
                    f"{lock.path} if there is none"
                )
            time.sleep(_LOCK_PAUSE)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be locked: {_reason(error)}") from error
    try:
        yield
    finally:
        lock.release()


class FileLock:
    """A lock of the operating system, on a file of its own, that is taken without waiting.

    It ends with the process that holds it. Two locks of one path exclude each other in different processes, and in the
    threads and tasks of one process too. A forked child does not hold the lock of its parent.

    Args:
        path: The file, which is made when the lock is taken and removed when it is released.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None
        abandon_in_forked_child(self)

    def acquire(self) -> bool:
        """Take the lock; False while another holds it.

        Raises:
            OSError: The file cannot be made.
        """
        if self._handle is None:
            self._handle = _try_lock(self.path)
        return self._handle is not None

    def release(self) -> None:
        """Give the lock back; one that is not held stays as it is."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        # Removed while it is held, so that nothing is left behind; who waited for it sees that it has gone.
        if _POSIX:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        os.close(handle)
        if not _POSIX:
            with suppress(OSError):
                self.path.unlink()

    def abandon(self) -> None:
        """Let go of the parent's lock in a forked child: it would last until the child ends, too."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def _try_lock(beside: Path) -> int | None:
    """Return the handle of the lock, or None while another holds it."""
    handle = os.open(beside, _flags("O_RDWR", "O_CREAT", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"), 0o600)
    try:
        if _acquire(handle) and (not _POSIX or os.path.samestat(os.fstat(handle), beside.lstat())):
            return handle
    except FileNotFoundError:  # removed by the one who held it, between our opening and our locking
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


if sys.platform != "win32":
    import fcntl

    def _acquire(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            # A file system that has no locks, as some network drives: better unlocked than not at all.
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}:
                raise
        return True

else:
    import msvcrt

    def _acquire(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True


def _check_kind(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for test, kind in _KINDS if test(status.st_mode)), "a symbolic link")
        raise ConfigurationError(f"{path} cannot be read: it is {kind}, not a regular file")


def _check_owner(path: Path, status: os.stat_result) -> None:
    """Root may do anything anyway, so its files are as good as ours."""
    if _POSIX and status.st_uid not in {os.geteuid(), 0}:
        raise ConfigurationError(
            f"{path} belongs to another user (uid {status.st_uid}), who decides what is in it; "
            "replace it by a file of your own, or use another HOME"
        )


def _check_mode(path: Path, status: os.stat_result, contents: str) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if _POSIX and mode & 0o077:
        raise ConfigurationError(
            f"{path} contains {contents} and can be read by others (mode {mode:04o}); fix it with: chmod 600 {path}"
        )


def _flags(*names: str) -> int:
    """Return the flags of those that this system has."""
    flags = 0
    for name in names:
        flags |= getattr(os, name, 0)
    return flags


def _link(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:
        return "somewhere"


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__

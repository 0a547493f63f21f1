"""Files with secrets or results: readable by their owner only, and written atomically."""

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
"""Seconds to wait for another process that is changing a file: usually milliseconds, on a slow network drive
seconds."""
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
    """Create a folder and its parents, accessible to their owner only; an existing folder is left unchanged.

    Raises:
        ConfigurationError: The folder cannot be created.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"the folder {folder} cannot be created: {_reason(error)}") from error


def make_private_file(path: Path) -> None:
    """Create an empty file, accessible to its owner only, if missing; refuse one that another user may have created.

    Raises:
        ConfigurationError: It is not a regular file of this user, or every user could replace it.
        OSError: It cannot be created.
    """
    check_folder(path.parent)
    check_writable(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        make_private_folder(path.parent)
        # Created under another name: closing a file that SQLite has open in this process would release SQLite's locks
        # on it.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".qrt-")
        os.close(handle)
        try:
            # Another process was faster, or the file system does not support links: then SQLite creates the file.
            with suppress(OSError):
                os.link(name, path)
        finally:
            Path(name).unlink()
    else:
        if _POSIX and stat.S_IMODE(mode) & 0o077:
            path.chmod(0o600)


def write_private(path: Path, content: bytes) -> None:
    """Write a file with mode 0600; after a failure or an interruption, its previous content is intact.

    Raises:
        ConfigurationError: The file cannot be written: missing folder, no permission, no space.
    """
    try:
        # mkstemp creates the file with mode 0600, and never opens an existing one. It is in the same folder, so that
        # renaming it is atomic.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".qrt-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                # Without this, a power failure may leave the new name with an empty file.
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {_reason(error)}") from error


def read_private(path: Path, contents: str) -> bytes | None:
    """Return the content of a private file; None when it does not exist. `contents` describes it in messages.

    The file is opened once, so that what was checked is what is read. A pipe or a device does not block.

    Raises:
        ConfigurationError: It is not a regular file, belongs to another user, is readable by others, or cannot be read.
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
        raise ConfigurationError(f"{path} cannot be read: it is larger than {_MAX_BYTES // 1024**2} MiB")
    return read


def read_regular(path: Path, *, most: int | None = None, follow: bool = True) -> bytes:
    """Return the content of a regular file; a pipe or a device is refused and does not block.

    Args:
        path: The file.
        most: The largest accepted size in bytes; of a larger file, one byte more is returned.
        follow: Whether the path may be a symbolic link.

    Raises:
        OSError: The file cannot be read.
        ConfigurationError: It is not a regular file.
    """
    with _opened_regular(path, follow=follow) as stream:
        return stream.read(-1 if most is None else most + 1)


@contextmanager
def _opened_regular(path: Path, *, follow: bool) -> Generator[BinaryIO]:
    # Opening a device can have side effects, so the file type is checked before, and again once it is open.
    _check_kind(path, path.stat(follow_symlinks=follow))
    flags = _flags("O_RDONLY", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
    with os.fdopen(os.open(path, flags if follow else flags | _flags("O_NOFOLLOW")), "rb") as stream:
        _check_kind(path, os.fstat(stream.fileno()))
        yield stream


def resolve_symlink(path: Path) -> Path:
    """Return the target of a symbolic link, or the path itself if it is not a link. Links are kept and written through.

    Raises:
        ConfigurationError: The link is broken or circular.
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
    """Refuse to replace a path that is not a regular file of this user, or is read-only.

    Raises:
        ConfigurationError: The file must not be replaced; the message says why.
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
        raise ConfigurationError(f"{path} is read-only; make it writable with: chmod 600 {path}")


def check_folder(folder: Path) -> None:
    """Refuse a folder in which every user could replace files; warn about one in which a group could.

    Raises:
        ConfigurationError: Every user can write to the folder.
    """
    try:
        status = folder.stat()
    except OSError:
        return  # reading or writing in it reports the reason
    remedy = f"chmod go-w {folder}"
    if not _POSIX or status.st_mode & stat.S_ISVTX:  # in a sticky folder only a file's owner may replace it
        return
    if status.st_mode & stat.S_IWOTH:
        raise ConfigurationError(
            f"{folder} is writable by every user, who could replace its files; fix it with: {remedy}"
        )
    if status.st_mode & stat.S_IWGRP:
        warnings.warn(
            f"{folder} is writable by its group, which could replace its files; fix it with: {remedy}",
            stacklevel=2,
        )


def sync_folder(folder: Path) -> None:
    """Flush a folder's directory entries to disk, where the file system supports it.

    Args:
        folder: The folder.
    """
    if not _POSIX:  # pragma: no cover - Windows
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(path: Path, patience: float) -> Generator[None]:
    """Lock a file for a block: threads and processes that change it take turns.

    The lock is the operating system's, on a separate file next to it, so that it ends with the process that has it.

    Raises:
        ConfigurationError: The lock was not released within `patience` seconds, or it cannot be created.
    """
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    end = time.monotonic() + patience
    try:
        while not lock.acquire():
            if time.monotonic() >= end:
                raise ConfigurationError(
                    f"{path} has been locked by another process for more than {patience:g} s; try again, or remove "
                    f"{lock.path} if no such process exists"
                )
            time.sleep(_LOCK_PAUSE)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be locked: {_reason(error)}") from error
    try:
        yield
    finally:
        lock.release()


class FileLock:
    """An operating system lock on a separate file, acquired without waiting.

    It ends with the process that has it. Two locks of one path exclude each other across processes, and across the
    threads and tasks of one process too. A forked child does not inherit its parent's lock.

    Args:
        path: The lock file, which is created when the lock is acquired and removed when it is released.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None
        abandon_in_forked_child(self)

    def acquire(self) -> bool:
        """Acquire the lock; return False if it is locked elsewhere.

        Raises:
            OSError: The file cannot be created.
        """
        if self._handle is None:
            self._handle = _try_lock(self.path)
        return self._handle is not None

    def release(self) -> None:
        """Release the lock; without effect if it is not acquired."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        # Removed while locked, so that nothing is left behind; a waiting process notices that the file is gone.
        if _POSIX:  # pragma: no branch - Windows
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        os.close(handle)
        if not _POSIX:  # pragma: no cover - Windows
            with suppress(OSError):
                self.path.unlink()

    def abandon(self) -> None:
        """Close a forked child's copy of the parent's lock, which would otherwise last until the child ends too."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def _try_lock(beside: Path) -> int | None:
    """Return the handle of the lock, or None if it is locked elsewhere."""
    handle = os.open(beside, _flags("O_RDWR", "O_CREAT", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"), 0o600)
    try:
        if _acquire(handle) and (not _POSIX or os.path.samestat(os.fstat(handle), beside.lstat())):
            return handle
    except FileNotFoundError:  # removed by its owner between our opening and our locking
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
            # A file system without locks, such as some network drives: unlocked is better than unusable.
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}:
                raise
        return True

else:  # pragma: no cover - Windows
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
    """Root can do anything anyway, so files owned by root are accepted."""
    if _POSIX and status.st_uid not in {os.geteuid(), 0}:
        raise ConfigurationError(
            f"{path} belongs to another user (uid {status.st_uid}), who controls its content; "
            "replace it with a file of your own, or use another HOME"
        )


def _check_mode(path: Path, status: os.stat_result, contents: str) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if _POSIX and mode & 0o077:
        raise ConfigurationError(
            f"{path} contains {contents} and is readable by other users (mode {mode:04o}); fix it with: chmod 600 {path}"
        )


def _flags(*names: str) -> int:
    """Return the combined value of the flags that exist on this system."""
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

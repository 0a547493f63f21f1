"""Files of results that the service returns only once: location, names, writing, and finding them again."""

from __future__ import annotations

import io
import os
import re
import secrets
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from qrt_facade._base.files import make_private_folder, sync_folder
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_APPLICATION: Final = "qrt-facade"
_WHOLE: Final = ".json"
_PARTIAL: Final = ".part"
# Files of earlier versions do not have the program in their name.
_NAME: Final = re.compile(
    r"result-(?P<job_id>.+)-[a-z0-9_]{8}(?:\.(?P<program_id>[^.+]+))?(?P<dry_run>\+dry-run)?(?P<kind>\.json|\.part)"
)
_LAST_SECOND: Final = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
"""Timestamps beyond this are skipped: a wrong clock can date files beyond what Python's dates can express."""
_LONGEST_ID: Final = 100
"""Characters of an id in a file name: systems allow 255 bytes for the whole name, and the service chooses the ids."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The bytes of a private result that reached this machine but not the program that requested it.

    Attributes:
        job_id: The job that produced the result.
        path: The file, yours to delete; None if no folder was writable and the bytes are in this process's memory.
        kept_at: When it was written, in UTC.
        program_id: The program of the job, or None if it was unknown.
        complete: False if the download was interrupted: these are the first bytes of the result.
        held: The bytes, if there is no file.
        dry_run: Whether the job was a dry run, so that the values are random.
    """

    job_id: str
    path: Path | None
    kept_at: datetime
    program_id: str | None = None
    complete: bool = True
    held: bytes | None = None
    dry_run: bool = False


class IncomingResult:
    """A result while it is downloaded: in memory, and in a file readable by its owner only.

    If a folder is not writable (no permission, no space), everything received so far moves to the next one.

    Args:
        job_id: The job.
        program_id: Its program, or None.
        dry_run: Whether it is a dry run, which the file's name shows too.
        at_once: Write each chunk as it arrives; otherwise only `keep` writes.
        memory: The most bytes also kept in memory; a larger result is on disk only.

    Attributes:
        path: The file, or None.
        size: Number of bytes received.
        complete: Whether all bytes were received.
        too_large: Whether the memory does not have all of them.
    """

    def __init__(
        self,
        job_id: str,
        program_id: str | None,
        *,
        at_once: bool,
        memory: int | None = None,
        dry_run: bool = False,
    ) -> None:
        self.job_id = job_id
        self.dry_run = dry_run
        self.program_id = program_id
        self.path: Path | None = None
        self.size = 0
        self.complete = False
        self.too_large = False
        self._at_once = at_once
        self._memory = memory
        # A result that is also on disk grows in one buffer, which may be lost if memory runs out. A result that is only
        # in memory stays in chunks: adding one copies none of the others.
        self._whole = io.BytesIO()
        self._pieces: list[bytes] = []
        self._places = folders()
        self._handle: int | None = None
        self._abandoned: list[Path] = []

    @property
    def body(self) -> bytes:
        """The bytes received, as far as they are in memory.

        Raises:
            MemoryError: The whole result does not fit into memory.
        """
        if self._pieces:
            return b"".join((self._whole.getvalue(), *self._pieces))
        return self._whole.getvalue()

    def add(self, piece: bytes) -> None:
        """Add the next bytes.

        Raises:
            OSError: The result is on disk only, and the disk is full.
        """
        if self._at_once:
            # To disk before memory, which may run out.
            self._write(piece)
        self.size += len(piece)
        self._remember(piece)

    def finish(self) -> None:
        """Mark the result as complete."""
        self.complete = True
        if self._at_once:
            self._seal()

    def keep(self) -> Path | None:
        """Write the received bytes to disk, retrying if that failed before, and return the file."""
        if self._handle is None and self.path is None:
            self._places = folders()
            self._move()
        self._seal()
        return self.path

    def discard(self) -> None:
        """Delete the file: the caller has received the bytes."""
        self._close()
        for path in filter(None, (self.path, *self._abandoned)):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        self.path = None
        self._abandoned = []
        self._forget()
        self.size = 0

    def _write(self, piece: bytes) -> None:
        if self._handle is None:
            self._move(piece)
            return
        try:
            _write_all(self._handle, piece)
        except OSError:
            if self.too_large:
                raise
            self._move(piece)

    def _remember(self, piece: bytes) -> None:
        if self.too_large:
            return
        try:
            self.too_large = self._memory is not None and self.size > self._memory
            if not self.too_large:
                self._pieces.append(piece)
                if self.path is not None:
                    self._whole.writelines(self._pieces)
                    self._pieces.clear()
        except MemoryError:
            self.too_large = True
        if self.too_large and self.path is not None:
            self._forget()

    def _forget(self) -> None:
        self._whole = io.BytesIO()
        self._pieces.clear()

    def _move(self, *more: bytes) -> None:
        """Write everything to the next writable folder; the previous file stays until then."""
        self._close()
        if self.too_large:
            return
        if self.path is not None:
            self._abandoned.append(self.path)
            self.path = None
        for folder in self._places:
            try:
                self.path, self._handle = self._opened(folder)
                with self._whole.getbuffer() as earlier:
                    _write_all(self._handle, earlier)
                for piece in (*self._pieces, *more):
                    _write_all(self._handle, piece)
            except (OSError, ConfigurationError):
                self._close()
                self._remove_begun()
                continue
            for path in self._abandoned:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            self._abandoned = []
            return

    def _remove_begun(self) -> None:
        if self.path is not None:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        self.path = None

    def _opened(self, folder: Path) -> tuple[Path, int]:
        program = "" if not self.program_id else f".{_safe(self.program_id)}"
        marked = "+dry-run" if self.dry_run else ""
        name = f"result-{_safe(self.job_id)}-{secrets.token_hex(4)}{program}{marked}{_PARTIAL}"
        path = folder / name
        # A new name, and never a symbolic link that someone else created: the temporary folder is shared.
        flags = (
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
        handle = os.open(path, flags, 0o600)
        if os.name == "posix":  # pragma: no branch - Windows
            with suppress(OSError):  # a file system without permissions
                os.fchmod(handle, 0o600)  # a umask may have removed the owner's permissions too
        return path, handle

    def _seal(self) -> None:
        """Flush the file to disk, and give it its final name if it is complete."""
        while self._handle is not None and self.path is not None:
            try:
                # Without this, a power failure or a disk that fills up late leaves a name without the bytes.
                os.fsync(self._handle)
                self._close()
                if self.complete:
                    whole = self.path.with_suffix(_WHOLE)
                    self.path.rename(whole)
                    self.path = whole
                sync_folder(self.path.parent)
            except OSError:
                self._move()

    def _close(self) -> None:
        if self._handle is not None:
            handle, self._handle = self._handle, None
            with suppress(OSError):
                os.close(handle)


def kept_files() -> list[KeptFile]:
    """Return the kept files, oldest first, from every current and former folder."""
    everywhere = dict.fromkeys([*folders(make=False), *_earlier_folders()])
    found = [kept for folder in everywhere for kept in _kept_in(folder)]
    return sorted(found, key=lambda kept: (kept.kept_at, kept.path))


def folders(*, make: bool = True) -> Iterator[Path]:
    """Iterate over the folders for results: the system's state folder, then the temporary folder.

    Args:
        make: Create the first one if it does not exist; it is skipped if that fails.
    """
    if (state := state_folder(make=make)) is not None:
        yield state
    with suppress(OSError):  # no temporary folder is writable
        yield Path(tempfile.gettempdir())


def state_folder(*, make: bool = True) -> Path | None:
    """Return the system's state folder for this package, or None if there is none.

    Args:
        make: Create it if it does not exist; None if that fails.
    """
    # RuntimeError: the home directory is unknown. OSError also if no file can be opened, not even a module.
    with suppress(RuntimeError, OSError, ImportError, ConfigurationError):
        from platformdirs import user_state_path

        state = user_state_path(_APPLICATION, appauthor=False)
        if state.is_absolute():  # platformdirs before 4.11 keeps the `~` of an unknown home directory
            if make:
                make_private_folder(state)
            return state
    return None


def _earlier_folders() -> Iterator[Path]:
    """Return the folders that earlier versions used on all systems."""
    if base := os.environ.get("XDG_STATE_HOME"):
        yield Path(base) / _APPLICATION
    with suppress(RuntimeError):  # the home directory is unknown
        yield Path.home() / ".local" / "state" / _APPLICATION


def _kept_in(folder: Path) -> Iterator[KeptFile]:
    try:
        files = list(folder.iterdir())
    except (OSError, ValueError):  # ValueError: a NUL in an environment variable
        return
    for file in files:
        match = _NAME.fullmatch(file.name)
        try:
            status = file.lstat()
        except OSError:  # removed meanwhile
            continue
        if match and stat.S_ISREG(status.st_mode) and _is_ours(status):
            program = match["program_id"]
            yield KeptFile(
                job_id=unquote(match["job_id"]),
                path=file,
                kept_at=datetime.fromtimestamp(min(max(status.st_mtime, 0.0), _LAST_SECOND), UTC),
                program_id=None if program is None else unquote(program),
                complete=match["kind"] == _WHOLE,
                dry_run=match["dry_run"] is not None,
            )


def _is_ours(status: os.stat_result) -> bool:
    """Return whether this user owns the file: in the temporary folder, anyone may create a file of that name."""
    return os.name != "posix" or status.st_uid == os.getuid()


def _safe(name: str) -> str:
    """Return an id as a part of a file name, from which `unquote` restores it."""
    return quote(name, safe="", errors="replace").replace(".", "%2E")[:_LONGEST_ID]


def _write_all(handle: int, content: bytes | memoryview) -> None:
    start = 0
    while start < len(content):
        with memoryview(content)[start:] as left:  # a lasting view would prevent the buffer from growing
            start += os.write(handle, left)

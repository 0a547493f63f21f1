"""Files of results that the service gives once: their places, their names, how they grow, how they are found again."""

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
# Files of earlier versions have no program in their name.
_NAME: Final = re.compile(
    r"result-(?P<job_id>.+)-[a-z0-9_]{8}(?:\.(?P<program_id>[^.+]+))?(?P<dry_run>\+dry-run)?(?P<kind>\.json|\.part)"
)
_LAST_SECOND: Final = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
"""A clock that was wrong dates files beyond what Python's dates can express."""
_LONGEST_ID: Final = 100
"""Characters of an id in a file name: systems allow 255 bytes for the whole, and ids are the service's to choose."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The bytes of a private result that reached this machine and not the program that asked for them.

    Attributes:
        job_id: The job whose result it is.
        path: The file, yours to delete; None when no place could be written to, and this process holds the bytes.
        kept_at: When it was written, in UTC.
        program_id: The program of the job, or None when that was not known.
        complete: False when the download broke off: these are the first bytes of the result.
        held: The bytes, when there is no file.
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
    """The bytes of a result as they arrive: in memory, and in a file for their owner alone.

    A place that refuses (no permission, no space) is left for the next one, with everything that arrived before.

    Args:
        job_id: The job.
        program_id: Its program, or None.
        dry_run: Whether it is a dry run, which the file's name says too.
        at_once: Write each piece as it arrives; else only `keep` writes.
        memory: Bytes that are held in memory, too; a larger result is on disk alone.

    Attributes:
        path: The file; None without one.
        size: Bytes that arrived.
        complete: Whether all have.
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
        # What is on disk as well grows in one buffer, which may be lost where memory runs out. What is in memory alone stays
        # in pieces: taking one more copies none of them.
        self._whole = io.BytesIO()
        self._pieces: list[bytes] = []
        self._places = folders()
        self._handle: int | None = None
        self._abandoned: list[Path] = []

    @property
    def body(self) -> bytes:
        """What has arrived, as far as the memory holds it.

        Raises:
            MemoryError: It does not fit into memory as a whole.
        """
        if self._pieces:
            return b"".join((self._whole.getvalue(), *self._pieces))
        return self._whole.getvalue()

    def add(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            OSError: The result is on disk alone, and the disk is full.
        """
        if self._at_once:
            # On disk before memory, which may run out.
            self._write(piece)
        self.size += len(piece)
        self._remember(piece)

    def finish(self) -> None:
        """All bytes have arrived."""
        self.complete = True
        if self._at_once:
            self._seal()

    def keep(self) -> Path | None:
        """Bring what has arrived to disk, by another attempt where the first failed, and return the file."""
        if self._handle is None and self.path is None:
            self._places = folders()
            self._move()
        self._seal()
        return self.path

    def discard(self) -> None:
        """Remove the file: the bytes have reached who asked for them."""
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
        """Write everything to the next place that takes it; what the last one took stays until then."""
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
        # A name that is new, and no link that somebody put in its place: the temporary folder is everybody's.
        flags = (
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
        handle = os.open(path, flags, 0o600)
        if os.name == "posix":  # pragma: no branch - Windows
            with suppress(OSError):  # a file system without modes
                os.fchmod(handle, 0o600)  # a umask may have taken away the owner's rights, too
        return path, handle

    def _seal(self) -> None:
        """Make the file last, under its final name if it is whole."""
        while self._handle is not None and self.path is not None:
            try:
                # Without it a power cut, or a disk that fills up late, leaves a name without the bytes.
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
    """Return the files that are kept, oldest first, from every folder that is or was written to."""
    everywhere = dict.fromkeys([*folders(make=False), *_earlier_folders()])
    found = [kept for folder in everywhere for kept in _kept_in(folder)]
    return sorted(found, key=lambda kept: (kept.kept_at, kept.path))


def folders(*, make: bool = True) -> Iterator[Path]:
    """Iterate over the folders where results are kept: the system's place for state, then the temporary folder.

    Args:
        make: Create the first where it does not exist; it is left out if that fails.
    """
    if (state := state_folder(make=make)) is not None:
        yield state
    with suppress(OSError):  # no temporary folder can be written to
        yield Path(tempfile.gettempdir())


def state_folder(*, make: bool = True) -> Path | None:
    """Return the system's place for the state of this package, or None where there is none.

    Args:
        make: Create it where it does not exist; None if that fails.
    """
    # RuntimeError: the home directory is unknown. OSError also where no file can be opened, not even a module.
    with suppress(RuntimeError, OSError, ImportError, ConfigurationError):
        from platformdirs import user_state_path

        state = user_state_path(_APPLICATION, appauthor=False)
        if state.is_absolute():  # platformdirs before 4.11 left the `~` of an unknown home as it was
            if make:
                make_private_folder(state)
            return state
    return None


def _earlier_folders() -> Iterator[Path]:
    """Where they were kept on every system, before each system's own place was used."""
    if base := os.environ.get("XDG_STATE_HOME"):
        yield Path(base) / _APPLICATION
    with suppress(RuntimeError):  # the home directory is unknown
        yield Path.home() / ".local" / "state" / _APPLICATION


def _kept_in(folder: Path) -> Iterator[KeptFile]:
    try:
        files = list(folder.iterdir())
    except (OSError, ValueError):  # ValueError: a NUL in a variable's value
        return
    for file in files:
        match = _NAME.fullmatch(file.name)
        try:
            status = file.lstat()
        except OSError:  # removed a moment ago
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
    """In the temporary folder anybody may have put a file of that name."""
    return os.name != "posix" or status.st_uid == os.getuid()


def _safe(name: str) -> str:
    """An id as one part of a file name, from which `unquote` returns it."""
    return quote(name, safe="", errors="replace").replace(".", "%2E")[:_LONGEST_ID]


def _write_all(handle: int, content: bytes | memoryview) -> None:
    start = 0
    while start < len(content):
        with memoryview(content)[start:] as left:  # a view that stays would keep a buffer from growing
            start += os.write(handle, left)

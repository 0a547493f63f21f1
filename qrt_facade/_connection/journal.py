"""The journal: submissions with a key from this machine, written to disk before they are sent.

A process that is killed between sending a submission and reading the response leaves an entry without a job id. The
next submission with that key reads it and knows that a job may exist that the service's list does not show yet.

The journal is one SQLite file for all processes of a user. Each operation opens it, runs one statement and closes it,
so that a fork, a thread or a kill cannot leave it in an inconsistent state. The rollback journal is truncated, not
deleted, because with `synchronous=FULL` SQLite flushes the truncation too, and a power failure does not undo a commit.
There is no write-ahead log: it needs shared memory, which network drives do not have.

It contains no secrets: the service's URL with the instance is stored as a digest, and so is each key.
"""

from __future__ import annotations

import time
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeVar

from qrt_facade._base.coerce import number_of, text_of, whole_of
from qrt_facade._base.files import FileLock, locked, make_private_file, make_private_folder
from qrt_facade._base.logs import warn_safely
from qrt_facade._connection.kept_files import state_folder
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qrt_facade._connection.credentials import Credentials

T = TypeVar("T")

_NAME: Final = "journal.sqlite"
_TURNS: Final = "turns"
_VERSION: Final = 1
_PATIENCE: Final = 10.0
"""Seconds to wait for another process that writes: usually milliseconds, on a slow network drive seconds."""
_IMPATIENCE: Final = 0.05
"""Seconds to wait after that failed once: the other process may be stopped, and a submission uses the journal four
times."""
_RETENTION: Final = 60 * 24 * 3600.0
"""Seconds that an entry is kept; after that, only the service's list knows the job."""
_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS submissions (
    scope TEXT NOT NULL, key_tag TEXT NOT NULL, print_tag TEXT, series_tag TEXT, begun REAL NOT NULL, job_id TEXT,
    PRIMARY KEY (scope, key_tag)
);
CREATE TABLE IF NOT EXISTS sessions (
    scope TEXT NOT NULL, key_tag TEXT NOT NULL, backend TEXT NOT NULL, mode TEXT NOT NULL, max_ttl INTEGER,
    begun REAL NOT NULL, session_id TEXT,
    PRIMARY KEY (scope, key_tag)
);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
_PRUNING: Final = ("DELETE FROM submissions WHERE begun < ?", "DELETE FROM sessions WHERE begun < ?")
_PROBES: Final = ("PRAGMA integrity_check", "SELECT begun FROM submissions", "SELECT begun FROM sessions")
"""Statements that fail on a damaged file."""
_SQLITE_ERROR, _SQLITE_BUSY, _SQLITE_CORRUPT, _SQLITE_NOTADB = 1, 5, 11, 26
_DAMAGED: Final = (_SQLITE_ERROR, _SQLITE_CORRUPT, _SQLITE_NOTADB)
"""SQLite's primary result codes for a file that is damaged or not a journal; 1 means that a table is missing."""

_warned: Final[set[str]] = set()
"""Warnings that this process has already issued."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A submission with a key.

    Attributes:
        key_tag: Tag of the key.
        print_tag: Tag with the fingerprint of what was submitted; None if it is unknown.
        series_tag: Tag that the jobs of one series share, or None.
        begun: When it was last about to be sent, in seconds since 1970; never in the future.
        job_id: The job, or None while it is unknown whether there is one.
    """

    key_tag: str
    print_tag: str | None
    series_tag: str | None
    begun: float
    job_id: str | None


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session that was requested with a key.

    Attributes:
        key_tag: Digest of the key.
        backend: Name of the backend.
        mode: `dedicated` or `batch`.
        max_ttl: Requested lifetime in seconds, or None for the service's default.
        begun: When it was last about to be requested, in seconds since 1970; never in the future.
        session_id: The session, or None while it is unknown whether there is one.
    """

    key_tag: str
    backend: str
    mode: str
    max_ttl: int | None
    begun: float
    session_id: str | None


class Turn:
    """The exclusive right to submit with one key, across the processes, threads and tasks of one machine.

    It ends with the process that has it. If no lock can be created, everyone gets a turn immediately.

    Args:
        path: The lock file.
    """

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path)

    def acquire(self) -> bool:
        """Take the turn without waiting; return False if another submission has it."""
        try:
            make_private_folder(self._lock.path.parent)
            return self._lock.acquire()
        except (OSError, ConfigurationError) as error:
            _warn_of(error)
            return True

    def release(self) -> None:
        """Release the turn; releasing it again has no effect."""
        with suppress(OSError):
            self._lock.release()


class Journal:
    """The submissions and sessions with keys of one instance, from this machine.

    Safe for threads, tasks and forked processes. No method raises because of the file: a failed write causes one
    warning per process, and the submission proceeds without it.

    Args:
        scope: Digest of the service and the instance, from `scope_of`.
        folder: Folder of the file.
        now: Clock that returns seconds since 1970.
    """

    def __init__(self, scope: str, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._scope = scope
        self._folder = folder
        self._now = now
        self._waited_in_vain = False

    @property
    def path(self) -> Path:
        """The file."""
        return self._folder / _NAME

    @classmethod
    def opened(cls, scope: str, *, now: Callable[[], float] = time.time) -> Journal | None:
        """Return the journal of this machine; None, with one warning per process, if it is not writable.

        Entries older than 60 days are deleted.

        Args:
            scope: Digest of the service and the instance, from `scope_of`.
            now: Clock that returns seconds since 1970.
        """
        folder = state_folder()
        if folder is None:
            _warn_of("its folder does not exist and cannot be created")
            return None
        journal = cls(scope, folder, now)
        return journal if journal._prune() else None

    def read(self, key_tag: str) -> Entry | None:
        """Return the entry of a key, or None."""
        sql = "SELECT print_tag, series_tag, begun, job_id FROM submissions WHERE scope = ? AND key_tag = ?"
        rows = self._run(sql, key_tag) or []
        for print_tag, series_tag, begun, job_id in rows:
            return Entry(
                key_tag, text_of(print_tag), text_of(series_tag), self._moment(begun), text_of(job_id)
            )
        return None

    def begin(self, key_tag: str, *, print_tag: str, series_tag: str | None = None) -> None:
        """Record that a submission is about to be sent; on disk when this returns. Replaces the key's entry.

        Args:
            key_tag: Tag of the key.
            print_tag: Tag with the fingerprint.
            series_tag: Tag of its series, or None.
        """
        sql = "REPLACE INTO submissions (scope, key_tag, print_tag, series_tag, begun) VALUES (?, ?, ?, ?, ?)"
        self._run(sql, key_tag, print_tag, series_tag, self._now())

    def created(
        self, key_tag: str, job_id: str, *, print_tag: str | None = None, series_tag: str | None = None
    ) -> None:
        """Record the job of a submission, also if the submission was not recorded before.

        Args:
            key_tag: Tag of the key.
            job_id: The job.
            print_tag: Tag with the fingerprint, if there was no entry.
            series_tag: Tag of its series, likewise.
        """
        sql = (
            "INSERT INTO submissions (scope, key_tag, job_id, print_tag, series_tag, begun) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (scope, key_tag) DO UPDATE SET job_id = excluded.job_id, "
            "print_tag = coalesce(excluded.print_tag, print_tag), series_tag = coalesce(excluded.series_tag, series_tag)"
        )
        self._run(sql, key_tag, job_id, print_tag, series_tag, self._now())

    def refused(self, key_tag: str) -> None:
        """Record that the submission has definitely created no job."""
        self._run("DELETE FROM submissions WHERE scope = ? AND key_tag = ? AND job_id IS NULL", key_tag)

    def turn(self, key_tag: str) -> Turn:
        """Return a turn with a key, not acquired yet."""
        name = sha256(f"{self._scope} {key_tag}".encode()).hexdigest()[:32]
        return Turn(self._folder / _TURNS / f"{name}.lock")

    def read_session(self, key_tag: str) -> SessionEntry | None:
        """Return the session that was requested with a key, or None."""
        return next((entry for entry in self.sessions() if entry.key_tag == key_tag), None)

    def sessions(self) -> list[SessionEntry]:
        """Return every session that was requested with a key."""
        sql = "SELECT key_tag, backend, mode, max_ttl, begun, session_id FROM sessions WHERE scope = ?"
        return [
            SessionEntry(str(key), str(backend), str(mode), whole_of(ttl), self._moment(begun), text_of(id_))
            for key, backend, mode, ttl, begun, id_ in self._run(sql) or []
        ]

    def begin_session(self, key_tag: str, *, backend: str, mode: str, max_ttl: int | None) -> None:
        """Record that a session is about to be requested; on disk when this returns. Replaces the key's entry."""
        sql = (
            "REPLACE INTO sessions (scope, key_tag, backend, mode, max_ttl, begun) VALUES (?, ?, ?, ?, ?, ?)"
        )
        self._run(sql, key_tag, backend, mode, max_ttl, self._now())

    def session_opened(self, key_tag: str, session_id: str) -> None:
        """Record the session that was created for a key."""
        # The scope comes first. Numbered parameters count as named ones in Python 3.12.0 and 3.12.1, which warn about a
        # sequence.
        sql = (
            "WITH opened (scope, key_tag, session_id) AS (VALUES (?, ?, ?)) "
            "UPDATE sessions SET session_id = (SELECT session_id FROM opened) "
            "WHERE (scope, key_tag) = (SELECT scope, key_tag FROM opened)"
        )
        self._run(sql, key_tag, session_id)

    def session_refused(self, key_tag: str) -> None:
        """Record that the request has definitely opened no session."""
        self._run("DELETE FROM sessions WHERE scope = ? AND key_tag = ? AND session_id IS NULL", key_tag)

    def _moment(self, begun: object) -> float:
        """Return a time no later than now: with a clock that was set back, nothing must wait for the old time."""
        return min(number_of(begun) or 0.0, self._now())

    def _prune(self) -> bool:
        """Delete old entries; return False if the file is not writable."""
        end = self._now() - _RETENTION
        for sql in _PRUNING:
            if self._guarded(partial(_rows, sql=sql, values=(end,))) is None:
                return False
        with suppress(OSError):  # the folder does not exist yet
            # A killed process leaves its lock file behind; acquiring and releasing the lock removes it.
            for path in (self._folder / _TURNS).iterdir():
                if path.stat().st_mtime < end and (lock := FileLock(path)).acquire():
                    lock.release()
        return True

    def _run(self, sql: str, *values: object) -> list[Sequence[Any]] | None:
        """Run one statement for this scope; on failure, warn and return None."""
        return self._guarded(partial(_rows, sql=sql, values=(self._scope, *values)))

    def _guarded(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """Run a function on the database; a damaged file is set aside, once, and other failures cause a warning."""
        try:
            import sqlite3
        except ImportError as error:
            _warn_of(error)
            return None
        for attempt in range(2):
            try:
                with closing(self._connected()) as database:
                    answer = work(database)
            except (sqlite3.Error, OSError, ConfigurationError) as error:
                self._waited_in_vain = _result_code(error) == _SQLITE_BUSY
                if attempt or not _is_damage(error) or not self._set_aside():
                    _warn_of(error)
                    return None
            else:
                self._waited_in_vain = False
                return answer
        return None

    def _connected(self) -> sqlite3.Connection:
        import sqlite3

        make_private_file(self.path)
        # Autocommit: each statement is its own transaction.
        patience = _IMPATIENCE if self._waited_in_vain else _PATIENCE
        database = sqlite3.connect(self.path, timeout=patience, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA journal_mode = TRUNCATE")
            self._bring_up(database)
        except BaseException:
            database.close()
            raise
        return database

    def _bring_up(self, database: sqlite3.Connection) -> None:
        """Create the tables of a new file.

        Raises:
            ConfigurationError: The file was created by a newer release.
        """
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise ConfigurationError(
                f"{self.path} has version {version}; this release of qrt-facade supports version {_VERSION}"
            )
        if version < _VERSION:
            database.executescript(_SCHEMA)

    def _set_aside(self) -> bool:
        """Rename a damaged file, unless another process did so already; return False if that failed."""
        try:
            with locked(self.path, _PATIENCE):
                if not self._is_damaged():
                    return True
                aside = self.path.with_name(f"{_NAME}.damaged-{time.time_ns()}")
                # The rollback journal first: SQLite would apply it to a new file of the same name.
                rollback = self.path.with_name(f"{_NAME}-journal")
                with suppress(FileNotFoundError):
                    rollback.rename(aside.with_name(f"{aside.name}-journal"))
                self.path.rename(aside)
        except (OSError, ConfigurationError):
            return False
        warn_safely(
            f"the journal of submissions {self.path} was damaged and is now {aside}; the new one does not "
            "know earlier submissions: they are looked up only in the service's list",
            RuntimeWarning,
            stacklevel=2,
        )
        return True

    def _is_damaged(self) -> bool:
        import sqlite3

        try:
            with closing(self._connected()) as database:
                for sql in _PROBES:
                    database.execute(sql).fetchall()
        except sqlite3.Error as error:
            return _is_damage(error)
        return False


def scope_of(credentials: Credentials) -> str:
    """Return the scope of an instance: an irreversible digest of the service's URL and the CRN."""
    crn = credentials.instance.text if credentials.instance else ""
    return sha256(f"{credentials.api_url} {crn}".encode()).hexdigest()


def _rows(database: sqlite3.Connection, *, sql: str, values: Sequence[object]) -> list[Sequence[Any]]:
    return database.execute(sql, values).fetchall()


def _is_damage(error: Exception) -> bool:
    return _result_code(error) in _DAMAGED


def _result_code(error: Exception) -> int | None:
    """Return SQLite's primary result code, or None for other errors."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _warn_of(failure: object) -> None:
    """Warn, once per process, that the journal cannot be used."""
    if "unusable" in _warned:
        return
    _warned.add("unusable")
    warn_safely(
        f"the journal of submissions cannot be used: {failure}. Keys still work, but only through the service's list: after a "
        "crash, a job that the list does not show yet is submitted again. journal=False disables the journal and this warning",
        RuntimeWarning,
        stacklevel=3,
    )

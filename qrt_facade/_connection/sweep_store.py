"""The store of a sweep in files: an SQLite database for its state, and a folder next to it for the results.

    ising.sqlite        the points: their requests, jobs, states, claims
    ising.results/      one file per result, in NumPy's format .npz, and a lock file per working process

Next to a store of another name, `ising.db`, the folder is `ising.db-results`: no two stores share a folder.

Every change is one transaction, on disk when it returns. The database uses a rollback journal instead of a write-ahead
log, which does not work on network drives (SQLite, "Write-Ahead Logging", 2026).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import time
import zlib
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, cast

from qrt_facade._base.arguments import checked_path
from qrt_facade._base.coerce import texts_of
from qrt_facade._base.files import FileLock, make_private_folder, read_regular, sync_folder, write_private
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.secrets import safe_repr
from qrt_facade._service.sweep_points import POINT_STATES, StoredPoint, SweepIdentity
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

VERSION: Final = 1
"""Version of the tables. A store of another version is refused: misreading it could cost money."""

_APPLICATION: Final = 0x71727473
"""Marks an SQLite file as a sweep's store (`PRAGMA application_id`): the letters qrts."""

_PATIENCE: Final = 60.0
"""Seconds to wait for another process's transaction: usually milliseconds, on a slow drive seconds."""

_TABLES: Final = """
CREATE TABLE sweep (name TEXT NOT NULL, program TEXT NOT NULL, instance TEXT NOT NULL);
CREATE TABLE points (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    retries INTEGER NOT NULL,
    state TEXT NOT NULL,
    job_id TEXT,
    job_status TEXT,
    failed_jobs TEXT NOT NULL,
    resubmitted INTEGER NOT NULL,
    code INTEGER,
    reason TEXT,
    usage_seconds REAL,
    usage_ru REAL,
    request BLOB NOT NULL,
    owner TEXT,
    claimed_until REAL NOT NULL DEFAULT 0
);
CREATE INDEX owners ON points (owner);
"""

_NAMES: Final = (
    "name", "position", "fingerprint", "retries", "state", "job_id", "job_status", "failed_jobs", "resubmitted", "code",
    "reason", "usage_seconds", "usage_ru",
)  # fmt: skip
_COLUMNS: Final = ", ".join(_NAMES)

_OLD_TEMPORARY: Final = 3600.0
"""Age in seconds after which a temporary file is considered left behind by a killed process."""


class SqliteSweepStore:
    """A sweep's store in an SQLite file and a folder of results next to it.

    It opens the file for each operation and closes it again, so it is safe for threads and forked processes.

    Args:
        path: The database. The folder of results is `ising.results` for `ising.sqlite`, and for a name with another
            suffix, or without one, that name followed by `-results`.

    Attributes:
        path: The database.
        folder: The folder of results.

    Raises:
        ConfigurationError: The value is not a path, or does not name a file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = checked_path(path)
        if not self.path.name or "\0" in str(path):
            raise ConfigurationError(
                f"{redacted_repr(path)} does not name a file; expected a path such as ising.sqlite"
            )
        self.folder = self.path.with_name(_folder_beside(self.path))
        self._locks: dict[str, FileLock] = {}

    @safe_repr
    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    def identity(self) -> SweepIdentity:
        """Return which sweep the store belongs to.

        Raises:
            ConfigurationError: The file does not exist, is not a sweep's store, or has another version.
        """
        self._check_there()
        with self._reading() as database:
            self._check_version(database)
            return self._identity_in(database)

    def identify(self, identity: SweepIdentity) -> None:
        """Assign the store to one sweep, or check that it belongs to it; see `SweepStore`."""
        self._create_file()
        with self._changing() as database:
            if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
                for statement in _TABLES.split(";"):
                    database.execute(statement)
                database.execute("INSERT INTO sweep VALUES (?, ?, ?)", _row_of(identity))
                database.execute(f"PRAGMA application_id = {_APPLICATION}")
                database.execute(f"PRAGMA user_version = {VERSION}")
            self._check_version(database)
            found = self._identity_in(database)
        if found != identity:
            raise ConfigurationError(f"{self.path} belongs to another sweep: {_difference(found, identity)}")
        self._remove_old_temporaries()

    def add(self, points: Sequence[tuple[StoredPoint, bytes]]) -> None:
        """Record points, all of them or none; see `SweepStore`."""
        replaced = ", ".join(f"{column} = excluded.{column}" for column in (*_NAMES[1:], "request"))
        values = ", ".join("?" * (1 + len(_NAMES)))
        recorded = (
            f"INSERT INTO points ({_COLUMNS}, request) VALUES ({values}) "  # noqa: S608 - names of ours alone
            f"ON CONFLICT (name) DO UPDATE SET {replaced}, owner = NULL, claimed_until = 0 "
            "WHERE state IN ('failed', 'cancelled')"
        )
        # The claim stays if the content is the same, perhaps in another session; what is submitted now is not another
        # owner's.
        changed = (
            "UPDATE points SET owner = CASE WHEN fingerprint = :print THEN owner END, fingerprint = :print, "
            "retries = :retries, request = :request WHERE name = :name AND state = 'new'"
        )
        with self._changing() as database:
            for point, request in points:
                packed = zlib.compress(request)
                database.execute(recorded, (*_values_of(point), packed))
                database.execute(
                    changed,
                    {
                        "name": point.name,
                        "print": point.fingerprint,
                        "retries": point.retries,
                        "request": packed,
                    },
                )

    def points(self) -> list[StoredPoint]:
        """Return all points, in the order of their positions."""
        self._check_there()
        with self._reading() as database:
            rows = database.execute(f"SELECT {_COLUMNS} FROM points ORDER BY position, number").fetchall()  # noqa: S608 - names of ours alone
        return [_point_of(row) for row in rows]

    def request(self, name: str) -> bytes:
        """Return the recorded request of a point; see `SweepStore`."""
        with self._reading() as database:
            row = database.execute("SELECT request FROM points WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise ConfigurationError(f"{self.path} has no point {name!r}")
        try:
            return zlib.decompress(row[0])
        except (zlib.error, TypeError) as error:
            raise ConfigurationError(
                f"{self.path} is damaged: the request of point {name!r} is unreadable"
            ) from error

    def claim(self, names: Sequence[str], owner: str, lease: float) -> list[str]:
        """Claim points for an owner atomically; see `SweepStore`."""
        self._show_alive(owner)
        claimed: list[str] = []
        with self._changing() as database:
            now = time.time()
            alive = {owner: False}  # owner -> whether it is another process that is running
            for name in names:
                row = database.execute(
                    "SELECT owner, claimed_until FROM points WHERE name = ?", (name,)
                ).fetchone()
                if row is None:
                    continue
                held_by, until = cast("tuple[str | None, float]", row)
                if held_by is not None and until > now:
                    if held_by not in alive:
                        alive[held_by] = self._is_alive(held_by)
                    if alive[held_by]:
                        continue
                database.execute(
                    "UPDATE points SET owner = ?, claimed_until = ? WHERE name = ?",
                    (owner, now + lease, name),
                )
                claimed.append(name)
        return claimed

    def renew(self, owner: str, lease: float) -> None:
        """Extend all claims of an owner to this many seconds from now."""
        with self._changing() as database:
            database.execute(
                "UPDATE points SET claimed_until = ? WHERE owner = ?", (time.time() + lease, owner)
            )

    def release(self, owner: str) -> None:
        """Release all claims of an owner."""
        try:
            with self._changing() as database:
                database.execute(
                    "UPDATE points SET owner = NULL, claimed_until = 0 WHERE owner = ?", (owner,)
                )
        finally:
            lock = self._locks.pop(owner, None)
            if lock is not None:
                lock.release()

    def update(self, point: StoredPoint, owner: str) -> bool:
        """Update the state of a point if the owner still claims it; see `SweepStore`."""
        return self._write(point, "state <> 'done' AND owner = ?", owner)

    def save_result(self, point: StoredPoint, content: bytes) -> None:
        """Write the result to its file atomically, and then update the point's state."""
        self._make_folder()
        write_private(self.result_path(point.name), content)
        sync_folder(self.folder)
        self._write(point, "1")

    def load_result(self, name: str) -> bytes | None:
        """Return the result of a point, or None if there is no readable one."""
        try:
            return read_regular(self.result_path(name))
        except (OSError, ConfigurationError):
            return None
        except MemoryError as error:
            raise ConfigurationError(f"{self.result_path(name)} does not fit into memory") from error

    def result_path(self, name: str) -> Path:
        """Return the path of a point's result, whether or not it exists.

        Args:
            name: The point's name.
        """
        readable = re.sub(r"[^A-Za-z0-9_.,=+-]+", "_", name)[:80].strip(".")
        # Two names may map to the same text, and some file systems are case-insensitive.
        return (
            self.folder
            / f"{readable}-{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:12]}.npz"
        )

    def _write(self, point: StoredPoint, condition: str, *further: str) -> bool:
        name, *values = _values_of(point)
        changed = ", ".join(f"{column} = ?" for column in _NAMES[1:])
        with self._changing() as database:
            statement = f"UPDATE points SET {changed} WHERE name = ? AND {condition}"  # noqa: S608 - names of ours alone
            return database.execute(statement, (*values, name, *further)).rowcount > 0

    def _create_file(self) -> None:
        if not self.path.parent.is_dir():
            raise ConfigurationError(
                f"{self.path} cannot be created: the folder {self.path.parent} does not exist"
            )
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise ConfigurationError(f"{self.path} cannot be written: {error.strerror or error}") from error

    def _identity_in(self, database: sqlite3.Connection) -> SweepIdentity:
        row = database.execute("SELECT name, program, instance FROM sweep").fetchone()
        if row is None:
            raise ConfigurationError(f"{self.path} is damaged: the sweep's name is missing")
        return SweepIdentity(*row)

    def _check_there(self) -> None:
        if not self.path.is_file():
            raise ConfigurationError(f"{self.path} does not exist, so there is no sweep to read")

    def _check_version(self, database: sqlite3.Connection) -> None:
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if application != _APPLICATION:
            raise ConfigurationError(f"{self.path} is an SQLite database, but not the store of a sweep")
        if version != VERSION:
            raise ConfigurationError(
                f"{self.path} has version {version}, and this release of qrt-facade supports version {VERSION}; "
                "use the release that wrote it, or another file"
            )

    def _make_folder(self) -> None:
        make_private_folder(self.folder)

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        with self._translated(), closing(self._connected()) as database:
            yield database

    @contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        """Run a block as a transaction: committed when the block ends, rolled back when it raises."""
        with self._translated(), closing(self._connected()) as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk ends the transaction by itself
                    database.execute("ROLLBACK")
                raise

    def _connected(self) -> sqlite3.Connection:
        # Opened as a URI, because a plain path would create an empty database for a store that was removed.
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        database = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = FULL")
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ConfigurationError(self._in_words(error)) from error

    def _in_words(self, error: sqlite3.Error) -> str:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_CANTOPEN") and not self.path.exists():
            return (
                f"{self.path} no longer exists; open the sweep and submit its points again: their keys find the existing jobs, so "
                f"nothing is paid for twice"
            )
        if name.startswith("SQLITE_NOTADB"):
            return f"{self.path} is not the store of a sweep"
        if name.startswith("SQLITE_CORRUPT"):
            return f"{self.path} is damaged ({error}); the results in {self.folder} are still readable with numpy.load"
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return f"{self.path} was in use by another process for {_PATIENCE:g} s; run this again; completed work is kept"
        return f"{self.path} cannot be read or written: {error}; run this again once that is fixed; completed work is kept"

    def _lock_of(self, owner: str) -> FileLock:
        return FileLock(self.folder / f".{owner}.lock")

    def _show_alive(self, owner: str) -> None:
        """Acquire an owner's lock, which ends with its process, however the process ends."""
        if owner in self._locks:
            return
        self._make_folder()
        lock = self._lock_of(owner)
        try:
            if lock.acquire():
                self._locks[owner] = lock
        except OSError as error:
            raise ConfigurationError(f"{self.folder} cannot be written: {error.strerror or error}") from error

    def _is_alive(self, owner: str) -> bool:
        """Return whether an owner's process may still be running, that is whether its lock is acquired."""
        if owner in self._locks:
            return True
        lock = self._lock_of(owner)
        try:
            if not lock.acquire():
                return True
        except OSError:
            return True
        lock.release()
        return False

    def _remove_old_temporaries(self) -> None:
        """Delete temporary files left behind by processes that were killed while writing a result."""
        with suppress(OSError):
            for left in self.folder.glob(".qrt-*"):
                if time.time() - left.stat().st_mtime > _OLD_TEMPORARY:
                    left.unlink()


def _folder_beside(path: Path) -> str:
    """Return the name of the folder of results, which is different for each store name."""
    return f"{path.stem}.results" if path.suffix == ".sqlite" else f"{path.name}-results"


def _row_of(identity: SweepIdentity) -> tuple[str, str, str]:
    return identity.name, identity.program, identity.instance


def _difference(found: SweepIdentity, wanted: SweepIdentity) -> str:
    if found.name != wanted.name:
        return f"{found.name!r}, not {wanted.name!r}; use that name, or another file"
    if found.program != wanted.program:
        return f"its points run the program {found.program!r}, not {wanted.program!r}; use another file"
    return "its jobs belong to another instance; use a client of that instance, or another file"


def _values_of(point: StoredPoint) -> tuple[Any, ...]:
    """Return the values of a point in the order of the columns."""
    values = (getattr(point, column) for column in _NAMES)
    return tuple(json.dumps(value) if isinstance(value, tuple) else value for value in values)


def _point_of(row: tuple[Any, ...]) -> StoredPoint:
    """Return the point of a row. A point in an unknown state, written by other software, becomes new."""
    known: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    known["failed_jobs"] = texts_of(json.loads(known["failed_jobs"]))
    known["resubmitted"] = bool(known["resubmitted"])
    if known["state"] not in POINT_STATES:
        known["state"] = "new"
    return StoredPoint(**known)

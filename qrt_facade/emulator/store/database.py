"""The database and its tables.

One connection, used only by the server's event loop. SQLite's write-ahead log preserves what was committed
if the process is killed, so an accepted job is never lost.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from qrt_facade._base.files import write_private
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

# Each entry migrates the database from one schema version to the next. Never change an entry; only add new ones.
MIGRATIONS = (
    """
    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE, crn TEXT NOT NULL, program_id TEXT NOT NULL, backend TEXT NOT NULL,
        status TEXT NOT NULL, created TEXT NOT NULL, running TEXT, finished TEXT,
        reason TEXT, reason_code INTEGER, reason_solution TEXT,
        cost INTEGER NOT NULL, tags TEXT NOT NULL, private INTEGER NOT NULL, session_id TEXT,
        calibration_id TEXT, log_level TEXT, runtime TEXT, caller TEXT,
        seed INTEGER, attempt INTEGER NOT NULL, digest TEXT NOT NULL,
        estimate_seconds REAL NOT NULL, qpu_seconds REAL NOT NULL DEFAULT 0, execution_ns INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX jobs_by_instance ON jobs (crn, created);
    CREATE INDEX jobs_by_session ON jobs (session_id);
    CREATE INDEX jobs_by_status ON jobs (status);
    CREATE INDEX jobs_by_digest ON jobs (digest);
    CREATE TABLE job_tags (job_id TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (job_id, tag)) WITHOUT ROWID;
    CREATE INDEX job_tags_by_tag ON job_tags (tag);
    CREATE TABLE payloads (job_id TEXT PRIMARY KEY, params TEXT, result TEXT, logs TEXT);
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY, crn TEXT NOT NULL, mode TEXT NOT NULL, backend TEXT, state TEXT NOT NULL,
        state_reason TEXT NOT NULL, accepting_jobs INTEGER NOT NULL, created TEXT NOT NULL,
        interactive_ttl INTEGER NOT NULL, active_ttl INTEGER NOT NULL, max_ttl INTEGER NOT NULL,
        timestamps TEXT NOT NULL, started_at TEXT, activated_at TEXT, closed_at TEXT,
        last_job_started TEXT, last_job_completed TEXT
    );
    CREATE TABLE instances (crn TEXT PRIMARY KEY, instance_limit INTEGER);
    """,
    # Waiting clients constantly query the pending jobs, which are a small share of all jobs.
    """
    CREATE INDEX jobs_pending ON jobs (crn, created) WHERE status IN ('Queued', 'Running');
    """,
    # Before this version there was only one user.
    """
    ALTER TABLE jobs ADD COLUMN user_id TEXT NOT NULL DEFAULT 'IBMid-0000EMULATE';
    ALTER TABLE sessions ADD COLUMN user_id TEXT NOT NULL DEFAULT 'IBMid-0000EMULATE';
    """,
)
_TABLES = frozenset({"jobs", "job_tags", "payloads", "sessions", "instances"})


PENDING_JOBS, IS_PENDING = "jobs INDEXED BY jobs_pending", "status IN ('Queued', 'Running')"
"""The table with the index of pending jobs, and the condition: SQLite uses the index only for this exact condition."""

NOT_ON_A_MOCK = "substr(backend || '_', 1, 5) != 'mock_'"
"""SQL condition on jobs: `domain.mocks.is_mock` is false for their device."""

FILE = "emulator.sqlite3"

_LOCKED_SECONDS = 1.0
"""How long to wait while another program locks the database; no request is answered meanwhile."""


def open_database(folder: Path | None) -> sqlite3.Connection:
    """Open the database in this folder, or one in memory, and migrate it to the newest schema version.

    Raises:
        ConfigurationError: it is damaged, not an emulator's, locked by another program, or cannot be written.
    """
    if folder is None:
        database = sqlite3.connect(":memory:")
        _migrate(database)
    else:
        file = folder / FILE
        if not file.exists():
            write_private(file, b"")
        elif not file.is_file():
            raise ConfigurationError(f"data={str(folder)!r}: {file} is not a file")
        try:
            database = _open_checked(file)
        except sqlite3.Error as error:
            raise ConfigurationError(
                f"data={str(folder)!r}: the database {file} cannot be used ({error}). Move it away or repair it, or use"
                " another folder; it was not changed"
            ) from error
    database.row_factory = sqlite3.Row
    return database


def _open_checked(file: Path) -> sqlite3.Connection:
    """Open a database after checking that it is intact and an emulator's.

    Raises:
        sqlite3.Error: it is damaged, not an emulator's, locked or read-only.
    """
    database = sqlite3.connect(file, timeout=_LOCKED_SECONDS)
    try:
        # Before anything is written, so that another program's file is not changed.
        _check_contents(database)
        database.execute("PRAGMA journal_mode = WAL")
        _migrate(database)
        # Takes the write lock, and fails where writing is not allowed.
        database.execute("BEGIN IMMEDIATE")
        database.rollback()
    except BaseException:
        database.close()
        raise
    return database


def _check_contents(database: sqlite3.Connection) -> None:
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not 0 <= version <= len(MIGRATIONS):
        raise sqlite3.DatabaseError(
            f"its schema version is {version}; this emulator supports versions up to {len(MIGRATIONS)}"
        )
    if (version > 0 and not tables >= _TABLES) or (version == 0 and tables):
        raise sqlite3.DatabaseError("its tables are not those of an emulator")
    found = [text for (text,) in database.execute("PRAGMA quick_check(1)")]
    if found != ["ok"]:
        raise sqlite3.DatabaseError(f"it is damaged: {found[0]:.200}")


def _migrate(database: sqlite3.Connection) -> None:
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        database.executescript(f"BEGIN; {script}; PRAGMA user_version = {number}; COMMIT;")


def empty(database: sqlite3.Connection) -> None:
    """Delete all rows; the tables stay."""
    with database:
        for table in sorted(_TABLES):
            database.execute(f"DELETE FROM {table}")  # noqa: S608  # constants


def insert(database: sqlite3.Connection, table: str, **values: Any) -> None:
    """Insert a row. Table and columns are constants in the code; every value is bound."""
    statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"  # noqa: S608
    database.execute(statement, tuple(values.values()))


def update(database: sqlite3.Connection, table: str, row_id: str, **changes: Any) -> None:
    """Update columns of the row with this id. Table and columns are constants in the code; every value is bound."""
    columns = ", ".join(f"{column} = ?" for column in changes)
    database.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*changes.values(), row_id))  # noqa: S608

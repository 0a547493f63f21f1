"""The ledger of a budget on disk: reserved and charged QPU time, for all processes that use the same file.

A charge is on disk before its job is sent, so that a process that is killed in between leaves it reserved. While an
unwritable journal of keys is ignored, an unusable ledger refuses the submission: nothing else would enforce the budget.
A damaged file is left in place, because a new one would start at 0.

Each operation opens the SQLite file, does its work in one transaction and closes it, so that a fork, a thread or a kill
cannot leave it in an inconsistent state. The rollback journal is truncated; there is no write-ahead log, which needs
shared memory that network drives do not have.

It contains no secrets: the service's URL with the instance is stored as a digest.
"""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final, Literal

from qrt_facade._base.files import check_folder, check_writable, make_private_file
from qrt_facade._connection.kept_files import state_folder
from qrt_facade._service.ledgers import Charge, Standing
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Sequence
    from pathlib import Path

NAME: Final = "ledger.sqlite"
_VERSION: Final = 1
_APPLICATION: Final = 0x7172746C
"""Marks an SQLite file as a ledger (`PRAGMA application_id`): the letters qrtl."""
_PATIENCE: Final = 20.0
"""Seconds to wait for other processes that write: usually milliseconds, on a slow network drive seconds."""
_TABLES: Final = (
    "CREATE TABLE ledger (identity TEXT NOT NULL, changes INTEGER NOT NULL)",
    """CREATE TABLE charges (
        scope TEXT NOT NULL, id TEXT NOT NULL, reserved REAL NOT NULL, tag TEXT, begun REAL NOT NULL, until REAL NOT NULL,
        job_id TEXT, settled REAL, units REAL, PRIMARY KEY (scope, id)
    )""",
    "CREATE INDEX jobs ON charges (scope, job_id)",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)
_OPEN: Final = "settled IS NULL AND units IS NULL"


class LedgerFile:
    """A file of charges, for any number of instances.

    Safe for threads, tasks and forked processes. A file that is removed, or replaced with an older copy of itself,
    while a client uses it is refused from then on: the charges counted in it are lost.

    Args:
        path: The file, or True for the one in the state folder. It is created when the first charge is reserved.
        now: Clock that returns seconds since 1970.

    Raises:
        ConfigurationError: The system has no state folder.
    """

    def __init__(self, path: Path | Literal[True], now: Callable[[], float]) -> None:
        self.path: Path = _standard_path() if path is True else path
        self._in_state_folder = path is True
        self._now = now
        self._identity: str | None = None
        self._changes = 0

    def of(self, scope: str) -> FileLedger:
        """Return the ledger of one instance.

        Args:
            scope: Digest of the service and the instance, from `scope_of`.
        """
        return FileLedger(self, scope)

    @contextmanager
    def changing(self) -> Generator[sqlite3.Connection]:
        """Run a block as a transaction: committed and on disk when the block ends, rolled back when it raises.

        Raises:
            ConfigurationError: The file cannot be used; the message says why.
        """
        try:
            with closing(self._connected()) as database:
                database.execute("BEGIN IMMEDIATE")
                try:
                    changes = self._checked(database)
                    written = database.total_changes
                    yield database
                    if database.total_changes != written:
                        changes += 1
                        database.execute("UPDATE ledger SET changes = ?", (changes,))
                    database.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):  # a full disk ends the transaction by itself
                        database.execute("ROLLBACK")
                    raise
                self._changes = max(self._changes, changes)
        except sqlite3.Error as error:
            raise ConfigurationError(self._in_words(error)) from error
        except OSError as error:
            raise ConfigurationError(
                f"the ledger {self.path} cannot be used: {error.strerror or error}; nothing was sent"
            ) from error

    def clock(self) -> float:
        """Return the seconds since 1970."""
        return self._now()

    def _connected(self) -> sqlite3.Connection:
        if self._identity is None:
            if not self._in_state_folder and not self.path.parent.is_dir():
                raise ConfigurationError(
                    f"the ledger {self.path} cannot be created: the folder {self.path.parent} does not exist"
                )
            make_private_file(self.path)
        else:
            check_folder(self.path.parent)
            check_writable(self.path)
        # Opened as a URI, because a plain path would create an empty file for a ledger that was removed. On a file
        # system without links, SQLite creates the first one.
        mode = "rwc" if self._identity is None else "rw"
        address = f"{self.path.absolute().as_uri()}?mode={mode}"
        database = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA journal_mode = TRUNCATE")
        except BaseException:
            database.close()
            raise
        return database

    def _checked(self, database: sqlite3.Connection) -> int:
        """Create the tables of a new file or check an existing one, and return its number of changes."""
        if self._identity is None and not database.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _TABLES:
                database.execute(statement)
            database.execute("INSERT INTO ledger VALUES (?, 0)", (secrets.token_hex(8),))
        if database.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
            raise ConfigurationError(f"{self.path} is an SQLite database, but not a ledger; use another file")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            raise ConfigurationError(
                f"the ledger {self.path} has version {version}; this release of qrt-facade supports version {_VERSION}"
            )
        identity, changes = database.execute("SELECT identity, changes FROM ledger").fetchone()
        if self._identity not in {None, identity} or changes < self._changes:
            raise ConfigurationError(
                f"the ledger {self.path} was replaced with {'an older copy' if self._identity == identity else 'another file'} while "
                "this client used it, and charges counted meanwhile are missing. Restore the right file; a new client accepts "
                "the file as it is"
            )
        self._identity = identity
        return int(changes)

    def _in_words(self, error: sqlite3.Error) -> str:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_CANTOPEN") and not self.path.exists():
            return (
                f"the ledger {self.path} no longer exists, and the charges counted in it are lost. Restore it; a new client "
                "starts a new ledger at 0"
            )
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return (
                f"the ledger {self.path} was in use by other processes for {_PATIENCE:g} s; nothing was sent"
            )
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            return (
                f"the ledger {self.path} is damaged ({error}). It is left in place, because a new one would start at 0; delete "
                "it, or use another file, to start a new one"
            )
        return f"the ledger {self.path} cannot be used: {error}; nothing was sent"


class FileLedger:
    """The charges of one instance in a file.

    Args:
        file: The file.
        scope: Digest of the service and the instance.
    """

    def __init__(self, file: LedgerFile, scope: str) -> None:
        self._file = file
        self._scope = scope

    def reserve(
        self, charges: Sequence[Charge], *, budget: float, ceiling: float | None
    ) -> tuple[Standing, bool]:
        """Reserve all of these charges or none; see `Ledger`."""
        with self._file.changing() as database:
            database.execute("SAVEPOINT before")
            for charge in charges:  # a replaced charge must not count twice
                database.execute(
                    f"UPDATE charges SET reserved = 0 WHERE scope = ? AND id = ? AND {_OPEN}",  # noqa: S608 - a condition of ours
                    (self._scope, charge.id),
                )
            before = self._standing(database)
            fits = before.admits(sum(charge.seconds for charge in charges), budget=budget, ceiling=ceiling)
            if not fits:
                database.execute("ROLLBACK TO before")
                return before, False
            for charge in charges:
                database.execute(
                    "INSERT INTO charges (scope, id, reserved, tag, begun, until, job_id) VALUES (?, ?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT (scope, id) DO UPDATE SET reserved = excluded.reserved, begun = excluded.begun, "
                    "until = excluded.until",
                    self._row(charge),
                )
        return before, True

    def standing(self) -> Standing:
        """Return the state of the budget."""
        with self._file.changing() as database:
            return self._standing(database)

    def renew(self, ids: Collection[str], *, begun: float, until: float) -> bool:
        """Update when these charges' submissions are sent; return whether all of the charges still exist."""
        with self._file.changing() as database:
            there = [
                database.execute(
                    "UPDATE charges SET begun = ?, until = ? WHERE scope = ? AND id = ?",
                    (begun, until, self._scope, one),
                ).rowcount
                for one in ids
            ]
        return all(there)

    def created(self, charge: Charge) -> None:
        """Record the job of a charge; if another charge has that job, it is not counted twice."""
        with self._file.changing() as database:
            another = database.execute(
                "SELECT 1 FROM charges WHERE scope = ? AND job_id = ? AND id <> ?",
                (self._scope, charge.job_id, charge.id),
            ).fetchone()
            if another:
                database.execute("DELETE FROM charges WHERE scope = ? AND id = ?", (self._scope, charge.id))
                return
            database.execute(
                "INSERT INTO charges (scope, id, reserved, tag, begun, until, job_id) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (scope, id) DO UPDATE SET job_id = excluded.job_id",
                self._row(charge),
            )

    def found(self, charge: Charge) -> None:
        """Record the job that was found for a charge without one, unless another charge has that job."""
        with self._file.changing() as database:
            database.execute(
                "UPDATE charges SET job_id = :job WHERE scope = :scope AND id = :id AND job_id IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM charges WHERE scope = :scope AND job_id = :job)",
                {"scope": self._scope, "id": charge.id, "job": charge.job_id},
            )

    def release(self, ids: Collection[str]) -> None:
        """Delete charges that have definitely created no job."""
        with self._file.changing() as database:
            for one in ids:
                database.execute(
                    "DELETE FROM charges WHERE scope = ? AND id = ? AND job_id IS NULL", (self._scope, one)
                )

    def settle(self, job_id: str, *, seconds: float | None, units: float | None) -> None:
        """Record what a job was charged."""
        with self._file.changing() as database:
            database.execute(
                "UPDATE charges SET settled = ?, units = ? WHERE scope = ? AND job_id = ?",
                (seconds, units, self._scope, job_id),
            )

    def forget(self, names: Collection[str]) -> int:
        """Delete the charges of these jobs and tags, settled or not, and return how many there were."""
        with self._file.changing() as database:
            return sum(
                database.execute(
                    "DELETE FROM charges WHERE scope = ? AND ? IN (job_id, tag)", (self._scope, name)
                ).rowcount
                for name in names
            )

    def clear(self) -> int:
        """Delete all charges, and return how many there were."""
        with self._file.changing() as database:
            return database.execute("DELETE FROM charges WHERE scope = ?", (self._scope,)).rowcount

    def _row(self, charge: Charge) -> tuple[object, ...]:
        return (
            self._scope,
            charge.id,
            charge.seconds,
            charge.tag,
            charge.begun,
            charge.until,
            charge.job_id,
        )

    def _standing(self, database: sqlite3.Connection) -> Standing:
        now = self._file.clock()
        # If the clock was set back, nothing must stay reserved until the old time comes again.
        database.execute(
            f"UPDATE charges SET until = :now + (until - begun), begun = :now WHERE scope = :scope AND begun > :now AND {_OPEN}",  # noqa: S608 - a condition of ours
            {"now": now, "scope": self._scope},
        )
        used, reserved, in_units = database.execute(
            "SELECT coalesce(sum(settled), 0), coalesce(sum(CASE WHEN settled IS NULL THEN reserved END), 0), "
            "count(CASE WHEN settled IS NULL THEN units END) FROM charges WHERE scope = ?",
            (self._scope,),
        ).fetchone()
        rows = database.execute(
            f"SELECT id, reserved, tag, begun, until, job_id FROM charges WHERE scope = ? AND {_OPEN} ORDER BY begun",  # noqa: S608 - a condition of ours
            (self._scope,),
        ).fetchall()
        return Standing(used, reserved, tuple(Charge(*row) for row in rows), in_units)


def _standard_path() -> Path:
    folder = state_folder(make=False)
    if folder is None:
        raise ConfigurationError("ledger=True: the system has no state folder; pass the path of a file")
    return folder / NAME

"""The ledger of a budget in memory, for the threads and tasks of one process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4
from weakref import WeakValueDictionary

from qrt_facade._base.owners import this_process
from qrt_facade._service.ledgers import Charge, Standing
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qrt_facade._base.owners import Process

_books: WeakValueDictionary[str, MemoryBook] = WeakValueDictionary()
"""The ledgers of this process, by the tokens that pickled clients contain."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A charge, and its settled amount."""

    charge: Charge
    settled: float | None = None
    units: float | None = None


class MemoryBook:
    """The charges of clients that share a budget, for several instances, in memory.

    A pickled client contains the token. Unpickled in the same process, it shares the ledger. In another process, and in
    a forked child, the charges are unknown: the ledger refuses to reserve anything, or the budget could be spent twice.

    Args:
        home: The process that it belongs to; None for the ledger of another process.
    """

    def __init__(self, home: Process | None) -> None:
        self.token: str = uuid4().hex
        self.path: None = None
        self._home = home
        self._ledgers: dict[str, MemoryLedger] = {}

    @classmethod
    def new(cls) -> MemoryBook:
        """Return an empty book of this process."""
        book = cls(this_process())
        _books[book.token] = book
        return book

    @classmethod
    def named(cls, token: str) -> MemoryBook:
        """Return the book that a pickled client refers to, or one that refuses if it does not exist."""
        return _books.get(token) or cls(None)

    def of(self, scope: str) -> MemoryLedger:
        """Return the ledger of one instance.

        Args:
            scope: Digest of the service and the instance.
        """
        return self._ledgers.setdefault(scope, MemoryLedger(self._home))


class MemoryLedger:
    """The charges of one instance in memory. Thread-safe.

    Args:
        home: The process that it belongs to.
    """

    def __init__(self, home: Process | None) -> None:
        self._home = home
        self._lock = Lock()
        self._entries: dict[str, _Entry] = {}

    def reserve(
        self, charges: Sequence[Charge], *, budget: float, ceiling: float | None
    ) -> tuple[Standing, bool]:
        """Reserve all of these charges or none; see `Ledger`."""
        self._check_home()
        with self._lock:
            ids = {charge.id for charge in charges}
            before = self._standing(besides=ids)
            fits = before.admits(sum(charge.seconds for charge in charges), budget=budget, ceiling=ceiling)
            if fits:
                for charge in charges:
                    known = self._entries.get(charge.id, _Entry(charge))
                    self._entries[charge.id] = replace(
                        known, charge=replace(charge, job_id=known.charge.job_id)
                    )
        return before, fits

    def standing(self) -> Standing:
        """Return the state of the budget."""
        self._check_home()
        with self._lock:
            return self._standing()

    def renew(self, ids: Collection[str], *, begun: float, until: float) -> bool:
        """Update when these charges' submissions are sent; return whether all of the charges still exist."""
        self._check_home()
        with self._lock:
            for one in ids:
                if (known := self._entries.get(one)) is not None:
                    self._entries[one] = replace(
                        known, charge=replace(known.charge, begun=begun, until=until)
                    )
            return all(one in self._entries for one in ids)

    def created(self, charge: Charge) -> None:
        """Record the job of a charge; if another charge has that job, it is not counted twice."""
        if self._home is not this_process():
            return
        with self._lock:
            known = self._entries.get(charge.id, _Entry(charge))
            others = [entry for one, entry in self._entries.items() if one != charge.id]
            if all(entry.charge.job_id != charge.job_id for entry in others):
                self._entries[charge.id] = replace(known, charge=replace(known.charge, job_id=charge.job_id))
            else:
                self._entries.pop(charge.id, None)

    def found(self, charge: Charge) -> None:
        """Record the job that was found for a charge without one, unless another charge has that job."""
        if self._home is not this_process():
            return
        with self._lock:
            known = self._entries.get(charge.id)
            if known is None or known.charge.job_id is not None:
                return
            if all(entry.charge.job_id != charge.job_id for entry in self._entries.values()):
                self._entries[charge.id] = replace(known, charge=replace(known.charge, job_id=charge.job_id))

    def release(self, ids: Collection[str]) -> None:
        """Delete charges that have definitely created no job."""
        if self._home is not this_process():
            return
        with self._lock:
            for one in ids:
                if (known := self._entries.get(one)) is not None and known.charge.job_id is None:
                    del self._entries[one]

    def settle(self, job_id: str, *, seconds: float | None, units: float | None) -> None:
        """Record what a job was charged."""
        if self._home is not this_process():
            return
        with self._lock:
            for one, entry in self._entries.items():
                if entry.charge.job_id == job_id:
                    self._entries[one] = replace(entry, settled=seconds, units=units)

    def forget(self, names: Collection[str]) -> int:
        """Delete the charges of these jobs and tags, settled or not, and return how many there were."""
        self._check_home()
        with self._lock:
            gone = [
                one
                for one, entry in self._entries.items()
                if entry.charge.job_id in names or entry.charge.tag in names
            ]
            for one in gone:
                del self._entries[one]
        return len(gone)

    def clear(self) -> int:
        """Delete all charges, and return how many there were."""
        self._check_home()
        with self._lock:
            number = len(self._entries)
            self._entries.clear()
        return number

    def _standing(self, *, besides: Collection[str] = ()) -> Standing:
        entries = self._entries.values()
        waiting = [
            entry
            for entry in entries
            if entry.settled is None and (entry.units is not None or entry.charge.id not in besides)
        ]
        return Standing(
            used=sum(entry.settled or 0.0 for entry in entries),
            reserved=sum(entry.charge.seconds for entry in waiting),
            open=tuple(entry.charge for entry in waiting if entry.units is None),
            in_units=sum(entry.units is not None for entry in waiting),
        )

    def _check_home(self) -> None:
        """Refuse to count in a process that does not know the charges.

        Raises:
            ConfigurationError: It is not the process in which the client was created.
        """
        if self._home is not this_process():
            raise ConfigurationError(
                "budget_seconds without ledger= counts only in the process that created the client, and this is another one "
                "(a fork, or a client that was unpickled): the budget could be spent once in each. Nothing was sent; "
                "use ledger=PATH or ledger=True to share a budget between processes"
            )

"""Budgets: how much to reserve for a job, and whether it fits. The errors are in `budget_refusals`.

No I/O except for the ledger: the clients send the requests.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol
from uuid import uuid4

from qrt_facade._base.coerce import none_if_unset
from qrt_facade._base.logs import warn_safely
from qrt_facade._policy import timing
from qrt_facade._policy.budget_refusals import exact_number, exceeds_max_seconds, unbounded_cost
from qrt_facade._policy.doubt import MAX_SENDS
from qrt_facade._policy.ledger_in_memory import MemoryBook
from qrt_facade._service.jobs import is_known_final
from qrt_facade._service.ledgers import Charge, Standing
from qrt_facade._service.names import submission_tag_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qrt_facade._policy.submission import Submission
    from qrt_facade._service.estimates import Estimate
    from qrt_facade._service.instances import Usage
    from qrt_facade._service.jobs import JobState
    from qrt_facade._service.ledgers import Ledger

_SKEW: Final = 300.0
"""Possible difference in seconds between the clocks of this machine and the service."""
IN_UNITS: Final = "the service reports the instance's remaining usage in resource units (RUs), which cannot be compared with seconds"
UNREACHABLE: Final = "the instance's remaining usage could not be requested"


@dataclass(frozen=True, slots=True)
class Need:
    """The possible cost of one submission.

    Attributes:
        seconds: Seconds of QPU time to reserve: whole, because the service charges whole seconds.
        estimate: The estimate from which they are derived.
        cap: Seconds after which the service cancels the job, or None.
    """

    seconds: float
    estimate: Estimate
    cap: int | None

    @classmethod
    def of(cls, submission: Submission, estimate: Estimate, *, budget: float | None) -> Need:
        """Return how much to reserve for a submission.

        Args:
            submission: The job, as it would be sent.
            estimate: Its expected cost.
            budget: The client's budget, or None without one.

        Raises:
            BudgetExceededError: The estimate exceeds `max_seconds`, or the cost is unlimited under a budget.
        """
        cap, most = none_if_unset(submission.request.cost), submission.max_seconds
        whole = float(math.ceil(estimate.seconds - 1e-9))
        if most is not None and whole > max(1, math.floor(most)):
            raise exceeds_max_seconds(submission, estimate, whole, budget=budget)
        if budget is not None and estimate.lower_bound and cap is None:
            raise unbounded_cost(submission, estimate, whole, budget=budget)
        if estimate.lower_bound and cap is not None:
            return cls(float(cap), estimate, cap)
        return cls(whole if cap is None else min(whole, float(cap)), estimate, cap)


@dataclass(slots=True)
class Reserved:
    """The reservation for one submission, and its progress.

    Attributes:
        needs: The job's possible cost, by the program that runs it.
        charge: The charge reserved within the client's budget; None before that, and without a budget.
        in_series: Whether it was reserved together with others, whose caller releases those that are not sent.
        sent: Whether a job may exist.
    """

    needs: dict[str, Need] = field(default_factory=dict[str, Need])
    charge: Charge | None = None
    in_series: bool = False
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """The instance's remaining usage.

    Attributes:
        seconds: Seconds of QPU time, or None if unknown.
        assumption: Why they are unknown, or None if there is no limit.
        used: Usage counted in the client's budget when this was requested: anything used since then is no longer left.
    """

    seconds: float | None
    assumption: str | None = None
    used: float = 0.0

    @property
    def ceiling(self) -> float | None:
        """Usage within the budget at which the instance has nothing left, or None if unknown."""
        return None if self.seconds is None else self.seconds + self.used

    def after(self, seconds: float) -> Left:
        """Return the remaining usage after spending this many seconds."""
        return self if self.seconds is None else replace(self, seconds=max(self.seconds - seconds, 0.0))

    @classmethod
    def of(cls, usage: Usage | None) -> Left:
        """Convert the return value of `usage()`; None if it could not be requested."""
        if usage is None:
            return cls(None, UNREACHABLE)
        seconds = usage.remaining_seconds
        if seconds is not None:
            return cls(seconds)
        limited = usage.limit_ru is not None or usage.allocation_ru is not None
        return cls(None, IN_UNITS if limited else None)


class LedgerBook(Protocol):
    """The ledgers of several instances: in a file, or in the memory of a process."""

    @property
    def path(self) -> Path | None:
        """The file, or None for a ledger in memory."""
        ...

    def of(self, scope: str) -> Ledger:
        """Return the ledger of one instance."""
        ...


class Budget:
    """The budget shared by a client and those derived from it: a number of seconds for each instance.

    Args:
        seconds: Seconds of QPU time.
        book: The ledgers in which they are counted.
        token: Name by which a client that is unpickled in the same process finds it, or None.

    Attributes:
        path: The ledger's file, or None for memory.
    """

    def __init__(self, seconds: float, book: LedgerBook, token: str | None = None) -> None:
        self.seconds: float = seconds
        self.token: str | None = token
        self.path: Path | None = book.path
        self._book = book
        self._by_scope: dict[str, Charges] = {}

    @classmethod
    def in_memory(cls, seconds: float, token: str | None = None) -> Budget:
        """Return a budget that is counted in this process only.

        Args:
            seconds: Seconds of QPU time.
            token: Token of the pickled client; None for a new budget.
        """
        book = MemoryBook.new() if token is None else MemoryBook.named(token)
        return cls(seconds, book, book.token)

    def of(self, scope: str) -> Charges:
        """Return the charges of one instance; repeated calls return the same object.

        Args:
            scope: Digest of the service and the instance.
        """
        return self._by_scope.setdefault(scope, Charges(self._book.of(scope), self.seconds, self.path))


class Charges:
    """The charges of one instance by clients that share a budget.

    Safe for threads and tasks.

    Args:
        ledger: Where charges are stored.
        budget: Seconds of the budget.
        path: The ledger's file, which may contain charges of other clients, or None.
    """

    def __init__(self, ledger: Ledger, budget: float, path: Path | None = None) -> None:
        self._ledger = ledger
        self.budget: float = budget
        self._jobs: set[str] = set()
        self._tags: dict[str, Charge] = {}
        self._warned = False
        self._unread = path

    def reserve(self, charges: Sequence[Charge], *, ceiling: float | None) -> tuple[Standing, bool]:
        """Reserve all of these charges or none; return the budget's previous state, and whether they fit.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        before, fits = self._ledger.reserve(charges, budget=self.budget, ceiling=ceiling)
        self._learn([*before.open, *charges] if fits else before.open)
        return before, fits

    def standing(self) -> Standing:
        """Return the state of the budget.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        standing = self._ledger.standing()
        self._learn(standing.open)
        return standing

    def forget(self, names: Collection[str]) -> int:
        """Delete the charges of these jobs and tags, and return how many there were.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        return self._ledger.forget(names)

    def clear(self) -> int:
        """Delete all charges, and return how many there were.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        return self._ledger.clear()

    def renew(self, charges: Collection[Charge], *, longest: float) -> bool:
        """Extend reservations to this many seconds from now; return whether all of them still exist.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        now = timing.current().clock.time()
        return self._ledger.renew([one.id for one in charges], begun=now, until=now + longest)

    def created(self, charge: Charge, job_id: str) -> None:
        """Record the job of a charge. The job exists already, so a failure only causes a warning."""
        known = replace(charge, job_id=job_id)
        self._learn([known])
        try:
            self._ledger.created(known)
        except ConfigurationError as error:
            _warn(
                f"job {job_id} was submitted, but could not be recorded in the ledger of the budget: {error}"
            )

    def release(self, charges: Collection[Charge]) -> None:
        """Release charges that have definitely created no job; on failure they stay reserved."""
        for charge in charges:
            self._tags.pop(charge.tag or "", None)
        try:
            self._ledger.release([charge.id for charge in charges])
        except ConfigurationError as error:
            _warn(f"the reservation for a job that was not created could not be released: {error}")

    def note(self, state: JobState) -> None:
        """Update the charge of a job from the job's state, if it has one.

        Args:
            state: The job, as reported by the service.
        """
        self._read_once()
        if state.id not in self._jobs and not self._found_by_tag(state):
            return
        usage = state.usage
        if not is_known_final(state.status) or (usage.seconds is None and usage.value is None):
            return
        try:
            self._ledger.settle(state.id, seconds=usage.seconds, units=usage.value)
        except ConfigurationError as error:
            _warn(f"the charge of job {state.id} could not be recorded in the ledger of the budget: {error}")
        else:
            self._jobs.discard(state.id)

    def warn_of_session(self, max_ttl: int | None) -> None:
        """Warn, once per client, that a dedicated session is charged differently from how its jobs are counted.

        Args:
            max_ttl: The session's maximum lifetime in seconds, or None for the service's default.
        """
        if self._warned:
            return
        self._warned = True
        most = "eight hours, unless max_ttl= is lower" if max_ttl is None else f"max_ttl={max_ttl} s"
        _warn(
            f"budget_seconds={exact_number(self.budget)} counts the jobs of a dedicated session, but the service charges the time from "
            f"its first job to its end, at most {most}. With mode='batch', only the jobs are charged"
        )

    def _read_once(self) -> None:
        """Load charges left in the file by other processes, such as one that was killed."""
        path, self._unread = self._unread, None
        with suppress(ConfigurationError, OSError):  # reserving reports the error
            if path is not None and path.exists():
                self.standing()

    def _found_by_tag(self, state: JobState) -> bool:
        """Return whether the job belongs to a charge without a job; a job older than the charge belongs to another."""
        charge = self._tags.get(submission_tag_of(state.all_tags) or "") if self._tags else None
        if charge is None or state.dry_run or state.created is None:
            return False
        if state.created.timestamp() < charge.begun - _SKEW:
            return False
        known = replace(charge, job_id=state.id)
        try:
            self._ledger.found(known)
        except ConfigurationError as error:
            _warn(f"job {state.id} could not be recorded in the ledger of the budget: {error}")
            return False
        self._learn([known])
        return True

    def _learn(self, charges: Collection[Charge]) -> None:
        """Remember the jobs and tags to watch for; checking one that another process has settled does no harm."""
        for charge in charges:
            if charge.job_id is not None:
                self._jobs.add(charge.job_id)
                self._tags.pop(charge.tag or "", None)
            elif charge.tag is not None:
                self._tags[charge.tag] = charge


def new_charge(
    submission: Submission, seconds: float, *, longest: float, before: Charge | None = None
) -> Charge:
    """Return a charge for a submission that is about to be sent.

    Args:
        submission: The submission.
        seconds: Seconds to be reserved.
        longest: Seconds after which it has definitely arrived or been abandoned.
        before: The charge that it replaces.
    """
    now = timing.current().clock.time()
    name = uuid4().hex if before is None else before.id
    return Charge(name, seconds, submission.tag, now, now + longest)


def longest_sending(total_timeout: float) -> float:
    """Return the seconds after which a submission has definitely arrived or been abandoned.

    Args:
        total_timeout: The client's.
    """
    pauses = timing.current()
    looking = sum(pauses.look_ups) + sum(pauses.duplicate_look_ups) + pauses.list_lag
    # There is also a pause between two attempts within a series.
    return MAX_SENDS * total_timeout + looking + pauses.longest_resubmission


def _warn(text: str) -> None:
    warn_safely(text, RuntimeWarning, stacklevel=3)

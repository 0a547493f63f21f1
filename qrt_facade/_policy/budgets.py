"""Budgets: how much is reserved for a job, and whether it fits. What is said when it does not is in `budget_refusals`.

Pure, but for the ledger: what has to be asked of the service is asked by the clients.
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
"""Seconds by which the clocks of this machine and of the service may differ."""
IN_UNITS: Final = "the service states what the instance has left in resource units (RUs), which cannot be compared with seconds"
UNREACHABLE: Final = "what the instance has left could not be asked"


@dataclass(frozen=True, slots=True)
class Need:
    """What one submission may cost.

    Attributes:
        seconds: Seconds of QPU time to be reserved: whole, since the service charges whole seconds.
        estimate: The estimate that they come from.
        cap: Seconds after which the service cancels the job, or None.
    """

    seconds: float
    estimate: Estimate
    cap: int | None

    @classmethod
    def of(cls, submission: Submission, estimate: Estimate, *, budget: float | None) -> Need:
        """Return what to reserve for a submission.

        Args:
            submission: The job, as it is sent.
            estimate: What it is expected to cost.
            budget: The client's budget, or None without one.

        Raises:
            BudgetExceededError: The estimate is higher than `max_seconds`, or under a budget nothing bounds the job.
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
    """What is reserved for one submission, and how far that has come.

    Attributes:
        needs: What the job may cost, by the program that runs it.
        charge: What is reserved within the client's budget; None before that, and without one.
        in_series: Whether it was reserved together with others, whose caller takes back what is not sent.
        sent: Whether a job may exist.
    """

    needs: dict[str, Need] = field(default_factory=dict[str, Need])
    charge: Charge | None = None
    in_series: bool = False
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """What the instance has left.

    Attributes:
        seconds: Seconds of QPU time, or None where they are not known.
        assumption: Why they are not known, or None where there is no limit.
        used: What the client's budget had as used when this was asked: what is used since is no longer left.
    """

    seconds: float | None
    assumption: str | None = None
    used: float = 0.0

    @property
    def ceiling(self) -> float | None:
        """What may be used within the budget before the instance has nothing left, or None where that is not known."""
        return None if self.seconds is None else self.seconds + self.used

    def after(self, seconds: float) -> Left:
        """Return what is left when so many seconds have been spent."""
        return self if self.seconds is None else replace(self, seconds=max(self.seconds - seconds, 0.0))

    @classmethod
    def of(cls, usage: Usage | None) -> Left:
        """Read what `usage()` returned; None where it could not be asked."""
        if usage is None:
            return cls(None, UNREACHABLE)
        seconds = usage.remaining_seconds
        if seconds is not None:
            return cls(seconds)
        limited = usage.limit_ru is not None or usage.allocation_ru is not None
        return cls(None, IN_UNITS if limited else None)


class LedgerBook(Protocol):
    """The ledgers of any number of instances: a file, or the memory of a process."""

    @property
    def path(self) -> Path | None:
        """The file, or None for memory."""
        ...

    def of(self, scope: str) -> Ledger:
        """Return the ledger of one instance."""
        ...


class Budget:
    """The budget that a client and those derived from it share: so many seconds for each instance.

    Args:
        seconds: Seconds of QPU time.
        book: Where they are counted.
        token: The name by which a client that is unpickled in the same process finds it, or None.

    Attributes:
        path: The file in which it is counted, or None for memory.
    """

    def __init__(self, seconds: float, book: LedgerBook, token: str | None = None) -> None:
        self.seconds: float = seconds
        self.token: str | None = token
        self.path: Path | None = book.path
        self._book = book
        self._by_scope: dict[str, Charges] = {}

    @classmethod
    def in_memory(cls, seconds: float, token: str | None = None) -> Budget:
        """Return one that is counted in this process alone.

        Args:
            seconds: Seconds of QPU time.
            token: That of the client which was pickled; None for a new budget.
        """
        book = MemoryBook.new() if token is None else MemoryBook.named(token)
        return cls(seconds, book, book.token)

    def of(self, scope: str) -> Charges:
        """Return what is charged to one instance, the same object for each call.

        Args:
            scope: Which service and instance.
        """
        return self._by_scope.setdefault(scope, Charges(self._book.of(scope), self.seconds, self.path))


class Charges:
    """What the clients of one instance that share a budget have reserved, and what it came to.

    It may be used in threads and tasks.

    Args:
        ledger: Where charges are kept.
        budget: Seconds of the budget.
        path: The file of the ledger, which may have charges of others, or None.
    """

    def __init__(self, ledger: Ledger, budget: float, path: Path | None = None) -> None:
        self._ledger = ledger
        self.budget: float = budget
        self._jobs: set[str] = set()
        self._tags: dict[str, Charge] = {}
        self._warned = False
        self._unread = path

    def reserve(self, charges: Sequence[Charge], *, ceiling: float | None) -> tuple[Standing, bool]:
        """Reserve all of these charges or none; return how the budget stood without them, and whether they fit.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        before, fits = self._ledger.reserve(charges, budget=self.budget, ceiling=ceiling)
        self._learn([*before.open, *charges] if fits else before.open)
        return before, fits

    def standing(self) -> Standing:
        """Return how the budget stands.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        standing = self._ledger.standing()
        self._learn(standing.open)
        return standing

    def forget(self, names: Collection[str]) -> int:
        """Forget the charges of these jobs and tags, and return how many there were.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        return self._ledger.forget(names)

    def clear(self) -> int:
        """Forget all charges, and return how many there were.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        return self._ledger.clear()

    def renew(self, charges: Collection[Charge], *, longest: float) -> bool:
        """Let what is reserved last for so many seconds from now; return whether all of it is still there.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        now = timing.current().clock.time()
        return self._ledger.renew([one.id for one in charges], begun=now, until=now + longest)

    def created(self, charge: Charge, job_id: str) -> None:
        """Record the job of a charge. Its job exists, so that what fails is warned of."""
        known = replace(charge, job_id=job_id)
        self._learn([known])
        try:
            self._ledger.created(known)
        except ConfigurationError as error:
            _warn(f"job {job_id} was submitted, and the ledger of the budget does not name it: {error}")

    def release(self, charges: Collection[Charge]) -> None:
        """Take back charges that have surely made no job; what fails stays reserved."""
        for charge in charges:
            self._tags.pop(charge.tag or "", None)
        try:
            self._ledger.release([charge.id for charge in charges])
        except ConfigurationError as error:
            _warn(f"what was reserved for a job that was not made stays reserved: {error}")

    def note(self, state: JobState) -> None:
        """Take over what is known of a job, if it is one that is reserved for.

        Args:
            state: The job, as the service stated it.
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
            _warn(f"what job {state.id} was charged is not in the ledger of the budget: {error}")
        else:
            self._jobs.discard(state.id)

    def warn_of_session(self, max_ttl: int | None) -> None:
        """Warn, once for a client, that a dedicated session is charged otherwise than its jobs are counted.

        Args:
            max_ttl: Seconds that it may last, or None for the service's default.
        """
        if self._warned:
            return
        self._warned = True
        most = "eight hours, unless max_ttl= says less" if max_ttl is None else f"max_ttl={max_ttl} s"
        _warn(
            f"budget_seconds={exact_number(self.budget)} counts the jobs of a dedicated session, and the service charges the time from its "
            f"first job to its end, at most {most}. mode='batch' is charged by its jobs"
        )

    def _read_once(self) -> None:
        """Learn of the charges that others have left in the file, such as a process that was killed."""
        path, self._unread = self._unread, None
        with suppress(ConfigurationError, OSError):  # reserving says so
            if path is not None and path.exists():
                self.standing()

    def _found_by_tag(self, state: JobState) -> bool:
        """Tell whether it is the job of a charge without one; a job that is older than the charge is another's."""
        charge = self._tags.get(submission_tag_of(state.all_tags) or "") if self._tags else None
        if charge is None or state.dry_run or state.created is None:
            return False
        if state.created.timestamp() < charge.begun - _SKEW:
            return False
        known = replace(charge, job_id=state.id)
        try:
            self._ledger.found(known)
        except ConfigurationError as error:
            _warn(f"the ledger of the budget does not name job {state.id}: {error}")
            return False
        self._learn([known])
        return True

    def _learn(self, charges: Collection[Charge]) -> None:
        """Remember which jobs and tags to look out for; what others have settled is looked at in vain."""
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
        longest: Seconds after which it has surely arrived or been given up.
        before: The charge which it takes the place of.
    """
    now = timing.current().clock.time()
    name = uuid4().hex if before is None else before.id
    return Charge(name, seconds, submission.tag, now, now + longest)


def longest_sending(total_timeout: float) -> float:
    """Return the seconds after which a submission has surely arrived or been given up.

    Args:
        total_timeout: The client's.
    """
    pauses = timing.current()
    looking = sum(pauses.look_ups) + sum(pauses.duplicate_look_ups) + pauses.list_lag
    # Between two attempts within a series lies a pause, too.
    return MAX_SENDS * total_timeout + looking + pauses.longest_resubmission


def _warn(text: str) -> None:
    warn_safely(text, RuntimeWarning, stacklevel=3)

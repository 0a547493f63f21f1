"""Ledgers of budgets: charges that are reserved, and their settled amounts.

No I/O: this module has the protocol. The ledger in memory is in `_policy`, the one on disk in `_connection`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ROUNDING: Final = 1e-6
"""Tolerance for sums of charges in seconds: sixty jobs of a tenth of a second fit into a budget of six."""


@dataclass(frozen=True, slots=True)
class Charge:
    """The reservation for one submission.

    Attributes:
        id: Its unique id, by which it is settled or released.
        seconds: Reserved seconds of QPU time.
        tag: Tag of the submission, or None without one.
        begun: When it was last about to be sent, in seconds since 1970.
        until: When its sender has definitely given up, likewise.
        job_id: The job, or None while no response has named it.
    """

    id: str
    seconds: float
    tag: str | None
    begun: float
    until: float
    job_id: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a budget.

    Attributes:
        used: Seconds of QPU time that were charged and are settled.
        reserved: Seconds that are reserved for unsettled submissions.
        open: The charges that are not settled yet.
        in_units: Number of ended jobs that the service charged only in resource units: their reserved seconds stay
            counted.
    """

    used: float = 0.0
    reserved: float = 0.0
    open: tuple[Charge, ...] = ()
    in_units: int = 0

    @property
    def pending(self) -> float:
        """Seconds that are reserved for jobs that may still run."""
        return sum(charge.seconds for charge in self.open)

    def left(self, budget: float) -> float:
        """Return the unreserved seconds of a budget; 0 if more was charged than was reserved."""
        return max(budget - self.used - self.reserved, 0.0)

    def admits(self, seconds: float, *, budget: float, ceiling: float | None) -> bool:
        """Return whether this many seconds more fit.

        Args:
            seconds: Seconds to reserve.
            budget: Total seconds of the budget.
            ceiling: Maximum of `used` plus `pending` before the instance has nothing left: the remaining usage when it
                was requested, plus `used` at that time. None if unknown.
        """
        if self.used + self.reserved + seconds > budget + ROUNDING:
            return False
        return ceiling is None or self.used + self.pending + seconds <= ceiling + ROUNDING


class Ledger(Protocol):
    """Stores the charges of one instance.

    Each method is atomic for all threads and processes that share the ledger.
    """

    def reserve(
        self, charges: Sequence[Charge], *, budget: float, ceiling: float | None
    ) -> tuple[Standing, bool]:
        """Reserve all of these charges or none; return the budget's previous state, and whether they fit.

        An existing charge is replaced.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        ...

    def standing(self) -> Standing:
        """Return the state of the budget.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        ...

    def renew(self, ids: Collection[str], *, begun: float, until: float) -> bool:
        """Update when these charges' submissions are sent; return whether all of the charges still exist."""
        ...

    def created(self, charge: Charge) -> None:
        """Record the job of a charge, even if the charge no longer exists."""
        ...

    def found(self, charge: Charge) -> None:
        """Record the job that was found for a charge without one, unless another charge has that job."""
        ...

    def release(self, ids: Collection[str]) -> None:
        """Delete charges that have definitely created no job."""
        ...

    def settle(self, job_id: str, *, seconds: float | None, units: float | None) -> None:
        """Record the settled charge of a job; with resource units only, its reserved seconds stay counted."""
        ...

    def forget(self, names: Collection[str]) -> int:
        """Delete the charges of these jobs and tags, settled or not, and return how many there were."""
        ...

    def clear(self) -> int:
        """Delete all charges, and return how many there were."""
        ...

"""What a budget has been spent on, as a ledger has it: charges that are reserved, and what they came to.

Pure: what a ledger has to do stands here. The one in memory is in `_policy`, the one on disk in `_connection`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ROUNDING: Final = 1e-6
"""Seconds that sums of charges may be off by: sixty jobs of a tenth of a second are within a budget of six."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Seconds that are reserved for one submission.

    Attributes:
        id: Its own name, by which it is settled or taken back.
        seconds: Seconds of QPU time that are reserved.
        tag: The tag that the submission carries, or None without one.
        begun: When it was about to be sent last, in seconds since 1970.
        until: When its sender has surely given up, likewise.
        job_id: The job, or None while no answer has named it.
    """

    id: str
    seconds: float
    tag: str | None
    begun: float
    until: float
    job_id: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a budget stands.

    Attributes:
        used: Seconds of QPU time that were charged and are settled.
        reserved: Seconds that are reserved for what is not settled.
        open: The charges that may be settled yet.
        in_units: How many jobs have ended whose charge the service stated in resource units alone: their reserved seconds
            stay counted.
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
        """Return the seconds of a budget that nothing is reserved for; none when more was charged than was reserved."""
        return max(budget - self.used - self.reserved, 0.0)

    def admits(self, seconds: float, *, budget: float, ceiling: float | None) -> bool:
        """Tell whether so many seconds more fit.

        Args:
            seconds: Seconds to be reserved.
            budget: Seconds of the budget in all.
            ceiling: What `used` and `pending` may come to before the instance has nothing left: what it had left when it
                was asked, and what was `used` then. None where that is not known.
        """
        if self.used + self.reserved + seconds > budget + ROUNDING:
            return False
        return ceiling is None or self.used + self.pending + seconds <= ceiling + ROUNDING


class Ledger(Protocol):
    """Keeps the charges of one instance.

    Each method is one step for all threads and processes that share the ledger.
    """

    def reserve(
        self, charges: Sequence[Charge], *, budget: float, ceiling: float | None
    ) -> tuple[Standing, bool]:
        """Reserve all of these charges or none, and return how the budget stood without them, and whether they fit.

        A charge that is there already is replaced.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        ...

    def standing(self) -> Standing:
        """Return how the budget stands.

        Raises:
            ConfigurationError: The ledger cannot be used.
        """
        ...

    def renew(self, ids: Collection[str], *, begun: float, until: float) -> bool:
        """Record that what these were reserved for is sent later; return whether all of them are still there."""
        ...

    def created(self, charge: Charge) -> None:
        """Record the job of a charge, also of one that is not there any more."""
        ...

    def found(self, charge: Charge) -> None:
        """Record the job that was found for a charge without one, unless another charge has that job."""
        ...

    def release(self, ids: Collection[str]) -> None:
        """Take back charges that have surely made no job."""
        ...

    def settle(self, job_id: str, *, seconds: float | None, units: float | None) -> None:
        """Record what a job was charged; resource units alone are kept, and its reserved seconds stay counted."""
        ...

    def forget(self, names: Collection[str]) -> int:
        """Forget the charges of these jobs and tags, settled or not, and return how many there were."""
        ...

    def clear(self) -> int:
        """Forget all charges, and return how many there were."""
        ...

"""How fast to submit many jobs: learnt from the service's refusals. Pure decisions."""

from __future__ import annotations

import random
import warnings
from typing import TYPE_CHECKING, Any, Final

from qrt_facade.errors import QrtError, RateLimitError, SubmissionsStoppedError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_PAUSE: Final = 5.0
_LONGEST_PAUSE: Final = 60.0
_REFUSALS_ENDURED: Final = 20


class SubmissionPace:
    """The pauses between submissions."""

    def __init__(self) -> None:
        self._refusals = 0

    def accepted(self) -> None:
        """Record that the service took one."""
        self._refusals = 0

    def refused(self, refusal: RateLimitError) -> float:
        """Return the seconds to wait after a refusal: what the service asks, else doubling from five to a minute.

        Raises:
            RateLimitError: The refusal itself, after twenty in a row.
        """
        self._refusals += 1
        if self._refusals > _REFUSALS_ENDURED:
            raise refusal
        if refusal.retry_after is not None:
            return refusal.retry_after
        pause = min(_FIRST_PAUSE * 2.0 ** (self._refusals - 1), _LONGEST_PAUSE)
        return pause * random.uniform(0.8, 1.0)  # noqa: S311 - spreads load


def stopped(cause: QrtError, jobs: Sequence[Any], total: int) -> SubmissionsStoppedError:
    """Return the error that keeps the jobs submitted so far."""
    return SubmissionsStoppedError(
        f"{len(jobs)} of {total} jobs were submitted, and the next one was not: {cause}",
        jobs=tuple(jobs),
        remaining=total - len(jobs),
    )


def warn_interrupted(jobs: Sequence[Any], total: int, stop: BaseException) -> None:
    """Say how far the submissions came before they were interrupted, and what is not known of the one under way."""
    notes = "; ".join(getattr(stop, "__notes__", ()))
    warnings.warn(
        f"interrupted: {len(jobs)} of {total} jobs were submitted and are returned"
        + (f"; {notes}" if notes else ""),
        RuntimeWarning,
        stacklevel=3,
    )

"""When to request the result of a completed job again: statuses and results become consistent only after a while."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from qrt_facade._policy import deadlines, timing
from qrt_facade._service.statuses import JOB_NOT_ENDED_CODE, JOB_NOT_FOUND_CODE
from qrt_facade.errors import ApiError, NotFoundError

if TYPE_CHECKING:
    from qrt_facade.errors import QrtError

_GROWTH = 1.5


def is_not_there_yet(error: QrtError) -> bool:
    """Return whether a response means that there is no result yet: 204, a 404 about the result, or "has not ended"."""
    if isinstance(error, NotFoundError):
        return error.code != JOB_NOT_FOUND_CODE
    return isinstance(error, ApiError) and error.code == JOB_NOT_ENDED_CODE


class ResultWindow:
    """The time within which a result may appear, and the pauses between requests for it.

    Args:
        seconds: Duration; None for the usual time that results may take, 0 to request once.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._timing = timing.current()
        self._until = self._now() + (self._timing.results_window if seconds is None else seconds)
        self._next = self._timing.first_results_poll

    def pause_after(self, error: QrtError) -> float:
        """Return the seconds to sleep before the next request.

        Raises:
            QrtError: The error itself, if it is a different one or the time is up.
        """
        left = self._until - self._now()
        whole = deadlines.left()
        if whole is not None:
            left = min(left, whole)
        if left <= 0 or not is_not_there_yet(error):
            raise error
        pause = self._next * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load
        self._next = min(self._next * _GROWTH, self._timing.longest_results_poll)
        return min(pause, left)

    def _now(self) -> float:
        return self._timing.clock.monotonic()

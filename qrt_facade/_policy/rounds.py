"""One round of polling many jobs: how many pages of the list to read, and which jobs to request by id."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from qrt_facade._policy import timing
from qrt_facade._service.limits import MAX_PAGE

if TYPE_CHECKING:
    from collections.abc import Collection

FEW: Final = 4
"""Up to this many jobs are requested by id instead of being searched among those that have ended."""

_TURN: Final = 50
_LONGEST_TURN: Final = 200
_ALL_WITHIN: Final = 120.0


class Reading:
    """Decides whether another page of a list is worth its request.

    It is while pages contain wanted jobs: a page with two of them saves a request. The list may have thousands of other
    jobs before or between them, so one fruitless page is allowed for each 200 of them.

    Args:
        wanted: How many jobs are searched.
    """

    def __init__(self, wanted: int) -> None:
        self._in_vain = wanted // MAX_PAGE

    def goes_on(self, found: int, left: int) -> bool:
        """Return whether to read another page.

        Args:
            found: How many of the jobs the last page contained.
            left: How many have not been found on any page.
        """
        if left and found < 2:
            self._in_vain -= 1
        return left > 0 and self._in_vain >= 0


class Turns:
    """Chooses which of the jobs that no list shows are requested by id in a round.

    These are jobs of another user, jobs so new that the list lags behind, and deleted ones. Each takes a request, so a
    round requests 50, those first that were not requested for longest; with long pauses more, up to 200, so that a
    thousand jobs are requested within some minutes.
    """

    def __init__(self) -> None:
        self._queue: dict[str, None] = {}
        self._clock = timing.current().clock
        self._last = self._clock.monotonic()

    def next(self, job_ids: Collection[str]) -> list[str]:
        """Return the ids to request in this round.

        Args:
            job_ids: All jobs that no list has shown in this round; a mapping or a set.
        """
        now = self._clock.monotonic()
        share = math.ceil(len(job_ids) * max(now - self._last, 0.0) / _ALL_WITHIN)
        self._last = now
        new = [job_id for job_id in job_ids if job_id not in self._queue]
        waiting = new + [job_id for job_id in self._queue if job_id in job_ids]
        size = min(max(share, _TURN), _LONGEST_TURN)
        self._queue = dict.fromkeys(waiting[size:] + waiting[:size])
        return waiting[:size]

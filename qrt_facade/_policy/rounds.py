"""One round of questions about many jobs: how far to read the list, and which jobs to ask for by their ids."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from qrt_facade._policy import timing
from qrt_facade._service.limits import MAX_PAGE

if TYPE_CHECKING:
    from collections.abc import Collection

FEW: Final = 4
"""So many jobs are asked for by their ids rather than looked for among those that have ended."""

_TURN: Final = 50
_LONGEST_TURN: Final = 200
_ALL_WITHIN: Final = 120.0


class Reading:
    """Whether another page of a list is worth its request.

    It is while pages contain jobs that are waited for: a page with two of them saves a request. The list may have
    thousands of other jobs before or between them, so that one page in vain is allowed for each 200 of them.

    Args:
        wanted: How many jobs are looked for.
    """

    def __init__(self, wanted: int) -> None:
        self._in_vain = wanted // MAX_PAGE

    def goes_on(self, found: int, left: int) -> bool:
        """Tell whether to read another page.

        Args:
            found: How many of the jobs the last page contained.
            left: How many have not been found on any page.
        """
        if left and found < 2:
            self._in_vain -= 1
        return left > 0 and self._in_vain >= 0


class Turns:
    """Whose turn it is to be asked for by its id, of the jobs that no list shows.

    Those are jobs of another user, jobs so new that the list lags behind, and deleted ones. Each takes a request, so a
    round asks for 50, those first that were not asked for longest; in long pauses for more, up to 200, so that a thousand
    jobs are asked for within some minutes.
    """

    def __init__(self) -> None:
        self._queue: dict[str, None] = {}
        self._clock = timing.current().clock
        self._last = self._clock.monotonic()

    def next(self, job_ids: Collection[str]) -> list[str]:
        """Return the ids to ask for in this round.

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

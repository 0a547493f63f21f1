"""Rate limit of submissions: five per minute and user at IBM; off by default here."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from qrt_facade.emulator.domain.errors import ApiError

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.scenario import Scenario

_WINDOW_SECONDS = 60.0


class SubmissionLimit:
    """Limits submissions by a sliding window of one minute."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._times: deque[float] = deque()

    def clear(self) -> None:
        """Reset the count of the last minute."""
        self._times.clear()

    def take_submission(self) -> None:
        """Count a submission.

        Raises:
            ApiError: 429/1202 with Retry-After (code from IBM's registry; status and header are our interpretation).
        """
        limit = self._scenario.rate_limit
        if limit is None:
            return
        now = time.monotonic()
        while self._times and now - self._times[0] >= _WINDOW_SECONDS:
            self._times.popleft()
        if len(self._times) >= limit:
            wait = int(_WINDOW_SECONDS - (now - self._times[0])) + 1
            raise ApiError(
                429, 1202, f"Too many job requests received: limit is {limit} per minute.",
                "Reduce the request rate and try again.", {"Retry-After": str(wait)},
            )  # fmt: skip
        self._times.append(now)

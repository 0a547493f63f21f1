"""The limit on submissions: five a minute for a user at IBM, none here unless it is asked for."""

from __future__ import annotations

import time
from collections import deque

from qrt_facade.emulator.errors import ApiError

_WINDOW_SECONDS = 60.0


class SubmissionLimit:
    """A sliding window over the last minute."""

    def __init__(self, per_minute: int | None) -> None:
        self.per_minute = per_minute
        self._times: deque[float] = deque()

    def take_submission(self) -> None:
        """Count a submission.

        Raises:
            ApiError: 429/1202 with Retry-After (code from IBM's registry; status and header are our reading).
        """
        if self.per_minute is None:
            return
        now = time.monotonic()
        while self._times and now - self._times[0] >= _WINDOW_SECONDS:
            self._times.popleft()
        if len(self._times) >= self.per_minute:
            wait = int(_WINDOW_SECONDS - (now - self._times[0])) + 1
            raise ApiError(
                429, 1202, f"Too many job requests received: limit is {self.per_minute} per minute.",
                "Reduce the request rate and try again.", {"Retry-After": str(wait)},
            )  # fmt: skip
        self._times.append(now)

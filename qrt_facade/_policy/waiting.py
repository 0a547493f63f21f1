"""When to ask again, and when to stop asking. Pure decisions: the loops that sleep are the clients'.

Final statuses are told by how they begin, since the service has added one before ("Cancelled - Ran too long") that
left clients with closed lists waiting for ever.
"""

from __future__ import annotations

import math
import random
import time
from typing import TYPE_CHECKING, Any, Final

from qrt_facade.errors import (
    ApiError,
    ConfigurationError,
    JobTimeoutError,
    QrtError,
    RateLimitError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime


DEFAULT_TIMEOUT: Final = 24 * 3600.0
"""Seconds that a wait lasts when the caller does not say: a day, since a queue can last for hours."""

_FIRST_PAUSE: Final = 1.0
_FIRST_PAUSE_IN_SESSION: Final = 0.4
_LONGEST_PAUSE: Final = 30.0
_LONGEST_PAUSE_IN_SESSION: Final = 5.0
_GROWTH: Final = 1.5
_FAILURES_ENDURED: Final = 10


def is_passing(error: QrtError) -> bool:
    """Tell whether a failed question is worth asking again."""
    if isinstance(error, TransportError | ServerError | RateLimitError):
        return True
    # A page from a proxy or the network edge comes and goes with it; a redirect or JSON of another shape stays.
    return isinstance(error, UnexpectedResponseError) and error.status is not None and error.status >= 500


class WaitPlan:
    """The pauses of one wait.

    Args:
        timeout: Seconds until the wait is given up.
        in_session: Jobs in a session start within seconds, so they are asked about more often.

    Raises:
        ConfigurationError: `timeout` is not a number of seconds, 0 or more.
    """

    def __init__(self, timeout: float = DEFAULT_TIMEOUT, *, in_session: bool = False) -> None:
        if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 <= timeout < math.inf:
            raise ConfigurationError(f"timeout={timeout!r}: expected a finite number of seconds, 0 or more")
        self.timeout = timeout
        self._deadline = time.monotonic() + timeout
        self._first = _FIRST_PAUSE_IN_SESSION if in_session else _FIRST_PAUSE
        self._longest = _LONGEST_PAUSE_IN_SESSION if in_session else _LONGEST_PAUSE
        self._next = self._first
        self._at_least = 0.0
        self._failures = 0

    def answered(self, *, changed: bool) -> None:
        """Record an answer; after a change things may go fast, so the pauses start short again."""
        self._failures = 0
        self._at_least = 0.0
        if changed:
            self._next = self._first

    def failed(self, error: QrtError) -> None:
        """Record a failed question.

        Raises:
            QrtError: The error itself, when it will not pass, or when too many followed one another.
        """
        self._failures += 1
        if not is_passing(error) or self._failures > _FAILURES_ENDURED:
            raise error
        self._at_least = (error.retry_after if isinstance(error, ApiError) else None) or 0.0

    def pause(self) -> float | None:
        """Return the seconds to sleep before the next question, or None when the time is up."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            return None
        pause = max(self._next * random.uniform(0.8, 1.2), self._at_least)  # noqa: S311 - spreads load
        self._next = min(self._next * _GROWTH, self._longest)
        return min(pause, left)


def time_left(plan: WaitPlan, jobs: Sequence[Any]) -> float:
    """Return the seconds to sleep before asking for the jobs again.

    Raises:
        JobTimeoutError: The wait's time is up.
    """
    pause = plan.pause()
    if pause is not None:
        return pause
    first, *others = jobs
    more = f", and {len(others)} more have not ended either" if others else ""
    raise JobTimeoutError(
        f"job {first.id} is {first.status} after {plan.timeout:g} s{more}; "
        f"it goes on, and client.jobs.get({first.id!r}) finds it again",
        job_id=first.id,
        job=first,
        pending=tuple(jobs),
    )


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest moment, or None when one of them is not known."""
    known: list[datetime] = []
    for moment in moments:
        if moment is None:
            return None
        known.append(moment)
    return min(known, default=None)


def note_interruption(stop: BaseException, job_ids: Collection[str]) -> None:
    """Say, in the traceback of a Ctrl-C or a cancellation, which jobs go on and how to find them."""
    if isinstance(stop, QrtError) or not job_ids:
        return
    first, *others = job_ids
    more = f", and {len(others)} more" if others else ""
    stop.add_note(f"job {first} goes on; client.jobs.get({first!r}) finds it again{more}")

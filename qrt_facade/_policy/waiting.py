"""Waiting for jobs: when to ask again, when to give up, and what to say then. The loops that sleep are the clients'."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.arguments import checked_number
from qrt_facade._policy import timing
from qrt_facade.errors import (
    ApiError,
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
"""Seconds that a wait lasts by default: a day, since a queue can last for hours."""

_GROWTH: Final = 1.5


def is_transient(error: QrtError) -> bool:
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
        self.timeout = checked_number("timeout", timeout, unit="seconds")
        self._timing = timing.current()
        self._deadline = self._timing.clock.monotonic() + timeout
        self._first = self._timing.first_poll_in_session if in_session else self._timing.first_poll
        self._longest = self._timing.longest_poll_in_session if in_session else self._timing.longest_poll
        self._next = self._first
        self._at_least = 0.0
        self._failures = 0

    def answered(self, *, changed: bool) -> None:
        """Record an answer; after a change the next one may follow soon, so the pauses start short again."""
        self._failures = 0
        self._at_least = 0.0
        if changed:
            self._next = self._first

    def failed(self, error: QrtError) -> None:
        """Record a failed question.

        Raises:
            QrtError: The error itself, when it is not transient, or when too many followed one another.
        """
        self._failures += 1
        if not is_transient(error) or self._failures > self._timing.failed_polls:
            raise error
        asked = error.retry_after if isinstance(error, ApiError) else None
        self._at_least = self._timing.obeyed(asked) or 0.0

    def pause(self) -> float | None:
        """Return the seconds to sleep before the next question, or None when the time is up."""
        left = self._deadline - self._timing.clock.monotonic()
        if left <= 0:
            return None
        pause = max(self._next * random.uniform(0.8, 1.2), self._at_least)  # noqa: S311 - spreads load
        self._next = min(self._next * _GROWTH, self._longest)
        return min(pause, left)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest moment, or None when one of them is not known."""
    known: list[datetime] = []
    for moment in moments:
        if moment is None:
            return None
        known.append(moment)
    return min(known, default=None)


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


def note_interruption(stop: BaseException, job_ids: Collection[str]) -> None:
    """Say, in the traceback of a Ctrl-C or a cancellation, which jobs go on and how to find them."""
    if isinstance(stop, QrtError) or not job_ids:
        return
    first, *others = job_ids
    more = f", and {len(others)} more" if others else ""
    stop.add_note(f"job {first} goes on; client.jobs.get({first!r}) finds it again{more}")

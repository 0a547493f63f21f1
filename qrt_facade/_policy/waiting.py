"""Waiting for jobs: when to ask again, when to give up, and what to say then. The loops that sleep are the clients'."""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.arguments import checked_callback, checked_number
from qrt_facade._policy import deadlines, timing
from qrt_facade._service.jobs import is_known_final
from qrt_facade._service.statuses import JOB_NOT_FOUND_CODE
from qrt_facade.errors import (
    ApiError,
    JobTimeoutError,
    NotFoundError,
    QrtError,
    RateLimitError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Sequence
    from datetime import datetime

DEFAULT_TIMEOUT: Final = timing.DEFAULT_TIMEOUT

_PASSING_REFUSALS: Final = frozenset({408, 425, 429})
"""Of the 4xx these ask for another attempt: request timeout, too early, too many requests."""

_FIRST_CODE: Final = 1000
"""The service's own codes begin here; IBM's registry lists 1000 to 9999."""

_DOUBLINGS: Final = 32
"""Enough for any pause, and few enough for a float."""

_NAMED: Final = 20
"""How many further ids a note contains."""


def is_refusal(error: QrtError) -> bool:
    """Tell whether the service itself refuses: a 4xx in its own JSON, or IAM's about the key.

    Everything else may be the network's or that of something in between, and pass: no answer, a page of a captive
    portal, an empty 200, a redirect, JSON of another shape, 401 while IAM is down. The service's own codes have four
    digits or are words; a gateway repeats the HTTP status there, or has none.
    """
    if not isinstance(error, ApiError) or error.status is None or not 400 <= error.status < 500:
        return False
    if isinstance(error, UnexpectedResponseError) or error.status in _PASSING_REFUSALS:
        return False
    return error.code >= _FIRST_CODE if isinstance(error.code, int) else error.code is not None


def check_wait(timeout: float, on_update: object = None) -> None:
    """Check the arguments of a wait before what is waited for is submitted, which costs money.

    Raises:
        ConfigurationError: The timeout is not a number of seconds, or `on_update` not a plain function.
    """
    checked_number("timeout", timeout, unit="seconds")
    checked_callback("on_update", on_update)


class Tolerance:
    """How many failures are tolerated before one of them is final; an answer in between makes the count start again."""

    def __init__(self) -> None:
        self._timing = timing.current()
        self.failures = 0
        self.last: QrtError | None = None
        self._refusals = 0
        self._first_refusal = 0.0
        self._outage = 0.0
        self._last_failure = 0.0

    def answered(self) -> None:
        """Record a good answer."""
        self.failures = self._refusals = 0
        self._outage = 0.0
        self.last = None

    def failed(self, error: QrtError) -> None:
        """Record a failed question.

        Raises:
            QrtError: The error itself, when it is final: the service refused several times over a minute or so, there
                was no usable answer for hours, or it is no failure of a question at all (a closed client).
        """
        if not isinstance(error, ApiError | TransportError):
            raise error
        now = self._timing.clock.monotonic()
        if self.failures:
            self._outage += min(now - self._last_failure, self._timing.longest_gap)
        self.failures += 1
        self.last, self._last_failure = error, now
        if self._outage > self._timing.longest_outage or (is_refusal(error) and self._refused_for_good(now)):
            raise error

    def _refused_for_good(self, now: float) -> bool:
        if not self._refusals:
            self._first_refusal = now
        self._refusals += 1
        lasted = now - self._first_refusal >= self._timing.refusal_window
        return lasted and self._refusals >= self._timing.refusals


class WaitPlan:
    """The pauses of one wait.

    The first question follows after about a quarter of a second, the next ones after about a tenth of the time waited,
    which starts anew when the status changes, and at most 30 s (5 s in a session). While questions fail the pauses double.

    Args:
        timeout: Seconds until the wait is given up.
        in_session: Jobs in a session start within seconds, so they are asked about more often.

    Raises:
        ConfigurationError: `timeout` is not a number of seconds, 0 or more.
    """

    def __init__(self, timeout: float = DEFAULT_TIMEOUT, *, in_session: bool = False) -> None:
        self.timeout = checked_number("timeout", timeout, unit="seconds")
        self._timing = timing.current()
        self._since = self._timing.clock.monotonic()
        self._deadline = self._since + self.timeout
        self._first = self._timing.first_poll_in_session if in_session else self._timing.first_poll
        self._longest = self._timing.longest_poll_in_session if in_session else self._timing.longest_poll
        self._tolerance = Tolerance()
        self._at_least = 0.0
        self._paused = False

    @property
    def last_failure(self) -> QrtError | None:
        """What the last question ended with, or None when it was answered."""
        return self._tolerance.last

    def answered(self, *, changed: bool) -> None:
        """Record an answer; after a change the next one may follow soon, so the pauses start short again."""
        self._tolerance.answered()
        self._at_least = 0.0
        if changed:
            self._since = self._timing.clock.monotonic()

    def failed(self, error: QrtError) -> None:
        """Record a failed question.

        Raises:
            QrtError: The error itself, when it is final; see `Tolerance`.
        """
        self._tolerance.failed(error)
        asked = error.retry_after if isinstance(error, ApiError) else None
        doubled = self._timing.first_failed_poll * 2.0 ** min(self._tolerance.failures - 1, _DOUBLINGS)
        self._at_least = max(self._timing.obeyed(asked) or 0.0, min(doubled, self._longest))

    def pause(self) -> float | None:
        """Return the seconds to sleep before the next question, or None when the time is up.

        Even a wait of no time asks once.
        """
        now = self._timing.clock.monotonic()
        left = self._deadline - now
        if left <= 0 and self._paused:
            return None
        self._paused = True
        share = max((now - self._since) * self._timing.poll_share, self._first)
        pause = min(share, self._longest) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load
        return max(min(max(pause, self._at_least), left), 0.0)

    def for_question(self) -> float:
        """Return the seconds that the next question may take: what is left, but at its very end a little longer."""
        left = self._deadline - self._timing.clock.monotonic()
        return min(max(left, self._timing.last_question), self._timing.longest_question)


class Appearance:
    """The pauses of one call about a job that was accepted so recently that the service may not know it yet.

    Args:
        accepted: When the service accepted it, by the monotonic clock; None for a job that was found by its id.
    """

    def __init__(self, accepted: float | None) -> None:
        now, window = timing.current().clock.monotonic(), timing.current().appearance
        age = None if accepted is None else now - accepted
        # A negative age is that of a handle that came from another machine, whose clock started elsewhere.
        self._plan = WaitPlan(window - age) if age is not None and 0 <= age < window else None

    def pause(self, error: NotFoundError) -> float:
        """Return the seconds to sleep before the call is repeated.

        Raises:
            NotFoundError: The error itself, when it is about something else or the job had long enough to appear.
        """
        pause = self._plan.pause() if self._plan and error.code == JOB_NOT_FOUND_CODE else None
        left = deadlines.left()
        if pause is None or (left is not None and left <= pause):
            raise error
        return pause


def _may_have_been_done(error: QrtError) -> bool:
    """Tell whether a request may have had its effect although it failed.

    What was never sent, or was refused unread (429), is repeated by the connection itself already.
    """
    if isinstance(error, TransportError):
        return error.may_have_arrived
    return isinstance(error, ApiError) and not isinstance(error, RateLimitError) and not is_refusal(error)


class CancelAttempts:
    """The attempts to cancel one job.

    Attributes:
        in_doubt: Whether an attempt may have arrived although it failed.

    Args:
        retries: How often it is tried again after a transient failure.
    """

    def __init__(self, retries: int) -> None:
        self.in_doubt = False
        self._left = retries
        self._next = timing.current().first_retry

    def pause(self, error: QrtError) -> float:
        """Return the seconds to sleep before the next attempt.

        Raises:
            QrtError: The error itself: it is a refusal, or there are no attempts left.
        """
        if self._left <= 0 or not _may_have_been_done(error):
            raise error
        self._left -= 1
        self.in_doubt = True
        pauses = timing.current()
        asked = pauses.obeyed(error.retry_after) if isinstance(error, ApiError) else None
        pause = max(self._next, asked or 0.0)
        self._next = min(self._next * 2, pauses.longest_retry)
        left = deadlines.left()
        if left is not None and left <= pause:
            raise error
        return pause


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest moment, or None when one of them is not known."""
    known: list[datetime] = []
    for moment in moments:
        if moment is None:
            return None
        known.append(moment)
    return min(known, default=None)


def timed_out(plan: WaitPlan, jobs: Sequence[Any], reason: str | None = None) -> JobTimeoutError:
    """Return the error for a wait whose time is up.

    Args:
        plan: The wait.
        jobs: The jobs that have not ended.
        reason: Why the first one has not run, when that is known.
    """
    first, *others = jobs
    more = f", and {len(others)} more have not ended either" if others else ""
    why = f" ({reason})" if reason else ""
    failure = "" if plan.last_failure is None else f"; the last question about it failed: {plan.last_failure}"
    error = JobTimeoutError(
        f"job {first.id} is {first.status} after {plan.timeout:g} s{why}{more}{failure}; "
        f"it goes on, and client.jobs.get({first.id!r}) finds it again",
        job_id=first.id,
        job=first,
        pending=tuple(jobs),
    )
    error.__cause__ = plan.last_failure
    return error


@contextmanager
def naming(jobs: Collection[Any]) -> Generator[None]:
    """Let whatever is raised in the block name the jobs that it is about: errors of ours, of a callback, a Ctrl-C.

    Args:
        jobs: The jobs, read when something is raised.
    """
    try:
        yield
    except BaseException as stop:
        name_jobs(stop, jobs)
        raise


def name_jobs(stop: BaseException, jobs: Iterable[Any]) -> None:
    """Put the ids of jobs on an exception: an error of ours gets the first one as `job_id`, everything else a note."""
    by_id = {job.id: job for job in jobs}
    if not by_id:
        return
    first, *others = by_id
    if isinstance(stop, QrtError):
        stop.__dict__.setdefault("job_id", first)
        if not others or isinstance(stop, JobTimeoutError):
            return
    status = by_id[first].status
    stands = f"has ended ({status})" if is_known_final(status) else "goes on"
    named = ", ".join(others[:_NAMED]) + (", ..." if len(others) > _NAMED else "")
    more = f", and {len(others)} more: {named}" if others else ""
    note = f"job {first} {stands}; client.jobs.get({first!r}) finds it again{more}"
    if note not in getattr(stop, "__notes__", ()):
        stop.add_note(note)

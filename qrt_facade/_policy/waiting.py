"""Waiting for jobs: when to poll, when to give up, and which error to raise. The clients run the loops that sleep."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.arguments import checked_callback, checked_flag, checked_number
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.outages import Outage
from qrt_facade._policy.polling import PollMoment, checked_pause, checked_polling
from qrt_facade._policy.tokens import TOKEN_PATH
from qrt_facade._service.failures import is_of_the_answer
from qrt_facade._service.jobs import is_known_final
from qrt_facade._service.statuses import JOB_NOT_FOUND_CODE, UNKNOWN
from qrt_facade.errors import (
    ApiError,
    JobTimeoutError,
    NotFoundError,
    PartialResultError,
    QrtError,
    RateLimitError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Sequence
    from datetime import datetime

    from qrt_facade._policy.polling import PollingStrategy

DEFAULT_TIMEOUT: Final = timing.DEFAULT_TIMEOUT

_PASSING_REFUSALS: Final = frozenset({408, 425, 429})
"""The 4xx statuses that ask for another attempt: request timeout, too early, too many requests."""

_NEVER_OUT: Final = frozenset({404, 500, 501, 505})
"""Statuses that mean something else for a result: it does not exist (yet), or the service failed and may have lost
it."""

_FIRST_CODE: Final = 1000
"""The service's own codes begin here; IBM's registry lists 1000 to 9999."""

_DOUBLINGS: Final = 32
"""Limit of the doublings: enough for any pause, and few enough for a float."""

_NAMED: Final = 20
"""The most additional ids in a note."""


def is_refusal(error: QrtError) -> bool:
    """Return whether the service itself refuses: a 4xx in its own JSON, or IAM's about the key.

    Everything else may come from the network or an intermediary, and be transient: no response, a page of a captive
    portal, an empty 200, a redirect, JSON of another form, 401 while IAM is down. The service's own codes have four
    digits or are words; a gateway repeats the HTTP status there, or has none.
    """
    if not isinstance(error, ApiError) or error.status is None or not 400 <= error.status < 500:
        return False
    if isinstance(error, UnexpectedResponseError) or error.status in _PASSING_REFUSALS:
        return False
    return error.code >= _FIRST_CODE if isinstance(error.code, int) else error.code is not None


def is_outage(error: QrtError, *, repeatable: bool = True) -> bool:
    """Return whether a failed download of a result indicates a temporary outage of the service or the network.

    It does if a gateway, an edge or a captive portal responded in place of the service, as for any other poll of a
    wait. It does not if the response itself is at fault (too large, a damaged encoding), if the service refused or had
    an error of its own (500: it may have lost the result), or if the result can be read only once and the request may
    have arrived.

    Args:
        error: The failure.
        repeatable: Whether the result is known to be available any number of times.
    """
    if isinstance(error, PartialResultError) or is_of_the_answer(error):
        return False
    if isinstance(error, ApiError) and (error.path or "").endswith(TOKEN_PATH):
        return not is_refusal(error)  # without a token, no request reaches the service
    if isinstance(error, UnexpectedResponseError):
        return not error.from_service
    if isinstance(error, ApiError):
        return error.status not in _NEVER_OUT and not is_refusal(error)
    return isinstance(error, TransportError) and (repeatable or not error.may_have_arrived)


def check_wait(
    timeout: float, on_update: object = None, polling: object = None, *, progress: object = False
) -> None:
    """Validate the arguments of a wait before submitting the job, which costs money.

    Raises:
        ConfigurationError: The timeout is not a number of seconds, `on_update` is not a plain function, `progress` is
            not a boolean, or `polling` is not a polling strategy.
    """
    checked_number("timeout", timeout, unit="seconds")
    checked_callback("on_update", on_update)
    checked_flag("progress", progress)
    checked_polling(polling)


class Tolerance:
    """Decides which failures end a wait. Transient ones never do, however long they last, until the wait's timeout."""

    def __init__(self) -> None:
        self._timing = timing.current()
        self.failures = 0
        self.last: QrtError | None = None
        self._refusals = 0
        self._first_refusal = 0.0

    def answered(self) -> None:
        """Record a successful poll."""
        self.failures = self._refusals = 0
        self.last = None

    def failed(self, error: QrtError) -> None:
        """Record a failed poll.

        Raises:
            QrtError: The error itself, if it is final: the service refused several times over a minute or so, or it is
                not a failed request at all (a closed client).
        """
        if not isinstance(error, ApiError | TransportError):
            raise error
        self.failures += 1
        self.last = error
        if is_refusal(error) and self._refused_for_good(self._timing.clock.monotonic()):
            raise error

    def _refused_for_good(self, now: float) -> bool:
        if not self._refusals:
            self._first_refusal = now
        self._refusals += 1
        lasted = now - self._first_refusal >= self._timing.refusal_window
        return lasted and self._refusals >= self._timing.refusals


class WaitPlan:
    """The pauses of one wait.

    They are those of `polling`, whose time restarts when the status changes. After a failed poll they double, up to a
    minute, and after the next successful one they are short again.

    Args:
        timeout: Seconds until the wait is given up.
        in_session: Whether the job is in a session: it starts within seconds, so it is polled more often.
        polling: The strategy for the pauses; None for the default.

    Raises:
        ConfigurationError: `timeout` is not a number of seconds, 0 or more, or `polling` is not a polling strategy.
    """

    def __init__(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        in_session: bool = False,
        polling: PollingStrategy | None = None,
    ) -> None:
        self.timeout = checked_number("timeout", timeout, unit="seconds")
        self._timing = timing.current()
        self._polling = checked_polling(polling) or self._timing.polling
        self._began = self._since = self._timing.clock.monotonic()
        self._deadline = self._began + self.timeout
        self._in_session = in_session
        self._tolerance = Tolerance()
        self._outage = Outage()
        self._at_least = 0.0
        self._questions = 0

    @property
    def last_failure(self) -> QrtError | None:
        """The error of the last poll, or None if it succeeded."""
        return self._tolerance.last

    def answered(self, *, changed: float) -> None:
        """Record a successful poll; after a change the next one may follow soon, so the pauses restart.

        Args:
            changed: Whether the status has changed; for many jobs, the share whose status has. One end among thousands
                says little about the next one, so the pauses are shortened only by this share.
        """
        self._tolerance.answered()
        self._outage.answered()
        self._at_least = 0.0
        self._since += (self._timing.clock.monotonic() - self._since) * changed

    def failed(self, error: QrtError) -> None:
        """Record a failed poll.

        Raises:
            QrtError: The error itself, if it is final; see `Tolerance`.
        """
        self._tolerance.failed(error)
        self._outage.failed(error)
        pauses = self._timing
        longest = pauses.longest_failed_poll_in_session if self._in_session else pauses.longest_failed_poll
        asked = error.retry_after if isinstance(error, ApiError) else None
        doubled = pauses.first_failed_poll * 2.0 ** min(self._tolerance.failures - 1, _DOUBLINGS)
        self._at_least = max(pauses.capped_retry_after(asked) or 0.0, min(doubled, longest))

    def pause(self, *, running: bool = False, estimated_seconds: float | None = None) -> float | None:
        """Return the seconds to sleep before the next poll, or None if the time is up.

        Even a wait with a timeout of 0 polls once.

        Args:
            running: Whether the job is running, or any of several.
            estimated_seconds: Seconds of QPU time that the service expects the job to take, if it reports them.

        Raises:
            ConfigurationError: The strategy returned something other than a number of seconds.
        """
        now = self._timing.clock.monotonic()
        left = self._deadline - now
        if left <= 0 and self._questions:
            return None
        moment = PollMoment(
            # A clock that was set back must not result in a negative time.
            waited=max(now - self._since, 0.0),
            elapsed=max(now - self._began, 0.0),
            questions=self._questions,
            running=running,
            in_session=self._in_session,
            estimated_seconds=estimated_seconds,
        )
        pause = checked_pause(self._polling, moment)
        self._questions += 1
        return max(min(max(pause, self._at_least), left), 0.0)

    def pause_after(self, error: QrtError, *, repeatable: bool) -> float:
        """Return the seconds to sleep before requesting a result again.

        Args:
            error: The failure.
            repeatable: Whether the result is known to be available any number of times.

        Raises:
            QrtError: The error itself, if it does not indicate an outage, or the time is up.
        """
        if not is_outage(error, repeatable=repeatable):
            raise error
        left = self._deadline - self._timing.clock.monotonic()
        if left <= 0:
            raise error
        self.failed(error)
        return min(self._at_least, left)

    def left(self) -> float:
        """Return the remaining seconds of the wait, 0 or more."""
        return max(self._deadline - self._timing.clock.monotonic(), 0.0)

    def for_question(self) -> float:
        """Return the time limit of the next poll in seconds: the remaining time, or a little longer at its end."""
        left = self._deadline - self._timing.clock.monotonic()
        return min(max(left, self._timing.last_question), self._timing.longest_question)


class Appearance:
    """The pauses of one request about a job that was accepted so recently that the service may not know it yet.

    Args:
        accepted: When the service accepted it, on the monotonic clock; None for a job that was found by its id.
    """

    def __init__(self, accepted: float | None) -> None:
        now, window = timing.current().clock.monotonic(), timing.current().appearance
        age = None if accepted is None else now - accepted
        # A negative age is that of a handle from another machine, whose clock started at another time.
        self._plan = WaitPlan(window - age) if age is not None and 0 <= age < window else None

    def pause(self, error: NotFoundError) -> float:
        """Return the seconds to sleep before the request is repeated.

        Raises:
            NotFoundError: The error itself, if it is about something else or the job had enough time to appear.
        """
        pause = self._plan.pause() if self._plan and error.code == JOB_NOT_FOUND_CODE else None
        left = deadlines.left()
        if pause is None or (left is not None and left <= pause):
            raise error
        return pause


def _may_have_been_done(error: QrtError) -> bool:
    """Return whether a request may have had its effect although it failed.

    If it was never sent, or was refused unprocessed (429), the connection itself retries it.
    """
    if isinstance(error, TransportError):
        return error.may_have_arrived
    return isinstance(error, ApiError) and not isinstance(error, RateLimitError) and not is_refusal(error)


class CancelAttempts:
    """The attempts to cancel one job.

    Attributes:
        in_doubt: Whether a failed attempt may have arrived.

    Args:
        retries: How often it is retried after a transient failure.
    """

    def __init__(self, retries: int) -> None:
        self.in_doubt = False
        self._left = retries
        self._next = timing.current().first_retry

    def pause(self, error: QrtError) -> float:
        """Return the seconds to sleep before the next attempt.

        Raises:
            QrtError: The error itself, if it is a refusal, or there are no attempts left.
        """
        if self._left <= 0 or not _may_have_been_done(error):
            raise error
        self._left -= 1
        self.in_doubt = True
        pauses = timing.current()
        asked = pauses.capped_retry_after(error.retry_after) if isinstance(error, ApiError) else None
        pause = max(self._next, asked or 0.0)
        self._next = min(self._next * 2, pauses.longest_retry)
        left = deadlines.left()
        if left is not None and left <= pause:
            raise error
        return pause


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest moment, or None if any is unknown."""
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
        reason: Why the first one has not run, if known.
    """
    first, *others = jobs
    more = f", and {len(others)} more have not ended either" if others else ""
    why = f" ({reason})" if reason else ""
    failure = "" if plan.last_failure is None else f"; the last poll failed: {plan.last_failure}"
    stands = f"is {first.status} after {plan.timeout:g} s"
    again = f"it continues; client.jobs.get({first.id!r}) returns it"
    if first.status == UNKNOWN:  # no response has described it
        stands = f"was not found within {plan.timeout:g} s"
        again = f"if it exists, client.jobs.get({first.id!r}) returns it later"
    error = JobTimeoutError(
        f"job {first.id} {stands}{why}{more}{failure}; {again}",
        job_id=first.id,
        job=first,
        pending=tuple(jobs),
    )
    error.__cause__ = plan.last_failure
    return error


@contextmanager
def naming_jobs(jobs: Collection[Any]) -> Generator[None]:
    """Add the ids of these jobs to any exception raised in the block: our errors, those of a callback, a Ctrl-C.

    Args:
        jobs: The jobs, read when an exception is raised.
    """
    try:
        yield
    except BaseException as stop:
        name_jobs(stop, jobs)
        raise


def name_jobs(stop: BaseException, jobs: Iterable[Any]) -> None:
    """Add the ids of jobs to an exception: an error of ours gets the first one as `job_id`, any other a note."""
    by_id = {job.id: job for job in jobs}
    if not by_id:
        return
    first, *others = by_id
    if isinstance(stop, QrtError):
        stop.__dict__.setdefault("job_id", first)
        if not others or isinstance(stop, JobTimeoutError):
            return
    status = by_id[first].status
    stands = f"has ended ({status})" if is_known_final(status) else "continues"
    named = ", ".join(others[:_NAMED]) + (", ..." if len(others) > _NAMED else "")
    more = f", and {len(others)} more: {named}" if others else ""
    note = f"job {first} {stands}; client.jobs.get({first!r}) returns it{more}"
    if note not in getattr(stop, "__notes__", ()):
        stop.add_note(note)

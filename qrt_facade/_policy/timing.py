"""All pauses, limits of consecutive failures and clocks of the client, in one place.

Values are in seconds. They are read when a client is constructed (retries) or an operation begins (the rest). Tests
shorten the pauses for a block: `with timing.override(first_poll=0.05): ...`.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from qrt_facade._base.files import LOCK_PATIENCE
from qrt_facade._policy.polling import Polling
from qrt_facade._service.answers import MAX_RETRY_AFTER

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping


DEFAULT_TIMEOUT: Final = 24 * 3600.0
"""Default timeout of a wait in seconds: a day, because a queue can last for hours."""


class Clock(Protocol):
    """The two clocks of the standard library's `time`."""

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start; never set back."""
        ...

    def time(self) -> float:
        """Return seconds since 1970, according to the system clock."""
        ...


class Timing(NamedTuple):
    """The lengths of pauses, and how many consecutive failures are tolerated.

    Attributes:
        first_poll: The shortest pause before polling a job, without `polling=`; see `Polling`.
        poll_share: Pause as a share of the time waited so far (or since the job began to run).
        longest_poll: The longest pause: a queue lasts for hours, and the service limits requests.
        longest_poll_in_session: The same in a session, which is paid for by the second.
        first_failed_poll: Pause after a failed poll; doubles from then on.
        longest_failed_poll: Upper limit of the doubling: polling more often does not help during an outage.
        longest_failed_poll_in_session: The same in a session, which may close when its client is silent for a minute.
        longest_question: Time limit of one poll, including retries: the next one may find a better network.
        last_question: Time limit of the last poll before a wait's timeout, so that an end that was just reached counts.
        outage_warning: Duration without a usable response after which a wait warns; it continues until its own timeout.
        refusals: A refusal by the service itself (no such job, not allowed) ends a wait only after this many refusals
        refusal_window: and this many seconds: one replica, one cache or one expired token may refuse by mistake.
        appearance: How long after its submission a job that the service does not know yet is waited for.
        first_retry: Pause before a failed request is sent again; doubles from then on.
        longest_retry: Upper limit of the doubling.
        longest_retry_after: The longest `Retry-After` that is respected; with a longer one, the client would seem to
            hang.
        longest_download: Total time limit of a result of any size, unless the client's `total_timeout` is longer.
        look_ups: Pauses before each look-up of a submission's tag: together the window in which an accepted job
            appears.
        duplicate_look_ups: Pauses before each look-up of a second job, after a submission was sent again.
        slow_answer: If a submission took this long, an intermediary may have sent it twice: gateways do when the
            service behind them does not respond. It is then treated as if it had been sent more than once.
        late_duplicates: When a job that was sent more than once is looked up a last time, while it is polled.
        duplicate_cancels: Pauses before each attempt to cancel a second job.
        list_lag: After this time the list of jobs definitely shows a job. A submission with a key waits for it if an
            earlier process was stopped between sending the same submission and reading the response.
        first_look: Pause before looking again for a key's job or session that the service may not show yet; doubles
            from then on.
        longest_look: Upper limit of the doubling.
        first_turn: Pause before a submission with a key checks again whether another one with that key, on this
            machine, is done; doubles from then on.
        longest_turn: Upper limit of the doubling.
        turn_patience: How long to wait for another submission with the same key before giving up.
        series_listing: Age after which the list of a series' jobs is requested again.
        advice: Time limit for checking, after a submission, whether its job can run soon.
        advice_every: Interval between such checks for the same backend by the same client; None never checks.
        closing_session: Time limit for closing a session when its block was interrupted.
        first_resubmission: Pause after a submission was refused with 429 without `Retry-After`; doubles from then on.
        longest_resubmission: Upper limit of the doubling: IBM documents 5 submissions a minute.
        refused_submissions: Consecutive refusals after which a series of submissions is given up.
        results_window: How long a completed job's result may take to appear: the service becomes consistent within
            seconds.
        first_results_poll: Pause before requesting such a result again; the pauses grow from then on.
        longest_results_poll: Upper limit of the growth.
        refresh_at: Share of a token's lifetime after which it is replaced; the same as in IBM's own client.
        unusable_before_end: A token is not used this close to its end; the same as in IBM's own client.
        after_failed_refresh: Pause before the next attempt to replace a token that is still valid.
        lock_patience: How long to wait for another process that is changing the account file before giving up.
        clock: The clocks.
    """

    first_poll: float = Polling.first
    poll_share: float = Polling.share
    longest_poll: float = Polling.longest
    longest_poll_in_session: float = Polling.longest_in_session
    first_failed_poll: float = 1.0
    longest_failed_poll: float = 60.0
    longest_failed_poll_in_session: float = 5.0
    longest_question: float = 120.0
    last_question: float = 1.0
    outage_warning: float = 180.0
    refusals: int = 3
    refusal_window: float = 60.0
    appearance: float = 30.0
    first_retry: float = 0.5
    longest_retry: float = 60.0
    longest_retry_after: float = MAX_RETRY_AFTER
    longest_download: float = 3600.0
    look_ups: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    duplicate_look_ups: tuple[float, ...] = (0.0, 1.0, 3.0)
    slow_answer: float = 5.0
    late_duplicates: float = 30.0
    duplicate_cancels: tuple[float, ...] = (0.0, 1.0, 3.0)
    list_lag: float = 60.0
    first_look: float = 0.5
    longest_look: float = 8.0
    first_turn: float = 0.02
    longest_turn: float = 0.2
    turn_patience: float = 900.0
    series_listing: float = 300.0
    advice: float = 5.0
    advice_every: float | None = 600.0
    closing_session: float = 10.0
    first_resubmission: float = 5.0
    longest_resubmission: float = 60.0
    refused_submissions: int = 20
    results_window: float = 30.0
    first_results_poll: float = 0.5
    longest_results_poll: float = 5.0
    refresh_at: float = 0.8
    unusable_before_end: float = 10.0
    after_failed_refresh: float = 10.0
    lock_patience: float = LOCK_PATIENCE
    clock: Clock = time

    @property
    def polling(self) -> Polling:
        """The pauses of a wait without `polling=`."""
        return Polling(self.first_poll, self.poll_share, self.longest_poll, self.longest_poll_in_session)

    def capped_retry_after(self, retry_after: float | None) -> float | None:
        """Return a `Retry-After` limited to the longest that is respected; None without one."""
        return None if retry_after is None else min(retry_after, self.longest_retry_after)


FOR_TESTS: Final[Mapping[str, float | tuple[float, ...]]] = {
    "first_poll": 0.005,
    "longest_poll": 0.5,
    "longest_poll_in_session": 0.5,
    "first_failed_poll": 0.002,
    "longest_failed_poll": 0.02,
    "longest_failed_poll_in_session": 0.02,
    "refusal_window": 0.05,
    "appearance": 0.05,
    "first_retry": 0.001,
    "longest_retry": 0.01,
    "longest_retry_after": 0.02,
    "look_ups": (0.0, 0.005, 0.02),
    "duplicate_look_ups": (0.0, 0.02),
    "late_duplicates": 0.1,
    "duplicate_cancels": (0.0, 0.02),
    "list_lag": 0.1,
    "first_look": 0.002,
    "longest_look": 0.02,
    "first_turn": 0.002,
    "longest_turn": 0.02,
    "first_resubmission": 0.002,
    "longest_resubmission": 0.02,
    "results_window": 0.05,
    "first_results_poll": 0.005,
    "longest_results_poll": 0.02,
}
"""Changes for tests against an emulator, which responds within milliseconds and lists accepted jobs immediately.

Failures are still tolerated as often as with the service, so that tests see the same errors, and the same requests.
"""

DEFAULT = Timing()
_in_force: list[Timing] = [DEFAULT]


def current() -> Timing:
    """Return the current timing."""
    return _in_force[-1]


@contextmanager
def override(**changes: Any) -> Generator[Timing]:
    """Change some of the timing for a block, in every thread; for tests. Blocks can be nested.

    Args:
        changes: Attributes of `Timing`.

    Raises:
        TypeError: `Timing` has no such attribute.
    """
    _in_force.append(Timing(**{**current()._asdict(), **changes}))
    try:
        yield current()
    finally:
        _in_force.pop()

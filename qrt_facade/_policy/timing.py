"""Every pause, every limit on failures in a row and every clock of the client, in one place.

Seconds throughout. What is in force is read when a client is constructed (retries) or an operation begins (the rest).
Tests shorten the pauses for a block: `with timing.override(first_poll=0.05): ...`.
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
"""Seconds that a wait lasts by default: a day, since a queue can last for hours."""


class Clock(Protocol):
    """The two clocks of the standard library's `time`."""

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start, never set back."""
        ...

    def time(self) -> float:
        """Return seconds since 1970, as the machine's owner sets them."""
        ...


class Timing(NamedTuple):
    """How long to pause, and how many failures in a row to tolerate.

    Attributes:
        first_poll: The shortest pause before a question about a job, for who sets no `polling=`; see `Polling`.
        poll_share: The share of the time waited so far (or since the job began to run) that a pause lasts.
        longest_poll: The longest pause: a queue lasts for hours, and the service limits requests.
        longest_poll_in_session: The same in a session, which is paid for by the second.
        first_failed_poll: After a question that failed; it doubles from then on.
        longest_failed_poll: The doubling ends here: a service that is out gains nothing from being asked more often.
        longest_failed_poll_in_session: The same in a session, which may close when its client is silent for a minute.
        longest_question: One question of a wait lasts no longer, retries included: the next one may meet a better network.
        last_question: The question at the end of a wait's time gets this long, so that an end just reached still counts.
        outage_warning: When nothing usable was answered for this long, a wait warns; it goes on until its own timeout.
        refusals: A refusal by the service itself (no such job, not allowed) ends a wait only when it was given so often
        refusal_window: and over so many seconds: one replica, one cache or one expired token may refuse by mistake.
        appearance: For so long after it was accepted, a job that the service does not know yet is waited for.
        first_retry: Before a failed request is sent again; it doubles from then on.
        longest_retry: The doubling ends here.
        longest_retry_after: The longest `Retry-After` that is obeyed; a longer one would look like a client that hangs.
        longest_download: The time for a result in all, however large, unless the client's `total_timeout` is longer.
        look_ups: Before each look-up of a submission's tag: together the window in which an accepted job becomes visible.
        duplicate_look_ups: Before each look for a second job, after a submission that could not be found was sent again.
        slow_answer: When a submission took this long, something on the way may have sent it twice by itself: gateways do
            when the service behind them does not answer. It is then taken for one that was sent more than once.
        late_duplicates: After this a job that was sent more than once is looked for a last time, when it is asked about.
        duplicate_cancels: Before each attempt to cancel a second job.
        list_lag: After this the list of jobs shows a job for sure. A submission with a key waits it out when a process
            before was stopped between sending the same and reading the answer.
        first_look: Before a job or a session of a key is looked for again that the service may not show yet; it doubles from
            then on.
        longest_look: The doubling ends here.
        first_turn: Before a submission with a key asks again whether another one with that key, on this machine, is done;
            it doubles from then on.
        longest_turn: The doubling ends here.
        turn_patience: For another submission with the same key, before this one is given up.
        series_listing: After this the list of a series' jobs is asked for anew.
        advice: The longest that is spent on asking, after a submission, whether its job can run soon.
        advice_every: Before that is asked again for the same backend by the same client; None never asks.
        closing_session: The longest that leaving the block of a session takes to close it when the block was interrupted.
        first_resubmission: After a submission was refused with 429 and without `Retry-After`; it doubles from then on.
        longest_resubmission: The doubling ends here: IBM documents 5 submissions a minute.
        refused_submissions: Refusals in a row before a series of submissions is given up.
        results_window: How long a completed job's result may take to appear: the service's parts agree within seconds.
        first_results_poll: Before the first new question for such a result; the pauses grow from then on.
        longest_results_poll: The growth ends here.
        refresh_at: The share of a token's life after which it is replaced; IBM's own client has the same.
        unusable_before_end: A token is not used so close to its end; IBM's own client has the same.
        after_failed_refresh: Before the next attempt to replace a token that still serves.
        lock_patience: For another process that is changing the account file, before a change is given up.
        clock: What tells the time.
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
        """The pauses of a wait that was given no `polling=`."""
        return Polling(self.first_poll, self.poll_share, self.longest_poll, self.longest_poll_in_session)

    def capped_retry_after(self, retry_after: float | None) -> float | None:
        """Return how much of a `Retry-After` is obeyed; None without one."""
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
"""What changes in tests against an emulator, which answers within milliseconds and shows at once what it has accepted.

Every failure is still met as often as at the service, so that a test sees the same errors, and the same requests.
"""

DEFAULT = Timing()
_in_force: list[Timing] = [DEFAULT]


def current() -> Timing:
    """Return the timing in force."""
    return _in_force[-1]


@contextmanager
def override(**changes: Any) -> Generator[Timing]:
    """Change some of the timing for a block, in every thread: for tests. Blocks nest.

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

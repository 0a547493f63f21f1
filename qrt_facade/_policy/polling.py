"""The pauses between polls of a job: the default curve, and the protocol for custom strategies."""

from __future__ import annotations

import inspect
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeGuard, runtime_checkable

from qrt_facade._base.arguments import checked_number
from qrt_facade._base.coerce import number_of
from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from typing import Any

_SPREAD: Final = 0.2
"""Pauses vary by up to this share, so that many clients do not poll at the same moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollMoment:
    """The state of a wait when it is about to pause.

    Attributes:
        waited: Seconds since the wait began, or since the last change of status if that is later.
        elapsed: Seconds since the wait began.
        questions: How often the service has been polled so far; 0 before the first poll.
        running: Whether the job is running; for several jobs, whether any is.
        in_session: Whether the job belongs to a session or batch; for several jobs, whether any does.
        estimated_seconds: Seconds of QPU time that the service expects the job to take; None if it does not report it,
            and for several jobs.
    """

    waited: float
    elapsed: float
    questions: int = 0
    running: bool = False
    in_session: bool = False
    estimated_seconds: float | None = None


@runtime_checkable
class PollingStrategy(Protocol):
    """Protocol of `polling=`: an object with this method, such as a `Polling`.

        from types import SimpleNamespace

        every_second = SimpleNamespace(pause=lambda moment: 1.0)
        job.wait(polling=every_second)

    An exception from the strategy ends the wait; the job is not affected.
    """

    def pause(self, moment: PollMoment, /) -> float:
        """Return the seconds to sleep before the next poll, 0 or more.

        The pause is shortened to the end of the wait's timeout. It is longer than this after a failed poll, and when
        the service requested a longer one with `Retry-After`. An exception from this method ends the wait.

        Args:
            moment: The state of the wait and its job.
        """
        ...


@dataclass(frozen=True)
class Polling:
    """When a wait polls its job: soon at first, then in proportion to the time waited.

    A pause is `share` of the time waited, at least `first` and at most `longest`, and varies by up to a fifth, so that
    many clients do not poll at the same moment. The time restarts when the status changes: a job that was queued for
    hours is polled often once it runs.

        from qrt_facade import Polling

        job.wait(polling=Polling(longest=5.0))           # about 800 polls for a queue of an hour

    The table shows how late a job's end is noticed on average, and after how many polls, simulated with 0.1 s per poll.
    For comparison: this client before it had this curve (1 s, then 1.5 times the last pause, at most 30 s), and IBM's,
    which polls every 0.5 s (`scripts/simulate_polling.py` prints the table):

                                      Polling()          before    IBM's client
        runs 10 ms                 0.3 s      1    1.1 s      1    0.1 s      1
        runs 0.3 s                 0.3 s      1    0.8 s      1    0.4 s      2
        runs 3 s                   0.3 s      9    1.4 s      2    0.4 s      6
        runs 30 s                  1.5 s     31    7.6 s      7    0.3 s     51
        queue 5 s, runs 3 s        0.2 s     21    0.8 s      5    0.4 s     15
        queue 1 min, runs 3 s      0.8 s     40   11.8 s      9    0.4 s    110
        queue 1 h, runs 10 s       6.2 s    170    8.8 s    130    0.4 s  5,800
        queue 10 h, runs 30 s      1.1 s  1,300    4.4 s  1,200    0.4 s 57,000

    Alternatives that were tried: half the share halves the lateness of a run of 30 s, with half as many polls again. A
    longest pause of 60 s saves a third of the polls in an hour's queue, but is 21 s late after it. Using the running
    time that the service estimates reduced the lateness by less than a tenth when the estimate was exact, and not at
    all when it was three times too long, so the estimate is left to custom strategies (`PollMoment.estimated_seconds`).

    Each pause may be longer: the service's `Retry-After` is respected, and after failures pauses grow to a minute.
    Subclasses may override `pause`; any other object with that method works as well.

    Args:
        first: Seconds before the first poll, and the shortest pause.
        share: Pause as a share of the time waited.
        longest: The longest pause outside of sessions, in seconds.
        longest_in_session: The longest pause in a session or batch, which is paid for while it is open, in seconds.

    Raises:
        ConfigurationError: A value is not a finite number of 0 or more.
    """

    first: float = 0.25
    share: float = 0.1
    longest: float = 30.0
    longest_in_session: float = 5.0

    def __post_init__(self) -> None:
        """Validate the values."""
        for name in ("first", "share", "longest", "longest_in_session"):
            unit = "" if name == "share" else "seconds"
            object.__setattr__(self, name, checked_number(name, getattr(self, name), unit=unit))

    def pause(self, moment: PollMoment, /) -> float:
        """Return the seconds to sleep before the next poll.

        Args:
            moment: The state of the wait and its job.
        """
        longest = self.longest_in_session if moment.in_session else self.longest
        pause = min(max(moment.waited * self.share, self.first), longest)
        return pause * random.uniform(1 - _SPREAD, 1 + _SPREAD)  # noqa: S311 - spreads load


FOR_EMULATOR: Final = Polling(first=0.005, share=0.1, longest=0.5, longest_in_session=0.5)
"""For an emulator on this machine, which polling does not burden."""


def checked_polling(value: Any) -> PollingStrategy | None:
    """Return the value of `polling=` if it is a polling strategy.

    Raises:
        ConfigurationError: It has no method `pause`, or the method is a coroutine function or does not accept a moment.
    """
    if value is None or _is_strategy(value):
        return value
    raise ConfigurationError(
        f"polling={redacted_repr(value)}: expected a Polling, or an object with a method pause(moment) that returns seconds"
    )


def _is_strategy(value: object) -> TypeGuard[PollingStrategy]:
    method = getattr(value, "pause", None)
    if isinstance(value, type) or not callable(method) or inspect.iscoroutinefunction(method):
        return False
    try:
        inspect.signature(method).bind(None)
    except TypeError:  # it does not accept exactly one argument
        return False
    except ValueError:  # a method without a signature, such as one in C, is accepted
        return True
    return True


def checked_pause(strategy: PollingStrategy, moment: PollMoment) -> float:
    """Return the pause that a strategy returns.

    Raises:
        ConfigurationError: It is not a finite number of seconds, 0 or more.
    """
    pause: object = strategy.pause(moment)
    seconds = number_of(pause)
    if seconds is None or seconds < 0:
        raise ConfigurationError(
            f"polling: {type(strategy).__name__}.pause returned {redacted_repr(pause)}; "
            "expected a finite number of seconds, 0 or more"
        )
    return seconds

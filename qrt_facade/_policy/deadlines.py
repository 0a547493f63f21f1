"""How long an operation may last in all, however many requests, retries and pauses it takes.

`timeout` limits each silence of the network; a server that sends a byte now and then never reaches it. The limit here
ends such an operation. It is inherited by everything called inside the block, in this thread or task alone.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._base.boundary import restored_after_interruptions
from qrt_facade._policy import timing
from qrt_facade._service.failures import TimeIsUpError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class Deadline(NamedTuple):
    """The end of an operation.

    Attributes:
        until: When it comes, on the monotonic clock.
        seconds: How long the operation could take from its beginning.
        argument: The argument that sets it, for messages.
    """

    until: float
    seconds: float
    argument: str

    def left(self) -> float:
        """Return the seconds that are left, 0 or less when there are none."""
        return self.until - timing.current().clock.monotonic()

    def error(self) -> TimeIsUpError:
        """Return the error that ends the operation."""
        return TimeIsUpError(self.seconds, self.argument)


_IN_FORCE: Final[ContextVar[Deadline | None]] = ContextVar("_IN_FORCE", default=None)
restored_after_interruptions(
    _IN_FORCE
)  # Ctrl-C may come before the end of `until` has put the one before back


def within(seconds: float | None, *, argument: str = "timeout=") -> AbstractContextManager[None]:
    """End every operation of the block after so many seconds, or when a block around it ends, if that is sooner.

    Args:
        seconds: From now on; None sets no limit of its own.
        argument: What gives the operation longer, for messages.
    """
    now = timing.current().clock.monotonic()
    own = None if seconds is None else Deadline(now + seconds, seconds, argument)
    return until(earlier_of(_IN_FORCE.get(), own))


def until(deadline: Deadline | None) -> AbstractContextManager[None]:
    """Put a deadline in force that was in force before: for what is read of an answer later on."""
    return _Until(deadline)


class _Until:
    """A block in which a deadline is in force. As a class it costs a third of a generator: every read has one."""

    __slots__ = ("_before", "_deadline")
    _before: Deadline | None

    def __init__(self, deadline: Deadline | None) -> None:
        self._deadline = deadline

    def __enter__(self) -> None:
        self._before = _IN_FORCE.get()
        _IN_FORCE.set(self._deadline)

    def __exit__(self, *stop: object) -> None:
        _IN_FORCE.set(self._before)


def current() -> Deadline | None:
    """Return the limit that the present operation has, or None."""
    return _IN_FORCE.get()


def left() -> float | None:
    """Return the seconds that are left, 0 or less when there are none; None without a limit."""
    deadline = _IN_FORCE.get()
    return None if deadline is None else deadline.left()


def check() -> None:
    """Go on only if there is time left.

    Raises:
        TimeIsUpError: There is none.
    """
    deadline = _IN_FORCE.get()
    if deadline is not None and deadline.left() <= 0:
        raise deadline.error()


def shortened(timeout: float | None) -> float | None:
    """Return the timeout of one step, so that it ends with the operation.

    Raises:
        TimeIsUpError: There is no time left for it.
    """
    deadline = _IN_FORCE.get()
    if deadline is None:
        return None if timeout is None else min(timeout, _LONGEST)
    remaining = deadline.left()
    if remaining <= 0:
        raise deadline.error()
    return min(remaining, _LONGEST) if timeout is None else min(timeout, remaining, _LONGEST)


def expired() -> Deadline | None:
    """Return the limit if its time is up; for a step that timed out, which may have done so a moment early."""
    deadline = _IN_FORCE.get()
    return None if deadline is None or deadline.left() > _EARLY else deadline


_EARLY: Final = 0.01
"""Seconds by which the timers of the kernel and of event loops may be ahead of the clock."""


_LONGEST: Final = 1e7
"""Seconds, some four months: what is longer does not fit into the timers of every platform."""


def earlier_of(first: Deadline | None, second: Deadline | None) -> Deadline | None:
    """Return the deadline that comes first; None is none."""
    if first is None or second is None:
        return first or second
    return second if second.until < first.until else first

"""Deadlines of whole operations, however many requests, retries and pauses they take.

`timeout` limits each period of silence; a server that sends a byte now and then never exceeds it. A deadline ends such
an operation. It applies to everything called inside the block, in this thread or task only.
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
        until: When it ends, on the monotonic clock.
        seconds: Duration of the operation from its start.
        argument: The argument that sets the duration, for messages.
    """

    until: float
    seconds: float
    argument: str

    def left(self) -> float:
        """Return the remaining seconds, 0 or less if there are none."""
        return self.until - timing.current().clock.monotonic()

    def error(self) -> TimeIsUpError:
        """Return the error that ends the operation."""
        return TimeIsUpError(self.seconds, self.argument)


_IN_FORCE: Final[ContextVar[Deadline | None]] = ContextVar("_IN_FORCE", default=None)
restored_after_interruptions(_IN_FORCE)  # Ctrl-C may prevent `until` from restoring the previous one


def within(seconds: float | None, *, argument: str = "timeout=") -> AbstractContextManager[None]:
    """End every operation of the block after this many seconds, or at the deadline of an outer block if earlier.

    Args:
        seconds: From now on; None sets no deadline.
        argument: The argument that extends the operation, for messages.
    """
    now = timing.current().clock.monotonic()
    own = None if seconds is None else Deadline(now + seconds, seconds, argument)
    return until(earlier_of(_IN_FORCE.get(), own))


def until(deadline: Deadline | None) -> AbstractContextManager[None]:
    """Restore a deadline that applied before, to read a response later on."""
    return _Until(deadline)


class _Until:
    """Context manager that applies a deadline. A class costs a third of a generator, and every read uses one."""

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
    """Return the deadline of the current operation, or None."""
    return _IN_FORCE.get()


def left() -> float | None:
    """Return the remaining seconds, 0 or less if there are none; None without a deadline."""
    deadline = _IN_FORCE.get()
    return None if deadline is None else deadline.left()


def check() -> None:
    """Raise if the deadline has passed.

    Raises:
        TimeIsUpError: The deadline has passed.
    """
    deadline = _IN_FORCE.get()
    if deadline is not None and deadline.left() <= 0:
        raise deadline.error()


def shortened(timeout: float | None) -> float | None:
    """Return a step's timeout, shortened so that it ends with the operation.

    Raises:
        TimeIsUpError: The deadline has passed.
    """
    deadline = _IN_FORCE.get()
    if deadline is None:
        return None if timeout is None else min(timeout, _LONGEST)
    remaining = deadline.left()
    if remaining <= 0:
        raise deadline.error()
    return min(remaining, _LONGEST) if timeout is None else min(timeout, remaining, _LONGEST)


def expired() -> Deadline | None:
    """Return the deadline if it has passed; used after a step timed out, which may happen a moment early."""
    deadline = _IN_FORCE.get()
    return None if deadline is None or deadline.left() > _EARLY else deadline


_EARLY: Final = 0.01
"""Seconds by which timers of the kernel and of event loops may be ahead of the clock."""


_LONGEST: Final = 1e7
"""Seconds, about four months: larger values do not fit into the timers of every platform."""


def earlier_of(first: Deadline | None, second: Deadline | None) -> Deadline | None:
    """Return the earlier deadline; None means no deadline."""
    if first is None or second is None:
        return first or second
    return second if second.until < first.until else first

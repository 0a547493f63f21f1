"""How long an operation may last in all, however many requests, retries and pauses it takes.

`timeout` limits each silence of the network; a server that sends a byte now and then never reaches it. The limit here
ends such an operation. It is inherited by everything called inside the block, in this thread or task alone.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from qrt_facade._policy import timing

if TYPE_CHECKING:
    from collections.abc import Generator

_UNTIL: Final[ContextVar[float | None]] = ContextVar("_UNTIL", default=None)


@contextmanager
def within(seconds: float | None) -> Generator[None]:
    """End every operation of the block after so many seconds, or when a block around it ends, if that is sooner.

    Args:
        seconds: From now on; None sets no limit of its own.
    """
    outer = _UNTIL.get()
    until = None if seconds is None else timing.current().clock.monotonic() + seconds
    limits = [limit for limit in (outer, until) if limit is not None]
    token = _UNTIL.set(min(limits, default=None))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def left() -> float | None:
    """Return the seconds that are left, 0 or less when there are none; None without a limit."""
    until = _UNTIL.get()
    return None if until is None else until - timing.current().clock.monotonic()

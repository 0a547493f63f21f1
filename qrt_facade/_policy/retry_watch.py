"""A watcher that is informed of retries while they happen and may end them: the command line, for a person who waits.

A watcher is in force for a block, in this thread or task alone. Without one nothing is reported and every passing failure is
tried again.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from qrt_facade._base.boundary import restored_after_interruptions

if TYPE_CHECKING:
    from collections.abc import Generator


class Pause(NamedTuple):
    """A pause before a request is sent again.

    Attributes:
        place: Host and port that were asked.
        seconds: How long the pause lasts.
        number: Which attempt follows, counted from 1.
        total: How many attempts there are at most after the first.
        failure: What ended the attempt before: HTTP's status, or what the connection raised.
    """

    place: str
    seconds: float
    number: int
    total: int
    failure: int | Exception


class RetryWatcher(Protocol):
    """What is informed of attempts. Nothing that it does may raise."""

    def answered(self, place: str) -> None:
        """Take note that a place has answered, with whatever status."""
        ...

    def gives_up(self, place: str, failure: Exception) -> bool:
        """Decide whether a failure that may pass ends the request all the same."""
        ...

    def pausing(self, pause: Pause) -> None:
        """Take note that a pause begins."""
        ...


_WATCHER: Final[ContextVar[RetryWatcher | None]] = ContextVar("_WATCHER", default=None)
_PLACE: Final[ContextVar[str]] = ContextVar("_PLACE", default="")
"""Where the present attempt goes."""
restored_after_interruptions(_WATCHER)


@contextmanager
def watched(watcher: RetryWatcher) -> Generator[None]:
    """Let a watcher be informed of the retries of the block."""
    before = _WATCHER.get()
    try:
        _WATCHER.set(watcher)
        yield
    finally:
        _WATCHER.set(before)


def begin_attempt(place: str) -> None:
    """Note where an attempt goes."""
    _PLACE.set(place)


def report_answer() -> None:
    """Report that the present attempt was answered."""
    if (watcher := _WATCHER.get()) is not None:
        watcher.answered(_PLACE.get())


def gives_up(failure: Exception) -> bool:
    """Tell whether the watcher ends the request after this failure."""
    watcher = _WATCHER.get()
    return watcher is not None and watcher.gives_up(_PLACE.get(), failure)


def report_pause(seconds: float, number: int, total: int, failure: int | Exception) -> None:
    """Report that a pause begins."""
    if (watcher := _WATCHER.get()) is not None:
        watcher.pausing(Pause(_PLACE.get(), seconds, number, total, failure))

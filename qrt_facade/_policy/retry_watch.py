"""Watchers of retries, which may also end them: used by the command line for the person who is waiting.

A watcher applies to a block, in this thread or task only. Without one, nothing is reported and every transient failure
is retried.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from qrt_facade._base.boundary import restored_after_interruptions

if TYPE_CHECKING:
    from collections.abc import Generator


class Pause(NamedTuple):
    """A pause before a retry.

    Attributes:
        place: Host and port of the request.
        seconds: Duration of the pause.
        number: Number of the next retry, counted from 1.
        total: Maximum number of retries.
        failure: What ended the previous attempt: an HTTP status, or an error of the connection.
    """

    place: str
    seconds: float
    number: int
    total: int
    failure: int | Exception


class RetryWatcher(Protocol):
    """Receives reports about attempts. Its methods must not raise."""

    def answered(self, place: str) -> None:
        """Called when a host has responded, with any status."""
        ...

    def gives_up(self, place: str, failure: Exception) -> bool:
        """Return whether a transient failure should end the request anyway."""
        ...

    def pausing(self, pause: Pause) -> None:
        """Called when a pause begins."""
        ...


_WATCHER: Final[ContextVar[RetryWatcher | None]] = ContextVar("_WATCHER", default=None)
_PLACE: Final[ContextVar[str]] = ContextVar("_PLACE", default="")
"""Host and port of the current attempt."""
restored_after_interruptions(_WATCHER)


@contextmanager
def watched(watcher: RetryWatcher) -> Generator[None]:
    """Report the retries of the block to a watcher."""
    before = _WATCHER.get()
    try:
        _WATCHER.set(watcher)
        yield
    finally:
        _WATCHER.set(before)


def begin_attempt(place: str) -> None:
    """Record the host and port of an attempt."""
    _PLACE.set(place)


def report_answer() -> None:
    """Report that the current attempt received a response."""
    if (watcher := _WATCHER.get()) is not None:
        watcher.answered(_PLACE.get())


def gives_up(failure: Exception) -> bool:
    """Return whether the watcher ends the request after this failure."""
    watcher = _WATCHER.get()
    return watcher is not None and watcher.gives_up(_PLACE.get(), failure)


def report_pause(seconds: float, number: int, total: int, failure: int | Exception) -> None:
    """Report that a pause begins."""
    if (watcher := _WATCHER.get()) is not None:
        watcher.pausing(Pause(_PLACE.get(), seconds, number, total, failure))

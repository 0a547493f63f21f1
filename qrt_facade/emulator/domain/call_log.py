"""The newest calls that an emulator has answered, recorded for display: without secrets, and limited in size."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qrt_facade._base.secrets import safe_repr
from qrt_facade.emulator.domain.limited_logging import limited_logger

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CALLS: Final = 300
"""Number of calls that are kept; the oldest is dropped first."""

MOST_BODY: Final = 32_768
"""Number of bytes that are kept of a body."""

_LOGGER = limited_logger("qrt_facade.emulator.calls")


@dataclass(frozen=True)
class RecordedBody:
    """A body of a call: the beginning of its text, with secrets redacted.

    Attributes:
        text: The text, at most 32 kB of it; empty if there is none or it is not recorded.
        size: Number of bytes received or sent.
        left_out: Number of those bytes that are not in `text`.
        note: Why bytes are left out; None if none are.
    """

    text: str = ""
    size: int = 0
    left_out: int = 0
    note: str | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class RecordedCall:
    """One HTTP call that an emulator has answered, with secrets replaced by `***`.

    Attributes:
        number: 1 for the first call of this emulator, and so on.
        began: When the request arrived, ISO 8601 in UTC.
        method: HTTP method.
        path: Path with its query, as sent.
        status: HTTP status that was sent; None if the connection ended without one.
        milliseconds: Time from the request's header to the end of the response.
        request_headers: Names and values, as received.
        request_body: Body of the request.
        response_headers: Names and values, as sent.
        response_body: Body of the response.
        job_id: The job that the call created or refers to; None for other calls.
        fault: The scenario's fault that changed the response, if any.
        note: What happened to the connection if it was closed early by either side; otherwise None.
    """

    number: int
    began: str
    method: str
    path: str
    status: int | None
    milliseconds: float
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: RecordedBody = RecordedBody()
    response_headers: tuple[tuple[str, str], ...] = ()
    response_body: RecordedBody = RecordedBody()
    job_id: str | None = None
    fault: str | None = None
    note: str | None = None

    @safe_repr
    def __repr__(self) -> str:
        answered = "no response" if self.status is None else self.status
        return f"<RecordedCall {self.number}: {self.method} {self.path} {answered}>"


class CallLog:
    """Stores the newest calls; thread-safe."""

    def __init__(self, most: int = MOST_CALLS) -> None:
        self._calls: deque[RecordedCall] = deque(maxlen=most)
        self._numbers = itertools.count(1)
        self._callbacks: list[Callable[[RecordedCall], object]] = []
        self._lock = threading.Lock()

    def next_number(self) -> int:
        """Return the number of the call that begins now."""
        return next(self._numbers)

    def add(self, call: RecordedCall) -> None:
        """Store a call and pass it to the callbacks; exceptions that they raise are logged."""
        with self._lock:
            self._calls.append(call)
            callbacks = tuple(self._callbacks)
        for callback in callbacks:
            try:
                callback(call)
            except Exception:  # an observer's code must not change what a client gets
                _LOGGER.exception("a callback of on_call failed")

    def newest(self, job_id: str | None = None) -> list[RecordedCall]:
        """Return the calls, newest first; with a job's id, only those that created it or refer to it."""
        with self._lock:
            kept = list(self._calls)
        return [call for call in reversed(kept) if job_id is None or call.job_id == job_id]

    def clear(self) -> None:
        """Delete the calls; numbering continues."""
        with self._lock:
            self._calls.clear()

    def on_call(self, callback: Callable[[RecordedCall], object]) -> Callable[[], None]:
        """Call a function with each call that is recorded from now on, in the server's thread.

        Returns:
            A function that removes the callback.
        """
        with self._lock:
            self._callbacks.append(callback)

        def end() -> None:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return end

"""Requests that must not be cancelled: those that create a job or a session, or read a result for the only time.

A cancelled task loses the response to the request that it awaits, and the job or the result with it. So such a request
is awaited until its response, or its own timeout, and the cancellation continues from there. Between requests, in
pauses, look-ups and token exchanges, a cancellation takes effect immediately.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

from qrt_facade._policy import timing
from qrt_facade._policy.tokens import TOKEN_PATH
from qrt_facade._service.failures import NO_CONNECTION

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    import anyio

T = TypeVar("T")

_REFUSED_UNREAD: Final = (401, 429)
"""After these statuses the request may be sent again, so it is better to be interrupted before that."""


class Flight:
    """The request of an operation that must not be interrupted.

    Args:
        whole: Whether the whole operation must not be interrupted, because it ends something that costs money.

    Attributes:
        departures: How often it was handed to the network.
        under_way: Whether its response is pending.
        sent_at: When it last left this machine, on the monotonic clock; None before that.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self._whole = whole
        self.departures = 0
        self.under_way = False
        self.sent_at: float | None = None
        self._scope: anyio.CancelScope | None = None
        self._task: asyncio.Task[Any] | None = None
        self._stopping = False

    def departs(self) -> None:
        """Record that the request is handed to the network: from now on it is not interrupted."""
        self.departures += 1
        self.leaves()
        self._set_under_way(value=True)

    def leaves(self) -> None:
        """Record that the request leaves this machine now, after possibly waiting for a connection."""
        self.sent_at = timing.current().clock.monotonic()

    def failed(self, error: Exception) -> None:
        """Record that there is no response; without a connection, nothing was sent."""
        if isinstance(error, NO_CONNECTION):
            self._set_under_way(value=False)

    def answered(self, status: int) -> None:
        """Record the status of the response."""
        if status in _REFUSED_UNREAD:
            self._set_under_way(value=False)

    def _set_under_way(self, *, value: bool) -> None:
        self.under_way = value
        if self._scope is not None:
            self._scope.shield = value or self._stopping
        if self._stopping and not value and self._task is not None:
            self._task.cancel()

    async def complete(self, operation: Callable[[], Awaitable[T]]) -> T:
        """Await an operation, holding cancellations back while the request is pending."""
        import anyio
        from anyio.lowlevel import checkpoint_if_cancelled

        self.under_way = self._whole
        with anyio.CancelScope(shield=self._whole) as scope:
            self._scope = scope
            if _in_asyncio():
                result = await self._as_task(operation, scope)
            else:
                result = await operation()
        # Deliver a cancellation that was held back here: at the caller's next checkpoint, the job would not be named.
        if not self._whole:
            await checkpoint_if_cancelled()
        # Only a scope that is itself cancelled swallows an exception, and this one is never cancelled.
        return result  # pyright: ignore[reportPossiblyUnboundVariable, reportReturnType]

    async def _as_task(self, operation: Callable[[], Awaitable[T]], scope: anyio.CancelScope) -> T:
        """Await the operation in a separate task: `Task.cancel()` passes through scopes, but not to another task."""
        import asyncio

        async def running() -> T:
            return await operation()

        task: asyncio.Task[T] = asyncio.create_task(running())
        self._task = task
        task.add_done_callback(_retrieve)
        stop: asyncio.CancelledError | None = None
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as cancelled:
                stop = stop or cancelled
                self._stopping = scope.shield = True
                if not self.under_way:
                    task.cancel()
            except GeneratorExit:
                task.cancel()
                raise
        if stop is not None:
            raise stop
        return task.result()


def _in_asyncio() -> bool:
    import asyncio

    try:
        return asyncio.current_task() is not None
    except RuntimeError:  # trio
        return False


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Retrieve a task's exception, so that the event loop does not report it as never retrieved."""
    if not task.cancelled():
        task.exception()


_FLIGHT: Final[ContextVar[Flight | None]] = ContextVar("_FLIGHT", default=None)


async def uninterrupted_async(flight: Flight, operation: Callable[[], Awaitable[T]]) -> T:
    """Await an operation without interrupting its costly request."""
    token = _FLIGHT.set(flight)
    try:
        return await flight.complete(operation)
    finally:
        _FLIGHT.reset(token)


def uninterrupted(flight: Flight, operation: Callable[[], T]) -> T:
    """Call a blocking operation; Ctrl-C cannot be held back, but `flight` shows how far the operation got."""
    token = _FLIGHT.set(flight)
    try:
        return operation()
    finally:
        _FLIGHT.reset(token)


def flight_of(method: str, path: str) -> Flight | None:
    """Return the flight that a request belongs to, or None."""
    creates = method == "POST" and not path.endswith(TOKEN_PATH)
    consumes = method == "GET" and path.endswith("/results")
    return _FLIGHT.get() if creates or consumes else None


def note_headers_sent(method: str, path: str) -> None:
    """Record that the headers of a request are sent, if it belongs to a flight."""
    flight = flight_of(method, path)
    if flight is not None:
        flight.leaves()

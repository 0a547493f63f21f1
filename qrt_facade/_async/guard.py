"""A guard around every transport, ours or the caller's, that enforces deadlines on requests and response bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.http_library import httpx
from qrt_facade._policy import deadlines
from qrt_facade._policy.attempts import BrokenAsHttpx, note_answer, note_attempt
from qrt_facade._service.failures import MARK, NEVER_SENT, WAY, Way

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qrt_facade._policy.deadlines import Deadline

_REFUSED_UNREAD: Final = (401, 429)
"""Statuses with which a request was not processed."""


class AsyncGuardedTransport(httpx.AsyncBaseTransport):
    """Sends and reads nothing after the deadline, and raises only httpx's errors.

    For error reports, it records in the request's extensions for each attempt whether the service may have received it,
    and its route.

    Args:
        inner: The transport, ours or the caller's.
        way: The route of the transport.
        marks: Whether `inner` itself records when exactly a request is sent, as `AsyncWire` does.
    """

    def __init__(self, inner: Any, way: Way, *, marks: bool) -> None:
        self._inner = inner
        self._way = way
        self._marks = marks

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request before the deadline."""
        deadline = deadlines.current()
        note_attempt(request.url)
        request.extensions[WAY] = self._way
        before = request.extensions.setdefault(MARK, False)
        deadlines.check()
        request.extensions[MARK] = before or not self._marks
        with BrokenAsHttpx(request):
            try:
                response: httpx.Response = await self._inner.handle_async_request(request)
            except NEVER_SENT:
                request.extensions[MARK] = before
                raise
        note_answer(response.headers)
        if response.status_code in _REFUSED_UNREAD:
            request.extensions[MARK] = False
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _TimedStream(response.stream, deadline, request, between=not self._marks)
        return response

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


class _TimedStream(httpx.AsyncByteStream):
    """A response body, read piece by piece before the request's deadline, regardless of the reader.

    Args:
        stream: The body.
        deadline: The deadline in force when the request was sent.
        request: The request.
        between: Whether to check the deadline between pieces, for a transport that does not do so itself. Ours checks
            when it reads, so that httpx's suspended generators end in order.
    """

    def __init__(
        self,
        stream: httpx.AsyncByteStream,
        deadline: Deadline | None,
        request: httpx.Request,
        *,
        between: bool,
    ) -> None:
        self._between = between
        self._stream = stream
        self._deadline = deadline
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self._stream.__aiter__()
        try:
            while True:
                deadline = deadlines.earlier_of(self._deadline, deadlines.current())
                # Not in force across the yield: it would leak to the reader.
                with deadlines.until(deadline), BrokenAsHttpx(self._request):
                    if self._between:
                        deadlines.check()
                    try:
                        piece = await pieces.__anext__()
                    except StopAsyncIteration:
                        return
                yield piece
        finally:
            close = getattr(pieces, "aclose", None)  # generators have it; trio requires the call
            if close is not None:
                await close()

    async def aclose(self) -> None:
        with BrokenAsHttpx(self._request):
            await self._stream.aclose()

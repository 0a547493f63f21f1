"""What stands before every transport, ours or the caller's: each request and each piece of its answer has the time that is left."""

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
"""Nothing was done with a request that was answered so."""


class AsyncGuardedTransport(httpx.AsyncBaseTransport):
    """Sends nothing when the time is up, reads no answer beyond it, and lets only errors of httpx out.

    What it learns of each attempt stands in the request's extensions for whoever reports a failure: whether the
    service may have received it, and the way that it took.

    Args:
        inner: What sends: ours, or the caller's own.
        way: How it leaves this machine.
        marks: Whether `inner` notes by itself, to the moment, when a request goes out, as `AsyncWire` does.
    """

    def __init__(self, inner: Any, way: Way, *, marks: bool) -> None:
        self._inner = inner
        self._way = way
        self._marks = marks

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, in the time that is left."""
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
        """Close the transport within."""
        await self._inner.aclose()


class _TimedStream(httpx.AsyncByteStream):
    """The body of an answer: each piece of it in the time that was left for the request, whoever reads it and when.

    Args:
        stream: The body.
        deadline: What was in force when the request was sent.
        request: The request.
        between: Whether the time is looked at between the pieces, of a transport that does not do so itself. Ours does
            when it reads, so that what is suspended in httpx's generators ends in order.
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
                # Not kept in force over the yield: it would leak to whoever reads.
                with deadlines.until(deadline), BrokenAsHttpx(self._request):
                    if self._between:
                        deadlines.check()
                    try:
                        piece = await pieces.__anext__()
                    except StopAsyncIteration:
                        return
                yield piece
        finally:
            close = getattr(pieces, "aclose", None)  # of a generator; trio asks for it
            if close is not None:
                await close()

    async def aclose(self) -> None:
        with BrokenAsHttpx(self._request):
            await self._stream.aclose()

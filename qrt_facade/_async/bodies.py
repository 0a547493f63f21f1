"""Reading bodies without letting a hostile one fill the memory."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.http_library import httpx
from qrt_facade._connection.bodies import (
    AS_SENT,
    AT_ONCE,
    LIMIT,
    MAX_ANSWER,
    MAX_REFUSAL,
    Unpacking,
    declared_length,
    too_large,
)
from qrt_facade._policy.attempts import RefusedUnreadError
from qrt_facade._policy.flights import flight_of
from qrt_facade._service.answers import is_from_service
from qrt_facade._service.failures import BodyRefusedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_SMALL: Final = 1 << 16
"""Bytes of a body that may be in memory twice."""


class AsyncBoundedTransport(httpx.AsyncBaseTransport):
    """Undoes content encodings and limits bodies, whoever reads them (httpx itself reads that of a 401).

    A good body that is larger than the request's limit (`LIMIT` among its extensions) ends in an error. Of a refusal's
    body the beginning is let through.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request, and bound the body of its answer.

        Raises:
            BodyRefusedError: A good answer declares more than the limit, or an encoding that was not asked for.
        """
        response = await self._answer(request)
        if response.is_closed or not isinstance(response.stream, httpx.AsyncByteStream):
            return response  # a transport of the caller's own, which has read the body already
        if response.is_success and request.extensions.get(AS_SENT):
            return response
        limit = request.extensions.get(LIMIT, MAX_ANSWER) if response.is_success else None
        declared = declared_length(response.headers) if response.is_success else 0
        try:
            if limit is not None and declared > limit:
                raise too_large(limit)
            unpacking = Unpacking(response.headers.pop("content-encoding", ""), limit)
        except BodyRefusedError:
            await response.stream.aclose()
            if response.is_success:
                raise
            response.stream = httpx.ByteStream(b"")
            return response
        if response.is_success:
            small = 0 < declared < _SMALL
            whole = bool(request.extensions.get(AT_ONCE)) and not small
            response.stream = _Bounded(response.stream, unpacking, whole=whole)
        else:
            response.stream = _Beginning(response.stream, unpacking)
        return response

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        """Send the request; of one that must not be cut off, keep the record that says when it is on its way."""
        flight = flight_of(request.method, request.url.path)
        if flight is None:
            return await self._inner.handle_async_request(request)  # type: ignore[no-any-return]
        flight.departs()
        try:
            response: httpx.Response = await self._inner.handle_async_request(request)
        except httpx.HTTPError as error:
            flight.failed(error)
            raise
        flight.answered(response.status_code)
        return response

    async def aclose(self) -> None:
        """Close the transport within."""
        await self._inner.aclose()


class _Bounded(httpx.AsyncByteStream):
    """The body of a good answer, decoded; as one piece if `whole`, where httpx would hold all pieces beside the whole."""

    def __init__(self, stream: httpx.AsyncByteStream, unpacking: Unpacking, *, whole: bool) -> None:
        self._stream = stream
        self._unpacking = unpacking
        self._whole = io.BytesIO() if whole else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._stream:
                for piece in self._unpacking.pieces(chunk):
                    if self._whole is None:
                        yield piece
                    else:
                        self._whole.write(piece)
            self._unpacking.finish()
            if self._whole is not None:
                yield self._whole.getvalue()
        except zlib.error as error:
            await self.aclose()  # httpx does not, and an open answer keeps its connection
            raise httpx.DecodingError(str(error)) from error
        except BodyRefusedError:
            await self.aclose()
            raise

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Beginning(httpx.AsyncByteStream):
    """The beginning of a refusal's body, decoded, as far as it arrived and is whole."""

    def __init__(self, stream: httpx.AsyncByteStream, unpacking: Unpacking) -> None:
        self._stream = stream
        self._unpacking = unpacking

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MAX_REFUSAL
        try:
            async for chunk in self._stream:
                for piece in self._unpacking.pieces(chunk):
                    yield piece[:left]
                    left -= len(piece)
                    if left <= 0:
                        return
        except (zlib.error, httpx.HTTPError):
            return  # a refusal whose explanation was cut off or damaged is still that refusal

    async def aclose(self) -> None:
        await self._stream.aclose()


async def read_good(response: httpx.Response) -> None:
    """Read the body of a good answer into the response; of a refusal nothing.

    Raises:
        BodyRefusedError: It is larger than its limit, or does not fit into memory.
        httpx.HTTPError: The connection broke, or the encoding is damaged.
    """
    if not response.is_success:
        return
    try:
        await response.aread()
    except MemoryError:
        await response.aclose()
        raise BodyRefusedError("there is not enough memory for the answer") from None
    except BaseException:
        await response.aclose()
        raise


async def refuse_unread(response: httpx.Response) -> None:
    """Let a submission be sent again that the service refused for its rate.

    Raises:
        RefusedUnreadError: The service did; any other 429 may be an intermediary's, after the service did its work.
    """
    if response.status_code == 429 and is_from_service(429, await read_refusal(response)):
        raise RefusedUnreadError("too many requests", request=response.request)


async def read_refusal(response: httpx.Response) -> bytes:
    """Read the beginning of a refusal's body. `AsyncBoundedTransport` ends it there; reading it again gives the same."""
    with suppress(httpx.ResponseNotRead):
        return response.content
    try:
        if not response.is_success:
            return await response.aread()
        # A part of an answer (206), which nobody reads twice; it may be as large as an answer.
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) >= MAX_REFUSAL:
                break
        return bytes(body[:MAX_REFUSAL])
    finally:
        await response.aclose()

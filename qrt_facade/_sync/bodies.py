# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Reading of response bodies within limits, so that a hostile one cannot exhaust the memory."""

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
    from collections.abc import Iterator

_SMALL: Final = 1 << 16
"""Size in bytes up to which a body may be in memory twice."""


class BoundedTransport(httpx.BaseTransport):
    """Decodes content encodings and limits the size of bodies, including those that httpx itself reads (of a 401).

    The body of a successful response that exceeds the request's limit (`LIMIT` in its extensions) raises an error. The
    body of an error response is truncated.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request, and limit the body of its response.

        Raises:
            BodyRefusedError: A successful response declares a size above the limit, or an encoding that was not
                requested.
        """
        response = self._answer(request)
        if response.is_closed or not isinstance(response.stream, httpx.SyncByteStream):
            return response  # the caller's transport has already read the body
        if response.is_success and request.extensions.get(AS_SENT):
            return response
        limit = request.extensions.get(LIMIT, MAX_ANSWER) if response.is_success else None
        declared = declared_length(response.headers) if response.is_success else 0
        try:
            if limit is not None and declared > limit:
                raise too_large(limit)
            unpacking = Unpacking(response.headers.pop("content-encoding", ""), limit)
        except BodyRefusedError:
            response.stream.close()
            if response.is_success:
                raise
            response.stream = httpx.ByteStream(b"")
            return response
        if response.is_success:
            small = 0 < declared < _SMALL
            whole = bool(request.extensions.get(AT_ONCE)) and not small
            response.stream = _Bounded(response.stream, unpacking, whole=whole)
        else:
            response.stream = _Truncated(response.stream, unpacking)
        return response

    def _answer(self, request: httpx.Request) -> httpx.Response:
        """Send the request; if it must not be interrupted, record when it is in progress."""
        flight = flight_of(request.method, request.url.path)
        if flight is None:
            return self._inner.handle_request(request)  # type: ignore[no-any-return]
        flight.departs()
        try:
            response: httpx.Response = self._inner.handle_request(request)
        except httpx.HTTPError as error:
            flight.failed(error)
            raise
        flight.answered(response.status_code)
        return response

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


class _Bounded(httpx.SyncByteStream):
    """The decoded body of a successful response; with `whole`, one piece, since httpx would keep all pieces too."""

    def __init__(self, stream: httpx.SyncByteStream, unpacking: Unpacking, *, whole: bool) -> None:
        self._stream = stream
        self._unpacking = unpacking
        self._whole = io.BytesIO() if whole else None

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self._stream:
                for piece in self._unpacking.pieces(chunk):
                    if self._whole is None:
                        yield piece
                    else:
                        self._whole.write(piece)
            self._unpacking.finish()
            if self._whole is not None:
                yield self._whole.getvalue()
        except zlib.error as error:
            self.close()  # httpx does not, and an open response keeps its connection
            raise httpx.DecodingError(str(error)) from error
        except BodyRefusedError:
            self.close()
            raise

    def close(self) -> None:
        self._stream.close()


class _Truncated(httpx.SyncByteStream):
    """The beginning of an error response's body, decoded, as far as it arrived intact."""

    def __init__(self, stream: httpx.SyncByteStream, unpacking: Unpacking) -> None:
        self._stream = stream
        self._unpacking = unpacking

    def __iter__(self) -> Iterator[bytes]:
        left = MAX_REFUSAL
        try:
            for chunk in self._stream:
                for piece in self._unpacking.pieces(chunk):
                    yield piece[:left]
                    left -= len(piece)
                    if left <= 0:
                        return
        except (zlib.error, httpx.HTTPError):
            return  # an error response with a truncated or corrupt body is still an error response

    def close(self) -> None:
        self._stream.close()


def read_success(response: httpx.Response) -> None:
    """Read the body of a successful response into the response; do nothing for an error response.

    Raises:
        BodyRefusedError: The body exceeds its limit, or does not fit into memory.
        httpx.HTTPError: The connection was cut, or the encoding is invalid.
    """
    if not response.is_success:
        return
    try:
        response.read()
    except MemoryError:
        response.close()
        raise BodyRefusedError("not enough memory for the response") from None
    except BaseException:
        response.close()
        raise


def refuse_unread(response: httpx.Response) -> None:
    """Raise an error that allows a retry if the service itself rejected a submission with a 429.

    Raises:
        RefusedUnreadError: The 429 is the service's; any other may come from an intermediary, after the service acted.
    """
    if response.status_code == 429 and is_from_service(429, read_error(response)):
        raise RefusedUnreadError("too many requests", request=response.request)


def read_error(response: httpx.Response) -> bytes:
    """Return the beginning of an error response's body, which `BoundedTransport` truncates; may be repeated."""
    with suppress(httpx.ResponseNotRead):
        return response.content
    try:
        if not response.is_success:
            return response.read()
        # A partial response (206) is not read twice, and may be as large as a full response.
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) >= MAX_REFUSAL:
                break
        return bytes(body[:MAX_REFUSAL])
    finally:
        response.close()

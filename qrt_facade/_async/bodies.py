"""Reading bodies without letting a hostile one fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MAX_REFUSAL: Final = 64 * 1024
"""Bytes that are read of an error's body: enough for any explanation."""

BOMB_SIZE: Final = 512 * 1024 * 1024
BOMB_RATIO: Final = 100
"""A good body is refused once it is this large and this many times larger than what came over the wire."""


class AsyncBoundedTransport(httpx.AsyncBaseTransport):
    """Lets through only the beginning of a refusal's body, whoever reads it (httpx itself reads that of a 401)."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request, and bound the body of a refusal."""
        response: httpx.Response = await self._inner.handle_async_request(request)
        if not response.is_success and isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _Beginning(response.stream)
        return response

    async def aclose(self) -> None:
        """Close the transport within."""
        await self._inner.aclose()


class _Beginning(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        passed = 0
        async for chunk in self._stream:
            yield chunk[: MAX_REFUSAL - passed]
            passed += len(chunk)
            if passed >= MAX_REFUSAL:
                return

    async def aclose(self) -> None:
        await self._stream.aclose()


async def read_good(response: httpx.Response) -> None:
    """Read the body of a good answer into the response; of a refusal nothing.

    Raises:
        httpx.DecodingError: It unpacks to far more than what came over the wire.
    """
    if not response.is_success or hasattr(response, "_content"):
        return
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > BOMB_SIZE and size > BOMB_RATIO * response.num_bytes_downloaded:
            raise httpx.DecodingError(
                f"it unpacks to more than {BOMB_RATIO} times its size", request=response.request
            )
    # What Response.read() does with what it has read; there is no public way to meter it.
    response._content = b"".join(chunks)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


async def read_refusal(response: httpx.Response) -> bytes:
    """Read the beginning of a refusal's body."""
    body = bytearray()
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) >= MAX_REFUSAL:
                break
    except httpx.HTTPError:
        pass  # a refusal whose explanation was cut off or damaged is still that refusal
    finally:
        await response.aclose()
    return bytes(body[:MAX_REFUSAL])

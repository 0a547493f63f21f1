# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Reading bodies without letting a hostile one fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_REFUSAL: Final = 64 * 1024
"""Bytes that are read of an error's body: enough for any explanation."""

BOMB_SIZE: Final = 512 * 1024 * 1024
BOMB_RATIO: Final = 100
"""A good body is refused once it is this large and this many times larger than what came over the wire."""


class BoundedTransport(httpx.BaseTransport):
    """Lets through only the beginning of a refusal's body, whoever reads it (httpx itself reads that of a 401)."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request, and bound the body of a refusal."""
        response: httpx.Response = self._inner.handle_request(request)
        if not response.is_success and isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Beginning(response.stream)
        return response

    def close(self) -> None:
        """Close the transport within."""
        self._inner.close()


class _Beginning(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        passed = 0
        for chunk in self._stream:
            yield chunk[: MAX_REFUSAL - passed]
            passed += len(chunk)
            if passed >= MAX_REFUSAL:
                return

    def close(self) -> None:
        self._stream.close()


def read_good(response: httpx.Response) -> None:
    """Read the body of a good answer into the response; of a refusal nothing.

    Raises:
        httpx.DecodingError: It unpacks to far more than what came over the wire.
    """
    if not response.is_success or hasattr(response, "_content"):
        return
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > BOMB_SIZE and size > BOMB_RATIO * response.num_bytes_downloaded:
            raise httpx.DecodingError(
                f"it unpacks to more than {BOMB_RATIO} times its size", request=response.request
            )
    # What Response.read() does with what it has read; there is no public way to meter it.
    response._content = b"".join(chunks)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def read_refusal(response: httpx.Response) -> bytes:
    """Read the beginning of a refusal's body."""
    body = bytearray()
    try:
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) >= MAX_REFUSAL:
                break
    except httpx.HTTPError:
        pass  # a refusal whose explanation was cut off or damaged is still that refusal
    finally:
        response.close()
    return bytes(body[:MAX_REFUSAL])

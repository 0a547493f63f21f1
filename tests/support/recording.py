"""A transport that sends requests and records them."""

from __future__ import annotations

import httpx
from support.scripted import TLS


class Recorder(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Works with either kind of client."""

    def __init__(self) -> None:
        self._sync = httpx.HTTPTransport(verify=TLS)
        self._async = httpx.AsyncHTTPTransport(verify=TLS)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._sync.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return await self._async.handle_async_request(request)

    def close(self) -> None:
        self._sync.close()

    async def aclose(self) -> None:
        await self._async.aclose()

    def count(self, method: str, ending: str) -> int:
        """Return the number of requests with this method whose path has this ending."""
        return sum(sent.method == method and sent.url.path.endswith(ending) for sent in self.requests)

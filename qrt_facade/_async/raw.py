"""The generated client, carrying this package's connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from qrt_client import AuthenticatedClient

from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_facade._async.transport import AsyncServiceClient


class AsyncRawClient(AuthenticatedClient):
    """The generated client over an authenticated connection; it holds no token of its own."""

    @classmethod
    def over(cls, service: AsyncServiceClient) -> AsyncRawClient:
        """Return a generated client that uses this connection."""
        client = cls(base_url=str(service.base_url).rstrip("/"), token="")
        client.set_async_httpx_client(service)
        return client

    def get_httpx_client(self) -> NoReturn:
        """Refuse calls of the other kind, which would go out without authentication."""
        raise ConfigurationError(
            f"{type(self).__name__} serves one kind of generated function only: those named sync of a client that "
            "blocks, those named asyncio of a client that is awaited"
        )

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import Response, as_received

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.instance_usage import InstanceUsage


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/instances/usage"}

    return _kwargs


def _parse(response: httpx.Response) -> InstanceUsage:

    from ...models.instance_usage import InstanceUsage

    if response.status_code == 200:
        return InstanceUsage.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(*, client: AuthenticatedClient | Client) -> Response[InstanceUsage]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs()

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(*, client: AuthenticatedClient | Client) -> InstanceUsage:
    """Get the usage of the instance

    What the instance has consumed in the current period, against its limits.

    Returns:
        InstanceUsage: Consumption of an instance in the current period, in seconds.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(client=client).parsed


async def asyncio_detailed(*, client: AuthenticatedClient | Client) -> Response[InstanceUsage]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs()

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(*, client: AuthenticatedClient | Client) -> InstanceUsage:
    """Get the usage of the instance

    What the instance has consumed in the current period, against its limits.

    Returns:
        InstanceUsage: Consumption of an instance in the current period, in seconds.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(client=client)).parsed

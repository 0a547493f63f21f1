from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...models.instance_configuration_update import InstanceConfigurationUpdate
from ...types import Response

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client


def _get_kwargs(*, body: InstanceConfigurationUpdate) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {"method": "put", "url": "/v1/instances/configuration"}

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse(response: httpx.Response) -> None:
    if response.is_success:
        return
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, body: InstanceConfigurationUpdate
) -> Response[None]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(body=body)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(*, client: AuthenticatedClient | Client, body: InstanceConfigurationUpdate) -> None:
    """Set the configuration of the instance

    Sets or takes away the limit of the instance that the Service-CRN header names.

    Args:
        body (InstanceConfigurationUpdate): The limit to be set for an instance.

    Returns:
        None: There is none (HTTP 204).

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(client=client, body=body).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, body: InstanceConfigurationUpdate
) -> Response[None]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(body=body)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(*, client: AuthenticatedClient | Client, body: InstanceConfigurationUpdate) -> None:
    """Set the configuration of the instance

    Sets or takes away the limit of the instance that the Service-CRN header names.

    Args:
        body (InstanceConfigurationUpdate): The limit to be set for an instance.

    Returns:
        None: There is none (HTTP 204).

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(client=client, body=body)).parsed

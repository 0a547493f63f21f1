from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instance_configuration_update import InstanceConfigurationUpdate
from ...types import Response


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
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(body=body)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(*, client: AuthenticatedClient | Client, body: InstanceConfigurationUpdate) -> None:
    """Set the configuration of the instance

    Sets or takes away the limit of the instance that the Service-CRN header names.

    Args:
        body (InstanceConfigurationUpdate): The limit to be set for an instance.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(client=client, body=body).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, body: InstanceConfigurationUpdate
) -> Response[None]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(body=body)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(*, client: AuthenticatedClient | Client, body: InstanceConfigurationUpdate) -> None:
    """Set the configuration of the instance

    Sets or takes away the limit of the instance that the Service-CRN header names.

    Args:
        body (InstanceConfigurationUpdate): The limit to be set for an instance.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(client=client, body=body)).parsed

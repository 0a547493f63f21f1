from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.instance import Instance
from ...types import Response


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/instance"}

    return _kwargs


def _parse(response: httpx.Response) -> Instance:
    if response.status_code == 200:
        response_200 = Instance.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(*, client: AuthenticatedClient | Client) -> Response[Instance]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs()

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(*, client: AuthenticatedClient | Client) -> Instance:
    """Get the instance

    Limits and backends of the instance that the Service-CRN header names.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(client=client).parsed


async def asyncio_detailed(*, client: AuthenticatedClient | Client) -> Response[Instance]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs()

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(*, client: AuthenticatedClient | Client) -> Instance:
    """Get the instance

    Limits and backends of the instance that the Service-CRN header names.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(client=client)).parsed

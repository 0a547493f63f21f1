from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.backends_response import BackendsResponse
from ...models.list_backends_fields import ListBackendsFields
from ...types import UNSET, Response, Unset


def _get_kwargs(*, fields: ListBackendsFields | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_fields: str | Unset = UNSET
    if not isinstance(fields, Unset):
        json_fields = fields.value

    params["fields"] = json_fields

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/backends", "params": params}

    return _kwargs


def _parse(response: httpx.Response) -> BackendsResponse:
    if response.status_code == 200:
        response_200 = BackendsResponse.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, fields: ListBackendsFields | Unset = UNSET
) -> Response[BackendsResponse]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(fields=fields)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *, client: AuthenticatedClient | Client, fields: ListBackendsFields | Unset = UNSET
) -> BackendsResponse:
    """List backends

    The backends that the calling instance can use, with status and queue length.

    Args:
        fields (ListBackendsFields | Unset): Further fields of the devices to be filled in.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(client=client, fields=fields).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, fields: ListBackendsFields | Unset = UNSET
) -> Response[BackendsResponse]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(fields=fields)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *, client: AuthenticatedClient | Client, fields: ListBackendsFields | Unset = UNSET
) -> BackendsResponse:
    """List backends

    The backends that the calling instance can use, with status and queue length.

    Args:
        fields (ListBackendsFields | Unset): Further fields of the devices to be filled in.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(client=client, fields=fields)).parsed

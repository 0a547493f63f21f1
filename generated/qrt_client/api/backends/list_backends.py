from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...models.list_backends_fields import ListBackendsFields
from ...types import UNSET, Response, Unset, as_received, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.backends_response import BackendsResponse


def _get_kwargs(
    *, fields: ListBackendsFields | Unset = UNSET, include_mocks: bool | Unset = UNSET
) -> dict[str, Any]:

    params: dict[str, Any] = {"fields": fields and fields.value, "include_mocks": include_mocks}
    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/backends", "params": without_absent(params)}

    return _kwargs


def _parse(response: httpx.Response) -> BackendsResponse:

    from ...models.backends_response import BackendsResponse

    if response.status_code == 200:
        return BackendsResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    fields: ListBackendsFields | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> Response[BackendsResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(fields=fields, include_mocks=include_mocks)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    fields: ListBackendsFields | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> BackendsResponse:
    """List backends

    The backends that the calling instance can use, with status and queue length.

    Args:
        fields (ListBackendsFields | Unset): Further fields of the devices to be filled in.
        include_mocks (bool | Unset): `true`: includes mock devices, which execute dry runs, or
            their jobs and workloads.

    Returns:
        BackendsResponse: The backends that the calling instance can use.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(client=client, fields=fields, include_mocks=include_mocks).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    fields: ListBackendsFields | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> Response[BackendsResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(fields=fields, include_mocks=include_mocks)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    fields: ListBackendsFields | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> BackendsResponse:
    """List backends

    The backends that the calling instance can use, with status and queue length.

    Args:
        fields (ListBackendsFields | Unset): Further fields of the devices to be filled in.
        include_mocks (bool | Unset): `true`: includes mock devices, which execute dry runs, or
            their jobs and workloads.

    Returns:
        BackendsResponse: The backends that the calling instance can use.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(client=client, fields=fields, include_mocks=include_mocks)).parsed

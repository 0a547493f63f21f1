from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.get_analytics_filters_response import GetAnalyticsFiltersResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(*, instance: list[str] | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_instance: list[str] | Unset = UNSET
    if not isinstance(instance, Unset):
        json_instance = instance

    params["instance"] = json_instance

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/analytics/filters", "params": params}

    return _kwargs


def _parse(response: httpx.Response) -> GetAnalyticsFiltersResponse:
    if response.status_code == 200:
        response_200 = GetAnalyticsFiltersResponse.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, instance: list[str] | Unset = UNSET
) -> Response[GetAnalyticsFiltersResponse]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(instance=instance)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *, client: AuthenticatedClient | Client, instance: list[str] | Unset = UNSET
) -> GetAnalyticsFiltersResponse:
    """List analytics filters

    The values by which analytics can be filtered.

    Args:
        instance (list[str] | Unset): CRNs of instances.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(client=client, instance=instance).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, instance: list[str] | Unset = UNSET
) -> Response[GetAnalyticsFiltersResponse]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(instance=instance)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *, client: AuthenticatedClient | Client, instance: list[str] | Unset = UNSET
) -> GetAnalyticsFiltersResponse:
    """List analytics filters

    The values by which analytics can be filtered.

    Args:
        instance (list[str] | Unset): CRNs of instances.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(client=client, instance=instance)).parsed

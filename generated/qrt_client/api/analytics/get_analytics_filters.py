from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import UNSET, Response, Unset, as_received, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.get_analytics_filters_response import GetAnalyticsFiltersResponse


def _get_kwargs(*, instance: list[str] | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {"instance": instance}
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/analytics/filters",
        "params": without_absent(params),
    }

    return _kwargs


def _parse(response: httpx.Response) -> GetAnalyticsFiltersResponse:
    from ...models.get_analytics_filters_response import GetAnalyticsFiltersResponse

    if response.status_code == 200:
        return GetAnalyticsFiltersResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, instance: list[str] | Unset = UNSET
) -> Response[GetAnalyticsFiltersResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

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

    Returns:
        GetAnalyticsFiltersResponse: The values by which analytics can be filtered.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(client=client, instance=instance).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, instance: list[str] | Unset = UNSET
) -> Response[GetAnalyticsFiltersResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

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

    Returns:
        GetAnalyticsFiltersResponse: The values by which analytics can be filtered.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(client=client, instance=instance)).parsed

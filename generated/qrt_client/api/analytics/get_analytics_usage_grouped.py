from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ... import errors
from ...models.get_analytics_usage_grouped_group_by import GetAnalyticsUsageGroupedGroupBy
from ...types import UNSET, Response, Unset, as_received, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.get_analytics_usage_grouped_response import GetAnalyticsUsageGroupedResponse


def _get_kwargs(
    *,
    group_by: GetAnalyticsUsageGroupedGroupBy,
    instance: list[str] | Unset = UNSET,
    interval_start: datetime.datetime | Unset = UNSET,
    interval_end: datetime.datetime | Unset = UNSET,
    backend: list[str] | Unset = UNSET,
    user_id: list[str] | Unset = UNSET,
    simulators: bool | Unset = UNSET,
    plan: list[str] | Unset = UNSET,
    subscription_id: list[UUID] | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {
        "group_by": group_by.value,
        "instance": instance,
        "interval_start": interval_start and interval_start.isoformat(),
        "interval_end": interval_end and interval_end.isoformat(),
        "backend": backend,
        "user_id": user_id,
        "simulators": simulators,
        "plan": plan,
        "subscription_id": subscription_id and [str(item) for item in subscription_id],
    }
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/analytics/usage_grouped",
        "params": without_absent(params),
    }

    return _kwargs


def _parse(response: httpx.Response) -> GetAnalyticsUsageGroupedResponse:
    from ...models.get_analytics_usage_grouped_response import GetAnalyticsUsageGroupedResponse

    if response.status_code == 200:
        return GetAnalyticsUsageGroupedResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    group_by: GetAnalyticsUsageGroupedGroupBy,
    instance: list[str] | Unset = UNSET,
    interval_start: datetime.datetime | Unset = UNSET,
    interval_end: datetime.datetime | Unset = UNSET,
    backend: list[str] | Unset = UNSET,
    user_id: list[str] | Unset = UNSET,
    simulators: bool | Unset = UNSET,
    plan: list[str] | Unset = UNSET,
    subscription_id: list[UUID] | Unset = UNSET,
) -> Response[GetAnalyticsUsageGroupedResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(
        group_by=group_by,
        instance=instance,
        interval_start=interval_start,
        interval_end=interval_end,
        backend=backend,
        user_id=user_id,
        simulators=simulators,
        plan=plan,
        subscription_id=subscription_id,
    )

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    group_by: GetAnalyticsUsageGroupedGroupBy,
    instance: list[str] | Unset = UNSET,
    interval_start: datetime.datetime | Unset = UNSET,
    interval_end: datetime.datetime | Unset = UNSET,
    backend: list[str] | Unset = UNSET,
    user_id: list[str] | Unset = UNSET,
    simulators: bool | Unset = UNSET,
    plan: list[str] | Unset = UNSET,
    subscription_id: list[UUID] | Unset = UNSET,
) -> GetAnalyticsUsageGroupedResponse:
    """Get usage analytics by group

    One record for each instance, backend, user, plan or subscription. All times are in milliseconds.

    Args:
        group_by (GetAnalyticsUsageGroupedGroupBy): By what to group.
        instance (list[str] | Unset): CRNs of instances.
        interval_start (datetime.datetime | Unset): Start of the interval.
        interval_end (datetime.datetime | Unset): End of the interval.
        backend (list[str] | Unset): Names of backends.
        user_id (list[str] | Unset): Ids of users.
        simulators (bool | Unset): Whether simulators count.
        plan (list[str] | Unset): Names of plans.
        subscription_id (list[UUID] | Unset): Ids of subscriptions.

    Returns:
        GetAnalyticsUsageGroupedResponse: Usage over an interval, by group.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(
        client=client,
        group_by=group_by,
        instance=instance,
        interval_start=interval_start,
        interval_end=interval_end,
        backend=backend,
        user_id=user_id,
        simulators=simulators,
        plan=plan,
        subscription_id=subscription_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    group_by: GetAnalyticsUsageGroupedGroupBy,
    instance: list[str] | Unset = UNSET,
    interval_start: datetime.datetime | Unset = UNSET,
    interval_end: datetime.datetime | Unset = UNSET,
    backend: list[str] | Unset = UNSET,
    user_id: list[str] | Unset = UNSET,
    simulators: bool | Unset = UNSET,
    plan: list[str] | Unset = UNSET,
    subscription_id: list[UUID] | Unset = UNSET,
) -> Response[GetAnalyticsUsageGroupedResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(
        group_by=group_by,
        instance=instance,
        interval_start=interval_start,
        interval_end=interval_end,
        backend=backend,
        user_id=user_id,
        simulators=simulators,
        plan=plan,
        subscription_id=subscription_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    group_by: GetAnalyticsUsageGroupedGroupBy,
    instance: list[str] | Unset = UNSET,
    interval_start: datetime.datetime | Unset = UNSET,
    interval_end: datetime.datetime | Unset = UNSET,
    backend: list[str] | Unset = UNSET,
    user_id: list[str] | Unset = UNSET,
    simulators: bool | Unset = UNSET,
    plan: list[str] | Unset = UNSET,
    subscription_id: list[UUID] | Unset = UNSET,
) -> GetAnalyticsUsageGroupedResponse:
    """Get usage analytics by group

    One record for each instance, backend, user, plan or subscription. All times are in milliseconds.

    Args:
        group_by (GetAnalyticsUsageGroupedGroupBy): By what to group.
        instance (list[str] | Unset): CRNs of instances.
        interval_start (datetime.datetime | Unset): Start of the interval.
        interval_end (datetime.datetime | Unset): End of the interval.
        backend (list[str] | Unset): Names of backends.
        user_id (list[str] | Unset): Ids of users.
        simulators (bool | Unset): Whether simulators count.
        plan (list[str] | Unset): Names of plans.
        subscription_id (list[UUID] | Unset): Ids of subscriptions.

    Returns:
        GetAnalyticsUsageGroupedResponse: Usage over an interval, by group.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (
        await asyncio_detailed(
            client=client,
            group_by=group_by,
            instance=instance,
            interval_start=interval_start,
            interval_end=interval_end,
            backend=backend,
            user_id=user_id,
            simulators=simulators,
            plan=plan,
            subscription_id=subscription_id,
        )
    ).parsed

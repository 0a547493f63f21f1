import datetime
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.get_analytics_usage_grouped_group_by import GetAnalyticsUsageGroupedGroupBy
from ...models.get_analytics_usage_grouped_response import GetAnalyticsUsageGroupedResponse
from ...types import UNSET, Response, Unset


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

    params: dict[str, Any] = {}

    json_group_by = group_by.value
    params["group_by"] = json_group_by

    json_instance: list[str] | Unset = UNSET
    if not isinstance(instance, Unset):
        json_instance = instance

    params["instance"] = json_instance

    json_interval_start: str | Unset = UNSET
    if not isinstance(interval_start, Unset):
        json_interval_start = interval_start.isoformat()
    params["interval_start"] = json_interval_start

    json_interval_end: str | Unset = UNSET
    if not isinstance(interval_end, Unset):
        json_interval_end = interval_end.isoformat()
    params["interval_end"] = json_interval_end

    json_backend: list[str] | Unset = UNSET
    if not isinstance(backend, Unset):
        json_backend = backend

    params["backend"] = json_backend

    json_user_id: list[str] | Unset = UNSET
    if not isinstance(user_id, Unset):
        json_user_id = user_id

    params["user_id"] = json_user_id

    params["simulators"] = simulators

    json_plan: list[str] | Unset = UNSET
    if not isinstance(plan, Unset):
        json_plan = plan

    params["plan"] = json_plan

    json_subscription_id: list[str] | Unset = UNSET
    if not isinstance(subscription_id, Unset):
        json_subscription_id = [str(item) for item in subscription_id]

    params["subscription_id"] = json_subscription_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/analytics/usage_grouped", "params": params}

    return _kwargs


def _parse(response: httpx.Response) -> GetAnalyticsUsageGroupedResponse:
    if response.status_code == 200:
        response_200 = GetAnalyticsUsageGroupedResponse.from_dict(response.json())

        return response_200

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
    """`sync`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
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
    """`asyncio`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
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

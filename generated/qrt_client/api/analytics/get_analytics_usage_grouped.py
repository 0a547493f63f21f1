import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_container import ErrorContainer
from ...models.generic_error_dto import GenericErrorDto
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
        json_subscription_id = []
        for subscription_id_item_data in subscription_id:
            subscription_id_item = str(subscription_id_item_data)
            json_subscription_id.append(subscription_id_item)

    params["subscription_id"] = json_subscription_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/analytics/usage_grouped",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse | None:
    if response.status_code == 200:
        response_200 = GetAnalyticsUsageGroupedResponse.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ErrorContainer.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = GenericErrorDto.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = GenericErrorDto.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = GenericErrorDto.from_dict(response.json())

        return response_404

    if response.status_code == 429:
        response_429 = ErrorContainer.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = GenericErrorDto.from_dict(response.json())

        return response_500

    if response.status_code == 502:
        response_502 = ErrorContainer.from_dict(response.json())

        return response_502

    if response.status_code == 503:
        response_503 = ErrorContainer.from_dict(response.json())

        return response_503

    if response.status_code == 504:
        response_504 = ErrorContainer.from_dict(response.json())

        return response_504

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


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
) -> Response[ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse]:
    """Get usage analytics by group

     One record for each instance, backend, user, plan or subscription. All times are in milliseconds.

    Args:
        group_by (GetAnalyticsUsageGroupedGroupBy):
        instance (list[str] | Unset):
        interval_start (datetime.datetime | Unset):
        interval_end (datetime.datetime | Unset):
        backend (list[str] | Unset):
        user_id (list[str] | Unset):
        simulators (bool | Unset):
        plan (list[str] | Unset):
        subscription_id (list[UUID] | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse]
    """

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

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


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
) -> ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse | None:
    """Get usage analytics by group

     One record for each instance, backend, user, plan or subscription. All times are in milliseconds.

    Args:
        group_by (GetAnalyticsUsageGroupedGroupBy):
        instance (list[str] | Unset):
        interval_start (datetime.datetime | Unset):
        interval_end (datetime.datetime | Unset):
        backend (list[str] | Unset):
        user_id (list[str] | Unset):
        simulators (bool | Unset):
        plan (list[str] | Unset):
        subscription_id (list[UUID] | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse
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
) -> Response[ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse]:
    """Get usage analytics by group

     One record for each instance, backend, user, plan or subscription. All times are in milliseconds.

    Args:
        group_by (GetAnalyticsUsageGroupedGroupBy):
        instance (list[str] | Unset):
        interval_start (datetime.datetime | Unset):
        interval_end (datetime.datetime | Unset):
        backend (list[str] | Unset):
        user_id (list[str] | Unset):
        simulators (bool | Unset):
        plan (list[str] | Unset):
        subscription_id (list[UUID] | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse]
    """

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

    return _build_response(client=client, response=response)


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
) -> ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse | None:
    """Get usage analytics by group

     One record for each instance, backend, user, plan or subscription. All times are in milliseconds.

    Args:
        group_by (GetAnalyticsUsageGroupedGroupBy):
        instance (list[str] | Unset):
        interval_start (datetime.datetime | Unset):
        interval_end (datetime.datetime | Unset):
        backend (list[str] | Unset):
        user_id (list[str] | Unset):
        simulators (bool | Unset):
        plan (list[str] | Unset):
        subscription_id (list[UUID] | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorContainer | GenericErrorDto | GetAnalyticsUsageGroupedResponse
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

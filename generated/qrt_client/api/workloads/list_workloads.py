from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ... import errors
from ...models.list_workloads_sort import ListWorkloadsSort
from ...models.list_workloads_user import ListWorkloadsUser
from ...models.workload_mode import WorkloadMode
from ...models.workload_status import WorkloadStatus
from ...types import UNSET, Response, Unset, as_received, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.workloads_response import WorkloadsResponse


def _get_kwargs(
    *,
    user: ListWorkloadsUser | Unset = UNSET,
    sort: ListWorkloadsSort | Unset = UNSET,
    limit: int | Unset = UNSET,
    previous: str | Unset = UNSET,
    next_: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    search: str | Unset = UNSET,
    status: list[WorkloadStatus] | Unset = UNSET,
    mode: WorkloadMode | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {
        "user": user and user.value,
        "sort": sort and sort.value,
        "limit": limit,
        "previous": previous,
        "next": next_,
        "backend": backend,
        "search": search,
        "status": status and [item.value for item in status],
        "mode": mode and mode.value,
        "created_after": created_after and created_after.isoformat(),
        "created_before": created_before and created_before.isoformat(),
        "tags": tags,
        "include_mocks": include_mocks,
    }
    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/workloads", "params": without_absent(params)}

    return _kwargs


def _parse(response: httpx.Response) -> WorkloadsResponse:
    from ...models.workloads_response import WorkloadsResponse

    if response.status_code == 200:
        return WorkloadsResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    user: ListWorkloadsUser | Unset = UNSET,
    sort: ListWorkloadsSort | Unset = UNSET,
    limit: int | Unset = UNSET,
    previous: str | Unset = UNSET,
    next_: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    search: str | Unset = UNSET,
    status: list[WorkloadStatus] | Unset = UNSET,
    mode: WorkloadMode | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> Response[WorkloadsResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(
        user=user,
        sort=sort,
        limit=limit,
        previous=previous,
        next_=next_,
        backend=backend,
        search=search,
        status=status,
        mode=mode,
        created_after=created_after,
        created_before=created_before,
        tags=tags,
        include_mocks=include_mocks,
    )

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    user: ListWorkloadsUser | Unset = UNSET,
    sort: ListWorkloadsSort | Unset = UNSET,
    limit: int | Unset = UNSET,
    previous: str | Unset = UNSET,
    next_: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    search: str | Unset = UNSET,
    status: list[WorkloadStatus] | Unset = UNSET,
    mode: WorkloadMode | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> WorkloadsResponse:
    """List workloads

    Jobs, sessions and batches of the instance, oldest first unless `sort` says otherwise, one page at a
    time.

    Args:
        user (ListWorkloadsUser | Unset): `me`: only the caller's own workloads.
        sort (ListWorkloadsSort | Unset): Order by time of creation; a leading - means newest
            first.
        limit (int | Unset): Page size.
        previous (str | Unset): Cursor of the page before.
        next_ (str | Unset): Cursor of the page after.
        backend (str | Unset): Name of the backend.
        search (str | Unset): Text that the id or a tag contains.
        status (list[WorkloadStatus] | Unset): Only workloads in one of these states.
        mode (WorkloadMode | Unset): Only workloads of this kind.
        created_after (datetime.datetime | Unset): Only what was created at or after this time.
        created_before (datetime.datetime | Unset): Only what was created at or before this time.
        tags (list[str] | Unset): Only workloads that carry these tags.
        include_mocks (bool | Unset): `true`: includes mock devices, which execute dry runs, or
            their jobs and workloads.

    Returns:
        WorkloadsResponse: A page of workloads.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(
        client=client,
        user=user,
        sort=sort,
        limit=limit,
        previous=previous,
        next_=next_,
        backend=backend,
        search=search,
        status=status,
        mode=mode,
        created_after=created_after,
        created_before=created_before,
        tags=tags,
        include_mocks=include_mocks,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    user: ListWorkloadsUser | Unset = UNSET,
    sort: ListWorkloadsSort | Unset = UNSET,
    limit: int | Unset = UNSET,
    previous: str | Unset = UNSET,
    next_: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    search: str | Unset = UNSET,
    status: list[WorkloadStatus] | Unset = UNSET,
    mode: WorkloadMode | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> Response[WorkloadsResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(
        user=user,
        sort=sort,
        limit=limit,
        previous=previous,
        next_=next_,
        backend=backend,
        search=search,
        status=status,
        mode=mode,
        created_after=created_after,
        created_before=created_before,
        tags=tags,
        include_mocks=include_mocks,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    user: ListWorkloadsUser | Unset = UNSET,
    sort: ListWorkloadsSort | Unset = UNSET,
    limit: int | Unset = UNSET,
    previous: str | Unset = UNSET,
    next_: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    search: str | Unset = UNSET,
    status: list[WorkloadStatus] | Unset = UNSET,
    mode: WorkloadMode | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> WorkloadsResponse:
    """List workloads

    Jobs, sessions and batches of the instance, oldest first unless `sort` says otherwise, one page at a
    time.

    Args:
        user (ListWorkloadsUser | Unset): `me`: only the caller's own workloads.
        sort (ListWorkloadsSort | Unset): Order by time of creation; a leading - means newest
            first.
        limit (int | Unset): Page size.
        previous (str | Unset): Cursor of the page before.
        next_ (str | Unset): Cursor of the page after.
        backend (str | Unset): Name of the backend.
        search (str | Unset): Text that the id or a tag contains.
        status (list[WorkloadStatus] | Unset): Only workloads in one of these states.
        mode (WorkloadMode | Unset): Only workloads of this kind.
        created_after (datetime.datetime | Unset): Only what was created at or after this time.
        created_before (datetime.datetime | Unset): Only what was created at or before this time.
        tags (list[str] | Unset): Only workloads that carry these tags.
        include_mocks (bool | Unset): `true`: includes mock devices, which execute dry runs, or
            their jobs and workloads.

    Returns:
        WorkloadsResponse: A page of workloads.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (
        await asyncio_detailed(
            client=client,
            user=user,
            sort=sort,
            limit=limit,
            previous=previous,
            next_=next_,
            backend=backend,
            search=search,
            status=status,
            mode=mode,
            created_after=created_after,
            created_before=created_before,
            tags=tags,
            include_mocks=include_mocks,
        )
    ).parsed

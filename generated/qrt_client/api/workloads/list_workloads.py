import datetime
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_workloads_sort import ListWorkloadsSort
from ...models.list_workloads_user import ListWorkloadsUser
from ...models.workload_mode import WorkloadMode
from ...models.workload_status import WorkloadStatus
from ...models.workloads_response import WorkloadsResponse
from ...types import UNSET, Response, Unset


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
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_user: str | Unset = UNSET
    if not isinstance(user, Unset):
        json_user = user.value

    params["user"] = json_user

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort.value

    params["sort"] = json_sort

    params["limit"] = limit

    params["previous"] = previous

    params["next"] = next_

    params["backend"] = backend

    params["search"] = search

    json_status: list[str] | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = [item.value for item in status]

    params["status"] = json_status

    json_mode: str | Unset = UNSET
    if not isinstance(mode, Unset):
        json_mode = mode.value

    params["mode"] = json_mode

    json_created_after: str | Unset = UNSET
    if not isinstance(created_after, Unset):
        json_created_after = created_after.isoformat()
    params["created_after"] = json_created_after

    json_created_before: str | Unset = UNSET
    if not isinstance(created_before, Unset):
        json_created_before = created_before.isoformat()
    params["created_before"] = json_created_before

    json_tags: list[str] | Unset = UNSET
    if not isinstance(tags, Unset):
        json_tags = tags

    params["tags"] = json_tags

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/workloads", "params": params}

    return _kwargs


def _parse(response: httpx.Response) -> WorkloadsResponse:
    if response.status_code == 200:
        response_200 = WorkloadsResponse.from_dict(response.json())

        return response_200

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
) -> Response[WorkloadsResponse]:
    """`sync`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
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
) -> Response[WorkloadsResponse]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
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
        )
    ).parsed

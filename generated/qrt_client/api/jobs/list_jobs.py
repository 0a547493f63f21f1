from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import UNSET, Response, Unset, as_received, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.jobs_response import JobsResponse


def _get_kwargs(
    *,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    pending: bool | Unset = UNSET,
    program: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    session_id: str | Unset = UNSET,
    exclude_params: bool | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {
        "limit": limit,
        "offset": offset,
        "pending": pending,
        "program": program,
        "backend": backend,
        "created_after": created_after and created_after.isoformat(),
        "created_before": created_before and created_before.isoformat(),
        "sort": sort,
        "tags": tags,
        "session_id": session_id,
        "exclude_params": exclude_params,
        "include_mocks": include_mocks,
    }
    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/jobs", "params": without_absent(params)}

    return _kwargs


def _parse(response: httpx.Response) -> JobsResponse:
    from ...models.jobs_response import JobsResponse

    if response.status_code == 200:
        return JobsResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    pending: bool | Unset = UNSET,
    program: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    session_id: str | Unset = UNSET,
    exclude_params: bool | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> Response[JobsResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(
        limit=limit,
        offset=offset,
        pending=pending,
        program=program,
        backend=backend,
        created_after=created_after,
        created_before=created_before,
        sort=sort,
        tags=tags,
        session_id=session_id,
        exclude_params=exclude_params,
        include_mocks=include_mocks,
    )

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    pending: bool | Unset = UNSET,
    program: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    session_id: str | Unset = UNSET,
    exclude_params: bool | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> JobsResponse:
    """List jobs

    The caller's own jobs in this instance, newest first unless `sort` says otherwise, one page at a
    time.

    Args:
        limit (int | Unset): Page size. A value out of range is no error: the default applies.
        offset (int | Unset): How many jobs to skip. A value out of range is no error: the default
            applies.
        pending (bool | Unset): True: jobs that are queued or running. False: jobs that have
            ended.
        program (str | Unset): Only jobs of this program.
        backend (str | Unset): Only jobs on this backend.
        created_after (datetime.datetime | Unset): Only jobs created at or after this time.
        created_before (datetime.datetime | Unset): Only jobs created at or before this time.
        sort (str | Unset): Order by time of creation; DESC when absent.
        tags (list[str] | Unset): Only jobs that carry all of these tags; repeat the key for
            several.
        session_id (str | Unset): Only jobs of this session. An unknown id gives an empty list.
        exclude_params (bool | Unset): True leaves `params` out of the answer. The default is true
            here, but false on GET /v1/jobs/{id}.
        include_mocks (bool | Unset): `true`: includes mock devices, which execute dry runs, or
            their jobs and workloads.

    Returns:
        JobsResponse: A page of jobs.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(
        client=client,
        limit=limit,
        offset=offset,
        pending=pending,
        program=program,
        backend=backend,
        created_after=created_after,
        created_before=created_before,
        sort=sort,
        tags=tags,
        session_id=session_id,
        exclude_params=exclude_params,
        include_mocks=include_mocks,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    pending: bool | Unset = UNSET,
    program: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    session_id: str | Unset = UNSET,
    exclude_params: bool | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> Response[JobsResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(
        limit=limit,
        offset=offset,
        pending=pending,
        program=program,
        backend=backend,
        created_after=created_after,
        created_before=created_before,
        sort=sort,
        tags=tags,
        session_id=session_id,
        exclude_params=exclude_params,
        include_mocks=include_mocks,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    pending: bool | Unset = UNSET,
    program: str | Unset = UNSET,
    backend: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    session_id: str | Unset = UNSET,
    exclude_params: bool | Unset = UNSET,
    include_mocks: bool | Unset = UNSET,
) -> JobsResponse:
    """List jobs

    The caller's own jobs in this instance, newest first unless `sort` says otherwise, one page at a
    time.

    Args:
        limit (int | Unset): Page size. A value out of range is no error: the default applies.
        offset (int | Unset): How many jobs to skip. A value out of range is no error: the default
            applies.
        pending (bool | Unset): True: jobs that are queued or running. False: jobs that have
            ended.
        program (str | Unset): Only jobs of this program.
        backend (str | Unset): Only jobs on this backend.
        created_after (datetime.datetime | Unset): Only jobs created at or after this time.
        created_before (datetime.datetime | Unset): Only jobs created at or before this time.
        sort (str | Unset): Order by time of creation; DESC when absent.
        tags (list[str] | Unset): Only jobs that carry all of these tags; repeat the key for
            several.
        session_id (str | Unset): Only jobs of this session. An unknown id gives an empty list.
        exclude_params (bool | Unset): True leaves `params` out of the answer. The default is true
            here, but false on GET /v1/jobs/{id}.
        include_mocks (bool | Unset): `true`: includes mock devices, which execute dry runs, or
            their jobs and workloads.

    Returns:
        JobsResponse: A page of jobs.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            offset=offset,
            pending=pending,
            program=program,
            backend=backend,
            created_after=created_after,
            created_before=created_before,
            sort=sort,
            tags=tags,
            session_id=session_id,
            exclude_params=exclude_params,
            include_mocks=include_mocks,
        )
    ).parsed

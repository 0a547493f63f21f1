from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...models.job_run_params import JobRunParams
from ...types import UNSET, Response, Unset, as_received

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.job_create_response import JobCreateResponse


def _get_kwargs(*, body: JobRunParams, parent_job_id: str | Unset = UNSET) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(parent_job_id, Unset):
        headers["Parent-Job-Id"] = parent_job_id

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v1/jobs"}

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse(response: httpx.Response) -> JobCreateResponse:
    from ...models.job_create_response import JobCreateResponse

    if response.status_code == 200:
        return JobCreateResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, body: JobRunParams, parent_job_id: str | Unset = UNSET
) -> Response[JobCreateResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(body=body, parent_job_id=parent_job_id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *, client: AuthenticatedClient | Client, body: JobRunParams, parent_job_id: str | Unset = UNSET
) -> JobCreateResponse:
    """Submit a job

    Queues a job and answers at once with its id, which serves to poll the status and to fetch the
    results. At most 5 jobs a minute and user. Only the form of `params` is checked here; a circuit that
    the backend cannot run is accepted and fails later.

    Args:
        parent_job_id (str | Unset): Id of the job from inside which this call is made.
        body (JobRunParams): A job to be submitted.

    Returns:
        JobCreateResponse: The job that was queued.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(client=client, body=body, parent_job_id=parent_job_id).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, body: JobRunParams, parent_job_id: str | Unset = UNSET
) -> Response[JobCreateResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(body=body, parent_job_id=parent_job_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *, client: AuthenticatedClient | Client, body: JobRunParams, parent_job_id: str | Unset = UNSET
) -> JobCreateResponse:
    """Submit a job

    Queues a job and answers at once with its id, which serves to poll the status and to fetch the
    results. At most 5 jobs a minute and user. Only the form of `params` is checked here; a circuit that
    the backend cannot run is accepted and fails later.

    Args:
        parent_job_id (str | Unset): Id of the job from inside which this call is made.
        body (JobRunParams): A job to be submitted.

    Returns:
        JobCreateResponse: The job that was queued.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(client=client, body=body, parent_job_id=parent_job_id)).parsed

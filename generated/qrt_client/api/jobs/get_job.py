from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import UNSET, Response, Unset, as_received, path_segment, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.job_response import JobResponse


def _get_kwargs(id: str, *, exclude_params: bool | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {"exclude_params": exclude_params}
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/jobs/{id}".format(id=path_segment("get_job", "id", id)),
        "params": without_absent(params),
    }

    return _kwargs


def _parse(response: httpx.Response) -> JobResponse:

    from ...models.job_response import JobResponse

    if response.status_code == 200:
        return JobResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, exclude_params: bool | Unset = UNSET
) -> Response[JobResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id, exclude_params=exclude_params)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    id: str, *, client: AuthenticatedClient | Client, exclude_params: bool | Unset = UNSET
) -> JobResponse:
    """Get a job

    Status and metadata of one job, with its input unless `exclude_params` is true.

    Args:
        id (str): Id of the job.
        exclude_params (bool | Unset): True leaves `params` out of the answer. The default is
            false here, but true on GET /v1/jobs.

    Returns:
        JobResponse: One job.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client, exclude_params=exclude_params).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, exclude_params: bool | Unset = UNSET
) -> Response[JobResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id, exclude_params=exclude_params)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    id: str, *, client: AuthenticatedClient | Client, exclude_params: bool | Unset = UNSET
) -> JobResponse:
    """Get a job

    Status and metadata of one job, with its input unless `exclude_params` is true.

    Args:
        id (str): Id of the job.
        exclude_params (bool | Unset): True leaves `params` out of the answer. The default is
            false here, but true on GET /v1/jobs.

    Returns:
        JobResponse: One job.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client, exclude_params=exclude_params)).parsed

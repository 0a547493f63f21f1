from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.job_response import JobResponse
from ...types import UNSET, Response, Unset, path_segment


def _get_kwargs(id: str, *, exclude_params: bool | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["exclude_params"] = exclude_params

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/jobs/{id}".format(id=path_segment("get_job", "id", id)),
        "params": params,
    }

    return _kwargs


def _parse(response: httpx.Response) -> JobResponse:
    if response.status_code == 200:
        response_200 = JobResponse.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, exclude_params: bool | Unset = UNSET
) -> Response[JobResponse]:
    """`sync`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(id=id, client=client, exclude_params=exclude_params).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, exclude_params: bool | Unset = UNSET
) -> Response[JobResponse]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(id=id, client=client, exclude_params=exclude_params)).parsed

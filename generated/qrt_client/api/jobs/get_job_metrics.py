from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.job_metrics import JobMetrics
from ...types import Response, path_segment


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/jobs/{id}/metrics".format(id=path_segment("get_job_metrics", "id", id)),
    }

    return _kwargs


def _parse(response: httpx.Response) -> JobMetrics:
    if response.status_code == 200:
        response_200 = JobMetrics.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[JobMetrics]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client) -> JobMetrics:
    """Get the metrics of a job

    When the job changed state, what it consumed, and with which Qiskit version it ran.

    Args:
        id (str): Id of the job.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[JobMetrics]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client) -> JobMetrics:
    """Get the metrics of a job

    When the job changed state, what it consumed, and with which Qiskit version it ran.

    Args:
        id (str): Id of the job.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(id=id, client=client)).parsed

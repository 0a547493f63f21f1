from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import Response, as_received, path_segment

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.job_metrics import JobMetrics


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/jobs/{id}/metrics".format(id=path_segment("get_job_metrics", "id", id)),
    }

    return _kwargs


def _parse(response: httpx.Response) -> JobMetrics:

    from ...models.job_metrics import JobMetrics

    if response.status_code == 200:
        return JobMetrics.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[JobMetrics]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client) -> JobMetrics:
    """Get the metrics of a job

    When the job changed state, what it consumed, and with which Qiskit version it ran.

    Args:
        id (str): Id of the job.

    Returns:
        JobMetrics: Times and consumption of a job.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[JobMetrics]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client) -> JobMetrics:
    """Get the metrics of a job

    When the job changed state, what it consumed, and with which Qiskit version it ran.

    Args:
        id (str): Id of the job.

    Returns:
        JobMetrics: Times and consumption of a job.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client)).parsed

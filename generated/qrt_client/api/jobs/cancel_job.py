from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import UNSET, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client


def _get_kwargs(id: str, *, parent_job_id: str | Unset = UNSET) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(parent_job_id, Unset):
        headers["Parent-Job-Id"] = parent_job_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/jobs/{id}/cancel".format(id=path_segment("cancel_job", "id", id)),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse(response: httpx.Response) -> None:
    if response.is_success:
        return
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, parent_job_id: str | Unset = UNSET
) -> Response[None]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id, parent_job_id=parent_job_id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client, parent_job_id: str | Unset = UNSET) -> None:
    """Cancel a job

    Stops a queued or running job.

    Args:
        id (str): Id of the job.
        parent_job_id (str | Unset): Id of the job from inside which this call is made.

    Returns:
        None: There is none (HTTP 204).

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client, parent_job_id=parent_job_id).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, parent_job_id: str | Unset = UNSET
) -> Response[None]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id, parent_job_id=parent_job_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    id: str, *, client: AuthenticatedClient | Client, parent_job_id: str | Unset = UNSET
) -> None:
    """Cancel a job

    Stops a queued or running job.

    Args:
        id (str): Id of the job.
        parent_job_id (str | Unset): Id of the job from inside which this call is made.

    Returns:
        None: There is none (HTTP 204).

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client, parent_job_id=parent_job_id)).parsed

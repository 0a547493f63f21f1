from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import Response, path_segment

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...types import File


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/jobs/{id}/results".format(id=path_segment("get_job_results", "id", id)),
    }

    return _kwargs


def _parse(response: httpx.Response) -> File | None:
    from io import BytesIO

    from ...types import File

    if response.status_code == 200:
        response_200 = File(payload=BytesIO(response.content))

        return response_200

    if response.status_code == 204:
        return None
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[File | None]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client) -> File | None:
    """Get the results of a job

    What the program returned. Depending on the program that is a JSON object, JSON text with bare NaN
    and Infinity, or plain text (the error of a failed job). A job that has not ended answers 400 with
    code 1234; a job without a result, such as a cancelled one, answers 204. Results of a private job
    can be read once.

    Args:
        id (str): Id of the job.

    Returns:
        File: The body.
        None: There is none (HTTP 204).

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[File | None]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client) -> File | None:
    """Get the results of a job

    What the program returned. Depending on the program that is a JSON object, JSON text with bare NaN
    and Infinity, or plain text (the error of a failed job). A job that has not ended answers 400 with
    code 1234; a job without a result, such as a cancelled one, answers 204. Results of a private job
    can be read once.

    Args:
        id (str): Id of the job.

    Returns:
        File: The body.
        None: There is none (HTTP 204).

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client)).parsed

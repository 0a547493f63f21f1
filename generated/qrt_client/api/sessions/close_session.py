from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import Response, path_segment

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/sessions/{id}/close".format(id=path_segment("close_session", "id", id)),
    }

    return _kwargs


def _parse(response: httpx.Response) -> None:
    if response.is_success:
        return
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[None]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client) -> None:
    """Close a session at once

    No new jobs are taken, queued jobs are dropped without running, jobs already running finish.

    Args:
        id (str): Id of the session.

    Returns:
        None: There is none (HTTP 204).

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(id: str, *, client: AuthenticatedClient | Client) -> Response[None]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client) -> None:
    """Close a session at once

    No new jobs are taken, queued jobs are dropped without running, jobs already running finish.

    Args:
        id (str): Id of the session.

    Returns:
        None: There is none (HTTP 204).

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client)).parsed

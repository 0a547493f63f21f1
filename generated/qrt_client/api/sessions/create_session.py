from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...models.create_session_request import CreateSessionRequest
from ...types import Response, as_received

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.job_session import JobSession


def _get_kwargs(*, body: CreateSessionRequest) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v1/sessions"}

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse(response: httpx.Response) -> JobSession:
    from ...models.job_session import JobSession

    if response.status_code == 200:
        return JobSession.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, body: CreateSessionRequest
) -> Response[JobSession]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(body=body)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(*, client: AuthenticatedClient | Client, body: CreateSessionRequest) -> JobSession:
    """Create a session or batch

    Opens a session (`dedicated`) or a batch; jobs join it by its id. Its time starts with the first
    job.

    Args:
        body (CreateSessionRequest): A request for a session or batch. Channel Partner plans also
            send interactive_ttl.

    Returns:
        JobSession: A session or batch.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(client=client, body=body).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, body: CreateSessionRequest
) -> Response[JobSession]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(body=body)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(*, client: AuthenticatedClient | Client, body: CreateSessionRequest) -> JobSession:
    """Create a session or batch

    Opens a session (`dedicated`) or a batch; jobs join it by its id. Its time starts with the first
    job.

    Args:
        body (CreateSessionRequest): A request for a session or batch. Channel Partner plans also
            send interactive_ttl.

    Returns:
        JobSession: A session or batch.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(client=client, body=body)).parsed

from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.update_session_request import UpdateSessionRequest
from ...types import Response, path_segment


def _get_kwargs(id: str, *, body: UpdateSessionRequest) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/sessions/{id}".format(id=path_segment("update_session", "id", id)),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse(response: httpx.Response) -> None:
    if response.is_success:
        return
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, body: UpdateSessionRequest
) -> Response[None]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, body=body)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client, body: UpdateSessionRequest) -> None:
    """Accept or refuse further jobs

    With `accepting_jobs` false, jobs already there still run, and the session closes when none is left.

    Args:
        id (str): Id of the session.
        body (UpdateSessionRequest): What to change in a session.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(id=id, client=client, body=body).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, body: UpdateSessionRequest
) -> Response[None]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, body=body)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client, body: UpdateSessionRequest) -> None:
    """Accept or refuse further jobs

    With `accepting_jobs` false, jobs already there still run, and the session closes when none is left.

    Args:
        id (str): Id of the session.
        body (UpdateSessionRequest): What to change in a session.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(id=id, client=client, body=body)).parsed

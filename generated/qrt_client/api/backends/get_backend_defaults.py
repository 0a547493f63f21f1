from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import Response, is_object, path_segment

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.backend_defaults_response import BackendDefaultsResponse


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/backends/{id}/defaults".format(id=path_segment("get_backend_defaults", "id", id)),
    }

    return _kwargs


def _parse(response: httpx.Response) -> BackendDefaultsResponse | None:

    from ...models.backend_defaults_response import BackendDefaultsResponse

    if response.status_code == 200:

        def _parse_response_200(data: object) -> BackendDefaultsResponse | None:
            if data is None:
                return data
            if not is_object(data):
                raise TypeError(f"expected BackendDefaultsResponse, got {type(data).__name__}")
            response_200_type_1 = BackendDefaultsResponse.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client
) -> Response[BackendDefaultsResponse | None]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client) -> BackendDefaultsResponse | None:
    """Get the pulse defaults of a backend

    Defaults of pulse control. Simulators might have none, and today's backends answer `null`.

    Args:
        id (str): Name of the backend.

    Returns:
        BackendDefaultsResponse | None: The body.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client
) -> Response[BackendDefaultsResponse | None]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client) -> BackendDefaultsResponse | None:
    """Get the pulse defaults of a backend

    Defaults of pulse control. Simulators might have none, and today's backends answer `null`.

    Args:
        id (str): Name of the backend.

    Returns:
        BackendDefaultsResponse | None: The body.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client)).parsed

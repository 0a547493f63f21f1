from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.backend_defaults_response import BackendDefaultsResponse
from ...types import Response, is_object, path_segment


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/backends/{id}/defaults".format(id=path_segment("get_backend_defaults", "id", id)),
    }

    return _kwargs


def _parse(response: httpx.Response) -> BackendDefaultsResponse | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> BackendDefaultsResponse | None:
            if data is None:
                return data
            try:
                if not is_object(data):
                    raise TypeError()
                response_200_type_1 = BackendDefaultsResponse.from_dict(data)

                return response_200_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BackendDefaultsResponse | None, data)

        response_200 = _parse_response_200(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client
) -> Response[BackendDefaultsResponse | None]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client) -> BackendDefaultsResponse | None:
    """Get the pulse defaults of a backend

    Defaults of pulse control. Simulators might have none, and today's backends answer `null`.

    Args:
        id (str): Name of the backend.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client
) -> Response[BackendDefaultsResponse | None]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client) -> BackendDefaultsResponse | None:
    """Get the pulse defaults of a backend

    Defaults of pulse control. Simulators might have none, and today's backends answer `null`.

    Args:
        id (str): Name of the backend.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(id=id, client=client)).parsed

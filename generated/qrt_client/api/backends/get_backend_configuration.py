from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.backend_configuration_response import BackendConfigurationResponse
from ...types import UNSET, Response, Unset, path_segment


def _get_kwargs(id: str, *, calibration_id: str | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["calibration_id"] = calibration_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/backends/{id}/configuration".format(
            id=path_segment("get_backend_configuration", "id", id)
        ),
        "params": params,
    }

    return _kwargs


def _parse(response: httpx.Response) -> BackendConfigurationResponse:
    if response.status_code == 200:
        response_200 = BackendConfigurationResponse.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, calibration_id: str | Unset = UNSET
) -> Response[BackendConfigurationResponse]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, calibration_id=calibration_id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    id: str, *, client: AuthenticatedClient | Client, calibration_id: str | Unset = UNSET
) -> BackendConfigurationResponse:
    """Get the configuration of a backend

    What a circuit for this backend has to look like: qubits, basis gates, coupling map, timing.

    Args:
        id (str): Name of the backend.
        calibration_id (str | Unset): The configuration of this calibration.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(id=id, client=client, calibration_id=calibration_id).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, calibration_id: str | Unset = UNSET
) -> Response[BackendConfigurationResponse]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, calibration_id=calibration_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    id: str, *, client: AuthenticatedClient | Client, calibration_id: str | Unset = UNSET
) -> BackendConfigurationResponse:
    """Get the configuration of a backend

    What a circuit for this backend has to look like: qubits, basis gates, coupling map, timing.

    Args:
        id (str): Name of the backend.
        calibration_id (str | Unset): The configuration of this calibration.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(id=id, client=client, calibration_id=calibration_id)).parsed

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import UNSET, Response, Unset, as_received, path_segment, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.backend_configuration_response import BackendConfigurationResponse


def _get_kwargs(id: str, *, calibration_id: str | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {"calibration_id": calibration_id}
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/backends/{id}/configuration".format(
            id=path_segment("get_backend_configuration", "id", id)
        ),
        "params": without_absent(params),
    }

    return _kwargs


def _parse(response: httpx.Response) -> BackendConfigurationResponse:

    from ...models.backend_configuration_response import BackendConfigurationResponse

    if response.status_code == 200:
        return BackendConfigurationResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, calibration_id: str | Unset = UNSET
) -> Response[BackendConfigurationResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

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

    Returns:
        BackendConfigurationResponse: What a circuit for a backend has to look like.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client, calibration_id=calibration_id).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, calibration_id: str | Unset = UNSET
) -> Response[BackendConfigurationResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

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

    Returns:
        BackendConfigurationResponse: What a circuit for a backend has to look like.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client, calibration_id=calibration_id)).parsed

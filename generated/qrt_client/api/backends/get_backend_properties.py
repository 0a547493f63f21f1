from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import UNSET, Response, Unset, as_received, path_segment, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.backend_properties_response import BackendPropertiesResponse


def _get_kwargs(
    id: str, *, updated_before: datetime.datetime | Unset = UNSET, calibration_id: str | Unset = UNSET
) -> dict[str, Any]:

    params: dict[str, Any] = {
        "updated_before": updated_before and updated_before.isoformat(),
        "calibration_id": calibration_id,
    }
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/backends/{id}/properties".format(id=path_segment("get_backend_properties", "id", id)),
        "params": without_absent(params),
    }

    return _kwargs


def _parse(response: httpx.Response) -> BackendPropertiesResponse:
    from ...models.backend_properties_response import BackendPropertiesResponse

    if response.status_code == 200:
        return BackendPropertiesResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    updated_before: datetime.datetime | Unset = UNSET,
    calibration_id: str | Unset = UNSET,
) -> Response[BackendPropertiesResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id, updated_before=updated_before, calibration_id=calibration_id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    updated_before: datetime.datetime | Unset = UNSET,
    calibration_id: str | Unset = UNSET,
) -> BackendPropertiesResponse:
    """Get the properties of a backend

    Calibration data: errors, lengths and coherence times of qubits and gates. Simulators might have
    none.

    Args:
        id (str): Name of the backend.
        updated_before (datetime.datetime | Unset): The newest properties from before this time.
        calibration_id (str | Unset): The properties of this calibration.

    Returns:
        BackendPropertiesResponse: Calibration data of a backend.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(
        id=id, client=client, updated_before=updated_before, calibration_id=calibration_id
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    updated_before: datetime.datetime | Unset = UNSET,
    calibration_id: str | Unset = UNSET,
) -> Response[BackendPropertiesResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(id=id, updated_before=updated_before, calibration_id=calibration_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    updated_before: datetime.datetime | Unset = UNSET,
    calibration_id: str | Unset = UNSET,
) -> BackendPropertiesResponse:
    """Get the properties of a backend

    Calibration data: errors, lengths and coherence times of qubits and gates. Simulators might have
    none.

    Args:
        id (str): Name of the backend.
        updated_before (datetime.datetime | Unset): The newest properties from before this time.
        calibration_id (str | Unset): The properties of this calibration.

    Returns:
        BackendPropertiesResponse: Calibration data of a backend.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (
        await asyncio_detailed(
            id=id, client=client, updated_before=updated_before, calibration_id=calibration_id
        )
    ).parsed

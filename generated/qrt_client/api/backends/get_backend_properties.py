import datetime
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.backend_properties_response import BackendPropertiesResponse
from ...types import UNSET, Response, Unset, path_segment


def _get_kwargs(
    id: str, *, updated_before: datetime.datetime | Unset = UNSET, calibration_id: str | Unset = UNSET
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_updated_before: str | Unset = UNSET
    if not isinstance(updated_before, Unset):
        json_updated_before = updated_before.isoformat()
    params["updated_before"] = json_updated_before

    params["calibration_id"] = calibration_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/backends/{id}/properties".format(id=path_segment("get_backend_properties", "id", id)),
        "params": params,
    }

    return _kwargs


def _parse(response: httpx.Response) -> BackendPropertiesResponse:
    if response.status_code == 200:
        response_200 = BackendPropertiesResponse.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    updated_before: datetime.datetime | Unset = UNSET,
    calibration_id: str | Unset = UNSET,
) -> Response[BackendPropertiesResponse]:
    """`sync`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
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
    """`asyncio`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (
        await asyncio_detailed(
            id=id, client=client, updated_before=updated_before, calibration_id=calibration_id
        )
    ).parsed

from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.expanded_account_configuration import ExpandedAccountConfiguration
from ...types import UNSET, Response, Unset, path_segment


def _get_kwargs(id: str, *, plan_id: str | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["plan_id"] = plan_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/accounts/{id}".format(id=path_segment("get_account", "id", id)),
        "params": params,
    }

    return _kwargs


def _parse(response: httpx.Response) -> ExpandedAccountConfiguration:
    if response.status_code == 200:
        response_200 = ExpandedAccountConfiguration.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, plan_id: str | Unset = UNSET
) -> Response[ExpandedAccountConfiguration]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, plan_id=plan_id)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    id: str, *, client: AuthenticatedClient | Client, plan_id: str | Unset = UNSET
) -> ExpandedAccountConfiguration:
    """Get the configuration of an account

    What each plan of the account allows. An account with nothing stored gets the default configuration.

    Args:
        id (str): Id of the account, without the leading a/.
        plan_id (str | Unset): Only this plan.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(id=id, client=client, plan_id=plan_id).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, plan_id: str | Unset = UNSET
) -> Response[ExpandedAccountConfiguration]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, plan_id=plan_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    id: str, *, client: AuthenticatedClient | Client, plan_id: str | Unset = UNSET
) -> ExpandedAccountConfiguration:
    """Get the configuration of an account

    What each plan of the account allows. An account with nothing stored gets the default configuration.

    Args:
        id (str): Id of the account, without the leading a/.
        plan_id (str | Unset): Only this plan.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(id=id, client=client, plan_id=plan_id)).parsed

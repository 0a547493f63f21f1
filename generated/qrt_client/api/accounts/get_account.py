from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import UNSET, Response, Unset, as_received, path_segment, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.expanded_account_configuration import ExpandedAccountConfiguration


def _get_kwargs(id: str, *, plan_id: str | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {"plan_id": plan_id}
    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/accounts/{id}".format(id=path_segment("get_account", "id", id)),
        "params": without_absent(params),
    }

    return _kwargs


def _parse(response: httpx.Response) -> ExpandedAccountConfiguration:

    from ...models.expanded_account_configuration import ExpandedAccountConfiguration

    if response.status_code == 200:
        return ExpandedAccountConfiguration.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, plan_id: str | Unset = UNSET
) -> Response[ExpandedAccountConfiguration]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

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

    Returns:
        ExpandedAccountConfiguration: What each plan of an account allows.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(id=id, client=client, plan_id=plan_id).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, plan_id: str | Unset = UNSET
) -> Response[ExpandedAccountConfiguration]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

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

    Returns:
        ExpandedAccountConfiguration: What each plan of an account allows.

    Raises:
        ValueError: An id or a name is empty, `.` or `..`, or has a slash; nothing is sent.
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(id=id, client=client, plan_id=plan_id)).parsed

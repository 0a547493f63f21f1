from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...models.list_tags_type import ListTagsType
from ...types import Response, as_received, without_absent

if TYPE_CHECKING:
    from ..._http import httpx
    from ...client import AuthenticatedClient, Client
    from ...models.list_tags_response import ListTagsResponse


def _get_kwargs(*, type_: ListTagsType = ListTagsType.JOB, search: str) -> dict[str, Any]:

    params: dict[str, Any] = {"type": type_.value, "search": search}
    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/tags", "params": without_absent(params)}

    return _kwargs


def _parse(response: httpx.Response) -> ListTagsResponse:

    from ...models.list_tags_response import ListTagsResponse

    if response.status_code == 200:
        return ListTagsResponse.from_dict(as_received(response.json()))
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, type_: ListTagsType = ListTagsType.JOB, search: str
) -> Response[ListTagsResponse]:
    """Like `sync`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(type_=type_, search=search)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(
    *, client: AuthenticatedClient | Client, type_: ListTagsType = ListTagsType.JOB, search: str
) -> ListTagsResponse:
    """Search tags

    Tags of jobs that contain a text.

    Args:
        type_ (ListTagsType): Kind of object whose tags are searched. Default: ListTagsType.JOB.
        search (str): Text that the tags contain.

    Returns:
        ListTagsResponse: Tags found.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return sync_detailed(client=client, type_=type_, search=search).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, type_: ListTagsType = ListTagsType.JOB, search: str
) -> Response[ListTagsResponse]:
    """Like `asyncio`, with the same arguments and errors, but also return the status, headers and body."""

    kwargs = _get_kwargs(type_=type_, search=search)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(
    *, client: AuthenticatedClient | Client, type_: ListTagsType = ListTagsType.JOB, search: str
) -> ListTagsResponse:
    """Search tags

    Tags of jobs that contain a text.

    Args:
        type_ (ListTagsType): Kind of object whose tags are searched. Default: ListTagsType.JOB.
        search (str): Text that the tags contain.

    Returns:
        ListTagsResponse: Tags found.

    Raises:
        errors.UnexpectedStatus: The response is not a success.
        errors.UnexpectedBody: The body does not match the API document.
        httpx.TransportError: There is no response, or the client's timeout has passed.
        QrtError: With a raw client of the facade, in place of those of `errors` and httpx.
    """

    return (await asyncio_detailed(client=client, type_=type_, search=search)).parsed

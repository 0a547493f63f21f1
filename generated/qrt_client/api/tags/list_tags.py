from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_tags_response import ListTagsResponse
from ...models.list_tags_type import ListTagsType
from ...types import UNSET, Response


def _get_kwargs(*, type_: ListTagsType = ListTagsType.JOB, search: str) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_type_ = type_.value
    params["type"] = json_type_

    params["search"] = search

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v1/tags", "params": params}

    return _kwargs


def _parse(response: httpx.Response) -> ListTagsResponse:
    if response.status_code == 200:
        response_200 = ListTagsResponse.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    *, client: AuthenticatedClient | Client, type_: ListTagsType = ListTagsType.JOB, search: str
) -> Response[ListTagsResponse]:
    """`sync`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(client=client, type_=type_, search=search).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient | Client, type_: ListTagsType = ListTagsType.JOB, search: str
) -> Response[ListTagsResponse]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

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

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(client=client, type_=type_, search=search)).parsed

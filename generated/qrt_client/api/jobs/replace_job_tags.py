from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.replace_job_tags_body import ReplaceJobTagsBody
from ...types import Response, path_segment


def _get_kwargs(id: str, *, body: ReplaceJobTagsBody) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/jobs/{id}/tags".format(id=path_segment("replace_job_tags", "id", id)),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse(response: httpx.Response) -> None:
    if response.is_success:
        return
    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync_detailed(
    id: str, *, client: AuthenticatedClient | Client, body: ReplaceJobTagsBody
) -> Response[None]:
    """`sync`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, body=body)

    response = client.get_httpx_client().request(**kwargs)

    return client.response(_parse, response)


def sync(id: str, *, client: AuthenticatedClient | Client, body: ReplaceJobTagsBody) -> None:
    """Replace the tags of a job

    The tags given take the place of all earlier ones.

    Args:
        id (str): Id of the job.
        body (ReplaceJobTagsBody): An empty array clears all tags.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return sync_detailed(id=id, client=client, body=body).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient | Client, body: ReplaceJobTagsBody
) -> Response[None]:
    """`asyncio`, with the status, the headers and the body beside the answer."""

    kwargs = _get_kwargs(id=id, body=body)

    response = await client.get_async_httpx_client().request(**kwargs)

    return client.response(_parse, response)


async def asyncio(id: str, *, client: AuthenticatedClient | Client, body: ReplaceJobTagsBody) -> None:
    """Replace the tags of a job

    The tags given take the place of all earlier ones.

    Args:
        id (str): Id of the job.
        body (ReplaceJobTagsBody): An empty array clears all tags.

    Raises:
        errors.UnexpectedStatus: The answer is not a success. (Of a client of the facade: a `QrtError`.)
        httpx.TimeoutException: The request took longer than the client's timeout. (Of the facade: a `QrtError`.)
    """

    return (await asyncio_detailed(id=id, client=client, body=body)).parsed

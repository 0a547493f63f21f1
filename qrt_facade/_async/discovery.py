"""Asking Global Search which instances a key may use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qrt_client._version import API_VERSION

from qrt_facade._async.transport import AsyncServiceClient
from qrt_facade._base.secrets import Secret
from qrt_facade._connection.credentials import for_discovery
from qrt_facade._connection.discovery import MAX_PAGES, FoundInstance, read_page, search_body, search_url
from qrt_facade._connection.settings import Settings
from qrt_facade._policy.first_attempts import FIRST

if TYPE_CHECKING:
    import ssl


async def discover(
    api_key: str | None,
    *,
    account: str | None,
    iam_url: str | None,
    proxy: str | None,
    verify: bool | ssl.SSLContext,
    address: str | None,
    name: str | None,
    plan_id: str | None,
    region: str | None,
) -> list[FoundInstance]:
    """Return the instances of this name, plan and region, None for any, following the pages to their end."""
    url = search_url(address)
    # As the address of the API, so that proxies and certificates are those for whom is asked.
    credentials = replace(for_discovery(api_key, account=account, iam_url=iam_url), api_url=url)
    settings = Settings(
        api_version=API_VERSION,
        proxy=Secret.checked("proxy", proxy) if proxy else credentials.proxy,
        verify=verify,
    )
    found: list[FoundInstance] = []
    cursor: str | None = None
    async with AsyncServiceClient(credentials, settings) as service:
        for _ in range(MAX_PAGES):
            # A search changes nothing, so it may be repeated although it is a POST.
            response = await service.post(
                url, json=search_body(cursor), extensions={FIRST: service.repeats.harmless_post}
            )
            page, following = read_page(response.content)
            found.extend(page)
            if following is None or following == cursor:
                break
            cursor = following
    return [
        one
        for one in found
        if name in {None, one.name} and plan_id in {None, one.plan_id} and region in {None, one.region}
    ]

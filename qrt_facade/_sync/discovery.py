# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Search for the instances that an API key may use, with Global Search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qrt_client._version import API_VERSION

from qrt_facade._base.secrets import Secret
from qrt_facade._connection.credentials import for_discovery
from qrt_facade._connection.discovery import (
    MAX_PAGES,
    FoundInstance,
    read_page,
    search_body,
    search_url,
)
from qrt_facade._connection.settings import Settings
from qrt_facade._policy.first_attempts import FIRST
from qrt_facade._sync.transport import ServiceClient

if TYPE_CHECKING:
    import ssl


def discover(
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
    """Return the instances with this name, plan and region (None for any), from all pages."""
    url = search_url(address)
    # Set as the API's URL, so that its proxy and certificate settings apply.
    credentials = replace(for_discovery(api_key, account=account, iam_url=iam_url), api_url=url)
    settings = Settings(
        api_version=API_VERSION,
        proxy=Secret.checked("proxy", proxy) if proxy else credentials.proxy,
        verify=verify,
    )
    found: list[FoundInstance] = []
    cursor: str | None = None
    with ServiceClient(credentials, settings) as service:
        for _ in range(MAX_PAGES):
            # A search has no effects, so it may be retried although it is a POST.
            response = service.post(
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

# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Asking Global Search which instances a key may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._sync.transport import ServiceClient
from qrt_facade.discovery import (
    MAX_PAGES,
    FoundInstance,
    matches,
    read_page,
    search_body,
    search_url,
)

if TYPE_CHECKING:
    from qrt_facade.connection import Settings
    from qrt_facade.credentials import Credentials


def discover(
    credentials: Credentials,
    settings: Settings,
    *,
    address: str | None,
    name: str | None,
    plan_id: str | None,
    region: str | None,
) -> list[FoundInstance]:
    """Return the instances that match, following the pages to their end."""
    url = search_url(address)
    found: list[FoundInstance] = []
    cursor: str | None = None
    with ServiceClient(credentials, settings) as service:
        for _ in range(MAX_PAGES):
            # A search changes nothing, so it may be repeated although it is a POST.
            response = service.post(
                url, json=search_body(cursor), extensions={"retry": service.policies.harmless_post}
            )
            page, following = read_page(response.content)
            found.extend(page)
            if following is None or following == cursor:
                break
            cursor = following
    return [instance for instance in found if matches(instance, name, plan_id, region)]

"""Discovery of an account's instances by name or plan, with IBM's Global Search; only when the caller requests it.

No I/O: builds requests and parses responses. Source: the public API of IBM Cloud Global Search (v3), with the query
that IBM's own client sends.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any, Final

from qrt_facade._base.coerce import is_list, mapping_of, text_of, texts_of
from qrt_facade._service.crn import checked_url
from qrt_facade.errors import UnexpectedResponseError

SEARCH_URL_VARIABLE: Final = "GLOBAL_SEARCH_URL"
_DEFAULT_SEARCH_URL: Final = "https://api.global-search-tagging.cloud.ibm.com"
_SEARCH_PATH: Final = "/v3/resources/search?limit=100"
MAX_PAGES: Final = 50


@dataclass(frozen=True, slots=True)
class FoundInstance:
    """An instance that an API key may use.

    Attributes:
        crn: Its CRN, for `RuntimeClient(instance=...)`.
        name: The name that its owner gave it, or None.
        region: `us-east`, `eu-de`, ..., or None.
        plan_id: Its plan's id in IBM's catalogue, or None.
        tags: Tags that its owner gave it.
    """

    crn: str = field(repr=False)
    name: str | None
    region: str | None
    plan_id: str | None
    tags: tuple[str, ...]


def search_url(search_url: str | None) -> str:
    """Return the URL of Global Search: the argument, else `GLOBAL_SEARCH_URL`, else IBM's.

    Raises:
        ConfigurationError: It is not a URL, or is plain http to another machine.
    """
    base = search_url or os.environ.get(SEARCH_URL_VARIABLE) or _DEFAULT_SEARCH_URL
    return checked_url("search_url", base) + _SEARCH_PATH


def search_body(cursor: str | None) -> dict[str, Any]:
    """Return the request body for one page."""
    body: dict[str, Any] = {
        "query": "service_name:quantum-computing",
        "fields": ["crn", "service_plan_unique_id", "name", "doc", "tags"],
    }
    return {**body, "search_cursor": cursor} if cursor else body


def read_page(body: bytes) -> tuple[list[FoundInstance], str | None]:
    """Return the instances of one page, and the cursor of the next page.

    Raises:
        UnexpectedResponseError: The response is not a page of Global Search.
    """
    try:
        answer = mapping_of(json.loads(body))
    except (ValueError, RecursionError):
        answer = mapping_of(None)
    items = answer.get("items")
    if not is_list(items):
        raise UnexpectedResponseError("Global Search: the response contains no list of items", status=200)
    found = [_instance(mapping_of(item)) for item in items]
    return [instance for instance in found if instance is not None], text_of(answer.get("search_cursor"))


def _instance(item: Any) -> FoundInstance | None:
    crn = text_of(item.get("crn"))
    if crn is None:
        return None
    fields = crn.split(":")
    return FoundInstance(
        crn=crn,
        name=text_of(item.get("name")),
        region=fields[5] if len(fields) > 5 else None,
        plan_id=text_of(item.get("service_plan_unique_id")),
        tags=texts_of(item.get("tags")),
    )

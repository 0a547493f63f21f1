"""Classification of paths: the emulator's own (pages and administration), and those of IBM Cloud's services."""

from __future__ import annotations

from typing import Final

from qrt_facade.emulator.http.pages.layout import NAVIGATION

ADMINISTRATION: Final = "/emulator/"

HEALTH: Final = "/health"
"""Path that responds once the emulator accepts requests: for containers and scripts that wait. No key, no fault, no latency."""

_PAGES: Final = frozenset(path for path, _ in NAVIGATION)
_PAGES_BELOW: Final = ("/jobs/", "/calls/", "/devices/", "/faults/")
_AUXILIARY: Final = frozenset({HEALTH, "/favicon.ico", "/.well-known/appspecific/com.chrome.devtools.json"})
"""Paths that browsers request by themselves with a page, and that containers request every few seconds."""

_CLOUD: Final = ("/identity/", "/globalcatalog/", "/v2/resource_instances", "/v3/resources/")
"""Paths of IAM, the catalog, the Resource Controller and the search, which have separate hosts at IBM."""


def is_page(path: str) -> bool:
    """Whether a path belongs to the pages or accompanies them; such requests are not recorded."""
    return path in _PAGES or path in _AUXILIARY or path.startswith(_PAGES_BELOW)


def is_own(path: str) -> bool:
    """Whether a path is the emulator's own rather than the service's: faults and latency do not apply to it."""
    return is_page(path) or path.startswith(ADMINISTRATION)


def is_ibm_cloud(path: str) -> bool:
    """Whether a path belongs to an IBM Cloud service, which is not behind the platform's edge."""
    return path.startswith(_CLOUD)


def resolve_dots(path: str) -> str:
    """Resolve `.` and `..` in a path: `/jobs/../backends` is the list of backends (measured)."""
    if "/." not in path and not path.startswith("."):
        return path or "/"
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) or "/"

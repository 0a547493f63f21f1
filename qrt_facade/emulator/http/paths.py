"""Which paths are whose: the emulator's own (pages for people, what changes the scenario), and those of IBM Cloud's services."""

from __future__ import annotations

from typing import Final

from qrt_facade.emulator.http.pages.layout import NAVIGATION

ADMINISTRATION: Final = "/emulator/"

HEALTH: Final = "/health"
"""Answers as soon as the emulator does: for containers and scripts that wait for it. No key, no fault, no latency."""

_PAGES: Final = frozenset(path for path, _ in NAVIGATION)
_PAGES_BELOW: Final = ("/jobs/", "/calls/", "/devices/", "/faults/")
_ASKED_BESIDE: Final = frozenset(
    {HEALTH, "/favicon.ico", "/.well-known/appspecific/com.chrome.devtools.json"}
)
"""What a browser that shows a page asks for by itself, and what a container asks every few seconds."""

_CLOUD: Final = ("/identity/", "/globalcatalog/", "/v2/resource_instances", "/v3/resources/")
"""Where IAM, the catalog, the Resource Controller and the search are, which at IBM have hosts of their own."""


def is_page(path: str) -> bool:
    """Whether a path is one of the pages', or what is asked for beside them; such requests are not recorded."""
    return path in _PAGES or path in _ASKED_BESIDE or path.startswith(_PAGES_BELOW)


def is_own(path: str) -> bool:
    """Whether a path is the emulator's own and not the service's: no fault and no latency applies to it."""
    return is_page(path) or path.startswith(ADMINISTRATION)


def is_cloud(path: str) -> bool:
    """Whether a path belongs to a service of IBM Cloud, which is not behind the platform's edge."""
    return path.startswith(_CLOUD)


def without_dots(path: str) -> str:
    """Resolve `.` and `..`: `/jobs/../backends` is the list of backends (measured)."""
    if "/." not in path and not path.startswith("."):
        return path or "/"
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) or "/"

"""The frame of every page: header, navigation, style sheet, script, and response headers."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from qrt_facade.emulator.http.pages.elements import element, link, serialized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade.emulator.http.pages.elements import Content, Element

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("/", "Jobs"),
    ("/calls", "Calls"),
    ("/devices", "Devices"),
    ("/sessions", "Sessions"),
    ("/usage", "Usage"),
    ("/faults", "Faults"),
)
"""Path and name of each page in the navigation, in order."""

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "page.css").read_text(encoding="utf-8")
_SCRIPT = (_FOLDER / "page.js").read_text(encoding="utf-8")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {_source(_STYLE)}; script-src {_source(_SCRIPT)}; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # With `no-referrer`, browsers send `Origin: null` with the page's own forms.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Response headers of every page: nothing is loaded from elsewhere, and no other page may embed it.

The attribute `style` has no effect under this policy: use classes, and attributes of SVG or `meter` for numbers.
"""

_RELOAD_SECONDS = 5
"""Reload interval of a page without details and forms in a browser without scripts."""


def document(
    title: str,
    *content: Content,
    current: str | None = None,
    live: bool = True,
    heading: Element | None = None,
) -> str:
    """Return a complete page.

    With scripts it updates every two seconds, and keeps what the reader has opened, selected and typed. Without, it
    reloads itself, or offers a link if a reload would close details and empty forms.

    Args:
        title: Its heading, and its title in the browser.
        content: Its content.
        current: Path of its entry in the navigation.
        live: Whether its content changes while it is open.
        heading: Heading in place of the title.
    """
    main = element(
        "main", element("h1", title) if heading is None else heading, *content, id="main", tabindex=-1
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("title", f"{title} \N{MIDDLE DOT} Emulator of the Qiskit Runtime API"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _reload(main) if live else None,
        element("style", _STYLE),
    )
    body = element(
        "body",
        link("Skip to content", "#main", class_="skip"),
        _header(current),
        element("p", "The emulator does not respond. This page shows its last known state.", id="stale", role="status", hidden=True),
        main,
        element("footer", element("p", "Everything here is simulated on this machine. Nothing comes from IBM.")),
        element("script", _SCRIPT),
        data_live=live,
    )  # fmt: skip
    return "<!DOCTYPE html>\n" + serialized(element("html", head, body, lang="en"))


def _header(current: str | None) -> Element:
    entries = [
        element("li", link(name, path, aria_current="page" if path == current else None))
        for path, name in NAVIGATION
    ]
    return element(
        "header",
        element(
            "div",
            link(element("span", "Qiskit Runtime ", element("b", "emulator")), "/", class_="brand"),
            element("nav", element("ul", *entries), aria_label="Pages"),
        ),
    )


def _reload(main: Element) -> Element | None:
    """Add a reload for browsers without scripts, and return the element for the page's head, if any."""
    if any(main.iter("form")) or any(main.iter("details")):
        offer = element("noscript", element("p", link("Reload", ""), " to update this page."))
        main.insert(1, offer)
        return None
    return element("noscript", element("meta", http_equiv="refresh", content=_RELOAD_SECONDS))

"""Check the links of the built site: each leads to an existing page or anchor, and nothing loads from other hosts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src"}
_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "manifest"}
"""Kinds of `<link>` that a browser follows automatically."""
_STYLE = re.compile(r"""(?:url\(|@import\s)\s*["']?(https?:[^"')\s]+)""")


class Links(NamedTuple):
    """The links found in a site.

    Attributes:
        internal: Number of links to pages and anchors of the site, and to files that they load.
        broken: Internal links without a target, with their pages.
        external: URLs on other hosts that a reader may follow. They are not requested.
        foreign: Resources that pages and styles would load from other hosts, with their pages.
    """

    internal: int
    broken: list[str]
    external: set[str]
    foreign: list[str]


class _Page(HTMLParser):
    """The ids of a page, its links, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the ids and links of one element."""
        given = {name: value or "" for name, value in attrs}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if address := given.get(_LOADED.get(tag, "")):
            self.loads.append(address)
        if tag == "link" and _RELATIONS & set(given.get("rel", "").split()):
            self.loads.append(given.get("href", ""))


def found(site: Path) -> Links:
    """Read every page and style sheet of a site."""
    pages = {page: _Page(page.read_text(encoding="utf-8")) for page in sorted(site.rglob("*.html"))}
    internal, broken, external, foreign = 0, [], set(), []
    for page, content in pages.items():
        name = page.relative_to(site).as_posix()
        foreign += [f"{name}: loads {address}" for address in content.loads if _is_elsewhere(address)]
        external |= {address for address in content.links if _is_elsewhere(address)}
        own = [one for one in (*content.links, *content.loads) if not _is_elsewhere(one)]
        internal += len(own)
        broken += [f"{name}: {address}" for address in own if not _leads_somewhere(address, page, pages)]
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        foreign += [f"{style.name}: loads {address}" for address in _STYLE.findall(text)]
    return Links(internal, broken, external, foreign)


def _is_elsewhere(address: str) -> bool:
    return bool(urlsplit(address).scheme or urlsplit(address).netloc)


def _leads_somewhere(address: str, page: Path, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(address)
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target.is_dir():
        target /= "index.html"
    if not parts.fragment:
        return target.is_file()
    return target in pages and unquote(parts.fragment) in pages[target].ids

"""The system's Chromium, and checks of the emulator's pages. Tests that use `visits` are skipped without a browser."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # as root, in a container
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no name resolution
)
Scheme = Literal["light", "dark"]

_CONTRAST = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((one) => one / 255)
      .map((one) => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faults = [];
  for (const node of document.body.querySelectorAll("*")) {
    const own = [...node.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
    if (!own || !node.checkVisibility() || ["SCRIPT", "STYLE", "NOSCRIPT", "METER"].includes(node.nodeName)) continue;
    const style = getComputedStyle(node);
    const [bright, dim] = [light(style.color), light(behind(node))].sort((a, b) => b - a);
    const ratio = (bright + .05) / (dim + .05);
    if (ratio < 4.5) faults.push(`${node.nodeName} ${node.className} ${node.textContent.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return faults;
}"""
"""Finds texts whose contrast is below 4.5, the AA level of WCAG for text of normal size."""

_TALLEST = """() => Math.max(0, ...[...document.querySelectorAll("tbody tr")]
  .filter((row) => row.checkVisibility()).map((row) => row.getBoundingClientRect().height))"""


@dataclass
class Visits:
    """Pages opened in one browser, with their messages and requests.

    Attributes:
        browser: Playwright's browser; `Any`, because its types are not needed to run the other tests.
        screenshots: Folder for screenshots, or None.
        messages: Console messages and errors of pages.
        requests: URLs of all requests.
    """

    browser: Any
    screenshots: Path | None = None
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    _contexts: list[Any] = field(default_factory=list)

    def open(self, url: str, *, width: int = 1200, scheme: Scheme = "light", script: bool = True) -> Any:
        """Open a page with this width, light or dark, with or without scripts."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(url)
        return page

    def look(self, page: Any, name: str) -> None:
        """Take a screenshot if requested (`--screenshots DIR`)."""
        if self.screenshots is not None:
            self.screenshots.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self.screenshots / f"{re.sub('[^a-z0-9]+', '-', name)}.png", full_page=True)

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()


def scrolls_sideways(page: Any) -> bool:
    """Return whether the page itself, not a box in it, is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def cut_boxes(page: Any) -> list[str]:
    """Return the tables that must be scrolled to be seen completely."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth)
              .map((box) => `${box.innerText.slice(0, 60)}: ${box.scrollWidth} > ${box.clientWidth}`)"""
        )
    )


def sticking_out(page: Any) -> list[str]:
    """Return texts that overflow their card."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll(".card *")].filter((node) => node.checkVisibility()
              && node.closest(".scroll, pre, svg") === null
              && node.getBoundingClientRect().right > node.closest(".card").getBoundingClientRect().right)
              .map((node) => `${node.nodeName} ${node.textContent.slice(0, 40)}`)"""
        )
    )


def tallest_row(page: Any) -> float:
    """Return the height of the tallest row of a table, in pixels."""
    return float(page.evaluate(_TALLEST))


def faint_texts(page: Any) -> list[str]:
    """Return texts with too little contrast to their background."""
    return list(page.evaluate(_CONTRAST))


# Module scope, not session: while Playwright's sync interface is active, no other asyncio loop can run.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra dev)")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser on PATH: {', '.join(NAMES)}")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def visits(browser: Any, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """Pages in the browser; the test fails if one writes to the console."""
    folder = request.config.getoption("--screenshots")
    made = Visits(browser, Path(folder) if folder else None)
    yield made
    made.close()
    assert made.messages == []

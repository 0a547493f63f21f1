"""Parse pages as a browser without scripts does."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

_VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """A parsed page.

    Attributes:
        text: All text except that of styles and scripts.
        rows: Texts of the cells of each row of its tables.
        facts: Names and values of its definition lists.
        titles: Texts of the titles in drawings.
        elements: Number of occurrences of each element.
        classes: Number of occurrences of each class.
        links: Targets of its links.
        forms: The fields of each form, and `action`; a button with a name counts as its last value.
        attributes: Names of all attributes.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.rows: list[list[str]] = []
        self.facts: dict[str, str] = {}
        self.titles: list[str] = []
        self.elements: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self.links: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self._name = ""
        self.feed(html)
        self.close()
        assert self._open == [], "elements are not closed"

    def row(self, first: str) -> list[str]:
        """Return the row whose first cell has this text."""
        return next(row for row in self.rows if row and row[0] == first)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements[tag] += 1
        self.classes.update(found.get("class", "").split())
        self.attributes |= set(found)
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(found["href"])
        elif tag == "form":
            self.forms.append({"action": found["action"]})
        elif "form" in self._open and "name" in found and tag in {"input", "button"}:
            self.forms[-1][found["name"]] = found.get("value", "")
        elif tag == "title" and "svg" in self._open:
            self.titles.append("")
        elif tag == "dt":
            self._name = ""
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] in {"script", "style"}:
            return
        if self._open[-1] == "title" and "svg" in self._open:
            self.titles[-1] += data
            return
        self.text += data
        if "td" in self._open:
            self.rows[-1][-1] += data
        elif "dt" in self._open:
            self._name += data
        elif "dd" in self._open:
            self.facts[self._name] = self.facts.get(self._name, "") + data

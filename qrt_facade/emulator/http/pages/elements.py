"""HTML as a tree, so that the serializer escapes all data."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Element = ET.Element
"""An HTML node."""

Content = Element | str | int | None
"""Content of an element: nodes, text, numbers; None is skipped."""


def element(tag: str, /, *children: Content, **attributes: str | int | bool | None) -> Element:
    """Return an element with content and attributes.

        element("a", "All jobs", href="/", class_="button")
        element("div", element("h2", "Calls"), aria_label="calls", hidden=True)

    Args:
        tag: Tag name.
        children: Elements and text, in order; None is skipped.
        attributes: A trailing `_` is dropped (`class_`), other ones become hyphens (`aria_label`). True is an attribute
            without a value; None and False omit the attribute.
    """
    node = ET.Element(tag)
    for name, value in attributes.items():
        if value is not None and value is not False:
            node.set(name.rstrip("_").replace("_", "-"), "" if value is True else _encodable(str(value)))
    append(node, *children)
    return node


def append(node: Element, *children: Content) -> None:
    """Append content to an element."""
    for child in children:
        if child is None:
            continue
        if isinstance(child, ET.Element):
            node.append(child)
            continue
        text = _encodable(str(child))
        if len(node):
            node[-1].tail = (node[-1].tail or "") + text
        else:
            node.text = (node.text or "") + text


def _encodable(text: str) -> str:
    """Replace what UTF-8 or HTML cannot contain: unpaired surrogates and NUL."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def serialized(node: Element) -> str:
    """Return the HTML of a tree."""
    return ET.tostring(node, encoding="unicode", method="html")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its heading.
        kind: Class of its cells: `number` (right-aligned), `code` (fixed width), `text` (wraps), `wide` (takes the
            remaining width, and wraps), or none.
        rank: Which columns are hidden first on narrow screens: 3 below 1000 pixels, 2 below 760, 1 never.
    """

    name: str
    kind: str = ""
    rank: int = 1


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        cells: One for each column.
        id: Its id, by which the script identifies it in an updated page.
        kind: Its class.
    """

    cells: Sequence[Content]
    id: str | None = None
    kind: str | None = None


def table(
    caption: Content,
    columns: Sequence[Column | str],
    rows: Iterable[Row | Sequence[Content]],
    *,
    empty: str = "None.",
    kind: str = "cards",
) -> Element:
    """Return a table in a container that scrolls if the table is wider than the page.

    Args:
        caption: Its caption.
        columns: Its columns, or their names.
        rows: Rows, or their cells.
        empty: Text shown if there are no rows.
        kind: `cards` shows each row as a card on narrow screens, `cards bare` the same with its first cell full-width;
            `plain` keeps the columns.
    """
    known = [Column(one) if isinstance(one, str) else one for one in columns]
    head = [element("th", one.name, scope="col", class_=_classes(one)) for one in known]
    body = [_row(row if isinstance(row, Row) else Row(row), known) for row in rows]
    if not body:
        body = [element("tr", element("td", empty, colspan=len(known), class_="empty"))]
    return element(
        "div",
        element(
            "table", element("caption", caption), element("thead", element("tr", *head)), element("tbody", *body),
            class_=kind,
        ),
        class_="scroll",
    )  # fmt: skip


def _row(row: Row, columns: Sequence[Column]) -> Element:
    cells = [
        element("td", cell, class_=_classes(column), data_label=column.name)
        for cell, column in zip(row.cells, columns, strict=True)
    ]
    return element("tr", *cells, id=row.id, class_=row.kind)


def _classes(column: Column) -> str | None:
    rank = f"rank-{column.rank}" if column.rank > 1 else ""
    return f"{column.kind} {rank}".strip() or None


def facts(pairs: Iterable[tuple[str, Content]]) -> Element:
    """Return a list of names and values; entries without a value (None or empty) are skipped."""
    node = element("dl", class_="facts")
    for name, value in pairs:
        if value is not None and value != "":
            append(node, element("div", element("dt", name), element("dd", value)))
    return node


def link(text: Content, address: str, **attributes: str | int | bool | None) -> Element:
    """Return a link; `address` is one of the emulator's own paths."""
    return element("a", text, href=address, **attributes)


def time(instant: str | None) -> Element | None:
    """Return a timestamp (UTC, ISO 8601) to the second, in UTC; the script adds the local time as a title."""
    if instant is None:
        return None
    return element("time", instant[:19].replace("T", " "), datetime=instant, title=f"{instant[:19]}Z (UTC)")


def pill(text: str, kind: str = "") -> Element:
    """Return a short coloured label: `good`, `bad`, `wait`, `busy`, or none."""
    return element("span", text, class_=f"pill {kind}".strip())


def details(summary: Content, *content: Content, id_: str, open_: bool = False) -> Element:
    """Return collapsed content that the reader can open; the script preserves its state by the id."""
    return element("details", element("summary", summary), *content, id=id_, open=open_)


def copy_button(id_: str, label: str = "Copy") -> Element:
    """Return a button that copies the text of the element with this id; it is visible only if scripts run."""
    return element(
        "button", label, type="button", class_="copy", data_copies=id_, aria_live="polite", hidden=True
    )


def copyable(text: str, id_: str, label: str = "Copy") -> Element:
    """Return text in fixed width with a copy button."""
    return element(
        "div",
        element("pre", element("code", text), tabindex=0, id=id_),
        copy_button(id_, label),
        class_="copyable",
    )


def card(title: Content, *content: Content, kind: str = "") -> Element:
    """Return a box with a heading."""
    return element("section", element("h2", title), *content, class_=f"card {kind}".strip())


def figure(value: Content, name: str) -> Element:
    """Return a dashboard figure with its name below."""
    return element("div", element("strong", value), element("span", name), class_="figure")

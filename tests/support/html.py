"""The visible text of the HTML that notebooks display."""

from __future__ import annotations

from xml.etree import ElementTree as ET


def texts(html: str) -> list[str]:
    """Return the texts of the cells and captions; the HTML must also be well-formed XML."""
    root = ET.fromstring(f"<div>{html}</div>")
    return ["".join(cell.itertext()) for cell in root.iter() if cell.tag in {"td", "th", "caption"}]


def rows(html: str) -> list[list[str]]:
    """Return the texts of the cells of each row."""
    root = ET.fromstring(f"<div>{html}</div>")
    return [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]

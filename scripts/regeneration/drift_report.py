"""The Markdown report of a check of the service: limited in size, with external text that GitHub does not interpret."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from regeneration.drift_findings import days_text, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from regeneration.drift import Drift
    from regeneration.drift_findings import Finding
    from regeneration.report import Row

T = TypeVar("T")

# GitHub accepts 65,536 characters in an issue; the publisher adds some lines. There are never fewer bytes than
# characters.
MAX_BYTES = 60_000
_RESERVE = 500
_MAX_TEXT = 600
_MAX_CELL = 160


@dataclass
class _Page:
    """Lines of a report up to a size limit."""

    room: int
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> bool:
        """Add a line if it fits; return whether it did."""
        size = len(line.encode("utf-8", "replace")) + 1
        fits = size <= self.room
        if fits:
            self.lines.append(line)
            self.room -= size
        return fits

    def section(self, head: str, items: Iterable[T], line: Callable[[T], str], rest: str) -> None:
        """Add a heading and a line per item, or nothing without items; `rest` with `{}` gives the number that did not fit."""
        everything = list(items)
        if not everything or not self.add(head):
            return
        for done, item in enumerate(everything):
            if not self.add(line(item)):
                self.lines.append(rest.format(len(everything) - done))
                break
        self.lines.append("")


def report_of(drift: Drift) -> str:
    """Return the report of a check; the first line is a comment with the fingerprint of the findings."""
    page = _Page(MAX_BYTES - _RESERVE)
    page.add(f"<!-- qrt-drift {fingerprint(drift.findings)} -->")
    news = [finding for finding in drift.findings if not finding.kind.is_trouble]
    trouble = [finding for finding in drift.findings if finding.kind.is_trouble]
    page.section("### What is new\n", news, _line, "- and {} more")
    page.section("### What could not be checked\n", trouble, _line, "- and {} more")
    page.section(
        "### Corrected by IBM: delete these overlay actions\n",
        drift.idle,
        lambda action: f"- {code(action)}",
        "- and {} more",
    )
    page.section(
        "### What changed in the document\n\n"
        "| level | breaks | operation | where | was | is | note |\n|---|---|---|---|---|---|---|",
        sorted(drift.changes, key=lambda row: (-row.level, -len(row.whom))),
        _row,
        "\nand {} more; `scripts/regenerate.py diff` shows them all.",
    )
    return "\n".join(page.lines)


def code(text: str, limit: int = _MAX_TEXT) -> str:
    """Return external text as a code span of one line, in which GitHub sees neither mentions, HTML nor links."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not line:
        return ""
    if len(line) > limit:
        line = f"{line[: limit - 2]} …"
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest else f"`{line}`"


def _line(finding: Finding) -> str:
    """Return one finding as an item of a list."""
    text = f"- **{str(finding.kind).capitalize()}:** {code(finding.subject)}"
    if finding.state:
        text += f" ({code(finding.state)})"
    if finding.days is not None:
        text += f", {days_text(finding.days)}"
    advice = finding.advice
    return f"{text}. {advice[:1].upper()}{advice[1:]}." if advice else f"{text}."


def _row(row: Row) -> str:
    """Return one change as a row of the table."""
    cells = map(_cell, (row.operation, row.where, row.was, row.now, row.note))
    return "| " + " | ".join([row.level.name, ", ".join(row.whom), *cells]) + " |"


def _cell(text: str) -> str:
    """Return text as a cell; a bar ends a cell even within code, unless it is escaped."""
    return re.sub(r"\\*\|", r"\\|", code(text, _MAX_CELL))

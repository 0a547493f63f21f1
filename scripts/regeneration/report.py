"""The differences between two API documents, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regeneration.changelog import known
from regeneration.differences import compare_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regeneration.documents import Document


@dataclass(frozen=True)
class Row:
    """One change, and whom it breaks."""

    operation: str
    where: str
    was: str
    now: str
    breaking: bool
    breaking_for_facade: bool
    note: str

    def as_json(self) -> dict[str, str | bool]:
        """Return the row as `diff --json` prints it."""
        return {"is" if name == "now" else name: value for name, value in vars(self).items()}


def rows(old: Document, new: Document, reached: Iterable[str]) -> list[Row]:
    """Return the changes from `old` to `new`; `reached` are the operations (`GET /v1/jobs`) that the facade calls."""
    places = set(reached)
    found = []
    for change in compare_documents(old, new):
        entry = known(change)
        breaking = change.breaking and not (entry and entry.harmless)
        # What belongs to no operation (servers) concerns whoever calls any.
        concerned = not change.operation or change.operation in places
        for_facade = breaking and concerned and not (entry and entry.absorbed)
        note = entry.words if entry else ""
        found.append(Row(change.operation, change.where, change.was, change.now, breaking, for_facade, note))
    return found


def as_json(changes: list[Row]) -> str:
    """Return the changes as a JSON list of objects."""
    return json.dumps([row.as_json() for row in changes], indent=2, ensure_ascii=False)


def as_table(changes: list[Row]) -> str:
    """Return the changes as a Markdown table, breaking ones first; the same change of several operations is one row."""
    if not changes:
        return "No structural change."
    grouped: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(changes, key=lambda row: (not row.breaking, not row.breaking_for_facade)):
        grouped.setdefault((row.where, row.was, row.now, _whom(row), row.note), []).append(row)
    lines: list[tuple[str, ...]] = [("operation", "where", "was", "is", "breaks", "note"), ("---",) * 6]
    lines += [(_operations(found), *key) for key, found in grouped.items()]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def summary(changes: list[Row]) -> str:
    """Return the numbers in one line."""
    breaking = sum(row.breaking for row in changes)
    facade = sum(row.breaking_for_facade for row in changes)
    return f"{len(changes)} changes, {breaking} break callers, {facade} break users of the facade"


def _whom(row: Row) -> str:
    return "callers, facade" if row.breaking_for_facade else "callers" if row.breaking else ""


def _operations(found: list[Row]) -> str:
    names = [row.operation for row in found if row.operation]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

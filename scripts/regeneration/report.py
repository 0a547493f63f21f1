"""Report the differences between two API documents and whom they break, as text, Markdown and JSON."""

from __future__ import annotations

import functools
import json
import re
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from regeneration.changelog import known
from regeneration.corrections import Corrections
from regeneration.differences import compare_documents
from regeneration.generation import GenerationError
from regeneration.levels import Level
from regeneration.names import Names, compare_names, names_of, paths_in_words
from regeneration.recording import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from regeneration.documents import Document

WIDTH: Final = 80
EXIT_STATUS: Final = {Level.INFO: 0, Level.WARN: 3, Level.ERR: 2}
_CLIENT: Final = "generated client"
_NAME: Final = "A name of the generated client; code that uses it must be changed."
_NO_CLIENT: Final = "Existing clients keep working; a new one needs a correction in the overlay first."
_HIDDEN: Final = (
    "The overlay lists the credentials itself: check whether the client still sends what is required."
)
_BY_CLIENT: Final = "The client sends it by itself; it is not an argument of any operation."
_CANCELLED: Final = "The corrected documents are the same before and after, so it breaks nothing."


@dataclass(frozen=True)
class Side:
    """One of two documents to compare.

    Attributes:
        document: IBM's uncorrected document.
        contract: The document with corrections of what is not true of the service.
        generated: The document that the client is generated from.
        api_version: The version of the API that it describes.
        settings: The generator's settings, with the names of classes.
    """

    document: Document
    contract: Document
    generated: Document
    api_version: str
    settings: Path

    @functools.cached_property
    def names(self) -> Names:
        """The names in the client that is generated from it.

        Raises:
            GenerationError: The generator cannot parse the document.
        """
        return names_of(self.generated, self.settings)


@dataclass(frozen=True)
class Row:
    """One change, how serious it is, and whom it breaks."""

    operation: str
    where: str
    was: str
    now: str
    level: Level
    breaking: bool
    breaking_for_facade: bool
    note: str
    whom: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the row for `diff --json`."""
        named = {"now": "is", "whom": "breaks"}
        row = {named.get(name, name): value for name, value in vars(self).items()}
        return row | {"level": self.level.name, "breaks": list(self.whom)}


def judged(old: Side, new: Side, reached: Iterable[str]) -> list[Row]:
    """Return the changes from `old` to `new`, each with its level and whom it breaks.

    Args:
        old: The document that callers were built against.
        new: The document that the service follows now.
        reached: The operations (`GET /v1/jobs`) that the facade calls.
    """
    changes = compare_documents(old.document, new.document)
    corrections = Corrections(old.contract, new.contract)
    places = {_place(name) for name in reached}
    versions = old.api_version, new.api_version
    found = []
    for change in changes:
        entry = known(change, changes, versions)
        level, note = change.level, entry.words if entry else ""
        place = _key(change.operation)
        if entry is None and level and corrections.cancels(change, place):
            level, note = _cancelled(change, removed=corrections.removes_parameter(change, place))
        elif entry is not None and entry.harmless:
            level = Level.INFO
        # A change outside operations (servers) affects every caller.
        concerned = not change.operation or _place(change.operation) in places
        absorbed = entry is not None and entry.absorbed
        found.append(_row(change, level, facade=concerned and not absorbed, note=note))
    broken = {_key(row.operation) for row in found if row.breaking}
    names = _changed_names(old, new, broken)
    # If the name in the client changes as well, only the name is reported.
    renamed = {change.operation for change in names if change.where == "operationId"}
    found = [row for row in found if row.where != "operationId" or row.operation not in renamed]
    return found + [_row_of_name(change) for change in names]


def _cancelled(change: Change, *, removed: bool) -> tuple[Level, str]:
    if change.kind == "security":
        return Level.WARN, _HIDDEN
    return Level.INFO, _BY_CLIENT if removed else _CANCELLED


def _row_of_name(change: Change) -> Row:
    if change.where == _CLIENT:
        return replace(_row(change, change.level, facade=False, note=_NO_CLIENT), whom=())
    return _row(change, change.level, facade=False, note=_NAME)


def _changed_names(old: Side, new: Side, broken: set[tuple[str, str]]) -> list[Change]:
    try:
        before = old.names
    except GenerationError as error:
        return [Change("", _CLIENT, _without_client(error), "not compared", Level.INFO, "name")]
    try:
        after = new.names
    except GenerationError as error:
        return [Change("", _CLIENT, "there", _without_client(error), Level.WARN, "name")]
    return compare_names(before, after, paths_in_words(old.generated), broken)


def _without_client(error: GenerationError) -> str:
    return "cannot be generated: " + " ".join(str(error).split())


def _row(change: Change, level: Level, *, facade: bool, note: str) -> Row:
    whom = () if level is Level.INFO else ("callers", "facade") if facade else ("callers",)
    breaking = level is Level.ERR
    return Row(
        change.operation,
        change.where,
        change.was,
        change.now,
        level,
        breaking,
        breaking and facade,
        note,
        whom,
    )


def _key(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return re.sub(r"\{[^}]*\}", "{}", path), method.lower()


def _place(operation: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", operation)


def exit_status(changes: Sequence[Row]) -> int:
    """Return the exit status of `diff`: 2 if anything breaks, 3 if something may, else 0."""
    return EXIT_STATUS[max((row.level for row in changes), default=Level.INFO)]


def as_json(changes: Sequence[Row]) -> str:
    """Return the changes as a JSON list of objects."""
    return json.dumps([row.as_json() for row in changes], indent=2, ensure_ascii=False)


def as_markdown(changes: Sequence[Row]) -> str:
    """Return the changes as a Markdown table, the most serious first; equal changes of operations share a row."""
    if not changes:
        return "No structural change."
    lines: list[tuple[str, ...]] = [("level", "breaks", "operation", "where", "was", "is", "note")]
    lines.append(("---",) * len(lines[0]))
    for found in _grouped(changes):
        row = found[0]
        code = [_code(cell) for cell in (_operations(found), row.where, row.was, row.now)]
        lines.append((row.level.name, ", ".join(row.whom), *code, _cell(row.note)))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def as_text(changes: Sequence[Row], width: int = WIDTH) -> str:
    """Return the changes in lines of at most `width` columns, the most serious first, by level and whom they break."""
    if not changes:
        return "No structural change."
    lines: list[str] = []
    heading = ""
    for found in _grouped(changes):
        row = found[0]
        title = f"{row.level.name}  {_whom(row)}"
        if title != heading:
            lines += ["", title] if lines else [title]
            heading = title
        lines += _wrapped(_operations(found) or "the document", "  ", width)
        lines += _wrapped(f"{row.where}: {row.was} -> {row.now}", "    ", width)
        lines += _wrapped(row.note, "      ", width)
    return "\n".join(lines)


def summary(changes: Sequence[Row]) -> str:
    """Return the counts in one line."""
    breaking = sum(row.breaking for row in changes)
    warnings = sum(row.level is Level.WARN for row in changes)
    facade = sum(row.breaking_for_facade for row in changes)
    return (
        f"{len(changes)} changes, {breaking} break callers, {warnings} more may do so, "
        f"{facade} break users of the facade"
    )


def _whom(row: Row) -> str:
    if row.level is Level.INFO:
        return "breaks nobody"
    return f"{'breaks' if row.level is Level.ERR else 'may break'} {', '.join(row.whom) or 'nobody yet'}"


def _grouped(changes: Sequence[Row]) -> list[list[Row]]:
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in sorted(changes, key=lambda row: (-row.level, -len(row.whom))):
        groups.setdefault((row.where, row.was, row.now, row.level, row.whom, row.note), []).append(row)
    return list(groups.values())


def _operations(found: Sequence[Row]) -> str:
    names = [row.operation for row in found if row.operation]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=f"{indent}  ")


def _cell(text: str) -> str:
    """Return text for a cell; text from a document cannot end the cell or the line, or become markup."""
    escaped = re.sub(r"([\\`*_\[\]<>|@#!~])", r"\\\1", " ".join(text.split()))
    return escaped[:500]


def _code(text: str) -> str:
    """Return text from a document as code, without markup."""
    plain = " ".join(text.split()).replace("`", "'").replace("|", r"\|")
    return f"`{plain[:500]}`" if plain else ""

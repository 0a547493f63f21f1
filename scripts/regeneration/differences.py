"""What changed between two API documents, and whom it breaks.

Breaking, for a caller: something it may rely on goes or changes type, or a value it may send is no longer allowed.
Additions and loosenings break nobody. Words, examples and `x-` keys are not compared.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from regeneration.limits import is_tighter, limits_text
from regeneration.matching import (
    UNKNOWN,
    Operation,
    by_place,
    followed,
    mark_used,
    paired,
    parameters,
    security,
)
from regeneration.shapes import Shape, shape_of

if TYPE_CHECKING:
    from regeneration.documents import Document

_GONE = "gone"
_ABSENT = "-"
_SUCCESS = re.compile(r"2\d\d|2XX|default")


class Way(enum.Enum):
    """Which way a value travels; NOWHERE for a schema that no operation uses."""

    REQUEST = "request"
    RESPONSE = "response"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Change:
    """One structural change; `operation` is empty for what belongs to none."""

    operation: str
    where: str
    was: str
    now: str
    breaking: bool


def compare_documents(old: Document, new: Document) -> list[Change]:
    """Return every structural change from `old` to `new`, operations in the order of their paths."""
    comparison = _Comparison(old, new)
    comparison.run()
    # Branches of a union often share a part; what changed there is told once.
    return list(dict.fromkeys(comparison.changes))


@dataclass
class _Comparison:
    old: Document
    new: Document
    changes: list[Change] = field(default_factory=list)
    operation: str = ""
    # Named schemas already compared within this operation: each is told once, and recursion ends there.
    _met: set[tuple[str, str, Way]] = field(default_factory=set)
    _used: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))
    _renamed: set[tuple[str, str]] = field(default_factory=set)

    def note(self, where: str, was: object, now: object, *, breaking: bool) -> None:
        """Record one change of the present operation."""
        self.changes.append(Change(self.operation, where, str(was), str(now), breaking))

    def run(self) -> None:
        """Compare the documents."""
        old, new = by_place(self.old), by_place(self.new)
        for place in sorted(old.keys() | new.keys()):
            before, after = old.get(place), new.get(place)
            entry = before or after
            assert entry is not None  # noqa: S101 - the place came from one of the two
            self.operation = f"{entry[0].upper()} {entry[1]}"
            self._met.clear()
            if before is None or after is None:
                self._whole_operation(before, after)
            else:
                self._one_operation(before, after)
        self.operation = ""
        self._document()

    def _whole_operation(self, before: Operation | None, after: Operation | None) -> None:
        was, now = (entry[2].get("operationId", "there") if entry else None for entry in (before, after))
        self.note("operation", was or _ABSENT, now or _GONE, breaking=after is None)
        for document, entry, used in ((self.old, before, self._used[0]), (self.new, after, self._used[1])):
            if entry:
                mark_used(document, entry[2], used)

    def _one_operation(self, before: Operation, after: Operation) -> None:
        (_, old_path, old), (_, new_path, new) = before, after
        if old_path != new_path:
            self.note("path", old_path, new_path, breaking=False)
        if old.get("operationId") != new.get("operationId"):
            self.note("operationId", old.get("operationId"), new.get("operationId"), breaking=False)
        if not old.get("deprecated") and new.get("deprecated"):
            self.note("deprecated", "no", "yes", breaking=False)
        self._security(old, new)
        self._parameters(parameters(self.old, old_path, old), parameters(self.new, new_path, new))
        self._body(followed(self.old, old.get("requestBody")), followed(self.new, new.get("requestBody")))
        self._responses(old.get("responses", {}), new.get("responses", {}))

    def _security(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        was, now = security(self.old, old), security(self.new, new)
        if was != now:
            self.note("security", was, now, breaking=was == "none")

    def _parameters(self, old: dict[tuple[str, str], Any], new: dict[tuple[str, str], Any]) -> None:
        unknown = {name for place, name in (*old, *new) if place == UNKNOWN}
        for key in sorted(old.keys() | new.keys()):
            if key[1] in unknown:
                continue
            before, after = old.get(key), new.get(key)
            given: dict[str, Any] = before or after or {}
            where = f"{key[0]} parameter {given['name']}"
            if before is None or after is None:
                kind = shape_of(self.new if before is None else self.old, given.get("schema"))
                required = bool(given.get("required"))
                if before is None:
                    self.note(where, _ABSENT, f"{kind}, required" if required else kind, breaking=required)
                else:
                    self.note(where, kind, _GONE, breaking=True)
                continue
            if bool(before.get("required")) != bool(after.get("required")):
                self._required(where, now=bool(after.get("required")), way=Way.REQUEST)
            self._schema(before.get("schema"), after.get("schema"), where, Way.REQUEST)

    def _body(self, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        if old is None and new is None:
            return
        if old is None or new is None:
            needed = bool(new and new.get("required"))
            was, now = (_ABSENT, "required" if needed else "optional") if old is None else ("there", _GONE)
            self.note("request body", was, now, breaking=old is not None or needed)
            return
        if bool(old.get("required")) != bool(new.get("required")):
            self._required("request body", now=bool(new.get("required")), way=Way.REQUEST)
        self._content(old.get("content", {}), new.get("content", {}), "request body", Way.REQUEST)

    def _responses(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        for status in sorted(old.keys() | new.keys()):
            where = f"response {status}"
            before, after = followed(self.old, old.get(status)), followed(self.new, new.get(status))
            if before is None or after is None:
                was, now = (_ABSENT, "there") if before is None else ("there", _GONE)
                self.note(where, was, now, breaking=after is None and bool(_SUCCESS.fullmatch(status)))
                continue
            self._content(before.get("content", {}), after.get("content", {}), where, Way.RESPONSE)

    def _content(self, old: dict[str, Any], new: dict[str, Any], where: str, way: Way) -> None:
        if old.keys() != new.keys():
            was, now = (", ".join(sorted(content)) or "no content" for content in (old, new))
            # A caller sends one kind of content, and may have relied on any kind that came.
            lost = bool(old.keys() - new.keys()) if old else bool(new)
            self.note(f"{where}: media type", was, now, breaking=lost)
        kinds = [(kind, kind) for kind in sorted(old.keys() & new.keys())]
        if not kinds and len(old) == len(new) == 1:
            kinds = [(next(iter(old)), next(iter(new)))]
        for was_kind, now_kind in kinds:
            self._schema(old[was_kind].get("schema"), new[now_kind].get("schema"), where, way)
        mark_used(self.old, [content for kind, content in old.items() if kind not in new], self._used[0])
        mark_used(self.new, [content for kind, content in new.items() if kind not in old], self._used[1])

    def _required(self, where: str, *, now: bool, way: Way) -> None:
        words = ("optional", "required") if now else ("required", "optional")
        breaking = (way is Way.REQUEST and now) or (way is Way.RESPONSE and not now)
        self.note(where, *words, breaking=breaking)

    def _schema(self, old: Any, new: Any, where: str, way: Way) -> None:
        before, after = shape_of(self.old, old), shape_of(self.new, new)
        self._used[0].update(before.identities)
        self._used[1].update(after.identities)
        if before.name and after.name:
            if (before.name, after.name, way) in self._met:
                return
            self._met.add((before.name, after.name, way))
            if before.name != after.name:
                self._renamed.add((before.name, after.name))
        if before.branches or after.branches:
            self._branches(before.branches or [old], after.branches or [new], where, way)
        if not self._types(before, after, where, way):
            mark_used(self.old, old, self._used[0])
            mark_used(self.new, new, self._used[1])
            return
        self._values(before, after, where, way)
        self._members(before, after, where, way)
        if before.items is not None and after.items is not None:
            self._schema(before.items, after.items, f"{where}[]", way)

    def _types(self, before: Shape, after: Shape, where: str, way: Way) -> bool:
        """Compare the types; return whether there is anything below them to compare."""
        was, now = before.types, after.types
        if was == now or ((before.branches or after.branches) and not (was and now)):
            return True
        broader, narrower = (now, was) if way is Way.REQUEST else (was, now)
        breaking = (
            way is not Way.NOWHERE and bool(broader) and not (bool(narrower) and _covers(broader, narrower))
        )
        self.note(where, before, after, breaking=breaking)
        return bool((was & now) - {"null"})

    def _values(self, before: Shape, after: Shape, where: str, way: Way) -> None:
        if before.enum != after.enum and not _same_values(before.enum, after.enum):
            was, now = _values_text(before), _values_text(after)
            lost = after.enum is not None and (before.enum is None or not _contains(after.enum, before.enum))
            self.note(f"{where}: values", was, now, breaking=way is Way.REQUEST and lost)
        if before.limits != after.limits:
            was, now = limits_text(before.limits, after.limits)
            tighter = way is Way.REQUEST and is_tighter(before, after)
            self.note(f"{where}: limits", was, now, breaking=tighter)

    def _members(self, before: Shape, after: Shape, where: str, way: Way) -> None:
        for name in sorted(before.properties.keys() | after.properties.keys()):
            place = f"{where}: {name}" if ":" not in where else f"{where}.{name}"
            if name not in after.properties:
                kind = shape_of(self.old, before.properties[name])
                self.note(place, kind, _GONE, breaking=way is not Way.NOWHERE)
                mark_used(self.old, before.properties[name], self._used[0])
            elif name not in before.properties:
                kind, needed = shape_of(self.new, after.properties[name]), name in after.required
                breaking = way is Way.REQUEST and needed
                self.note(place, _ABSENT, f"{kind}, required" if needed else kind, breaking=breaking)
                mark_used(self.new, after.properties[name], self._used[1])
            else:
                if (name in before.required) != (name in after.required):
                    self._required(place, now=name in after.required, way=way)
                self._schema(before.properties[name], after.properties[name], place, way)
        was, now = _openness(before), _openness(after)
        if was != now:
            self.note(
                f"{where}: other properties", was, now, breaking=way is Way.REQUEST and now == "refused"
            )
        elif isinstance(before.additional, dict) and isinstance(after.additional, dict):
            self._schema(before.additional, after.additional, f"{where}{{}}", way)

    def _branches(self, was: list[Any], now: list[Any], where: str, way: Way) -> None:
        pairs, lost, gained = paired(self.old, self.new, was, now)
        for one, other in pairs:
            self._schema(one, other, where, way)
        for branch in lost:
            self.note(f"{where}: one of", shape_of(self.old, branch), _GONE, breaking=way is Way.REQUEST)
            mark_used(self.old, branch, self._used[0])
        for branch in gained:
            self.note(f"{where}: one of", _ABSENT, shape_of(self.new, branch), breaking=False)
            mark_used(self.new, branch, self._used[1])

    def _document(self) -> None:
        for name, other in sorted(self._renamed):
            self.note("schema name", name, other, breaking=False)
        old = self.old.get("components", {}).get("schemas", {})
        new = self.new.get("components", {}).get("schemas", {})
        free = {name for name in old if id(old[name]) not in self._used[0]}
        fresh = {name for name in new if id(new[name]) not in self._used[1]}
        for name in sorted(free | fresh):
            if name in old and name in new:
                self._schema(old[name], new[name], f"schema {name}", Way.NOWHERE)
            elif name in free:
                self.note(f"schema {name}", shape_of(self.old, old[name]), _GONE, breaking=False)
            else:
                self.note(f"schema {name}", _ABSENT, shape_of(self.new, new[name]), breaking=False)
        documents = (self.old, self.new)
        was, now = ([server.get("url") for server in one.get("servers", [])] for one in documents)
        if was != now:
            self.note("servers", ", ".join(was), ", ".join(now), breaking=bool(set(was) - set(now)))


def _covers(broader: set[str], narrower: set[str]) -> bool:
    return narrower <= broader | ({"integer"} if "number" in broader else set())


def _contains(values: list[Any], others: list[Any]) -> bool:
    return all(other in values for other in others)


def _same_values(one: list[Any] | None, other: list[Any] | None) -> bool:
    return one is not None and other is not None and _contains(one, other) and _contains(other, one)


def _values_text(shape: Shape) -> str:
    return "any" if shape.enum is None else ", ".join(str(value) for value in shape.enum)


def _openness(shape: Shape) -> str:
    if isinstance(shape.additional, dict):
        return "of one type"
    return "refused" if shape.additional is False else "free"

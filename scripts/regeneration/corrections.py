"""Detect which of IBM's changes disappear in the corrected documents, so that they break nothing.

A change of IBM's document is judged as IBM wrote it, except where the corrected documents do not show it: the overlay
removes the part (the version header, which the client sends by itself), or the part is the same before and after (IBM
has corrected what the overlay had corrected). If a correction only leaves open what a request may contain, the
service still refuses what IBM's document refuses, and the change counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regeneration.differences import compare_documents
from regeneration.matching import by_place, followed, parameters
from regeneration.places import shapes_at
from regeneration.recording import ABSENT, GONE

if TYPE_CHECKING:
    from regeneration.documents import Document
    from regeneration.matching import Operation
    from regeneration.recording import Change
    from regeneration.shapes import Shape


class Corrections:
    """Two documents after the overlay that describes what the service does."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old = old
        self.new = new
        self._places = (by_place(old), by_place(new))
        changes = compare_documents(old, new)
        self._security = {change.operation for change in changes if change.kind == "security"}
        self._general = {change.where for change in changes if not change.operation}

    def cancels(self, change: Change, place: tuple[str, str]) -> bool:
        """Return whether the corrected documents do not show `change`, of the operation at `place`."""
        if not change.operation:
            return change.kind == "other" and change.where not in self._general
        before, after = (places.get(place) for places in self._places)
        if before is None or after is None:
            return False
        if change.kind == "security":
            return change.operation not in self._security
        return bool(change.steps) and (
            self.removes_parameter(change, place) or self._agree(change, before, after)
        )

    def removes_parameter(self, change: Change, place: tuple[str, str]) -> bool:
        """Return whether `change` is about a parameter that no operation has in the corrected documents."""
        before, after = (places.get(place) for places in self._places)
        if before is None or after is None or not change.steps or change.steps[0][0] != "parameter":
            return False
        return not any(self._parameters(before, after, change.steps[0][1]))

    def _agree(self, change: Change, before: Operation, after: Operation) -> bool:
        kind, name = change.steps[0]
        if change.kind == "presence":
            return self._presence(change, before, after)
        if change.kind == "media":
            return _kinds(self.old, before, kind, name) == _kinds(self.new, after, kind, name)
        if change.kind == "required" and len(change.steps) == 1:
            return self._required(before, after, kind, name)
        if change.kind == "required":
            return self._required_property(change, before, after)
        was, now = shapes_at(self.old, before, change.steps), shapes_at(self.new, after, change.steps)
        return bool(was and now) and _are_equivalent(change, was, now)

    def _parameters(self, before: Operation, after: Operation, name: str) -> tuple[Any, Any]:
        place, _, key = name.partition("/")
        return (
            parameters(self.old, *before[1:]).get((place, key)),
            parameters(self.new, *after[1:]).get((place, key)),
        )

    def _presence(self, change: Change, before: Operation, after: Operation) -> bool:
        """Return whether an addition existed before, or a removed part still exists."""
        document, operation = (self.old, before) if change.was == ABSENT else (self.new, after)
        kind, name = change.steps[0]
        if len(change.steps) > 1:
            there = bool(shapes_at(document, operation, change.steps))
        elif kind == "response":
            there = name in operation[2].get("responses", {})
        elif kind == "body":
            there = "requestBody" in operation[2]
        else:
            there = self._parameters(before, after, name)[0 if change.was == ABSENT else 1] is not None
        return there and (change.was == ABSENT or change.now == GONE)

    def _required(self, before: Operation, after: Operation, kind: str, name: str) -> bool:
        if kind == "parameter":
            was, now = self._parameters(before, after, name)
        else:
            was = followed(self.old, before[2].get("requestBody"))
            now = followed(self.new, after[2].get("requestBody"))
        return bool(was and now) and bool(was.get("required")) == bool(now.get("required"))

    def _required_property(self, change: Change, before: Operation, after: Operation) -> bool:
        """Return whether both require the property; a correction without `required` decides nothing."""
        name = change.steps[-1][1]
        sides = ((self.old, before), (self.new, after))
        return all(
            any(name in shape.required for shape in shapes_at(document, operation, change.steps[:-1]))
            for document, operation in sides
        )


def _kinds(document: Document, operation: Operation, kind: str, name: str) -> set[str]:
    message = (
        operation[2].get("requestBody") if kind == "body" else operation[2].get("responses", {}).get(name)
    )
    return set((followed(document, message) or {}).get("content", {}))


def _are_equivalent(change: Change, was: list[Shape], now: list[Shape]) -> bool:
    answer = change.steps[0][0] == "response"
    if change.kind in {"type", "branch"}:
        before, after = (_types(shapes) for shapes in (was, now))
        if answer and before is None:
            return True  # anything was possible before
        return change.kind == "type" and before is not None and before == after
    if change.kind == "values":
        values = [{str(value) for shape in shapes for value in shape.enum or ()} for shapes in (was, now)]
        return bool(values[0]) and values[0] == values[1]
    if change.kind == "limits" and len(was) == len(now) == 1:
        one, other = was[0].limits, now[0].limits
        changed = {text.split(" ")[0] for text in f"{change.was}, {change.now}".split(", ")} - {ABSENT}
        return all(key in one and one[key] == other.get(key) for key in changed)
    return False


def _types(shapes: list[Shape]) -> set[str] | None:
    """Return the types of several branches together; None if any value is allowed."""
    if any(not shape.types and not shape.branches for shape in shapes):
        return None
    return {name for shape in shapes for name in shape.types}

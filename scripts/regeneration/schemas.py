"""The changes between two schemas, and how serious they are for the direction in which the value travels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from regeneration.levels import Level, Way, level
from regeneration.limits import default_level, has_another_format, is_tighter, limits_text
from regeneration.matching import paired
from regeneration.recording import ABSENT, GONE, Record
from regeneration.shapes import Shape, shape_of

if TYPE_CHECKING:
    from regeneration.places import Place

# Which additional keys an object allows.
_OPENNESS: Final = ("refused", "of one type", "free")


class SchemaComparison:
    """Compares schemas; each pair of named ones once per operation, which also ends recursion."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.note = record.note
        self._met: set[tuple[str, str, Way]] = set()

    def start(self) -> None:
        """Start the next operation."""
        self._met.clear()

    def compare(self, old: Any, new: Any, place: Place, way: Way) -> None:
        """Record the changes between the schemas `old` and `new`."""
        before, after = shape_of(self.record.old, old), shape_of(self.record.new, new)
        self.record.meet(before.identities, after.identities)
        if before.name and after.name:
            if (before.name, after.name, way) in self._met:
                return
            self._met.add((before.name, after.name, way))
            if before.name != after.name:
                self.record.renamed.add((before.name, after.name))
        if before.branches or after.branches:
            self._branches(before.branches or [old], after.branches or [new], place, way)
            self._null(before, after, place, way)
            if not (before.branches and after.branches):
                return
        elif not self._types(before, after, place, way):
            self.record.mark_old(old)
            self.record.mark_new(new)
            return
        self._values(before, after, place, way)
        self._marks(before, after, place, way)
        self._members(before, after, place, way)
        if "array" in before.types and "array" in after.types:
            self.compare(before.items or {}, after.items or {}, place.items(), way)

    def required(self, place: Place, *, now: bool, way: Way) -> None:
        """Record that something has become required, or no longer is."""
        words = ("optional", "required") if now else ("required", "optional")
        found = level(
            way,
            request=Level.ERR if now else Level.INFO,
            response=Level.INFO if now else Level.ERR,
        )
        self.note(place, *words, found, "required")

    def _types(self, before: Shape, after: Shape, place: Place, way: Way) -> bool:
        """Compare the types; return whether their contents can be compared."""
        was, now = before.types, after.types
        if was == now:
            return True
        narrowed = bool(now) and not (was and _covers(now, was))
        widened = bool(was) and not (now and _covers(was, now))
        found = level(
            way,
            request=Level.ERR if narrowed else Level.INFO,
            response=Level.ERR if widened else Level.INFO,
        )
        self.note(place, before, after, found, "type")
        return bool((was & now) - {"null"})

    def _null(self, before: Shape, after: Shape, place: Place, way: Way) -> None:
        """Compare whether a union allows null."""
        was, now = "null" in before.types, "null" in after.types
        if was == now:
            return
        words = ("null", "not null") if was else ("not null", "null")
        found = level(
            way, request=Level.ERR if was else Level.INFO, response=Level.ERR if now else Level.INFO
        )
        self.note(place.aspect("null"), *words, found, "type")

    def _values(self, before: Shape, after: Shape, place: Place, way: Way) -> None:
        was, now = _values_of(before), _values_of(after)
        if was != now:
            lost = now is not None and (was is None or not was <= now)
            # A removed enum member breaks callers who use it; an added one may break those who do not expect it.
            found = level(
                way,
                request=Level.ERR if lost else Level.INFO,
                response=Level.WARN if was is not None else Level.INFO,
                nowhere=Level.WARN if was is not None and (now is None or not was <= now) else Level.INFO,
            )
            self.note(place.aspect("values"), _values_text(before), _values_text(after), found, "values")
        if before.limits != after.limits:
            tighter, looser = is_tighter(before, after), is_tighter(after, before)
            other = has_another_format(before, after)
            found = level(
                way,
                request=max(default_level(before, after), Level.ERR if tighter else Level.INFO),
                response=Level.ERR if other else Level.WARN if looser else Level.INFO,
            )
            self.note(place.aspect("limits"), *limits_text(before.limits, after.limits), found, "limits")

    def _marks(self, before: Shape, after: Shape, place: Place, way: Way) -> None:
        was, now = before.marks, after.marks
        for name in sorted(was.keys() | now.keys()):
            if was.get(name) == now.get(name) or name == "discriminator":
                continue
            came = name in now
            if name == "deprecated":
                found = Level.INFO
            elif name == "readOnly":  # it can no longer be sent
                found = level(way, request=Level.WARN if came else Level.INFO)
            elif name == "writeOnly":  # it no longer comes back
                found = level(way, response=Level.WARN if came else Level.INFO)
            else:
                found = level(way, request=Level.WARN, response=Level.WARN)
            before_text, after_text = _mark_text(was.get(name)), _mark_text(now.get(name))
            self.note(place.aspect(name), before_text, after_text, found, "other")
        self._discriminator(was.get("discriminator"), now.get("discriminator"), place, way)

    def _discriminator(self, was: Any, now: Any, place: Place, way: Way) -> None:
        if was == now:
            return
        old, new = (one if isinstance(one, dict) else {} for one in (was, now))
        names = old.get("propertyName"), new.get("propertyName")
        lost = old.get("mapping", {}).keys() - new.get("mapping", {}).keys()
        other = bool(was and now) and (names[0] != names[1] or bool(lost))
        found = level(way, request=Level.WARN, response=Level.WARN) if other else Level.INFO
        words = _discriminator_text(old), _discriminator_text(new)
        self.note(place.aspect("discriminator"), *words, found, "other")

    def _members(self, before: Shape, after: Shape, place: Place, way: Way) -> None:
        for name in sorted(before.properties.keys() | after.properties.keys()):
            member = place.property(name)
            if name not in after.properties:
                kind = shape_of(self.record.old, before.properties[name])
                sent = not _never(kind, way)
                gone = Level.ERR if sent else Level.WARN
                found = level(way, request=gone, response=gone, nowhere=Level.WARN)
                self.note(member, kind, GONE, found, "presence")
                self.record.mark_old(before.properties[name])
            elif name not in before.properties:
                kind, needed = shape_of(self.record.new, after.properties[name]), name in after.required
                found = level(way, request=Level.ERR if needed and not _never(kind, way) else Level.INFO)
                self.note(member, ABSENT, f"{kind}, required" if needed else kind, found, "presence")
                self.record.mark_new(after.properties[name])
            else:
                if (name in before.required) != (name in after.required):
                    kind = shape_of(self.record.new, after.properties[name])
                    self.required(
                        member,
                        now=name in after.required,
                        way=Way.NOWHERE if _never(kind, way) else way,
                    )
                self.compare(before.properties[name], after.properties[name], member, way)
        self._others(before, after, place, way)

    def _others(self, before: Shape, after: Shape, place: Place, way: Way) -> None:
        """Compare which additional keys an object allows."""
        was, now = _openness(before), _openness(after)
        if was == now:
            if isinstance(before.additional, dict) and isinstance(after.additional, dict):
                self.compare(before.additional, after.additional, place.values(), way)
            return
        narrower = _OPENNESS.index(now) < _OPENNESS.index(was)
        typed = was == "of one type"
        found = level(
            way,
            request=Level.ERR if narrower else Level.INFO,
            # New keys are not an error in a response; keys that had a type and are removed, or lose it, break callers.
            response=(Level.WARN if narrower else Level.ERR) if typed else Level.INFO,
        )
        self.note(place.aspect("other properties"), was, now, found, "other")

    def _branches(self, was: list[Any], now: list[Any], place: Place, way: Way) -> None:
        pairs, lost, gained = paired(self.record.old, self.record.new, was, now)
        for one, other in pairs:
            self.compare(one, other, place, way)
        for branch in lost:
            found = level(way, request=Level.ERR)
            self.note(place.aspect("one of"), shape_of(self.record.old, branch), GONE, found, "branch")
            self.record.mark_old(branch)
        for branch in gained:
            found = level(way, response=Level.ERR)
            self.note(place.aspect("one of"), ABSENT, shape_of(self.record.new, branch), found, "branch")
            self.record.mark_new(branch)


def _covers(broader: set[str], narrower: set[str]) -> bool:
    return narrower <= broader | ({"integer"} if "number" in broader else set())


def _never(shape: Shape, way: Way) -> bool:
    """Return whether a property never travels in this direction."""
    return "readOnly" in shape.marks if way is Way.REQUEST else "writeOnly" in shape.marks


def _values_of(shape: Shape) -> frozenset[str] | None:
    """Return the values as JSON, in which 1, "1" and true differ; null belongs to the type."""
    if shape.enum is None:
        return None
    return frozenset(json.dumps(value, sort_keys=True) for value in shape.enum if value is not None)


def _values_text(shape: Shape) -> str:
    return "any" if shape.enum is None else ", ".join(str(value) for value in shape.enum)


def _openness(shape: Shape) -> str:
    if isinstance(shape.additional, dict) and shape.additional:
        return "of one type"
    return "refused" if shape.additional is False else "free"


def _mark_text(value: Any) -> str:
    if value is None:
        return ABSENT
    return "yes" if value is True else json.dumps(value, sort_keys=True)[:60]


def _discriminator_text(discriminator: dict[str, Any]) -> str:
    if not discriminator:
        return ABSENT
    values = ", ".join(sorted(discriminator.get("mapping", {})))
    return f"{discriminator.get('propertyName')}{f' ({values})' if values else ''}"

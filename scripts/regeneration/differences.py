"""The changes between two API documents, and how serious they are.

The levels follow oasdiff's checks: requests are judged in the opposite direction of responses. They are stricter
where the generated client requires it: a removal is ERR even if the part was optional, because an argument, an
attribute or an enum member disappears with it. Descriptions, examples and `x-` keys are not compared, except
`x-sunset`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from regeneration.levels import Level, Way
from regeneration.matching import UNKNOWN, Operation, alternatives, by_place, followed, parameters, security
from regeneration.places import Place, parameter_schema
from regeneration.recording import ABSENT, GONE, Change, Record
from regeneration.schemas import SchemaComparison
from regeneration.shapes import shape_of

if TYPE_CHECKING:
    from regeneration.documents import Document

_WORDS = {"description", "bearerFormat"}
_SUCCESS = re.compile(r"2\d\d|2XX|default")


def compare_documents(old: Document, new: Document) -> list[Change]:
    """Return every structural change from `old` to `new`, with operations in the order of their paths."""
    comparison = _Comparison(old, new)
    comparison.run()
    # Branches of a union often share a part; a change in it is reported once.
    return list(dict.fromkeys(comparison.record.changes))


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self.old = old
        self.new = new
        self.record = Record(old, new)
        self.schemas = SchemaComparison(self.record)
        self.note = self.record.note

    def run(self) -> None:
        """Compare the documents."""
        old, new = by_place(self.old), by_place(self.new)
        for place in sorted(old.keys() | new.keys()):
            before, after = old.get(place), new.get(place)
            entry = before or after
            assert entry is not None  # noqa: S101 - the place came from one of the two
            self.record.operation = f"{entry[0].upper()} {entry[1]}"
            self.schemas.start()
            if before is None or after is None:
                self._whole_operation(before, after)
            else:
                self._one_operation(before, after)
        self.record.operation = ""
        self._document()

    def _whole_operation(self, before: Operation | None, after: Operation | None) -> None:
        was, now = (entry[2].get("operationId", "there") if entry else None for entry in (before, after))
        level = Level.ERR if after is None else Level.INFO
        self.note(Place("operation"), was or ABSENT, now or GONE, level, "presence")
        for entry, mark in ((before, self.record.mark_old), (after, self.record.mark_new)):
            if entry:
                mark(entry[2])

    def _one_operation(self, before: Operation, after: Operation) -> None:
        (_, old_path, old), (_, new_path, new) = before, after
        if old_path != new_path:
            self.note(Place("path"), old_path, new_path, Level.INFO, "name")
        if old.get("operationId") != new.get("operationId"):
            self.note(
                Place("operationId"), old.get("operationId"), new.get("operationId"), Level.INFO, "name"
            )
        self._life(Place(""), old, new)
        self._own_servers(old_path, old, new_path, new)
        self._security(old, new)
        self._parameters(parameters(self.old, old_path, old), parameters(self.new, new_path, new))
        self._body(followed(self.old, old.get("requestBody")), followed(self.new, new.get("requestBody")))
        self._responses(old.get("responses", {}), new.get("responses", {}))

    def _life(self, place: Place, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Compare the sunset of an operation or a parameter."""
        if bool(old.get("deprecated")) != bool(new.get("deprecated")):
            words = ("yes", "no") if old.get("deprecated") else ("no", "yes")
            self.note(_named(place, "deprecated"), *words, Level.INFO, "other")
        was, now = (str(one.get("x-sunset", ABSENT)) for one in (old, new))
        if was != now:
            # Dates sort as text.
            sooner = ABSENT not in {was, now} and now < was
            self.note(_named(place, "sunset"), was, now, Level.WARN if sooner else Level.INFO, "other")

    def _own_servers(self, old_path: str, old: dict[str, Any], new_path: str, new: dict[str, Any]) -> None:
        """Compare the servers that an operation or its path sets instead of the document's."""
        was = old.get("servers") or self.old["paths"][old_path].get("servers")
        now = new.get("servers") or self.new["paths"][new_path].get("servers")
        if not was and not now:
            return  # those of the document are compared once
        before, after = _addresses(was or self.old.get("servers")), _addresses(now or self.new.get("servers"))
        if before != after:
            level = Level.ERR if set(before) - set(after) else Level.INFO
            self.note(Place("servers"), ", ".join(before), ", ".join(after), level, "other")

    def _security(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        was, now = alternatives(self.old, old), alternatives(self.new, new)
        if was == now:
            return
        # A caller who met one of the old alternatives must thereby meet one of the new ones.
        lost = [one for one in was if not any(other <= one for other in now)]
        level = Level.ERR if len(lost) == len(was) else Level.INFO
        self.note(Place("security"), security(self.old, old), security(self.new, new), level, "security")

    def _parameters(self, old: dict[tuple[str, str], Any], new: dict[tuple[str, str], Any]) -> None:
        unknown = {name for place, name in (*old, *new) if place == UNKNOWN}
        for key in sorted(old.keys() | new.keys()):
            if key[1] not in unknown:
                self._parameter(key, old.get(key), new.get(key))

    def _parameter(self, key: tuple[str, str], before: Any, after: Any) -> None:
        given: dict[str, Any] = before or after or {}
        place = Place(f"{key[0]} parameter {given['name']}", (("parameter", "/".join(key)),))
        if before is None or after is None:
            kind = shape_of(self.new if before is None else self.old, parameter_schema(given))
            required = bool(given.get("required"))
            if before is None:
                level = Level.ERR if required else Level.INFO
                self.note(place, ABSENT, f"{kind}, required" if required else kind, level, "presence")
                self.record.mark_new(given)
            else:
                self.note(place, kind, GONE, Level.ERR, "presence")
                self.record.mark_old(given)
            return
        if bool(before.get("required")) != bool(after.get("required")):
            self.schemas.required(place, now=bool(after.get("required")), way=Way.REQUEST)
        self._life(place, before, after)
        was, now = _serialisation(key[0], before), _serialisation(key[0], after)
        if was != now:
            kinds = shape_of(self.old, parameter_schema(before)).types - {"null"}
            level = Level.ERR if not kinds or kinds & {"array", "object"} else Level.INFO
            self.note(place.aspect("serialization"), was, now, level, "other")
        self.schemas.compare(parameter_schema(before), parameter_schema(after), place, Way.REQUEST)

    def _body(self, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        if old is None and new is None:
            return
        place = Place("request body", (("body", ""),))
        if old is None or new is None:
            needed = bool(new and new.get("required"))
            was, now = (ABSENT, "required" if needed else "optional") if old is None else ("there", GONE)
            level = Level.ERR if old is not None or needed else Level.INFO
            self.note(place, was, now, level, "presence")
            self.record.mark_old(old)
            self.record.mark_new(new)
            return
        if bool(old.get("required")) != bool(new.get("required")):
            self.schemas.required(place, now=bool(new.get("required")), way=Way.REQUEST)
        self._content(old.get("content", {}), new.get("content", {}), place, Way.REQUEST)

    def _responses(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        for status in sorted(old.keys() | new.keys()):
            place = Place(f"response {status}", (("response", status),))
            before, after = followed(self.old, old.get(status)), followed(self.new, new.get(status))
            if before is None:
                self.note(place, ABSENT, "there", Level.WARN, "presence")
                self.record.mark_new(after)
            elif after is None:
                level = Level.ERR if _SUCCESS.fullmatch(status) else Level.INFO
                self.note(place, "there", GONE, level, "presence")
                self.record.mark_old(before)
            else:
                self._headers(before.get("headers", {}), after.get("headers", {}), place)
                self._content(before.get("content", {}), after.get("content", {}), place, Way.RESPONSE)

    def _headers(self, old: dict[str, Any], new: dict[str, Any], response: Place) -> None:
        was = {name.lower(): (name, followed(self.old, header)) for name, header in old.items()}
        now = {name.lower(): (name, followed(self.new, header)) for name, header in new.items()}
        for key in sorted(was.keys() | now.keys()):
            name, header = was.get(key) or now[key]
            place = response.header(name)
            if key not in now:
                level = Level.ERR if header.get("required") else Level.WARN
                self.note(place, shape_of(self.old, parameter_schema(header)), GONE, level, "presence")
                self.record.mark_old(header)
            elif key not in was:
                self.note(place, ABSENT, shape_of(self.new, parameter_schema(header)), Level.INFO, "presence")
                self.record.mark_new(header)
            else:
                after = now[key][1]
                if bool(header.get("required")) != bool(after.get("required")):
                    self.schemas.required(place, now=bool(after.get("required")), way=Way.RESPONSE)
                self.schemas.compare(parameter_schema(header), parameter_schema(after), place, Way.RESPONSE)

    def _content(self, old: dict[str, Any], new: dict[str, Any], place: Place, way: Way) -> None:
        old, new = _kinds(old), _kinds(new)
        if old.keys() != new.keys():
            was, now = (", ".join(sorted(content)) or "no content" for content in (old, new))
            # A caller sends one media type, and may have relied on any media type of a response.
            lost = bool(old.keys() - new.keys()) if old else bool(new)
            self.note(place.aspect("media type"), was, now, Level.ERR if lost else Level.INFO, "media")
        kinds = [(kind, kind) for kind in sorted(old.keys() & new.keys())]
        if not kinds and len(old) == len(new) == 1:
            kinds = [(next(iter(old)), next(iter(new)))]
        for was_kind, now_kind in kinds:
            self.schemas.compare(old[was_kind].get("schema"), new[now_kind].get("schema"), place, way)
        self.record.mark_old([content for kind, content in old.items() if kind not in new])
        self.record.mark_new([content for kind, content in new.items() if kind not in old])

    def _document(self) -> None:
        for name, other in sorted(self.record.renamed):
            self.note(Place("schema name"), name, other, Level.INFO, "name")
        self._unused_schemas()
        self._schemes()
        was, now = (_addresses(one.get("servers")) for one in (self.old, self.new))
        if was != now:
            level = Level.ERR if set(was) - set(now) else Level.INFO
            self.note(Place("servers"), ", ".join(was), ", ".join(now), level, "other")

    def _unused_schemas(self) -> None:
        old = self.old.get("components", {}).get("schemas", {})
        new = self.new.get("components", {}).get("schemas", {})
        free = {name for name in old if not self.record.is_old_marked(old[name])}
        fresh = {name for name in new if not self.record.is_new_marked(new[name])}
        for name in sorted(free | fresh):
            if name in old and name in new:
                self.schemas.compare(old[name], new[name], Place(f"schema {name}"), Way.NOWHERE)
            elif name in free:
                self.note(
                    Place(f"schema {name}"), shape_of(self.old, old[name]), GONE, Level.INFO, "presence"
                )
            else:
                self.note(
                    Place(f"schema {name}"), ABSENT, shape_of(self.new, new[name]), Level.INFO, "presence"
                )

    def _schemes(self) -> None:
        was, now = (one.get("components", {}).get("securitySchemes", {}) for one in (self.old, self.new))
        for name in sorted(was.keys() | now.keys()):
            before, after = (_scheme(schemes.get(name)) for schemes in (was, now))
            if before != after:
                level = Level.INFO if ABSENT in {before, after} else Level.WARN
                self.note(Place(f"security scheme {name}"), before, after, level, "other")


def _addresses(servers: Any) -> list[str]:
    """Return the URLs of servers; those of a template have their variables' defaults, which clients fill in."""
    found = []
    for server in servers or []:
        variables = server.get("variables", {})
        url = str(server.get("url"))
        for name, variable in variables.items():
            url = url.replace(f"{{{name}}}", str(variable.get("default")))
        found.append(url)
    return found


def _kinds(content: dict[str, Any]) -> dict[str, Any]:
    """Return a content by its media types, which are case-insensitive; the charset of JSON is always UTF-8."""
    kinds = ((re.sub(r"\s*;\s*", ";", kind.strip().lower()), value) for kind, value in content.items())
    return {re.sub(r"(?<=json);charset=\"?utf-8\"?$", "", kind): value for kind, value in kinds}


def _named(place: Place, aspect: str) -> Place:
    return place.aspect(aspect) if place.words else Place(aspect)


def _serialisation(place: str, parameter: dict[str, Any]) -> str:
    """Describe how a parameter's value is serialized; missing settings have OpenAPI's defaults."""
    if parameter.get("content"):
        return ", ".join(sorted(parameter["content"]))
    style = parameter.get("style", "form" if place in {"query", "cookie"} else "simple")
    exploded = parameter.get("explode", style == "form")
    reserved = ", reserved characters as they are" if parameter.get("allowReserved") else ""
    return f"{style}, {'exploded' if exploded else 'in one'}{reserved}"


def _scheme(scheme: Any) -> str:
    if not isinstance(scheme, dict):
        return ABSENT
    # The format of a token does not matter to those who only pass it on.
    kept = {key: value for key, value in scheme.items() if key not in _WORDS and not key.startswith("x-")}
    return ", ".join(
        f"{key} {value if isinstance(value, str) else json.dumps(value, sort_keys=True)}"
        for key, value in sorted(kept.items())
    )

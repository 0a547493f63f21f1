"""Give a newer API version the names of the version that the facade is written for, during a transition.

The facade calls generated operations by name, with named arguments. If a new document renames one parameter, or
requires one more field of a request, nearly every call would therefore fail in the same way and hide other changes.
Until the facade is written for the new version, the client is generated with the names of both: removed names still
exist, newly required fields are optional, and a value that became an object (or the reverse) may be either.
tests/contract reports which of these names the facade still uses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from regeneration.compatibility import renamed, with_later_names
from regeneration.documents import copied
from regeneration.matching import by_place, followed, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from regeneration.documents import Document

_SCHEMAS = "#/components/schemas/"


def with_names_of_the_facade(
    document: Document, facade: Document, class_names: Mapping[str, str]
) -> Document:
    """Return a copy of a newer document with all names that the facade, written for an older one, uses.

    Args:
        document: The newer document, corrected.
        facade: The corrected document of the version that the facade is written for.
        class_names: Schemas with another class name; two schemas with the same class are the same schema.
    """
    bridged = with_later_names(document, facade, class_names)
    known = {class_names.get(name, name): name for name in document["components"]["schemas"]}
    before = facade["components"]["schemas"]
    same = {
        name: known[class_names.get(name, name)] for name in before if class_names.get(name, name) in known
    }
    # From here on the older document uses the newer one's names for schemas.
    older = renamed(facade, same)
    for name, schema in older["components"]["schemas"].items():
        if name in same:
            _widen(bridged, bridged["components"]["schemas"][same[name]], older, schema)
    _keep_operations(bridged, older)
    return bridged


def _keep_operations(bridged: Document, facade: Document) -> None:
    """Keep the operations, their ids, their parameters, and the optional fields of their bodies."""
    places = by_place(bridged)
    ids = {operation.get("operationId") for _, _, operation in places.values()}
    for place, (method, path, older) in by_place(facade).items():
        if place not in places:
            if older.get("operationId") not in ids:
                bridged["paths"].setdefault(path, {})[method] = _whole(facade, path, older)
            continue
        _, at, operation = places[place]
        operation["operationId"] = older.get("operationId", operation.get("operationId"))
        had = parameters(facade, path, older)
        for key, parameter in parameters(bridged, at, operation).items():
            newly = parameter.get("required") and not had.get(key, {}).get("required")
            if newly and parameter["in"] != "path":
                parameter["required"] = False
            now, was = parameter.get("schema"), had.get(key, {}).get("schema")
            if now and was and _kind(bridged, now) != _kind(facade, was):
                parameter["schema"] = {"oneOf": [now, copied(was)]}
        for (body, schema), (_, older_schema) in zip(
            _bodies(bridged, operation), _bodies(facade, older), strict=False
        ):
            if "$ref" not in body:
                _widen(bridged, schema, facade, older_schema)


def _whole(facade: Document, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """Return an operation that includes the parameters of its path."""
    whole = copied(operation)
    whole["parameters"] = [copied(given) for given in parameters(facade, path, operation).values()]
    return whole


def _bodies(document: Document, operation: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    body = followed(document, operation.get("requestBody")) or {}
    for media in body.get("content", {}).values():
        if isinstance(schema := media.get("schema"), dict):
            yield schema, followed(document, schema)


def _widen(bridged: Document, schema: Any, facade: Document, older: Any) -> None:
    """Let a schema accept what the older schema of the same name accepted."""
    if not isinstance(schema, dict) or not isinstance(older, dict):
        return
    if isinstance(schema.get("enum"), list) and isinstance(older.get("enum"), list):
        names = {_as_name(value) for value in schema["enum"]}
        schema["enum"] += [value for value in older["enum"] if _as_name(value) not in names]
    had, required = _fields(facade, older)
    for part in _parts(schema):
        if "required" in part:
            part["required"] = [name for name in part["required"] if name in required]
            if not part["required"]:
                del part["required"]
        for name, value in part.get("properties", {}).items():
            if name in had and _kind(bridged, value) != _kind(facade, had[name]):
                part["properties"][name] = {"oneOf": [value, copied(had[name])]}
    if "allOf" in schema:
        missing = {
            name: copied(value) for name, value in had.items() if name not in _fields(bridged, schema)[0]
        }
        if missing:
            schema["allOf"].append({"type": "object", "properties": missing})


def _parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a schema and the inline branches of its allOf; named branches are widened separately."""
    yield schema
    for branch in schema.get("allOf", []):
        if "$ref" not in branch:
            yield from _parts(branch)


def _fields(document: Document, schema: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Return the fields of a schema, including those of its allOf, and the names of the required ones."""
    fields: dict[str, Any] = {}
    required: set[str] = set()
    for part in [schema, *schema.get("allOf", [])]:
        if part is schema:
            fields |= schema.get("properties", {})
            required |= set(schema.get("required", []))
        else:
            more, needed = _fields(document, followed(document, part))
            fields |= more
            required |= needed
    return fields, required


def _as_name(value: object) -> str:
    """Return the name of an enum member: values that differ only in case or punctuation share it."""
    return re.sub(r"\W", "_", str(value)).upper()


def _kind(document: Document, schema: Any) -> str:
    """Return how a value of this schema is represented: as an object, a list, an enum member, or unchanged."""
    schema = followed(document, schema)
    if not isinstance(schema, dict):
        return "value"
    branches = schema.get("allOf", [])
    if len(branches) == 1 and "properties" not in schema:
        return _kind(document, branches[0])
    if "enum" in schema:
        return "enumeration"
    if "properties" in schema or branches or schema.get("type") == "object":
        return "object"
    return "list" if schema.get("type") == "array" else "value"

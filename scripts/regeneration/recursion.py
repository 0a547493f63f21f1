"""Convert schemas that contain themselves for the generator.

The generator writes a class for an object, and classes may refer to each other circularly. Unions and arrays have no
class: they are spelled out where they are used, which never ends for one that contains itself. In each such cycle, one
schema is therefore replaced by "any value", and the others keep their types.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from regeneration.documents import Document

_SCHEMAS = "#/components/schemas/"
_UNIONS = ("oneOf", "anyOf")
_PARTS = ("allOf", *_UNIONS)


def without_endless_schemas(document: Document) -> Document:
    """Return the document with one schema of each cycle of unions and arrays opened; unchanged if there is none."""
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    opened: dict[str, Any] = {}
    while circle := _circle({**schemas, **opened}):
        unions = [name for name in circle if any(key in schemas[name] for key in _UNIONS)]
        name = min(unions or circle)
        opened[name] = {key: schemas[name][key] for key in ("description",) if key in schemas[name]}
    if not opened:
        return document
    changed = copy.copy(document)
    changed["components"] = {**document["components"], "schemas": {**schemas, **opened}}
    return changed


def _circle(schemas: Mapping[str, Any]) -> list[str]:
    """Return the names of schemas that form a cycle; [] if there is none."""
    needed = {
        name: [other for other in _needed(schema) if other in schemas] for name, schema in schemas.items()
    }
    sound: set[str] = set()
    for start in sorted(schemas):
        path: list[str] = []
        ahead = [iter([start])]
        while ahead:
            name = next(ahead[-1], None)
            if name is None:
                ahead.pop()
                if path:
                    sound.add(path.pop())
            elif name in path:
                return path[path.index(name) :]
            elif name not in sound:
                path.append(name)
                ahead.append(iter(sorted(needed[name])))
    return []


def _needed(schema: Any, *, spelled_out: bool = False) -> Iterator[str]:
    """Yield the names of the schemas that must be known before this one.

    `spelled_out` means that an object here gets its fields immediately, as the generator does inside unions; any
    other object is a class, whose fields are resolved later.
    """
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("$ref"), str):
        if schema["$ref"].startswith(_SCHEMAS):
            yield schema["$ref"].removeprefix(_SCHEMAS)
        return
    parts = [part for key in _PARTS for part in schema.get(key, ())]
    # A nullable schema is a union with null.
    spelled_out = spelled_out or bool(schema.get("nullable")) or any(schema.get(key) for key in _UNIONS)
    alias = len(parts) == 1 and "$ref" in parts[0]
    inside = [*parts, *schema.get("properties", {}).values(), schema.get("additionalProperties")]
    for inner in inside if spelled_out else parts if alias else ():
        yield from _needed(inner, spelled_out=spelled_out)
    yield from _needed(schema.get("items"), spelled_out=spelled_out)

"""Schemas that contain themselves, in a form that the generator can express.

The generator writes a class for an object, and classes may refer to each other in circles. Unions and arrays have no
class: it spells them out where they are used, and one that is made of itself can never be spelled out. Of each such
circle, one schema becomes "any value" here, so that the rest keeps its types.
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
    """Return the document with one schema opened of each circle of unions and arrays; itself if there is none."""
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
    """Return the names of schemas each of which is made of the next, and the last of the first; [] if none are."""
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
    """Yield the names of the schemas that have to be known before this one can be.

    `spelled_out` says that an object met here gets its fields at once, as the generator does it inside unions; any
    other object is a class, whose fields come later.
    """
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("$ref"), str):
        if schema["$ref"].startswith(_SCHEMAS):
            yield schema["$ref"].removeprefix(_SCHEMAS)
        return
    parts = [part for key in _PARTS for part in schema.get(key, ())]
    # What may be null is a union with null.
    spelled_out = spelled_out or bool(schema.get("nullable")) or any(schema.get(key) for key in _UNIONS)
    alias = len(parts) == 1 and "$ref" in parts[0]
    inside = [*parts, *schema.get("properties", {}).values(), schema.get("additionalProperties")]
    for inner in inside if spelled_out else parts if alias else ():
        yield from _needed(inner, spelled_out=spelled_out)
    yield from _needed(schema.get("items"), spelled_out=spelled_out)

"""Convert enums to a form that the generator supports.

The generator writes classes for enums of strings and of integers. Other enums are replaced by the type of their
values, and values with the same name in the class get different names.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import snake_case

from regeneration.documents import copied, walk

if TYPE_CHECKING:
    from regeneration.documents import Document

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object", list: "array"}
_NAMES = "x-enum-varnames"


def with_readable_enums(document: Document) -> Document:
    """Return the document with supported enums; the same object if all are."""
    changes = [
        (place, changed)
        for place, node in walk(document)
        if isinstance(node.get("enum"), list) and (changed := _readable(node)) != node
    ]
    if not changes:
        return document
    mended = copied(document)
    for place, changed in changes:
        node: Any = mended
        for step in place:
            node = node[step]
        node.clear()
        node.update(changed)
    return mended


def _readable(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with a supported enum."""
    values = list({json.dumps(value, sort_keys=True): value for value in schema["enum"]}.values())
    given = [value for value in values if value is not None]
    kinds = {type(value) for value in given}
    if kinds <= {str} or kinds == {int}:
        return _named({**schema, "enum": values}, given)
    changed = {key: value for key, value in schema.items() if key not in {"enum", "default"}}
    if len(given) < len(values):
        changed["nullable"] = True
    if "type" in schema or kinds & {dict, list}:
        return changed
    types = sorted({_TYPES[kind] for kind in kinds})
    if types == ["integer", "number"]:
        types = ["number"]
    return {**changed, **({"type": types[0]} if len(types) == 1 else {"anyOf": [{"type": t} for t in types]})}


def _named(schema: dict[str, Any], values: list[Any]) -> dict[str, Any]:
    """Number the strings that would get the same name; the generator stops at some of them and loses others."""
    if schema.get(_NAMES) is not None or not all(isinstance(value, str) for value in values):
        return schema
    names = [
        snake_case(value.upper()).upper() if value[:1].isalpha() else f"VALUE_{index}"
        for index, value in enumerate(values)
    ]
    if len(set(names)) == len(names):
        return schema
    met: Counter[str] = Counter()
    numbered = []
    for name in names:
        met[name] += 1
        numbered.append(name if met[name] == 1 else f"{name}_{met[name]}")
    return {**schema, _NAMES: numbered}

"""An older version of the API with the names of the one that the facade is written for, so that it runs on either client.

The facade is written against the models of one version. What a later version added is therefore added to an
older document as well, and never required: fields that the service does not send stay unset, and parameters that
nobody gives are not sent. What both versions have stays as the older one has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regeneration.documents import copied
from regeneration.matching import by_place, parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regeneration.documents import Document

_SCHEMAS = "#/components/schemas/"


def with_later_names(document: Document, later: Document, class_names: Mapping[str, str]) -> Document:
    """Return a copy of `document` with the schemas, fields and parameters that `later` has and it has not.

    Args:
        document: The older document, corrected.
        later: The later one, corrected.
        class_names: Which schemas get another class name; two schemas of one class are the same schema.
    """
    merged = copied(document)
    old, new = merged["components"]["schemas"], later["components"]["schemas"]
    known = {class_names.get(name, name): name for name in old}
    same = {name: known[class_names.get(name, name)] for name in new if class_names.get(name, name) in known}
    for name, schema in new.items():
        ours = old.get(same.get(name, ""))
        if ours is None:
            old[name] = renamed(schema, same)
        elif "properties" in schema and ours.get("type", "object") == "object" and "allOf" not in ours:
            fields = ours.setdefault("properties", {})
            theirs = schema["properties"].items()
            fields |= {key: renamed(value, same) for key, value in theirs if key not in fields}
    _add_parameters(merged, later, same)
    return merged


def _add_parameters(merged: Document, later: Document, same: Mapping[str, str]) -> None:
    theirs = by_place(later)
    for place, (_, path, operation) in by_place(merged).items():
        if place not in theirs:
            continue
        ours = parameters(merged, path, operation)
        for key, parameter in parameters(later, theirs[place][1], theirs[place][2]).items():
            if key not in ours and not parameter.get("required"):
                operation.setdefault("parameters", []).append(renamed(parameter, same))


def renamed(node: Any, same: Mapping[str, str]) -> Any:
    """Return a copy of `node` whose references use the older document's names."""
    if isinstance(node, list):
        return [renamed(item, same) for item in node]
    if not isinstance(node, dict):
        return node
    copied = {key: renamed(value, same) for key, value in node.items()}
    reference = copied.get("$ref")
    if isinstance(reference, str) and reference.startswith(_SCHEMAS):
        name = reference.removeprefix(_SCHEMAS)
        copied["$ref"] = _SCHEMAS + same.get(name, name)
    return copied

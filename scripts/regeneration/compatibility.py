"""Give an older API version the names of the version that the facade is written for, so that it runs on either client.

The facade is written for the models of one version. Names added by a later version are therefore also added to an
older document, as optional: fields that the service does not send stay unset, and parameters that are not passed are
not sent. Names in both versions keep the older definition.
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
    """Return a copy of `document` with the schemas, fields and parameters that only `later` has.

    Args:
        document: The older document, corrected.
        later: The later one, corrected.
        class_names: Schemas with another class name; two schemas with the same class are the same schema.
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

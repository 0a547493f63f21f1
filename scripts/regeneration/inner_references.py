"""Convert references into the middle of an object for the generator, which only supports references to components."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import pascal_case

from regeneration.documents import copied, resolve, walk

if TYPE_CHECKING:
    from regeneration.documents import Document

_COMPONENT = re.compile(r"#/components/[^/]+/[^/]+")
_SCHEMAS = "#/components/schemas/"
# Steps of a place that are keywords and not useful in a name.
_SILENT = frozenset({
    "components", "schemas", "paths", "properties", "schema", "content", "allOf", "anyOf", "oneOf",
    "application/json",
})  # fmt: skip


def without_inner_references(document: Document) -> Document:
    """Return the document with a component for everything referenced inside another one; unchanged if nothing is.

    The component gets the name that the generator would give it in its place, and its place refers to it.
    """
    inner = {
        node["$ref"]
        for _, node in walk(document)
        if isinstance(node.get("$ref"), str)
        and not _COMPONENT.fullmatch(node["$ref"])
        and isinstance(resolve(document, node["$ref"]), dict)
    }
    if not inner:
        return document
    changed = copied(document)
    schemas: dict[str, Any] = changed.setdefault("components", {}).setdefault("schemas", {})
    moved: dict[str, str] = {}
    # Contents of something that moves must move first.
    for reference in sorted(inner, key=lambda text: (-text.count("/"), text)):
        target = resolve(changed, reference)
        if isinstance(target.get("$ref"), str):
            moved[reference] = target["$ref"]
            continue
        if "/parameters/" in reference or ("/responses/" in reference and "/schema" not in reference):
            continue
        name = _free_name(reference, schemas)
        schemas[name] = dict(target)
        moved[reference] = _SCHEMAS + name
        target.clear()
        target["$ref"] = moved[reference]
    for _, node in list(walk(changed)):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference in inner:
            while reference in moved:
                reference = moved[reference]
            node["$ref"] = reference
            if reference in inner:  # a parameter or a response of an operation
                found = copied(resolve(changed, reference))
                node.clear()
                node.update(found)
    return changed


def _free_name(reference: str, schemas: dict[str, Any]) -> str:
    steps = [step.replace("~1", "/").replace("~0", "~") for step in reference.split("/")[1:]]
    words = ["item" if step == "items" else step for step in steps if step not in _SILENT]
    name = str(pascal_case(" ".join(re.sub(r"[^A-Za-z0-9]+", " ", word) for word in words))) or "Inner"
    while name in schemas:
        name += "_"
    return name

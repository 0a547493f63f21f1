"""Remove harmless mistakes of an API document, which no overlay action could name in advance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openapi_schema_validator import OAS30Validator, oas30_format_checker

from regeneration.documents import Document, copied, resolve, walk
from regeneration.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Callable


def without_harmless_mistakes(document: Document) -> Document:
    """Return a copy without harmless mistakes.

    These are tags listed twice, examples without a target, required fields that their schema does not have, and
    defaults that their own schema forbids: a server that applied such a default would refuse its own value, and the
    client sends no defaults.
    """
    tidy = copied(document)
    if isinstance(tidy.get("tags"), list):
        tidy["tags"] = [tag for index, tag in enumerate(tidy["tags"]) if tag not in tidy["tags"][:index]]
    for place, node in list(walk(tidy)):
        _keep(node, "examples", lambda example: not _without_target(tidy, example))
        if isinstance(node.get("properties"), dict) or "allOf" in node:
            _keep(node, "required", shape_of(tidy, node).properties.__contains__)
        # The default of a server variable has no schema, and is required.
        if "default" in node and "servers" not in place and not _allows_its_default(tidy, node):
            del node["default"]
    return tidy


def _allows_its_default(document: Document, schema: dict[str, Any]) -> bool:
    if schema["default"] is None:
        return bool(schema.get("nullable")) or not {"type", "enum"}.intersection(schema)
    # The validator resolves references in the schema that it gets.
    validator = OAS30Validator(
        {**schema, "components": document.get("components", {})}, format_checker=oas30_format_checker
    )
    try:
        return bool(validator.is_valid(schema["default"]))
    except re.error:
        return False  # a pattern of another dialect: it cannot be decided, and the default is not needed


def _keep(node: dict[str, Any], key: str, wanted: Callable[[Any], bool]) -> None:
    """Filter a list or object; return nothing if it becomes empty."""
    held = node.get(key)
    if isinstance(held, list):
        node[key] = [item for item in held if wanted(item)]
    elif isinstance(held, dict):
        node[key] = {name: item for name, item in held.items() if wanted(item)}
    else:
        return
    if not node[key]:
        del node[key]


def _without_target(document: Document, node: Any) -> bool:
    reference = node.get("$ref") if isinstance(node, dict) else None
    return isinstance(reference, str) and resolve(document, reference) is None

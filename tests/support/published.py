"""An API document without its descriptions, which leaves what IBM published."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_WORDS = frozenset({"summary", "description", "example", "x-words"})
# Keys whose contents have names chosen by the document, including names such as `description`.
_NAMES = frozenset({"properties", "schemas", "paths", "responses", "parameters", "securitySchemes"})
# Data, and the names of permissions and events, which are only partly known.
_BLANKED = {"x-ibm-events": {}, "x-ibm-permissions": {}}


def without_words(document: dict[str, Any]) -> dict[str, Any]:
    """Return the structure of a document as IBM published it: required texts and examples are emptied.

    The named example has keys of a schema, but what looks like a schema in an example is none.
    """
    bare: dict[str, Any] = _without_words(document)
    bare["components"]["examples"] = {
        "jobResponseExample": {"value": {"format": "date-time", "id": "x", "required": ["a"]}}
    }
    return bare


def _without_words(node: Any, key: str = "", *, names: bool = False) -> Any:
    if isinstance(node, list):
        return [_without_words(item) for item in node]
    if not isinstance(node, dict):
        return node
    named = key in _NAMES and not names
    kept = {
        name: _BLANKED.get(name, _without_words(value, name, names=named))
        for name, value in node.items()
        if named or name not in _WORDS
    }
    if named and key == "responses":
        kept = {status: {**response, "description": "-"} for status, response in kept.items()}
    return kept


def digest(document: dict[str, Any]) -> str:
    """Return the SHA-256 of a document's structure."""
    text = json.dumps(without_words(document), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def upgraded(document: dict[str, Any], openapi: str, nullable_as: str) -> dict[str, Any]:
    """Convert a document of OpenAPI 3.0 to 3.1, with null as one of the `type`s or of `anyOf`."""
    newer: dict[str, Any] = _upgraded(document, nullable_as)
    return {**newer, "openapi": openapi}


def _upgraded(node: Any, nullable_as: str) -> Any:
    if isinstance(node, list):
        return [_upgraded(item, nullable_as) for item in node]
    if not isinstance(node, dict):
        return node
    new = {key: _upgraded(value, nullable_as) for key, value in node.items()}
    if new.get("exclusiveMinimum") is True:
        new["exclusiveMinimum"] = new.pop("minimum")
    if isinstance(new.get("enum"), list) and len(new["enum"]) == 1:
        new["const"] = new.pop("enum")[0]
    if set(new) == {"allOf", "description"} and len(new["allOf"]) == 1:
        new = {"description": new["description"], **new["allOf"][0]}
    if new.get("nullable") is not True:
        return new
    del new["nullable"]
    if nullable_as == "type" and isinstance(new.get("type"), str):
        return {**new, "type": [new["type"], "null"]}
    if "anyOf" in new:
        return {**new, "anyOf": [*new["anyOf"], {"type": "null"}]}
    words = {key: new.pop(key) for key in ("description", "title", "default") if key in new}
    return {**words, "anyOf": [new, {"type": "null"}]}

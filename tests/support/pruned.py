"""A part of an API document."""

from __future__ import annotations

import json
from typing import Any


def only(document: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """Return the document with only these paths and the components that they refer to."""
    part: dict[str, Any] = json.loads(json.dumps(document))
    part["paths"] = {path: part["paths"][path] for path in paths}
    kept: set[tuple[str, str]] = set()
    ahead: list[Any] = [part["paths"]]
    while ahead:
        node = ahead.pop()
        ahead += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            _, _, kind, name = node["$ref"].split("/")
            if (kind, name) not in kept:
                kept.add((kind, name))
                ahead.append(part["components"][kind][name])
    part["components"] = {
        kind: {
            name: value for name, value in named.items() if kind == "securitySchemes" or (kind, name) in kept
        }
        for kind, named in part["components"].items()
    }
    return part

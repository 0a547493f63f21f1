"""Which part of one API document answers to which part of another."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from regeneration.documents import Document, operations, resolve
from regeneration.shapes import Shape, shape_of

# Where a parameter stands that is referred to, but not defined.
UNKNOWN = "unknown"
# Method, path, operation.
Operation: TypeAlias = "tuple[str, str, dict[str, Any]]"


def by_place(document: Document) -> dict[tuple[str, str], Operation]:
    """Return the operations by path and method; what a path calls its parameters makes no other path."""
    return {
        (re.sub(r"\{[^}]*\}", "{}", path), method): (method, path, op)
        for method, path, op in operations(document)
    }


def followed(document: Document, node: Any) -> Any:
    """Return what a reference leads to, or the node itself if it is none or leads nowhere."""
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        return resolve(document, node["$ref"]) or {}
    return node


def parameters(
    document: Document, path: str, operation: dict[str, Any]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the parameters of an operation, those of its path included, by place and name.

    A path's own name for a parameter does not count; of a reference that leads nowhere only the name is known.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    order = re.findall(r"\{([^}]*)\}", path)
    for given in [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])]:
        parameter = followed(document, given)
        parameter = parameter or {"name": given["$ref"].rsplit("/", maxsplit=1)[-1], "in": UNKNOWN}
        name, place = parameter.get("name"), parameter.get("in")
        if place == "path" and name in order:
            name = str(order.index(name) + 1)
        if name and place:
            found[place, name if place in {"query", "cookie"} else name.lower()] = parameter
    return found


def security(document: Document, operation: dict[str, Any]) -> str:
    """Return the security of an operation in words, the document's where it has none of its own."""
    alternatives = operation.get("security", document.get("security")) or []
    return " or ".join(" and ".join(sorted(schemes)) for schemes in alternatives) or "none"


def mark_used(document: Document, node: Any, used: set[int]) -> None:
    """Add the identities of everything that `node` refers to."""
    pending = [node]
    met: set[int] = set()
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            target = followed(document, part)
            if target is not part and id(target) not in met:
                met.add(id(target))
                pending.append(target)
            pending += part.values()
        elif isinstance(part, list):
            pending += part
    used.update(met)


def paired(
    old: Document, new: Document, was: list[Any], now: list[Any]
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Pair the branches of two unions, by name first and then by type; return pairs, lost and gained branches."""
    pairs: list[tuple[Any, Any]] = []
    lost, gained = list(was), list(now)

    def same_name(one: Shape, other: Shape) -> bool:
        return bool(one.name) and one.name == other.name

    def same_type(one: Shape, other: Shape) -> bool:
        named = bool(one.name) and bool(other.name)
        return not named and one.types == other.types and (one.enum is None) == (other.enum is None)

    for alike in (same_name, same_type):
        for branch in list(lost):
            shape = shape_of(old, branch)
            match = next((other for other in gained if alike(shape, shape_of(new, other))), None)
            if match is not None:
                pairs.append((branch, match))
                lost = [other for other in lost if other is not branch]
                gained = [other for other in gained if other is not match]
    return pairs, lost, gained

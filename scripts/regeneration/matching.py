"""Match the parts of one API document with the parts of another."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from regeneration.documents import Document, operations, resolve
from regeneration.shapes import Shape, shape_of

# The place of a parameter that is referenced, but not defined.
UNKNOWN = "unknown"
# Two branches of a union are the same one from this share of common properties on.
_ALIKE = 0.4
# Method, path, operation.
Operation: TypeAlias = "tuple[str, str, dict[str, Any]]"


def by_place(document: Document) -> dict[tuple[str, str], Operation]:
    """Return the operations by path and method; the names of path parameters do not distinguish paths."""
    return {
        (re.sub(r"\{[^}]*\}", "{}", path), method): (method, path, op)
        for method, path, op in operations(document)
    }


def followed(document: Document, node: Any) -> Any:
    """Return the target of a reference, or the node itself if it is not a reference or has no target."""
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        return resolve(document, node["$ref"]) or {}
    return node


def parameters(
    document: Document, path: str, operation: dict[str, Any]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the parameters of an operation, including those of its path, by place and name.

    The name of a path parameter does not count; of a reference without a target, only the name is known.
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


def alternatives(document: Document, operation: dict[str, Any]) -> list[frozenset[str]]:
    """Return the sets of security schemes that an operation accepts; the empty set needs none."""
    listed = operation.get("security", document.get("security"))
    return [frozenset(schemes) for schemes in listed or [{}]]


def security(document: Document, operation: dict[str, Any]) -> str:
    """Return the security of an operation as text; the document's if it has none."""
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
    """Pair the branches of two unions, by name first and then by structure; return pairs, lost and gained branches.

    The order of the branches does not matter, and a schema under another name is the same branch.
    """
    before, after = [shape_of(old, branch) for branch in was], [shape_of(new, branch) for branch in now]
    scores = sorted(
        (
            (-_likeness(one, other), index, place)
            for index, one in enumerate(before)
            for place, other in enumerate(after)
        ),
    )
    pairs: list[tuple[Any, Any]] = []
    lost, gained = dict(enumerate(was)), dict(enumerate(now))
    for score, index, place in scores:
        if score < 0 and index in lost and place in gained:
            pairs.append((lost.pop(index), gained.pop(place)))
    return pairs, list(lost.values()), list(gained.values())


def _likeness(one: Shape, other: Shape) -> float:
    """Return the similarity of two branches, from 0 (no pair) to 2 (same name)."""
    if one.name and one.name == other.name:
        return 2
    if one.types - {"null"} != other.types - {"null"} or bool(one.branches) != bool(other.branches):
        return 0
    if one.properties or other.properties:
        return _likeness_of_objects(one.properties, other.properties)
    if one.enum is None and other.enum is None:
        return 1 if _part(one.items) == _part(other.items) else 0.5
    values, others = one.enum or [], other.enum or []
    common = [value for value in values if value in others]
    return 0.5 + len(common) / (len(values) + len(others)) if values and others else 0


def _likeness_of_objects(one: dict[str, Any], other: dict[str, Any]) -> float:
    shared = one.keys() & other.keys()
    if any(_are_apart(one[name], other[name]) for name in shared):
        return 0
    likeness = len(shared) / len(one.keys() | other.keys())
    return likeness if likeness >= _ALIKE else 0


def _are_apart(one: Any, other: Any) -> bool:
    """Return whether two properties name different variants, as the tags of a tagged union do."""
    tags = [node.get("enum", [node.get("const")]) if isinstance(node, dict) else [] for node in (one, other)]
    return len(tags[0]) == len(tags[1]) == 1 and None not in {*map(str, tags[0])} and tags[0] != tags[1]


def _part(items: Any) -> Any:
    return (items.get("$ref"), items.get("type")) if isinstance(items, dict) else None

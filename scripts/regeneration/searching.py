"""JSONPath search in a document: a recursive search (`$..`) only visits objects that have the requested names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathNode, JSONPathQuery
from jsonpath_rfc9535 import filter_expressions as filters
from jsonpath_rfc9535.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment
from jsonpath_rfc9535.selectors import FilterSelector, NameSelector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonpath_rfc9535.selectors import JSONPathSelector

    from regeneration.documents import Document

_ENVIRONMENT = JSONPathEnvironment()
_HOLDERS = (dict, list)


def find(target: str, document: Document) -> list[JSONPathNode]:
    """Return the nodes that a JSONPath query matches.

    Raises:
        JSONPathError: `target` is not a JSONPath query.
    """
    query = _compiled(target)
    first, *rest = query.segments or (None,)
    if not isinstance(first, JSONPathRecursiveDescentSegment) or len(first.selectors) != 1:
        return list(query.find(document))
    (selector,) = first.selectors
    names = _needed(selector)
    if names is None:
        return list(query.find(document))
    nodes: Iterable[JSONPathNode] = _selected(selector, _objects_with(names, document), document)
    for segment in rest:
        nodes = segment.resolve(nodes)
    return list(nodes)


@cache
def _compiled(target: str) -> JSONPathQuery:
    return _ENVIRONMENT.compile(target)


def _selected(
    selector: JSONPathSelector, objects: Iterable[JSONPathNode], document: Document
) -> Iterator[JSONPathNode]:
    """Yield the matches of `..` and a selector: the members that it names, or the objects that pass its filter."""
    for node in objects:
        if not isinstance(selector, FilterSelector):
            yield from selector.resolve(node)
        elif node.location and selector.expression.evaluate(
            filters.FilterContext(env=_ENVIRONMENT, current=node.value, root=document)
        ):
            yield node


def _objects_with(names: frozenset[str], document: Document) -> list[JSONPathNode]:
    """Return the objects that have a member with one of the names, each before those inside it."""
    trail: list[str | int] = []  # steps to the current object; most have no such name, and need no place
    objects: list[JSONPathNode] = []

    def look(value: dict[str, Any] | list[Any]) -> None:
        if isinstance(value, dict):
            if not names.isdisjoint(value):
                node = JSONPathNode(value=value, location=tuple(trail), parent=None, root=document)
                objects.append(node)
            members: Iterable[tuple[str | int, Any]] = value.items()
        else:
            members = enumerate(value)
        for key, child in members:
            if isinstance(child, _HOLDERS):
                trail.append(key)
                look(child)
                trail.pop()

    look(document)
    return objects


def _needed(part: JSONPathSelector | filters.Expression) -> frozenset[str] | None:
    """Return names of which an object must have one to be selected; None if this cannot be determined."""
    names: frozenset[str] | None = None
    match part:
        case NameSelector():
            names = frozenset({part.name})
        case FilterSelector() | filters.FilterExpression():
            names = _needed(part.expression)
        case filters.LogicalExpression():
            sides = [_needed(side) for side in (part.left, part.right)]
            known = [side for side in sides if side is not None]
            if part.operator == "&&":
                names = known[0] if known else None
            elif len(known) == len(sides):
                names = frozenset().union(*known)
        case filters.ComparisonExpression(operator="==", right=filters.FilterExpressionLiteral()):
            names = _needed(part.left)
        case filters.RelativeFilterQuery() if part.query.segments:
            first = part.query.segments[0]
            if isinstance(first, JSONPathChildSegment) and len(first.selectors) == 1:
                (selector,) = first.selectors
                names = frozenset({selector.name}) if isinstance(selector, NameSelector) else None
    return names

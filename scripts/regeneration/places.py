"""The place of a change in a document: as text, and as steps that lead to the same place of another document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from regeneration.matching import Operation, followed, parameters
from regeneration.shapes import Shape, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regeneration.documents import Document

Step: TypeAlias = (
    "tuple[Literal['parameter', 'body', 'response', 'header', 'property', 'items', 'values'], str]"
)


@dataclass(frozen=True)
class Place:
    """A place within an operation.

    Attributes:
        words: A description such as ``response 200: jobs[].usage``.
        steps: The steps from the operation; empty for the operation itself.
    """

    words: str
    steps: tuple[Step, ...] = ()

    def property(self, name: str) -> Place:
        """Return the place of a property."""
        words = f"{self.words}.{name}" if ":" in self.words else f"{self.words}: {name}"
        return Place(words, (*self.steps, ("property", name)))

    def header(self, name: str) -> Place:
        """Return the place of a header of this response."""
        return Place(f"{self.words} header {name}", (*self.steps, ("header", name.lower())))

    def items(self) -> Place:
        """Return the place of the items of a list."""
        return Place(f"{self.words}[]", (*self.steps, ("items", "")))

    def values(self) -> Place:
        """Return the place of the values of an object with arbitrary keys."""
        return Place(f"{self.words}{{}}", (*self.steps, ("values", "")))

    def aspect(self, name: str) -> Place:
        """Return the same place, with the changed aspect."""
        return Place(f"{self.words}: {name}", self.steps)


def parameter_schema(parameter: dict[str, Any]) -> Any:
    """Return the schema of a parameter, which may be in its content."""
    content = parameter.get("content")
    if isinstance(content, dict) and content:
        return next(iter(content.values())).get("schema")
    return parameter.get("schema")


def shapes_at(document: Document, operation: Operation, steps: tuple[Step, ...]) -> list[Shape]:
    """Return the shapes at a place, several for a union; empty if the document has no such place."""
    nodes = _beginnings(document, operation, steps)
    for step in steps[1:]:
        if step[0] == "header":
            continue  # the place of a header is its schema
        shapes = [shape for node in nodes for shape in _unfolded(document, node)]
        nodes = [child for shape in shapes for child in _children(shape, step)]
    return [shape for node in nodes for shape in _unfolded(document, node)]


def _beginnings(document: Document, operation: Operation, steps: tuple[Step, ...]) -> list[Any]:
    (kind, name), (_, path, found) = steps[0], operation
    if kind == "parameter":
        place, _, key = name.partition("/")
        given = parameters(document, path, found).get((place, key))
        return [] if given is None else [parameter_schema(given) or {}]
    if kind == "body":
        return schemas_of(followed(document, found.get("requestBody")))
    response = followed(document, found.get("responses", {}).get(name))
    headers = [step[1] for step in steps if step[0] == "header"]
    if not headers or not isinstance(response, dict):
        return schemas_of(response)
    named = {key.lower(): followed(document, value) for key, value in response.get("headers", {}).items()}
    return [parameter_schema(named[headers[0]]) or {}] if headers[0] in named else []


def schemas_of(message: Any) -> list[Any]:
    """Return the schemas of the contents of a request body or response."""
    content = message.get("content", {}) if isinstance(message, dict) else {}
    return [kind.get("schema") or {} for kind in content.values()]


def _unfolded(document: Document, node: Any, depth: int = 0) -> Iterator[Shape]:
    shape = shape_of(document, node)
    if not shape.branches or shape.properties or shape.types:
        yield shape
    for branch in shape.branches if depth < 8 else ():
        yield from _unfolded(document, branch, depth + 1)


def _children(shape: Shape, step: Step) -> list[Any]:
    kind, name = step
    if kind == "property":
        return [shape.properties[name]] if name in shape.properties else []
    if kind == "items":
        return [] if shape.items is None else [shape.items]
    return [shape.additional] if isinstance(shape.additional, dict) else []

"""The shape of a schema: references resolved, `allOf` merged, 3.0 and 3.1 unified."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from regeneration.documents import Document, resolve

_LIMITS = frozenset({
    "format", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "default", "contentEncoding",
    "contentMediaType",
})  # fmt: skip
_MARKS = frozenset({
    "deprecated", "readOnly", "writeOnly", "discriminator", "not", "patternProperties", "propertyNames", "prefixItems",
    "contains", "minContains", "maxContains", "dependentRequired", "dependentSchemas", "if", "then", "else",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
})  # fmt: skip
_TYPE_NAMES = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}


@dataclass
class Shape:
    """The constraints of a schema on a value; an empty `types` allows any type."""

    name: str = ""
    types: set[str] = field(default_factory=set)
    enum: list[Any] | None = None
    limits: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    items: Any = None
    additional: Any = None
    branches: list[Any] = field(default_factory=list)
    identities: set[int] = field(default_factory=set)

    def __str__(self) -> str:
        """Describe the schema in a word or two."""
        if self.name:
            return self.name
        types = " or ".join(sorted(self.types)) or ("one of several" if self.branches else "anything")
        return f"{types} ({', '.join(map(str, self.enum))})" if self.enum is not None else types


def shape_of(document: Document, schema: Any) -> Shape:
    """Return the shape of `schema`; for a reference without a target, an empty shape of that name."""
    shape = Shape()
    _collect(document, schema, shape, set())
    if not shape.types and (shape.properties or shape.additional is not None):
        shape.types.add("object")
    if not shape.types and shape.enum is not None:
        shape.types.update(_TYPE_NAMES.get(type(value), "object") for value in shape.enum)
    return shape


def _collect(document: Document, schema: Any, shape: Shape, seen: set[str]) -> None:
    if not isinstance(schema, dict):
        return
    shape.identities.add(id(schema))
    reference = schema.get("$ref")
    if isinstance(reference, str):
        shape.name = shape.name or reference.rsplit("/", maxsplit=1)[-1]
        if reference not in seen:
            _collect(document, resolve(document, reference), shape, seen | {reference})
        return
    parts = schema.get("allOf", [])
    name = shape.name
    for part in parts:
        _collect(document, part, shape, seen)
    # An allOf of one schema and a description is that schema; an allOf of several is a new one.
    shape.name = name or (
        shape.name if len([part for part in parts if set(part) - {"description"}]) == 1 else ""
    )
    kinds = schema.get("type", [])
    shape.types.update([kinds] if isinstance(kinds, str) else kinds)
    _collect_branches(document, schema, shape, seen)
    if schema.get("nullable") and (shape.types or shape.branches):
        shape.types.add("null")
    if "enum" in schema or "const" in schema:
        shape.enum = list(schema.get("enum", [schema.get("const")]))
    shape.limits.update({key: schema[key] for key in schema.keys() & _LIMITS})
    shape.marks.update(
        {key: schema[key] for key in schema.keys() & _MARKS if schema[key] not in (None, False)}
    )
    shape.properties.update(schema.get("properties", {}))
    shape.required.update(schema.get("required", []))
    shape.items = schema.get("items", shape.items)
    shape.additional = schema.get("additionalProperties", shape.additional)
    _settle_exclusive(shape.limits)


def _collect_branches(document: Document, schema: dict[str, Any], shape: Shape, seen: set[str]) -> None:
    """Add the branches of a union; a union of one schema is that schema, and a null branch means nullable."""
    branches = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    rest = [branch for branch in branches if not (isinstance(branch, dict) and branch.get("type") == "null")]
    if len(rest) == 1:
        _collect(document, rest[0], shape, seen)
    else:
        shape.branches += rest
    if len(rest) < len(branches):
        shape.types.add("null")


def _settle_exclusive(limits: dict[str, Any]) -> None:
    """Say 3.0's `minimum: 0, exclusiveMinimum: true` as 3.1 does: `exclusiveMinimum: 0`."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if limits.get(exclusive) is True and bound in limits:
            limits[exclusive] = limits.pop(bound)
        elif limits.get(exclusive) in {True, False} and isinstance(limits.get(exclusive), bool):
            del limits[exclusive]

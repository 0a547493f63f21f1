"""Convert OpenAPI 3.1 and 3.2 to 3.0, so that overlays, validation and the generator see one version.

What 3.0 can express is converted, and the generated client gets the same names from either. What 3.0 cannot express
and only restricts a value (`if`, `contains`, `propertyNames` ...) is removed: the client validates no values. What
3.0 cannot express and a client would need (`query` operations, streamed items) is refused, with its place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from regeneration.documents import Document, DocumentError, copied, pointer, resolve, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORM = "3.0.3"
_SCHEMAS = "#/components/schemas/"
_UNIONS = ("anyOf", "oneOf")
# Keywords that annotate a value without describing it.
_WORDS = frozenset({
    "title", "description", "summary", "deprecated", "default", "example", "readOnly", "writeOnly", "nullable",
    "externalDocs", "xml",
})  # fmt: skip
# Keywords that apply only to values of certain types.
_OF_TYPE = {
    "string": {"minLength", "maxLength", "pattern", "format"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"},
    "integer": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
    "object": {
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
        "discriminator",
    },
    "boolean": set(),
}
_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}
# Keywords of JSON Schema 2020-12 that 3.0 does not have.
_UNKNOWN_TO_3_0 = (
    "$schema", "$id", "$anchor", "$comment", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "if", "then", "else",
    "dependentSchemas", "dependentRequired", "propertyNames", "contains", "minContains", "maxContains",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
)  # fmt: skip
# Keys of other objects that were added in 3.1 and 3.2 and that clients do not need.
_NEWS = {
    "": ("jsonSchemaDialect", "webhooks", "$self"),
    "info": ("summary",),
    "license": ("identifier",),
    "tags": ("summary", "parent", "kind"),
    "servers": ("name",),
    "responses": ("summary",),
    "discriminator": ("defaultMapping",),
    "securitySchemes": ("deprecated", "oauth2MetadataUrl"),
    "flows": ("deviceAuthorization",),
}


def in_one_form(document: Document) -> Document:
    """Return the document converted to OpenAPI 3.0: the same object if it is one, else a copy.

    Raises:
        DocumentError: It uses something that neither 3.0 nor the generator supports, and that a client would need.
    """
    if document["openapi"].startswith("3.0."):
        return document
    changed = copied(document)
    changed["openapi"] = _FORM
    schemas = changed.get("components", {}).get("schemas")
    if isinstance(schemas, dict):
        schemas.update({name: _of_boolean(schema) for name, schema in schemas.items()})
    _drop_news(changed)
    _lift_definitions(changed)
    # From the inside out: the contents of a schema are converted before the schema itself.
    for place, node in sorted(walk(changed), key=lambda found: len(found[0]), reverse=True):
        _refuse_what_cannot_be_said(place, node)
        if _is_schema(place):
            _say_schema(changed, node)
        elif place[-1:] != ("mapping",) and isinstance(node.get("$ref"), str):
            _keep_only(node, {"$ref"})
        else:
            _say_booleans(node)
    return changed


def _is_schema(place: tuple[str | int, ...]) -> bool:
    """Return whether an object is a schema, by the keyword above it."""
    if len(place) < 3 or place[0] not in {"paths", "components"}:
        return False
    above, last = place[-2:]
    if isinstance(last, int):
        return above in {"allOf", "prefixItems", *_UNIONS}
    if last in {"schema", "items", "additionalProperties", "not"}:
        return True
    return above in {"properties", "patternProperties"} or (
        place[:2] == ("components", "schemas") and len(place) == 3
    )


def _drop_news(document: Document) -> None:
    for place, node in list(walk(document)):
        steps = [str(step) for step in place if isinstance(step, str)]
        for key in _NEWS.get(steps[-1] if steps else "", ()):
            node.pop(key, None)
        if len(steps) > 1 and steps[-2] in {"responses", "securitySchemes"}:
            for key in _NEWS[steps[-2]]:
                node.pop(key, None)
        if (
            len(steps) > 1
            and steps[-2] == "content"
            and str(node.get("$ref")).startswith("#/components/mediaTypes/")
        ):
            node.update(copied(resolve(document, node.pop("$ref"))) or {})
        if isinstance(node.get("examples"), dict):
            node["examples"] = {name: _example(example) for name, example in node["examples"].items()}
    components = document.get("components", {})
    if isinstance(components, dict):
        shared = components.pop("pathItems", {})
        for path, item in document["paths"].items():
            if isinstance(item, dict) and str(item.get("$ref", "")).startswith("#/components/pathItems/"):
                document["paths"][path] = shared.get(item["$ref"].rsplit("/", 1)[1], item)
        components.pop("mediaTypes", None)


def _example(example: Any) -> Any:
    if not isinstance(example, dict) or not {"dataValue", "serializedValue"}.intersection(example):
        return example
    kept = {key: example[key] for key in ("summary", "description") if key in example}
    return {**kept, "value": example.get("dataValue", example.get("serializedValue"))}


def _lift_definitions(document: Document) -> None:
    """Move schemas that are defined inside others (`$defs`) to components, and update their references."""
    schemas = document.get("components", {}).get("schemas")
    if not isinstance(schemas, dict):
        return
    moved: dict[str, str] = {}
    for place, node in list(walk(document)):
        for name, schema in (node.pop("$defs", None) or {}).items():
            free = name if schemas.get(name, schema) == schema else f"{place[-1]}{name}"
            schemas[free] = schema
            moved[pointer([*place, "$defs", name])] = _SCHEMAS + free
    for _, node in walk(document):
        if isinstance(node.get("$ref"), str):
            node["$ref"] = moved.get(node["$ref"], node["$ref"])


def _refuse_what_cannot_be_said(place: tuple[str | int, ...], node: dict[str, Any]) -> None:
    said = {
        "`query` operations": len(place) == 2 and place[0] == "paths" and "query" in node,
        "`additionalOperations`": len(place) == 2 and place[0] == "paths" and "additionalOperations" in node,
        "parameters in `querystring`": node.get("in") == "querystring",
        "`itemSchema`": "itemSchema" in node and len(place) > 1 and place[-2] == "content",
    }
    for what, met in said.items():
        if met:
            raise DocumentError(f"{pointer(place)}: the generator does not support {what} of OpenAPI 3.2")


def _say_schema(document: Document, schema: dict[str, Any]) -> None:
    _say_booleans(schema)
    _say_values(schema)
    _say_arrays(schema)
    _say_types(schema)
    _say_unions(schema)
    _say_limits(schema)
    _say_reference(document, schema)
    for key in _UNKNOWN_TO_3_0:
        schema.pop(key, None)


def _say_booleans(schema: dict[str, Any]) -> None:
    """Convert `true` (any value) and `false` (no value); 3.0 allows them only for additionalProperties."""
    for key in ("items", "not", "schema"):
        if isinstance(schema.get(key), bool):
            schema[key] = _of_boolean(schema[key])
    for key in ("allOf", *_UNIONS, "prefixItems"):
        if isinstance(schema.get(key), list):
            schema[key] = [_of_boolean(part) for part in schema[key]]
    for key in ("properties", "patternProperties"):
        if isinstance(schema.get(key), dict):
            schema[key] = {name: _of_boolean(inner) for name, inner in schema[key].items()}


def _of_boolean(schema: Any) -> Any:
    return {True: {}, False: {"not": {}}}[schema] if isinstance(schema, bool) else schema


def _say_values(schema: dict[str, Any]) -> None:
    if "const" in schema:
        value = schema.pop("const")
        if value is None:
            schema["nullable"] = True
            schema["enum"] = [None]
        elif isinstance(value, str | int) and not isinstance(value, bool):
            schema["enum"] = [value]
        else:
            # The generator has no classes for other values; only the type of the value remains.
            kinds = (kind for kind, known in _PYTHON_TYPES.items() if isinstance(value, known))
            schema.setdefault("type", "boolean" if isinstance(value, bool) else next(kinds))
    if isinstance(schema.get("examples"), list):
        examples = schema.pop("examples")
        if examples:
            schema.setdefault("example", examples[0])
    if schema.pop("contentMediaType", None) == "application/octet-stream" and "contentEncoding" not in schema:
        schema.setdefault("format", "binary")
    if str(schema.pop("contentEncoding", "")).startswith("base64"):
        schema.setdefault("format", "byte")


def _say_arrays(schema: dict[str, Any]) -> None:
    """Convert a tuple to an array of its items' schemas, and properties by patterns to additional ones."""
    if isinstance(schema.get("prefixItems"), list):
        rest = schema.get("items")
        kinds = [
            *schema.pop("prefixItems"),
            *([rest] if isinstance(rest, dict) and rest != {"not": {}} else []),
        ]
        schema["items"] = _any_of(kinds)
    patterns = schema.pop("patternProperties", None)
    if patterns and not isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = _any_of(patterns.values())


def _any_of(kinds: Iterable[Any]) -> dict[str, Any]:
    different = list({json.dumps(kind, sort_keys=True): kind for kind in kinds}.values())
    if not different or {} in different:
        return {}
    return different[0] if len(different) == 1 else {"anyOf": different}


def _say_types(schema: dict[str, Any]) -> None:
    kinds = schema.get("type")
    if kinds == "null":
        kinds = ["null"]
    if not isinstance(kinds, list):
        return
    if "null" in kinds:
        schema["nullable"] = True
    kinds = [kind for kind in kinds if kind != "null"]
    del schema["type"]
    if len(kinds) == 1:
        schema["type"] = kinds[0]
    elif not kinds:
        schema.setdefault("enum", [None])
    elif not any(key in schema for key in _UNIONS):
        schema["anyOf"] = [_of_type(schema, kind) for kind in kinds]
        for key in {"enum"}.union(*_OF_TYPE.values()):
            schema.pop(key, None)


def _of_type(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the part of a schema of several types that applies to one of them."""
    known = _OF_TYPE.get(kind, set())
    said: dict[str, Any] = {"type": kind, **{key: schema[key] for key in schema if key in known}}
    if "enum" in schema:
        said["enum"] = [
            value for value in schema["enum"] if isinstance(value, _PYTHON_TYPES.get(kind, object))
        ]
    return said


def _say_unions(schema: dict[str, Any]) -> None:
    """Convert a union with null to `nullable`; if one schema remains, it replaces the union."""
    for key in _UNIONS:
        parts = schema.get(key)
        if not isinstance(parts, list) or not any(_is_null(part) for part in parts):
            continue
        schema["nullable"] = True
        parts = [part for part in parts if not _is_null(part)]
        del schema[key]
        if len(parts) > 1:
            schema[key] = parts
        for part in parts if len(parts) == 1 else ():
            if isinstance(part, dict) and "$ref" not in part and not set(part) & (set(schema) - _WORDS):
                schema.update({**part, **{key: schema[key] for key in schema if key in _WORDS}})
            else:
                schema["allOf"] = [*schema.get("allOf", []), part]


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("enum") == [None] and not schema.get("type")


def _say_limits(schema: dict[str, Any]) -> None:
    for bound, exclusive, tighter in (
        ("minimum", "exclusiveMinimum", max),
        ("maximum", "exclusiveMaximum", min),
    ):
        limit = schema.get(exclusive)
        if isinstance(limit, bool) or not isinstance(limit, int | float):
            continue
        other = schema.get(bound, limit)
        schema[bound] = tighter(limit, other)
        schema[exclusive] = schema[bound] == limit
        if not schema[exclusive]:
            del schema[exclusive]


def _say_reference(document: Document, schema: dict[str, Any]) -> None:
    """Move keywords next to a reference into an allOf, because 3.0 ignores them there."""
    reference = schema.get("$ref")
    if not isinstance(reference, str) or len(schema) == 1:
        return
    words = {key: schema[key] for key in schema if key in _WORDS}
    fields = {key: schema[key] for key in ("properties", "required", "additionalProperties") if key in schema}
    parts: list[Any] = [{"$ref": reference}, *schema.get("allOf", [])]
    target = resolve(document, reference) if reference.startswith("#/") else None
    if fields and isinstance(target, dict) and ("properties" in target or "allOf" in target):
        parts.append({"type": "object", **fields})
    schema.clear()
    schema.update({**words, "allOf": parts} if words or len(parts) > 1 else {"$ref": reference})


def _keep_only(node: dict[str, Any], keys: set[str]) -> None:
    for key in node.keys() - keys:
        del node[key]

"""Enums and references that the generator does not support, in any document."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def a_document(schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


@pytest.mark.parametrize(
    ("enum", "left"),
    [
        ({"enum": [0.5, 1.5]}, {"type": "number"}),
        ({"type": "number", "enum": [1, 1.5], "default": 1}, {"type": "number"}),
        ({"enum": [True]}, {"type": "boolean"}),
        ({"enum": [1, "auto"]}, {"anyOf": [{"type": "integer"}, {"type": "string"}]}),
        ({"enum": [1, 2.5]}, {"type": "number"}),
        ({"enum": [{"a": 1}]}, {}),
        ({"enum": [0.5, None]}, {"type": "number", "nullable": True}),
        ({"enum": ["a", "A", "b", "a"]}, {"enum": ["a", "A", "b"], "x-enum-varnames": ["A", "A_2", "B"]}),
        ({"enum": ["a b", "a-b"]}, {"enum": ["a b", "a-b"], "x-enum-varnames": ["A_B", "A_B_2"]}),
        ({"enum": [1, 2]}, {"enum": [1, 2]}),
    ],
    ids=str,
)
def test_an_unsupported_enum_becomes_the_type_of_its_values(
    regenerate: ModuleType, enum: dict[str, Any], left: dict[str, Any]
) -> None:
    document = a_document({"Kind": enum, "Thing": {"type": "object", "properties": {"kind": enum}}})
    mended = importlib.import_module("regeneration.enums").with_readable_enums(document)
    assert mended["components"]["schemas"]["Kind"] == left
    assert mended["components"]["schemas"]["Thing"]["properties"]["kind"] == left
    regenerate.try_document(document, regenerate.OPENAPI / "generator.yaml")


def test_a_reference_into_the_middle_of_a_schema_generates_one_class(regenerate: ModuleType) -> None:
    inner = {"type": "object", "properties": {"n": {"type": "integer"}}}
    outer = "#/components/schemas/Outer/properties/"
    document = a_document(
        {
            "Outer": {
                "type": "object",
                "properties": {"part": inner, "parts": {"type": "array", "items": {"$ref": f"{outer}parts"}}},
            },
            "Other": {
                "type": "object",
                "properties": {"same": {"$ref": f"{outer}part"}, "n": {"$ref": f"{outer}part/properties/n"}},
            },
        }
    )
    regenerate.try_document(document, regenerate.OPENAPI / "generator.yaml")
    moved = importlib.import_module("regeneration.inner_references").without_inner_references(document)
    schemas = moved["components"]["schemas"]
    assert (
        schemas["Outer"]["properties"]["part"] == schemas["Other"]["properties"]["same"] == ref("OuterPart")
    )
    assert schemas["OuterPart"]["properties"]["n"] == ref("OuterPartN")
    assert schemas["OuterParts"] == {"type": "array", "items": ref("OuterParts")}


def test_a_reference_to_a_parameter_of_another_operation_generates(regenerate: ModuleType) -> None:
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    answers = {"200": {"description": "Done."}}
    document = a_document({})
    document["paths"] = {
        "/v1/a": {"get": {"operationId": "a", "parameters": [limit], "responses": dict(answers)}},
        "/v1/b": {
            "get": {
                "operationId": "b",
                "parameters": [{"$ref": "#/paths/~1v1~1a/get/parameters/0"}],
                "responses": dict(answers),
            }
        },
    }
    patched, _ = regenerate.corrected(document, "2026-04-15")
    regenerate.try_document(patched, regenerate.OPENAPI / "generator.yaml")

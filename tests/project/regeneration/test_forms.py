"""OpenAPI 3.1 and 3.2 give the same client as 3.0, or a clear refusal; and partial documents."""

from __future__ import annotations

import copy
import importlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from support.pruned import only
from support.published import upgraded

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.fixture(scope="session")
def to_3_0(regenerate: ModuleType) -> Callable[[Any], Any]:
    """Convert a schema of OpenAPI 3.1 to 3.0."""
    forms = importlib.import_module("regeneration.forms")

    def say(schema: Any) -> Any:
        thing = {"type": "object", "properties": {"id": {"type": "string"}}}
        document = {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {},
            "components": {"schemas": {"X": {"type": "object", "properties": {"x": schema}}, "Thing": thing}},
        }
        before = copy.deepcopy(document)
        converted = forms.in_one_form(document)
        assert document == before
        return converted["components"]["schemas"]["X"]["properties"]["x"]

    return say


FIELDS = {"properties": {"a": {"type": "string"}}}
SCHEMAS = [
    ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
    ({"type": ["object", "null"], **FIELDS}, {"type": "object", "nullable": True, **FIELDS}),
    (
        {"anyOf": [{"type": "object", **FIELDS}, {"type": "null"}], "description": "Why."},
        {"type": "object", **FIELDS, "nullable": True, "description": "Why."},
    ),
    ({"oneOf": [ref("Thing"), {"type": "null"}]}, {"allOf": [ref("Thing")], "nullable": True}),
    (
        {"anyOf": [{"type": "string"}, {"type": "integer"}, {"const": None}]},
        {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
    ),
    (
        {"type": ["integer", "string"], "minimum": 1, "maxLength": 5, "enum": [1, "auto"]},
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "enum": [1]},
                {"type": "string", "maxLength": 5, "enum": ["auto"]},
            ]
        },
    ),
    ({"type": "null"}, {"nullable": True, "enum": [None]}),
    ({"const": "circuit", "type": "string"}, {"enum": ["circuit"], "type": "string"}),
    ({"const": True}, {"type": "boolean"}),
    ({"const": 1.5}, {"type": "number"}),
    ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 0, "exclusiveMinimum": True}),
    ({"type": "number", "exclusiveMaximum": 9, "maximum": 3}, {"type": "number", "maximum": 3}),
    ({**ref("Thing"), "description": "Why."}, {"allOf": [ref("Thing")], "description": "Why."}),
    ({**ref("Thing"), "minProperties": 1}, ref("Thing")),
    (
        {**ref("Thing"), "properties": {"b": {"type": "string"}}},
        {"allOf": [ref("Thing"), {"type": "object", "properties": {"b": {"type": "string"}}}]},
    ),
    ({"type": "string", "examples": ["a", "b"]}, {"type": "string", "example": "a"}),
    (
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
    ),
    ({"type": "array", "items": True}, {"type": "array", "items": {}}),
    (
        {"type": "object", "patternProperties": {"^x": {"type": ["string", "null"]}}},
        {"type": "object", "additionalProperties": {"type": "string", "nullable": True}},
    ),
    (
        {"type": "string", "contentMediaType": "application/octet-stream"},
        {"type": "string", "format": "binary"},
    ),
    ({"type": "string", "if": {}, "then": {"minLength": 1}, "$comment": "c"}, {"type": "string"}),
    (
        {"type": "object", "$defs": {"Inner": {"const": 1}}, "properties": {}},
        {"type": "object", "properties": {}},
    ),
    (
        {"enum": ["const", "null"], "default": {"type": ["x"]}},
        {"enum": ["const", "null"], "default": {"type": ["x"]}},
    ),
]


@pytest.mark.parametrize(
    ("schema", "expected"), SCHEMAS, ids=[json.dumps(schema)[:60] for schema, _ in SCHEMAS]
)
def test_a_3_1_schema_is_converted_to_3_0(to_3_0: Any, schema: Any, expected: Any) -> None:
    assert to_3_0(schema) == expected


@pytest.mark.parametrize(
    ("openapi", "nullable_as"),
    [
        ("3.1.0", "type"),
        *(pytest.param(*form, marks=pytest.mark.long) for form in (("3.1.0", "anyOf"), ("3.2.0", "anyOf"))),
    ],
)
def test_newer_openapi_versions_are_corrected_into_the_same_contract(
    regenerate: ModuleType,
    vendored: dict[str, Any],
    corrected: dict[str, Any],
    openapi: str,
    nullable_as: str,
) -> None:
    document, idle = regenerate.corrected(upgraded(vendored, openapi, nullable_as), "2026-04-15")
    assert idle == []
    assert {**document, "openapi": "3.0.0"} == corrected


def test_definitions_inside_a_schema_become_schemas(regenerate: ModuleType, vendored: dict[str, Any]) -> None:
    document = upgraded(only(vendored, ["/v1/jobs/{id}"]), "3.1.0", "type")
    document["components"]["schemas"]["Outer"] = {
        "type": "object",
        "$defs": {"Inner": {"type": "object"}, "Program": {"type": "array", "items": {"type": "string"}}},
        "properties": {
            "a": {"$ref": "#/components/schemas/Outer/$defs/Inner"},
            "b": {"$ref": "#/components/schemas/Outer/$defs/Program"},
        },
    }
    patched, _ = regenerate.corrected(document, "2026-04-15")
    schemas = patched["components"]["schemas"]
    assert schemas["Outer"]["properties"] == {"a": ref("Inner"), "b": ref("OuterProgram")}
    assert schemas["OuterProgram"]["type"] == "array"
    assert schemas["Program"]["type"] == "object"


def test_unsupported_features_of_a_document_are_refused_with_their_place(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> None:
    document = upgraded(only(vendored, ["/v1/jobs"]), "3.2.0", "type")
    document["paths"]["/v1/jobs"]["query"] = document["paths"]["/v1/jobs"]["get"]
    with pytest.raises(
        regenerate.DocumentError, match=r"#/paths/~1v1~1jobs: .*`query` operations of OpenAPI 3\.2"
    ):
        regenerate.corrected(document, "2026-04-15")


@pytest.mark.parametrize("openapi", ["3.3.0", "4.0.0", "2.0", "3", 3.1])
def test_an_unsupported_openapi_version_is_refused_with_the_supported_ones(
    documents: ModuleType, openapi: Any
) -> None:
    text = json.dumps({"openapi": openapi, "paths": {}})
    with pytest.raises(
        documents.DocumentError, match=r"`openapi` is .*; expected an OpenAPI 3\.0, 3\.1 or 3\.2 document"
    ):
        documents.parse_document(text.encode(), "document")


RECURSIVE = {
    "itself in a list": {"A": {"anyOf": [{"type": "array", "items": ref("A")}, {"type": "string"}]}},
    "itself in a map": {
        "A": {"oneOf": [{"additionalProperties": ref("A"), "type": "object"}, {"type": "string"}]}
    },
    "itself in a field": {
        "A": {"oneOf": [{"type": "object", "properties": {"a": ref("A")}}, {"type": "string"}]}
    },
    "two schemas": {
        "A": {"oneOf": [ref("B"), {"type": "string"}]},
        "B": {"anyOf": [{"type": "array", "items": ref("A")}, {"type": "integer"}]},
    },
    "a list": {"A": {"type": "array", "items": ref("A")}},
    "through a list": {
        "A": {"oneOf": [ref("B"), {"type": "string"}]},
        "B": {"type": "array", "items": ref("A")},
    },
    "null": {"A": {"type": "object", "nullable": True, "properties": {"a": ref("A")}}},
}
WITH_CLASSES = {
    "fields": {
        "A": {"type": "object", "properties": {"a": ref("A"), "b": {"type": "array", "items": ref("A")}}}
    },
    "a map": {"A": {"type": "object", "additionalProperties": ref("A")}},
    "a union with a class": {
        "A": {"oneOf": [ref("B"), {"type": "string"}]},
        "B": {"type": "object", "properties": {"a": ref("A")}},
    },
}


@pytest.mark.parametrize("circle", [*RECURSIVE, *WITH_CLASSES])
def test_schemas_that_contain_themselves_generate(regenerate: ModuleType, circle: str) -> None:
    recursion = importlib.import_module("regeneration.recursion")
    schemas = {**RECURSIVE, **WITH_CLASSES}[circle]
    document = {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    before = copy.deepcopy(document)
    regenerate.try_document(document, regenerate.OPENAPI / "generator.yaml")
    assert document == before
    opened = recursion.without_endless_schemas(document)["components"]["schemas"]
    assert [name for name in schemas if opened[name] != schemas[name]] == (
        ["A"] if circle in RECURSIVE else []
    )


def test_a_partial_document_is_not_reported_as_corrected_by_ibm(
    regenerate: ModuleType,
    vendored: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(regenerate, "uncalled_operations", lambda *_: [])  # not what is tested, and slow
    document = only(vendored, ["/v1/jobs", "/v1/jobs/{id}/logs"])
    document["paths"]["/v1/jobs/{id}/logs"]["get"]["operationId"] = "get_job_logs"
    versions = regenerate.read_versions(regenerate.OPENAPI)
    patched, idle = regenerate.corrected(document, versions.pinned)
    regenerate._print_findings(versions, versions.pinned, patched, idle)
    right, absent, *_ = capsys.readouterr().out.splitlines()
    assert right.startswith(
        "IBM has corrected this; delete the action: $.paths['/v1/jobs/{id}/logs'].get changes nothing"
    )
    assert absent.startswith(
        f"{len(idle) - 1} actions of the overlays correct parts that this document does not have: "
    )
    assert "#/paths/~1v1~1analytics~1usage/get" in absent
    assert absent.endswith(" more")


@pytest.mark.long  # one generation, up to the writing, for each of 54 paths
@pytest.mark.parametrize("api_version", ["2025-05-01", "2026-04-15"])
def test_each_path_generates_on_its_own(
    regenerate: ModuleType, api_version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = regenerate.read_versions(regenerate.OPENAPI)
    document = regenerate.read_document(versions.path(api_version))
    homes = regenerate._corrected_places(versions, api_version)
    monkeypatch.setattr(regenerate, "_corrected_places", lambda *_: homes)
    for path in document["paths"]:
        patched, idle = regenerate.corrected(only(document, [path]), api_version)
        regenerate.try_document(patched, regenerate.OPENAPI / "generator.yaml")
        right, missing = regenerate._obsolete_and_missing(versions, api_version, patched, idle)
        assert right == [], path
        assert missing

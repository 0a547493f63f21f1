"""A malicious document is refused, or harmless."""

from __future__ import annotations

import ast
import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.examples_drawn import drawn

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

ATTACKS = [
    '"; __import__("os").system("touch pwned") #',
    "'''; import os",
    '"""\nimport os\n"""',
    "\\",
    '\\"',
    '{__import__("os")}',
    "{0.__class__}",
    "\n    import os\n",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "\r\nimport os",
    "\u2028import os",
    "../../../etc/passwd",
]
INNOCENT = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}


def names_called(source: str) -> set[str]:
    """Everything that the code of a module calls or imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found.add(ast.unparse(node.func))
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def test_text_that_looks_like_code_stays_text(
    regenerate: ModuleType, vendored: dict[str, Any], package: Path, tmp_path: Path
) -> None:
    document = copy.deepcopy(vendored)
    schemas = document["components"]["schemas"]
    document["info"] = {"title": ATTACKS[2], "version": ATTACKS[0], "description": ATTACKS[2]}
    schemas["Evil"] = {
        "type": "object",
        "title": ATTACKS[0],
        "description": "\n".join(ATTACKS),
        "required": [f"{ATTACKS[0]}0"],
        "example": ATTACKS[2],
        "properties": {
            **{
                f"{text}{number}": {"type": "string", "description": text, "example": text}
                for number, text in enumerate(ATTACKS)
            },
            "values": {"type": "string", "enum": ATTACKS},
            "maybe": {"type": "string", "nullable": True, "default": ATTACKS[0]},
        },
    }
    operation = document["paths"]["/v1/jobs"]["get"]
    operation.update(summary=ATTACKS[2], description=ATTACKS[2], tags=[ATTACKS[-1]])
    operation["parameters"] += [
        {
            "name": f"{text}{number}",
            "in": "query",
            "description": text,
            "schema": {"type": "string", "default": text},
        }
        for number, text in enumerate(ATTACKS)
    ]
    source, output = tmp_path / "evil.json", tmp_path / "out" / "qrt_client"
    source.write_text(json.dumps(document))
    assert regenerate.main(["generate", "--from", str(source), "--output", str(output)]) == 0
    harmless = set().union(*(names_called(path.read_text()) for path in package.rglob("*.py")))
    for path in output.rglob("*.py"):
        called = names_called(path.read_text())
        assert not {name for name in called - harmless if "os" in name.split(".") or "__import__" in name}
        if path.stem not in {"evil", "list_jobs"}:
            assert called <= harmless | {"Evil"}
    assert [path for path in tmp_path.iterdir() if path.name not in {"evil.json", "out"}] == []
    assert {path.name for path in (output / "api").iterdir()} & {"etcpasswd", "etc_passwd"}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/../admin",
        "/v1/./x",
        "/v1//x",
        "v1/x",
        '/v1/"x',
        "/v1/{__import__('os')}",
        "/v1/{a}{",
        "/v1/x\n",
        "/v1/{0.a}",
    ],
)
def test_paths_outside_the_package_are_refused(regenerate: ModuleType, path: str) -> None:
    with pytest.raises(regenerate.DocumentError, match="segments must be"):
        regenerate.corrected({**INNOCENT, "paths": {path: {}}}, "2026-04-15")


@pytest.mark.parametrize("name", ATTACKS)
def test_invalid_operation_ids_and_component_names_are_refused(regenerate: ModuleType, name: str) -> None:
    operation = {"get": {"operationId": name, "responses": {"200": {"description": "Done."}}}}
    with pytest.raises(regenerate.DocumentError, match="operation id"):
        regenerate.corrected({**INNOCENT, "paths": {"/v1/x": operation}}, "2026-04-15")
    with pytest.raises(regenerate.DocumentError, match="component"):
        regenerate.corrected({**INNOCENT, "components": {"schemas": {name: {}}}}, "2026-04-15")


def test_two_operations_with_the_same_id_are_refused(regenerate: ModuleType) -> None:
    operation = {"operationId": "x", "responses": {"200": {"description": "Done."}}}
    paths = {"/v1/x": {"get": operation, "post": operation}}
    with pytest.raises(regenerate.DocumentError, match="both POST /v1/x and GET /v1/x have it"):
        regenerate.corrected({**INNOCENT, "paths": paths}, "2026-04-15")


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("#/components/schemas/A", "is circular"),
        ("#/components/schemas/Nowhere", "has no target"),
        ("https://example.invalid/schema.json", "only references inside the document"),
        ("file:///etc/passwd", "only references inside the document"),
    ],
)
def test_circular_and_external_references_are_refused(
    regenerate: ModuleType, reference: str, why: str
) -> None:
    with pytest.raises(regenerate.DocumentError, match=why):
        regenerate.check_references({**INNOCENT, "components": {"schemas": {"A": {"$ref": reference}}}})


@pytest.mark.parametrize("keyword", ["allOf", "oneOf", "anyOf"])
def test_a_schema_defined_as_itself_is_refused(regenerate: ModuleType, keyword: str) -> None:
    schemas = {
        "A": {keyword: [{"type": "object"}, {"$ref": "#/components/schemas/B"}]},
        "B": {keyword: [{"$ref": "#/components/schemas/A"}]},
    }
    with pytest.raises(regenerate.DocumentError, match="is circular"):
        regenerate.check_references({**INNOCENT, "components": {"schemas": schemas}})


def test_a_schema_that_contains_itself_is_not_circular(regenerate: ModuleType) -> None:
    tree = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
    regenerate.check_references({**INNOCENT, "components": {"schemas": {"Tree": tree}}})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("openapi: 3.0.3\npaths: {}\na: &a [1]\nb: *a\n", "anchors"),
        (
            "openapi: 3.0.3\npaths: {}\na: !!python/object/apply:os.system ['true']\n",
            "could not determine a constructor",
        ),
        ("openapi: 3.0.3\npaths: {}\npaths: {}\n", "appears twice"),
        ('{"openapi": "3.0.3", "paths": {}, "paths": {}}', "appears twice"),
        ("openapi: 3.0.3\npaths: []\n", "`paths` is missing"),
        ("swagger: '2.0'\npaths: {}\n", "expected an OpenAPI 3.0, 3.1 or 3.2 document"),
        ("[1, 2]", "expected an OpenAPI 3.0, 3.1 or 3.2 document"),
        ("{", "Expecting property name"),
        ('{"openapi": "3.0.3", "paths": {}, "x": ' + "[" * 200 + "]" * 200 + "}", "nested deeper"),
        ('{"openapi": "3.0.3", "paths": {}, "x": ' + "[" * 200_000, "nested deeper"),
        ('{"openapi": "3.0.3", "paths": {}, "x": [' + "0," * 300_000 + "0]}", "more than 100000 nodes"),
    ],
)
def test_expanding_and_invalid_documents_are_refused(documents: ModuleType, text: str, why: str) -> None:
    with pytest.raises(documents.DocumentError, match=why):
        documents.parse_document(text.encode(), "document")


def test_undecodable_and_oversized_documents_are_refused(documents: ModuleType) -> None:
    with pytest.raises(documents.DocumentError, match="utf-8"):
        documents.parse_document(b"\xff\xfe\x00", "document")
    with pytest.raises(documents.DocumentError, match="at most"):
        documents.parse_document(b" " * (16 * 1024 * 1024 + 1), "document")


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4),
    max_leaves=20,
)


@given(extra=st.dictionaries(st.text(min_size=1), JSON_VALUES, max_size=5))
@settings(max_examples=drawn(50), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_writing_and_parsing_a_document_is_lossless(documents: ModuleType, extra: dict[str, Any]) -> None:
    document = {**extra, "openapi": "3.0.3", "paths": {}}
    text = documents.dump_document(document)
    again = documents.parse_document(text.encode(), "document")
    assert again == document
    assert documents.dump_document(again) == text

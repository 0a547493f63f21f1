"""IBM's published document is recorded without a difference, and accepted in any form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.pruned import only
from support.published import digest

if TYPE_CHECKING:
    from types import ModuleType

# The structure of IBM's document by the public copies of its text.
STRUCTURES = {"0.45.3": "3b0a41c2df8ed55c42d76153d4b18450a2186de722fec8360a7ef5b0d372a4af"}


def test_the_vendored_document_has_the_structure_that_ibm_published(vendored: dict[str, Any]) -> None:
    assert digest(vendored) == STRUCTURES.get(vendored["info"]["version"], digest(vendored))


def test_the_vendored_document_keeps_ibms_mistakes(vendored: dict[str, Any]) -> None:
    if vendored["info"]["version"] != "0.45.3":
        pytest.skip("what another document of IBM's gets wrong is not known here")
    assert (vendored["openapi"], vendored["info"]["title"]) == ("3.0.0", "Qiskit Runtime API")
    (fields,) = vendored["paths"]["/v1/backends"]["get"]["parameters"]
    assert fields["schema"]["default"] not in fields["schema"]["enum"]
    configuration = vendored["components"]["schemas"]["BackendConfigurationResponse"]["properties"]
    assert configuration["meas_levels"]["items"] == {"type": "array"}
    assert vendored["components"]["parameters"]["IBM-API-Version"]["schema"]["default"] == "2026-04-15"
    assert vendored["security"] == [{"IBMCloudAPIKey": []}, {"ServiceCRN": []}, {"IBMCloudAuth": []}]
    assert set(vendored["components"]["securitySchemes"]) == {"IBMCloudAPIKey", "ServiceCRN", "IBMCloudAuth"}


def test_a_document_with_our_descriptions_says_so(vendored: dict[str, Any]) -> None:
    assert "qrt-facade's own words" in vendored["info"]["x-words"]


@pytest.mark.parametrize("place", ["parameter", "property", "items", "header", "reference"])
def test_a_default_that_violates_its_schema_is_removed(
    regenerate: ModuleType, as_ibm_has_it: dict[str, Any], place: str
) -> None:
    document = only(as_ibm_has_it, ["/v1/tags"])
    schemas = document["components"]["schemas"]
    operation = document["paths"]["/v1/tags"]["get"]
    wrong = {"type": "string", "enum": ["a", "b"], "default": "c"}
    right = {"type": "string", "enum": ["a", "b"], "default": "a"}
    if place == "parameter":
        operation["parameters"] += [{"name": "wrong", "in": "query", "schema": wrong}]
    elif place == "header":
        operation["responses"]["200"]["headers"] = {"Wrong": {"schema": wrong}}
    elif place == "reference":
        schemas["Kind"] = {"type": "string", "enum": ["a", "b"]}
        schemas["Late"] = {
            "properties": {"kind": {"default": "c", "allOf": [{"$ref": "#/components/schemas/Kind"}]}}
        }
    else:
        inner = wrong if place == "property" else {"type": "array", "items": wrong, "default": ["d"]}
        schemas["Late"] = {"type": "object", "properties": {"wrong": inner, "right": right}}
    contract, _ = regenerate.corrected(document, "2026-04-15", regenerate.CORRECTIONS)
    text = json.dumps(contract)
    assert '"default": "c"' not in text
    assert '"default": ["d"]' not in text
    assert ('"default": "a"' in text) == (place in {"property", "items"})
    regenerate.try_document(
        regenerate.corrected(document, "2026-04-15")[0], regenerate.OPENAPI / "generator.yaml"
    )


def test_a_default_in_data_is_kept(regenerate: ModuleType, as_ibm_has_it: dict[str, Any]) -> None:
    document = only(as_ibm_has_it, ["/v1/tags"])
    document["servers"] = [
        {"url": "https://{region}.invalid", "variables": {"region": {"enum": ["a"], "default": "b"}}}
    ]
    schema = {"type": "object", "properties": {"default": {"type": "string", "enum": ["x"]}}}
    schema["example"] = {"type": "string", "enum": ["x"], "default": "y"}
    document["components"]["schemas"]["Late"] = schema
    contract, _ = regenerate.corrected(document, "2026-04-15", regenerate.CORRECTIONS)
    assert contract["servers"] == document["servers"]
    assert contract["components"]["schemas"]["Late"] == schema

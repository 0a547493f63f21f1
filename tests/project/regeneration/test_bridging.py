"""A newer client keeps the names that the facade, written for an older version, calls, and has the new ones."""

from __future__ import annotations

import copy
import importlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

JSON = "application/json"


def operation(name: str, *parameters: dict[str, Any], body: Any = None) -> dict[str, Any]:
    made: dict[str, Any] = {"operationId": name, "parameters": list(parameters), "responses": {}}
    return made | ({"requestBody": {"content": {JSON: {"schema": body}}}} if body else {})


def query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", **schema}}


OLD: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/a": {"get": operation("list_a", query("limit"), query("sort"))},
        "/a/{id}": {
            "get": operation("get_a"),
            "post": operation("make_a", body={"$ref": "#/components/schemas/A"}),
        },
        "/b": {"put": operation("put_b", body={"type": "object", "properties": {"tags": {"type": "array"}}})},
    },
    "components": {
        "schemas": {
            "A": {
                "type": "object",
                "required": ["x"],
                "properties": {"x": {"type": "string"}, "state": {"$ref": "#/components/schemas/State"}},
            },
            "Whole": {
                "allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"more": {"type": "string"}}}]
            },
            "State": {"type": "string", "enum": ["on", "off"]},
        }
    },
}


@pytest.fixture
def new() -> dict[str, Any]:
    return copy.deepcopy(OLD)


@pytest.fixture
def bridged(regenerate: ModuleType) -> Any:
    """What generates the client of a new document while the facade is written for the old one."""
    bridging = importlib.import_module("regeneration.bridging")
    return lambda document: bridging.with_names_of_the_facade(document, OLD, {})


def parameters(document: dict[str, Any], path: str = "/a", method: str = "get") -> dict[str, Any]:
    return {one["name"]: one for one in document["paths"][path][method]["parameters"]}


def test_the_same_document_is_unchanged(bridged: Any, new: dict[str, Any]) -> None:
    assert bridged(new) == OLD == new


def test_a_renamed_parameter_has_both_names(bridged: Any, new: dict[str, Any]) -> None:
    parameters(new)["limit"]["name"] = "page_size"
    assert parameters(bridged(new)).keys() == {"limit", "page_size", "sort"}


def test_a_parameter_that_became_required_is_optional(bridged: Any, new: dict[str, Any]) -> None:
    parameters(new)["sort"]["required"] = True
    new["paths"]["/a"]["get"]["parameters"].append(query("region") | {"required": True})
    assert not [name for name, one in parameters(bridged(new)).items() if one.get("required")]


def test_a_parameter_that_became_an_enum_also_accepts_text(bridged: Any, new: dict[str, Any]) -> None:
    parameters(new)["limit"]["schema"]["enum"] = ["few", "many"]
    assert parameters(bridged(new))["limit"]["schema"] == {
        "oneOf": [{"type": "string", "enum": ["few", "many"]}, {"type": "string"}]
    }


def test_an_operation_that_was_removed_or_renamed_can_still_be_called(
    bridged: Any, new: dict[str, Any]
) -> None:
    new["paths"]["/a"]["get"]["operationId"] = "get_every_a"
    del new["paths"]["/a/{id}"]["get"]
    new["paths"]["/c"] = {"get": operation("get_c")}
    paths = bridged(new)["paths"]
    assert paths["/a"]["get"]["operationId"] == "list_a"
    assert paths["/a/{id}"].keys() == {"get", "post"}
    assert paths["/c"]["get"]["operationId"] == "get_c"


def test_an_operation_that_moved_with_its_id_is_not_duplicated(bridged: Any, new: dict[str, Any]) -> None:
    new["paths"]["/aa"] = new["paths"].pop("/a")
    assert "/a" not in bridged(new)["paths"]


def test_a_new_required_field_is_optional(bridged: Any, new: dict[str, Any]) -> None:
    new["components"]["schemas"]["A"]["required"] = ["x", "payer"]
    new["components"]["schemas"]["A"]["properties"]["payer"] = {"type": "string"}
    body = new["paths"]["/b"]["put"]["requestBody"]["content"][JSON]["schema"]
    body["required"] = ["tags"]
    made = bridged(new)
    assert made["components"]["schemas"]["A"]["required"] == ["x"]
    assert "payer" in made["components"]["schemas"]["A"]["properties"]
    assert "required" not in made["paths"]["/b"]["put"]["requestBody"]["content"][JSON]["schema"]


def test_a_removed_field_can_still_be_sent_and_read(bridged: Any, new: dict[str, Any]) -> None:
    del new["components"]["schemas"]["A"]["properties"]["x"]
    del new["components"]["schemas"]["Whole"]["allOf"][1]["properties"]["more"]
    schemas = bridged(new)["components"]["schemas"]
    assert "x" in schemas["A"]["properties"]
    assert schemas["Whole"]["allOf"][-1] == {"type": "object", "properties": {"more": {"type": "string"}}}


def test_a_field_with_another_type_has_the_new_type_or_a_union_of_both(
    bridged: Any, new: dict[str, Any]
) -> None:
    fields = new["components"]["schemas"]["A"]["properties"]
    fields["x"], fields["state"] = {"type": "integer"}, {"type": "object", "properties": {}}
    made = bridged(new)["components"]["schemas"]["A"]["properties"]
    assert made["x"] == {"type": "integer"}
    assert made["state"] == {
        "oneOf": [{"type": "object", "properties": {}}, {"$ref": "#/components/schemas/State"}]
    }


def test_an_enum_has_the_values_of_both_versions_without_duplicate_names(
    bridged: Any, new: dict[str, Any]
) -> None:
    new["components"]["schemas"]["State"]["enum"] = ["ON", "paused"]
    assert bridged(new)["components"]["schemas"]["State"]["enum"] == ["ON", "paused", "off"]

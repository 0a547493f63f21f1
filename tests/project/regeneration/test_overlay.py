"""Overlay actions are applied by meaning, and idle ones are reported."""

from __future__ import annotations

import copy
import importlib
import json
import random
from typing import TYPE_CHECKING, Any

import jsonpath_rfc9535 as jsonpath
import pytest
from openapi_schema_validator import OAS30Validator
from support.pruned import only

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def with_action(**action: Any) -> dict[str, Any]:
    return {"overlay": "1.0.0", "actions": [{"description": "Why it is there.", **action}]}


def shuffled(node: Any, rng: random.Random) -> Any:
    if isinstance(node, dict):
        keys = list(node)
        rng.shuffle(keys)
        return {key: shuffled(node[key], rng) for key in keys}
    return [shuffled(item, rng) for item in node] if isinstance(node, list) else node


SMALL = {
    "openapi": "3.0.3",
    "paths": {
        "/v1/a": {
            "get": {
                "operationId": "a",
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
                },
            },
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}}
                }
            },
        }
    },
    "components": {
        "schemas": {
            "A": {
                "type": "object",
                "required": ["x"],
                "properties": {"x": {"$ref": "#/components/schemas/X"}},
            },
            "B": {"type": "object", "required": ["y"], "properties": {"y": {"type": "string"}}},
            "X": {"type": "object", "required": ["z"], "properties": {"z": {"type": "string"}}},
        }
    },
}


def locations(nodes: Any) -> list[tuple[str | int, ...]]:
    return sorted((node.location for node in nodes), key=str)


@pytest.fixture
def find(regenerate: ModuleType) -> Any:
    return importlib.import_module("regeneration.searching").find


@pytest.fixture
def apply(regenerate: ModuleType) -> Any:
    return regenerate.apply_overlay


def test_an_action_that_matches_nothing_is_reported(apply: Any) -> None:
    _, idle = apply(SMALL, with_action(target="$.paths['/v1/gone']", update={"x": 1}), "2026-04-15")
    assert [str(action) for action in idle] == [
        "$.paths['/v1/gone'] matches nothing (its purpose: Why it is there.)"
    ]


def test_an_action_that_changes_nothing_is_reported(apply: Any) -> None:
    _, idle = apply(
        SMALL, with_action(target="$.paths['/v1/a'].get", update={"operationId": "a"}), "2026-04-15"
    )
    assert "changes nothing" in str(idle[0])


def test_a_vendored_document_with_an_idle_action_cannot_be_generated(
    regenerate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    real = regenerate.parse_yaml

    def with_idle_action(text: str) -> Any:
        content = real(text)
        content["actions"].append(with_action(target="$.paths['/v1/gone']", remove=True)["actions"][0])
        return content

    monkeypatch.setattr(regenerate, "parse_yaml", with_idle_action)
    assert regenerate.main(["generate", "--output", str(tmp_path / "out")]) == 1
    assert "$.paths['/v1/gone'] matches nothing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_action_within_responses_leaves_requests_alone(apply: Any) -> None:
    action = with_action(target="$..[?@.properties].required", remove=True, **{"x-within": "responses"})
    patched, idle = apply(SMALL, action, "2026-04-15")
    schemas = patched["components"]["schemas"]
    assert not idle
    assert [name for name in schemas if "required" in schemas[name]] == ["B"]


def test_an_update_follows_a_reference(apply: Any) -> None:
    patched, _ = apply(SMALL, with_action(target="$..properties.x", update={"title": "here"}), "2026-04-15")
    assert patched["components"]["schemas"]["X"]["title"] == "here"
    assert patched["components"]["schemas"]["A"]["properties"]["x"] == {"$ref": "#/components/schemas/X"}


def test_replace_removes_the_previous_value(apply: Any) -> None:
    action = with_action(target="$..properties.y", update={"type": "integer"}, **{"x-replace": True})
    patched, _ = apply(SMALL, action, "2026-04-15")
    assert patched["components"]["schemas"]["B"]["properties"]["y"] == {"type": "integer"}


def test_equal_inline_schemas_are_merged_and_a_different_one_stays(apply: Any) -> None:
    document = copy.deepcopy(SMALL)
    schemas: Any = document["components"]["schemas"]  # type: ignore[index]
    for name in "ABX":
        schemas[name]["properties"]["options"] = {"type": "object", "description": name}
    schemas["A"]["properties"]["options"]["required"] = ["q"]
    action = with_action(target="$..properties.options", **{"x-move-to": "Options"})
    patched, idle = apply(document, action, "2026-04-15")
    moved = {
        name: schema["properties"]["options"]
        for name, schema in patched["components"]["schemas"].items()
        if name in "ABX"
    }
    assert not idle
    assert moved["B"] == moved["X"] == {"$ref": "#/components/schemas/Options"}
    assert moved["A"]["required"] == ["q"]
    assert patched["components"]["schemas"]["Options"]["type"] == "object"


def test_a_taken_name_keeps_its_schema(apply: Any) -> None:
    action = with_action(target="$..properties.y", **{"x-move-to": "X"})
    patched, idle = apply(SMALL, action, "2026-04-15")
    assert patched == SMALL
    assert "changes nothing" in str(idle[0])


def test_several_items_of_one_list_can_be_removed(apply: Any) -> None:
    document = {**SMALL, "x-list": [{"n": number, "keep": number % 2} for number in range(12)]}
    patched, _ = apply(document, with_action(target="$['x-list'][?@.keep == 0]", remove=True), "2026-04-15")
    assert [item["n"] for item in patched["x-list"]] == [1, 3, 5, 7, 9, 11]


@pytest.mark.parametrize(
    "action",
    [
        {"target": "$.x"},
        {"target": "$.x", "update": {}, "remove": True},
        {"target": "$.x", "updaet": {}},
        {"target": "$.[", "remove": True},
        {"target": "$", "remove": True},
    ],
)
def test_a_malformed_action_is_refused(regenerate: ModuleType, apply: Any, action: dict[str, Any]) -> None:
    with pytest.raises(regenerate.OverlayError):
        apply(SMALL, with_action(**action), "2026-04-15")


QUERIES = [
    "$",
    "$.paths[*]",
    "$..properties.z",
    "$..[?@.type && !@.required]",
    "$..[?!@.type].required",
    "$..[?@.type != 'string']",
    "$..[?@.operationId || @.type == 'string']",
    "$..[?@.required[?@ == 'x'] || @['$ref']]",
    "$..[?@..z]",
    "$..['x', 'y']",
    "$..[*]",
    "$..[0]",
    "$..[?@ == 'x']",
]


@pytest.mark.parametrize("target", QUERIES)
def test_search_finds_the_same_as_the_jsonpath_library(find: Any, target: str) -> None:
    assert locations(find(target, SMALL)) == locations(jsonpath.find(target, SMALL))


def test_targets_of_our_overlays_are_found_as_by_the_jsonpath_library(
    regenerate: ModuleType, vendored: dict[str, Any], find: Any
) -> None:
    for name in regenerate.OVERLAYS:
        actions = regenerate.parse_yaml((regenerate.OPENAPI / name).read_text())["actions"]
        for target in {action["target"] for action in actions}:
            assert locations(find(target, vendored)) == locations(jsonpath.find(target, vendored)), target


def test_an_action_for_certain_versions_is_not_idle_on_others(apply: Any) -> None:
    action = with_action(target="$.paths['/v1/gone']", remove=True, **{"x-until": "2025-05-01"})
    assert apply(SMALL, action, "2026-04-15")[1] == []
    assert len(apply(SMALL, action, "2025-05-01")[1]) == 1


def test_every_action_of_ours_has_an_effect_and_a_condition_for_removal(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> None:
    _, idle = regenerate.corrected(vendored, "2026-04-15")
    assert not idle
    for name in regenerate.OVERLAYS:
        actions = regenerate.parse_yaml((regenerate.OPENAPI / name).read_text())["actions"]
        assert actions
        assert not [action["target"] for action in actions if "Remove " not in action["description"]]


def test_newer_programs_in_a_document_are_kept(regenerate: ModuleType, vendored: dict[str, Any]) -> None:
    programs = "overlay-programs.yaml"
    added, idle = regenerate.overlaid(regenerate.normalised(vendored), programs, "2026-04-15")
    assert not idle
    again, idle = regenerate.overlaid(added, programs, "2026-04-15")
    assert again == added
    assert len(idle) == len(regenerate.overlay_of(programs)["actions"])
    absent = importlib.import_module("regeneration.overlays").absent
    assert not any(absent(action, {("components", "schemas")}, added) for action in idle)


def test_newer_programs_are_not_added_without_their_references(
    regenerate: ModuleType, as_ibm_has_it: dict[str, Any]
) -> None:
    part = regenerate.normalised(only(as_ibm_has_it, ["/v1/tags"]))
    found, idle = regenerate.overlaid(part, "overlay-programs.yaml", "2026-04-15")
    assert found == part
    absent = importlib.import_module("regeneration.overlays").absent
    assert all(absent(action, {("components", "schemas")}, part) for action in idle)


def test_actions_work_with_shuffled_keys_and_json(
    regenerate: ModuleType, vendored: dict[str, Any], corrected: dict[str, Any], tmp_path: Path
) -> None:
    source = tmp_path / "shuffled.json"
    source.write_text(json.dumps(shuffled(vendored, random.Random(4))))
    patched, idle = regenerate.corrected(regenerate.read_document(source), "2026-04-15")
    assert not idle
    assert patched == corrected


def test_applying_overlays_does_not_change_the_document(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> None:
    before = copy.deepcopy(vendored)
    regenerate.corrected(vendored, "2026-04-15")
    assert vendored == before


def test_the_documents_examples_are_valid_under_the_corrected_contract(
    regenerate: ModuleType,
) -> None:
    versions = regenerate.read_versions(regenerate.OPENAPI)
    published = regenerate.read_document(versions.path(versions.pinned))
    contract, _ = regenerate.corrected(published, versions.pinned, regenerate.CORRECTIONS)
    named = contract["components"]["examples"]
    examples = [
        (media["schema"], example)
        for item in contract["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict)
        for message in [*operation["responses"].values(), operation.get("requestBody", {})]
        for media in message.get("content", {}).values()
        for example in [
            *([media["example"]] if "example" in media else []),
            *(
                named[entry["$ref"].rsplit("/", 1)[1]]["value"]
                for entry in media.get("examples", {}).values()
            ),
        ]
    ]
    assert len(examples) > 20
    for schema, example in examples:
        OAS30Validator({**schema, "components": contract["components"]}).validate(example)

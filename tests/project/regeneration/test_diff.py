"""`regenerate.py diff` reports every structural change in the right class, and nothing else.

The mutations of one document as a whole, and whom they break, are in test_diff_classes.py.
"""

from __future__ import annotations

import copy
import importlib
import json
import random
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


Compare: TypeAlias = "Callable[..., list[tuple[str, str, str, str, str]]]"


@pytest.fixture
def difference(regenerate: ModuleType, vendored: dict[str, Any]) -> Compare:
    """Apply a mutation to a copy of the vendored document and return what changed, as IBM's documents have it."""
    return comparing(vendored)


def comparing(document: dict[str, Any]) -> Compare:
    copied = importlib.import_module("regeneration.documents").copied
    differences = importlib.import_module("regeneration.differences")

    def compare(mutate: Callable[[dict[str, Any]], None], *, backwards: bool = False) -> list[Any]:
        changed = copied(document)
        mutate(changed)
        pair = (changed, document) if backwards else (document, changed)
        return [
            (change.operation, change.where, change.was, change.now, change.level.name)
            for change in differences.compare_documents(*pair)
        ]

    return compare


@pytest.fixture(scope="module")
def part(vendored: dict[str, Any]) -> dict[str, Any]:
    """Three paths of the vendored document; comparing them takes a tenth of the time."""
    return only(vendored, "/v1/sessions", "/v1/instances/configuration", "/v1/instance")


@pytest.fixture
def difference_of_a_part(regenerate: ModuleType, part: dict[str, Any]) -> Compare:
    """Do what `difference` does with three paths of the document."""
    return comparing(part)


def only(document: dict[str, Any], *paths: str) -> dict[str, Any]:
    """Return a document with these paths alone, and the schemas that they reach."""
    part = {**document, "paths": {path: document["paths"][path] for path in paths}}
    kept: dict[str, Any] = {}
    text = json.dumps(part["paths"])
    while fresh := set(re.findall(r"#/components/schemas/([\w.-]+)", text)) - kept.keys():
        kept |= {name: schemas(document)[name] for name in fresh}
        text = json.dumps([schemas(document)[name] for name in fresh])
    part["components"] = {**document["components"], "schemas": kept}
    return part


def schemas(document: dict[str, Any]) -> Any:
    return document["components"]["schemas"]


def rename(mapping: dict[str, Any], old: str, new: str) -> None:
    mapping[new] = mapping.pop(old)


def test_a_document_does_not_differ_from_itself_in_any_key_order(difference: Any) -> None:
    def shuffle(node: Any) -> None:
        if isinstance(node, dict):
            items = list(node.items())
            random.Random(len(items)).shuffle(items)
            node.clear()
            node.update(items)
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            shuffle(child)

    assert difference(shuffle) == []


def test_descriptions_and_examples_are_not_compared(difference: Any) -> None:
    def reword(document: dict[str, Any]) -> None:
        document["info"]["description"] = "Otherwise."
        operation = document["paths"]["/v1/jobs"]["get"]
        operation["summary"] = "Otherwise"
        operation["responses"]["200"]["content"]["application/json"]["example"] = {}
        schemas(document)["JobStatus"]["description"] = "Otherwise."

    assert difference(reword) == []


def test_the_order_of_union_branches_is_not_a_difference(difference: Any) -> None:
    def reverse(node: Any) -> None:
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            if key in {"oneOf", "anyOf"} and isinstance(child, list):
                child.reverse()
            if isinstance(child, dict | list):
                reverse(child)

    assert difference(reverse) == []


def test_a_branch_with_another_name_is_the_same_branch(difference: Any) -> None:
    def rename_branch(document: dict[str, Any]) -> None:
        text = json.dumps(document).replace("ExecutorV02QuantumProgramResultModel", "ExecutorResult")
        document.clear()
        document.update(json.loads(text))

    assert difference(rename_branch) == [
        ("", "schema name", "ExecutorV02QuantumProgramResultModel", "ExecutorResult", "INFO")
    ]


def test_a_new_operation_breaks_nothing_and_a_removed_one_breaks_callers(difference: Any) -> None:
    def add(document: dict[str, Any]) -> None:
        document["paths"]["/v1/plans"] = {
            "get": {
                "operationId": "list_plans",
                "tags": ["Plans"],
                "responses": {"200": {"description": "Done."}},
            }
        }

    assert difference(add) == [("GET /v1/plans", "operation", "-", "list_plans", "INFO")]
    assert difference(add, backwards=True) == [("GET /v1/plans", "operation", "list_plans", "gone", "ERR")]


def test_a_renamed_response_property_is_one_removed_and_one_added(difference: Any) -> None:
    assert difference(
        lambda document: rename(schemas(document)["JobCreateResponse"]["properties"], "backend", "device")
    ) == [
        ("POST /v1/jobs", "response 200: backend", "string", "gone", "ERR"),
        ("POST /v1/jobs", "response 200: device", "-", "string", "INFO"),
    ]


def test_enum_values_added_to_or_removed_from_a_response_may_break_callers(difference: Any) -> None:
    def add(document: dict[str, Any]) -> None:
        schemas(document)["SessionState"]["enum"].append("pending_closed")

    before, after = "open, active, inactive, closed", "open, active, inactive, closed, pending_closed"
    operations = ("POST /v1/sessions", "GET /v1/sessions/{id}")
    where = "response 200: state: values"
    assert difference(add) == [(operation, where, before, after, "WARN") for operation in operations]
    assert difference(add, backwards=True) == [
        (operation, where, after, before, "WARN") for operation in operations
    ]


def test_an_enum_value_removed_from_a_request_breaks_callers(difference: Any) -> None:
    found = difference(lambda document: schemas(document)["ExecutionMode"]["enum"].remove("batch"))
    sent = [row for row in found if "request body" in row[1]]
    assert {row[4] for row in sent} == {"ERR"}
    assert {row[4] for row in found if "response" in row[1]} == {"WARN"}
    assert sent[0][1:4] == ("request body: mode: values", "batch, dedicated", "dedicated")


def test_a_request_field_that_becomes_required_breaks_callers(difference: Any) -> None:
    found = difference(
        lambda document: schemas(document)["InstanceConfigurationUpdate"].update(required=["instance_limit"])
    )
    place = "PUT /v1/instances/configuration"
    assert found == [(place, "request body: instance_limit", "optional", "required", "ERR")]


def test_a_response_field_that_becomes_required_breaks_nothing_and_the_reverse_does(difference: Any) -> None:
    def require(document: dict[str, Any]) -> None:
        schemas(document)["InstanceConfiguration"]["required"] = ["instance_limit"]

    place = "GET /v1/instances/configuration"
    assert difference(require) == [(place, "response 200: instance_limit", "optional", "required", "INFO")]
    assert difference(require, backwards=True) == [
        (place, "response 200: instance_limit", "required", "optional", "ERR")
    ]


def test_a_new_parameter_breaks_callers_only_if_it_is_required(difference: Any) -> None:
    def add(*, required: bool) -> Callable[[dict[str, Any]], None]:
        parameter = {"name": "color", "in": "query", "required": required, "schema": {"type": "string"}}
        return lambda document: document["paths"]["/v1/tags"]["get"]["parameters"].append(parameter)

    where = "query parameter color"
    assert difference(add(required=False)) == [("GET /v1/tags", where, "-", "string", "INFO")]
    assert difference(add(required=True)) == [("GET /v1/tags", where, "-", "string, required", "ERR")]
    assert difference(add(required=False), backwards=True) == [
        ("GET /v1/tags", where, "string", "gone", "ERR")
    ]


@pytest.mark.parametrize(
    ("schema", "name", "change", "level", "backwards"),
    [
        # What is sent.
        ("BaseCreateSessionRequest", "max_ttl", {"maximum": 100}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "max_ttl", {"minimum": 0}, "INFO", "ERR"),
        ("BaseCreateSessionRequest", "max_ttl", {"multipleOf": 10}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "max_ttl", {"exclusiveMinimum": True}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"maxLength": 10}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"maxLength": 2147483647}, "INFO", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"pattern": "^ibm_"}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"pattern": "^.*$"}, "INFO", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"format": "uuid"}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"contentEncoding": "base64"}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"enum": ["ibm_fez"]}, "ERR", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"readOnly": True}, "WARN", "INFO"),
        ("BaseCreateSessionRequest", "backend", {"deprecated": True}, "INFO", "INFO"),
        ("BaseCreateSessionRequest", "max_ttl", {"default": 600}, "ERR", "ERR"),
        ("BaseCreateSessionRequest", "backend", {"default": "ibm_fez"}, "WARN", "WARN"),
        ("BaseCreateSessionRequest", "max_ttl", {"type": "string"}, "ERR", "ERR"),
        ("BaseCreateSessionRequest", "max_ttl", {"type": "number"}, "INFO", "ERR"),
        ("BaseCreateSessionRequest", "backend", {"nullable": True}, "INFO", "ERR"),
        # What comes back.
        ("InstanceConfiguration", "instance_limit", {"type": "integer"}, "INFO", "ERR"),
        ("InstanceConfiguration", "instance_limit", {"type": "string"}, "ERR", "ERR"),
        ("InstanceConfiguration", "instance_limit", {"nullable": True}, "ERR", "INFO"),
        ("InstanceConfiguration", "instance_limit", {"maximum": 10}, "INFO", "WARN"),
        ("InstanceConfiguration", "instance_limit", {"writeOnly": True}, "WARN", "INFO"),
        ("InstanceConfiguration", "instance_limit", {"not": {"enum": [3]}}, "WARN", "WARN"),
        ("InstanceConfiguration", "instance_limit", {"default": 4}, "INFO", "INFO"),
        ("InstanceConfiguration", "instance_limit", {"enum": [1, 2]}, "INFO", "WARN"),
        ("Instance", "plan_id", {"format": "uuid"}, "INFO", "WARN"),
        ("Instance", "plan_id", {"contentEncoding": "base64"}, "INFO", "WARN"),
    ],
)
def test_stricter_requests_and_wider_responses_break_callers(  # noqa: PLR0917 - one row of the table
    difference_of_a_part: Any, schema: str, name: str, change: dict[str, Any], level: str, backwards: str
) -> None:
    def mutate(document: dict[str, Any]) -> None:
        schemas(document)[schema]["properties"][name].update(change)

    found, reverse = difference_of_a_part(mutate), difference_of_a_part(mutate, backwards=True)
    assert all(name in row[1] for row in found)
    assert max((row[4] for row in found), key=("INFO", "WARN", "ERR").index) == level
    assert max((row[4] for row in reverse), key=("INFO", "WARN", "ERR").index) == backwards
    assert [(row[0], row[1], row[3], row[2]) for row in reverse] == [row[:4] for row in found]


@pytest.mark.parametrize(
    ("way", "was", "now", "level", "backwards"),
    [
        ("request", {}, {"additionalProperties": False}, "ERR", "INFO"),
        ("request", {}, {"additionalProperties": {"type": "string"}}, "ERR", "INFO"),
        ("request", {"additionalProperties": True}, {"additionalProperties": {}}, "INFO", "INFO"),
        ("response", {}, {"additionalProperties": False}, "INFO", "INFO"),
        ("response", {}, {"additionalProperties": {"type": "string"}}, "INFO", "ERR"),
        ("request", {}, {"discriminator": {"propertyName": "kind"}}, "INFO", "INFO"),
        ("request", {}, {"patternProperties": {"^x": {"type": "string"}}}, "WARN", "WARN"),
    ],
)
def test_open_and_closed_objects_are_judged_by_direction(  # noqa: PLR0917 - one row of the table
    difference_of_a_part: Any, way: str, was: dict[str, Any], now: dict[str, Any], level: str, backwards: str
) -> None:
    name = {"request": "InstanceConfigurationUpdate", "response": "InstanceConfiguration"}[way]

    def mutate(document: dict[str, Any]) -> None:
        schemas(document)[name] = {**schemas(document)[name], **now}

    assert was in ({}, {"additionalProperties": True})
    assert {row[4] for row in difference_of_a_part(mutate)} <= {level}
    assert {row[4] for row in difference_of_a_part(mutate, backwards=True)} <= {backwards}
    assert bool(difference_of_a_part(mutate)) == (now != {"additionalProperties": {}})


def test_moving_a_schema_between_inline_and_named_is_not_a_difference(difference: Any) -> None:
    def inline(document: dict[str, Any]) -> None:
        content = document["paths"]["/v1/instance"]["get"]["responses"]["200"]["content"]["application/json"]
        content["schema"] = copy.deepcopy(schemas(document)["Instance"])

    # The named schema stays behind, and nothing uses it any more.
    assert difference(inline) == []


def test_spellings_of_openapi_3_0_and_3_1_are_not_a_difference(difference: Any) -> None:
    def modernise(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("nullable") is True and isinstance(node.get("type"), str):
                node["type"] = [node["type"], "null"]
                del node["nullable"]
            if node.get("exclusiveMinimum") is True:
                node["exclusiveMinimum"] = node.pop("minimum")
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            modernise(child)

    assert difference(modernise) == []


def test_a_null_branch_of_a_union_is_nullable(difference: Any) -> None:
    def as_union(document: dict[str, Any]) -> None:
        properties = schemas(document)["BaseCreateSessionRequest"]["properties"]
        properties["backend"] = {"anyOf": [properties["backend"], {"type": "null"}]}

    def as_nullable(document: dict[str, Any]) -> None:
        schemas(document)["BaseCreateSessionRequest"]["properties"]["backend"]["nullable"] = True

    assert difference(as_union) == difference(as_nullable)


def test_a_recursive_schema_terminates(difference: Any) -> None:
    def change(document: dict[str, Any]) -> None:
        schemas(document)["DataTree"]["anyOf"].append({"$ref": "#/components/schemas/Instance"})

    found = difference(change)
    assert found
    assert all("Instance" in row[3] for row in found)


# Every row classed as breaking in the facts about the two versions, as (operation, end of where).
BREAKING = {
    ("GET /v1/jobs/{id}/interim_results", "operation"),
    ("GET /v1/jobs/{id}/transpiled_circuits", "operation"),
    ("GET /v1/jobs/{id}/results", "media type"),
    ("GET /v1/jobs/{id}", "usage.seconds"),
    ("GET /v1/jobs", "usage.seconds"),
    ("GET /v1/jobs/{id}/metrics", "usage.quantum_seconds"),
    ("GET /v1/jobs/{id}/metrics", "usage.seconds"),
    ("GET /v1/jobs/{id}/metrics", "bss"),
    ("GET /v1/jobs/{id}/metrics", "estimated_start_time"),
    ("GET /v1/jobs/{id}/metrics", "estimated_completion_time"),
    ("GET /v1/jobs/{id}/metrics", "position_in_queue"),
    ("GET /v1/jobs/{id}/metrics", "position_in_provider"),
    ("GET /v1/jobs/{id}", "remote_storage.transpiled_circuits"),
    ("GET /v1/jobs", "remote_storage.transpiled_circuits"),
    ("POST /v1/jobs", "remote_storage.transpiled_circuits"),
    ("GET /v1/instance", "qctrl_enabled"),
    ("GET /v1/versions", "versions[]"),
    ("POST /v1/jobs", "cost: limits"),
    ("POST /v1/jobs", "session_id: limits"),
    ("POST /v1/jobs", "seed_simulator: limits"),
    ("POST /v1/jobs", "seed_estimator: limits"),
}


@pytest.fixture(scope="module")
def real_pair(regenerate: ModuleType, vendored: dict[str, Any]) -> list[Any]:
    """What changed from the oldest vendored version to 2026-04-15."""
    old, new = (
        regenerate.read_document(ROOT / "openapi" / f"qiskit-runtime-{version}.yaml")
        for version in ("2025-05-01", "2026-04-15")
    )
    reached = regenerate.called_endpoints(regenerate.FACADE, regenerate.GENERATED)
    rows: list[Any] = regenerate.rows(old, new, reached, ("2025-05-01", "2026-04-15"))
    return rows


def test_the_vendored_versions_have_the_known_differences(
    regenerate: ModuleType, real_pair: list[Any]
) -> None:
    assert regenerate.exit_status(real_pair) == 2
    rows = json.loads(regenerate.as_json(real_pair))
    breaking = [row for row in rows if row["breaking"]]
    for operation, end in BREAKING:
        assert [row for row in breaking if row["operation"] == operation and row["where"].endswith(end)], (
            operation,
            end,
        )
    for row in breaking:
        assert any(
            row["operation"] == operation and row["where"].endswith(end) for operation, end in BREAKING
        ), row
    assert {row["level"] for row in breaking} == {"ERR"}
    added = {row["where"] for row in rows if row["was"] == "-"}
    assert "response 200: circuits_execution_time_ns" in added
    assert "query parameter calibration_id" in added
    assert "response 200: devices[].wait_time_seconds" in added
    assert {"operation", "where", "was", "is", "level", "breaks", "breaking"} <= set(rows[0])
    # The header of the version is the client's own business, whatever IBM says about it.
    assert {row["level"] for row in rows if "IBM-API-Version" in row["where"]} <= {"INFO"}


def test_known_changes_are_described_in_80_columns(regenerate: ModuleType, real_pair: list[Any]) -> None:
    output = regenerate.as_text(real_pair)
    assert "API 2026-03-15: usage is qpu_charge_time_seconds and a status" in output
    assert "API 2026-04-15: circuits_execution_time_ns moved" in output
    assert output.splitlines()[0] == "ERR  breaks callers, facade"
    assert all(len(line) <= 80 for line in output.splitlines())
    assert regenerate.summary(real_pair).endswith("break users of the facade")
    table = regenerate.as_markdown(real_pair).splitlines()
    assert {line.replace(r"\|", "").count("|") for line in table} == {8}


def test_known_descriptions_do_not_apply_in_the_reverse_direction(
    regenerate: ModuleType, real_pair: list[Any]
) -> None:
    changelog = importlib.import_module("regeneration.changelog")
    recording = importlib.import_module("regeneration.recording")
    level = real_pair[0].level.__class__.ERR
    where = "response 200: usage.seconds"
    gone = recording.Change("GET /v1/jobs/{id}", where, "number", "gone", level)
    came = recording.Change(
        "GET /v1/jobs/{id}", "response 200: usage.qpu_charge_time_seconds", "-", "number", level
    )
    there = ("2025-05-01", "2026-04-15")
    assert changelog.known(gone, [gone, came], there).absorbed
    assert changelog.known(gone, [gone, came], there[::-1]) is None
    assert changelog.known(gone, [gone, came], ("2026-04-15", "2026-10-01")) is None
    # Nothing came in its place: the facade has nothing to give.
    assert changelog.known(gone, [gone], there) is None


def test_case_and_charset_of_a_media_type_are_not_a_difference(difference_of_a_part: Compare) -> None:
    def reword(document: dict[str, Any]) -> None:
        content = document["paths"]["/v1/instance"]["get"]["responses"]["200"]["content"]
        content["Application/JSON; charset=UTF-8"] = content.pop("application/json")

    assert difference_of_a_part(reword) == []

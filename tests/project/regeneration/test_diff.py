"""`regenerate.py diff`: every structural change, with the right class, and nothing else."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


@pytest.fixture
def difference(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> Callable[..., list[tuple[str, str, str, str, bool]]]:
    """Apply a mutation to a copy of the vendored document and return what the diff says about it."""

    def compare(mutate: Callable[[dict[str, Any]], None], *, backwards: bool = False) -> list[Any]:
        changed = copy.deepcopy(vendored)
        mutate(changed)
        pair = (changed, vendored) if backwards else (vendored, changed)
        return [
            (row.operation, row.where, row.was, row.now, row.breaking) for row in regenerate.rows(*pair, [])
        ]

    return compare


def schemas(document: dict[str, Any]) -> Any:
    return document["components"]["schemas"]


def rename(mapping: dict[str, Any], old: str, new: str) -> None:
    mapping[new] = mapping.pop(old)


def test_a_document_does_not_differ_from_itself_however_its_keys_are_ordered(difference: Any) -> None:
    def shuffle(node: Any) -> None:
        if isinstance(node, dict):
            items = list(node.items())
            random.Random(len(items)).shuffle(items)
            node.clear()
            node.update(items)
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            shuffle(child)

    assert difference(shuffle) == []


def test_words_and_examples_are_no_difference(difference: Any) -> None:
    def reword(document: dict[str, Any]) -> None:
        document["info"]["description"] = "Otherwise."
        operation = document["paths"]["/v1/jobs"]["get"]
        operation["summary"] = "Otherwise"
        operation["responses"]["200"]["content"]["application/json"]["example"] = {}
        schemas(document)["JobStatus"]["description"] = "Otherwise."

    assert difference(reword) == []


def test_a_new_operation_breaks_nobody_and_one_that_goes_does(difference: Any) -> None:
    def add(document: dict[str, Any]) -> None:
        document["paths"]["/v1/plans"] = {
            "get": {
                "operationId": "list_plans",
                "tags": ["Plans"],
                "responses": {"200": {"description": "Done."}},
            }
        }

    assert difference(add) == [("GET /v1/plans", "operation", "-", "list_plans", False)]
    assert difference(add, backwards=True) == [("GET /v1/plans", "operation", "list_plans", "gone", True)]


def test_a_response_property_that_is_renamed_is_one_that_goes_and_one_that_comes(difference: Any) -> None:
    assert difference(
        lambda document: rename(schemas(document)["JobCreateResponse"]["properties"], "backend", "device")
    ) == [
        ("POST /v1/jobs", "response 200: backend", "string", "gone", True),
        ("POST /v1/jobs", "response 200: device", "-", "string", False),
    ]


def test_a_value_added_to_an_answer_breaks_nobody(difference: Any) -> None:
    found = difference(lambda document: schemas(document)["SessionState"]["enum"].append("pending_closed"))
    before, after = "open, active, inactive, closed", "open, active, inactive, closed, pending_closed"
    assert found == [
        ("POST /v1/sessions", "response 200: state: values", before, after, False),
        ("GET /v1/sessions/{id}", "response 200: state: values", before, after, False),
    ]


def test_a_value_that_can_no_longer_be_sent_breaks_callers(difference: Any) -> None:
    found = difference(lambda document: schemas(document)["ExecutionMode"]["enum"].remove("batch"))
    sent = [row for row in found if "request body" in row[1]]
    assert {row[4] for row in sent} == {True}
    assert {row[4] for row in found if "response" in row[1]} == {False}
    assert sent[0][1:4] == ("request body: mode: values", "batch, dedicated", "dedicated")


def test_a_request_field_that_becomes_required_breaks_callers(difference: Any) -> None:
    found = difference(
        lambda document: schemas(document)["InstanceConfigurationUpdate"].update(required=["instance_limit"])
    )
    place = "PUT /v1/instances/configuration"
    assert found == [(place, "request body: instance_limit", "optional", "required", True)]


def test_a_response_field_that_becomes_required_breaks_nobody_and_the_reverse_does(difference: Any) -> None:
    def require(document: dict[str, Any]) -> None:
        schemas(document)["InstanceConfiguration"]["required"] = ["instance_limit"]

    place = "GET /v1/instances/configuration"
    assert difference(require) == [(place, "response 200: instance_limit", "optional", "required", False)]
    assert difference(require, backwards=True) == [
        (place, "response 200: instance_limit", "required", "optional", True)
    ]


def test_a_new_parameter_breaks_callers_only_if_it_is_required(difference: Any) -> None:
    def add(*, required: bool) -> Callable[[dict[str, Any]], None]:
        parameter = {"name": "color", "in": "query", "required": required, "schema": {"type": "string"}}
        return lambda document: document["paths"]["/v1/tags"]["get"]["parameters"].append(parameter)

    assert difference(add(required=False)) == [
        ("GET /v1/tags", "query parameter color", "-", "string", False)
    ]
    assert difference(add(required=True)) == [
        ("GET /v1/tags", "query parameter color", "-", "string, required", True)
    ]
    assert difference(add(required=False), backwards=True) == [
        ("GET /v1/tags", "query parameter color", "string", "gone", True)
    ]


@pytest.mark.parametrize(
    ("schema", "name", "change", "breaking"),
    [
        ("BaseCreateSessionRequest", "max_ttl", {"maximum": 100}, True),
        ("BaseCreateSessionRequest", "max_ttl", {"minimum": 0}, False),
        ("BaseCreateSessionRequest", "backend", {"maxLength": 10}, True),
        ("BaseCreateSessionRequest", "backend", {"maxLength": 2147483647}, False),
        ("BaseCreateSessionRequest", "backend", {"pattern": "^ibm_"}, True),
        ("BaseCreateSessionRequest", "backend", {"pattern": "^.*$"}, False),
        ("BaseCreateSessionRequest", "max_ttl", {"default": 600}, True),
        ("BaseCreateSessionRequest", "max_ttl", {"type": "string"}, True),
        ("BaseCreateSessionRequest", "max_ttl", {"type": "number"}, False),
        ("BaseCreateSessionRequest", "backend", {"nullable": True}, False),
        ("InstanceConfiguration", "instance_limit", {"type": "integer"}, False),
        ("InstanceConfiguration", "instance_limit", {"type": "string"}, True),
        ("InstanceConfiguration", "instance_limit", {"nullable": True}, True),
        ("InstanceConfiguration", "instance_limit", {"maximum": 10}, False),
    ],
)
def test_what_tightens_a_request_or_widens_an_answer_breaks_callers(
    difference: Any, schema: str, name: str, change: dict[str, Any], breaking: bool
) -> None:
    found = difference(lambda document: schemas(document)[schema]["properties"][name].update(change))
    assert found
    assert all(name in row[1] for row in found)
    assert {row[4] for row in found} == {breaking}


def test_a_schema_that_moves_between_inline_and_named_is_no_difference(difference: Any) -> None:
    def inline(document: dict[str, Any]) -> None:
        content = document["paths"]["/v1/instance"]["get"]["responses"]["200"]["content"]["application/json"]
        content["schema"] = copy.deepcopy(schemas(document)["Instance"])

    # The named schema stays behind, and nothing uses it any more.
    assert difference(inline) == []


def test_the_forms_of_3_0_and_3_1_are_no_difference(difference: Any) -> None:
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


def test_a_recursive_schema_comes_to_an_end(difference: Any) -> None:
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


def test_the_real_pair_of_versions_differs_as_is_known(
    regenerate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["diff", "2025-05-01", "2026-04-15", "--json"]) == 2
    rows = json.loads(capsys.readouterr().out)
    # The version header is no argument of an operation: the client sends it on every call.
    breaking = [row for row in rows if row["breaking"] and "IBM-API-Version" not in row["where"]]
    for operation, end in BREAKING:
        assert [row for row in breaking if row["operation"] == operation and row["where"].endswith(end)], (
            operation,
            end,
        )
    for row in breaking:
        assert any(
            row["operation"] == operation and row["where"].endswith(end) for operation, end in BREAKING
        ), row
    added = {row["where"] for row in rows if row["was"] == "-"}
    assert "response 200: circuits_execution_time_ns" in added
    assert "query parameter calibration_id" in added
    assert "response 200: devices[].wait_time_seconds" in added
    assert {"operation", "where", "was", "is", "breaking"} <= set(rows[0])


def test_known_changes_are_told_in_words(regenerate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    regenerate.main(["diff", "2025-05-01", "2026-04-15"])
    output = capsys.readouterr().out
    assert "API 2026-03-15: usage is qpu_charge_time_seconds and a status" in output
    assert "API 2026-04-15: circuits_execution_time_ns moved" in output
    assert output.rstrip().splitlines()[-1].endswith("break users of the facade")


def test_nothing_breaking_is_exit_status_0(
    regenerate: ModuleType, tmp_path: Path, vendored: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    changed = copy.deepcopy(vendored)
    schemas(changed)["SessionState"]["enum"].append("pending_closed")
    other = tmp_path / "other.json"
    other.write_text(json.dumps(changed))
    assert regenerate.main(["diff", "2026-04-15", str(other), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert regenerate.main(["diff", "2026-04-15", "2026-04-15"]) == 0
    assert "No structural change." in capsys.readouterr().out


def test_what_the_facade_does_not_call_or_evens_out_breaks_none_of_its_users(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> None:
    old = regenerate.read_document(ROOT / "openapi" / "qiskit-runtime-2025-05-01.yaml")
    rows = regenerate.rows(old, vendored, ["GET /v1/instance", "GET /v1/jobs/{id}/metrics"])
    broken = {row.where for row in rows if row.breaking_for_facade}
    assert "response 200: qctrl_enabled" in broken
    assert "response 200: bss" not in broken
    assert "request body: cost: limits" not in broken

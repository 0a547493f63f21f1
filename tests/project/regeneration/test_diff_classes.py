"""`regenerate.py diff` gives each kind of change its level and says whom it breaks, in both directions."""

from __future__ import annotations

import copy
import importlib
import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

BOTH = ("callers", "facade")
CALLERS = ("callers",)
NO_ONE = ()


def schemas(document: dict[str, Any]) -> Any:
    return document["components"]["schemas"]


def operation(document: dict[str, Any], method: str, path: str) -> Any:
    return document["paths"][path][method]


def fields(document: dict[str, Any], schema: str) -> Any:
    return schemas(document)[schema]["properties"]


def query(document: dict[str, Any], path: str, name: str) -> Any:
    given = operation(document, "get", path)["parameters"]
    return next(parameter for parameter in given if parameter.get("name") == name)


def replace(document: dict[str, Any], old: str, new: str) -> None:
    text = json.dumps(document).replace(old, new)
    document.clear()
    document.update(json.loads(text))


def remove_parameter(document: dict[str, Any]) -> None:
    given = operation(document, "get", "/v1/jobs")["parameters"]
    given.remove(query(document, "/v1/jobs", "pending"))


def add_parameter(document: dict[str, Any], path: str, **parameter: object) -> None:
    operation(document, "get", path)["parameters"].append({"schema": {"type": "string"}, **parameter})


def rename_path_parameter(document: dict[str, Any]) -> None:
    item = json.dumps(document["paths"].pop("/v1/backends/{id}/status")).replace('"id"', '"name"')
    document["paths"]["/v1/backends/{name}/status"] = json.loads(item)


def want_another_credential(document: dict[str, Any]) -> None:
    document["components"]["securitySchemes"]["Certificate"] = {"type": "http", "scheme": "mutual"}
    operation(document, "get", "/v1/instance")["security"] = [{"Certificate": []}]


def remove_seconds(document: dict[str, Any]) -> None:
    for schema in schemas(document).values():
        schema.get("properties", {}).pop("qpu_charge_time_seconds", None)


def answer(document: dict[str, Any], method: str, path: str, status: str = "200") -> Any:
    return operation(document, method, path)["responses"][status]


def answer_csv(document: dict[str, Any]) -> None:
    content = answer(document, "get", "/v1/analytics/filters")["content"]
    content["text/csv"] = content.pop("application/json")


# What is done to the document; where it shows (the operation, and the end of the place); the level and whom it breaks;
# the same on the way back.
TABLE: list[tuple[Callable[[Any], object], str, str, tuple[str, Any], tuple[str, Any]]] = [
    (lambda d: d["paths"].pop("/v1/tags"), "GET /v1/tags", "operation", ("ERR", BOTH), ("INFO", NO_ONE)),
    (
        lambda d: operation(d, "patch", "/v1/sessions/{id}").update(operationId="change_session"),
        "PATCH /v1/sessions/{}",
        "operationId",
        ("ERR", CALLERS),
        ("ERR", CALLERS),
    ),
    (  # the overlay gives this operation its name
        lambda d: operation(d, "get", "/v1/jobs/{id}/logs").update(operationId="find_logs"),
        "GET /v1/jobs/{}/logs",
        "operationId",
        ("INFO", NO_ONE),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: operation(d, "delete", "/v1/jobs/{id}").update(tags=["Work"]),
        "DELETE /v1/jobs/{}",
        "operationId",
        ("ERR", CALLERS),
        ("ERR", CALLERS),
    ),
    (lambda d: replace(d, "SessionState", "Phase"), "", "class", ("ERR", CALLERS), ("ERR", CALLERS)),
    (  # generator.yaml gives this schema's class its name
        lambda d: replace(d, "JobResponseV3", "JobResponse"),
        "",
        "schema name",
        ("INFO", NO_ONE),
        ("INFO", NO_ONE),
    ),
    (rename_path_parameter, "GET /v1/backends/{}/status", "argument", ("ERR", CALLERS), ("ERR", CALLERS)),
    (remove_parameter, "GET /v1/jobs", "query parameter pending", ("ERR", BOTH), ("INFO", NO_ONE)),
    (
        lambda d: add_parameter(d, "/v1/workloads", name="X-Purpose", required=True, **{"in": "header"}),
        "GET /v1/workloads",
        "header parameter X-Purpose",
        ("ERR", BOTH),
        ("ERR", BOTH),
    ),
    (
        lambda d: add_parameter(d, "/v1/backends", name="color", **{"in": "query"}),
        "GET /v1/backends",
        "query parameter color",
        ("INFO", NO_ONE),
        ("ERR", BOTH),
    ),
    (
        lambda d: query(d, "/v1/jobs", "tags").update(explode=False),
        "GET /v1/jobs",
        "query parameter tags: serialization",
        ("ERR", BOTH),
        ("ERR", BOTH),
    ),
    (  # the client sends it by itself
        lambda d: d["components"]["parameters"]["IBM-API-Version"].update(required=True),
        "",
        "header parameter IBM-API-Version",
        ("INFO", NO_ONE),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: schemas(d)["JobStatus"]["enum"].append("Paused"),
        "GET /v1/jobs/{}",
        "status: values",
        ("WARN", BOTH),
        ("WARN", BOTH),
    ),
    (
        lambda d: query(d, "/v1/analytics/usage_grouped", "group_by")["schema"]["enum"].pop(),
        "GET /v1/analytics/usage_grouped",
        "query parameter group_by: values",
        ("ERR", BOTH),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: operation(d, "post", "/v1/jobs/{id}/cancel")["responses"].update(
            {"418": {"description": "x"}}
        ),
        "POST /v1/jobs/{}/cancel",
        "response 418",
        ("WARN", BOTH),
        ("INFO", NO_ONE),
    ),
    (  # the overlay states this for every operation
        lambda d: operation(d, "get", "/v1/instances/usage")["responses"].update(
            {"502": {"description": "x"}}
        ),
        "GET /v1/instances/usage",
        "response 502",
        ("INFO", NO_ONE),
        ("INFO", NO_ONE),
    ),
    (
        remove_seconds,
        "GET /v1/jobs",
        "usage.qpu_charge_time_seconds",
        ("ERR", BOTH),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: fields(d, "Instance")["plan_id"].update(type="integer"),
        "GET /v1/instance",
        "plan_id",
        ("ERR", BOTH),
        ("ERR", BOTH),
    ),
    (  # the overlay says already that it is a number
        lambda d: fields(d, "BackendConfigurationResponse")["dt"].update(type="number"),
        "GET /v1/backends/{}/configuration",
        "dt",
        ("INFO", NO_ONE),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: fields(d, "JobCreateResponse")["backend"].update(nullable=True),
        "POST /v1/jobs",
        "response 200: backend",
        ("ERR", BOTH),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: fields(d, "JobCreateResponse").update(warning={"type": "string"}),
        "POST /v1/jobs",
        "response 200: warning",
        ("INFO", NO_ONE),
        ("ERR", BOTH),
    ),
    (
        lambda d: schemas(d)["InstanceConfigurationUpdate"].update(required=["instance_limit"]),
        "PUT /v1/instances/configuration",
        "request body: instance_limit",
        ("ERR", BOTH),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: fields(d, "BaseCreateSessionRequest")["max_ttl"].update(maximum=100),
        "POST /v1/sessions",
        "max_ttl: limits",
        ("ERR", BOTH),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: fields(d, "BaseCreateSessionRequest")["backend"].update(readOnly=True),
        "POST /v1/sessions",
        "backend: readOnly",
        ("WARN", BOTH),
        ("INFO", NO_ONE),
    ),
    (  # the overlay requires every body
        lambda d: operation(d, "put", "/v1/jobs/{id}/tags")["requestBody"].update(required=True),
        "PUT /v1/jobs/{}/tags",
        "request body",
        ("INFO", NO_ONE),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: operation(d, "get", "/v1/backends/{id}/defaults").update(deprecated=True),
        "GET /v1/backends/{}/defaults",
        "deprecated",
        ("INFO", NO_ONE),
        ("INFO", NO_ONE),
    ),
    (
        lambda d: answer(d, "get", "/v1/backends").update(headers={"X-Page": {"schema": {"type": "string"}}}),
        "GET /v1/backends",
        "response 200 header X-Page",
        ("INFO", NO_ONE),
        ("WARN", BOTH),
    ),
    (answer_csv, "GET /v1/analytics/filters", "response 200: media type", ("ERR", BOTH), ("ERR", BOTH)),
    (want_another_credential, "GET /v1/instance", "security", ("WARN", BOTH), ("WARN", BOTH)),
    (
        lambda d: d["servers"].append({"url": "https://example.com"}),
        "",
        "servers",
        ("INFO", NO_ONE),
        ("ERR", BOTH),
    ),
    (
        lambda d: operation(d, "get", "/v1/versions").update(servers=[{"url": "https://versions.example"}]),
        "GET /v1/versions",
        "servers",
        ("ERR", BOTH),
        ("ERR", BOTH),
    ),
]


@pytest.fixture(scope="module")
def both_ways(regenerate: ModuleType, vendored: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """The rows from the pinned document to one with every mutation of the table, and those of the way back."""
    changed = copy.deepcopy(vendored)
    for mutate, *_ in TABLE:
        mutate(changed)
    reached = regenerate.called_endpoints(regenerate.FACADE, regenerate.GENERATED)
    sides = [regenerate.side(document, "2026-04-15") for document in (vendored, changed)]
    return regenerate.judged(*sides, reached), regenerate.judged(*sides[::-1], reached)


def place(row: Any) -> tuple[str, str]:
    return re.sub(r"\{\w+\}", "{}", row.operation), row.where


@pytest.mark.parametrize("way", [0, 1], ids=["there", "back"])
@pytest.mark.parametrize("row", TABLE, ids=[f"{row[1]} {row[2]}".strip() for row in TABLE])
def test_each_change_has_its_level_and_breaks_the_expected_callers(
    both_ways: tuple[list[Any], list[Any]], row: Any, way: int
) -> None:
    _, where, end, *classes = row
    found = [
        one
        for one in both_ways[way]
        if place(one)[1].endswith(end) and (place(one)[0] == where or "IBM-API-Version" in end)
    ]
    assert {(one.level.name, one.whom) for one in found} == {classes[way]}


def test_changes_outside_the_table_break_nothing(both_ways: tuple[list[Any], list[Any]]) -> None:
    # The same change shows in every operation that has the schema; and a class goes with what alone used it.
    explained = [*(row[2] for row in TABLE), "response 200"]
    for rows in both_ways:
        for row in rows:
            known = any(row.where.endswith(end) for end in explained)
            assert row.level.name == "INFO" or known or row.where.startswith("class "), row


def test_the_reverse_comparison_has_mirrored_rows(both_ways: tuple[list[Any], list[Any]]) -> None:
    def rows(way: int) -> set[tuple[str, ...]]:
        kept = [row for row in both_ways[way] if not row.where.startswith("class")]
        return {(*place(row), *((row.was, row.now) if way else (row.now, row.was))) for row in kept}

    def normal(found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
        # What is absent is "-" where it comes, and "gone" where it goes.
        words = {"gone": "-", ", required": ""}
        return {
            tuple(re.sub("gone|, required", lambda m: words[m[0]], cell) for cell in row) for row in found
        }

    assert normal(rows(0)) == normal(rows(1))


def nodes(node: Any) -> list[dict[str, Any]]:
    """Return every schema-like object under a node."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = [one for child in children for one in nodes(child)]
    return (
        [*found, node] if isinstance(node, dict) and node.keys() & {"type", "$ref", "properties"} else found
    )


def change_at_random(document: dict[str, Any], chance: random.Random) -> None:
    node = chance.choice(nodes({"paths": document["paths"], "schemas": schemas(document)}))
    change = chance.randrange(6)
    if change == 0 and node.get("properties"):
        node["properties"].pop(chance.choice(sorted(node["properties"])))
    elif change == 1 and isinstance(node.get("type"), str):
        node["type"] = chance.choice(["string", "integer", "number", "boolean", "array", "object"])
    elif change == 2 and node.get("enum"):
        node["enum"] = node["enum"][1:] or ["other"]
    elif change == 3:
        node["nullable"] = not node.get("nullable")
    elif change == 4 and node.get("properties"):
        node["required"] = chance.sample(sorted(node["properties"]), 1)
    else:
        node[chance.choice(["maximum", "minLength", "minItems"])] = chance.randrange(9)


@pytest.mark.long
def test_any_change_is_reported_in_both_directions_and_a_copy_has_none(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> None:
    compare = importlib.import_module("regeneration.differences").compare_documents
    for seed in range(150):
        chance = random.Random(seed)
        changed = copy.deepcopy(vendored)
        for _ in range(chance.randrange(1, 4)):
            change_at_random(changed, chance)
        assert compare(changed, copy.deepcopy(changed)) == []
        there, back = compare(vendored, changed), compare(changed, vendored)
        assert {(one.operation, one.where) for one in there} == {
            (one.operation, one.where) for one in back
        }, seed


def test_exit_status_is_0_without_changes_3_for_warnings_and_2_for_breaking_changes(
    regenerate: ModuleType, vendored: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = copy.deepcopy(vendored)
    schemas(changed)["SessionState"]["enum"].append("pending_closed")
    other = tmp_path / "other.json"
    other.write_text(json.dumps(changed))
    assert regenerate.main(["diff", "2026-04-15", str(other), "--json"]) == 3
    rows = json.loads(capsys.readouterr().out)
    assert [(row["level"], row["breaks"], row["breaking"]) for row in rows] == [("WARN", [*BOTH], False)] * 2
    assert regenerate.main(["diff", "2026-04-15", "2026-04-15"]) == 0
    assert "No structural change." in capsys.readouterr().out
    assert regenerate.main(["diff", "2026-04-15", str(tmp_path / "none.json")]) == 1


def test_a_removed_class_breaks_callers_unless_its_operation_does_anyway(regenerate: ModuleType) -> None:
    names = importlib.import_module("regeneration.names")
    place = ("/v1/jobs", "get")
    old = names.Names(
        classes={(*place, "response", "200"): {"Job"}, ("Job", "status"): {"Status"}},
        members={"Job": {"status": "status"}, "Status": {"Queued": "QUEUED"}, "Unused": {"a": "a"}},
    )
    new = names.Names(classes={(*place, "response", "200"): {"Job"}}, members={"Job": {"status": "status"}})

    def levels(broken: set[tuple[str, str]]) -> dict[str, str]:
        return {change.where: change.level.name for change in names.compare_names(old, new, {}, broken)}

    assert levels(set()) == {"class Status": "ERR", "class Unused": "WARN"}
    assert levels({place}) == {"class Status": "WARN", "class Unused": "WARN"}


def test_a_document_without_a_possible_client_is_a_warning(
    regenerate: ModuleType,
) -> None:
    empty = {
        "openapi": "3.0.0",
        "info": {"title": "x", "version": "1"},
        "paths": {},
        "components": {"schemas": {}},
    }
    other = copy.deepcopy(empty)
    schemas(other)["Odd"] = {"type": "banana"}
    sides = [regenerate.side(document, "2026-04-15") for document in (empty, other)]
    found = {row.where: row for row in regenerate.judged(*sides, [])}
    client = found["generated client"]
    assert (client.level.name, client.whom, client.was) == ("WARN", (), "there")
    assert client.now.startswith("cannot be generated: ")
    assert "may break nobody yet" in regenerate.as_text([client])
    # The reverse comparison is not a warning, and says that names were not compared.
    back = {row.where: row for row in regenerate.judged(*sides[::-1], [])}
    assert (back["generated client"].level.name, back["generated client"].now) == ("INFO", "not compared")

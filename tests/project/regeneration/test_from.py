"""`generate --from`: any document, including IBM's own with its mistakes and with unknown additions."""

from __future__ import annotations

import ast
import copy
import json
import random
import runpy
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from qrt_client._version import OPERATIONS
from support.generated import assert_clean_by_mypy_strict
from support.pruned import only
from support.published import without_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


@pytest.fixture
def generate_from(regenerate: ModuleType, tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    """Write a document, generate from it, and return the package."""

    def generate(document: dict[str, Any]) -> Path:
        source, output = tmp_path / "document.json", tmp_path / "out" / "qrt_client"
        source.write_text(json.dumps(document))
        assert regenerate.main(["generate", "--from", str(source), "--output", str(output)]) == 0
        return output

    return generate


def table(package: Path) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = runpy.run_path(str(package / "_version.py"))["OPERATIONS"]
    return found


def contents(package: Path) -> dict[str, str]:
    return {str(path.relative_to(package)): path.read_text() for path in package.rglob("*.py")}


def code(package: Path) -> dict[str, str]:
    """The code of a client without its words."""
    found = {}
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                node.body = [
                    statement
                    for statement in node.body
                    if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
                ]
        found[str(path.relative_to(package))] = ast.dump(tree)
    return found


def test_ibms_uncorrected_document_is_corrected_to_the_same_contract(
    regenerate: ModuleType, as_ibm_has_it: dict[str, Any], corrected: dict[str, Any]
) -> None:
    found, idle = regenerate.corrected(as_ibm_has_it, "2026-04-15")
    assert without_words(found) == without_words(corrected)
    assert idle == []


@pytest.mark.long  # the code of two clients is compared
def test_ibms_uncorrected_document_gives_the_same_client(
    generate_from: Any, as_ibm_has_it: dict[str, Any], package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code(generate_from(as_ibm_has_it)) == code(package)
    assert "IBM has corrected this" not in capsys.readouterr().out


def test_a_missing_schema_that_no_schema_refers_to_does_not_stop_a_generation(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> None:
    document = copy.deepcopy(vendored)
    del document["components"]["parameters"]["IBM-API-Version"]
    for scheme in ("IBMCloudAPIKey", "IBMCloudAuth"):
        del document["components"]["securitySchemes"][scheme]
    content = document["paths"]["/v1/jobs"]["get"]["responses"]["200"]["content"]["application/json"]
    content["examples"] = {"jobs": {"$ref": "#/components/examples/jobsResponseExample"}}
    document["tags"].append({"name": "Jobs", "description": document["tags"][0]["description"]})
    patched, idle = regenerate.corrected(document, "2026-04-15")
    regenerate.try_document(patched, regenerate.OPENAPI / "generator.yaml")
    assert idle == []


@pytest.mark.long  # runs a generation
def test_shuffled_keys_and_yaml_give_the_same_client(
    regenerate: ModuleType, vendored: dict[str, Any], package: Path, tmp_path: Path
) -> None:
    def shuffled(node: Any) -> Any:
        if isinstance(node, dict):
            items = list(node.items())
            random.Random(7).shuffle(items)
            return {key: shuffled(value) for key, value in items}
        return [shuffled(item) for item in node] if isinstance(node, list) else node

    source = tmp_path / "document.yaml"
    source.write_text(yaml.safe_dump(shuffled(vendored), sort_keys=False))
    output = tmp_path / "out" / "qrt_client"
    assert regenerate.main(["generate", "--from", str(source), "--output", str(output)]) == 0
    assert contents(output) == contents(package)


def test_a_document_without_a_version_is_matched_to_the_nearest_vendored_one(
    regenerate: ModuleType, as_ibm_has_it: dict[str, Any]
) -> None:
    versions = regenerate.read_versions(regenerate.OPENAPI)
    older = regenerate.read_document(versions.path("2025-05-01"))
    older["paths"].pop("/v1/tags")
    assert regenerate.nearest_version(versions, older) == "2025-05-01"
    assert regenerate.nearest_version(versions, as_ibm_has_it) == "2026-04-15"


@pytest.mark.long  # runs a generation
def test_corrections_by_ibm_are_reported_without_failing(
    generate_from: Any, as_ibm_has_it: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    document = copy.deepcopy(as_ibm_has_it)
    document["paths"]["/v1/jobs/{id}/logs"]["get"]["operationId"] = "get_job_logs"
    assert "get_job_logs" in table(generate_from(document))
    output = capsys.readouterr().out
    assert (
        "IBM has corrected this; delete the action: $.paths['/v1/jobs/{id}/logs'].get changes nothing"
        in output
    )


def test_unknown_additions_pass_and_new_operations_are_listed(
    generate_from: Any, as_ibm_has_it: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    document = only(as_ibm_has_it, ["/v1/jobs", "/v1/jobs/{id}"])
    schemas = document["components"]["schemas"]
    schemas["Plan"] = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "kind": {"enum": ["a", "b"]}},
    }
    schemas["JobRunParamsDynamics"] = {"type": "object", "properties": {"steps": {"type": "integer"}}}
    schemas["JobRunParams"]["allOf"][1]["properties"]["params"]["oneOf"].append(
        {"$ref": "#/components/schemas/JobRunParamsDynamics"}
    )
    schemas["JobStatus"]["enum"].append("Paused")
    schemas["JobRunParamsBase"]["required"].append("runtime")
    document["paths"]["/v1/plans/{plan-id}"] = {
        "get": {
            "operationId": "get-plan",
            "tags": ["Plans of tomorrow"],
            "parameters": [{"name": "plan-id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {
                "200": {
                    "description": "Done.",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Plan"}}},
                }
            },
        }
    }
    package = generate_from(document)
    assert table(package)["get_plan"] == ("GET", "/v1/plans/{plan-id}")
    assert (package / "api" / "plans_of_tomorrow" / "get_plan.py").exists()
    assert (package / "models" / "plan.py").exists()
    assert (package / "models" / "job_run_params_dynamics.py").exists()
    assert "PAUSED" in (package / "models" / "job_status.py").read_text()
    assert "    runtime: str\n" in (package / "models" / "job_run_params.py").read_text()
    assert "the facade does not use get-plan (GET /v1/plans/{plan-id})" in capsys.readouterr().out


@pytest.mark.long  # runs a generation
def test_partial_differences_and_taken_class_names_generate(
    generate_from: Any, as_ibm_has_it: dict[str, Any]
) -> None:
    document = copy.deepcopy(as_ibm_has_it)
    schemas = document["components"]["schemas"]
    options = schemas["JobRunParamsSampler"]["properties"]["options"]["properties"]
    options["twirling"]["properties"]["strategy"]["enum"].append("none")
    schemas["WorkloadResponse"]["properties"]["status"]["enum"].append("paused")
    schemas["Device"] = {"type": "object", "properties": {"id": {"type": "string"}}}
    schemas["JobMetrics"] = {"type": "object", "properties": {"id": {"type": "string"}}}
    package = generate_from(document)
    assert len(table(package)) == len(OPERATIONS)
    assert "PAUSED" in "".join(path.read_text() for path in (package / "models").glob("*status*.py"))
    assert attributes(package, "device") == {"id": False, "additional_properties": False}


def test_a_required_field_that_does_not_exist_does_not_stop_a_generation(
    regenerate: ModuleType, vendored: dict[str, Any]
) -> None:
    document = copy.deepcopy(vendored)
    schemas = document["components"]["schemas"]
    for schema, field in (
        ("JobRunParamsBase", "program_id"),
        ("CreateSessionRequestChannelPartner", "interactive_ttl"),
    ):
        schemas[schema]["properties"][f"{field}_new"] = schemas[schema]["properties"].pop(field)
    patched, _ = regenerate.corrected(document, "2026-04-15")
    regenerate.try_document(patched, regenerate.OPENAPI / "generator.yaml")
    assert patched["components"]["schemas"]["JobRunParamsBase"]["required"] == ["backend"]
    assert "required" not in patched["components"]["schemas"]["CreateSessionRequestChannelPartner"]


@pytest.mark.long  # runs a generation
def test_an_inlined_schema_and_openapi_3_1_generate(
    generate_from: Any, as_ibm_has_it: dict[str, Any], tmp_path: Path
) -> None:
    document = copy.deepcopy(as_ibm_has_it)
    schemas = document["components"]["schemas"]
    job = document["paths"]["/v1/jobs/{id}"]["get"]["responses"]["200"]["content"]["application/json"]
    job["schema"] = copy.deepcopy(schemas["JobResponseV3"])
    schemas["BackendStatusResponse"]["properties"]["length_queue"] = {"$ref": "#/components/schemas/Length"}
    schemas["Length"] = {"type": "integer"}

    def modernise(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("nullable") is True and isinstance(node.get("type"), str):
                node["type"] = [node["type"], "null"]
                del node["nullable"]
            if node.get("exclusiveMinimum") is True:
                node["exclusiveMinimum"] = node.pop("minimum")
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            modernise(child)

    modernise(document)
    document["openapi"] = "3.1.0"
    package = generate_from(document)
    assert len(table(package)) == len(OPERATIONS)
    assert_clean_by_mypy_strict(package, tmp_path)


def test_the_older_vendored_version_generates(older_package: Path) -> None:
    older = table(older_package)
    assert runpy.run_path(str(older_package / "_version.py"))["API_VERSION"] == "2025-05-01"
    assert {"get_interim_results", "get_transpiled_circuits", "get_job", "update_session"} <= set(older)
    assert not [name for name in older if name.endswith("_jid")]


def attributes(package: Path, model: str) -> dict[str, bool]:
    """The fields of a model, and whether each has to be given."""
    tree = ast.parse((package / "models" / f"{model}.py").read_text())
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef)).body
    fields = [node for node in body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
    return {node.target.id: node.value is None for node in fields if isinstance(node.target, ast.Name)}


def test_an_older_version_has_the_names_of_the_pinned_one_as_optional(
    package: Path, older_package: Path
) -> None:
    assert set(table(package)) <= set(table(older_package))
    models = {path.name for path in (package / "models").glob("*.py")}
    assert models <= {path.name for path in (older_package / "models").glob("*.py")}
    for model in (
        "job_response",
        "job_metrics",
        "job_run_params",
        "device",
        "backend_configuration_response",
    ):
        older, pinned = attributes(older_package, model), attributes(package, model)
        assert set(pinned) <= set(older)
        assert [name for name in older if older[name]] == [name for name in pinned if pinned[name]]
    assert {"seconds"} <= set(attributes(older_package, "job_usage")) - set(attributes(package, "job_usage"))
    assert (
        "fields: ListBackendsFields | Unset = UNSET"
        in (older_package / "api" / "backends" / "list_backends.py").read_text()
    )


def test_a_response_model_never_mentions_unset(package: Path, older_package: Path) -> None:
    for client in (package, older_package):
        sent = sent_modules(client)
        received = {path.stem for path in (client / "models").glob("*.py")} - sent
        assert {"create_session_request", "job_run_params", "remote_storage"} <= sent
        assert {"job_response", "backend_configuration_response", "device", "job_metrics"} <= received
        mentioning = {
            name for name in received if names(client / "models" / f"{name}.py") & {"UNSET", "Unset"}
        }
        assert mentioning == set()


def sent_modules(package: Path) -> set[str]:
    """The modules of the models that are part of a request's body, by the imports of the code itself."""
    ahead = [
        module
        for path in package.glob("api/*/*.py")
        for module, name in imported_models(path)
        if any(
            argument.arg == "body" and argument.annotation and name in ast.unparse(argument.annotation)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef)
            for argument in node.args.kwonlyargs
        )
    ]
    found: set[str] = set()
    while ahead:
        module = ahead.pop()
        if module not in found:
            found.add(module)
            ahead += [name for name, _ in imported_models(package / "models" / f"{module}.py")]
    return found


def imported_models(path: Path) -> list[tuple[str, str]]:
    """Module and name of each model that a module imports."""
    return [
        (node.module.rpartition(".")[2], alias.name)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("models.")
        for alias in node.names
    ]


def names(path: Path) -> set[str]:
    """The names that the code of a module uses."""
    tree = ast.walk(ast.parse(path.read_text()))
    return {
        node.id if isinstance(node, ast.Name) else node.name
        for node in tree
        if isinstance(node, ast.Name | ast.alias)
    }

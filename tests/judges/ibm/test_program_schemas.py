"""The document's schemas of the newer programs match the models of IBM's package of schemas."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest
from support import contract
from support.program_schemas import PROGRAMS

DOCUMENTED = {
    "executor.version_0_1": "QuantumProgramResultModel",
    "executor.version_0_2": "QuantumProgramResultModel",
    "noise_learner_v3.version_0_1": "NoiseLearnerV3ResultsModel",
    "noise_learner_v3.version_0_2": "NoiseLearnerV3ResultsModel",
    **PROGRAMS,
}
"""Modules of IBM's package of schemas, with their names for results."""

PREFIXES = {"executor": "Executor", "noise_learner_v3": "NoiseLearnerV3", "calibrator": "Calibrator"}
WORDS = {"description", "title", "examples", "nullable", "discriminator", "$defs"}


def named(module: str, model: str) -> str:
    """Return the name of a model in the document, such as ExecutorV20ParamsModel."""
    program, version = module.split(".")
    return PREFIXES[program] + "V" + version.removeprefix("version_").replace("_", "") + model


def meaning(schema: Any, root: dict[str, Any], home: str, above: tuple[str, ...] = ()) -> Any:
    """Return a schema without descriptions, with references resolved, in a form common to both dialects."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(home)
        if name in above:
            return len(above) - above.index(name)  # a tree: how far up the cycle starts
        found = {**root[name], **{key: value for key, value in schema.items() if key == "default"}}
        return meaning(found, root, home, (*above, name))
    normalized: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            normalized[key] = {name: meaning(inner, root, home, above) for name, inner in value.items()}
        elif key in {"anyOf", "oneOf"}:
            branches = [meaning(branch, root, home, above) for branch in value]
            normalized["oneOf"] = sorted((each for each in branches if each), key=_as_text)
        elif key in {"items", "additionalProperties"} and isinstance(value, dict):
            normalized[key] = meaning(value, root, home, above)
        elif key == "required":
            normalized[key] = sorted(value)
        elif key == "const":
            normalized["enum"] = [value]
        elif key not in WORDS:
            normalized[key] = value
    return alike(normalized)


def _as_text(branch: Any) -> str:
    return json.dumps(branch, sort_keys=True)


def alike(normalized: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in a form common to both dialects: OpenAPI 3.0 has no tuples and no null type."""
    if normalized == {"type": "null"}:
        return {}
    if "minItems" in normalized:
        normalized = {key: value for key, value in normalized.items() if key not in {"items", "prefixItems"}}
    if normalized.get("items") == {}:
        del normalized["items"]
    if normalized.get("default", 0) in (None, {}):
        del normalized["default"]
    if len(normalized.get("oneOf", [])) == 1:
        (only,) = normalized.pop("oneOf")
        normalized |= only
    return normalized


@pytest.mark.parametrize("kind", ["params", "result"])
@pytest.mark.parametrize("module", DOCUMENTED)
def test_a_programs_schema_matches_ibms_model(module: str, kind: str) -> None:
    model = "ParamsModel" if kind == "params" else DOCUMENTED[module]
    models = importlib.import_module(f"ibm_quantum_schemas.{module}.models")
    theirs = getattr(models, model).model_json_schema()
    document = contract.published_with_programs("2026-04-15")["components"]["schemas"]
    home = "#/components/schemas/"
    ours = meaning({"$ref": f"{home}{named(module, model)}"}, document, home)
    assert ours == meaning(theirs, theirs.get("$defs", {}), "#/$defs/")


@pytest.mark.parametrize("module", DOCUMENTED)
def test_a_job_can_have_the_params_and_the_result_of_each_version(module: str) -> None:
    schemas = contract.published_with_programs("2026-04-15")["components"]["schemas"]
    params = schemas["JobRunParams"]["allOf"][1]["properties"]["params"]["oneOf"]
    results = schemas["JobResults"]["oneOf"]
    assert {"$ref": f"#/components/schemas/{named(module, 'ParamsModel')}"} in params
    assert {"$ref": f"#/components/schemas/{named(module, DOCUMENTED[module])}"} in results

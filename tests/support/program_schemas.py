"""The schemas of IBM's newer programs, as components of an API document."""

from __future__ import annotations

import importlib
import json
import re
from typing import Any

PROGRAMS = {
    "executor.version_1_0": "QuantumProgramResultModel",
    "executor.version_1_1": "QuantumProgramResultModel",
    "executor.version_2_0": "QuantumProgramResultModel",
    "noise_learner_v3.version_0_3": "NoiseLearnerV3ResultsModel",
    "calibrator.version_0_1": "CalibratorResultModel",
}
"""Modules of IBM's package of schemas, with their names for results. The parameters are always ParamsModel."""


def with_programs(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document of OpenAPI 3.1 in which jobs can be programs of all these versions."""
    changed: dict[str, Any] = json.loads(json.dumps(document))
    schemas = changed["components"]["schemas"]
    branches = schemas["JobRunParams"]["allOf"][1]["properties"]["params"]["oneOf"]
    for module, result in PROGRAMS.items():
        models = importlib.import_module(f"ibm_quantum_schemas.{module}.models")
        prefix = prefix_of(module)
        for model in ("ParamsModel", result):
            schemas |= _components(getattr(models, model).model_json_schema(), f"{prefix}{model}", prefix)
        branches.append({"$ref": f"#/components/schemas/{prefix}ParamsModel"})
    return changed


def prefix_of(module: str) -> str:
    """Return the prefix of a program's schema names in the document."""
    return "".join(part.capitalize() for part in re.split(r"[._]", module) if part != "version")


def _components(schema: dict[str, Any], name: str, prefix: str) -> dict[str, Any]:
    """Return a schema and the schemas defined in it, as components."""
    text = json.dumps(schema).replace('"#/$defs/', f'"#/components/schemas/{prefix}')
    moved = json.loads(text)
    inner = {f"{prefix}{key}": value for key, value in moved.pop("$defs", {}).items()}
    return {**inner, name: moved}

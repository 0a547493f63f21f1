"""Params of the noise learner's third kind, which learns boxes: what the schema of each version demands.

Source: `ibm_quantum_schemas/noise_learner_v3/version_*/models.py` of ibm-quantum-schemas 0.13.
"""

from __future__ import annotations

from typing import Any

from qrt_facade.emulator.domain.fields import (
    check_flag,
    check_integer,
    check_lengths,
    check_object,
    check_one_of,
    check_text,
)
from qrt_facade.emulator.domain.quantum_programs import check_qpy_version, check_rep_delay

QPY_VERSIONS = {"v0.1": (13, 16), "v0.2": (13, 17), "v0.3": (13, 17)}
"""The schema's versions, and the versions of QPY that each takes."""


def check_learning(params: dict[str, Any]) -> None:
    """Refuse params with a `schema_version` that do not have its form.

    Raises:
        ApiError: 400, naming the first field that is wrong.
    """
    version = params.get("schema_version")
    check_one_of(version, "params.schema_version", tuple(QPY_VERSIONS))
    where = "params.instructions"
    instructions = check_object(params.get("instructions"), where)
    check_text(instructions.get("circuit_b64"), f"{where}.circuit_b64")
    check_qpy_version(instructions, where, QPY_VERSIONS[params["schema_version"]])
    options = check_object(params.get("options"), "params.options")
    for name in ("shots_per_randomization", "num_randomizations"):
        check_integer(options.get(name, 1), f"params.options.{name}", 1)
    check_lengths(options.get("layer_pair_depths", []), "params.options.layer_pair_depths")
    check_flag(options.get("init_qubits", True), "params.options.init_qubits")
    check_rep_delay(options)

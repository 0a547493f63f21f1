"""Build the `params` of a noise-learner job, third version of the program.

IBM's client submits it under the program id of the second version, with `version` 3 in addition to the schema's fields
(source: qiskit-ibm-runtime 0.51, noise_learner_v3).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._circuits.boxes import boxes_as_qpy
from qrt_facade._circuits.kinds import QiskitCircuit, QiskitInstruction, WireQpy
from qrt_facade._programs.options.noise_learner_v3 import NoiseLearnerV3Options
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM_ID = "noise-learner"

LearnerSchemaVersion: TypeAlias = Literal["v0.1", "v0.2", "v0.3"]
"""The schema versions of the noise learner's params."""

BoxedInstructions: TypeAlias = (
    QiskitCircuit | QiskitInstruction | Iterable[QiskitInstruction] | bytes | WireQpy | Path
)
"""Boxes with twirl annotations: a circuit of boxes, instructions such as those of `circuit.data`, or QPY."""

_NOT_BEFORE: Final = {"init_qubits": "v0.2", "rep_delay": "v0.2", "bit_flip_checks": "v0.3"}


def noise_learner_v3_params(
    instructions: BoxedInstructions,
    *,
    options: NoiseLearnerV3Options | Mapping[str, Any] | None = None,
    schema_version: LearnerSchemaVersion = "v0.3",
) -> dict[str, Any]:
    """Build the `params` of a noise-learner job, third version of the program.

    Args:
        instructions: Boxes with twirl annotations, as accepted by `boxes_as_qpy`.
        options: `NoiseLearnerV3Options`, or a dict of the same names.
        schema_version: "v0.1", "v0.2" or "v0.3".

    Raises:
        ConfigurationError: An argument is invalid, or the schema version does not support an option.
    """
    if schema_version not in get_args(LearnerSchemaVersion):
        known = ", ".join(map(repr, get_args(LearnerSchemaVersion)))
        raise ConfigurationError(
            f"schema_version={redacted_repr(schema_version)} is not valid; accepted: {known}."
        )
    wire = NoiseLearnerV3Options.read(options).to_wire()
    for name, since in _NOT_BEFORE.items():
        if name in wire and schema_version < since:
            raise ConfigurationError(
                f"NoiseLearnerV3Options.{name} is not supported by schema version {schema_version}; it requires "
                f"{since} or newer."
            )
    params_of = {"v0.1": _params_v01, "v0.2": _params_v02, "v0.3": _params_v03}[schema_version]
    content = boxes_as_qpy(instructions, newest=16 if schema_version == "v0.1" else 17)
    encoded = {"circuit_b64": base64.b64encode(content).decode("ascii"), "qpy_version": content[6]}
    return {**params_of(encoded, wire), "version": 3}


def _params_v01(encoded: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    from qrt_client.models import (
        NoiseLearnerV3V01OptionsModel,
        NoiseLearnerV3V01ParamsModel,
        QpyModelV13ToV16,
    )

    return NoiseLearnerV3V01ParamsModel(
        instructions=QpyModelV13ToV16.from_dict(encoded),
        options=NoiseLearnerV3V01OptionsModel.from_dict(options),
    ).to_dict()


def _params_v02(encoded: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    from qrt_client.models import (
        NoiseLearnerV3V02OptionsModel,
        NoiseLearnerV3V02ParamsModel,
        QpyModelV13ToV17,
    )

    return NoiseLearnerV3V02ParamsModel(
        instructions=QpyModelV13ToV17.from_dict(encoded),
        options=NoiseLearnerV3V02OptionsModel.from_dict(options),
    ).to_dict()


def _params_v03(encoded: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    from qrt_client.models import (
        NoiseLearnerV3V03OptionsModel,
        NoiseLearnerV3V03ParamsModel,
        QpyModelV13ToV17,
    )

    return NoiseLearnerV3V03ParamsModel(
        instructions=QpyModelV13ToV17.from_dict(encoded),
        options=NoiseLearnerV3V03OptionsModel.from_dict(options),
    ).to_dict()

"""Checks of the noise learner's params: either circuits whose layers it learns, or boxes in a versioned schema.

Source: `models.py` in `ibm_quantum_schemas/noise_learner_v3/version_*` and `options.py` in `noise_learner_v2/version_0_1` of
ibm-quantum-schemas 0.13.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import mapping_of
from qrt_facade.emulator.domain.fields import (
    check_array,
    check_flag,
    check_integer,
    check_lengths,
    check_object,
    check_one_of,
    check_text,
)
from qrt_facade.emulator.domain.quantum_programs import check_qpy_version, check_rep_delay

if TYPE_CHECKING:
    from collections.abc import Mapping

QPY_VERSIONS = {"v0.1": (13, 16), "v0.2": (13, 17), "v0.3": (13, 17)}
"""The QPY versions, oldest and newest, that each schema version accepts."""


def check_learning(params: dict[str, Any]) -> None:
    """Check params that contain either circuits or boxes to learn from.

    Raises:
        ApiError: 400, naming the first invalid field.
    """
    if "circuits" in params:
        check_array(params["circuits"], "params.circuits")
        options = mapping_of(params.get("options"))
        check_integer(options.get("max_layers_to_learn") or 0, "params.options.max_layers_to_learn", 0)
        _check_sizes(options)
        return
    version = params.get("schema_version")
    check_one_of(version, "params.schema_version", tuple(QPY_VERSIONS))
    where = "params.instructions"
    instructions = check_object(params.get("instructions"), where)
    check_text(instructions.get("circuit_b64"), f"{where}.circuit_b64")
    check_qpy_version(instructions, where, QPY_VERSIONS[params["schema_version"]])
    options = check_object(params.get("options"), "params.options")
    _check_sizes(options)
    check_flag(options.get("init_qubits", True), "params.options.init_qubits")
    check_rep_delay(options)
    _check_selection(options, ("post_selection",))
    if params["schema_version"] == "v0.3":
        flips = check_object(options.get("bit_flip_checks", {}), "params.options.bit_flip_checks")
        _check_selection(flips, ("pre_circuit", "post_circuit"), "bit_flip_checks.")


def selections(options: Mapping[str, Any]) -> list[str]:
    """Return the options that request discarding of shots, from options that have been checked."""
    flips = mapping_of(options.get("bit_flip_checks"))
    asked = {"post_selection": options.get("post_selection")} | {
        f"bit_flip_checks.{name}": flips.get(name) for name in ("pre_circuit", "post_circuit")
    }
    return [name for name, selection in asked.items() if mapping_of(selection).get("enable") is True]


def _check_selection(options: Mapping[str, Any], names: tuple[str, ...], where: str = "") -> None:
    """Check options that select shots to be discarded, whether enabled or not."""
    for name in names:
        place = f"params.options.{where}{name}"
        selection = check_object(options.get(name, {}), place)
        check_flag(selection.get("enable", False), f"{place}.enable")
        check_one_of(selection.get("x_pulse_type", "xslow"), f"{place}.x_pulse_type", ("xslow", "rx"))
        check_one_of(selection.get("strategy", "node"), f"{place}.strategy", ("node", "edge"))


def _check_sizes(options: Mapping[str, Any]) -> None:
    """Check the options that determine how much is executed."""
    for name in ("shots_per_randomization", "num_randomizations"):
        check_integer(options.get(name, 1), f"params.options.{name}", 1)
    check_lengths(options.get("layer_pair_depths", []), "params.options.layer_pair_depths")

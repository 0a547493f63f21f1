"""Checks of the params of `executor` and `calibrate` at submission, against the schema of each version.

Source: `models.py` in `ibm_quantum_schemas/executor/version_*` and `calibrator/version_0_1` of ibm-quantum-schemas
0.13. As there, keys unknown to a version are ignored. What depends on circuits and arrays is checked when the job runs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from qrt_facade._base.coerce import is_real
from qrt_facade.emulator.domain import errors
from qrt_facade.emulator.domain.fields import (
    check_array,
    check_flag,
    check_integer,
    check_lengths,
    check_object,
    check_one_of,
    check_text,
)

_LEVELS = ("classified", "kerneled", "avg_kerneled")


@dataclass(frozen=True)
class Version:
    """Features of a schema version.

    Attributes:
        name: Value of `schema_version`.
        own_circuits: Whether each item contains its circuit; otherwise there is one list of circuits for all items.
        shaped: Whether circuit items have a shape, which may add replications.
        packed: Whether tensors and QPY are compressed, and circuits may be OpenQASM 3.
        levels: Accepted values of `meas_level`, the default first; with a single value the key does not exist.
        extended: Whether there are options of timing and stretches, passthrough data, and metadata of items.
        roles: Whether there is a `semantic_role`, and whether parts of chunks have a range of elements.
        qpy: The oldest and the newest QPY version; None if there is no newest.
    """

    name: str
    own_circuits: bool = False
    shaped: bool = True
    packed: bool = False
    levels: tuple[str, ...] = (*_LEVELS, "both")
    extended: bool = True
    roles: bool = True
    qpy: tuple[int, int | None] = (13, 17)


VERSIONS = {
    version.name: version
    for version in (
        Version(
            "v0.1",
            own_circuits=True,
            shaped=False,
            levels=_LEVELS[:1],
            extended=False,
            roles=False,
            qpy=(13, 16),
        ),
        Version("v0.2", own_circuits=True, shaped=False, levels=_LEVELS, roles=False),
        Version("v1.0"),
        Version("v1.1"),
        Version("v2.0", packed=True, qpy=(10, None)),
    )
}


def version_of(params: dict[str, Any]) -> Version:
    """Return the version of params; the default is the oldest, as in IBM's models.

    Raises:
        ApiError: 400, the version is unknown.
    """
    name = params.get("schema_version", "v0.1")
    if not isinstance(name, str) or name not in VERSIONS:
        raise errors.invalid(
            f"params.schema_version is {name!r:.60}; it must be one of {', '.join(VERSIONS)}."
        )
    return VERSIONS[name]


def check_program(params: dict[str, Any], *, in_session: bool) -> None:
    """Check the params of `executor` against their version.

    Args:
        params: The params of the job.
        in_session: Whether the job belongs to a session or a batch; only there `chunk_size` may be an integer (IBM's
            models name the "session execution mode"; that a batch counts too is our interpretation).

    Raises:
        ApiError: 400, naming the first invalid field.
    """
    version = version_of(params)
    where = "params.quantum_program"
    program = check_object(params.get("quantum_program"), where)
    _check_options(check_object(params.get("options"), "params.options"), version)
    check_integer(program.get("shots"), f"{where}.shots", 1)
    items = check_array(program.get("items"), f"{where}.items")
    for index, item in enumerate(items):
        _check_item(
            check_object(item, f"{where}.items[{index}]"), f"{where}.items[{index}]", version, in_session
        )
    if not version.own_circuits:
        _check_circuits(
            check_object(program.get("circuits"), f"{where}.circuits"), f"{where}.circuits", version
        )
    if len(version.levels) > 1 and "meas_level" in program:
        check_one_of(program["meas_level"], f"{where}.meas_level", version.levels)
    if version.roles and program.get("semantic_role") is not None:
        check_text(program["semantic_role"], f"{where}.semantic_role")


def executions(params: dict[str, Any]) -> int:
    """Return the number of shots of a checked program, computed from the shapes of its items."""
    program = params["quantum_program"]
    elements = 0
    for item in program["items"]:
        arguments = item.get("circuit_arguments", {})
        elements += math.prod(item.get("shape") or arguments.get("shape", [])[:-1])
    shots: int = program["shots"]
    return shots * elements


CALIBRATION = "v0.1"
"""The only schema version of `calibrate`."""


def check_calibration(params: dict[str, Any]) -> None:
    """Check the params of `calibrate`.

    Raises:
        ApiError: 400, naming the first invalid field.
    """
    check_one_of(params.get("schema_version"), "params.schema_version", (CALIBRATION,))
    options = check_object(params.get("options"), "params.options")
    if "experimental" in options:
        check_object(options["experimental"], "params.options.experimental")


def _check_options(options: dict[str, Any], version: Version) -> None:
    flags = ["init_qubits", *(("scheduler_timing", "stretch_values") if version.extended else ())]
    for name in flags:
        check_flag(options.get(name, True), f"params.options.{name}")
    check_rep_delay(options)
    if version.extended and "experimental" in options:
        check_object(options["experimental"], "params.options.experimental")


def _check_item(item: dict[str, Any], where: str, version: Version, in_session: bool) -> None:
    kind = item.get("item_type")
    check_one_of(kind, f"{where}.item_type", ("circuit", "samplex"))
    if version.own_circuits:
        circuit = check_object(item.get("circuit"), f"{where}.circuit")
        check_text(circuit.get("circuit_b64"), f"{where}.circuit.circuit_b64")
        check_qpy_version(circuit, f"{where}.circuit", version.qpy)
    if kind == "circuit":
        _check_tensor(item.get("circuit_arguments"), f"{where}.circuit_arguments", "f64")
    else:
        samplex = check_object(item.get("samplex"), f"{where}.samplex")
        check_text(samplex.get("samplex_json"), f"{where}.samplex.samplex_json")
        check_integer(samplex.get("ssv"), f"{where}.samplex.ssv", 1)
        check_object(item.get("samplex_arguments"), f"{where}.samplex_arguments")
    if kind == "samplex" or version.shaped:
        check_lengths(item.get("shape"), f"{where}.shape")
    chunk = item.get("chunk_size", "auto")
    if chunk != "auto":
        check_integer(chunk, f"{where}.chunk_size", 1, 'or "auto"')
        if not in_session:
            raise errors.invalid(
                f'{where}.chunk_size is {chunk}; outside a session it must be "auto".',
                "Submit the job in a session, or omit chunk_size.",
            )


def _check_circuits(circuits: dict[str, Any], where: str, version: Version) -> None:
    if version.packed and "b64_data" not in circuits:
        for index, text in enumerate(check_array(circuits.get("data"), f"{where}.data")):
            check_text(text, f"{where}.data[{index}]")
        return
    check_text(circuits.get("b64_data"), f"{where}.b64_data")
    check_qpy_version(circuits, where, version.qpy)
    check_integer(circuits.get("num_programs"), f"{where}.num_programs", 1)


def check_rep_delay(options: dict[str, Any]) -> None:
    """Check that `rep_delay` is a number of seconds or null.

    Raises:
        ApiError: 400.
    """
    delay = options.get("rep_delay")
    if delay is not None and not is_real(delay):
        raise errors.invalid(
            f"params.options.rep_delay is {delay!r:.60}; it must be a number of seconds or null."
        )


def check_qpy_version(circuits: dict[str, Any], where: str, versions: tuple[int, int | None]) -> None:
    """Check that `qpy_version` is one that the schema accepts.

    Raises:
        ApiError: 400.
    """
    oldest, newest = versions
    written = circuits.get("qpy_version")
    check_integer(written, f"{where}.qpy_version", oldest)
    if newest is not None and circuits["qpy_version"] > newest:
        raise errors.invalid(
            f"{where}.qpy_version is {written}; this schema version accepts {oldest} to {newest}."
        )


def _check_tensor(value: Any, where: str, dtype: str) -> None:
    tensor = check_object(value, where)
    check_text(tensor.get("data"), f"{where}.data")
    check_lengths(tensor.get("shape"), f"{where}.shape")
    check_one_of(tensor.get("dtype", dtype), f"{where}.dtype", (dtype,))

"""The third kind of the program `noise-learner`: boxes of gates, and boxes of measurements.

For a box of gates it returns a Pauli-Lindblad map, for a box of measurements the rates of bit flips. As in the second
kind, nothing is executed. Source of the formats: `ibm_quantum_schemas/noise_learner_v3/version_*/models.py` of version
0.13.
"""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.circuit import BoxOp, ControlFlowOp

from qrt_facade.emulator.domain.errors import ApiError
from qrt_facade.emulator.domain.noise_learning import QPY_VERSIONS, check_learning, selections
from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.failures import converting_errors, incompatible, not_isa, not_loaded
from qrt_facade.emulator.simulation.noise_learner import (
    DEFAULTS,
    LEAST_FIDELITY,
    Generator,
    charge,
    gate_generators,
    rates_of,
)
from qrt_facade.emulator.simulation.packed import read_circuits
from qrt_facade.emulator.simulation.quantum_programs import tensors

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.execution import Machine
    from qrt_facade.emulator.simulation.target import Qubits, Target

_IDLE = frozenset({"barrier", "delay"})


def run_box_learner(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Learn the boxes of a circuit, in order.

    Raises:
        JobFailedError: 1603, the circuit cannot be read; 1521, an instruction is not a box that can be learned; 1517, a
            box cannot be executed on the device.
    """
    try:
        check_learning(params)
    except ApiError as error:  # the job was submitted to an older emulator, or not by the API
        raise incompatible(error.message) from error
    version, options = params["schema_version"], DEFAULTS | params["options"]
    machine.meter.apply_options(options)
    machine.warnings.extend(
        f"options.{name} is enabled, but the emulator does not discard shots." for name in selections(options)
    )
    data = []
    for number, instruction in enumerate(_read(params["instructions"], version).data):
        if not isinstance(instruction.operation, BoxOp):
            raise incompatible(f"Instruction {number} is a {instruction.operation.name}, not a box.")
        # The client sends only the boxes' qubits; only the qubits themselves identify the device's qubits.
        places = [_place(qubit, machine.target) for qubit in instruction.qubits]
        body = instruction.operation.body
        _check(body, places, machine.target)
        generators, protocol = box_generators(body, places, machine.target, number)
        charge(machine, body, options)
        rates = rates_of(generators, machine)
        each_depth = {str(depth): 1.0 for depth in options["layer_pair_depths"]}
        nothing_discarded: dict[str, Any] = {"fraction_kept": 1.0 if protocol == "trex" else each_depth}
        if version != "v0.1":
            nothing_discarded["success_rates"] = {}
        data.append(
            {
                "generators_sparse": [[(letters, where)] for letters, where, _ in generators],
                "num_qubits": len(places),
                "rates": tensors.encode(rates, packed=False),
                "rates_std": tensors.encode(np.zeros_like(rates), packed=False),
                "metadata": {"learning_protocol": protocol, "post_selection": nothing_discarded},
            }
        )
    return {"schema_version": version, "data": data}


def _read(instructions: dict[str, Any], version: str) -> QuantumCircuit:
    where = "params.instructions"
    with converting_errors(lambda problem: not_loaded(f"{where}.circuit_b64 cannot be unpacked ({problem})")):
        content = base64.b64decode(instructions["circuit_b64"])
    circuits = read_circuits(content, QPY_VERSIONS[version][1])
    if len(circuits) != 1 or content[6] != instructions["qpy_version"]:
        raise not_loaded(f"{where} is not one circuit in QPY of version {instructions['qpy_version']}")
    return circuits[0]


def _place(qubit: Any, target: Target) -> int:
    place = qubit._index  # noqa: SLF001
    if not isinstance(place, int) or place >= target.num_qubits:
        raise not_isa(f"A box acts on {qubit}, which is not a qubit of {target.name}.")
    return place


def _check(body: QuantumCircuit, places: list[int], target: Target) -> None:
    """Check that the device supports all instructions in a box.

    Raises:
        JobFailedError: 1517.
    """
    for instruction in body.data:
        name = str(instruction.operation.name)
        where = tuple(places[body.find_bit(qubit).index] for qubit in instruction.qubits)
        known = name in _IDLE or name == "measure" or (target.has(name) and target.couples(name, where))
        if isinstance(instruction.operation, ControlFlowOp) or not known:
            raise not_isa(f"The instruction {name} on qubits {where} is not supported by the target system.")
    isa.check_angles(body, places)


def box_generators(
    body: QuantumCircuit, places: list[int], target: Target, number: int
) -> tuple[list[Generator], str]:
    """Return the generators of a box, and the name of the protocol that a device would use to learn them.

    Args:
        body: The content of the box.
        places: The device qubits of the body's qubits.
        target: The device.
        number: Index of the box, for messages.

    Raises:
        JobFailedError: 1521, no protocol can learn it.
    """
    gates: list[Generator] = []
    flips: list[Generator] = []
    # Indices of a Lindblad map follow the device's order of the qubits, not the order in the box.
    ordered = sorted(places)
    busy: set[int] = set()
    for instruction in body.data:
        name = str(instruction.operation.name)
        where: Qubits = tuple(places[body.find_bit(qubit).index] for qubit in instruction.qubits)
        if name in _IDLE or (len(where) == 1 and name != "measure"):
            continue
        if not busy.isdisjoint(where):
            raise incompatible(f"Box {number} has more than one layer, which no protocol can learn.")
        busy.update(where)
        position = [ordered.index(qubit) for qubit in where]
        if name == "measure":
            contrast = max(target.readout_contrast(where[0]), LEAST_FIDELITY)
            flips.append(("X", position, -math.log(contrast) / 2))
        else:
            gates += gate_generators(target, name, where, position)
    if gates and flips:
        raise incompatible(f"Box {number} has gates and measurements, which no protocol can learn together.")
    return (flips, "trex") if flips else (gates, "lindblad")

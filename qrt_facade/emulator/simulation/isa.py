"""Checks of circuits against a device's instruction set: names, qubits and angles."""

from __future__ import annotations

import math
from collections import OrderedDict
from functools import cache
from typing import TYPE_CHECKING, Any

from qiskit.circuit import Barrier, ControlFlowOp, Delay, Gate, Measure, ParameterExpression, Reset, Store
from qiskit.circuit.controlflow import get_control_flow_name_mapping
from qiskit.circuit.library import get_standard_gate_name_mapping

from qrt_facade._base.wording import pluralize
from qrt_facade._service import reason_codes
from qrt_facade._service.backends import FRACTIONAL_GATES
from qrt_facade._service.instruction_sets import RZZ_ANGLES
from qrt_facade.emulator.simulation.circuits import instructions
from qrt_facade.emulator.simulation.failures import JobFailedError, bad_pub, not_isa, not_parsed
from qrt_facade.emulator.simulation.loading import load_circuit
from qrt_facade.emulator.simulation.midcircuit import standardised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qiskit import QuantumCircuit
    from qiskit.circuit import Clbit

    from qrt_facade.emulator.simulation.target import Qubits, Target

_ALWAYS = {"barrier": Barrier, "delay": Delay, "measure": Measure, "store": Store}
"""Instructions that every device has, with their classes: a gate with such a name is something else."""

_NOT_GATES = {**_ALWAYS, "reset": Reset}


_CACHE_SIZE = 32
_MAX_CACHED_LENGTH = 10_000
"""Maximum number of instructions of a cached circuit."""

_cache: OrderedDict[tuple[str, str, Target], QuantumCircuit] = OrderedDict()
"""Cache of circuits that were recently parsed and checked, by format, text and device."""


def load(source: Any, target: Target) -> QuantumCircuit:
    """Parse a circuit from the wire and check that the device can execute it.

    Consecutive jobs often have the same circuit, and parsing takes longer than simulating a small one.

    Raises:
        JobFailedError: as for `load_circuit` and `check_isa`.
    """
    key = _key(source, target)
    if key is not None and key in _cache:
        _cache.move_to_end(key)
        return _cache[key].copy()
    circuit = load_circuit(source)
    check_isa(circuit, target)
    circuit = standardised(circuit)
    if key is not None and len(circuit.data) <= _MAX_CACHED_LENGTH:
        _cache[key] = circuit.copy()
        if len(_cache) > _CACHE_SIZE:
            _cache.popitem(last=False)
    return circuit


def _key(source: Any, target: Target) -> tuple[str, str, Target] | None:
    if isinstance(source, str):
        return "OpenQASM", source, target
    if isinstance(source, dict) and source.get("__type__") == "QuantumCircuit":
        text = source.get("__value__")
        return ("QPY", text, target) if isinstance(text, str) else None
    return None


def check_isa(circuit: QuantumCircuit, target: Target) -> None:
    """Check that the device can execute a circuit.

    Raises:
        JobFailedError: 1517, naming the first unsupported instruction and its qubits; 1506, an angle is not finite.
    """
    if circuit.num_qubits > target.num_qubits:
        raise not_isa(
            f"The circuit has {pluralize(circuit.num_qubits, 'qubit')}, but {target.name} has {pluralize(target.num_qubits, 'qubit')}."
        )
    for operation, qubits in instructions(circuit):
        name = operation.name
        if not _matches_its_name(operation) or (
            name not in _ALWAYS and not (target.has(name) and target.couples(name, qubits))
        ):
            raise not_isa(
                f"The instruction {name} on qubits {qubits} is not supported by the target system.{_advice(operation)}"
            )
        if _acts_as_gate(operation):
            _check_number_of_angles(operation, qubits)
    check_angles(circuit, list(range(circuit.num_qubits)))


def _matches_its_name(operation: Any) -> bool:
    """Whether an instruction is what its name says; programs may define gates of any name."""
    if isinstance(operation, ControlFlowOp):
        return True
    if operation.name in get_control_flow_name_mapping():
        return False
    if isinstance(operation, Gate):
        return operation.name in _standard_gates()
    return isinstance(operation, _NOT_GATES.get(operation.name, object))


def _acts_as_gate(operation: Any) -> bool:
    """Whether the simulator applies a gate: only the name counts, even if a circuit gives it to a part of itself."""
    return isinstance(operation, Gate) or operation.name in _standard_gates()


@cache
def _standard_gates() -> dict[str, Gate]:
    return {name: gate for name, gate in get_standard_gate_name_mapping().items() if isinstance(gate, Gate)}


def _check_number_of_angles(gate: Any, qubits: Qubits) -> None:
    wanted = len(_standard_gates()[gate.name].params)
    if len(gate.params) != wanted:
        raise not_isa(
            f"The instruction {gate.name} on qubits {qubits} is not supported by the target system: "
            f"the program defines it with {len(gate.params)} angles, but the device's has {wanted}."
        )


def _advice(operation: Any) -> str:
    if operation.name == "u" and all(angle == 0 for angle in operation.params):
        return (
            " In OpenQASM 3, the id of stdgates.inc is U(0, 0, 0), which no device has: "
            "remove it, or use a delay."
        )
    return ""


def check_angles(circuit: QuantumCircuit, places: list[int]) -> None:
    """Check that bound angles are possible on a device; `places` are the circuit's device qubits.

    Raises:
        JobFailedError: 1517, an rzz angle is outside [0, pi/2]; 1506, an angle is not a finite number.
    """
    for operation, qubits in instructions(circuit, places):
        if not _acts_as_gate(operation):
            continue
        for parameter in operation.params:
            if not (isinstance(parameter, ParameterExpression) and parameter.parameters):
                _check_angle(operation.name, qubits, parameter)


def _check_angle(name: str, qubits: Qubits, parameter: Any) -> None:
    try:
        angle = float(parameter)
    except (TypeError, ValueError, OverflowError):
        angle = math.nan
    if not math.isfinite(angle):
        raise not_parsed(
            f"the instruction {name} on qubits {qubits} has the angle {parameter}, which is not finite"
        )
    least, most = RZZ_ANGLES
    if name == "rzz" and not least <= angle <= most:
        raise not_isa(
            f"The instruction rzz on qubits {qubits} is not supported by the target system: "
            f"its angle {angle:.6g} is outside [0, pi/2]."
        )


def refuse_fractional_gates(circuit: QuantumCircuit) -> None:
    """Reject rx and rzz if gates are twirled.

    Raises:
        JobFailedError: 1519.
    """
    for operation, qubits in instructions(circuit):
        if operation.name in FRACTIONAL_GATES:
            raise JobFailedError(
                reason_codes.FRACTIONAL,
                f"Gate twirling does not support the fractional gate {operation.name} on qubits {qubits}.",
                "Disable gate twirling, or transpile without fractional gates.",
            )


def refuse_without_result(index: int, circuit: QuantumCircuit) -> None:
    """Reject a sampler circuit that measures into no bit of any register, since its result would be empty.

    Raises:
        JobFailedError: 1501.
    """
    returned = {bit for register in circuit.cregs for bit in register}
    if not returned:
        raise bad_pub(
            index,
            "its circuit has no classical register, so nothing would be returned; declare one (bit[1] c;)",
        )
    if returned.isdisjoint(_measured(circuit, circuit.clbits)):
        raise bad_pub(
            index, "its circuit measures nothing into a classical register, so nothing would be returned"
        )


def _measured(circuit: QuantumCircuit, bits: Sequence[Clbit]) -> Iterator[Clbit]:
    """Yield the bits that a measurement writes, also inside conditions; `bits` are the outer bits."""
    for instruction in circuit.data:
        outer = [bits[circuit.find_bit(bit).index] for bit in instruction.clbits]
        if isinstance(instruction.operation, ControlFlowOp):
            for block in instruction.operation.blocks:
                yield from _measured(block, outer)
        elif instruction.operation.name.startswith("measure"):
            yield from outer

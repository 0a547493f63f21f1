"""Encoded circuits into what they hold, without Qiskit: one reader for each form that a circuit has on the wire."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from qrt_facade._circuits import qasm
from qrt_facade._circuits.encoding import decode_circuit
from qrt_facade._circuits.expressions import Parameter
from qrt_facade._circuits.reading import Call, Fault, Reading
from qrt_facade.errors import ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._circuits.expressions import Expression

# What the service's importer calls gates that it renames. `id` becomes U(0, 0, 0), which no backend has (measured, third
# party, 2026).
_RENAMED_3 = {"U": "u", "CX": "cx", "phase": "p", "cphase": "cp", "id": "u"}
_RENAMED_2 = {"U": "u", "CX": "cx"}


def read_circuit(circuit: WireCircuit | Any) -> Reading | None:
    """Read an encoded circuit; None for what is not one, and for QPY while Qiskit is not imported."""
    if isinstance(circuit, str):
        return _read_text(circuit)
    if "qiskit" not in sys.modules:
        return None
    try:
        loaded = decode_circuit(circuit)
    except ResultDecodeError:
        return None
    calls: list[Call] = []
    dynamic = _collect(loaded, list(range(loaded.num_qubits)), calls)
    return Reading(
        tuple(calls), num_qubits=loaded.num_qubits, control_flow=frozenset({"if"} if dynamic else ())
    )


def _read_text(text: str) -> Reading:
    found = qasm.scan(text)
    renamed = _RENAMED_3 if found.version == 3 else _RENAMED_2
    renamed = {name: other for name, other in renamed.items() if name not in found.defined}
    undefined: set[str] = set()
    if found.version == 3 and found.includes <= {"stdgates.inc"}:
        known = {"U", "measure", "reset", *found.defined, *(qasm.STANDARD_GATES if found.includes else ())}
        undefined = {call.name for call in found.calls} - known
    inputs = qasm.declared_inputs(text)
    calls = [
        Call(
            renamed.get(call.name, call.name),
            call.qubits,
            _angles(call.arguments, inputs or ()),
            call.name if call.name in renamed else None,
        )
        for call in found.calls
        if call.name not in undefined
    ]
    return Reading(
        tuple(calls),
        tuple(dict.fromkeys(_faults(found.calls, undefined))),
        num_qubits=qasm.declared_qubits(text),
        parameters=None if inputs is None else frozenset(inputs),
        control_flow=frozenset({"if"} if found.has_control_flow else ()),
        redefined=found.defined,
    )


def _faults(calls: Iterable[qasm.Call], undefined: set[str]) -> Iterator[Fault]:
    for call in calls:
        if call.name in undefined:
            message = (
                f"the gate {call.name} is not defined; define it with a gate block, or include stdgates.inc"
            )
            yield Fault(message, 1506)
        elif call.qubits is not None and len(set(call.qubits)) < len(call.qubits):
            yield Fault(f"the instruction {call.name} on qubits {call.qubits} names a qubit twice", 1603)


def _angles(arguments: str, inputs: list[str] | tuple[()]) -> tuple[Expression, ...]:
    if not arguments:
        return ()
    written = arguments.strip()
    return (Parameter(written) if written in inputs else qasm.evaluate(written),)


def _collect(circuit: Any, places: list[int], into: list[Call]) -> bool:
    """Gather the calls of a Qiskit circuit; return whether it has control flow."""
    nested = False
    for instruction in circuit.data:
        operation = instruction.operation
        qubits = tuple(places[int(circuit.find_bit(qubit).index)] for qubit in instruction.qubits)
        blocks = getattr(operation, "blocks", ())
        nested = nested or bool(blocks)
        for block in blocks:
            _collect(block, list(qubits), into)
        if not blocks and operation.name not in {"barrier", "delay"}:
            into.append(Call(operation.name, qubits, tuple(map(_angle, operation.params))))
    return nested


def _angle(value: Any) -> Expression:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None

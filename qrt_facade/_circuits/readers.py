"""Encoded circuits into what they hold, without Qiskit: one reader for each form that a circuit has on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_mapping
from qrt_facade._circuits import qasm
from qrt_facade._circuits.encoding import read_packed
from qrt_facade._circuits.expressions import Parameter
from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.version2.reader import read_version_2
from qrt_facade._circuits.qasm.versions import BYTE_ORDER_MARK, version_of
from qrt_facade._circuits.reading import Call, Fault, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._circuits.expressions import Expression

# What the service's importer calls gates that it renames. `id` becomes U(0, 0, 0), which no backend has (measured, third
# party, 2026).
_RENAMED = {"U": "u", "CX": "cx", "phase": "p", "cphase": "cp", "id": "u"}


def read_circuit(circuit: WireCircuit | Any) -> Reading | None:
    """Read an encoded circuit; None for what is not one."""
    if isinstance(circuit, str):
        return _read_text(circuit.removeprefix(BYTE_ORDER_MARK))
    return read_packed(circuit) if is_mapping(circuit) else None


def _read_text(text: str) -> Reading:
    try:
        version = version_of(text)
    except FaultError as error:
        return Reading(faults=(error.fault(text),))
    return read_version_2(text) if version == 2 else _read_version_3(text)


def _read_version_3(text: str) -> Reading:
    found = qasm.scan(text)
    renamed = {name: other for name, other in _RENAMED.items() if name not in found.defined}
    undefined: set[str] = set()
    if found.includes <= {"stdgates.inc"}:
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

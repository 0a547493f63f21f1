"""A circuit against a backend's instruction set, from its text and the backend's configuration alone."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import list_of, mapping_of, text_of, texts_of, whole_of
from qrt_facade._circuits.encoding import decode_circuit
from qrt_facade._circuits.qasm import STANDARD_GATES, Call, evaluate, scan
from qrt_facade.errors import ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qrt_facade._circuits.encoding import WireCircuit

# What the service's importer calls gates that it renames. `id` becomes U(0, 0, 0), which no backend has (measured, third
# party, 2026).
_RENAMED_3 = {"U": "u", "CX": "cx", "phase": "p", "cphase": "cp", "id": "u"}
_RENAMED_2 = {"U": "u", "CX": "cx"}
_ALWAYS = frozenset({"measure", "barrier", "delay", "gphase"})
_MOST_REPORTED = {"places": 10, "angle": 10, "twice": 10}  # violations of a kind; of others one


@frozen
class Reading:
    """What a circuit calls, by the names under which the service looks them up.

    Attributes:
        calls: Instructions on qubits, those inside control flow included.
        undefined: Names that the program calls but does not define.
        has_control_flow: Whether it has conditions, loops or a switch.
    """

    calls: list[Call]
    undefined: frozenset[str] = frozenset()
    has_control_flow: bool = False


def read_circuit(circuit: WireCircuit | Any) -> Reading | None:
    """Read an encoded circuit; None for QPY while Qiskit is not imported, and for what cannot be read."""
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
    return Reading(calls, frozenset(), dynamic)


def isa_violations(reading: Reading, configuration: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Compare a circuit with `GET /backends/{id}/configuration`; yield the service's code and what is wrong.

    Code 1506 is a program that cannot be loaded, 1603 one with a qubit twice in a gate, 1517 an instruction that the
    backend does not have, or not on these qubits. Of one kind only the first few are reported.
    """
    for name in sorted(reading.undefined):
        yield 1506, f"the gate {name} is not defined; define it with a gate block, or include stdgates.inc"
    device = _Device.of(configuration)
    reported: dict[str, int] = {}
    for call in dict.fromkeys(reading.calls):
        if call.name in reading.undefined:
            continue
        for code, kind, message in _violations(call, device):
            reported[kind] = reported.get(kind, 0) + 1
            if reported[kind] <= _MOST_REPORTED.get(kind, 1):
                yield code, message


@frozen
class _Device:
    name: str
    num_qubits: float
    basis: tuple[str, ...]
    instructions: frozenset[str]
    places: dict[str, set[tuple[int, ...]]]

    @classmethod
    def of(cls, configuration: Mapping[str, Any]) -> _Device:
        basis = texts_of(configuration.get("basis_gates"))
        supported = texts_of(configuration.get("supported_instructions")) or ("reset",)
        places = {
            str(gate.get("name")): {tuple(list_of(place)) for place in list_of(gate.get("coupling_map"))}
            for gate in map(mapping_of, list_of(configuration.get("gates")))
        }
        return cls(
            text_of(configuration.get("backend_name")) or "the backend",
            whole_of(configuration.get("n_qubits")) or math.inf,
            basis,
            frozenset({*basis, *supported, *_ALWAYS}),
            {name: listed for name, listed in places.items() if listed},
        )


def _violations(call: Call, device: _Device) -> Iterator[tuple[int, str, str]]:
    """The service's code, the kind of violation, and its description."""
    name = call.name if call.source is None else f"{call.name} ({call.source} in the program)"
    where = f"the instruction {name}" + ("" if call.qubits is None else f" on qubits {call.qubits}")
    repeated = call.qubits is not None and len(set(call.qubits)) < len(call.qubits)
    if repeated:
        yield 1603, "twice", f"{where} names a qubit twice"
    if call.name not in device.instructions:
        basis = ", ".join(device.basis)
        yield (
            1517,
            call.name,
            f"{where} is not in the basis gates of {device.name} ({basis}); transpile the circuit",
        )
    elif call.qubits is None or repeated:
        return
    elif max(call.qubits, default=0) >= device.num_qubits:
        yield 1517, "size", f"{where} is out of range: {device.name} has {device.num_qubits} qubits"
    elif call.qubits not in device.places.get(call.name, {call.qubits}):
        yield 1517, "places", f"{where} does not exist on {device.name}: these qubits are not coupled for it"
    elif call.name == "rzz":
        angle = evaluate(call.arguments)
        if angle is not None and not -1e-9 <= angle <= math.pi / 2 + 1e-9:
            yield 1517, "angle", f"{where} has the angle {angle:.6g}; {device.name} takes 0 to pi/2"


def _read_text(text: str) -> Reading:
    found = scan(text)
    renamed = _RENAMED_3 if found.version == 3 else _RENAMED_2
    renamed = {name: other for name, other in renamed.items() if name not in found.defined}
    undefined: set[str] = set()
    if found.version == 3 and found.includes <= {"stdgates.inc"}:
        known = {"U", "measure", "reset", *found.defined, *(STANDARD_GATES if found.includes else ())}
        undefined = {call.name for call in found.calls} - known
    calls = [
        Call(renamed[call.name], call.qubits, call.arguments, call.name) if call.name in renamed else call
        for call in found.calls
    ]
    return Reading(calls, frozenset(undefined), found.has_control_flow)


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
            into.append(Call(operation.name, qubits, ", ".join(map(str, operation.params))))
    return nested

"""Check a circuit against a backend's instruction set, using only the circuit and the backend's configuration."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.coerce import list_of, mapping_of, text_of, texts_of, whole_of
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.expressions import evaluate
from qrt_facade._circuits.qasm.gates import ANGLES
from qrt_facade._circuits.reading import Fault
from qrt_facade._service.instruction_sets import RZZ_ANGLES, instructions_of
from qrt_facade._service.reason_codes import NOT_ISA, NOT_VALID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qrt_facade._circuits.reading import Call, Reading

EXEMPT: Final = frozenset({"barrier", "store", "gphase"})
"""Instructions that every backend accepts without listing them, as in `is_isa_circuit` of IBM's client."""

_CONTROL_FLOW: Final = {"if": "if_else"}
"""Control flow that the service still accepts (changes of autumn 2026, section 4): kind -> name in a configuration."""

_MOST_REPORTED: Final = {"places": 10, "angle": 10}  # per kind of violation; one for all other kinds


def isa_violations(reading: Reading, configuration: Mapping[str, Any]) -> Iterator[Fault]:
    """Compare a circuit with a backend's configuration; yield what the backend does not support, in program order.

    The code is 1517: the backend does not have the instruction, or not on these qubits. Only the first few violations
    of each kind are reported. Angles that depend on parameters are checked by `angle_fault`.
    """
    device = _Device.of(configuration)
    if reading.num_qubits is not None and reading.num_qubits > device.num_qubits:
        yield Fault(
            f"the circuit has {pluralize(reading.num_qubits, 'qubit')}, but {device.name} has {device.num_qubits}; "
            "declare at most that many, including idle ones",
            NOT_ISA,
        )
        return
    for kind in sorted(reading.control_flow):
        if kind in _CONTROL_FLOW and _CONTROL_FLOW[kind] not in device.instructions:
            yield Fault(
                f"{device.name} does not support control flow of the kind {_CONTROL_FLOW[kind]}", NOT_ISA
            )
    reported: dict[str, int] = {}
    for call in dict.fromkeys(reading.calls):
        for kind, fault in _violations(call, device):
            reported[kind] = reported.get(kind, 0) + 1
            if reported[kind] <= _MOST_REPORTED.get(kind, 1):
                yield fault
    # Checked only if the whole circuit fits, as in a job.
    for call in reading.calls:
        if any(isinstance(angle, float) and not math.isfinite(angle) for angle in call.angles):
            yield infinite_fault(call)
            return


def angle_fault(call: Call, angle: float, backend: str, source: str = "") -> Fault | None:
    """Return the fault of an angle's value, or None: `rzz` is calibrated from 0 to pi/2.

    Args:
        call: The instruction.
        angle: Its value.
        backend: Name of the backend, used in the message.
        source: Where the value comes from, used in the message, such as " for t = 2".
    """
    least, most = RZZ_ANGLES
    if call.name != "rzz" or least <= angle <= most:
        return None
    return Fault(
        f"{_described(call)} has the angle {angle:.6g}{source}; {backend} accepts 0 to pi/2. "
        "Transpile the circuit with fractional_gates=True, which folds such angles",
        NOT_ISA,
        call.line,
        position=call.position,
    )


def infinite_fault(call: Call, source: str = "") -> Fault:
    """Return the fault of an instruction with an angle that is not finite; `source` as in `angle_fault`."""
    return Fault(
        f"{_described(call)} has an angle that is not a finite number{source}",
        NOT_VALID,
        call.line,
        position=call.position,
    )


def name_of(configuration: Mapping[str, Any]) -> str:
    """Return the backend's name, for messages."""
    return text_of(configuration.get("backend_name")) or "the backend"


@frozen
class _Device:
    name: str
    num_qubits: float
    basis: tuple[str, ...]
    instructions: frozenset[str]
    places: dict[str, set[tuple[int, ...]]]

    @classmethod
    def of(cls, configuration: Mapping[str, Any]) -> _Device:
        places = {
            str(gate.get("name")): {tuple(list_of(place)) for place in list_of(gate.get("coupling_map"))}
            for gate in map(mapping_of, list_of(configuration.get("gates")))
        }
        return cls(
            name_of(configuration),
            whole_of(configuration.get("n_qubits")) or math.inf,
            texts_of(configuration.get("basis_gates")),
            instructions_of(configuration) | EXEMPT,
            {name: listed for name, listed in places.items() if listed},
        )


def _described(call: Call) -> str:
    name = call.name if call.source is None else f"{call.name} ({call.source} in the program)"
    where = "" if call.line is None else f"line {call.line}: "
    return f"{where}the instruction {name}" + ("" if call.qubits is None else f" on qubits {call.qubits}")


def _violations(call: Call, device: _Device) -> Iterator[tuple[str, Fault]]:
    """Yield the kind and the description of each violation."""
    where = _described(call)
    if call.name not in device.instructions:
        yield call.name, Fault(_not_in_basis(call, device), NOT_ISA, call.line, position=call.position)
    elif call.qubits is None or call.name in EXEMPT:
        return
    elif max(call.qubits, default=0) >= device.num_qubits:
        fault = Fault(
            f"{where} is out of range: {device.name} has {pluralize(int(device.num_qubits), 'qubit')}",
            NOT_ISA,
            call.line,
            position=call.position,
        )
        yield "size", fault
    elif call.qubits not in device.places.get(call.name, {call.qubits}):
        fault = Fault(
            f"{where} does not exist on {device.name}: these qubits are not coupled for it",
            NOT_ISA,
            call.line,
            position=call.position,
        )
        yield "places", fault
    elif len(call.angles) != ANGLES.get(call.name, len(call.angles)):
        fault = Fault(
            f"{where} is defined with {len(call.angles)} angles, but on {device.name} it has {ANGLES[call.name]}; "
            "rename it and transpile the circuit",
            NOT_ISA,
            call.line,
            position=call.position,
        )
        yield "number of angles", fault
    elif call.name == "rzz" and call.angles:
        angle = evaluate(call.angles[0])
        outside = None if angle is None else angle_fault(call, angle, device.name)
        if outside is not None:
            yield "angle", outside


def _not_in_basis(call: Call, device: _Device) -> str:
    where = _described(call)
    if call.source == "id":
        return (
            f"{where} is not in the instruction set of {device.name}: the service expands id of stdgates.inc to U(0, "
            "0, 0). "
            "Remove it, or use a delay such as delay[100ns]"
        )
    basis = ", ".join(device.basis)
    return f"{where} is not in the basis gates of {device.name} ({basis}); transpile the circuit"

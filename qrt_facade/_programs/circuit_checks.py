"""Check one PUB's circuit and parameter values against what its program supports and returns."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.expressions import Operation, evaluate_all, parameters_in
from qrt_facade._circuits.isa import angle_fault, infinite_fault, name_of
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._circuits.reading import Fault
from qrt_facade._programs.pubs.bound import bound_values
from qrt_facade._service.backends import FRACTIONAL_GATES
from qrt_facade._service.instruction_sets import RZZ_ANGLES
from qrt_facade._service.reason_codes import BAD_PUB, DYNAMIC, FRACTIONAL, NOT_VALID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade._circuits.expressions import Expression
    from qrt_facade._circuits.reading import Call, Reading

_COMMENT: Final = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_MEASURE: Final = re.compile(r"\bmeasure\b")
_REGISTER: Final = re.compile(r"\b(?:bit\s*\[\s*[1-9]|creg\s+\w+\s*\[\s*[1-9])")
_LOOSE_BIT: Final = re.compile(r"\bbit\s+[^\W\d]|\bcreg\s+\w+\s*;")
_CONDITION: Final = re.compile(r"\bif\b")
_MOST_READ_FOR_A_WARNING: Final = 50_000
"""Characters: one or two thousand gates, which take about 50 ms to read."""

_AT_THE_END: Final = frozenset({"measure", "barrier"})

_LIMITED: Final = frozenset({"rzz", "delay"})
"""Instructions that do not accept every number."""


def needs_reading(program_id: str, circuit: Any) -> bool:
    """Return whether a circuit must be read at submission, to know what it returns and whether to warn.

    Most texts of a sampler or an executor need no reading: they have a measurement, a register of at least one bit, no
    bit without a size, and no condition. Long texts are not read only for a warning.
    """
    if program_id not in {"sampler", "estimator", "executor"}:
        return False
    if not isinstance(circuit, str):
        return is_mapping(circuit)
    short = len(circuit) <= _MOST_READ_FOR_A_WARNING
    if program_id == "estimator":
        return short and "measure" in circuit
    text = _COMMENT.sub(" ", circuit) if "/" in circuit else circuit
    plain = _MEASURE.search(text) and _REGISTER.search(text) and not _LOOSE_BIT.search(text)
    return not plain or (short and _CONDITION.search(text) is not None)


def empty_result_fault(reading: Reading, program_id: str = "sampler") -> Fault | None:
    """Return why a sampler or executor job would return nothing, or None.

    Results contain only the bits of classical registers.
    """
    if program_id not in {"sampler", "executor"} or reading.measures is not False:
        return None
    if reading.measures_loose_bits:
        why = "it measures into bits outside all registers; declare a register, for example bit[1] c instead of bit c"
    elif not any(reading.registers.values()):
        why = "it has no classical register; declare one, for example bit[1] c, and measure into it"
    else:
        why = "it measures nothing into its registers; add a measurement, for example c[0] = measure q[0]"
    return Fault(f"the {program_id} would return nothing for this circuit: {why}", BAD_PUB)


def fractional_fault(reading: Reading) -> Fault | None:
    """Return the fault of fractional gates in a circuit whose gates are twirled, or None."""
    fractional = sorted({call.name for call in reading.calls}.intersection(FRACTIONAL_GATES))
    if not fractional:
        return None
    return Fault(
        f"the fractional gates {', '.join(fractional)} cannot be combined with gate twirling, PEC or PEA; disable "
        "these, or "
        "transpile without fractional gates",
        FRACTIONAL,
    )


def dynamic_fault(reading: Reading) -> Fault | None:
    """Return the fault of a circuit that the estimator does not support, or None."""
    if reading.control_flow:
        return Fault("the estimator does not support dynamic circuits; remove the control flow", DYNAMIC)
    call = _measured_midway(reading)
    if call is None:
        return None
    return Fault(
        f"the estimator does not support dynamic circuits: the measurement of qubits {call.qubits} is followed by "
        "other "
        "instructions; remove it",
        DYNAMIC,
        call.line,
        position=call.position,
    )


def value_faults(reading: Reading, values: Any, configuration: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the first fault of a circuit's angles and delays with a PUB's values.

    Args:
        reading: The circuit.
        values: Values of its parameters, as sent on the wire.
        configuration: The backend's configuration.
    """
    computed = [
        (call, angle)
        for call in dict.fromkeys(reading.calls)
        for angle in call.angles
        if (call.name in _LIMITED or isinstance(angle, Operation)) and any(True for _ in parameters_in(angle))
    ]
    if not computed or reading.parameters is None:
        return
    points = bound_values(values, reading.parameters)
    if points is None:
        return
    # In the order of a job: first what the device does not support, then what has no value.
    for call, angle in sorted(computed, key=lambda found: found[0].name not in _LIMITED):
        fault = _value_fault(call, angle, points, name_of(configuration))
        if fault is not None:
            yield fault
            return


def _value_fault(
    call: Call, angle: Expression, points: Mapping[str, NDArray[np.float64]], backend: str
) -> Fault | None:
    """Return the fault of an angle at the first invalid point, or None."""
    found = evaluate_all(angle, points)
    if found is None or not found.size:
        return None
    wrong = _first_wrong(call, found.ravel())
    if wrong is None:
        return None
    origin = _origin(set(parameters_in(angle)), points, wrong)
    value = float(found.ravel()[wrong])
    if not math.isfinite(value):
        return infinite_fault(call, origin)
    return angle_fault(call, value, backend, origin) or Fault(
        f"a delay on qubits {call.qubits} is {value:g} dt long{origin}; accepted: whole numbers of dt, 0 or more",
        NOT_VALID,
        call.line,
        position=call.position,
    )


def width_fault(reading: Reading, observables: Any) -> Fault | None:
    """Return the fault of the length of a PUB's Pauli strings, as sent on the wire, or None."""
    length = _length(observables)
    if length is None or reading.num_qubits is None or length == reading.num_qubits:
        return None
    return Fault(
        f"the observable has {pluralize(length, 'Pauli')}, but the circuit has "
        f"{pluralize(reading.num_qubits, 'qubit')}; "
        "write one character for each qubit, the highest qubit first",
        BAD_PUB,
    )


def _measured_midway(reading: Reading) -> Call | None:
    """Return a measurement followed by other instructions, or None; found as in Qiskit's `RemoveFinalMeasurements`."""
    ended: set[int] = set()
    for call in reversed(reading.calls):
        if call.qubits is None:
            return None
        if call.name not in _AT_THE_END or not ended.isdisjoint(call.qubits):
            ended.update(call.qubits)
            if call.name == "measure":
                return call
    return None


def _first_wrong(call: Call, values: NDArray[np.float64]) -> int | None:
    import numpy as np

    wrong = ~np.isfinite(values)
    if call.name == "delay":
        wrong |= (values < 0) | (values != np.floor(values))
    elif call.name == "rzz":
        least, most = RZZ_ANGLES
        wrong |= (values < least) | (values > most)
    return int(np.argmax(wrong)) if wrong.any() else None


def _origin(names: set[str], points: Mapping[str, Any], at: int) -> str:
    return " for " + ", ".join(f"{name} = {float(points[name][at]):.6g}" for name in in_order(names))


def _length(observables: Any) -> int | None:
    """Return the length of the first Pauli string."""
    while not isinstance(observables, str):
        if (
            not observables
            or not (is_mapping(observables) or is_list(observables))
            or "__type__" in observables
        ):
            return None
        observables = next(iter(observables))
    return len(observables)

"""Convert delays of a Qiskit circuit to the device's unit, `dt`: QPY stores a delay's number and drops its unit."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.logs import warn_caller
from qrt_facade._base.units import SECONDS_PER_UNIT
from qrt_facade.errors import CircuitWarning, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOLDS_BLOCKS: Final = frozenset({"if_else", "for_loop", "while_loop", "switch_case", "box"})

_LONGEST: Final = 2**53
"""Above this many dt a float can no longer represent every integer; at 4 ns each that is more than a year."""

_COARSE: Final = 0.01
"""The relative change of a delay by rounding above which a warning is emitted."""


class DelayUnitError(ConfigurationError):
    """A circuit has delays in seconds, and the length of a `dt` is unknown."""


def in_whole_dt(circuit: Any, dt: float | None, *, stretches: bool = False) -> Any:
    """Return a circuit whose delays are whole numbers of `dt`; the circuit itself if they already are.

    Delays inside control flow and boxes are converted too. A delay is rounded to the nearest dt, as by Qiskit's
    transpiler; a CircuitWarning names each delay that this changes by more than 1 %. The circuit passed in is not
    changed.

    Args:
        circuit: A Qiskit `QuantumCircuit`.
        dt: Length of the device's `dt` in seconds, or None if the device is unknown.
        stretches: Whether to leave delays of stretches as they are; the executor resolves them.

    Raises:
        DelayUnitError: A delay is in seconds, and `dt` is None.
        ConfigurationError: A delay in seconds is a parameter, is not finite, or is computed while the circuit runs.
    """
    changed = dict(_changed(circuit, dt, list(range(circuit.num_qubits)), stretches=stretches))
    return _replaced(circuit, changed) if changed else circuit


def with_readable_delays(circuit: Any) -> Any:
    """Repair the parametric delays of a circuit that Qiskit read from QPY, and return the circuit.

    Qiskit 2.3 and later read them with the unit `expr`, and fail as soon as such an instruction is accessed.
    """
    changed = dict(_unreadable(circuit))
    return _replaced(circuit, changed) if changed else circuit


def _unreadable(circuit: Any) -> Iterator[tuple[int, Any]]:
    names = circuit.count_ops()
    if "delay" not in names and _HOLDS_BLOCKS.isdisjoint(names):
        return
    elements: Any = importlib.import_module("qiskit.circuit")
    for index, instruction in enumerate(circuit.data):
        if instruction.name == "delay" and isinstance(instruction.params[0], elements.ParameterExpression):
            # Built from its parts, because accessing `instruction.operation` is what fails.
            repaired = elements.Delay(instruction.params[0], "dt")
            yield index, elements.CircuitInstruction(repaired, instruction.qubits)
        elif instruction.name in _HOLDS_BLOCKS:
            yield from _with_blocks(
                index, instruction, [dict(_unreadable(block)) for block in _blocks(instruction)]
            )


def _changed(
    circuit: Any, dt: float | None, places: list[int], *, stretches: bool
) -> Iterator[tuple[int, Any]]:
    """Yield index and replacement of each instruction that must change; `places` are the circuit's device qubits."""
    names = circuit.count_ops()
    if "delay" not in names and _HOLDS_BLOCKS.isdisjoint(names):
        return
    kept = {"dt", "expr"} if stretches else {"dt"}
    delay: Any = importlib.import_module("qiskit.circuit").Delay
    for index, instruction in enumerate(circuit.data):
        if instruction.name != "delay" and instruction.name not in _HOLDS_BLOCKS:
            continue
        inner: list[int] = [places[circuit.find_bit(qubit).index] for qubit in instruction.qubits]
        if isinstance(instruction.operation, delay):
            if instruction.operation.unit not in kept:
                yield index, instruction.replace(operation=_in_dt(instruction.operation, dt, inner[0]))
        else:
            found = [dict(_changed(block, dt, inner, stretches=stretches)) for block in _blocks(instruction)]
            yield from _with_blocks(index, instruction, found)


def _blocks(instruction: Any) -> Any:
    return getattr(instruction.operation, "blocks", ())


def _with_blocks(index: int, instruction: Any, changed: list[dict[int, Any]]) -> Iterator[tuple[int, Any]]:
    """Yield the instruction with its changed blocks, if any changed."""
    if any(changed):
        blocks = [_replaced(block, new) for block, new in zip(_blocks(instruction), changed, strict=True)]
        yield index, instruction.replace(operation=instruction.operation.replace_blocks(blocks))


def _replaced(circuit: Any, instructions: dict[int, Any]) -> Any:
    # Build a new circuit: Qiskit 2.6 panics when a control-flow instruction is replaced in place.
    changed = circuit.copy_empty_like()
    changed.data = [instructions.get(index, one) for index, one in enumerate(circuit.data)]
    return changed


def _in_dt(operation: Any, dt: float | None, qubit: int) -> Any:
    """Return the same delay in whole dt."""
    number, unit = _number_of(operation, qubit)
    where = f"the delay of {number:g} {unit} on qubit {qubit}"
    if unit != "dt" and dt is None:
        raise DelayUnitError(
            f"{where} would arrive as {number:g} dt, because QPY stores no unit; transpile the circuit with "
            "backend.transpile(circuit), or specify the delay in dt"
        )
    ticks = number if unit == "dt" or dt is None else number * SECONDS_PER_UNIT[unit] / dt
    if not 0 <= ticks < _LONGEST:
        raise ConfigurationError(f"{where} is not a finite duration of 0 or more")
    whole = round(ticks)
    if abs(whole - ticks) > _COARSE * ticks:
        warn_caller(f"{where} is rounded to {whole} dt of {dt or 0:.3g} s", CircuitWarning)
    converted = type(operation)(whole, "dt")
    converted.label = operation.label
    return converted


def _number_of(operation: Any, qubit: int) -> tuple[float, str]:
    """Return a delay's number and unit.

    Raises:
        ConfigurationError: The delay is a parameter, a stretch or an expression.
    """
    # A constant is a qiskit.circuit.classical.expr.Value, whose own value is a qiskit.circuit.Duration.
    duration = operation.duration
    if operation.unit != "expr" and isinstance(duration, int | float):
        return float(duration), str(operation.unit)
    constant: Any = getattr(duration, "value", None)
    if hasattr(constant, "unit"):
        return float(constant.value()), str(constant.unit())
    if operation.unit == "expr":
        raise ConfigurationError(
            f"the delay on qubit {qubit} is an expression ({duration}), which the service does not accept; use a number"
        )
    raise ConfigurationError(
        f"the delay of {duration} {operation.unit} on qubit {qubit} is a parameter in seconds, and QPY stores no unit; "
        "assign its value before you submit the circuit, or specify it in dt"
    )

"""Resolution of stretches on a device: delays that keep a qubit busy from one barrier to the next.

Stretches fill the time that a qubit would otherwise wait at the closing barrier, as described in IBM's guide to
stretches (quantum.cloud.ibm.com/docs/guides/stretch); the circuit does not become longer. As times are whole numbers of
dt, the remainder is given to the first delays, one dt each. Without a closing barrier a stretch is 0. Stretches between
the same barriers of a qubit have the same length.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qiskit.circuit import ControlFlowOp, Delay
from qiskit.circuit.classical import expr

from qrt_facade._base.units import SECONDS_PER_UNIT
from qrt_facade.emulator.simulation.failures import converting_errors, not_parsed, unsupported
from qrt_facade.emulator.simulation.quantum_programs.scheduling import length

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.target import Target


@dataclass
class Stretch:
    """A resolved stretch.

    Attributes:
        name: Its name in the circuit.
        value: Its length in dt.
        remainder: Time in dt that remains if each delay has that length.
        delays: Index in the circuit and length of each delay that uses it.
    """

    name: str
    value: int | None
    remainder: int
    delays: list[tuple[int, int]]


@dataclass(frozen=True)
class _Length:
    """A delay's length: `fixed` dt, plus a multiple of each stretch."""

    fixed: float
    times: dict[str, float]

    def __add__(self, other: _Length) -> _Length:
        names = {**self.times, **other.times}
        times = {name: self.times.get(name, 0.0) + other.times.get(name, 0.0) for name in names}
        return _Length(self.fixed + other.fixed, times)

    def __mul__(self, factor: float) -> _Length:
        return _Length(self.fixed * factor, {name: count * factor for name, count in self.times.items()})


@dataclass
class _Segment:
    """The instructions of a qubit between two barriers, if any of them use stretches."""

    delays: dict[int, _Length]
    shared: bool = False

    @property
    def copies(self) -> float:
        return sum(count for delay in self.delays.values() for count in delay.times.values())


def resolve(circuit: QuantumCircuit, target: Target) -> tuple[QuantumCircuit, list[Stretch]]:
    """Replace the stretches of a circuit by numbers, and return both.

    Raises:
        JobFailedError: 1521, a stretch is used in a way that is not emulated: in a block, or on a qubit that has gates
            with other qubits between the same barriers; 1506, a delay would be negative.
    """
    if not circuit.num_stretches:
        return circuit, []
    found = {one.name: Stretch(one.name, None, 0, []) for one in circuit.iter_stretches()}
    lengths: dict[int, int] = {}
    for segment, slack in _segments(circuit, target):
        _distribute(segment, slack, found, lengths)
    resolved = circuit.copy_empty_like(vars_mode="drop")
    for index, instruction in enumerate(circuit.data):
        delay = Delay(lengths[index], "dt") if index in lengths else None
        resolved.append(
            instruction if delay is None else instruction.replace(operation=delay, params=[lengths[index]])
        )
    return resolved, list(found.values())


def _distribute(segment: _Segment, slack: int, found: dict[str, Stretch], lengths: dict[int, int]) -> None:
    """Divide the spare time of a segment among its delays."""
    value = math.floor(slack / segment.copies) if segment.copies > 0 else 0
    exact = {at: delay.fixed + value * sum(delay.times.values()) for at, delay in segment.delays.items()}
    own = {at: math.floor(duration) for at, duration in exact.items()}
    fixed = sum(delay.fixed for delay in segment.delays.values())
    rest = round(slack + fixed - sum(own.values())) if slack else 0
    for number, at in enumerate(own):
        own[at] += rest // len(own) + (number < rest % len(own))
        if own[at] < 0:
            raise not_parsed(f"a delay of a stretch would last {own[at]} dt")
    lengths.update(own)
    for at, delay in segment.delays.items():
        for name in delay.times:
            stretch = found[name]
            stretch.value = value if stretch.value is None else min(stretch.value, value)
            stretch.delays.append((at, own[at]))
    for name in {name for delay in segment.delays.values() for name in delay.times}:
        found[name].remainder += rest


def _segments(circuit: QuantumCircuit, target: Target) -> list[tuple[_Segment, int]]:
    """Return the segments with stretches, and how long their qubit would otherwise wait for the closing barrier."""
    ends: dict[Any, int] = {}
    open_segments: dict[Any, _Segment] = {}
    closed: list[tuple[_Segment, int]] = []
    for index, instruction in enumerate(circuit.data):
        operation = instruction.operation
        qubits = tuple(circuit.find_bit(qubit).index for qubit in instruction.qubits)
        bits = [*instruction.qubits, *instruction.clbits]
        begin = max((ends.get(bit, 0) for bit in bits), default=0)
        if isinstance(operation, ControlFlowOp):
            _refuse_inside(operation)
        if operation.name == "barrier":
            closed += [
                (segment, begin - ends.get(qubit, 0))
                for qubit in instruction.qubits
                if (segment := _finished(open_segments, qubit))
            ]
        else:
            for qubit in instruction.qubits:
                segment = open_segments.setdefault(qubit, _Segment({}))
                segment.shared |= len(qubits) > 1
            if isinstance(operation, Delay) and isinstance(operation.duration, expr.Expr):
                delay = _measured(operation.duration, target)
                open_segments[instruction.qubits[0]].delays[index] = delay
                begin += round(delay.fixed)
            else:
                begin += length(operation, qubits, target)
        ends.update(dict.fromkeys(bits, begin))
    return closed + [(left, 0) for qubit in list(open_segments) if (left := _finished(open_segments, qubit))]


def _finished(open_segments: dict[Any, _Segment], qubit: Any) -> _Segment | None:
    segment = open_segments.pop(qubit, None)
    if segment is None or not segment.delays:
        return None
    if segment.shared:
        raise unsupported(
            "between the same barriers as a stretch, its qubit has a gate or condition with other qubits, which the "
            "emulator cannot resolve; put barriers around it"
        )
    return segment


def _refuse_inside(operation: ControlFlowOp) -> None:
    for block in operation.blocks:
        for instruction in block.data:
            inner = instruction.operation
            if isinstance(inner, Delay) and isinstance(inner.duration, expr.Expr):
                raise unsupported("the emulator cannot resolve a stretch inside a block")


def _measured(duration: expr.Expr, target: Target) -> _Length:
    with converting_errors(
        lambda problem: unsupported(f"a delay's duration is not of the form X + Y * stretch ({problem})")
    ):
        found = _evaluated(duration, target)
    if not isinstance(found, _Length):
        raise unsupported("a delay's duration is a number without a unit")
    return found


def _evaluated(node: Any, target: Target) -> _Length | float:
    """Evaluate an expression to a number or a length.

    Raises:
        TypeError, ValueError: it contains an unsupported operation, or is not linear in its stretches.
    """
    if isinstance(node, expr.Stretch):
        return _Length(0.0, {node.name: 1.0})
    if isinstance(node, expr.Cast):
        return _evaluated(node.operand, target)
    if isinstance(node, expr.Value):
        unit = getattr(node.value, "unit", None)
        if unit is None:
            return float(node.value)
        seconds = target.dt if unit() == "dt" else SECONDS_PER_UNIT[unit()]
        return _Length(node.value.value() * seconds / target.dt, {})
    if not isinstance(node, expr.Binary):
        raise TypeError(f"'{type(node).__name__}' cannot be evaluated")
    return _combined(node.op, _evaluated(node.left, target), _evaluated(node.right, target))


def _combined(operation: Any, left: _Length | float, right: _Length | float) -> _Length | float:
    lengths = isinstance(left, _Length), isinstance(right, _Length)
    if (
        operation in {expr.Binary.Op.ADD, expr.Binary.Op.SUB}
        and isinstance(left, _Length)
        and isinstance(right, _Length)
    ):
        return left + right * (1.0 if operation is expr.Binary.Op.ADD else -1.0)
    if operation is expr.Binary.Op.MUL and lengths != (True, True):
        if isinstance(right, _Length):
            left, right = right, left
        return left * right  # type: ignore[operator]  # one of them is a number
    if operation is expr.Binary.Op.DIV and not isinstance(right, _Length):
        return left * (1 / right)
    raise ValueError(f"'{operation.name.lower()}' of these operands cannot be evaluated")

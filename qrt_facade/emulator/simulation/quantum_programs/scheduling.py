"""When each instruction of a circuit runs, as late as possible, and the text that the service describes it by.

The text has one line for each pulse: branch, instruction, channel, start, duration, pulse. Times are in dt. Source: what
qiskit-ibm-runtime 0.51 reads (`visualization/circuit_schedule.py`) and the recorded text in its tests
(`test/unit/mock/fake_circuit_schedule_timing.py`). A device plays a measurement as several pulses, and waits for results of
conditions; here a measurement is one pulse and one capture as long as the readout, and conditions take no time themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from qiskit.circuit import ControlFlowOp, Delay

from qrt_facade.emulator.simulation.circuits import delay_seconds
from qrt_facade.emulator.simulation.midcircuit import name_on_device

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.target import Qubits, Target

_READOUT_GROUP = 4
"""Qubits that share a readout channel, as in the recorded text."""

_BRANCHES = ("then", "else")


class Line(NamedTuple):
    """One pulse."""

    branch: str
    instruction: str
    channel: str
    start: int
    duration: int
    pulse: str


@dataclass(frozen=True)
class Schedule:
    """A circuit in time.

    Attributes:
        starts: When each instruction of the circuit starts, in the order of `circuit.data`.
        duration: When the last one ends.
        lines: The pulses, by their start.
    """

    starts: tuple[int, ...]
    duration: int
    lines: tuple[Line, ...]

    @property
    def timing(self) -> str:
        """The service's text."""
        return "".join(",".join(map(str, line)) + "\n" for line in self.lines)


def schedule(circuit: QuantumCircuit, target: Target) -> Schedule:
    """The circuit as late as possible. Lengths are the device's, rounded to dt; a delay without a number takes no time."""
    places = list(range(circuit.num_qubits))
    starts, duration = _latest_starts(circuit, places, target)
    lines = sorted(_lines(circuit, starts, _Block(places, 0, "main"), target), key=lambda line: line.start)
    return Schedule(tuple(starts), duration, tuple(lines))


def _latest_starts(circuit: QuantumCircuit, places: Sequence[int], target: Target) -> tuple[list[int], int]:
    """The latest start of each instruction for which the circuit is as short as it can be, and how long it is."""
    left: dict[Any, int] = {}  # from the beginning of what follows on a bit to the end of the circuit
    reversed_starts = []
    for instruction in reversed(circuit.data):
        qubits = tuple(places[circuit.find_bit(qubit).index] for qubit in instruction.qubits)
        bits = [*instruction.qubits, *instruction.clbits]
        begun = max((left.get(bit, 0) for bit in bits), default=0)
        begun += length(instruction.operation, qubits, target)
        left.update(dict.fromkeys(bits, begun))
        reversed_starts.append(begun)
    duration = max(left.values(), default=0)
    return [duration - begun for begun in reversed(reversed_starts)], duration


def length(operation: Any, qubits: Qubits, target: Target) -> int:
    """How long an operation takes on a device's qubits, in dt: a condition as long as the longer of its blocks."""
    if isinstance(operation, ControlFlowOp):
        return max((_latest_starts(block, qubits, target)[1] for block in operation.blocks), default=0)
    if isinstance(operation, Delay):
        return round(delay_seconds(operation, target) / target.dt)
    if operation.name == "barrier":
        return 0
    return round(target.duration(name_on_device(operation, target), qubits) / target.dt)


class _Block(NamedTuple):
    """A block of instructions: the device's qubits of its own, when it begins, and the branch it is in."""

    places: Sequence[int]
    origin: int
    branch: str


def _lines(circuit: QuantumCircuit, starts: Sequence[int], block: _Block, target: Target) -> Iterator[Line]:
    for instruction, start in zip(circuit.data, starts, strict=True):
        operation, begun = instruction.operation, block.origin + start
        qubits = tuple(block.places[circuit.find_bit(qubit).index] for qubit in instruction.qubits)
        if isinstance(operation, ControlFlowOp):
            end = begun + length(operation, qubits, target)
            for branch, inner in zip(_BRANCHES, operation.blocks, strict=False):
                inner_starts, lasting = _latest_starts(inner, qubits, target)
                yield from _lines(inner, inner_starts, _Block(qubits, end - lasting, branch), target)
        elif not isinstance(operation, Delay):
            yield from _pulses(operation, qubits, begun, block.branch, target)


def _pulses(operation: Any, qubits: Qubits, start: int, branch: str, target: Target) -> Iterator[Line]:
    name = str(operation.name)
    if name == "barrier":
        for qubit in qubits:
            yield Line(branch, name, f"Qubit {qubit}", start, 0, name)
        return
    duration = length(operation, qubits, target)
    called = "_".join([name, *map(str, qubits)])
    for qubit in qubits:
        pulse = "play" if duration else "shift_phase"
        yield Line(branch, called, f"Qubit {qubit}", start, duration, pulse)
        if name in {"measure", "reset"}:
            group, member = divmod(qubit, _READOUT_GROUP)
            yield Line(branch, called, f"AWGR{group}_{member}", start, duration, "capture")

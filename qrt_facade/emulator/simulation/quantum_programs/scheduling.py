"""As-late-as-possible schedules of circuits, and their text format at the service.

The text has one line per pulse: branch, instruction, channel, start, duration, pulse. Times are in dt. Source: the
reader in qiskit-ibm-runtime 0.51 (`visualization/circuit_schedule.py`) and the recorded text in its tests
(`test/unit/mock/fake_circuit_schedule_timing.py`). A device plays a measurement as several pulses, and waits for
results of conditions; here a measurement is one pulse and one capture as long as the readout, and conditions take no
extra time.
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
"""Number of qubits that share a readout channel, as in the recorded text."""

_BRANCHES = ("then", "else")


class Line(NamedTuple):
    """One pulse, as a line of the text."""

    branch: str
    instruction: str
    channel: str
    start: int
    duration: int
    pulse: str


@dataclass(frozen=True)
class Schedule:
    """The schedule of a circuit.

    Attributes:
        starts: Start of each instruction of the circuit, in the order of `circuit.data`.
        duration: End of the last instruction.
        lines: The pulses, sorted by start.
    """

    starts: tuple[int, ...]
    duration: int
    lines: tuple[Line, ...]

    @property
    def timing(self) -> str:
        """The service's text format."""
        return "".join(",".join(map(str, line)) + "\n" for line in self.lines)


def schedule(circuit: QuantumCircuit, target: Target) -> Schedule:
    """Schedule a circuit as late as possible, with the device's durations rounded to dt; stretches take no time."""
    places = list(range(circuit.num_qubits))
    starts, duration = _latest_starts(circuit, places, target)
    lines = sorted(_lines(circuit, starts, _Block(places, 0, "main"), target), key=lambda line: line.start)
    return Schedule(tuple(starts), duration, tuple(lines))


def _latest_starts(circuit: QuantumCircuit, places: Sequence[int], target: Target) -> tuple[list[int], int]:
    """Return each instruction's latest start in the shortest schedule, and the circuit's duration."""
    left: dict[Any, int] = {}  # time from the next instruction on a bit to the end of the circuit
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
    """Return the duration of an operation on device qubits, in dt; a condition is as long as its longest block."""
    if isinstance(operation, ControlFlowOp):
        return max((_latest_starts(block, qubits, target)[1] for block in operation.blocks), default=0)
    if isinstance(operation, Delay):
        return round(delay_seconds(operation, target) / target.dt)
    if operation.name == "barrier":
        return 0
    return round(target.duration(name_on_device(operation, target), qubits) / target.dt)


class _Block(NamedTuple):
    """A block of instructions: the device qubits of its qubits, its start, and its branch."""

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

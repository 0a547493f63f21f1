"""Compute how long one shot of a circuit takes on a device, without Qiskit.

Each instruction starts as soon as all its qubits and classical bits are free, so the duration is the longest path
through the circuit, the same for Qiskit's as-soon-as-possible and as-late-as-possible schedules. Lengths are the
device's, in whole `dt`.

The service's overheads were read from two schedules that it returned (`scheduler_timing`). One is in the tests of
qiskit-ibm-runtime (test_circuit_schedule.py), with the lengths of ibm_kingston: a reset of 578 dt, x of 8, measurements
of 570, as in the properties. Between the measurement of three bits and the end of a branch on them are 549 dt, while
the branch itself takes 8: the rest is the broadcast of the bits, whose length is not published. The other is on IBM's
page "Visualize circuit timing" (docs/guides/qiskit-runtime-circuit-timing): `FINI_0`, two resets after the last
measurement, and 1393 dt before the first gate (see `RESETS_ADDED`), which are not counted here. The page also
says that the billed time differs from the circuit's duration.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field, frozen

from qrt_facade._base.units import SECONDS_PER_UNIT
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.expressions import evaluate_all, parameters_in
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._circuits.readers import read_circuit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._circuits.reading import Block, Call, Reading
    from qrt_facade._service.device_timing import DeviceTiming

    Values = Mapping[str, float | NDArray[np.float64]]

_NOT_GATES: Final = ("measure", "reset")
"""Prefixes of the names of instructions that are not gates; `measure_2` is one."""

_FEED_FORWARD: Final = "how long the device takes to act on measured values"


@frozen
class CircuitDuration:
    """Duration of one shot of a circuit, without the delay after it.

    Attributes:
        seconds: Duration; a lower bound if anything is unknown.
        unknown: Descriptions of what is unknown; empty if the duration is complete.
    """

    seconds: float
    unknown: tuple[str, ...] = ()


def circuit_duration(
    circuit: WireCircuit,
    timing: DeviceTiming,
    *,
    for_executor: bool = False,
    values: Values | None = None,
    folding: float = 1.0,
    dressing: float = 0.0,
) -> CircuitDuration:
    """Compute how long one shot of a circuit takes.

    A condition takes as long as the longer of its branches. Unknown lengths count as 0 and are named in the result: the
    length of an instruction that the device does not report, a delay without a value, a stretch, how long the device
    takes to act on measured values, and everything after a fault.

    Args:
        circuit: OpenQASM text, or QPY in the wire format.
        timing: Instruction lengths of the device.
        for_executor: Whether to accept what only the executor supports.
        values: Values of parameters that delays depend on, for one point or for many; the mean over the points is used.
        folding: How often each two-qubit gate runs when zero-noise extrapolation repeats it.
        dressing: Duration in seconds of the gates that twirling puts before each two-qubit gate. They absorb adjacent
            one-qubit gates, which then take no time of their own. 0 if gates are not twirled.
    """
    reading = read_circuit(circuit, for_executor=for_executor)
    return reading_duration(reading, timing, values=values, folding=folding, dressing=dressing)


def reading_duration(
    reading: Reading | None,
    timing: DeviceTiming,
    *,
    values: Values | None = None,
    folding: float = 1.0,
    dressing: float = 0.0,
) -> CircuitDuration:
    """Compute how long one shot takes of a circuit that was already read; see `circuit_duration`.

    Args:
        reading: The circuit; None for a value that is not a circuit.
        timing: Instruction lengths of the device.
        values: As for `circuit_duration`.
        folding: As for `circuit_duration`.
        dressing: As for `circuit_duration`.
    """
    if reading is None:
        return CircuitDuration(0.0, ("the circuit, which cannot be read",))
    return _Schedule(reading, timing, values or {}, folding, dressing).duration()


def has_timed_parameters(reading: Reading | None) -> bool:
    """Return whether a delay depends on parameters, so that the circuit's duration depends on their values."""
    if reading is None or reading.parameters == frozenset():
        return False
    return any(True for call in reading.calls if call.name == "delay" for _ in _parameters(call))


def _parameters(call: Call) -> Iterable[str]:
    return (name for angle in call.angles for name in parameters_in(angle))


@define
class _Schedule:
    """Schedule of one circuit.

    Lengths are whole numbers of dt, or seconds if the device has no dt. If delays have several values, a length is an
    array with one entry per point.
    """

    reading: Reading
    timing: DeviceTiming
    values: Values
    folding: float
    dressing: float
    unknown: dict[str, None] = field(factory=dict[str, None])
    lengths: dict[tuple[str, tuple[int, ...]], float] = field(
        factory=dict[tuple[str, tuple[int, ...]], float]
    )
    unstated: dict[str, tuple[int, ...]] = field(factory=dict[str, tuple[int, ...]])
    blocks: dict[int, list[Block]] = field(factory=dict[int, "list[Block]"])

    def duration(self) -> CircuitDuration:
        """Return the duration of the circuit, and what is unknown."""
        for block in self.reading.blocks:
            self.blocks.setdefault(block.first, []).append(block)
        ticks = self._span(0, len(self.reading.calls), 0)
        mean = float(ticks) if isinstance(ticks, int | float) else float(ticks.mean())
        for fault in self.reading.faults[:1]:
            self.unknown[f"the part of the circuit that cannot be read ({fault.located})"] = None
        for name, qubits in self.unstated.items():
            self.unknown[f"the duration of {name}, which the device does not report ({_on(qubits)})"] = None
        conditions = sum(block.kind == "if" for block in self.reading.blocks)
        if conditions:
            self.unknown[f"{_FEED_FORWARD} ({pluralize(conditions, 'condition')})"] = None
        return CircuitDuration(mean * (self.timing.dt or 1.0), tuple(self.unknown))

    def _span(self, first: int, last: int, opened: int) -> Any:
        """Return the length of calls `first` to `last`, without the first `opened` blocks that begin at `first`."""
        ends: dict[int, Any] = {}
        calls, blocks = self.reading.calls, self.blocks
        at = first
        while at < last or opened < len(blocks.get(at, ())):
            here = blocks.get(at)
            if here is not None and opened < len(here):
                block = here[opened]
                if block.ends[-1] > last:
                    break
                _extend(ends, _places(block.qubits, block.bits), self._block_length(block, opened + 1))
                opened = 0 if block.ends[-1] > at else opened + 1
                at = max(at, block.ends[-1])
                continue
            if at == last:
                break
            call = calls[at]
            at, opened = at + 1, 0
            if call.qubits is None:
                self.unknown["gates on registers, beyond the first 2,000,000 calls"] = None
                continue
            _extend(ends, _places(call.qubits, call.bits), self._length(call))
        return _latest(list(ends.values()))

    def _block_length(self, block: Block, opened: int) -> Any:
        """Return the length of the block's longest part; for a box, at least its stated duration."""
        lengths: list[Any] = []
        begin = block.first
        for end in block.ends:
            lengths.append(self._span(begin, end, opened if begin == block.first else 0))
            begin = end
        if block.duration is not None:
            lengths.append(self._in_ticks(*block.duration))
        return _latest(lengths)

    def _length(self, call: Call) -> Any:
        if call.name == "delay":
            return self._delay(call)
        qubits = call.qubits or ()
        key = call.name, qubits
        found = self.lengths.get(key)
        if found is None:
            found = self.lengths[key] = self._stated(call.name, qubits)
        return found

    def _stated(self, name: str, qubits: tuple[int, ...]) -> float:
        seconds = self.timing.length_of(name, qubits)
        if seconds is None:
            self.unstated.setdefault(name, qubits)
            # A reset is a measurement followed by a conditional gate.
            seconds = self.timing.length_of("measure", qubits) if name == "reset" else None
        ticks: float = self._in_ticks(seconds or 0.0, "s")
        if len(qubits) == 2:
            ticks += self._in_ticks(self.dressing, "s")
            return ticks * self.folding if self.folding != 1 else ticks
        taken_in = self.dressing and len(qubits) == 1 and not name.startswith(_NOT_GATES)
        return 0 if taken_in else ticks

    def _in_ticks(self, number: Any, unit: str) -> Any:
        """Convert a duration to dt, or to seconds if the device has no dt."""
        dt = self.timing.dt
        if unit == "dt":
            if dt is None and number:
                self.unknown["delays in dt, because the device does not report dt"] = None
            return number if dt is not None else 0.0
        seconds = number * SECONDS_PER_UNIT.get(unit, 0.0)
        return seconds if dt is None else round(seconds / dt)

    def _delay(self, call: Call) -> Any:
        angle = call.angles[0] if call.angles else None
        if isinstance(angle, int | float):
            return self._in_ticks(max(angle, 0.0), call.unit)
        found = evaluate_all(angle, self._points()) if self.values else None
        if found is None:
            names = in_order(set(_parameters(call)))
            of = f"of {', '.join(names)}" if names else "of a stretch or an expression"
            self.unknown[f"delays {of}, which have no value"] = None
            return 0
        return self._in_ticks(self._checked(found), call.unit)

    def _points(self) -> Mapping[str, NDArray[np.float64]]:
        import numpy as np

        return {name: np.asarray(value, dtype=np.float64) for name, value in self.values.items()}

    def _checked(self, found: NDArray[np.float64]) -> Any:
        """Return the lengths at all points, or a number if there is only one."""
        import numpy as np

        wrong = ~np.isfinite(found) | (found < 0)
        if wrong.any():
            self.unknown["delays whose values are not finite numbers of 0 or more"] = None
            found = np.where(wrong, 0.0, found)
        return float(found.reshape(())) if found.size == 1 else found


def _on(qubits: Sequence[int]) -> str:
    return (
        f"for example on {pluralize(len(qubits), 'qubit')} {', '.join(map(str, qubits))}"
        if qubits
        else "no qubit"
    )


def _places(qubits: tuple[int, ...], bits: tuple[int, ...]) -> tuple[int, ...]:
    """Return qubits and classical bits as keys for one dictionary."""
    return (*qubits, *(-1 - bit for bit in bits)) if bits else qubits


def _extend(ends: dict[int, Any], places: tuple[int, ...], length: Any) -> None:
    """Append an instruction to its qubits and bits."""
    if len(places) == 1:
        ends[places[0]] = ends.get(places[0], 0) + length
    elif places:
        end = _latest([ends.get(place, 0) for place in places]) + length
        for place in places:
            ends[place] = end


def _latest(times: Sequence[Any]) -> Any:
    """Return the largest of several numbers, or of arrays point by point; 0 if there are none."""
    if all(isinstance(time, int | float) for time in times):
        return max(times, default=0)
    import numpy as np

    return reduce(np.maximum, times)

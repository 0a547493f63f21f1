"""How long one shot of a circuit takes on a device, worked out without Qiskit.

Each instruction begins as soon as all its qubits are free, and its classical bits: this is the longest path through the
circuit, which is as long in Qiskit's schedules, as soon and as late as possible. Lengths are the device's own, in whole `dt`.

What the service adds was read from two schedules that it returned (`scheduler_timing`). One is in the tests of
qiskit-ibm-runtime (test_circuit_schedule.py), with the lengths of ibm_kingston: a reset of 578 dt, x of 8, measurements of
570, as the properties have them. Between the measurement of three bits and the end of a branch on them lie 549 dt, where the
branch itself has 8: the rest is the broadcast of the bits, of which no length is published. The other is on IBM's page
"Visualize circuit timing" (docs/guides/qiskit-runtime-circuit-timing): `FINI_0`, two resets after the last
measurement, and 1393 dt before the first gate (see `RESETS_ADDED`), which are not counted here. The page also
says that the time which is billed is another one than that of the circuit.
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
"""How the names begin of what is not a gate, `measure_2` among them."""

_FEED_FORWARD: Final = "how long the device takes to act on measured values"


@frozen
class CircuitDuration:
    """How long one shot of a circuit takes, without the pause that follows it.

    Attributes:
        seconds: Its length; at least so long where something is unknown.
        unknown: What could not be known, in words; empty where the whole is known.
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
    """Work out how long one shot of a circuit takes.

    A condition takes as long as the longer of its branches. What cannot be known counts as 0 and is named: the length of an
    instruction that the device does not state, a delay without a value, a stretch, how long the device takes to act on measured
    values, and what follows a fault.

    Args:
        circuit: OpenQASM text, or QPY in the wire's wrapper.
        timing: The device.
        for_executor: Whether the circuit may have what only the executor takes.
        values: Values of parameters that delays depend on, for one point or for many; the mean over the points counts.
        folding: How often each gate on two qubits runs, as zero-noise extrapolation repeats it.
        dressing: Seconds of the turns that twirling puts before each gate on two qubits. They take in the gates on one qubit
            that are next to them, so these take no time of their own. 0 where gates are not twirled.
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
    """Work out how long one shot of a circuit takes that was read before; as `circuit_duration`.

    Args:
        reading: What the circuit holds; None for what is not a circuit.
        timing: The device.
        values: As for `circuit_duration`.
        folding: As for `circuit_duration`.
        dressing: As for `circuit_duration`.
    """
    if reading is None:
        return CircuitDuration(0.0, ("the circuit, which cannot be read",))
    return _Schedule(reading, timing, values or {}, folding, dressing).duration()


def has_timed_parameters(reading: Reading | None) -> bool:
    """Tell whether a delay depends on parameters, so that the length of the circuit depends on their values."""
    if reading is None or reading.parameters == frozenset():
        return False
    return any(True for call in reading.calls if call.name == "delay" for _ in _parameters(call))


def _parameters(call: Call) -> Iterable[str]:
    return (name for angle in call.angles for name in parameters_in(angle))


@define
class _Schedule:
    """One circuit in time.

    Lengths are whole numbers of dt, or seconds where the device has no dt. Where delays have many values, a length is an
    array with one for each point.
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
        """The length of the whole, and what could not be known."""
        for block in self.reading.blocks:
            self.blocks.setdefault(block.first, []).append(block)
        ticks = self._span(0, len(self.reading.calls), 0)
        mean = float(ticks) if isinstance(ticks, int | float) else float(ticks.mean())
        for fault in self.reading.faults[:1]:
            self.unknown[f"what the circuit has beside what can be read ({fault.located})"] = None
        for name, qubits in self.unstated.items():
            self.unknown[f"the length of {name}, which the device does not state ({_on(qubits)})"] = None
        conditions = sum(block.kind == "if" for block in self.reading.blocks)
        if conditions:
            self.unknown[f"{_FEED_FORWARD} ({pluralize(conditions, 'condition')})"] = None
        return CircuitDuration(mean * (self.timing.dt or 1.0), tuple(self.unknown))

    def _span(self, first: int, last: int, opened: int) -> Any:
        """The length of the calls from one index to another; the first blocks that begin with them, already opened, apart."""
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
        """The length of the longer part; of a box at least its own."""
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
            # A reset is a measurement and what follows from it.
            seconds = self.timing.length_of("measure", qubits) if name == "reset" else None
        ticks: float = self._in_ticks(seconds or 0.0, "s")
        if len(qubits) == 2:
            ticks += self._in_ticks(self.dressing, "s")
            return ticks * self.folding if self.folding != 1 else ticks
        taken_in = self.dressing and len(qubits) == 1 and not name.startswith(_NOT_GATES)
        return 0 if taken_in else ticks

    def _in_ticks(self, number: Any, unit: str) -> Any:
        """A time in dt, or in seconds where the device has no dt."""
        dt = self.timing.dt
        if unit == "dt":
            if dt is None and number:
                self.unknown["delays in dt, because the device states no dt"] = None
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
        """The lengths at all points; a number where they are one."""
        import numpy as np

        wrong = ~np.isfinite(found) | (found < 0)
        if wrong.any():
            self.unknown["delays whose values are not finite numbers of 0 or more"] = None
            found = np.where(wrong, 0.0, found)
        return float(found.reshape(())) if found.size == 1 else found


def _on(qubits: Sequence[int]) -> str:
    return (
        f"such as on {pluralize(len(qubits), 'qubit')} {', '.join(map(str, qubits))}"
        if qubits
        else "no qubit"
    )


def _places(qubits: tuple[int, ...], bits: tuple[int, ...]) -> tuple[int, ...]:
    """Qubits and classical bits as keys of one dictionary."""
    return (*qubits, *(-1 - bit for bit in bits)) if bits else qubits


def _extend(ends: dict[int, Any], places: tuple[int, ...], length: Any) -> None:
    """Append an instruction to what is on its qubits and bits."""
    if len(places) == 1:
        ends[places[0]] = ends.get(places[0], 0) + length
    elif places:
        end = _latest([ends.get(place, 0) for place in places]) + length
        for place in places:
            ends[place] = end


def _latest(times: Sequence[Any]) -> Any:
    """The largest of numbers, or of arrays point by point; 0 of none."""
    if all(isinstance(time, int | float) for time in times):
        return max(times, default=0)
    import numpy as np

    return reduce(np.maximum, times)

"""What a job's circuits cost, added up part by part, with what is assumed and what is not known.

One execution takes the pause before it (`rep_delay`), resets of the qubits (unless `init_qubits` is false) and the circuit: IBM's
guide "Workload usage" (docs/guides/estimate-job-run-time). Its example adds one reset, `target["reset"][(0,)].duration`; a
schedule that the service returned has four, see `RESETS_ADDED`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import mapping_of, number_of
from qrt_facade._base.wording import count
from qrt_facade._circuits.durations import has_timed_parameters, reading_duration
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._service.device_timing import DeviceTiming
from qrt_facade._service.estimates import OVERHEAD_SECONDS, Estimate, EstimatePart
from qrt_facade._service.limits import RESETS_ADDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade._circuits.durations import CircuitDuration
    from qrt_facade._circuits.reading import Reading

USUAL_REP_DELAY: Final = 250e-6
"""Seconds, "on most IBM Quantum backends": IBM's guide "Workload usage"."""

SHORT_REP_DELAY: Final = 30e-6
"""Seconds of a pause beside which what the device needs between shots counts, of which nothing is published.

On ibm_phoenix jobs took 3 to 14 us more for each execution than rep_delay, resets and circuit come to (jobs with pauses of 1 to
20 us; project gradvar, docs/postrun/02_phoenix_smoke, September 2026). Beside a pause of 250 us none of that is seen.
"""

_LEAST_CIRCUITS: Final = 300
"""Circuits that a job may have without a remark: `max_experiments` of IBM's devices, of one payload of the control electronics."""


class Tally:
    """The parts of one job.

    Args:
        backend: Name of the backend.
        configuration: Its configuration.
        properties: Its properties, or None.
        execution: The job's options `rep_delay` and `init_qubits`, whichever are set.
    """

    def __init__(
        self,
        backend: str,
        configuration: Mapping[str, Any],
        properties: Mapping[str, Any] | None,
        execution: Mapping[str, Any],
    ) -> None:
        self.timing: DeviceTiming = DeviceTiming.of(configuration, properties)
        self._backend = backend
        self._parts: list[EstimatePart] = [EstimatePart("job", OVERHEAD_SECONDS, 0, "of each job")]
        self._unknown: dict[str, None] = {}
        self._assumptions: dict[str, None] = {}
        self._circuits = 0
        self._readings: dict[object, Reading | None] = {}
        self._durations: dict[tuple[int, float, float], CircuitDuration] = {}
        self._longest: dict[tuple[int, tuple[str, ...]], float] = {}
        self._between = self._pause(execution) + self._reset(execution)

    def add(self, name: str, *, circuits: int, shots: int, seconds: float, note: str | None = None) -> None:
        """Add circuits that are executed.

        Args:
            name: What they are called.
            circuits: How many, after broadcasting.
            shots: Shots of each.
            seconds: Their mean length.
            note: How the executions come about.
        """
        executions = circuits * shots
        self._circuits += circuits
        written = note or f"{count(circuits, 'circuit')} x {count(shots, 'shot')}"
        self._parts.append(EstimatePart(name, executions * (self._between + seconds), executions, written))

    def reading(self, circuit: Any, *, for_executor: bool) -> Reading | None:
        """Return what a circuit holds; one that several PUBs have is read once.

        Args:
            circuit: The circuit, as it goes over the wire.
            for_executor: Whether it may have what only the executor takes.
        """
        key = circuit if isinstance(circuit, str) else ("packed", str(mapping_of(circuit).get("__value__")))
        if key not in self._readings:
            self._readings[key] = read_circuit(circuit, for_executor=for_executor)
        return self._readings[key]

    def duration(
        self,
        reading: Reading | None,
        values: Mapping[str, NDArray[np.float64]] | None,
        *,
        folding: float,
        dressing: float,
    ) -> CircuitDuration:
        """Return how long one shot of a circuit takes, the mean over its sweep; worked out once for equal circuits.

        Args:
            reading: What the circuit holds.
            values: Values of its parameters, for all points.
            folding: How often each gate on two qubits runs.
            dressing: Seconds of the turns before each of them.
        """
        if has_timed_parameters(reading):
            return reading_duration(reading, self.timing, values=values, folding=folding, dressing=dressing)
        key = (id(reading), folding, dressing)  # readings are kept for as long as this
        if reading is None or key not in self._durations:
            self._durations[key] = reading_duration(reading, self.timing, folding=folding, dressing=dressing)
        return self._durations[key]

    def longest(self, reading: Reading | None, names: tuple[str, ...]) -> float:
        """Return the longest of some instructions on the qubits that a circuit uses, in seconds; 0.0 where none is stated.

        Args:
            reading: What the circuit holds.
            names: Names of the instructions, all on one qubit or all on two.
        """
        key = (id(reading), names)
        if key not in self._longest:
            calls = reading.calls if reading else ()
            used = {call.qubits for call in calls if call.qubits}
            places = used | {(qubit,) for qubits in used for qubit in qubits}
            lengths = (self.timing.length_of(name, place) for place in places for name in names)
            self._longest[key] = max((length for length in lengths if length is not None), default=0.0)
        return self._longest[key]

    def is_unknown(self, *texts: str) -> None:
        """Note what is not known, so that the estimate is a lower bound."""
        self._unknown.update(dict.fromkeys(texts))

    def assume(self, text: str) -> None:
        """Note what the estimate rests on."""
        self._assumptions[text] = None

    def estimate(self) -> Estimate:
        """Return the estimate of all parts."""
        if self._circuits > _LEAST_CIRCUITS:
            self.assume("the service does not divide the job into sub-jobs, each of which takes 2 s more")
        return Estimate(self._backend, tuple(self._parts), tuple(self._unknown), tuple(self._assumptions))

    def _pause(self, execution: Mapping[str, Any]) -> float:
        pause = number_of(execution.get("rep_delay"))
        if pause is None:
            pause = self.timing.rep_delay
        if pause is None:
            pause = USUAL_REP_DELAY
            self.assume(f"{self._backend} states no default rep_delay; IBM's usual one is 250 us")
        if 0 <= pause < SHORT_REP_DELAY:
            self.is_unknown(
                f"with a rep_delay of {pause * 1e6:g} us, what the device needs between shots beside it: 3 to 14 us are "
                "reported, and IBM states none"
            )
        return max(pause, 0.0)

    def _reset(self, execution: Mapping[str, Any]) -> float:
        if execution.get("init_qubits") is False:
            return 0.0
        length = self.timing.length_of("reset", (0,))
        if length is None:
            self.assume(f"{self._backend} states no length of a reset; it is counted as 0")
        return RESETS_ADDED * (length or 0.0)

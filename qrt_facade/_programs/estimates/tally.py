"""What a job's circuits cost, added up part by part, with what is assumed and what is not known.

One execution takes the pause before it (`rep_delay`), resets of the qubits (unless `init_qubits` is false) and the circuit: IBM's
guide "Workload usage" (docs/guides/estimate-job-run-time). Its example adds one reset, `target["reset"][(0,)].duration`; a
schedule that the service returned has four, see `RESETS_ADDED`.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import mapping_of, number_of
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.durations import has_timed_parameters, reading_duration
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._service.device_timing import DeviceTiming
from qrt_facade._service.estimates import OVERHEAD_SECONDS, Estimate, EstimatePart
from qrt_facade._service.limits import MAX_EXECUTIONS, RESETS_ADDED

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

_ROUNDING: Final = 1 + 1e-9
"""Pauses are compared up to this, since devices state theirs in microseconds."""

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
        written = note or f"{pluralize(circuits, 'circuit')} x {pluralize(shots, 'shot')}"
        self._parts.append(
            EstimatePart(name, _time(executions, self._between + seconds), executions, written)
        )

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
        executions = sum(part.executions for part in self._parts)
        if executions > MAX_EXECUTIONS:
            self.assume(f"the service takes more than {MAX_EXECUTIONS:,} executions, its limit for a job")
        if self._circuits > _LEAST_CIRCUITS:
            self.assume("the service does not divide the job into sub-jobs, each of which takes 2 s more")
        return Estimate(self._backend, tuple(self._parts), tuple(self._unknown), tuple(self._assumptions))

    def _pause(self, execution: Mapping[str, Any]) -> float:
        pause = self._asked_pause(execution.get("rep_delay"))
        if pause is None:
            pause = self.timing.rep_delay
        if pause is None:
            pause = USUAL_REP_DELAY
            self.assume(f"{self._backend} states no default rep_delay; IBM's usual one is 250 us")
        if pause < SHORT_REP_DELAY:
            self.is_unknown(
                f"with a rep_delay of {pause * 1e6:g} us, what the device needs between shots beside it: 3 to 14 us are "
                "reported, and IBM states none"
            )
        return pause

    def _asked_pause(self, given: Any) -> float | None:
        """The pause that the job asks for, in seconds; None where it asks for none, or for what is not a pause."""
        if given is None:
            return None
        pause = number_of(given)
        if pause is None or pause < 0:
            self.is_unknown("the pause between shots: rep_delay is not a finite number of 0 or more")
            return None
        if self.timing.rep_delay_range is None:
            self.assume(f"{self._backend} takes a rep_delay, although it states no range of them")
            return pause
        least, most = self.timing.rep_delay_range
        if not least <= pause * _ROUNDING <= most * _ROUNDING**2:
            self.assume(
                f"{self._backend} takes a rep_delay of {pause:g} s, which is not in its range of {least:g} to {most:g} s"
            )
        return pause

    def _reset(self, execution: Mapping[str, Any]) -> float:
        if execution.get("init_qubits") is False:
            return 0.0
        length = self.timing.length_of("reset", (0,))
        if length is None:
            self.assume(f"{self._backend} states no length of a reset; it is counted as 0")
        return RESETS_ADDED * (length or 0.0)


def _time(executions: int, seconds: float) -> float:
    """The time of all executions; infinite where there are more than a float can count."""
    return executions * seconds if executions <= sys.float_info.max else math.inf

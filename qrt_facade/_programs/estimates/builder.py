"""Sum up the QPU time of a job's parts, with assumptions and unknowns.

One execution takes the delay before it (`rep_delay`), resets of the qubits (unless `init_qubits` is false) and the
circuit: IBM's guide "Workload usage" (docs/guides/estimate-job-run-time). Its example adds one reset,
`target["reset"][(0,)].duration`; a schedule returned by the service has four, see `RESETS_ADDED`.
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

DEFAULT_REP_DELAY: Final = 250e-6
"""Seconds, "on most IBM Quantum backends": IBM's guide "Workload usage"."""

SHORT_REP_DELAY: Final = 30e-6
"""Delay in seconds below which the device's own time between shots matters, for which nothing is published.

On ibm_phoenix jobs took 3 to 14 us more per execution than the sum of rep_delay, resets and circuit (jobs with delays
of 1 to 20 us; project gradvar, docs/postrun/02_phoenix_smoke, September 2026). With a delay of 250 us no difference is
visible.
"""

_ROUNDING: Final = 1 + 1e-9
"""Relative tolerance when comparing delays, since devices state them in microseconds."""

_LEAST_CIRCUITS: Final = 300
"""Jobs with more circuits get a note: `max_experiments` of IBM's devices, the capacity of one payload."""


class EstimateBuilder:
    """The estimate of one job, built part by part.

    Args:
        backend: Name of the backend.
        configuration: Its configuration.
        properties: Its properties, or None.
        execution: The job's options `rep_delay` and `init_qubits`, if set.
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
        """Add executed circuits.

        Args:
            name: Name of the part.
            circuits: Number of circuits after broadcasting.
            shots: Shots per circuit.
            seconds: Mean duration of the circuits.
            note: How the number of executions is computed.
        """
        executions = circuits * shots
        self._circuits += circuits
        written = note or f"{pluralize(circuits, 'circuit')} x {pluralize(shots, 'shot')}"
        self._parts.append(
            EstimatePart(name, _time(executions, self._between + seconds), executions, written)
        )

    def reading(self, circuit: Any, *, for_executor: bool) -> Reading | None:
        """Read a circuit; a circuit shared by several PUBs is read once.

        Args:
            circuit: The circuit, as sent on the wire.
            for_executor: Whether to accept what only the executor supports.
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
        """Return the duration of one shot of a circuit, as the mean over its sweep; cached for equal circuits.

        Args:
            reading: The circuit.
            values: Values of its parameters at all points.
            folding: How often each two-qubit gate runs.
            dressing: Duration in seconds of the gates before each of them.
        """
        if has_timed_parameters(reading):
            return reading_duration(reading, self.timing, values=values, folding=folding, dressing=dressing)
        key = (id(reading), folding, dressing)  # ids stay valid, because this object keeps the readings
        if reading is None or key not in self._durations:
            self._durations[key] = reading_duration(reading, self.timing, folding=folding, dressing=dressing)
        return self._durations[key]

    def longest(self, reading: Reading | None, names: tuple[str, ...]) -> float:
        """Return the longest duration of some instructions on a circuit's qubits, in seconds; 0.0 if none is stated.

        Args:
            reading: The circuit.
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
        """Note what is unknown, which makes the estimate a lower bound."""
        self._unknown.update(dict.fromkeys(texts))

    def assume(self, text: str) -> None:
        """Note an assumption of the estimate."""
        self._assumptions[text] = None

    def estimate(self) -> Estimate:
        """Return the estimate of all parts."""
        executions = sum(part.executions for part in self._parts)
        if executions > MAX_EXECUTIONS:
            self.assume(f"the service accepts more than {MAX_EXECUTIONS:,} executions, its limit for a job")
        if self._circuits > _LEAST_CIRCUITS:
            self.assume("the service does not split the job into sub-jobs, each of which takes another 2 s")
        return Estimate(self._backend, tuple(self._parts), tuple(self._unknown), tuple(self._assumptions))

    def _pause(self, execution: Mapping[str, Any]) -> float:
        pause = self._requested_pause(execution.get("rep_delay"))
        if pause is None:
            pause = self.timing.rep_delay
        if pause is None:
            pause = DEFAULT_REP_DELAY
            self.assume(
                f"{self._backend} reports no default rep_delay; 250 us is used, as on most IBM backends"
            )
        if pause < SHORT_REP_DELAY:
            self.is_unknown(
                f"the device's own time between shots, which matters with a rep_delay of {pause * 1e6:g} us: 3 to 14 "
                "us are "
                "reported, and IBM publishes no value"
            )
        return pause

    def _requested_pause(self, value: Any) -> float | None:
        """Return the delay that the job requests, in seconds; None if it requests none or the value is invalid."""
        if value is None:
            return None
        pause = number_of(value)
        if pause is None or pause < 0:
            self.is_unknown("the delay between shots, because rep_delay is not a finite number of 0 or more")
            return None
        if self.timing.rep_delay_range is None:
            self.assume(f"{self._backend} accepts a rep_delay, although it reports no range")
            return pause
        least, most = self.timing.rep_delay_range
        if not least <= pause * _ROUNDING <= most * _ROUNDING**2:
            self.assume(
                f"{self._backend} accepts a rep_delay of {pause:g} s, although it is outside its range of {least:g} "
                f"to {most:g} s"
            )
        return pause

    def _reset(self, execution: Mapping[str, Any]) -> float:
        if execution.get("init_qubits") is False:
            return 0.0
        length = self.timing.length_of("reset", (0,))
        if length is None:
            self.assume(f"{self._backend} reports no reset duration; 0 is assumed")
        return RESETS_ADDED * (length or 0.0)


def _time(executions: int, seconds: float) -> float:
    """Return the time of all executions; infinite if their number exceeds a float."""
    return executions * seconds if executions <= sys.float_info.max else math.inf

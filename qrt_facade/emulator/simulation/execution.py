"""Execution of bound circuits on Aer, and charging for them as for a QPU."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit_aer import AerSimulator

from qrt_facade._base.wording import pluralize
from qrt_facade._service.limits import MAX_EXECUTIONS, RESETS_ADDED
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation import frames, methods, propagation, trajectories
from qrt_facade.emulator.simulation.binding import bound_points
from qrt_facade.emulator.simulation.failures import OVERHEAD_SECONDS, JobFailedError, over_limit
from qrt_facade.emulator.simulation.methods_used import MethodUse, summary
from qrt_facade.emulator.simulation.midcircuit import with_own_readout
from qrt_facade.emulator.simulation.noise import noise_model
from qrt_facade.emulator.simulation.rep_delays import requested_rep_delay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qiskit import QuantumCircuit
    from qiskit.primitives.containers.bindings_array import BindingsArray
    from qiskit_aer.noise import NoiseModel

    from qrt_facade.emulator.simulation.propagation import Propagated
    from qrt_facade.emulator.simulation.target import Target

Bits = np.ndarray[Any, np.dtype[np.bool_]]
Values = np.ndarray[Any, np.dtype[np.float64]]
Options = dict[str, Any]

MAX_SHOTS = 10_000_000

_NARROW = 8
"""Width up to which one density matrix is cheaper than a noisy state vector for each shot."""


class RanTooLongError(Exception):
    """Raised when a job would need more QPU seconds than its `cost` allows."""


@dataclass
class Meter:
    """QPU time of one job: `(rep_delay + resets + circuit duration) * shots`, plus 2 s for the job itself.

    Attributes:
        target: The device.
        cap_seconds: Maximum QPU time of the job.
        rep_delay: The pause after each shot, in seconds; None for the device's default.
        init_qubits: Whether qubits are reset before each shot.
        executions: Circuits times shots so far.
        circuit_seconds: QPU time of these executions.
    """

    target: Target
    cap_seconds: float
    rep_delay: float | None = None
    init_qubits: bool = True
    executions: int = 0
    circuit_seconds: float = 0.0

    def apply_options(self, execution: Mapping[str, Any]) -> None:
        """Apply a job's execution options.

        Args:
            execution: The options `rep_delay` and `init_qubits`, as far as they are set.

        Raises:
            JobFailedError: 1521, the pause is outside the device's range.
        """
        self.rep_delay = requested_rep_delay(execution, self.target)
        self.init_qubits = execution.get("init_qubits") is not False

    def charge(
        self,
        circuit: QuantumCircuit,
        shots: int,
        circuits: int = 1,
        *,
        folding: float = 1.0,
        twirled: bool = False,
    ) -> None:
        """Charge for an execution before it happens.

        Args:
            circuit: The circuit.
            shots: Number of shots of each circuit.
            circuits: Number of circuits with this duration, such as the points of a sweep.
            folding: How many times each two-qubit gate runs, as zero-noise extrapolation repeats it.
            twirled: Whether two-qubit gates are twirled.

        Raises:
            JobFailedError: 1520, too many executions.
            RanTooLongError: the cap is exceeded.
        """
        if shots > MAX_SHOTS:
            raise over_limit(f"The number of circuit shots {shots} exceeds the system limit {MAX_SHOTS}")
        self.executions += shots * circuits
        if self.executions > MAX_EXECUTIONS:
            raise over_limit(
                f"The job has {self.executions} executions; at most {MAX_EXECUTIONS} are allowed."
            )
        pause = self.target.rep_delay if self.rep_delay is None else self.rep_delay
        resets = RESETS_ADDED * self.target.duration("reset", (0,)) if self.init_qubits else 0.0
        length = on_device.twirled_seconds if twirled else on_device.duration_seconds
        per_shot = pause + resets + length(circuit, self.target, folding)
        self.circuit_seconds += per_shot * shots * circuits
        if self.total_seconds > self.cap_seconds:
            raise RanTooLongError

    @property
    def total_seconds(self) -> float:
        """QPU seconds of the whole job."""
        return self.circuit_seconds + OVERHEAD_SECONDS

    @property
    def charged_seconds(self) -> int:
        """Charged QPU time: whole seconds, at most the cap."""
        return math.ceil(min(self.total_seconds, self.cap_seconds))


@dataclass
class Machine:
    """One device, simulated for one job.

    A dry run performs all checks and charges but simulates nothing: its result is random.
    Differences from a real device are reported in `warnings`, which are written to the job's log.
    """

    target: Target
    meter: Meter
    noise: bool
    seed: int | None
    memory_mb: int
    dry_run: bool = False
    warnings: list[str] = field(init=False, default_factory=list)
    _generator: np.random.Generator = field(init=False)
    _used: list[MethodUse] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._generator = np.random.default_rng(self.seed)

    def sweep(self, circuit: QuantumCircuit, values: BindingsArray, shots: int) -> Bits:
        """Sample one circuit at each point of a sweep: (*shape, shots, clbits), bit k at index k.

        Raises:
            JobFailedError: as for `bind` and `sample`.
        """

        def bound(qubits: list[int]) -> list[QuantumCircuit]:
            return bound_points(self._reduced(circuit, qubits), values)

        sampled = self._sample([circuit], bound, values.size, shots, symmetric_readout=False)
        return sampled.reshape(*values.shape, shots, circuit.num_clbits)

    def sample(
        self, circuits: Sequence[QuantumCircuit], shots: int, *, symmetric_readout: bool = False
    ) -> Bits:
        """Sample bound circuits that differ only in single-qubit gates: (circuits, shots, clbits).

        Raises:
            JobFailedError: 1500 if the simulation needs too much memory or is impossible.
        """

        def part_of_each(qubits: list[int]) -> list[QuantumCircuit]:
            return [self._reduced(circuit, qubits) for circuit in circuits]

        return self._sample(circuits, part_of_each, len(circuits), shots, symmetric_readout=symmetric_readout)

    def uniform(self, low: Values, high: Values) -> Values:
        """Return random numbers between the bounds, which a dry run returns in place of estimates."""
        return self._generator.uniform(low, high)

    def used(self) -> dict[str, Any]:
        """Return a PUB's metadata about the simulation methods used since the last call.

        It is empty if all parts were narrow, since these are simulated exactly.
        """
        used, self._used = self._used, []
        return summary(used)

    def exceeds_state_methods(self, circuit: QuantumCircuit, shots: int) -> bool:
        """Whether a part of a circuit is not Clifford, and too wide and deep for a state that surely fits in memory."""
        runs = trajectories.MOST_RUNS if self.noise else 1
        for members in on_device.independent_parts(circuit):
            if len(members) > methods.WIDEST_DENSITY_MATRIX:
                one = self._reduced(circuit, methods.order_by_coupling(circuit, members))
                if frames.can_simulate(one) or not on_device.is_static(one) or trajectories.has_channels(one):
                    continue
                if methods.need_probe(
                    methods.state_methods(one, max(shots // runs, 1), self.memory_mb, runs)
                ):
                    return True
        return False

    def expectations(self, circuit: QuantumCircuit, labels: list[str], precision: float) -> list[Propagated]:
        """Return expectation values of Pauli strings (last letter on qubit 0) by Pauli propagation, without shots or readout.

        Raises:
            JobFailedError: 1500, the values would be too inaccurate.
        """
        found = propagation.expectations(circuit, labels, self.target if self.noise else None, precision)
        if found:
            self._used.append(
                MethodUse(
                    "pauli_propagation",
                    bound=max(value.bound for value in found),
                    estimated_error=max(value.estimated_error or 0.0 for value in found) or None,
                )
            )
        return found

    def draw(self, probability: float, shots: int) -> float:
        """Return the fraction of shots in which an event with this probability happens."""
        return float(self._generator.binomial(shots, min(max(probability, 0.0), 1.0)) / shots)

    def _reduced(self, circuit: QuantumCircuit, qubits: list[int]) -> QuantumCircuit:
        return on_device.reduced(circuit, qubits, self.target, noise=self.noise)

    def _sample(
        self,
        circuits: Sequence[QuantumCircuit],
        part: Callable[[list[int]], list[QuantumCircuit]],
        count: int,
        shots: int,
        *,
        symmetric_readout: bool,
    ) -> Bits:
        """Simulate part by part; each part fills in its own classical bits."""
        bits = np.zeros((count, shots, circuits[0].num_clbits if circuits else 0), dtype=bool)
        if not bits.size:
            return bits
        if self.dry_run:
            for qubits in on_device.independent_parts(circuits[0]):
                part(qubits)  # binding fails as in a real run
            random: Bits = self._generator.integers(0, 2, size=bits.shape, dtype=np.uint8).astype(bool)
            return random
        gates = {
            (operation.name, where)
            for circuit in circuits
            for operation, where in on_device.instructions(circuit)
            if len(where) <= 2
        }
        for members in on_device.independent_parts(circuits[0]):
            wide = len(members) > methods.WIDEST_DENSITY_MATRIX
            qubits = methods.order_by_coupling(circuits[0], members) if wide else members
            parts = part(qubits)
            if _fits_frames(parts):
                self._used.append(MethodUse("pauli_frames"))
                bits |= np.array([self._frames(one, qubits, shots, symmetric_readout) for one in parts])
                continue
            if self.noise:
                parts = [with_own_readout(one, qubits, self.target) for one in parts]
                if trajectories.need_trajectories(parts[0]):
                    readout = noise_model(self.target, qubits, [], symmetric_readout=symmetric_readout)
                    bits |= np.array([self._run_trajectories(one, qubits, shots, readout) for one in parts])
                    continue
            noise = None
            if self.noise:
                own = [(name, where) for name, where in gates if set(members).issuperset(where)]
                noise = noise_model(self.target, qubits, own, symmetric_readout=symmetric_readout)
            bits |= np.array(self._run(parts, shots, noise, self._simulation_options(parts[0], shots)))
        return bits

    def _frames(
        self, circuit: QuantumCircuit, qubits: list[int], shots: int, symmetric_readout: bool
    ) -> Bits:
        return frames.sample(
            circuit,
            qubits,
            self.target,
            shots,
            self._generator,
            noise=self.noise,
            symmetric_readout=symmetric_readout,
        )

    def _run_trajectories(
        self, circuit: QuantumCircuit, qubits: list[int], shots: int, readout: NoiseModel
    ) -> Bits:
        each = max(shots // trajectories.MOST_RUNS, 1)
        tries = self._states(circuit, each, min(shots, trajectories.MOST_RUNS))
        draws = trajectories.draw(circuit, qubits, self.target, shots, self._generator)
        shared = len(draws) if len(draws) > 1 else None
        sampled = [
            bits
            for one, count in draws
            for bits in self._run([one], count, readout, tries, trajectories=shared)
        ]
        return self._generator.permutation(np.concatenate(sampled))

    def _states(self, circuit: QuantumCircuit, shots: int, runs: int = 1) -> list[Options]:
        """Return Aer options for a static circuit without gate noise that is simulated `runs` times.

        Raises:
            JobFailedError: 1500, it is too entangled and too wide.
        """
        found = methods.state_methods(circuit, shots, self.memory_mb, runs)
        if methods.need_probe(found) and not methods.entangles_little(circuit, self.memory_mb):
            found = found[1:]
        if not found:
            raise methods.too_entangled(circuit, self.memory_mb)
        return [methods.options_of(method.name, circuit.num_qubits) for method in found]

    def _simulation_options(self, circuit: QuantumCircuit, shots: int) -> list[Options]:
        """Return Aer options for a circuit with all its noise; if the first ones fail, the next ones are tried."""
        static, wide = on_device.is_static(circuit), circuit.num_qubits
        if not self.noise and static and wide > _NARROW:
            return self._states(circuit, shots)
        # A circuit too wide for a state vector may still have little entanglement.
        last: Options = {"method": "matrix_product_state"}
        if wide <= _NARROW:
            name = "density_matrix" if self.noise and static else "automatic"
            return [methods.options_of(name, wide), last]
        if static and methods.prefers_density_matrix(circuit, shots):
            return [methods.options_of("density_matrix", wide), last]
        return [{"max_parallel_threads": 1} if wide <= methods.WIDEST_DENSITY_MATRIX else {}, last]

    def _run(
        self,
        circuits: list[QuantumCircuit],
        shots: int,
        noise: NoiseModel | None,
        tries: list[Options],
        *,
        trajectories: int | None = None,
    ) -> list[Bits]:
        """Simulate circuits with the first options that succeed; those that fail are removed from the list.

        Raises:
            JobFailedError: 1500, all of them fail.
        """
        options: Options = {
            "shots": shots,
            "memory": True,
            "noise_model": noise,
            "max_memory_mb": self.memory_mb,
            "seed_simulator": int(self._generator.integers(2**31)),
            # Aer's search for idle qubits loses the jump targets of conditions.
            "enable_truncation": not on_device.has_control_flow(circuits[0]),
        }
        result = AerSimulator(**tries[0]).run(circuits, **options).result()
        while not result.success and len(tries) > 1:
            del tries[0]
            result = AerSimulator(**tries[0]).run(circuits, **options).result()
        if not result.success:
            reasons = {entry.status for entry in result.results if not entry.success} or {result.status}
            raise JobFailedError(
                1500,
                f"The emulator could not simulate {pluralize(circuits[0].num_qubits, 'qubit')}: {'; '.join(map(str, reasons))}",
                "Use fewer qubits or gates, or give the emulator more memory.",
                self.meter.charged_seconds,
            )
        if circuits[0].num_qubits > _NARROW:
            used = {str(entry.metadata["method"]) for entry in result.results}
            self._used += [MethodUse(method, trajectories=trajectories) for method in used]
        return [
            _bits(result.data(index)["memory"], circuit.num_clbits) for index, circuit in enumerate(circuits)
        ]


def _fits_frames(parts: Sequence[QuantumCircuit]) -> bool:
    """Whether frames are cheaper: not for narrow circuits, where one density matrix yields all shots."""
    narrow = parts[0].num_qubits <= _NARROW and on_device.is_static(parts[0])
    return not narrow and all(map(frames.can_simulate, parts))


def _bits(memory: Sequence[str], width: int) -> Bits:
    """Convert Aer's hexadecimal shots to a boolean matrix, bit k in column k."""
    size = (width + 7) // 8
    raw = b"".join(int(shot, 16).to_bytes(size, "little") for shot in memory)
    octets = np.frombuffer(raw, np.uint8).reshape(len(memory), size)
    return np.unpackbits(octets, axis=1, count=width, bitorder="little").astype(bool)

"""Running bound circuits on Aer and charging for them as a QPU would be charged."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit_aer import AerSimulator

from qrt_facade._base.wording import count
from qrt_facade._service.limits import MAX_EXECUTIONS
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation import frames, trajectories
from qrt_facade.emulator.simulation.binding import bound_points
from qrt_facade.emulator.simulation.failures import OVERHEAD_SECONDS, JobFailedError, over_limit
from qrt_facade.emulator.simulation.midcircuit import with_own_readout
from qrt_facade.emulator.simulation.noise import noise_model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qiskit import QuantumCircuit
    from qiskit.primitives.containers.bindings_array import BindingsArray
    from qiskit_aer.noise import NoiseModel

    from qrt_facade.emulator.simulation.target import Target

Bits = np.ndarray[Any, np.dtype[np.bool_]]
Values = np.ndarray[Any, np.dtype[np.float64]]

MAX_SHOTS = 10_000_000

_NARROW = 8
"""Width up to which one density matrix is cheaper than a noisy state vector for each shot."""


class RanTooLongError(Exception):
    """The job would need more QPU seconds than its `cost` allows."""


@dataclass
class Meter:
    """QPU time of one job: `(circuit duration + rep_delay) * shots`, and 2 s for the job itself."""

    target: Target
    cap_seconds: float
    executions: int = 0
    circuit_seconds: float = 0.0

    def charge(self, circuit: QuantumCircuit, shots: int, circuits: int = 1) -> None:
        """Count an execution before it happens.

        Raises:
            JobFailedError: 1520, too many executions.
            RanTooLongError: the cap is passed.
        """
        if shots > MAX_SHOTS:
            raise over_limit(f"The number of circuit shots {shots} exceeds the system limit {MAX_SHOTS}")
        self.executions += shots * circuits
        if self.executions > MAX_EXECUTIONS:
            raise over_limit(
                f"The job has {self.executions} executions; at most {MAX_EXECUTIONS} are allowed."
            )
        per_shot = on_device.duration_seconds(circuit, self.target) + self.target.rep_delay
        self.circuit_seconds += per_shot * shots * circuits
        if self.total_seconds > self.cap_seconds:
            raise RanTooLongError

    @property
    def total_seconds(self) -> float:
        """QPU seconds of the whole job."""
        return self.circuit_seconds + OVERHEAD_SECONDS

    @property
    def charged_seconds(self) -> int:
        """What the job is charged: whole seconds, at most the cap."""
        return math.ceil(min(self.total_seconds, self.cap_seconds))


@dataclass
class Machine:
    """One device, simulated for one job.

    A dry run goes through all that checks and charges, and nothing is simulated: what it returns is random.
    """

    target: Target
    meter: Meter
    noise: bool
    seed: int | None
    memory_mb: int
    dry_run: bool = False
    _generator: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._generator = np.random.default_rng(self.seed)

    def sweep(self, circuit: QuantumCircuit, values: BindingsArray, shots: int) -> Bits:
        """Shots of one circuit at each point of a sweep: (*shape, shots, clbits), bit k at index k.

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
        """Shots of bound circuits that differ in single-qubit gates only: (circuits, shots, clbits).

        Raises:
            JobFailedError: 1500 if the simulation needs more memory or cannot be done.
        """

        def part_of_each(qubits: list[int]) -> list[QuantumCircuit]:
            return [self._reduced(circuit, qubits) for circuit in circuits]

        return self._sample(circuits, part_of_each, len(circuits), shots, symmetric_readout=symmetric_readout)

    def uniform(self, low: Values, high: Values) -> Values:
        """Random numbers between the bounds, for what a dry run returns in the place of what is estimated."""
        return self._generator.uniform(low, high)

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
                part(qubits)  # what cannot be bound fails as in the real run
            random: Bits = self._generator.integers(0, 2, size=bits.shape, dtype=np.uint8).astype(bool)
            return random
        gates = {
            (operation.name, where)
            for circuit in circuits
            for operation, where in on_device.instructions(circuit)
            if len(where) <= 2
        }
        for qubits in on_device.independent_parts(circuits[0]):
            parts = part(qubits)
            if _fits_frames(parts):
                bits |= np.array([self._frames(one, qubits, shots, symmetric_readout) for one in parts])
                continue
            noise = None
            if self.noise:
                members = set(qubits)
                own = [(name, where) for name, where in gates if members.issuperset(where)]
                noise = noise_model(self.target, qubits, own, symmetric_readout=symmetric_readout)
                parts = [with_own_readout(one, qubits, self.target) for one in parts]
            if noise is not None and trajectories.are_needed(parts[0]):
                readout = noise_model(self.target, qubits, [], symmetric_readout=symmetric_readout)
                bits |= np.array([self._run_trajectories(one, qubits, shots, readout) for one in parts])
            else:
                bits |= np.array(self._run(parts, shots, noise))
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
        draws = trajectories.draw(circuit, qubits, self.target, shots, self._generator)
        sampled = [bits for one, count in draws for bits in self._run([one], count, readout)]
        return self._generator.permutation(np.concatenate(sampled))

    def _run(self, circuits: list[QuantumCircuit], shots: int, noise: NoiseModel | None) -> list[Bits]:
        options: dict[str, Any] = {
            "shots": shots,
            "memory": True,
            "noise_model": noise,
            "max_memory_mb": self.memory_mb,
            "seed_simulator": int(self._generator.integers(2**31)),
            # Aer's own search for idle qubits loses the places that conditions jump to.
            "enable_truncation": not on_device.has_control_flow(circuits[0]),
        }
        simulator = AerSimulator(**_method(circuits[0], noisy=noise is not None))
        result = simulator.run(circuits, **options).result()
        if not result.success:
            # What is too wide for a state vector may still have little entanglement.
            result = AerSimulator(method="matrix_product_state").run(circuits, **options).result()
        if not result.success:
            reasons = {entry.status for entry in result.results if not entry.success} or {result.status}
            raise JobFailedError(
                1500,
                f"The emulator could not simulate {count(circuits[0].num_qubits, 'qubit')}: {'; '.join(map(str, reasons))}",
                "Use fewer qubits or gates, or give the emulator more memory.",
                self.meter.charged_seconds,
            )
        return [
            _bits(result.data(index)["memory"], circuit.num_clbits) for index, circuit in enumerate(circuits)
        ]


def _fits_frames(parts: Sequence[QuantumCircuit]) -> bool:
    """Whether frames are the cheaper way: not for what is narrow, where one density matrix gives all shots."""
    narrow = parts[0].num_qubits <= _NARROW and on_device.is_static(parts[0])
    return not narrow and all(map(frames.can_simulate, parts))


def _method(circuit: QuantumCircuit, *, noisy: bool) -> dict[str, Any]:
    """How Aer is to simulate a circuit; for narrow ones threads cost more than they give."""
    if circuit.num_qubits > _NARROW:
        return {}
    method = "density_matrix" if noisy and on_device.is_static(circuit) else "automatic"
    return {"method": method, "max_parallel_threads": 1}


def _bits(memory: Sequence[str], width: int) -> Bits:
    """Aer's hexadecimal shots as a boolean matrix, bit k in column k."""
    size = (width + 7) // 8
    raw = b"".join(int(shot, 16).to_bytes(size, "little") for shot in memory)
    octets = np.frombuffer(raw, np.uint8).reshape(len(memory), size)
    return np.unpackbits(octets, axis=1, count=width, bitorder="little").astype(bool)

"""Sampling of noisy Clifford circuits of any width by Pauli frames.

A Pauli error inside a Clifford circuit is equivalent to a Pauli at its end. One shot without errors is simulated by the
stabilizer method; for every other shot only the Pauli by which it differs (its frame) is tracked, 64 shots per word.
Random measurement outcomes come from frames as well: a state in the computational basis does not change when Z acts on
it with probability 1/2, and later gates turn that Z into flips. All shots are independent, with exactly the
distribution of shot-by-shot simulation (C. Gidney, "Stim: a fast stabilizer circuit simulator", 2021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit_aer import AerSimulator

from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation import cliffords
from qrt_facade.emulator.simulation.midcircuit import name_on_device
from qrt_facade.emulator.simulation.noise import gate_paulis

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.target import Qubits, Target

Words = np.ndarray[Any, np.dtype[np.uint64]]
Bits = np.ndarray[Any, np.dtype[np.bool_]]

_IGNORED = frozenset({"barrier", "delay"})
_MEASURE_AND_RESET = frozenset({"measure", "reset"})


def can_simulate(circuit: QuantumCircuit) -> bool:
    """Whether a circuit consists only of Clifford gates, measurements and resets in any order, without control flow."""
    return not on_device.has_control_flow(circuit) and all(
        instruction.name in _IGNORED
        or instruction.name in _MEASURE_AND_RESET
        or cliffords.is_clifford(instruction.operation)
        for instruction in circuit.data
    )


def sample(
    circuit: QuantumCircuit,
    qubits: list[int],
    target: Target,
    shots: int,
    generator: np.random.Generator,
    *,
    noise: bool,
    symmetric_readout: bool,
) -> Bits:
    """Sample a reduced circuit for which `can_simulate` is true: (shots, clbits).

    Args:
        circuit: The reduced circuit, without instructions for noise.
        qubits: Device qubits in the order of the circuit's qubits.
        target: The device, whose errors are applied if `noise` is set.
        shots: Number of shots.
        generator: Source of all randomness.
        noise: Whether gates and readout have errors.
        symmetric_readout: Average both readout errors, as twirled readout does.
    """
    frames = _Frames(circuit.num_qubits, shots, generator)
    expected = _without_errors(circuit, int(generator.integers(2**31)))
    bits = np.zeros((shots, circuit.num_clbits), dtype=bool)
    places = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    for instruction in circuit.data:
        operation = instruction.operation
        where = [places[qubit] for qubit in instruction.qubits]
        physical = tuple(qubits[index] for index in where)
        if operation.name in _IGNORED:
            continue
        if operation.name == "measure":
            bit = circuit.find_bit(instruction.clbits[0]).index
            outcome = frames.measured(where[0]) ^ expected[bit]
            bits[:, bit] = outcome
            if noise:
                errors = target.readout_error(physical[0], name_on_device(operation, target))
                bits[:, bit] = _apply_readout_errors(outcome, errors, generator, symmetric=symmetric_readout)
        elif operation.name == "reset":
            frames.reset(where[0])
        else:
            frames.apply(cliffords.symplectic(operation), where)
        if noise and operation.name != "measure":
            frames.apply_errors(*_errors(target, operation.name, physical), where)
    return bits


class _Frames:
    """The Pauli by which each shot differs from the shot without errors: whether it has an X or a Z on each qubit.

    Attributes:
        x: Words (qubits, words); shot k is bit k % 64 of word k // 64.
        z: Likewise.
    """

    def __init__(self, num_qubits: int, shots: int, generator: np.random.Generator) -> None:
        words = -(-shots // 64)
        self._shots = shots
        self._generator = generator
        self.x: Words = np.zeros((num_qubits, words), dtype=np.uint64)
        self.z: Words = self._random(num_qubits, words)

    def _random(self, *shape: int) -> Words:
        return self._generator.integers(0, 2**64, size=shape, dtype=np.uint64)

    def apply(self, matrix: cliffords.Symplectic, where: list[int]) -> None:
        """Propagate the frames through a Clifford gate on these qubits."""
        before = [*self.x[where], *self.z[where]]
        for column, (rows, index) in enumerate(
            [(self.x, qubit) for qubit in where] + [(self.z, qubit) for qubit in where]
        ):
            rows[index] = np.bitwise_xor.reduce([before[row] for row in np.flatnonzero(matrix[:, column])])

    def apply_errors(self, labels: list[str], weights: list[float], where: list[int]) -> None:
        """Apply random Paulis to some shots; the last letter of a label acts on the first qubit."""
        total = sum(weights)
        if total <= 0:
            return
        chosen = self._some_shots(min(total, 1.0))
        which = self._generator.choice(len(labels), size=len(chosen), p=np.array(weights) / total)
        for number, label in enumerate(labels):
            own = chosen[which == number]
            if not len(own):
                continue
            for letter, qubit in zip(reversed(label), where, strict=True):
                for rows, letters in ((self.x, "XY"), (self.z, "ZY")):
                    if letter in letters:
                        np.bitwise_xor.at(rows[qubit], own >> 6, np.uint64(1) << (own & 63).astype(np.uint64))

    def _some_shots(self, probability: float) -> np.ndarray[Any, np.dtype[np.int64]]:
        return _chosen(self._shots, probability, self._generator)

    def measured(self, qubit: int) -> Bits:
        """Return whether each shot's outcome differs from the shot without errors, and randomise Z."""
        flips = np.unpackbits(
            self.x[qubit].astype("<u8").view(np.uint8), count=self._shots, bitorder="little"
        )
        self.z[qubit] ^= self._random(self.z.shape[1])
        return flips.astype(bool)

    def reset(self, qubit: int) -> None:
        """Clear a qubit's frames: no error outlasts a reset."""
        self.x[qubit] = 0
        self.z[qubit] = self._random(self.z.shape[1])


def _chosen(
    shots: int, probability: float, generator: np.random.Generator
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Choose the shots in which an event with this probability happens."""
    number = int(generator.binomial(shots, probability))
    return generator.choice(shots, size=number, replace=False, shuffle=False)


def _errors(target: Target, name: str, where: Qubits) -> tuple[list[str], list[float]]:
    paulis = {
        label: weight
        for label, weight in gate_paulis(target, name, where).items()
        if weight > 0 and set(label) != {"I"}
    }
    return list(paulis), list(paulis.values())


def _apply_readout_errors(
    outcome: Bits, errors: tuple[float, float], generator: np.random.Generator, *, symmetric: bool
) -> Bits:
    """Apply readout errors: 1 is read from a 0 and 0 from a 1 with the given probabilities."""
    false_one, false_zero = ((errors[0] + errors[1]) / 2,) * 2 if symmetric else errors
    most = max(false_one, false_zero)
    if not most:
        return outcome
    # Few shots are misread: candidates are drawn with the larger probability, then thinned out by their outcome.
    maybe = _chosen(len(outcome), most, generator)
    kept = generator.random(len(maybe)) * most < np.where(outcome[maybe], false_zero, false_one)
    read = outcome.copy()
    read[maybe[kept]] ^= True
    return read


def _without_errors(circuit: QuantumCircuit, seed: int) -> Bits:
    """Return the classical bits of one shot without errors."""
    plain = circuit.copy_empty_like()
    for instruction in circuit.data:
        operation = instruction.operation
        if operation.name in _MEASURE_AND_RESET:
            plain.append(instruction)
        elif operation.name not in _IGNORED:
            plain.compose(cliffords.elementary(operation), instruction.qubits, inplace=True)
    simulator = AerSimulator(method="stabilizer", max_parallel_threads=1)
    result = simulator.run(plain, shots=1, memory=True, seed_simulator=seed, enable_truncation=False).result()
    # Not get_memory: it groups bits by register, which loses bits in no register or in two.
    value = int(result.data()["memory"][0], 16) if circuit.num_clbits else 0
    return np.array([value >> bit & 1 for bit in range(circuit.num_clbits)], dtype=bool)

"""Noise on wide circuits by a limited number of trajectories.

Simulating every shot of a noisy 20-qubit circuit separately takes minutes. Here Pauli errors are drawn in advance:
shots without any error share one run, the others share a few runs with errors. Each shot has the right distribution,
but shots of the same run are not independent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation.cliffords import is_clifford
from qrt_facade.emulator.simulation.noise import gate_paulis

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.target import Target

MOST_RUNS = 32
"""Maximum number of runs per circuit."""

_WIDE = 12
"""Width up to which a state vector for each shot is affordable."""

_CHANNELS = frozenset({"quantum_channel", "kraus"})
_IGNORED = frozenset({"barrier", "measure"})


def need_trajectories(circuit: QuantumCircuit) -> bool:
    """Whether a circuit is wide, static and not Clifford (there is another method for Clifford circuits)."""
    if circuit.num_qubits <= _WIDE:
        return False
    operations = [instruction.operation for instruction in circuit.data]
    return (
        on_device.is_static(circuit) and not has_channels(circuit) and not all(map(_is_clifford, operations))
    )


def has_channels(circuit: QuantumCircuit) -> bool:
    """Whether a circuit contains channels, such as the relaxation during a delay."""
    return any(instruction.name in _CHANNELS for instruction in circuit.data)


def _is_clifford(operation: Any) -> bool:
    return operation.name in _IGNORED or is_clifford(operation)


def draw(
    circuit: QuantumCircuit, qubits: list[int], target: Target, shots: int, generator: np.random.Generator
) -> list[tuple[QuantumCircuit, int]]:
    """Return circuits with errors inserted, and the number of shots of each; the first one may be free of errors."""
    channels = [_channel(circuit, instruction, qubits, target) for instruction in circuit.data]
    clean = np.array([1 - sum(weights) for _, weights in channels])
    # Probability that the first error is at a place, given that there is an error.
    first = np.concatenate(([1.0], np.cumprod(clean)[:-1])) * (1 - clean)
    without = generator.binomial(shots, np.prod(clean))
    rest = shots - without
    runs = min(rest, MOST_RUNS - 1)
    draws = [(circuit, int(without))] if without else []
    for number in range(runs):
        start = int(generator.choice(len(first), p=first / first.sum()))
        later = np.flatnonzero(generator.random(len(clean)) > clean)
        places = [start, *later[later > start]]
        errors = {int(place): _label(channels[place], generator) for place in places}
        draws.append((_with_errors(circuit, errors), rest // runs + (number < rest % runs)))
    return draws


Channel = tuple[list[str], list[float]]


def _channel(circuit: QuantumCircuit, instruction: Any, qubits: list[int], target: Target) -> Channel:
    """Return the Paulis that can follow an instruction, without the identity."""
    if instruction.operation.name in {"barrier", "measure", "delay"}:
        return [], []
    where = tuple(qubits[circuit.find_bit(qubit).index] for qubit in instruction.qubits)
    paulis = gate_paulis(target, instruction.operation.name, where)
    found = [(label, weight) for label, weight in paulis.items() if set(label) != {"I"} and weight > 0]
    return [label for label, _ in found], [weight for _, weight in found]


def _label(channel: Channel, generator: np.random.Generator) -> str:
    labels, weights = channel
    return labels[int(generator.choice(len(labels), p=np.array(weights) / sum(weights)))]


def _with_errors(circuit: QuantumCircuit, errors: dict[int, str]) -> QuantumCircuit:
    noisy = circuit.copy_empty_like()
    for place, instruction in enumerate(circuit.data):
        noisy.append(instruction)
        for letter, qubit in zip(reversed(errors.get(place, "")), instruction.qubits, strict=False):
            if letter != "I":
                getattr(noisy, letter.lower())(qubit)
    return noisy

"""Noise of the qubits that a circuit uses, from the errors that the device reports.

Gates: a Pauli channel whose average infidelity is the reported `gate_error`. Its first part is the
relaxation (T1, T2) during the gate, Pauli-twirled; the rest is depolarizing. Twirling keeps the
infidelity exact and the channel Clifford, so circuits of 156 qubits stay within reach of the stabilizer
method. Delays: exact thermal relaxation. Readout: the reported assignment probabilities.
"""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from qiskit_aer.noise import NoiseModel, ReadoutError, pauli_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qiskit_aer.noise import QuantumError

    from qrt_facade.emulator.simulation.target import Qubits, Target

_NOISELESS = frozenset({"rz", "barrier", "delay", "measure", "reset", "store"})

_KEPT_CHANNELS = 4096
"""Enough for all gates of several large devices."""


def noise_model(
    target: Target, qubits: list[int], gates: Iterable[tuple[str, Qubits]], *, symmetric_readout: bool = False
) -> NoiseModel:
    """Return a noise model of the given gates and of the readout, for the reduced circuit.

    Args:
        target: the device.
        qubits: device qubits in the order of the reduced circuit's qubits.
        gates: the gates that occur, with their device qubits.
        symmetric_readout: average both readout errors, as twirled readout does.
    """
    place = {qubit: index for index, qubit in enumerate(qubits)}
    model = NoiseModel()
    for name, where in set(gates):
        if (error := gate_channel(target, name, where)) is not None:
            model.add_quantum_error(error, name, [place[qubit] for qubit in where])
    for qubit in qubits:
        false_one, false_zero = target.readout_error(qubit)
        if symmetric_readout:
            false_one = false_zero = (false_one + false_zero) / 2
        if false_one or false_zero:
            matrix = [[1 - false_one, false_one], [false_zero, 1 - false_zero]]
            model.add_readout_error(ReadoutError(matrix), [place[qubit]])
    return model


@lru_cache(maxsize=_KEPT_CHANNELS)
def gate_channel(target: Target, name: str, qubits: Qubits) -> QuantumError | None:
    """Return the channel after one gate; None if the gate is perfect.

    It is cached: Aer takes longer to build the channels of a few gates than to run a small circuit.
    """
    probabilities = gate_paulis(target, name, qubits)
    if probabilities["I" * len(qubits)] >= 1:
        return None
    return pauli_error([(pauli, weight) for pauli, weight in probabilities.items() if weight > 0])


@lru_cache(maxsize=_KEPT_CHANNELS)
def gate_paulis(target: Target, name: str, qubits: Qubits) -> Mapping[str, float]:
    """Return the probability of each Pauli after a gate; the label's last letter acts on the first qubit."""
    if name in _NOISELESS:
        return {"I" * len(qubits): 1.0}
    relaxation = _relaxation(target, qubits, target.duration(name, qubits))
    return _with_infidelity(relaxation, len(qubits), target.gate_error(name, qubits))


def _relaxation(target: Target, qubits: Qubits, seconds: float) -> dict[str, float]:
    """Return the weights of Paulis for twirled relaxation; the last qubit comes first in a label."""
    weights = {"": 1.0}
    for qubit in qubits:
        t1, t2 = target.relaxation_times(qubit)
        flip = (1 - math.exp(-seconds / t1)) / 4
        single = {"X": flip, "Y": flip, "Z": max((1 - math.exp(-seconds / t2)) / 2 - flip, 0.0)}
        single = {"I": 1 - sum(single.values()), **single}
        weights = {
            pauli + label: weight * share
            for label, weight in weights.items()
            for pauli, share in single.items()
        }
    return weights


def _with_infidelity(relaxation: dict[str, float], num_qubits: int, infidelity: float) -> dict[str, float]:
    """Add depolarizing noise to reach the infidelity (or scale relaxation down if it alone exceeds it).

    For a Pauli channel the process fidelity is the identity's weight, and the average infidelity is
    (1 - that) * d / (d + 1).
    """
    dimension = 2**num_qubits
    target_fidelity = 1 - infidelity * (dimension + 1) / dimension
    identity = "I" * num_qubits
    present = relaxation[identity]
    if present <= target_fidelity:
        scale = (1 - target_fidelity) / (1 - present) if present < 1 else 0.0
        mixed = {pauli: weight * scale for pauli, weight in relaxation.items()}
    else:
        labels = ["".join(letters) for letters in itertools.product("IXYZ", repeat=num_qubits)]
        excess = present - 1 / len(labels)  # 0 if relaxation has destroyed the state
        share = min((present - target_fidelity) / excess, 1.0) if excess > 0 else 1.0
        mixed = {pauli: (1 - share) * relaxation[pauli] + share / len(labels) for pauli in labels}
    return {**mixed, identity: 1 - sum(weight for pauli, weight in mixed.items() if pauli != identity)}

"""Choice of the fastest Aer method for a circuit without control flow.

The costs are estimated from the numbers of qubits, gates and shots. A matrix product state needs a bond dimension that
is at most doubled by each two-qubit gate across a cut, and at most 2^k with k qubits on one side: it is small for
shallow circuits of any width. A state vector needs 2^n numbers at any depth.

If both estimates are too large, a run with a limited bond dimension shows what is needed: gates that entangle little
need much less than the estimate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qiskit_aer import AerSimulator

from qrt_facade._base.wording import pluralize
from qrt_facade._service import reason_codes
from qrt_facade.emulator.simulation.failures import JobFailedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qiskit import QuantumCircuit

_AMPLITUDE_BYTES = 16
_AMPLITUDE_SECONDS = 1.5e-9
"""For one gate on one amplitude. All these were measured with Aer 0.18 on one core; only ratios matter."""

_NOISY_AMPLITUDE_SECONDS = 5e-9
"""The same for a density matrix, including the channel that follows the gate."""

_NOISY_GATE_SECONDS = 2e-6
"""Additional time per gate if each shot is simulated separately."""

_BOND_SECONDS = 3e-9
"""For a two-qubit gate, times the cube of the final bond dimension; earlier gates need less."""

_FULL_BOND_SECONDS = 6e-8
"""The same if every gate reaches the limit of the bond dimension."""

_SAMPLE_SECONDS = 1e-8
"""For one qubit of one shot, times the bond dimension squared."""

_MOST_SECONDS = 300.0
"""Longer estimates are not trusted without a probe."""

_PROBE_SECONDS = 20.0
"""Time limit of a probe, which determines the limit of its bond dimension."""

_LEAST_BOND = 17

WIDEST_DENSITY_MATRIX = 12
"""Number of qubits of a density matrix of 256 MiB."""


@dataclass(frozen=True)
class Method:
    """One way to simulate a circuit.

    Attributes:
        name: Aer's name of the method.
        seconds: Estimated time on one core; infinite if only a probe can tell.
    """

    name: str
    seconds: float


def state_methods(circuit: QuantumCircuit, shots: int, memory_mb: int, runs: int = 1) -> list[Method]:
    """Return methods for the shots of a noiseless circuit, repeated `runs` times: the first choice, then fallbacks."""
    wide, gates = circuit.num_qubits, len(circuit.data)
    bond = 2.0 ** bond_bits(circuit)
    two_qubit = circuit.num_nonlocal_gates()
    product = Method(
        "matrix_product_state",
        two_qubit * bond**3 * _BOND_SECONDS + shots * wide * bond**2 * _SAMPLE_SECONDS,
    )
    vector = Method("statevector", 2.0**wide * gates * _AMPLITUDE_SECONDS)
    possible = [product] if wide * 2 * bond**2 * _AMPLITUDE_BYTES <= memory_mb * 2**20 else []
    if 2.0**wide * _AMPLITUDE_BYTES <= memory_mb * 2**20:
        possible.append(vector)
    possible.sort(key=lambda method: method.seconds)
    if possible and possible[0].seconds * runs <= _MOST_SECONDS:
        return possible
    return [Method(product.name, math.inf), *(one for one in possible if one is vector)]


def need_probe(methods: Sequence[Method]) -> bool:
    """Whether no method is known to be fast enough, unless a probe shows that the circuit entangles little."""
    return math.isinf(methods[0].seconds)


def entangles_little(circuit: QuantumCircuit, memory_mb: int) -> bool:
    """Whether a static circuit's state needs a feasible bond dimension, found by simulating it with a limit."""
    limit = int((_PROBE_SECONDS / max(circuit.num_nonlocal_gates(), 1) / _FULL_BOND_SECONDS) ** (1 / 3))
    limit = max(_LEAST_BOND, limit | 1)  # odd: states that fill their bonds need powers of 2
    probed = circuit.copy_empty_like()
    for instruction in circuit.data:
        if instruction.name not in {"measure", "barrier"}:
            probed.append(instruction)
    probed.save_matrix_product_state(label="state")
    simulator = AerSimulator(**options_of("matrix_product_state", circuit.num_qubits))
    ended = simulator.run(
        probed, shots=1, matrix_product_state_max_bond_dimension=limit, max_memory_mb=memory_mb
    ).result()
    return bool(ended.success) and max(map(len, ended.data(0)["state"][1])) < limit


def prefers_density_matrix(circuit: QuantumCircuit, shots: int) -> bool:
    """Whether one density matrix is cheaper than a state vector for each shot of a noisy, static circuit."""
    wide = circuit.num_qubits
    if wide > WIDEST_DENSITY_MATRIX:
        return False
    each_shot = _NOISY_GATE_SECONDS + 2.0**wide * 2 * _AMPLITUDE_SECONDS
    return bool(4.0**wide * _NOISY_AMPLITUDE_SECONDS < shots * each_shot)


def bond_bits(circuit: QuantumCircuit) -> int:
    """Return the binary logarithm of a bond dimension that suffices for the circuit's qubits in their order."""
    wide = circuit.num_qubits
    places = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    crossing = [0] * max(wide - 1, 1)
    for instruction in circuit.data:
        if len(instruction.qubits) < 2 or instruction.name == "barrier":
            continue
        where = sorted(places[qubit] for qubit in instruction.qubits)
        for cut in range(where[0], where[-1]):
            crossing[cut] += 1
    return max(min(number, cut + 1, wide - cut - 1) for cut, number in enumerate(crossing)) if wide > 1 else 0


def too_entangled(circuit: QuantumCircuit, memory_mb: int) -> JobFailedError:
    """1500: a circuit too entangled for a matrix product state, according to a probe, and too wide for a vector."""
    widest = int(math.log2(memory_mb * 2**20 / _AMPLITUDE_BYTES))
    return JobFailedError(
        reason_codes.INTERNAL,
        f"The emulator cannot simulate {pluralize(circuit.num_qubits, 'entangled qubit')}: a state vector would take"
        f" 2^{circuit.num_qubits} numbers, and a matrix product state too large a bond dimension.",
        f"Use at most {widest} entangled qubits, or fewer layers of two-qubit gates (about 8 between any two neighbours), "
        "or Clifford gates only, which are simulated at any width and depth.",
    )


def order_by_coupling(circuit: QuantumCircuit, qubits: list[int]) -> list[int]:
    """Order the qubits so that those that share gates are near each other, which keeps bonds small."""
    neighbours: dict[int, set[int]] = {qubit: set() for qubit in qubits}
    for instruction in circuit.data:
        where = [circuit.find_bit(qubit).index for qubit in instruction.qubits]
        if len(where) == 2 and instruction.name != "barrier" and where[0] in neighbours:
            neighbours[where[0]].add(where[1])
            neighbours[where[1]].add(where[0])
    ordered: dict[int, None] = {}
    for start in sorted(qubits, key=lambda qubit: len(neighbours[qubit])):
        pending = [start]
        while pending:
            qubit = pending.pop()
            if qubit not in ordered:
                ordered[qubit] = None
                pending += sorted(
                    neighbours[qubit] - ordered.keys(),
                    key=lambda other: -len(neighbours[other] - ordered.keys()),
                )
    return list(ordered)


def options_of(method: str, wide: int) -> dict[str, Any]:
    """Return Aer's options for a method; for small states threads cost more than they gain."""
    threads = {} if method == "statevector" and wide > _MIN_THREADED_QUBITS else {"max_parallel_threads": 1}
    return {"method": method, **threads}


_MIN_THREADED_QUBITS = 22
"""Number of qubits above which the gates of a state vector take longer than synchronising threads."""

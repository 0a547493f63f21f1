"""qiskit-algorithms: VQE and QAOA, short enough that both clients evaluate the same points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from primitives import both
from problems import SHOTS, Value
from qiskit.circuit.library import n_local
from qiskit.quantum_info import SparsePauliOp
from qiskit_algorithms import QAOA, VQE
from qiskit_algorithms.optimizers import COBYLA

if TYPE_CHECKING:
    from primitives import Primitives

ENERGY = SparsePauliOp.from_list([("ZZ", 1.0), ("XI", 0.5), ("IX", 0.5)])


@both
def vqe(mine: Primitives) -> Value:
    """VQE of two qubits, 8 evaluations: the energy of the first one (error bars: upper bounds)."""
    ansatz = n_local(2, "ry", "cz", reps=1)
    estimator = mine.estimator(mode=mine.backend, options={"default_precision": 0.03})
    seen: list[float] = []
    VQE(
        estimator,
        ansatz,
        COBYLA(maxiter=8),
        initial_point=[0.3] * ansatz.num_parameters,
        callback=lambda _count, _point, mean, _about: seen.append(mean),
        transpiler=mine.passes(),
    ).compute_minimum_eigenvalue(ENERGY)
    # For the three terms, with the shots of that precision.
    return Value(seen[0], 0.03 * (1 + 0.25 + 0.25) ** 0.5)


@both
def qaoa(mine: Primitives) -> Value:
    """QAOA of an edge, one evaluation: the share of both best cuts."""
    cost = SparsePauliOp.from_list([("ZZ", 1.0)])
    sampler = mine.sampler(mode=mine.backend, options={"default_shots": SHOTS})
    found = QAOA(
        sampler, COBYLA(maxiter=1), initial_point=[0.6, 0.7], transpiler=mine.narrow_passes()
    ).compute_minimum_eigenvalue(cost)
    share = sum(value for bits, value in found.eigenstate.items() if bits in {1, 2, "01", "10"})
    return Value(float(share), (share * (1 - share) / SHOTS) ** 0.5)


PROBLEMS = (vqe, qaoa)

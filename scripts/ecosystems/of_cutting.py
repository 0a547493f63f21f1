"""qiskit-addon-cutting: a circuit cut in two halves, and the reconstructed value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from primitives import both, repeated
from problems import SHOTS
from qiskit import QuantumCircuit
from qiskit.quantum_info import PauliList, SparsePauliOp
from qiskit_addon_cutting import (
    generate_cutting_experiments,
    partition_problem,
    reconstruct_expectation_values,
)

if TYPE_CHECKING:
    from primitives import Primitives


@both
@repeated
def halves(mine: Primitives) -> float:
    """Four qubits, cut at one gate into two halves: the value of ZZZZ + IIXX."""
    circuit = QuantumCircuit(4)
    for qubit in range(4):
        circuit.ry(0.4 * (qubit + 1), qubit)
    for control in range(3):
        circuit.cx(control, control + 1)
    observable = SparsePauliOp(["ZZZZ", "IIXX"])
    parts = partition_problem(circuit, "AABB", observables=PauliList(observable.paulis))
    experiments, weights = generate_cutting_experiments(
        circuits=parts.subcircuits, observables=parts.subobservables, num_samples=float("inf")
    )
    sampler = mine.sampler(mode=mine.backend)
    results = {
        label: sampler.run(mine.passes().run(circuits), shots=SHOTS).result()
        for label, circuits in experiments.items()
    }
    terms = reconstruct_expectation_values(results, weights, parts.subobservables)
    return float(sum(terms))


PROBLEMS = (halves,)

"""Mitiq: zero-noise extrapolation with an executor of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitiq import zne
from primitives import both
from problems import Value
from qiskit import QuantumCircuit
from qiskit.quantum_info import SparsePauliOp

if TYPE_CHECKING:
    from primitives import Primitives

PRECISION = 0.015


@both
def extrapolated(mine: Primitives) -> Value:
    """Zero-noise extrapolation of ZZ by a line through three scales, after 10 pairs of gates."""
    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    for _ in range(10):
        circuit.cx(0, 1)
        circuit.cx(0, 1)

    def executed(folded: Any) -> float:
        fitting = mine.passes().run(folded)
        observable = SparsePauliOp("ZZ").apply_layout(fitting.layout)
        job = mine.estimator(mode=mine.backend).run([(fitting, observable)], precision=PRECISION)
        return float(job.result()[0].data.evs)

    factory = zne.inference.LinearFactory(scale_factors=[1.0, 2.0, 3.0])
    # The line at 0, through values at 1, 2 and 3: 4/3, 1/3 and -2/3 of them.
    error = PRECISION * (16 / 9 + 1 / 9 + 4 / 9) ** 0.5
    return Value(float(zne.execute_with_zne(circuit, executed, factory=factory)), error)


PROBLEMS = (extrapolated,)

"""Mitiq: zero-noise extrapolation with an executor function of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitiq import zne
from primitives import both, repeated
from qiskit import QuantumCircuit
from qiskit.quantum_info import SparsePauliOp

if TYPE_CHECKING:
    from primitives import Primitives

PRECISION = 0.015


@both
@repeated
def extrapolated(mine: Primitives) -> float:
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
    return float(zne.execute_with_zne(circuit, executed, factory=factory))


PROBLEMS = (extrapolated,)

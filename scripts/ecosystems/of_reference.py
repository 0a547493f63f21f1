"""Qiskit's reference primitives, on the circuits that our primitives run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from primitives import ours
from problems import SHOTS, Value, furthest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.primitives import StatevectorEstimator, StatevectorSampler
from qiskit.quantum_info import SparsePauliOp

if TYPE_CHECKING:
    from problems import Place


def _circuit() -> Any:
    turn = Parameter("turn")
    circuit = QuantumCircuit(3)
    circuit.x(0)
    circuit.cry(turn, 0, 2)
    circuit.rx(0.4, 1)
    circuit.cx(1, 2)
    return circuit


def sampler(place: Place) -> tuple[Value, Value]:
    """StatevectorSampler: a sweep of three points, the outcome with the largest difference."""
    mine = ours(place)
    circuit = _circuit()
    circuit.measure_all()
    values = [[0.3], [0.9], [2.0]]
    data = mine.sampler(mode=mine.backend).run([(mine.passes().run(circuit), values)], shots=SHOTS).result()
    exact = StatevectorSampler(seed=1).run([(circuit, values)], shots=200_000).result()
    pairs = []
    for point in range(3):
        expected = exact[0].data.meas.get_counts(point)
        shares = [expected.get(f"{number:03b}"[::-1], 0) / 200_000 for number in range(8)]
        pairs.append(furthest(data[0].data.meas.get_counts(point), shares, "StatevectorSampler"))
    return max(pairs, key=lambda pair: pair[0].apart(pair[1]))


def estimator(place: Place) -> tuple[Value, Value]:
    """StatevectorEstimator: observables by points of a sweep, the value with the largest difference."""
    mine = ours(place)
    circuit = _circuit()
    fitting = mine.passes().run(circuit)
    observables = [[SparsePauliOp(name)] for name in ("ZZI", "XIX", "IYZ")]
    laid = [[one.apply_layout(fitting.layout) for one in row] for row in observables]
    values = np.array([[0.3], [0.9], [2.0]])
    found = mine.estimator(mode=mine.backend).run([(fitting, laid, values)]).result()[0].data
    exact = StatevectorEstimator().run([(circuit, observables, values)]).result()[0].data.evs
    pairs = [
        (Value(float(number), float(error)), Value(float(other), 0.0, "StatevectorEstimator"))
        for number, error, other in zip(found.evs.flat, found.stds.flat, exact.flat, strict=True)
    ]
    return max(pairs, key=lambda pair: pair[0].apart(pair[1]))


PROBLEMS = (sampler, estimator)

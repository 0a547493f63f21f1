"""qiskit-machine-learning: a quantum kernel and both neural networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from primitives import both, repeated
from problems import SHOTS, Value
from qiskit.circuit.library import real_amplitudes, zz_feature_map
from qiskit.quantum_info import SparsePauliOp
from qiskit_machine_learning.kernels import FidelityQuantumKernel
from qiskit_machine_learning.neural_networks import EstimatorQNN, SamplerQNN
from qiskit_machine_learning.state_fidelities import ComputeUncompute

if TYPE_CHECKING:
    from primitives import Primitives

POINTS = np.array([[0.2, 0.5], [0.9, 0.1], [0.4, 1.3]])
WEIGHTS = np.array([0.3, 0.8, 1.1, 0.4])


@both
def kernel(mine: Primitives) -> Value:
    """FidelityQuantumKernel of three points: the sum of the off-diagonal entries."""
    sampler = mine.sampler(mode=mine.backend, options={"default_shots": SHOTS})
    fidelity = ComputeUncompute(sampler, pass_manager=mine.passes())
    found = FidelityQuantumKernel(
        feature_map=zz_feature_map(2, reps=1), fidelity=fidelity, enforce_psd=False
    ).evaluate(POINTS)
    entries = found[np.triu_indices(3, k=1)]
    # Each entry is the fraction of one outcome.
    return Value(float(entries.sum()), float(np.sqrt((entries * (1 - entries)).sum() / SHOTS)))


def _network() -> tuple[Any, dict[str, Any]]:
    """A circuit of features and weights, and the names of both."""
    features, weights = zz_feature_map(2, reps=1), real_amplitudes(2, reps=1)
    circuit = features.compose(weights)
    return circuit, {"input_params": features.parameters, "weight_params": weights.parameters}


@both
@repeated
def sampling(mine: Primitives) -> float:
    """SamplerQNN: the probability of an odd outcome, plus its derivative by the first weight."""
    circuit, parameters = _network()
    sampler = mine.sampler(mode=mine.backend, options={"default_shots": SHOTS})
    network = SamplerQNN(
        circuit=circuit,
        sampler=sampler,
        interpret=lambda outcome: outcome.bit_count() % 2,
        output_shape=2,
        pass_manager=mine.narrow_passes(),
        **parameters,
    )
    _, slopes = network.backward(POINTS[0], WEIGHTS)
    return float(network.forward(POINTS[0], WEIGHTS)[0, 1] + slopes[0, 1, 0])


@both
@repeated
def estimating(mine: Primitives) -> float:
    """EstimatorQNN: the value of ZZ + XI, plus its derivative by the first weight."""
    circuit, parameters = _network()
    network = EstimatorQNN(
        circuit=circuit,
        estimator=mine.estimator(mode=mine.backend),
        observables=SparsePauliOp(["ZZ", "XI"]),
        pass_manager=mine.narrow_passes(),  # its gradients do not lay out observables
        default_precision=0.03,
        **parameters,
    )
    _, slopes = network.backward(POINTS[0], WEIGHTS)
    return float(network.forward(POINTS[0], WEIGHTS)[0, 0] + slopes[0, 0, 0])


PROBLEMS = (kernel, sampling, estimating)

"""Complex values from `backend.run`, which the emulator does not return."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.providers.fake_provider import GenericBackendV2
from qiskit.result import MeasLevel

from qrt_facade.qiskit import running


@pytest.mark.parametrize(("measured", "shape"), [("kerneled", (4, 3)), ("avg_kerneled", (3,))])
def test_complex_values_are_the_memory_of_level_1_with_the_bits_in_the_order_of_the_circuit(
    measured: str, shape: tuple[int, ...]
) -> None:
    circuit = QuantumCircuit(QuantumRegister(3), ClassicalRegister(2, "b"), ClassicalRegister(1, "a"))
    values = np.arange(np.prod(shape)).reshape(shape) * (1 - 2j)
    pub = SimpleNamespace(data={"a": values[..., 2:], "b": values[..., :2]}, metadata={"num_shots": 4})
    result: Any = running._result(
        GenericBackendV2(3), "abc", [circuit], [circuit], [pub], memory=False, measured=measured
    )
    (experiment,) = result.results
    assert experiment.meas_level == MeasLevel.KERNELED
    assert experiment.meas_return == {"kerneled": "single", "avg_kerneled": "avg"}[measured]
    assert experiment.shots == 4
    np.testing.assert_array_equal(result.get_memory(0), values)

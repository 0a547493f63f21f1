"""Folding angles of rzz into the calibrated range without changing the circuit."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Parameter
from qiskit.converters import circuit_to_dag, dag_to_circuit
from qiskit.quantum_info import Operator
from qiskit_ibm_runtime.transpiler.passes import FoldRzzAngle
from support.heron import configuration

from qrt_facade._circuits.folding import fold
from qrt_facade._circuits.qpy.reader import NEWEST
from qrt_facade._circuits.transpiling import transpiled

EDGES = [turns * math.pi / 2 + by for turns in range(-9, 10) for by in (0, 1e-12, -1e-12, 1e-7, -1e-7)]
angles = st.sampled_from(EDGES) | st.floats(-50, 50)


def rzz(angle: Any) -> QuantumCircuit:
    circuit = QuantumCircuit(2)
    circuit.rzz(angle, 0, 1)
    return circuit


def folded(circuit: QuantumCircuit) -> QuantumCircuit:
    return dag_to_circuit(fold(circuit_to_dag(circuit)))


def angles_of(circuit: QuantumCircuit) -> list[float]:
    found = [float(one.params[0]) for one in circuit.data if one.name == "rzz"]
    for one in circuit.data:
        for block in getattr(one.operation, "blocks", ()):
            found += angles_of(block)
    return found


@given(angle=angles)
def test_folding_a_number_gives_an_equivalent_circuit_in_range(angle: float) -> None:
    found = folded(rzz(angle))
    assert all(0 <= one <= math.pi / 2 for one in angles_of(found))
    assert np.allclose(Operator(found).data, Operator(rzz(angle)).data, atol=1e-9)
    by_ibm = FoldRzzAngle()(rzz(angle))
    assert np.allclose(Operator(found).data, Operator(by_ibm).data, atol=1e-7)


@given(value=angles, factor=st.sampled_from([1, -2, 0.5]), by=st.sampled_from([0, 1.5, -4]))
def test_folding_a_parameter_is_correct_for_all_values(value: float, factor: float, by: float) -> None:
    circuit = rzz(factor * Parameter("t") + by)
    found = folded(circuit).assign_parameters({"t": value})
    assert all(0 <= one <= math.pi / 2 for one in angles_of(found))
    expected = Operator(circuit.assign_parameters({"t": value})).data
    assert np.allclose(Operator(found).data, expected, atol=1e-9)


@pytest.mark.parametrize("angle", [0, 0.3, math.pi / 2])
def test_does_not_fold_an_angle_in_range(angle: float) -> None:
    assert folded(rzz(angle)) == rzz(angle)


@pytest.mark.parametrize("angle", [-1e-11, math.pi / 2 + 1e-11, 2 * math.pi])
def test_rounding_errors_do_not_add_one_qubit_gates(angle: float) -> None:
    assert not {"x", "rz", "rx"} & set(folded(rzz(angle)).count_ops())


def test_a_folded_parameter_is_not_folded_again() -> None:
    once = folded(rzz(Parameter("t")))
    assert folded(once).count_ops() == once.count_ops()
    two = Parameter("a").tan().arctan().abs() + Parameter("b").tan().arctan().abs()
    assert "rx" in folded(rzz(two)).count_ops()


def test_angles_inside_control_flow_are_folded() -> None:
    circuit = QuantumCircuit(2, 1)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)) as otherwise:
        circuit.rzz(-0.3, 0, 1)
    with otherwise:
        circuit.rzz(4, 0, 1)
    with circuit.for_loop(range(2)), circuit.if_test((circuit.clbits[0], 1)):
        circuit.rzz(2, 0, 1)
    assert angles_of(folded(circuit)) == pytest.approx([0.3, 4 - math.pi, math.pi - 2])


@pytest.mark.parametrize("level", range(4))
def test_transpiling_with_fractional_gates_gives_angles_in_range(level: int) -> None:
    circuit = QuantumCircuit(3, 1)
    circuit.h(range(3))
    for angle, pair in ((-0.3, (0, 1)), (4, (1, 2)), (Parameter("t"), (0, 1))):
        circuit.rzz(angle, *pair)
        circuit.rx(0.7, pair)
    circuit.rxx(-1, 1, 2)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.rzz(-2, 0, 1)
    found = transpiled(
        circuit, configuration(), None, optimization_level=level, fractional_gates=True, seed=1
    )
    assert {"rzz", "if_else"} <= set(found.count_ops())
    assert set(found.count_ops()) <= {"cz", "rzz", "rx", "rz", "sx", "x", "measure", "if_else", "barrier"}
    assert found.parameters == circuit.parameters
    for value in (-0.5, 0.0, 7.0):
        bound = angles_of(found.assign_parameters({"t": value}))
        assert bound
        assert all(0 <= one <= math.pi / 2 for one in bound)


@pytest.mark.parametrize("version", range(13, NEWEST + 1))
def test_a_folded_parameter_survives_every_version_of_qpy(version: int) -> None:
    circuit = folded(rzz(Parameter("t")))
    stream = io.BytesIO()
    qpy.dump(circuit, stream, version=version)
    stream.seek(0)
    (read,) = qpy.load(stream)
    bound = read.assign_parameters({read.parameters[0]: -2.0})
    assert np.allclose(Operator(bound).data, Operator(rzz(-2.0)).data)

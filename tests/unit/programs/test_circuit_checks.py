"""Checks of circuits against their program, and of a PUB's values."""

from __future__ import annotations

import base64
import math
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit import QuantumCircuit
from qiskit.circuit import ParameterVector
from support.heron import configuration

from qrt_facade._circuits.expressions import Operation, Parameter, evaluate, evaluate_all
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._circuits.reading import Call, Fault, Reading
from qrt_facade._programs.circuit_checks import (
    dynamic_fault,
    empty_result_fault,
    needs_reading,
    value_faults,
    width_fault,
)
from qrt_facade._programs.pubs.bound import bound_values
from qrt_facade._programs.pubs.parameters import encode_array

MEASURE = Call("measure", (0,))
T = Parameter("t")


def reason(**reading: Any) -> str:
    fault = empty_result_fault(Reading(**reading))
    assert fault is None or fault.code == 1501
    return "" if fault is None else fault.message


def test_a_sampler_circuit_that_returns_nothing_is_refused_with_the_reason() -> None:
    assert "no classical register; declare one, for example bit[1] c" in reason(measures=False)
    assert "no classical register" in reason(measures=False, registers={"c": 0})
    assert "measures nothing into its registers" in reason(measures=False, registers={"c": 2})
    assert "bits outside all registers" in reason(measures=False, measures_loose_bits=True)


def test_a_sampler_circuit_that_returns_something_or_is_not_known_passes() -> None:
    assert reason(measures=True, registers={"c": 1}) == ""
    assert reason(measures=True, registers={"c": 1}, measures_loose_bits=True) == ""
    assert reason(measures=None) == ""


PLAIN = "OPENQASM 3.0; bit[2] c; qubit[2] q; c[0] = measure q[0];"


@pytest.mark.parametrize(
    ("program", "circuit", "expected"),
    [
        ("sampler", PLAIN, False),
        ("sampler", "OPENQASM 2.0; qreg q[2]; creg c[2]; measure q -> c;", False),
        ("sampler", PLAIN + " bit d;", True),
        ("sampler", PLAIN + " if (c[0]) { x q[0]; }", True),
        ("sampler", PLAIN + " if (c[0]) { x q[0]; }" + " " * 50_000, False),
        ("sampler", PLAIN + " bit d;" + " " * 50_000, True),
        ("estimator", PLAIN + " " * 50_000, False),
        ("sampler", "OPENQASM 3.0; bit[2] c; qubit[2] q;", True),
        ("sampler", "OPENQASM 3.0; bit[2] c; qubit[2] q; // c[0] = measure q[0];", True),
        ("sampler", "OPENQASM 3.0; bit[0] c; qubit q; measure q;", True),
        ("sampler", "OPENQASM 3.0; qubit q; bit c; c = measure q; /* bit[2] d; */", True),
        ("sampler", "OPENQASM 3.0; const int n = 2; bit[n] c; c[0] = measure $0;", True),
        ("sampler", {"__type__": "QuantumCircuit"}, True),
        ("sampler", 3, False),
        ("estimator", PLAIN, True),
        ("estimator", "OPENQASM 3.0; qubit[2] q;", False),
        ("noise-learner", "OPENQASM 3.0; qubit[2] q;", False),
    ],
)
def test_reads_a_text_at_submission_only_if_its_result_is_uncertain(
    program: str, circuit: Any, *, expected: bool
) -> None:
    assert needs_reading(program, circuit) == expected


@pytest.mark.parametrize(
    "calls",
    [
        [MEASURE, Call("x", (0,))],
        [MEASURE, Call("barrier", (0, 1)), Call("x", (1,))],
        [MEASURE, Call("delay", (0,), (100.0,))],
        [MEASURE, Call("reset", (0,)), MEASURE],
    ],
)
def test_rejects_measurements_followed_by_instructions_for_the_estimator(calls: list[Call]) -> None:
    fault = dynamic_fault(Reading(tuple(calls)))
    assert fault is not None
    assert fault.code == 1522


@pytest.mark.parametrize(
    "calls",
    [
        [Call("x", (1,)), MEASURE],
        [MEASURE, Call("x", (1,))],
        [Call("x", (1,)), MEASURE, Call("barrier", (0, 1)), Call("measure", (1,)), MEASURE],
        [],
    ],
)
def test_the_estimator_removes_final_measurements(calls: list[Call]) -> None:
    assert dynamic_fault(Reading(tuple(calls))) is None


def faults_of(call: Call, values: Any, names: tuple[str, ...] = ("t",)) -> list[Fault]:
    return list(value_faults(Reading((call,), parameters=frozenset(names)), values, configuration()))


@pytest.mark.parametrize(
    "values",
    [
        {"t": -0.5},
        {"t": [0.1, 0.2, -0.5]},
        {"t": [[0.1], [-0.5]]},
        [-0.5],
        [[0.1], [-0.5]],
        [0.1, -0.5],
        encode_array(np.asarray([[0.3], [-0.5], [-0.7]])),
        {"t": encode_array(np.asarray([0.3, -0.5]))},
    ],
)
def test_checks_rzz_angles_at_every_point_of_the_pub(values: Any) -> None:
    (fault,) = faults_of(Call("rzz", (0, 1), (T,), line=7), values)
    assert (fault.code, fault.line) == (1517, 7)
    assert "has the angle -0.5 for t = -0.5; ibm_fez accepts 0 to pi/2" in fault.message


def test_accepts_valid_and_unknown_rzz_angles() -> None:
    call = Call("rzz", (0, 1), (Operation("abs", (T,)),))
    assert faults_of(call, {"t": [-0.5, 0.5, math.pi / 2]}) == []
    assert faults_of(call, {"t": "x"}) == []
    assert faults_of(call, [[0.1, [0.2]]]) == []
    assert faults_of(call, None) == []
    assert faults_of(Call("rx", (0,), (T,)), {"t": -9.0}) == []


@pytest.mark.parametrize("name", ["rz", "rx", "rzz", "delay"])
@pytest.mark.parametrize(
    ("angle", "values"),
    [
        (Operation("/", (1.0, T)), [1.0, 0.0]),
        (Operation("log", (T,)), [1.0, -1.0]),
        (Operation("**", (T, 0.5)), [1.0, -1.0]),
        (Operation("arcsin", (T,)), [0.0, 2.0]),
    ],
)
def test_rejects_an_infinite_angle_like_the_job_does(
    name: str, angle: Operation, values: list[float]
) -> None:
    (fault,) = faults_of(Call(name, (0,), (angle,), line=3), {"t": values})
    assert (fault.code, fault.line) == (1506, 3)
    assert f"has an angle that is not a finite number for t = {values[1]:g}" in fault.message


def test_positional_values_go_by_the_names_in_qiskits_order() -> None:
    vector = ParameterVector("p", 12)
    circuit = QuantumCircuit(1)
    for element in reversed(list(vector)):
        circuit.rz(element, 0)
    names = [parameter.name for parameter in circuit.parameters]
    assert in_order(set(names)) == names
    found = bound_values([list(range(12))], names)
    assert found is not None
    assert {name: float(values[0]) for name, values in found.items()} == dict(
        zip(names, range(12), strict=True)
    )


@pytest.mark.parametrize(("value", "refused"), [(100.0, False), (100.5, True), (-1.0, True), (0.0, False)])
def test_a_delay_needs_a_whole_number_of_dt(value: float, *, refused: bool) -> None:
    faults = faults_of(Call("delay", (0,), (Operation("*", (T, 1.0)),)), {"t": value})
    assert [fault.code for fault in faults] == ([1506] if refused else [])


@pytest.mark.parametrize("observables", ["ZZ", {"ZZ": 1.0}, [["ZZ"], [{"XX": 0.5}]]])
def test_observables_of_another_width_than_the_circuit_are_refused(observables: Any) -> None:
    fault = width_fault(Reading(num_qubits=3), observables)
    assert fault is not None
    assert fault.code == 1501
    assert width_fault(Reading(num_qubits=2), observables) is None
    assert width_fault(Reading(), observables) is None


@pytest.mark.parametrize("observables", [[], {}, [[]], 5, None, {"__type__": "SparseObservable"}])
def test_observables_whose_width_is_not_known_pass(observables: Any) -> None:
    assert width_fault(Reading(num_qubits=3), observables) is None


expressions = st.recursive(
    st.one_of(st.floats(-3, 3), st.sampled_from([Parameter("a"), Parameter("b")])),
    lambda inner: st.one_of(
        st.builds(
            lambda name, left, right: Operation(name, (left, right)),
            st.sampled_from(["+", "-", "*", "/"]),
            inner,
            inner,
        ),
        st.builds(
            lambda name, operand: Operation(name, (operand,)),
            st.sampled_from(["neg", "sin", "cos", "tan", "exp", "abs", "sign", "sqrt", "log", "arctan"]),
            inner,
        ),
    ),
    max_leaves=6,
)


@given(expressions, st.floats(-3, 3), st.floats(-3, 3))
def test_evaluates_many_points_like_single_ones(expression: Any, a: float, b: float) -> None:
    one = evaluate(expression, {"a": a, "b": b})
    many = evaluate_all(expression, {"a": np.asarray([a, a]), "b": np.asarray([b, b])})
    assert many is not None
    if one is not None and abs(one) < 1e9:
        assert np.ravel(many)[0] == pytest.approx(one, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    "tensor",
    [
        {"data": "AAAAAAAA8D8=", "shape": [1], "dtype": "f64"},  # 1.0, not compressed
        {"data": base64.b64encode(zlib.compress(bytes(6) + b"\xf0?")).decode(), "shape": [1], "dtype": "f64"},
    ],
)
def test_values_in_a_tensor_of_the_executor_are_read_compressed_or_not(tensor: dict[str, Any]) -> None:
    found = bound_values(tensor, ["t"])
    assert found is not None
    assert found["t"].tolist() == [1.0]
    for change in ({"dtype": "c128"}, {"shape": [2]}, {"data": "AAAA"}):
        assert bound_values({**tensor, **change}, ["t"]) is None

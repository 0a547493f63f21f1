"""A PUB's values bound to a circuit: angles out of range, delays that are not whole, and values that are not finite."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Parameter
from qiskit.primitives.containers.bindings_array import BindingsArray
from support.circuits import HEADER
from support.simulated import outcome_of, result_of

from qrt_facade.emulator.simulation.binding import bound_points

if TYPE_CHECKING:
    from collections.abc import Callable

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")

ANGLE = Parameter("theta")


def packed(circuit: QuantumCircuit) -> dict[str, str]:
    file = io.BytesIO()
    qpy.dump(circuit, file, version=17)
    text = base64.b64encode(zlib.compress(file.getvalue())).decode()
    return {"__type__": "QuantumCircuit", "__value__": text}


def typed_array(values: Any) -> dict[str, str]:
    file = io.BytesIO()
    np.save(file, np.asarray(values, dtype=float))
    return {"__type__": "ndarray", "__value__": base64.b64encode(zlib.compress(file.getvalue())).decode()}


def turned(angle: Any = ANGLE) -> QuantumCircuit:
    circuit = QuantumCircuit(2, 1)
    circuit.rzz(angle, 0, 1)
    circuit.measure(0, 0)
    return circuit


def turned_conditionally(angle: Any = ANGLE) -> QuantumCircuit:
    circuit = QuantumCircuit(2, 1)
    circuit.measure(0, 0)
    with circuit.if_test((0, 1)):
        circuit.rzz(angle, 0, 1)
    circuit.measure(0, 0)
    return circuit


def waiting(duration: Any = ANGLE, unit: str = "dt") -> QuantumCircuit:
    circuit = QuantumCircuit(1, 1)
    circuit.delay(duration, 0, unit=unit)
    circuit.measure(0, 0)
    return circuit


DEFINED = (
    HEADER
    + "gate rzz(t) a, b { cx a, b; p(t) b; cx a, b; } input float[64] theta; bit[1] c; rzz(theta) $0, $1; "
)
TEXT = DEFINED + "c[0] = measure $0;"


@pytest.mark.parametrize("source", [TEXT, packed(turned()), packed(turned_conditionally())])
@pytest.mark.parametrize("values", [[[0.5], [-0.5]], {"theta": [0.5, 2.0]}, typed_array([[7.0]])])
def test_an_angle_of_rzz_from_a_pubs_values_is_refused_outside_its_range(source: Any, values: Any) -> None:
    outcome = outcome_of("sampler", {"pubs": [[source, values, 10]]})
    assert outcome.reason_code == 1517, outcome
    assert "outside [0, pi/2]" in str(outcome.reason)
    inside = {"theta": [0.0, np.pi / 2, 0.3]}
    assert outcome_of("sampler", {"pubs": [[source, inside, 10]]}).status == "Completed"


def test_an_angle_of_rzz_is_refused_in_every_program() -> None:
    outcome = outcome_of("estimator", {"pubs": [[DEFINED, "ZZ", [[0.1], [-0.1]]]]})
    assert (outcome.reason_code, "-0.1" in str(outcome.reason)) == (1517, True)
    outcome = outcome_of("executor", program_params(turned(), [[0.1], [1.6]]))
    assert (outcome.reason_code, "1.6" in str(outcome.reason)) == (1517, True)


def program_params(circuit: QuantumCircuit, arguments: Any) -> dict[str, Any]:
    from qiskit_ibm_runtime.options_models.executor import ExecutorOptions
    from qiskit_ibm_runtime.quantum_program import QuantumProgram
    from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS

    program = QuantumProgram(shots=4)
    program.append_circuit_item(circuit, circuit_arguments=np.asarray(arguments))
    converter = QUANTUM_PROGRAM_PARAMS_CONVERTERS["v2.0"]
    params: dict[str, Any] = json.loads(converter.encoder(program, ExecutorOptions()).model_dump_json())
    return params


@pytest.mark.parametrize("make", [waiting, lambda: waiting(2 * ANGLE), lambda: waiting(ANGLE, "us")])
def test_a_delay_with_a_whole_value_runs(make: Callable[[], QuantumCircuit]) -> None:
    result = result_of("sampler", {"pubs": [[packed(make()), [[100.0], [0.0]], 10]]})
    assert np.shape(result["results"][0]["data"]["c"]["samples"]) == (2, 10)


@pytest.mark.parametrize(("value", "length"), [(2.25, "2.25 dt"), (-4.0, "-4 dt")])
@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_a_fractional_or_negative_delay_is_refused_and_named(program: str, value: float, length: str) -> None:
    observable = ["Z"] if program == "estimator" else []
    outcome = outcome_of(program, {"pubs": [[packed(waiting()), *observable, [[8.0], [value]]]]})
    assert outcome.reason_code == 1506, outcome
    assert f"the delay on qubit 0 would last {length}" in str(outcome.reason)
    assert f"theta = {value:g}" in str(outcome.reason)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_a_value_that_is_not_finite_is_refused_and_named(program: str, wrong: float) -> None:
    circuit = HEADER + "input float[64] a; bit[1] c; rz(a) $0; c[0] = measure $0;"
    observable = ["Z"] if program == "estimator" else []
    outcome = outcome_of(program, {"pubs": [[circuit, *observable, typed_array([[1.0], [wrong]])]]})
    assert outcome.reason_code == 1501, outcome
    assert f"parameter a has the value {wrong}" in str(outcome.reason)


def test_values_that_make_an_angle_undefined_are_refused() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.rz(1 / ANGLE, 0)
    circuit.measure(0, 0)
    outcome = outcome_of("sampler", {"pubs": [[packed(circuit), [[1.0], [0.0]]]]})
    assert outcome.reason_code == 1506, outcome
    assert "theta = 0" in str(outcome.reason)


@pytest.mark.parametrize(
    "values",
    [[["x"]], [[None]], [[10**400]], {"q": [1]}, {"a": {}}, {"a": [1], "b": [2]}, "x", [[1.0], [2.0, 3.0]]],
)
@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_values_of_the_wrong_type_are_refused(program: str, values: Any) -> None:
    circuit = HEADER + "input float[64] a; bit[1] c; rz(a) $0; c[0] = measure $0;"
    observable = ["Z"] if program == "estimator" else []
    assert outcome_of(program, {"pubs": [[circuit, *observable, values]]}).reason_code == 1501


@pytest.mark.parametrize("support_qiskit", [False, True])
@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_the_metadata_of_each_circuit_is_returned_with_its_pub(program: str, *, support_qiskit: bool) -> None:
    from qrt_facade.results import decode_result

    sources: list[Any] = []
    for metadata in ({"experiment": "T1", "xval": [1.5, None]}, {}, {"label": "Größe"}):
        circuit = waiting(100)
        circuit.metadata = metadata
        sources.append(packed(circuit))
    sources.append(HEADER + "bit[1] c; x $0; c[0] = measure $0;")
    observable = ["Z"] if program == "estimator" else []
    params = {"pubs": [[source, *observable] for source in sources], "support_qiskit": support_qiskit}
    result = decode_result(program, outcome_of(program, params).body)
    assert [pub.metadata["circuit_metadata"] for pub in result] == [
        {"experiment": "T1", "xval": [1.5, None]}, {}, {"label": "Größe"}, {},
    ]  # fmt: skip


def test_metadata_that_is_not_json_fails_the_job_with_a_reason() -> None:
    circuit = waiting(100)
    circuit.metadata = {"fit": float("nan")}
    outcome = outcome_of("sampler", {"pubs": [[packed(circuit)]]})
    assert (outcome.status, outcome.reason_code) == ("Failed", 1501)
    assert "not finite" in str(outcome.reason)


def test_a_circuit_without_parameters_is_copied_only_for_several_points() -> None:
    circuit = QuantumCircuit(1, 1)
    assert bound_points(circuit, BindingsArray({}, shape=())) == [circuit]
    assert bound_points(circuit, BindingsArray({}, shape=()))[0] is circuit
    points = bound_points(circuit, BindingsArray({}, shape=(3,)))
    assert points == [circuit] * 3
    assert len(set(map(id, points))) == 3

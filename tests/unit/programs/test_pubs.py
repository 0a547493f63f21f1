"""PUBs in every accepted form, and their encoding on the wire."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter, ParameterVector
from qiskit.primitives.containers.bindings_array import BindingsArray
from qiskit.primitives.containers.estimator_pub import EstimatorPub
from qiskit.primitives.containers.observables_array import ObservablesArray
from qiskit.primitives.containers.sampler_pub import SamplerPub
from qiskit.quantum_info import Pauli, PauliList, SparseObservable, SparsePauliOp
from qiskit_ibm_runtime import RuntimeDecoder, RuntimeEncoder

from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._programs.pubs.encoding import (
    encode_estimator_pubs,
    encode_sampler_pubs,
)
from qrt_facade._programs.sizes import PubSize
from qrt_facade.errors import ConfigurationError

PLAIN = "OPENQASM 3.0; qubit[2] q; bit[2] c; c = measure q;"
TWO = "OPENQASM 3.0; input float[64] theta; input float[64] phi; qubit[2] q; rz(theta) q[0]; rz(phi) q[1];"
ONE = "OPENQASM 3.0; input float[64] theta; qubit[1] q; rz(theta) q[0];"


def sampler_wire(pubs: Any, *, parameters: Any = None) -> list[list[Any]]:
    return [pub.wire for pub in encode_sampler_pubs(pubs, parameters=parameters)]


def estimator_wire(pubs: Any) -> list[list[Any]]:
    return [pub.wire for pub in encode_estimator_pubs(pubs)]


def two_parameters() -> QuantumCircuit:
    circuit = QuantumCircuit(2)
    circuit.rx(Parameter("theta"), 0)
    circuit.rz(Parameter("phi"), 1)
    circuit.measure_all()
    return circuit


@pytest.mark.parametrize(
    ("given_", "sent"),
    [
        (PLAIN, [[PLAIN]]),
        ([PLAIN], [[PLAIN]]),
        ((PLAIN,), [[PLAIN]]),
        ([PLAIN, PLAIN], [[PLAIN], [PLAIN]]),
        ((PLAIN, PLAIN), [[PLAIN], [PLAIN]]),
        ((PLAIN, None, 500), [[PLAIN, None, 500]]),
        ([PLAIN, None, 500], [[PLAIN, None, 500]]),
        ([(PLAIN, None, 500)], [[PLAIN, None, 500]]),
        ([[PLAIN], [PLAIN, None, 500]], [[PLAIN], [PLAIN, None, 500]]),
        ((TWO, [1, 2]), [[TWO, [1.0, 2.0]]]),
        ((TWO, {"phi": 2, "theta": np.float32(1)}, np.int64(7)), [[TWO, {"phi": 2.0, "theta": 1.0}, 7]]),
        ([(TWO, [[1, 2], [3, 4]])], [[TWO, [[1.0, 2.0], [3.0, 4.0]]]]),
        ((PLAIN, {}), [[PLAIN]]),
        ((PLAIN, []), [[PLAIN]]),
    ],
)
def test_accepts_sampler_pubs_in_every_unambiguous_form(given_: Any, sent: list[Any]) -> None:
    assert sampler_wire(given_) == sent


def test_pubs_may_come_from_a_generator() -> None:
    assert sampler_wire((PLAIN, None, shots) for shots in (1, 2)) == [
        [PLAIN, None, 1],
        [PLAIN, None, 2],
    ]


def test_shared_parameters_apply_to_pubs_without_their_own() -> None:
    pubs = [TWO, (TWO, [3, 4])]
    assert sampler_wire(pubs, parameters=[1, 2]) == [[TWO, [1.0, 2.0]], [TWO, [3.0, 4.0]]]


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ([], "no PUBs"),
        (None, "None is not a circuit"),
        (5, "5 is not a circuit"),
        ("bell.qasm", "pathlib.Path"),
        (["bell.qasm"], "pathlib.Path"),
        ([PLAIN, None, 5, 6], "4 elements"),
        ([(None, PLAIN)], "PUB 0 is"),
        ([PLAIN, (3, 4)], "parameter"),
        ((PLAIN, None, 0), "shots=0"),
        ((PLAIN, None, True), "shots=True"),
        ((PLAIN, None, 1.5), "shots=1.5"),
        ((PLAIN, 1024), "None for no parameters"),
        ((ONE, np.array(0.5)), "None for no parameters"),
        ((ONE, {"theta": []}), "has no points"),
        ((TWO, np.zeros((3, 0, 2))), "has no points"),
        ((PLAIN, [1.0]), "no parameters"),
        ((PLAIN, {"theta": 1.0}), "no parameter 'theta'"),
        (TWO, "'phi', 'theta' have no values"),
        ((TWO, {"theta": 1.0}), "'phi' have no values"),
        ((TWO, {"theta": 1.0, "ph": 2.0}), "Did you mean 'phi'"),
        ((TWO, [1.0, 2.0, 3.0]), "there are 3 values"),
        ((TWO, [[1.0, 2.0], [3.0]]), "ragged"),
        ((TWO, [1.0, "2.0"]), "'2.0' is not a parameter value"),
        ((TWO, [1.0, True]), "True is not a parameter value"),
        ((TWO, [1.0, float("nan")]), "not finite"),
        ((TWO, [1.0, 10**400]), "not finite"),
        ((TWO, {"theta": 10**5000, "phi": 1.0}), "not finite"),
        ((TWO, np.array([1.0, np.inf])), "not finite"),
        ((TWO, np.array([1j, 0])), "real numbers"),
        ((TWO, {"theta": [1.0, 2.0], "phi": [1.0, 2.0, 3.0]}), "do not broadcast"),
        ((TWO, "theta"), "not a set of parameter values"),
        ((TWO, {3: 1.0, "phi": 2.0}), "3 is not a parameter name"),
        ((TWO, {("theta", "phi"): [1.0, 2.0, 3.0]}), "last axis of 2"),
        ((TWO, {("theta", "phi"): [1.0, 2.0], "phi": 3.0}), "set twice"),
    ],
)
def test_rejects_invalid_pubs_with_the_reason(given_: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sampler_wire(given_)
    assert message in str(caught.value)


def test_an_error_names_the_pub_by_its_index() -> None:
    with pytest.raises(ConfigurationError, match=r"^PUB 1: shots=-1"):
        sampler_wire([PLAIN, (PLAIN, None, -1)])


def test_the_axis_over_a_single_parameter_is_optional() -> None:
    assert estimator_wire((ONE, ["Z", "X"], [0.1, 0.2]))[0][2] == [0.1, 0.2]
    with pytest.raises(ConfigurationError, match="broadcast"):
        estimator_wire((ONE, ["Z", "X"], [0.1, 0.2, 0.3]))


def _service_reading(pub: list[Any], circuit: QuantumCircuit) -> SamplerPub:
    """Return the PUB that Qiskit builds from the wire format, as the service does."""
    return SamplerPub.coerce(
        tuple(json.loads(json.dumps([circuit, *pub[1:]], cls=RuntimeEncoder), cls=RuntimeDecoder))
    )


_SHAPES = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)


@given(shapes=_SHAPES, seed=st.integers(0, 100), as_lists=st.booleans())
def test_named_sweeps_of_any_shapes_reach_the_service_broadcast_as_numpy_does(
    shapes: Any, seed: int, as_lists: bool
) -> None:
    rng = np.random.default_rng(seed)
    values = {
        name: rng.normal(size=shape)
        for name, shape in zip(("theta", "phi"), shapes.input_shapes, strict=True)
    }
    given_ = {name: value.tolist() for name, value in values.items()} if as_lists else values
    pub = sampler_wire((TWO, given_))[0]
    bound = _service_reading(pub, two_parameters()).parameter_values
    try:
        judged = SamplerPub.coerce((two_parameters(), values)).parameter_values
    except ValueError:  # for shapes that differ
        assert bound.shape == shapes.result_shape
        expected = np.stack(np.broadcast_arrays(values["phi"], values["theta"]), axis=-1)
        np.testing.assert_array_equal(bound.as_array(["phi", "theta"]), expected)
    else:
        assert bound.shape == judged.shape
        np.testing.assert_array_equal(bound.as_array(["phi", "theta"]), judged.as_array(["phi", "theta"]))


@settings(max_examples=40, deadline=None)
@given(
    shape=hnp.array_shapes(min_dims=0, max_dims=3, max_side=3),
    seed=st.integers(0, 100),
    as_lists=st.booleans(),
)
def test_positional_sweeps_reach_the_service_in_the_order_of_the_names(
    shape: tuple[int, ...], seed: int, as_lists: bool
) -> None:
    values = np.random.default_rng(seed).normal(size=(*shape, 2))
    pub = sampler_wire((two_parameters(), values.tolist() if as_lists else values))[0]
    bound = _service_reading(pub, two_parameters()).parameter_values
    assert bound.shape == shape
    np.testing.assert_array_equal(bound.as_array(["phi", "theta"]), values)


def _with_parameters(names: list[Any]) -> QuantumCircuit:
    circuit = QuantumCircuit(1, 1)
    for name in names:
        circuit.rz(name, 0)
    circuit.measure(0, 0)
    return circuit


def _assert_bound_as_by_qiskit(circuit: QuantumCircuit, values: Any) -> None:
    judged = SamplerPub.coerce((circuit, values)).parameter_values
    (encoded,) = encode_sampler_pubs((circuit, values))
    bound = _service_reading(encoded.wire, circuit).parameter_values
    assert bound.shape == judged.shape
    np.testing.assert_array_equal(bound.as_array(), judged.as_array())
    assert encoded.size.points == bound.size


@given(
    shape=hnp.array_shapes(min_dims=0, max_dims=3, max_side=3),
    names=st.sampled_from([["p"], ["a", "b"], ["a", "b", "c"]]),
    form=st.sampled_from(["each", "each with its axis", "tuple", "pair and one", "positions"]),
    as_lists=st.booleans(),
    as_objects=st.booleans(),
)
def test_values_of_any_shape_and_form_are_bound_as_qiskit_binds_them(
    shape: tuple[int, ...], names: list[str], form: str, *, as_lists: bool, as_objects: bool
) -> None:
    parameters = [Parameter(name) for name in names]
    array = np.random.default_rng(3).normal(size=(*shape, len(names)))

    def written(value: Any) -> Any:
        return np.asarray(value).tolist() if as_lists else value

    keys: list[Any] = list(parameters if as_objects else names)
    values: Any
    match form:
        case "each":
            values = {key: written(array[..., index]) for index, key in enumerate(keys)}
        case "each with its axis":
            values = {key: written(array[..., index : index + 1]) for index, key in enumerate(keys)}
        case "tuple":
            values = {tuple(keys): written(array)}
        case "pair and one":
            values = {tuple(keys[:-1]): written(array[..., :-1]), keys[-1]: written(array[..., -1:])}
            values = values if len(keys) > 1 else {keys[0]: written(array)}
        case _:
            values = written(array)
    circuit = _with_parameters(parameters)
    _assert_bound_as_by_qiskit(circuit, values)


@pytest.mark.parametrize("shape", [(2,), (3, 2), (3, 1, 2), (1, 2)])
def test_a_parameter_vector_is_bound_as_qiskit_binds_it(shape: tuple[int, ...]) -> None:
    vector = ParameterVector("v", 2)
    values = np.random.default_rng(3).normal(size=shape)
    circuit = _with_parameters(list(vector))
    _assert_bound_as_by_qiskit(circuit, {vector: values})
    _assert_bound_as_by_qiskit(circuit, values)
    _assert_bound_as_by_qiskit(circuit, BindingsArray({tuple(vector): values}))


def test_a_parameter_vector_as_a_key_takes_the_last_axis() -> None:
    vector = ParameterVector("v", 3)
    circuit = QuantumCircuit(1)
    for element in vector:
        circuit.rx(element, 0)
    values = np.arange(6.0).reshape(2, 3)
    pub = sampler_wire((circuit, {vector: values}))[0]
    assert pub[1] == {"v[0]": [0.0, 3.0], "v[1]": [1.0, 4.0], "v[2]": [2.0, 5.0]}


def test_parameter_objects_are_names_too() -> None:
    theta = Parameter("theta")
    circuit = QuantumCircuit(1)
    circuit.rx(theta, 0)
    assert sampler_wire((circuit, {theta: 0.5}))[0][1] == {"theta": 0.5}


@pytest.mark.parametrize("shape", [(), (4,), (2, 1), (1, 1)])
def test_qiskits_sampler_pubs_are_sent_with_their_values_and_shots(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(1).normal(size=(*shape, 2))
    pub = SamplerPub.coerce((two_parameters(), values, 77))
    sent = sampler_wire([pub])[0]
    assert sent[2] == 77
    read = _service_reading(sent, two_parameters())
    assert read.parameter_values.shape == shape
    np.testing.assert_array_equal(read.parameter_values.as_array(["phi", "theta"]), values)


def test_accepts_a_bindings_array_as_parameters() -> None:
    bindings = BindingsArray({"theta": [[1.0], [2.0]], "phi": [[3.0], [4.0]]})
    assert sampler_wire((TWO, bindings))[0][1] == {"theta": [1.0, 2.0], "phi": [3.0, 4.0]}


@pytest.mark.parametrize(
    ("observables", "sent"),
    [
        ("ZZ", "ZZ"),
        ({"ZZ": 1, "XI": np.float64(2.5)}, {"ZZ": 1.0, "XI": 2.5}),
        (["ZZ", "XX"], ["ZZ", "XX"]),
        ([["ZZ"], ["XX"]], [["ZZ"], ["XX"]]),
        (("ZZ", {"XX": 2 + 0j}), ["ZZ", {"XX": 2.0}]),
        (Pauli("XY"), "XY"),
        (Pauli("-XY"), {"XY": -1.0}),
        (PauliList(["XX", "YY"]), ["XX", "YY"]),
        (SparsePauliOp(["XX", "YY", "XX"], [1, 2, 0.5]), {"XX": 1.5, "YY": 2.0}),
        (SparseObservable.from_label("0Z"), {"IZ": 0.5, "ZZ": 0.5}),
        (ObservablesArray([["XX"], [{"YY": 2}]]), [[{"XX": 1.0}], [{"YY": 2.0}]]),
        (np.array(["ZZ", "XX"]), ["ZZ", "XX"]),
        ({Pauli("ZZ"): 2}, {"ZZ": 2.0}),
        (SparsePauliOp(["ZY", "ZY", "XX"], [0.4j, -0.4j, 1]), {"XX": 1.0}),
        (SparsePauliOp(["ZZ"], [1 + 1e-17j]), {"ZZ": 1.0}),
        (PauliList(["-ZZ", "XX"]), [{"ZZ": -1.0}, "XX"]),
        # As in Qiskit's algebra; its EstimatorPub takes i for -i in the keys of a mapping, and has -1 here.
        ({Pauli("iZZ"): -1j}, {"ZZ": 1.0}),
        ("Z0", {"ZI": 0.5, "ZZ": 0.5}),
        ("-r", {"II": 0.25, "IY": 0.25, "XI": -0.25, "XY": -0.25}),
    ],
)
def test_accepts_observables_as_strings_sums_arrays_and_qiskits_classes(observables: Any, sent: Any) -> None:
    assert estimator_wire((PLAIN, observables)) == [[PLAIN, sent]]


@pytest.mark.parametrize(
    ("pub", "message"),
    [
        ((PLAIN, "ZZZ"), "3 Paulis, but the circuit has 2 qubits"),
        ((PLAIN, ["ZZ", "Z"]), "different lengths: [1, 2]"),
        ((PLAIN, "Z2"), "accepted characters: I, X, Y, Z"),
        ((PLAIN, "zz"), "accepted characters"),
        ((PLAIN, ""), "accepted characters"),
        ((PLAIN, []), "an empty list"),
        ((PLAIN, {}), "no terms"),
        ((PLAIN, [["ZZ"], ["XX", "YY"]]), "ragged"),
        ((PLAIN, {"ZZ": 1j}), "observables must be Hermitian, with real coefficients"),
        ((PLAIN, SparsePauliOp(["ZY", "XX"], [0.4j, 1])), "the coefficient of ZY is 0+0.4j"),
        ((PLAIN, {"ZZ": 1 + 1e-9j}), "observables must be Hermitian"),
        ((PLAIN, {"ZZ": float("nan")}), "is not finite"),
        ((PLAIN, {"ZZ": 10**5000}), "is not finite"),
        ((PLAIN, SparsePauliOp(["ZZ", "ZZ"], [1, -1])), "an observable is zero"),
        ((PLAIN, {"ZZ": 0}), "an observable is zero"),
        ((PLAIN, {3: 1.0}), "3 is not a Pauli string"),
        ((PLAIN, PauliList(["iZZ"])), "imaginary phase"),
        (
            (PLAIN, "-ZZ"),
            "3 Paulis, but the circuit has 2 qubits; write one character for each qubit, the highest",
        ),
        ((PLAIN, {"ZZ": "1"}), "not a number"),
        ((PLAIN, Pauli("iXY")), "imaginary phase"),
        ((PLAIN, 3), "3 is not an observable"),
        (PLAIN, "no observables"),
        ((PLAIN, "ZZ", None, 0), "precision=0"),
        ((PLAIN, "ZZ", None, float("inf")), "precision=inf"),
        ((PLAIN, "ZZ", None, 0.1, 5), "5 elements"),
        ((TWO, ["ZZ"] * 3, [[1, 2], [3, 4]]), "do not broadcast"),
    ],
)
def test_rejects_invalid_observables_with_the_reason(pub: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        estimator_wire([pub])
    assert message in str(caught.value)


COEFFICIENTS = st.sampled_from([1, -1, 1j, -1j, 0.5 + 1e-17j, 0, 2.5, 1e-9, 1e-9j])
LABELS = st.sampled_from(["ZZ", "XX", "ZY", "II", "0Z", "+-", "r1"])
TERMS = st.lists(st.tuples(LABELS, COEFFICIENTS), min_size=1, max_size=4)
PLAIN_TERMS = st.lists(st.tuples(st.sampled_from(["ZZ", "XX", "ZY"]), COEFFICIENTS), min_size=1, max_size=4)
OBSERVABLES = st.one_of(
    LABELS,
    TERMS.map(dict),
    TERMS.map(SparseObservable.from_list),
    PLAIN_TERMS.map(SparsePauliOp.from_list),
    st.lists(st.sampled_from(["ZZ", "-XX", "iZY", "-iII"]), min_size=1, max_size=3).map(PauliList),
    st.sampled_from(["ZZ", "-XX", "iZY"]).map(Pauli),
)


def _as_paulis(observables: Any) -> Any:
    """Return Qiskit's observables as operators of Paulis; None if it refuses them."""
    try:
        found = EstimatorPub.coerce((QuantumCircuit(2), observables)).observables.sparse_observables_array()
    except (ValueError, TypeError):
        return None
    return [operator.as_paulis().simplify() for operator in found.ravel()]


@given(
    st.one_of(OBSERVABLES, st.lists(st.one_of(LABELS, PLAIN_TERMS.map(SparsePauliOp.from_list)), min_size=1))
)
def test_observables_are_accepted_where_qiskits_estimator_pub_accepts_them_and_are_the_same(
    observables: Any,
) -> None:
    expected = _as_paulis(observables)
    if expected is None:
        with pytest.raises(ConfigurationError):
            estimator_wire((QuantumCircuit(2), observables))
    else:
        sent = _as_paulis(estimator_wire((QuantumCircuit(2), observables))[0][1])
        for ours, theirs in zip(sent, expected, strict=True):
            assert (ours - theirs).simplify() == SparseObservable.zero(2)


@pytest.mark.parametrize("qubits", [13, 24, 156])
def test_rejects_too_many_projectors_and_suggests_the_sampler(qubits: int) -> None:
    circuit = QuantumCircuit(qubits)
    for observable in (SparseObservable.from_label("0" * qubits), "0" * qubits, {"1" * qubits: 0.5}):
        with pytest.raises(ConfigurationError, match=r"accepted: at most 4,096.*expectation\(label\)"):
            estimator_wire((circuit, observable))


def test_projectors_are_counted_over_the_whole_pub() -> None:
    circuit = QuantumCircuit(10)
    assert len(estimator_wire((circuit, ["0" * 10] * 4))[0][1]) == 4
    with pytest.raises(ConfigurationError, match="5,120 Paulis"):
        estimator_wire((circuit, ["0" * 10] * 5))


def test_an_estimator_pub_reaches_qiskit_as_the_same_pub() -> None:
    circuit = two_parameters().remove_final_measurements(inplace=False)
    values = np.random.default_rng(3).normal(size=(4, 1, 2))
    observables = [["ZZ", {"XI": 0.5, "IY": -1.0}, "YY"]]
    sent = estimator_wire((circuit, observables, values, 0.01))[0]
    read = EstimatorPub.coerce(tuple(json.loads(json.dumps(sent), cls=RuntimeDecoder)))
    expected = EstimatorPub.coerce((circuit, observables, values, 0.01))
    assert read.shape == expected.shape == (4, 3)
    assert read.observables.equivalent(expected.observables)
    assert read.precision == expected.precision
    np.testing.assert_array_equal(read.parameter_values.as_array(), expected.parameter_values.as_array())


def test_qiskits_estimator_pubs_are_sent_whole() -> None:
    circuit = two_parameters().remove_final_measurements(inplace=False)
    pub = EstimatorPub.coerce((circuit, ["ZZ", "XX"], [[1, 2]], 0.02))
    sent = estimator_wire(pub)[0]
    assert sent[1] == [{"ZZ": 1.0}, {"XX": 1.0}]
    assert sent[2] == {"phi": [[1.0]], "theta": [[2.0]]}
    assert sent[3] == 0.02


@pytest.mark.parametrize(
    ("pub", "points", "shots"),
    [
        (PLAIN, 1, None),
        ((TWO, [1, 2], 7), 1, 7),
        ((TWO, np.zeros((3, 4, 2))), 12, None),
        ((TWO, {"theta": [[0.0]] * 3, "phi": [0.0] * 5}), 15, None),
        ((ONE, {"theta": [[0.0]] * 3}), 3, None),
        ((ONE, np.zeros(5)), 5, None),
        ((ONE, [[0.0]] * 5), 5, None),
        ((encode_circuit(two_parameters()), np.zeros((5, 2))), 5, None),
    ],
)
def test_an_encoded_pub_knows_its_points_and_shots(pub: Any, points: int, shots: int | None) -> None:
    (encoded,) = encode_sampler_pubs([pub])
    assert encoded.size == PubSize(points, shots)


def test_the_shots_of_an_estimators_pub_are_those_of_its_precision() -> None:
    (encoded,) = encode_estimator_pubs((TWO, ["ZZ"], [[1, 2]] * 3, 0.01))
    assert encoded.size == PubSize(3, 10_000)


def test_numpy_is_not_imported_for_pubs_without_arrays() -> None:
    program = (
        "import sys; from qrt_facade._programs.params import sampler_params; "
        f"sampler_params(({TWO!r}, {{'theta': [1, 2], 'phi': [3, 4]}})); "
        "assert 'numpy' not in sys.modules and 'httpx' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_rejects_too_few_values_and_lists_names_in_binding_order() -> None:
    from qiskit import QuantumCircuit
    from qiskit.circuit import ParameterVector

    circuit = QuantumCircuit(1, 1)
    for element in ParameterVector("p", 11):
        circuit.rz(element, 0)
    circuit.measure(0, 0)
    with pytest.raises(ConfigurationError) as caught:
        encode_sampler_pubs([(circuit, [0.1])])
    expected = ", ".join(repr(parameter.name) for parameter in circuit.parameters)
    assert expected in str(caught.value)

"""Results of the noise learner, compared with IBM's client and models."""

from __future__ import annotations

import json

import numpy as np
import pytest
from ibm_quantum_schemas.common.tensor import TensorModel
from qiskit import QuantumCircuit
from qiskit.quantum_info import PauliLindbladMap, PauliList
from qiskit_ibm_runtime import RuntimeEncoder
from qiskit_ibm_runtime.results import noise_learner as theirs

from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._programs.options.programs import EstimatorOptions
from qrt_facade.errors import CircuitWarning, ResultDecodeError
from qrt_facade.results import (
    LayerError,
    LearnedNoise,
    NoiseLearnerResult,
    decode_result,
)


def noise_learner_v2() -> theirs.NoiseLearnerResult:
    circuit = QuantumCircuit(2)
    circuit.cz(0, 1)
    error = theirs.PauliLindbladError(PauliList(["XI", "ZZ"]), np.array([0.25, 0.5]))
    layers = [theirs.LayerError(circuit, [4, 7], error), theirs.LayerError(circuit, [1, 2])]
    return theirs.NoiseLearnerResult(
        layers, {"backend": "ibm_test", "input_options": {"num_randomizations": 32}}
    )


def _body(result: theirs.NoiseLearnerResult) -> str:
    return json.dumps({"data": result.data, "metadata": result.metadata}, cls=RuntimeEncoder)


@pytest.mark.parametrize("wrapped", [True, False])
def test_layer_errors_of_the_noise_learner_are_arrays_and_labels(wrapped: bool) -> None:
    learned = noise_learner_v2()
    result = decode_result(
        "noise-learner", json.dumps(learned, cls=RuntimeEncoder) if wrapped else _body(learned)
    )
    assert isinstance(result, NoiseLearnerResult)
    first, second = result
    assert isinstance(first, LayerError)
    assert isinstance(second, LayerError)
    assert first.qubits == [4, 7]
    assert first.error is not None
    assert first.error.generators == ["XI", "ZZ"]
    np.testing.assert_array_equal(first.error.rates, [0.25, 0.5])
    assert second.error is None
    assert result.metadata["backend"] == "ibm_test"


def test_reads_the_older_format_of_layers() -> None:
    error = {"generators": PauliList(["XI"]), "rates": np.array([0.25])}
    body = {"data": [[{"circuit": QuantumCircuit(2), "qubits": [0, 1]}, error]], "metadata": {}}
    (layer,) = decode_result("noise-learner", json.dumps(body, cls=RuntimeEncoder))
    assert layer.error.generators == ["XI"]


def test_the_circuit_of_a_layer_is_accepted_as_a_circuit() -> None:
    layer = decode_result("noise-learner", _body(noise_learner_v2()))[0]
    assert isinstance(layer, LayerError)
    assert encode_circuit(layer.circuit) == layer.circuit


@pytest.mark.parametrize("circuit", [None, 5, "OPENQASM 3.0;", {"__type__": "Parameter", "__value__": ""}])
def test_a_layer_whose_circuit_is_not_qpy_is_refused(circuit: object) -> None:
    body = {"data": [[{"circuit": circuit, "qubits": [0, 1]}, None]], "metadata": {}}
    with pytest.raises(ResultDecodeError):
        decode_result("noise-learner", body)


def test_rates_of_a_layer_are_an_array_however_they_are_written() -> None:
    error = {"generators": ["XI"], "rates": [0.25]}
    circuit = {"__type__": "QuantumCircuit", "__value__": ""}
    body = {"data": [[{"circuit": circuit, "qubits": [0, 1]}, error]], "metadata": {}}
    (layer,) = decode_result("noise-learner", body)
    assert layer.error.rates.dtype == np.float64


def test_a_noise_learner_result_becomes_that_of_ibms_client() -> None:
    learned = noise_learner_v2()
    converted = decode_result("noise-learner", _body(learned)).to_qiskit()
    assert json.dumps(converted, cls=RuntimeEncoder) == json.dumps(learned, cls=RuntimeEncoder)


def test_a_noise_learner_result_goes_back_into_the_estimators_options() -> None:
    learned = noise_learner_v2()
    result = decode_result("noise-learner", _body(learned))
    options = EstimatorOptions.read(resilience={"layer_noise_model": result}).to_wire()
    sent = options["resilience"]["layer_noise_model"]
    assert json.loads(json.dumps(sent)) == json.loads(json.dumps(learned, cls=RuntimeEncoder))


def test_rates_of_the_third_noise_learner_are_arrays() -> None:
    rates, std = np.array([0.1, 0.2]), np.array([0.01, 0.02])
    body = {
        "schema_version": "v0.2",
        "data": [
            {
                "generators_sparse": [[["X", [0]], ["Z", [1]]], [["ZZ", [0, 1]]]],
                "num_qubits": 2,
                "rates": TensorModel.from_numpy(rates).model_dump(),
                "rates_std": TensorModel.from_numpy(std).model_dump(),
                "metadata": {"learning_protocol": "lindblad"},
            }
        ],
    }
    result = decode_result("noise-learner", json.dumps(body, default=bytes.decode))
    (item,) = result
    assert isinstance(item, LearnedNoise)
    assert item.generators == [[("X", [0]), ("Z", [1])], [("ZZ", [0, 1])]]
    np.testing.assert_array_equal(item.rates, rates)
    np.testing.assert_array_equal(item.rates_std, std)
    assert item.metadata == {"learning_protocol": "lindblad"}
    (noise,) = result.to_qiskit()
    assert noise == PauliLindbladMap.from_list([("IX", 0.1), ("ZI", 0.1), ("ZZ", 0.2)])


def test_warns_if_dry_run_noise_is_passed_to_an_estimator() -> None:
    body = json.dumps(noise_learner_v2(), cls=RuntimeEncoder)
    learned = decode_result("noise-learner", body, dry_run=True)
    options = {"resilience": {"layer_noise_model": learned}}
    with pytest.warns(CircuitWarning, match="dry run: its rates are random"):
        EstimatorOptions.read(options).to_wire()


def test_learned_noise_of_a_dry_run_is_marked() -> None:
    rates = TensorModel.from_numpy(np.array([0.5])).model_dump()
    item = {"generators_sparse": [[["Z", [0]]]], "rates": rates, "rates_std": rates, "num_qubits": 1}
    body = {"schema_version": "v0.1", "data": [item], "metadata": {}}
    (noise,) = decode_result("noise-learner", body, dry_run=True)
    assert isinstance(noise, LearnedNoise)
    assert noise.metadata == {"dry_run": True}

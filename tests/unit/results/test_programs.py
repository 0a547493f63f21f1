"""Results of the noise learner and the executor; IBM's models and client are what they are compared with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from ibm_quantum_schemas.common.tensor import CompressedTensorModel, TensorModel
from qiskit import QuantumCircuit
from qiskit.quantum_info import PauliList
from qiskit_ibm_runtime import RuntimeEncoder
from qiskit_ibm_runtime.results import noise_learner as theirs

from qrt_facade._programs.options import EstimatorOptions
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import (
    ExecutorResult,
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


def test_the_noise_learners_former_layers_are_read_too() -> None:
    error = {"generators": PauliList(["XI"]), "rates": np.array([0.25])}
    body = {"data": [[{"circuit": QuantumCircuit(2), "qubits": [0, 1]}, error]], "metadata": {}}
    (layer,) = decode_result("noise-learner", json.dumps(body, cls=RuntimeEncoder))
    assert layer.error.generators == ["XI"]


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
    with pytest.raises(ConfigurationError, match="second version"):
        result.to_qiskit()


def executor_body(tensor: dict[str, Any], version: str) -> dict[str, Any]:
    part = {"idx_item": 0, "size": 5}
    span = {"start": "2026-08-17T01:40:00", "stop": "2026-08-17T01:40:02Z", "parts": [part]}
    return {
        "schema_version": version,
        "data": [{"results": {"meas": tensor}, "metadata": {"scheduler_timing": None}}],
        "metadata": {"chunk_timing": [span]},
        "passthrough_data": {"mine": [tensor, 3, {"dtype": "no tensor"}]},
    }


_TENSORS = hnp.arrays(
    st.sampled_from([np.float64, np.uint8, np.bool_, np.complex128]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
)


@settings(deadline=None, max_examples=100)
@given(array=_TENSORS, version=st.sampled_from(["v0.1", "v0.2", "v1.0", "v1.1", "v2.0"]))
def test_tensors_of_the_executor_are_those_that_ibms_models_write(array: Any, version: str) -> None:
    model = (CompressedTensorModel if version == "v2.0" else TensorModel).from_numpy(array)
    body = executor_body(model.model_dump(), version)
    result = decode_result("executor", json.dumps(body, default=bytes.decode))
    assert isinstance(result, ExecutorResult)
    for read in (result[0].meas, result.passthrough_data["mine"][0]):
        assert read.dtype == array.dtype
        np.testing.assert_array_equal(read, array)
    assert result.passthrough_data["mine"][1:] == [3, {"dtype": "no tensor"}]
    assert result.schema_version == version


def test_classified_registers_of_the_executor_become_samples() -> None:
    bits = np.array([[True, False, False], [True, True, False]])
    body = executor_body(TensorModel.from_numpy(bits).model_dump(), "v1.0")
    item = decode_result("executor", json.dumps(body, default=bytes.decode))[0]
    assert item.samples("meas").bitstrings() == ["001", "011"]
    body = executor_body(TensorModel.from_numpy(bits * 1.0).model_dump(), "v1.0")
    with pytest.raises(ConfigurationError, match="float64 of shape"):
        decode_result("executor", json.dumps(body, default=bytes.decode))[0].samples("meas")


def test_chunks_of_the_executor_have_times_in_utc() -> None:
    tensor = {"data": "", "shape": [0], "dtype": "f64"}
    (span,) = decode_result("executor", executor_body(tensor, "v1.0")).chunk_spans
    assert span.start == datetime(2026, 8, 17, 1, 40, tzinfo=UTC)
    assert (span.stop - span.start).total_seconds() == 2
    assert span.parts == [{"idx_item": 0, "size": 5}]


@pytest.mark.parametrize(
    ("tensor", "said"),
    [
        ({"data": "", "shape": [0], "dtype": "f1024"}, "unknown dtype 'f1024'"),
        ({"data": "AAAA", "shape": [7], "dtype": "f64"}, "executor"),
        ({"data": "AAAAAAAAAAA=", "shape": [2], "dtype": "f64"}, "executor"),
        ({"data": "%%%", "shape": [1], "dtype": "u8"}, "executor"),
    ],
)
def test_tensors_that_do_not_fill_their_shape_are_refused(tensor: dict[str, Any], said: str) -> None:
    with pytest.raises(ResultDecodeError, match=said):
        decode_result("executor", executor_body(tensor, "v1.0"))


def test_an_executor_result_has_no_form_in_qiskit() -> None:
    tensor = {"data": "", "shape": [0], "dtype": "f64"}
    with pytest.raises(ConfigurationError, match="no class for ExecutorResult"):
        decode_result("executor", executor_body(tensor, "v1.0")).to_qiskit()

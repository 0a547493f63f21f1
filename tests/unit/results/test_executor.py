"""Results of the executor; IBM's models are what they are compared with."""

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

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import (
    ExecutorResult,
    decode_result,
)


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
        ({"data": "AAAA", "shape": [7], "dtype": "f64"}, "needs 56 bytes, and 3 are there"),
        ({"data": "AAAAAAAAAAA=", "shape": [2], "dtype": "f64"}, "needs 16 bytes, and 8 are there"),
        ({"data": "%%%", "shape": [1], "dtype": "u8"}, "needs 1 bytes, and 0 are there"),
    ],
)
def test_tensors_that_do_not_fill_their_shape_are_refused(tensor: dict[str, Any], said: str) -> None:
    with pytest.raises(ResultDecodeError, match=said):
        decode_result("executor", executor_body(tensor, "v1.0"))


def test_an_executor_result_has_no_form_in_qiskit() -> None:
    tensor = {"data": "", "shape": [0], "dtype": "f64"}
    with pytest.raises(ConfigurationError, match="no class for ExecutorResult"):
        decode_result("executor", executor_body(tensor, "v1.0")).to_qiskit()

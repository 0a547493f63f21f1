"""Results of the estimator."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra import numpy as hnp

from qrt_facade.results import (
    EstimatorResult,
    decode_result,
)


def test_the_estimator_body_of_ibms_guide_is_read() -> None:
    result = decode_result(
        "estimator",
        '{"results":[{"data":{"evs":-0.937,"stds":0.031,"ensemble_standard_error":0.0369},'
        '"metadata":{"shots":4096,"target_precision":0.015625}}],"metadata":{"version":2}}',
    )
    assert isinstance(result, EstimatorResult)
    assert result[0].evs.shape == result[0].shape == ()
    assert result[0].evs == -0.937
    assert result[0].stds == 0.031
    assert result[0].ensemble_standard_error == 0.0369
    assert result[0].metadata["target_precision"] == 0.015625


@settings(deadline=None, max_examples=50)
@given(evs=hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)))
def test_expectation_values_keep_shape_nan_and_infinity(evs: Any) -> None:
    body = json.dumps({"results": [{"data": {"evs": evs.tolist(), "stds": evs.tolist()}}], "metadata": {}})
    pub = decode_result("estimator", body)[0]
    assert pub.evs.dtype == np.float64
    assert pub.shape == evs.shape
    np.testing.assert_array_equal(pub.evs, evs)


def test_null_among_expectation_values_is_nan() -> None:
    pub = decode_result("estimator", '{"results":[{"data":{"evs":[1,null],"stds":null}}]}')[0]
    assert np.isnan(pub.evs[1])
    assert np.isnan(pub.stds)


@pytest.mark.parametrize("data", ['"stds": [0.1]', '"evs": [1.0, 0.5], "stds": [0.1]', '"evs": [1.0]'])
def test_a_notebook_shows_values_without_or_with_too_few_errors_and_errors_without_values(data: str) -> None:
    result = decode_result("estimator", f'{{"results": [{{"data": {{{data}}}}}]}}')
    assert "1 PUB" in result._repr_html_()

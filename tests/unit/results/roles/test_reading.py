"""Results of executor jobs that a sampler or an estimator submitted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade.errors import ConfigurationError
from qrt_facade.results import EstimatorResult, ExecutorResult, SamplerResult, decode_result

if TYPE_CHECKING:
    from pathlib import Path


def body_with(passthrough: Any, **root: Any) -> str:
    tensor = {"data": "Hw==", "shape": [3, 2], "dtype": "bool"}
    item = {"results": {"c": tensor}, "metadata": {}}
    document = {"schema_version": "v1.1", "data": [item], "metadata": {"chunk_timing": []}, **root}
    return json.dumps({**document, "passthrough_data": passthrough})


@pytest.mark.parametrize("passthrough", [None, 3, "text", {}, {"mine": 1}, [{"qrt_facade": 1}]])
def test_a_custom_program_keeps_the_executors_result(passthrough: Any) -> None:
    result = decode_result("executor", body_with(passthrough))
    assert isinstance(result, ExecutorResult)
    assert result.passthrough_data == passthrough
    assert result.semantic_role is None


@pytest.mark.parametrize(
    "ours", [{"version": 2, "reads_as": "sampler"}, {"version": 1, "reads_as": "oracle"}, {}, "sampler", None]
)
def test_warns_of_an_unknown_submitter_and_returns_the_executors_result(ours: Any) -> None:
    with pytest.warns(RuntimeWarning, match="a newer one may read it"):
        result = decode_result("executor", body_with({"qrt_facade": ours}))
    assert isinstance(result, ExecutorResult)
    # No warning if the executor's result was requested.
    assert isinstance(
        decode_result("executor", body_with({"qrt_facade": ours}), as_=ExecutorResult), ExecutorResult
    )


def test_a_custom_program_is_not_returned_as_a_sampler_result(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="the result of this job, which has the type ExecutorResult"):
        decode_result("executor", body_with(None), as_=SamplerResult)
    decode_result("executor", body_with(None)).save(tmp_path / "result")
    assert ExecutorResult.load(tmp_path / "result").schema_version == "v1.1"
    with pytest.raises(ConfigurationError, match="which has the type ExecutorResult"):
        SamplerResult.load(tmp_path / "result")


def test_a_sampler_programs_result_has_no_executor_result() -> None:
    sampled = {"results": [{"data": {"c": {"samples": ["0x3"], "num_bits": 2}}, "metadata": {}}]}
    assert decode_result("sampler", sampled).executor_result is None
    estimated = {"results": [{"data": {"evs": [1.0], "stds": [0.1]}, "metadata": {}}]}
    assert isinstance(decode_result("estimator", estimated), EstimatorResult)
    assert decode_result("estimator", estimated).executor_result is None

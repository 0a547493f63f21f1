"""`as_`: a result is returned as the named class, or rejected."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, Protocol, TypedDict, Union

import pytest

from qrt_facade.errors import ConfigurationError
from qrt_facade.results import (
    EstimatorResult,
    EstimatorResultV1,
    JobResult,
    NoiseLearnerResult,
    SamplerResult,
    SamplerResultV1,
    decode_result,
    load_result,
)
from qrt_facade.results.decoding import check_returns

if TYPE_CHECKING:
    from pathlib import Path

SAMPLED = {"results": [{"data": {"c": {"samples": ["0x3"], "num_bits": 2}}, "metadata": {}}]}
SAMPLED_V1 = {"quasi_dists": [{"0": 1.0}], "metadata": [{}]}


class Fields(TypedDict):
    """A TypedDict, of which nothing is an instance."""

    a: int


class Lengthy(Protocol):
    """A protocol that isinstance does not support."""

    length: int


@pytest.mark.parametrize(
    ("program", "as_"),
    [
        ("sampler", SamplerResult),
        ("sampler", SamplerResultV1),
        ("estimator", EstimatorResult),
        ("estimator", EstimatorResultV1),
        ("noise-learner", NoiseLearnerResult),
        ("sampler", object),
        ("sampler", Sequence),
        ("sampler", Sequence[Any]),
        ("sampler", SamplerResult | EstimatorResult),
        ("estimator", Union[SamplerResult, EstimatorResult]),  # noqa: UP007 - a user may write it so
        ("estimator", SamplerResult | EstimatorResultV1 | None),
        ("executor", JobResult),
        ("circuit-runner", SamplerResult),
        ("circuit-runner", dict),
        ("circuit-runner", dict[str, Any]),
        ("circuit-runner", Optional[Mapping[str, object]]),  # noqa: UP045 - a user may write it so
        ("circuit-runner", list[Any]),
        (None, SamplerResult),
    ],
)
def test_accepts_classes_that_a_program_can_return(program: str | None, as_: Any) -> None:
    check_returns(program, as_, whose="job j1")


@pytest.mark.parametrize(
    ("program", "as_", "names"),
    [
        ("sampler", EstimatorResult, "SamplerResult or SamplerResultV1"),
        ("sampler", EstimatorResultV1, "SamplerResult or SamplerResultV1"),
        ("estimator", SamplerResult | SamplerResultV1, "EstimatorResult or EstimatorResultV1"),
        ("sampler", dict, "SamplerResult or SamplerResultV1"),
        ("noise-learner", dict[str, Any], "NoiseLearnerResult"),
        ("executor", str, "ExecutorResult"),
    ],
)
def test_rejects_classes_that_a_program_never_returns(program: str, as_: Any, names: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_returns(program, as_, whose="job j1")
    assert f"does not match the program {program} of job j1, whose result has the type {names}" in str(
        caught.value
    )


@pytest.mark.parametrize(
    "as_",
    [Any, Fields, Lengthy, "SamplerResult", list[int], dict[int, Any], (SamplerResult,)],
)
@pytest.mark.parametrize("program", ["sampler", "circuit-runner"])
def test_rejects_types_that_isinstance_does_not_support(program: str, as_: Any) -> None:
    with pytest.raises(ConfigurationError, match="expected a class such as SamplerResult, several joined by"):
        check_returns(program, as_, whose="job j1")


def test_a_decoded_result_has_the_requested_class() -> None:
    body = json.dumps(SAMPLED)
    assert decode_result("sampler", body, as_=SamplerResult)[0].c.counts() == {"11": 1}
    assert decode_result("sampler", SAMPLED_V1, as_=SamplerResultV1)[0] == {0: 1.0}
    assert decode_result("mine", '{"a": [1]}', as_=dict[str, Any]) == {"a": [1]}
    assert decode_result("mine", "plain text", as_=str | SamplerResult) == "plain text"
    assert decode_result("mine", "3", as_=int) == 3


@pytest.mark.parametrize(
    ("program", "body", "as_", "found"),
    [
        ("sampler", SAMPLED_V1, SamplerResult, "the result of this job, which has the type SamplerResultV1"),
        ("sampler", SAMPLED, SamplerResultV1, "the result of this job, which has the type SamplerResult$"),
        ("mine", {"a": 1}, list[Any] | str, "the result of this job, which has the type dict"),
        ("sampler", {"broken": 1}, EstimatorResult, "whose result has the type SamplerResult"),
    ],
)
def test_rejects_a_result_of_another_class(program: str, body: Any, as_: Any, found: str) -> None:
    with pytest.raises(ConfigurationError, match=found):
        decode_result(program, body, as_=as_)


def test_a_loaded_result_has_the_requested_class(tmp_path: Path) -> None:
    decode_result("sampler", SAMPLED).save(tmp_path / "result")
    assert load_result(tmp_path / "result", as_=SamplerResult)[0].c.counts() == {"11": 1}
    with pytest.raises(
        ConfigurationError, match=r"program sampler of the job of .*result, whose result has the type"
    ):
        load_result(tmp_path / "result", as_=EstimatorResult)

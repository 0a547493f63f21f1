"""Reading results: the types that both type checkers must infer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_type

from qrt_facade import EstimatorResult, Job, KeptResult, SamplerResult
from qrt_facade.results import (
    EstimatorResultV1,
    JobResult,
    LearnedNoise,
    NoiseLearnerResult,
    NoiseLearnerV3Result,
    SamplerResultV1,
    decode_result,
    load_result,
)


def of_a_job(job: Job, sampled: Job[SamplerResult]) -> None:
    assert_type(job.result(), JobResult)
    assert_type(sampled.result(60.0), SamplerResult)
    assert_type(job.result(as_=SamplerResultV1), SamplerResultV1)
    assert_type(job.result(as_=object), object)
    assert_type(job.result(as_=dict[str, Any]), dict[str, Any])
    assert_type(job.result(as_=SamplerResult | EstimatorResult), JobResult)


def of_a_file(path: str) -> None:
    assert_type(load_result(path), JobResult)
    assert_type(load_result(path, as_=EstimatorResult), EstimatorResult)
    assert_type(load_result(path, as_=SamplerResult | EstimatorResult), JobResult)


def of_a_body(body: bytes, text: str, document: dict[str, Any]) -> None:
    assert_type(decode_result("sampler", body), SamplerResult)
    assert_type(decode_result("noise-learner", text, max_bytes=10**9), NoiseLearnerResult)
    assert_type(decode_result("calibrate", body).start, datetime)
    assert_type(decode_result("noise-learner", body, as_=NoiseLearnerV3Result)[0], LearnedNoise)
    assert_type(decode_result("estimator", document, as_=EstimatorResultV1), EstimatorResultV1)
    assert_type(decode_result("mine", body), JobResult)
    assert_type(decode_result("mine", body, as_=dict[str, Any]), dict[str, Any])
    decode_result("sampler", 5)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


def of_a_kept_result(kept: KeptResult) -> None:
    assert_type(kept.result(), JobResult)
    assert_type(kept.result(as_=SamplerResult), SamplerResult)


def narrowed(job: Job) -> dict[str, int]:
    result = job.result()
    if isinstance(result, SamplerResult):
        return result[0].counts()
    return {}

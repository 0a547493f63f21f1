"""Jobs by their program, one and many: what both type checkers must know of their results."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, assert_type

from qrt_facade import (
    AsyncJob,
    AsyncRuntimeClient,
    EstimatorResult,
    Job,
    JobCancelledError,
    JobFailedError,
    JobTimeoutError,
    RuntimeClient,
    SamplerResult,
    Session,
    SubmissionsStoppedError,
)
from qrt_facade.results import (
    CalibrationResult,
    ExecutorResult,
    JobResult,
    NoiseLearnerResult,
    NoiseLearnerV3Result,
)
from qrt_facade.types import JobHandle, NoiseLearnerV3OptionsDict

if TYPE_CHECKING:
    from collections.abc import Sequence

Params = dict[str, Any]


def of_a_program(client: RuntimeClient, params: Params, program: str) -> None:
    sampled = client.jobs.submit("sampler", params, backend="ibm_fez", tags=["a"], log_level="info")
    assert_type(sampled, Job[SamplerResult])
    assert_type(sampled.result()[0].counts(), dict[str, int])
    assert_type(client.jobs.submit("estimator", params, backend="ibm_fez"), Job[EstimatorResult])
    assert_type(client.jobs.submit("noise-learner", params, backend="ibm_fez"), Job[NoiseLearnerResult])
    assert_type(client.jobs.submit("executor", params, backend="ibm_fez"), Job[ExecutorResult])
    assert_type(client.jobs.submit("calibrate", params, backend="ibm_fez"), Job[CalibrationResult])
    assert_type(client.jobs.submit(program, params, backend="ibm_fez", session="s"), Job)


def learned(client: RuntimeClient, session: Session, boxes: bytes) -> None:
    options: NoiseLearnerV3OptionsDict = {"bit_flip_checks": {"pre_circuit": {"strategy": "edge"}}}
    job = client.noise_learner.submit(boxes, backend="ibm_fez", options=options, key="a")
    assert_type(job, Job[NoiseLearnerV3Result])
    assert_type(job.result()[0].terms, list[tuple[str, list[int], float]])
    assert_type([noise.num_qubits for noise in session.noise_learner.run(boxes)], list[int])
    client.noise_learner.submit(boxes, backend="b", schema_version="v1.0")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.noise_learner.submit(boxes, backend="b", options={"shots": 3})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.noise_learner.submit(3, backend="b")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def calibrated(client: RuntimeClient, session: Session) -> None:
    assert_type(session.calibrator.submit(), Job[CalibrationResult])
    assert_type(client.calibrator.run(session=session, timeout=60).duration, timedelta)


def of_one_of_two(client: RuntimeClient, params: Params, program: Literal["sampler", "estimator"]) -> None:
    result = client.jobs.submit(program, params, backend="ibm_fez").result()
    if isinstance(result, SamplerResult):
        assert_type(result, SamplerResult)


def waited_for(client: RuntimeClient, params: Params) -> None:
    def seen(job: Job[EstimatorResult]) -> None:
        print(job.status)

    run = client.jobs.submit_and_wait
    assert_type(run("sampler", params, backend="ibm_fez", timeout=60, progress=True), SamplerResult)
    assert_type(run("estimator", params, backend="ibm_fez", on_update=seen), EstimatorResult)
    assert_type(run("mine", params, backend="ibm_fez", on_update=lambda job: print(job.id)), JobResult)


def of_many(client: RuntimeClient, many: list[Params]) -> None:
    jobs = client.jobs.submit_many("estimator", many, backend="ibm_fez", private=True)
    assert_type(jobs, "Sequence[Job[EstimatorResult]]")
    assert_type(client.jobs.wait_all(jobs)[0].result(), EstimatorResult)
    for job in client.jobs.as_completed(jobs):
        assert_type(job, Job[EstimatorResult])
    every: Sequence[Job] = jobs  # mixed with jobs of any other result
    print(every)


def of_a_mixed_list(
    client: RuntimeClient, sampled: Job[SamplerResult], estimated: Job[EstimatorResult]
) -> dict[str, int]:
    jobs: list[Job] = [sampled, estimated]
    client.jobs.wait_all(jobs, 60, on_update=lambda job: print(job.status))
    for job in client.jobs.as_completed([sampled, estimated]):
        result = job.result()
        if isinstance(result, SamplerResult):
            return result[0].counts()
    mixed = [sampled, estimated]
    for job in client.jobs.wait_all(mixed):
        print(job.result().metadata, len(job.result()))  # what the results have in common
    for job in client.jobs.wait_all((sampled, estimated)):
        found = job.result(as_=SamplerResult)
        assert_type(found, SamplerResult)
    return {}


def of_an_error(client: RuntimeClient, many: list[Params], known: Job[SamplerResult]) -> None:
    try:
        client.jobs.submit_many("sampler", many, backend="ibm_fez")
    except SubmissionsStoppedError as error:
        assert_type([job.id for job in error.jobs], list[str])
    except JobTimeoutError as error:
        error.job.cancel()
        assert_type(error.pending, tuple[JobHandle, ...])
    except (JobFailedError, JobCancelledError) as error:
        assert_type(error.job.created, datetime | None)
    JobTimeoutError("text", job_id=known.id, job=known, pending=(known,))


async def of_an_error_awaited(job: AsyncJob[SamplerResult]) -> None:
    try:
        await job.result()
    except JobTimeoutError as error:
        await error.job.cancel()
        JobTimeoutError("text", job_id=job.id, job=job)


async def awaited(client: AsyncRuntimeClient, params: Params) -> None:
    job = await client.jobs.submit("sampler", params, backend="ibm_fez")
    assert_type(job, AsyncJob[SamplerResult])
    assert_type(await client.jobs.submit_and_wait("estimator", params, backend="b"), EstimatorResult)
    async for one in client.jobs.as_completed([job]):
        assert_type(await one.result(), SamplerResult)


def wrong(client: RuntimeClient, params: Params, sampled: Job[SamplerResult]) -> None:
    client.jobs.submit("sampler", params, backend="b", log_level="inf")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    client.jobs.submit("sampler", params, backend="b", tag=["a"])  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.jobs.submit("sampler", [params], backend="b")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    client.jobs.submit_many("sampler", params, backend="b")  # type: ignore[arg-type]  # pyright: ignore[reportCallIssue, reportArgumentType]
    client.jobs.submit_and_wait("sampler", params, backend="b", timeout="1 h")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    client.jobs.wait_all(sampled)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    client.jobs.wait_all([1])  # type: ignore[type-var]  # pyright: ignore[reportCallIssue, reportArgumentType]
    not_this: Job[EstimatorResult] = sampled  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(not_this)


def wrong_about_an_error(error: JobTimeoutError) -> None:
    error.job.cancelled()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    print(error.pending[0].job_id)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]

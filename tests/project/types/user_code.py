"""A user's program, for the type checkers: mypy --strict and pyright must find nothing to complain of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qrt_facade import (
    ApiError,
    ApiVersion,
    AsyncJob,
    AsyncRuntimeClient,
    Backend,
    BackendList,
    EstimatorResult,
    Job,
    JobFailedError,
    Metrics,
    RuntimeClient,
    SamplerResult,
    Session,
)
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from datetime import datetime
    from typing import assert_type

    from qrt_facade.emulator import Emulator


def synchronous(client: RuntimeClient) -> None:
    backend: Backend = client.backends.least_busy(min_qubits=5)
    job: Job = client.sampler.submit(Path("bell.qasm"), backend=backend, shots=100, tags=["a"], private=True)
    waited: Job = job.wait(timeout=60.0, on_update=lambda seen: print(seen.status), progress=True)
    metrics: Metrics = waited.metrics()
    seconds: float | None = metrics.usage_seconds
    created: datetime | None = job.created
    result: SamplerResult = client.sampler.run("OPENQASM 3.0;", backend="ibm_fez")
    counts: dict[str, int] = result[0].counts()
    values: EstimatorResult = client.estimator.run(("OPENQASM 3.0;", "ZZ"), backend=backend, precision=0.1)
    session: Session
    with client.sessions.create(backend=backend, mode="batch", max_ttl=600) as session:
        session.sampler.submit("OPENQASM 3.0;")
    versions: list[ApiVersion] = client.versions()
    jobs: list[Job] = list(client.jobs.list(limit=3, created_after="2026-01-01", session=session))
    for ended in client.jobs.as_completed(jobs, timeout=10):
        print(ended.id, seconds, created, counts, values.metadata, versions)
    try:
        client.jobs.get("id").result()
    except JobFailedError as error:
        print(error.code, error.reason, error.solution)
    except ApiError as error:
        print(error.status, error.code, error.trace, error.retry_after)


async def asynchronous() -> None:
    async with AsyncRuntimeClient(api_key="key", instance="crn:...") as client:
        job: AsyncJob = await client.sampler.submit("OPENQASM 3.0;", backend="ibm_fez")
        result: SamplerResult = await client.sampler.run("OPENQASM 3.0;", backend="ibm_fez")
        async for listed in client.jobs.list():
            print(listed.status, job.id, result.metadata)


def inferred(client: RuntimeClient) -> None:
    if TYPE_CHECKING:
        assert_type(client.jobs.get("id"), Job)
        assert_type(client.backends.list(), BackendList[Backend])
        plain: list[Backend] = client.backends.list()
        assert_type(plain[0].name, str)
        assert_type(client.usage().remaining_seconds, float | None)
        assert_type(client.tags.search("abc"), list[str])


def emulated() -> None:
    emulator: Emulator = start(backends="ibm_fez", seed=1, noise=False)
    emulator.stop()

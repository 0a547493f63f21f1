"""Mistakes of users, each next to the correct use.

Both type checkers must report exactly the lines that are marked `# error`: `test_types.py` compares them. This file is
therefore left out of the checks of the project itself. Nothing here runs.
"""

from __future__ import annotations

from pathlib import Path

from qrt_client.api.backends import get_backend_configuration
from qrt_client.api.jobs import get_job, list_jobs

import qrt_facade
from qrt_facade import (
    AsyncJob,
    AsyncRuntimeClient,
    Backend,
    DynamicalDecouplingOptions,
    EstimatorOptions,
    EstimatorResult,
    Job,
    RuntimeClient,
    SamplerOptions,
    SamplerResult,
    Session,
)
from qrt_facade.emulator import Emulator, start
from qrt_facade.results import decode_result
from qrt_facade.types import EstimatorOptionsDict, EstimatorPub, SamplerOptionsDict, SessionMode, TagList

BELL = "OPENQASM 3.0; bit[2] c; c[0] = measure $0; c[1] = measure $1;"


# Arguments of a submission.


def what_is_run(client: RuntimeClient, backend: Backend) -> None:
    client.sampler.submit(BELL, backend=backend)
    client.sampler.submit(5, backend=backend)  # error
    client.sampler.submit([BELL, Path("bell.qasm")], backend=backend)
    client.sampler.submit([BELL, 7], backend=backend)  # error
    client.sampler.submit((BELL, {"theta": [0.1]}, 100), backend=backend)
    client.sampler.submit((BELL, {"theta": [0.1]}, [100]), backend=backend)  # error
    client.sampler.submit((BELL, None, 100), backend=backend)
    client.sampler.submit((BELL, None, 100, 0.1), backend=backend)  # error
    client.sampler.submit_many([[BELL], [BELL]], backend=backend)
    client.sampler.submit_many(5, backend=backend)  # error
    client.sampler.submit(pubs=BELL, backend=backend)
    client.sampler.submit(circuits=BELL, backend=backend)  # error


def items_of_the_executor(client: RuntimeClient, backend: Backend) -> None:
    client.executor.submit(BELL, backend=backend)
    client.executor.submit(5, backend=backend)  # error
    client.executor.submit((BELL, [0.1], (2, 3)), backend=backend)
    client.executor.submit((BELL, [0.1], 0.5), backend=backend)  # error
    client.executor.submit(BELL, backend=backend, meas_level="classified")
    client.executor.submit(BELL, backend=backend, meas_level="raw")  # error
    client.executor.submit(BELL, backend=backend, schema_version="v3.0")  # error
    client.executor.submit(BELL, backend=backend, passthrough_data={"a": [1]})
    client.executor.submit(BELL, backend=backend, passthrough_data=object())  # error
    client.executor.submit(BELL, backend=backend, precision=0.1)  # error


def a_dry_run(client: RuntimeClient, backend: Backend) -> None:
    client.sampler.submit(BELL, backend=backend, dry_run=True)
    client.sampler.submit(BELL, backend=backend, dry_run="yes")  # error
    client.sampler.run(BELL, backend=backend, dry_runs=True)  # error
    client.jobs.submit("executor", {}, backend=backend, dry_run=None)  # error
    client.backends.list(include_mocks="all")  # error


def names_of_ibms_client(client: RuntimeClient, job: Job, backend: Backend) -> None:
    print(client.jobs.get("d1").status)
    print(job.status())  # error
    print(job.backend())  # error
    print(job.job_id())  # error
    print(client.job("d1"))  # error
    print(client.backends("ibm_fez"))  # error
    print(backend.target)  # error
    print(job.usage())  # error


def where_it_is_run(client: RuntimeClient, session: Session) -> None:
    client.sampler.submit(BELL, backend="ibm_fez")
    client.sampler.submit(BELL, backend=7)  # error
    client.sampler.run(BELL, backend=client.backends.get("ibm_fez"))
    client.sampler.run(BELL, backend=client.backends)  # error
    client.estimator.submit((BELL, "ZZ"), backend=client.backends.least_busy())
    client.estimator.submit((BELL, "ZZ"), backend=client.backends.list())  # error
    client.sampler.submit(BELL, backend="ibm_fez", session=session)
    client.sampler.submit(BELL, backend="ibm_fez", session=12)  # error
    client.sampler.submit(BELL, backend="ibm_fez", session=client.jobs.get("d1").session_id)
    client.sampler.submit(BELL, backend="ibm_fez", session=client.jobs.get("d1"))  # error
    print(list(client.jobs.list(session=session)))
    print(list(client.jobs.list(session=client.jobs.get("d1"))))  # error
    client.jobs.submit("sampler", {"pubs": []}, backend="ibm_fez")
    client.jobs.submit("sampler", [BELL], backend="ibm_fez")  # error


def how_it_is_run(client: RuntimeClient) -> None:
    client.sampler.submit(BELL, backend="ibm_fez", shots=100)
    client.sampler.submit(BELL, backend="ibm_fez", shots="100")  # error
    client.sampler.submit(BELL, backend="ibm_fez", shots=1000)
    client.sampler.submit(BELL, backend="ibm_fez", shots=1e3)  # error
    client.sampler.submit(BELL, backend="ibm_fez", tags=["demo"])
    client.sampler.submit(BELL, backend="ibm_fez", tags="demo")  # error
    client.sampler.submit(BELL, backend="ibm_fez", tags=["1"])
    client.sampler.submit(BELL, backend="ibm_fez", tags=[1])  # error
    client.sampler.submit(BELL, backend="ibm_fez", private=True)
    client.sampler.submit(BELL, backend="ibm_fez", privat=True)  # error
    client.sampler.submit(BELL, backend="ibm_fez", on_uncertain="raise")
    client.sampler.submit(BELL, backend="ibm_fez", on_uncertain="ignore")  # error
    client.sampler.submit(BELL, backend="ibm_fez", max_execution_time=60)
    client.sampler.submit(BELL, backend="ibm_fez", max_execution_time="1m")  # error
    client.sampler.submit(BELL, backend="ibm_fez", max_seconds=0.5)
    client.sampler.submit(BELL, backend="ibm_fez", max_seconds="1m")  # error
    client.sampler.run(BELL, backend="ibm_fez", timeout=60)
    client.sampler.run(BELL, backend="ibm_fez", timeout="60s")  # error
    client.sampler.run(BELL, backend="ibm_fez", on_update=print)
    client.sampler.run(BELL, backend="ibm_fez", on_update=lambda job: print(job.state.status.name))  # error
    client.estimator.run((BELL, "ZZ"), backend="ibm_fez", precision=0.1)
    client.estimator.run((BELL, "ZZ"), backend="ibm_fez", shots=100)  # error


def estimator_pubs(client: RuntimeClient) -> None:
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez")
    client.estimator.submit(BELL, backend="ibm_fez")  # error
    client.estimator.submit((BELL, [["ZZ"], ["XX"]]), backend="ibm_fez")
    client.estimator.submit((BELL, 5), backend="ibm_fez")  # error
    client.estimator.submit((BELL, {"ZZ": 1.0}), backend="ibm_fez")
    client.estimator.submit((BELL, {"ZZ": "1.0"}), backend="ibm_fez")  # error
    client.estimator.submit((BELL, "ZZ", None, 0.1), backend="ibm_fez")
    client.estimator.submit((BELL, "ZZ", None, "0.1"), backend="ibm_fez")  # error
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", precision=0.01)
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", precision="0.01")  # error
    right: EstimatorPub = (BELL, "ZZ")
    wrong: EstimatorPub = (BELL,)  # error
    print(right, wrong)


# Options.


def options_of_the_sampler(client: RuntimeClient) -> None:
    client.sampler.submit(BELL, backend="ibm_fez", options={"default_shots": 1})
    client.sampler.submit(BELL, backend="ibm_fez", options={"default_shot": 1})  # error
    client.sampler.submit(BELL, backend="ibm_fez", options={"default_shots": 100})
    client.sampler.submit(BELL, backend="ibm_fez", options={"default_shots": "100"})  # error
    client.sampler.submit(BELL, backend="ibm_fez", options={"twirling": {"enable_gates": True}})
    client.sampler.submit(BELL, backend="ibm_fez", options={"twirling": {"enable_gate": True}})  # error
    client.sampler.submit(BELL, backend="ibm_fez", options={"execution": {"meas_type": "kerneled"}})
    client.sampler.submit(BELL, backend="ibm_fez", options={"execution": {"meas_type": "kernelled"}})  # error
    client.sampler.submit(BELL, backend="ibm_fez", options=SamplerOptions(default_shots=100))
    client.sampler.submit(BELL, backend="ibm_fez", options=EstimatorOptions(default_shots=100))  # error
    SamplerOptions(dynamical_decoupling=DynamicalDecouplingOptions(sequence_type="XY4"))
    SamplerOptions(dynamical_decoupling=DynamicalDecouplingOptions(sequence_type="YX4"))  # error
    SamplerOptions(default_shots=100)
    SamplerOptions(shots=100)  # error
    right: SamplerOptionsDict = {"dynamical_decoupling": {"sequence_type": "XX"}}
    wrong: SamplerOptionsDict = {"dynamical_decoupling": {"sequence_type": "XYZ"}}  # error
    print(right, wrong)


def options_of_the_estimator(client: RuntimeClient) -> None:
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", options={"default_precision": 0.1})
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", options={"precision": 0.1})  # error
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", resilience_level=2)
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", options={"resilience_level": 2})  # error
    right: EstimatorOptionsDict = {"resilience": {"zne": {"extrapolator": "linear"}}}
    wrong: EstimatorOptionsDict = {"resilience": {"zne": {"extrapolator": "cubic"}}}  # error
    print(right, wrong)


# Results.


def results(client: RuntimeClient, sampled: Job[SamplerResult], found: Job) -> None:
    result = sampled.result()
    print(result[0].c.counts())
    print(result[0].c.count())  # error
    print(result[0].counts())
    print(result.counts())  # error
    print(result[0].counts()["00"])
    print(result[0].counts()[0])  # error
    print(client.estimator.run((BELL, "ZZ"), backend="ibm_fez")[0].evs.mean())
    print(result[0].evs.mean())  # error
    values = client.estimator.run((BELL, "ZZ"), backend="ibm_fez")
    print(values[0].evs)
    print(values.evs)  # error
    print(found.result(as_=SamplerResult)[0].counts())
    print(found.result()[0].counts())  # error
    right: EstimatorResult = found.result(as_=EstimatorResult)
    wrong: EstimatorResult = found.result(as_=SamplerResult)  # error
    print(right, wrong, decode_result("estimator", b"")[0].evs)
    print(decode_result("estimator", b"")[0].counts())  # error


def jobs(client: RuntimeClient, job: Job[SamplerResult]) -> None:
    print(job.id)
    print(job.job_id())  # error
    print(job.status)
    print(job.status())  # error
    print(job.result(timeout=60))
    print(job.result(timeout="1 min"))  # error
    print(client.jobs.get(job.id))
    print(client.jobs.get(job))  # error
    print(client.jobs.wait_all([job]))
    print(client.jobs.wait_all(job))  # error
    print(client.jobs.wait_all([job]))
    print(client.jobs.wait_all([job.created]))  # error
    print([one.id for one in client.jobs.list(tags=["demo"])])
    print([one.id for one in client.jobs.list(tags="demo")])  # error
    job.set_tags(["demo"])
    job.set_tags("demo")  # error
    right: Job[SamplerResult] = client.sampler.submit(BELL, backend="ibm_fez")
    wrong: Job[EstimatorResult] = client.sampler.submit(BELL, backend="ibm_fez")  # error
    print(right, wrong)
    if job.usage_seconds is not None:
        print(job.usage_seconds + 1)
    print(job.usage_seconds + 1)  # error


# The service's other nouns.


def sessions(client: RuntimeClient) -> None:
    client.sessions.create(backend="ibm_fez", mode="batch")
    client.sessions.create(backend="ibm_fez", mode="sesion")  # error
    client.sessions.create(backend="ibm_fez", mode="dedicated", max_ttl=600)
    client.sessions.create(backend="ibm_fez", mode="dedicated", max_ttl="10m")  # error
    with client.sessions.create(backend="ibm_fez") as session:
        session.sampler.run(BELL)
        session.run(BELL)  # error
    right: SessionMode = "dedicated"
    wrong: SessionMode = "session"  # error
    print(right, wrong)


def backends(backend: Backend) -> None:
    configuration = backend.configuration()
    print([gate.upper() for gate in configuration.basis_gates or ()])
    print([gate.upper() for gate in configuration.basis_gates])  # error
    print(configuration.n_qubits)
    print(configuration.num_qubits)  # error
    print(backend.name)
    print(backend.name())  # error
    print(backend.check([BELL]))
    print(backend.check(5))  # error
    print(backend.properties(at="2026-01-01"))
    print(backend.properties(at=20260101))  # error


def the_rest(client: RuntimeClient) -> None:
    print([workload.id for workload in client.workloads.list(mode="session")])
    print([workload.id for workload in client.workloads.list(mode="sessions")])  # error
    print(client.tags.search("demo"))
    print(client.tags.search(["demo"]))  # error
    print(client.usage().consumed_seconds)
    print(client.usage().seconds)  # error
    print(client.usage().consumed_seconds + 1)  # error
    print(client.analytics.usage(backends=["ibm_fez"]))
    print(client.analytics.usage(backend=["ibm_fez"]))  # error
    print(client.with_options(timeout=10))
    print(client.with_options(timeout="10"))  # error
    right: TagList = ["demo"]
    wrong: TagList = "demo"  # error
    print(right, wrong)


def clients_and_emulators() -> None:
    RuntimeClient.local(seed=1)
    RuntimeClient.local(sed=1)  # error
    RuntimeClient.local(backends="ibm_fez")
    RuntimeClient.local(backends=1)  # error
    RuntimeClient.local(plan="open")
    RuntimeClient.local(plan="free")  # error
    AsyncRuntimeClient.local(noise=False)
    AsyncRuntimeClient.local(nois=False)  # error
    emulator: Emulator = start(port=8000)
    start(prot=8000)  # error
    start(run_seconds=0.5)
    start(run_seconds="half")  # error
    emulator.inject(status=503)
    emulator.inject(stat=503)  # error
    emulator.inject(status="503")  # error
    emulator.inject(drop=True, when="after")
    emulator.inject(drop=True, when="later")  # error
    print(emulator.access["api_key"])
    print(emulator.access["key"])  # error
    Session(**emulator.access)  # error
    print(emulator.url)
    print(emulator.adress)  # error
    emulator.inject(status=503, times=1)
    emulator.inject(statuss=503)  # error
    emulator.inject(when="after", drop=True)
    emulator.inject(when="afterwards", drop=True)  # error
    RuntimeClient("key", "crn:...")
    RuntimeClient("key", "crn:...", "account")  # error


# What is awaited.


async def awaited(client: AsyncRuntimeClient, job: AsyncJob[SamplerResult]) -> None:
    await client.sampler.submit(BELL, backend="ibm_fez")
    client.sampler.submit(BELL, backend="ibm_fez")  # error
    print((await job.result())[0].counts())
    print(job.result()[0].counts())  # error
    async for listed in client.jobs.list():
        print(listed.id)
    for _ in client.jobs.list():  # error
        break
    async with AsyncRuntimeClient() as opened:
        print(await opened.usage())
    with AsyncRuntimeClient():  # error
        pass
    async with await client.sessions.create(backend="ibm_fez") as session:
        print(await session.sampler.run(BELL))
    async with client.sessions.create(backend="ibm_fez"):  # error
        pass


# By which program.


def neither_program(client: RuntimeClient) -> None:
    print(client.sampler.run(BELL, backend="ibm_fez", program="executor"))
    print(client.sampler.run(BELL, backend="ibm_fez", program="sampler"))  # error
    print(client.estimator.run((BELL, "ZZ"), backend="ibm_fez", program="Executor"))  # error


# Raw endpoints.


def raw(client: RuntimeClient) -> None:
    print(list_jobs.sync(client=client.raw).count)
    print(list_jobs.sync(client=client).count)  # error
    print(list_jobs.sync(client=client.raw, limit=10).jobs)
    print(list_jobs.sync(client=client.raw, limit="10").jobs)  # error
    print(get_job.sync("d1", client=client.raw).status)
    print(get_job.sync("d1", client=client.raw).state.status)  # error
    print(get_job.sync_detailed("d1", client=client.raw).parsed.status)
    print(get_job.sync_detailed("d1", client=client.raw).status)  # error
    print(get_backend_configuration.sync("ibm_fez", client=client.raw))
    print(get_backend_configuration.sync(client=client.raw))  # error
    print(get_job.sync("d1", client=client.raw_for("qrt_client")))  # error
    print(get_job.sync("d1", client=client.raw_for(get_job)))  # error


async def raw_and_awaited(client: AsyncRuntimeClient) -> None:
    print((await list_jobs.asyncio(client=client.raw)).count)
    print(list_jobs.asyncio(client=client.raw).count)  # error


def names_that_do_not_exist() -> None:
    print(qrt_facade.errors.QrtError, qrt_facade.results.decode_result)
    print(qrt_facade.RuntimeClent)  # error
    print(qrt_facade.results.decode_reslt)  # error
    print(qrt_facade.errors.RateLimitErorr)  # error

"""What users write, and which type each expression has: both type checkers agree, without a cast or an ignore.

Nothing here runs. Functions take what they use as arguments, so each shows one use by itself.
"""

# pyright: reportMissingTypeStubs=false
# Qiskit publishes no types; pyright reads them from its source.

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, assert_type

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit
from qiskit.providers import BackendV2
from qiskit.quantum_info import SparsePauliOp
from qrt_client.models import (
    BackendConfigurationResponse,
    BackendPropertiesResponse,
    ExpandedPlanConfiguration,
    GateConfig,
    GetAnalyticsUsageResponse,
)

from qrt_facade import (
    UNSET,
    Account,
    ApiError,
    ApiVersion,
    AsyncBackend,
    AsyncJob,
    AsyncRuntimeClient,
    Backend,
    BackendStatus,
    DynamicalDecouplingOptions,
    EstimatorOptions,
    EstimatorResult,
    FoundInstance,
    Instance,
    InstanceLimit,
    Job,
    JobError,
    JobFailedError,
    JobTimeoutError,
    JobUsage,
    KeptResult,
    Metrics,
    Problem,
    QrtError,
    RuntimeClient,
    SamplerOptions,
    SamplerResult,
    Samples,
    Session,
    SessionDetails,
    SubmissionUncertainError,
    TwirlingOptions,
    Usage,
    Workload,
    resource_units,
)
from qrt_facade.emulator import (
    Access,
    Emulator,
    FaultOptions,
    JobRuleOptions,
    ScenarioOptions,
    StartOptions,
    start,
)
from qrt_facade.results import (
    EstimatorPubResult,
    ExecutorResult,
    JobResult,
    NoiseLearnerResult,
    SamplerPubResult,
    decode_result,
    load_result,
)
from qrt_facade.types import (
    BackendOrName,
    Circuit,
    ClientSettings,
    EstimatorOptionsDict,
    EstimatorPub,
    Observables,
    ParameterValues,
    ProgramChoice,
    SamplerOptionsDict,
    SamplerPub,
    TagList,
    UsageUnit,
)

BELL = "OPENQASM 3.0; bit[2] c; c[0] = measure $0; c[1] = measure $1;"
TURN = "OPENQASM 3.0; input float theta; bit[1] c; rz(theta) $0; c[0] = measure $0;"


# Results.


def a_dry_run(client: RuntimeClient) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez", dry_run=True)
    assert_type(job, Job[SamplerResult])
    assert_type(job.dry_run, bool)
    assert_type(job.result().dry_run, bool)
    assert_type(job.result()[0].c.dry_run, bool)
    assert_type(client.estimator.run((BELL, "ZZ"), backend="ibm_fez", dry_run=True), EstimatorResult)
    learned = client.jobs.submit("noise-learner", {}, backend="ibm_fez", dry_run=True)
    assert_type(learned, Job[NoiseLearnerResult])
    assert_type([backend.is_mock for backend in client.backends.list(include_mocks=True)], list[bool])
    assert_type([workload.dry_run for workload in client.workloads.list(include_mocks=True)], list[bool])


def the_result_of_a_sampler_job(client: RuntimeClient) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez", shots=500, tags=["demo"])
    assert_type(job, Job[SamplerResult])
    result = job.result(timeout=60)
    assert_type(result, SamplerResult)
    assert_type(result[0], SamplerPubResult)
    assert_type(result[0].counts(), dict[str, int])
    assert_type(result[0].shape, tuple[int, ...])
    assert_type(len(result), int)
    assert_type(result[0:2], Sequence[SamplerPubResult])
    for pub in result:
        assert_type(pub, SamplerPubResult)
        assert_type(pub.num_shots, int)


def the_samples_of_a_register(client: RuntimeClient) -> None:
    pub = client.sampler.run(BELL, backend="ibm_fez")[0]
    assert_type(pub.c, Samples)
    assert_type(pub["c"], Samples)
    assert_type(pub.c.counts(), dict[str, int])
    assert_type(pub.c.array, NDArray[np.uint8])
    assert_type(pub.c[0].probabilities(), dict[str, float])
    assert_type(pub.c.bitstrings(), list[str])
    assert_type(pub.c.marginal([0]), Samples)
    assert_type(pub.c.expectation("ZZ"), NDArray[np.float64])
    assert_type(pub.join(["c", "d"]).bits(), NDArray[np.bool_])
    assert_type(pub.plot(), Axes)


def the_result_of_an_estimator_job(client: RuntimeClient) -> None:
    job = client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", precision=0.1, resilience_level=1)
    assert_type(job, Job[EstimatorResult])
    assert_type(job.result()[0], EstimatorPubResult)
    values = client.estimator.run((BELL, ["ZZ", "XX"]), backend="ibm_fez")
    assert_type(values, EstimatorResult)
    assert_type(values[0].evs, NDArray[np.float64])
    assert_type(values[0].stds, NDArray[np.float64])
    energy: float = float(values[0].evs[0]) + float(np.mean(values[0].stds))
    print(energy, [float(pub.evs.min()) for pub in values])


def a_job_by_its_id(client: RuntimeClient) -> None:
    job = client.jobs.get("d1")
    assert_type(job, Job)
    assert_type(job.result(), JobResult)
    assert_type(job.result(as_=SamplerResult), SamplerResult)
    assert_type(job.result(60, as_=EstimatorResult)[0].evs, NDArray[np.float64])
    result = job.result()
    if isinstance(result, SamplerResult):
        print(result[0].counts())
    elif isinstance(result, EstimatorResult):
        print(result[0].evs.mean())


def many_jobs_keep_the_type_of_their_results(client: RuntimeClient) -> None:
    jobs = client.sampler.submit_many([BELL, [BELL, BELL]], backend="ibm_fez", shots=100)
    assert_type(jobs, Sequence[Job[SamplerResult]])
    assert_type(client.jobs.wait_all(jobs, timeout=600), Sequence[Job[SamplerResult]])
    for job in client.jobs.as_completed(jobs):
        assert_type(job.result()[0].counts(), dict[str, int])
    assert_type(client.jobs.wait_all(["d1", "d2"]), Sequence[Job])
    assert_type(client.jobs.wait_all([*jobs, "d1"], on_update=lambda job: print(job.status)), Sequence[Job])
    for found in client.jobs.as_completed(job.id for job in jobs):
        assert_type(found, Job)
    estimates = client.estimator.submit_many([(BELL, "ZZ"), [(BELL, "XX")]], backend="ibm_fez")
    assert_type(estimates, Sequence[Job[EstimatorResult]])
    for estimate in client.jobs.wait_all([job.wait() for job in estimates]):
        assert_type(estimate.result()[0].evs, NDArray[np.float64])


def the_life_of_a_job(client: RuntimeClient) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez").wait(600, on_update=lambda job: print(job.status))
    assert_type(job, Job[SamplerResult])
    assert_type(job.refresh(), Job[SamplerResult])
    assert_type(job.set_tags(["kept"]), Job[SamplerResult])
    assert_type(job.status, str)
    assert_type(job.created, datetime | None)
    assert_type(job.usage, JobUsage)
    assert_type(job.usage.value, float | None)
    assert_type(job.usage.unit, Literal["RU"])
    assert_type(job.usage_seconds, float | None)
    assert_type(job.error, JobError | None)
    assert_type(job.tags, tuple[str, ...])
    assert_type(job.metrics(), Metrics)
    assert_type(job.metrics().usage, JobUsage)
    assert_type(job.metrics().usage_seconds, float | None)
    assert_type(job.logs(), str)
    assert_type(job.params(), dict[str, Any])
    assert_type(job.result_body(), bytes)
    assert_type(client.jobs.find_submission("qrt-submission-0"), Job | None)
    job.cancel()


def a_list_of_jobs(client: RuntimeClient, session: Session) -> None:
    listed = client.jobs.list(limit=3, pending=False, tags=("demo",), session=session, backend="ibm_fez")
    assert_type(listed, Iterator[Job])
    for job in client.jobs.list(created_after="2026-01-01", created_before=datetime.now().astimezone()):
        assert_type(job.program_id, str | None)
    assert_type([job.id for job in client.jobs.list(session="s1")], list[str])


def a_job_of_any_program(client: RuntimeClient) -> None:
    job = client.jobs.submit("executor", {"schema_version": "v0.1"}, backend="ibm_fez", private=True)
    assert_type(job.result(as_=ExecutorResult), ExecutorResult)
    assert_type(job, Job[ExecutorResult])
    assert_type(client.jobs.submit("somebody-elses", {}, backend="ibm_fez"), Job)
    assert_type(client.jobs.submit_and_wait("noise-learner", {}, backend="ibm_fez"), NoiseLearnerResult)
    assert_type(client.jobs.submit_many("sampler", [{}, {}], backend="ibm_fez"), Sequence[Job[SamplerResult]])


def results_from_elsewhere(body: bytes, path: Path) -> None:
    assert_type(decode_result("sampler", body), SamplerResult)
    assert_type(decode_result("estimator", body), EstimatorResult)
    assert_type(decode_result("noise-learner", body), NoiseLearnerResult)
    assert_type(decode_result("executor", body), ExecutorResult | SamplerResult | EstimatorResult)
    assert_type(decode_result("executor", body, as_=ExecutorResult), ExecutorResult)
    assert_type(decode_result("somebody-elses", body), JobResult)
    assert_type(load_result(path), JobResult)
    assert_type(SamplerResult.load(path), SamplerResult)
    EstimatorResult.load(str(path), max_bytes=2**20).save("copy.json.gz")


def results_kept_on_disk() -> None:
    for kept in RuntimeClient.kept_results():
        assert_type(kept, KeptResult)
        assert_type(kept.path, Path | None)
        assert_type(kept.body(), bytes)
        assert_type(kept.result(), JobResult)
        kept.discard()


# What is submitted, and by which program.


def either_program(client: RuntimeClient, program: ProgramChoice) -> None:
    assert_type(client.sampler.submit(BELL, backend="ibm_fez", program="executor"), Job[SamplerResult])
    assert_type(
        client.sampler.submit_many([BELL], backend="ibm_fez", program="auto"), Sequence[Job[SamplerResult]]
    )
    assert_type(client.sampler.run(BELL, backend="ibm_fez", program=program), SamplerResult)
    pub: EstimatorPub = (BELL, "ZZ")
    assert_type(client.estimator.submit(pub, backend="ibm_fez", program="primitives"), Job[EstimatorResult])
    assert_type(client.estimator.run(pub, backend="ibm_fez", program=program), EstimatorResult)


def sampler_pubs(client: RuntimeClient, circuit: QuantumCircuit, parametric: QuantumCircuit) -> None:
    sampler = client.sampler
    sampler.submit(BELL, backend="ibm_fez")
    sampler.submit(Path("bell.qasm"), backend="ibm_fez")
    sampler.submit(circuit, backend="ibm_fez")
    sampler.submit([circuit, BELL, Path("bell.qpy")], backend="ibm_fez")
    sampler.submit((circuit,), backend="ibm_fez")
    sampler.submit((TURN, {"theta": 0.5}), backend="ibm_fez")
    sampler.submit((TURN, {"theta": [0.0, 1.57, 3.14]}, 200), backend="ibm_fez")
    sampler.submit((TURN, np.linspace(0, np.pi, 11)[:, None]), backend="ibm_fez")
    sampler.submit((TURN, {"theta": np.linspace(0, np.pi, 11)}, None), backend="ibm_fez")
    sampler.submit((parametric, [[0.1], [0.2]]), backend="ibm_fez")
    sampler.submit(
        [(TURN, [0.1], 100), (parametric, {parametric.parameters[0]: 0.3}), BELL], backend="ibm_fez"
    )
    sampler.submit(parametric, parameters=[0.4], backend="ibm_fez")
    sampler.submit((text for text in (BELL, TURN)), backend="ibm_fez")


def sampler_pubs_in_variables(client: RuntimeClient, circuits: list[QuantumCircuit]) -> None:
    client.sampler.submit(circuits, backend="ibm_fez")
    pubs = [(circuit, None, 100) for circuit in circuits]
    client.sampler.submit(pubs, backend="ibm_fez")
    pairs = [(TURN, np.array([angle])) for angle in (0.1, 0.2)]
    client.sampler.submit(pairs, backend="ibm_fez")
    client.sampler.submit_many([[pair] for pair in pairs], backend="ibm_fez")
    pub: SamplerPub = (TURN, {"theta": [0.0, 1.57]}, 200)
    client.sampler.submit([pub, BELL], backend="ibm_fez")


def estimator_pubs(client: RuntimeClient, circuit: QuantumCircuit, operator: SparsePauliOp) -> None:
    estimator = client.estimator
    estimator.submit((BELL, "ZZ"), backend="ibm_fez")
    estimator.submit((circuit, operator), backend="ibm_fez")
    mixed: Observables = [
        operator,
        "ZZ",
        {"XX": 0.5, "ZZ": -1},
    ]  # mypy needs the annotation where kinds are mixed
    estimator.submit((circuit, mixed), backend="ibm_fez")
    estimator.submit((Path("bell.qasm"), [["ZZ"], ["XX"]]), backend="ibm_fez")
    estimator.submit((TURN, "Z", {"theta": np.linspace(0, 1, 5)}), backend="ibm_fez")
    estimator.submit((TURN, ["Z", "X"], [[0.1], [0.2]], 0.05), backend="ibm_fez")
    estimator.submit([(BELL, "ZZ"), (circuit, operator, None, 0.1)], backend="ibm_fez")
    hamiltonian = {"II": -1.05, "ZZ": 0.4}
    estimator.run((BELL, hamiltonian, np.zeros((3, 0))), backend="ibm_fez", precision=0.01)


def estimator_pubs_in_variables(client: RuntimeClient, circuit: QuantumCircuit) -> None:
    labels = ["ZZ", "XX"]
    pubs = [(circuit, label) for label in labels]
    client.estimator.submit(pubs, backend="ibm_fez")
    client.estimator.submit((circuit, labels), backend="ibm_fez")
    sums = [{"ZZ": 1.0}, {"XX": 0.5}]
    client.estimator.submit((circuit, sums), backend="ibm_fez")
    pub: EstimatorPub = (circuit, [SparsePauliOp("ZZ"), SparsePauliOp("XX")])
    client.estimator.submit([pub], backend="ibm_fez")


def options_as_dicts_and_as_classes(client: RuntimeClient) -> None:
    client.sampler.submit(
        BELL, backend="ibm_fez", options={"default_shots": 100, "twirling": {"strategy": "all"}}
    )
    client.sampler.submit(
        BELL,
        backend="ibm_fez",
        options={
            "dynamical_decoupling": DynamicalDecouplingOptions(enable=True, sequence_type="XpXm"),
            "execution": {"meas_type": "kerneled", "rep_delay": 1e-4},
            "simulator": {"seed_simulator": 1},
        },
    )
    options = SamplerOptions(default_shots=100, twirling=TwirlingOptions(enable_gates=True))
    assert_type(client.sampler.run(BELL, backend="ibm_fez", options=options), SamplerResult)
    SamplerOptions(default_shots=UNSET)
    mitigated: EstimatorOptionsDict = {
        "default_precision": 0.01,
        "resilience": {"zne_mitigation": True, "zne": {"noise_factors": [1, 3], "extrapolator": "linear"}},
    }
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", options=mitigated)
    client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", options=EstimatorOptions(default_shots=10))


def functions_of_users_with_annotations(
    client: RuntimeClient, circuit: Circuit, values: ParameterValues, observables: Observables
) -> None:
    def submitted(backend: BackendOrName, tags: TagList, options: SamplerOptionsDict) -> Job[SamplerResult]:
        return client.sampler.submit((circuit, values), backend=backend, tags=tags, options=options)

    def counts_of(job: Job[SamplerResult]) -> dict[str, int]:
        return job.result()[0].counts()

    def ids_of(jobs: Sequence[Job]) -> list[str]:
        return [job.id for job in jobs]

    job = submitted(client.backends.least_busy(), ["a", "b"], {"default_shots": 10})
    print(counts_of(job), ids_of([job, client.estimator.submit((circuit, observables))]))


# The service's other nouns.


def backends(client: RuntimeClient) -> None:
    backend = client.backends.least_busy(min_qubits=100)
    assert_type(client.backends.least_busy(circuit=BELL, gates=["cz"]), Backend)
    assert_type(client.backends.least_busy(5, circuit=[BELL, Path("bell.qasm")]), Backend)
    assert_type(backend.best_qubits(3, shape="connected", exclude=[0], at="2026-09-30"), tuple[int, ...])
    backend.transpile(BELL, initial_layout=backend.best_qubits(2))
    assert_type(backend, Backend)
    assert_type([one.name for one in client.backends.list()], list[str])
    assert_type(backend.status(), BackendStatus)
    assert_type(backend.status().queue_length, int | None)
    assert_type(backend.num_qubits, int | None)
    assert_type(backend.check([(BELL, None, 100)]), list[Problem])
    assert_type(backend.check((BELL, "ZZ"), program_id="estimator", precision=0.1), list[Problem])
    assert_type(client.backends.list()[0].plot(), Axes)
    client.sampler.submit(BELL, backend=backend)


def a_backend_of_qiskit(client: RuntimeClient, backend: BackendV2) -> None:
    client.sampler.submit(BELL, backend=backend)
    client.sessions.create(backend=backend)


def what_a_device_is_made_of(backend: Backend) -> None:
    configuration = backend.configuration()
    assert_type(configuration, BackendConfigurationResponse)
    assert_type(configuration.basis_gates, list[str] | None)
    assert_type(configuration.n_qubits, int | None)
    assert_type(configuration.coupling_map, list[list[int]] | None)
    assert_type(configuration.dt, float | None)
    assert_type(configuration.gates, list[GateConfig] | None)
    for gate in configuration.basis_gates or ():
        assert_type(gate, str)
    properties = backend.properties(at="2026-01-01")
    assert_type(properties, BackendPropertiesResponse | None)
    if properties is not None:
        for qubit in properties.qubits or ():
            print([(measured.name, measured.value, measured.unit) for measured in qubit])


def sessions_and_batches(client: RuntimeClient, backend: Backend) -> None:
    with client.sessions.create(backend=backend, mode="batch", max_ttl=600) as batch:
        assert_type(batch, Session)
        assert_type(batch.sampler.submit(BELL), Job[SamplerResult])
        assert_type(batch.estimator.run((BELL, "ZZ")), EstimatorResult)
        jobs = [batch.sampler.submit(BELL, shots=100) for _ in range(5)]
    assert_type(client.jobs.wait_all(jobs), Sequence[Job[SamplerResult]])
    assert_type(client.sessions.get("s1").details(), SessionDetails)
    assert_type(batch.details().accepting_jobs, bool | None)
    client.sampler.submit(BELL, backend="ibm_fez", session=batch)
    client.sampler.submit(BELL, backend="ibm_fez", session=batch.id)


def usage_workloads_tags_and_versions(client: RuntimeClient) -> None:
    assert_type(client.usage(), Usage)
    assert_type(client.usage().consumed, float | None)
    assert_type(client.usage().unit, UsageUnit)
    assert_type(client.usage().consumed_seconds, float | None)
    assert_type(client.usage().remaining_seconds, float | None)
    assert_type(client.instances.limit(), InstanceLimit)
    assert_type(resource_units(client.analytics.usage(), "sessions_usage"), float | None)
    assert_type(client.instance(), Instance)
    assert_type(client.instances.configuration(), float | None)
    assert_type(client.tags.search("demo"), list[str])
    assert_type(client.versions(), list[ApiVersion])
    assert_type(client.account(), list[ExpandedPlanConfiguration])
    for workload in client.workloads.list(limit=5, mode="session", backend="ibm_fez", tags=["a"]):
        assert_type(workload, Workload)
        assert_type(workload.usage_seconds, float | None)


def analytics(client: RuntimeClient, backend: Backend) -> None:
    assert_type(client.analytics.usage(backends=["ibm_fez"], simulators=False), GetAnalyticsUsageResponse)
    for group in client.analytics.usage_grouped("backend", backends=[backend]):
        print(group.key)
    for day in client.analytics.usage_by_date(end=datetime.now().astimezone()):
        print(day.interval_start)


def accounts_and_clients() -> None:
    assert_type(RuntimeClient.save_account("key", "crn:...", name="work", overwrite=True), Path)
    assert_type(RuntimeClient.saved_accounts(), list[Account])
    assert_type(RuntimeClient.delete_account("work"), bool)
    assert_type(RuntimeClient.discover_instances(api_key="key"), list[FoundInstance])
    with RuntimeClient(account="work", timeout=10, retries=2) as client:
        assert_type(client, RuntimeClient)
        assert_type(client.with_options(total_timeout=5.0), RuntimeClient)


def what_errors_carry(client: RuntimeClient) -> None:
    try:
        client.sampler.run(BELL, backend="ibm_fez", timeout=60.0)
    except JobFailedError as error:
        print(error.code, error.reason, error.solution)
    except JobTimeoutError as error:
        print([job.id for job in error.pending])
    except SubmissionUncertainError as error:
        print(error.tag)
    except ApiError as error:
        assert_type(error.status, int | None)
        print(error.trace, error.retry_after)
    except QrtError as error:
        print(error)


# The emulator.


def the_emulator() -> None:
    with RuntimeClient.local(
        backends=["ibm_fez"], noise=False, seed=1, plan="open", queue_seconds=0
    ) as client:
        assert_type(client, RuntimeClient)
    with start(port=0, seed=1, lanes=20) as emulator:
        assert_type(emulator, Emulator)
        assert_type(emulator.url, str)
        assert_type(emulator.request_count, int)
        assert_type(emulator.access, Access)
        assert_type(emulator.access["base_url"], str)
        assert_type(RuntimeClient(**emulator.access), RuntimeClient)
        assert_type(RuntimeClient(**emulator.access, timeout=5), RuntimeClient)
        emulator.inject(path="*/jobs", method="POST", when="after", status=503, body={"errors": []}, times=1)
        faults: list[FaultOptions] = [{"drop": True}, {"truncate": 10, "headers": {"Retry-After": "1"}}]
        for fault in faults:
            emulator.inject(**fault)
        assert_type([fault.status for fault in emulator.scenario.faults], list[int | None])
        assert_type(emulator.scenario.retired_programs, list[str])
    rules: list[JobRuleOptions] = [{"tag": "doomed", "reason_code": 1517, "times": 1}]
    scenario: ScenarioOptions = {"retired_programs": ["sampler"], "jobs": rules, "faults": faults}
    with start(
        scenario={"devices": {"ibm_fez": {"state": "paused"}, "ibm_torino": "offline"}, "run_seconds": "qpu"}
    ):
        assert_type(RuntimeClient.local(scenario=scenario), RuntimeClient)


def settings_of_ones_own(qrt_emulator_settings: StartOptions) -> StartOptions:
    return {**qrt_emulator_settings, "backends": "ibm_fez", "scenario": {"retired_programs": ["sampler"]}}


def clients_of_ones_own(qrt_client_settings: ClientSettings) -> ClientSettings:
    return {**qrt_client_settings, "retries": 0, "timeout": 5.0}


def a_test_with_the_fixtures(qrt_emulator: Emulator, qrt_client: RuntimeClient) -> None:
    number = qrt_emulator.inject(path="*/jobs", status=503, enabled=False)
    assert_type(number, int)
    qrt_emulator.scenario.switch_fault(number, enabled=True)
    qrt_emulator.scenario.clear_injected()
    qrt_emulator.reset()
    assert qrt_client.sampler.run(BELL, backend="ibm_fez", shots=10)[0].counts()


# The same, awaited.


async def jobs_awaited() -> None:
    async with AsyncRuntimeClient(api_key="key", instance="crn:...") as client:
        assert_type(client, AsyncRuntimeClient)
        job = await client.sampler.submit(BELL, backend="ibm_fez", options={"default_shots": 100})
        assert_type(job, AsyncJob[SamplerResult])
        assert_type(await job.wait(timeout=60), AsyncJob[SamplerResult])
        assert_type((await job.result())[0].c.counts(), dict[str, int])
        assert_type(await client.sampler.run(BELL, backend="ibm_fez"), SamplerResult)
        assert_type((await client.estimator.run((BELL, "ZZ"), backend="ibm_fez"))[0].evs, NDArray[np.float64])
        found = await client.jobs.get(job.id)
        assert_type(found, AsyncJob)
        assert_type(await found.result(as_=EstimatorResult), EstimatorResult)
        assert_type(await found.result(), JobResult)


async def many_jobs_awaited(client: AsyncRuntimeClient) -> None:
    jobs = await client.sampler.submit_many([BELL] * 3, backend="ibm_fez", tags=["many"])
    assert_type(jobs, Sequence[AsyncJob[SamplerResult]])
    assert_type(await client.jobs.wait_all(jobs), Sequence[AsyncJob[SamplerResult]])
    async for job in client.jobs.as_completed(jobs):
        assert_type((await job.result())[0].counts(), dict[str, int])
    async for listed in client.jobs.list(limit=10):
        assert_type(listed, AsyncJob)
    async for workload in client.workloads.list():
        assert_type(workload, Workload)


async def devices_and_sessions_awaited() -> None:
    async with AsyncRuntimeClient.local(noise=False, seed=1) as client:
        backend = await client.backends.least_busy(min_qubits=5)
        assert_type(backend, AsyncBackend)
        assert_type((await backend.configuration()).basis_gates, list[str] | None)
        assert_type((await client.usage()).remaining_seconds, float | None)
        async with await client.sessions.create(backend=backend, mode="dedicated") as session:
            assert_type(await session.sampler.submit(BELL), AsyncJob[SamplerResult])

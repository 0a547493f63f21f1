"""IBM's own client, unmodified, against the emulator."""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import SparsePauliOp
from qiskit.transpiler import generate_preset_pass_manager
from support.emulators import emulator_fixture

from qrt_facade import RuntimeClient
from qrt_facade.results import ExecutorResult, SamplerResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator

# Ignore the client's own warnings (its deprecations, no saved account).
pytestmark = pytest.mark.filterwarnings("ignore")

runtime = pytest.importorskip("qiskit_ibm_runtime")


local = emulator_fixture(
    scope="module", seed=1, queue_seconds=0.05, run_seconds=0, workers=1, backends="ibm_fez,ibmq_manila"
)


@pytest.fixture(scope="module", autouse=True)
def _stack_without_lines_of_source() -> Iterator[None]:
    """Speed up IBM's client, which inspects the stack before each request and reads the source of each frame in vain.

    That took five sixths of this module's time. The client gets the same frames, without their source lines.
    """
    with pytest.MonkeyPatch.context() as patch:
        frames = SimpleNamespace(stack=partial(inspect.stack, 0))
        patch.setattr("qiskit_ibm_runtime.api.session.inspect", frames)
        yield


@contextmanager
def connected(local: Emulator) -> Iterator[Any]:
    """Connect IBM's client, with the addresses of IBM Cloud's services in environment variables meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IAM_URL", local.url)
        patch.setenv("GLOBAL_SEARCH_URL", local.url)
        patch.setenv("GLOBAL_CATALOG_URL", f"{local.url}/globalcatalog/api/v1")
        patch.setenv("RESOURCE_CONTROLLER_URL", local.url)
        yield runtime.QiskitRuntimeService(
            channel="ibm_quantum_platform",
            token=local.api_key,
            instance="emulator",
            url_resolver=lambda *_, **__: f"{local.url}/api/v1",
        )


@pytest.fixture(scope="module")
def service(local: Emulator) -> Iterator[Any]:
    with connected(local) as made:
        yield made


@pytest.fixture(scope="module")
def backend(service: Any) -> Any:
    return service.backend("ibm_fez")


@pytest.fixture(scope="module")
def bell(backend: Any) -> Any:
    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    return generate_preset_pass_manager(optimization_level=1, backend=backend, seed_transpiler=1).run(circuit)


@pytest.fixture(scope="module")
def measured_bell(bell: Any) -> Any:
    circuit = bell.copy()
    circuit.measure_active()
    return circuit


def correlated(counts: dict[str, int]) -> float:
    return sum(number for bits, number in counts.items() if len(set(bits)) == 1) / sum(counts.values())


def test_instances_and_backends_are_discovered(service: Any, local: Emulator) -> None:
    (instance,) = service.instances()
    assert instance["crn"] == local.instance
    assert (instance["plan"], instance["pricing_type"]) == ("pay-as-you-go", "paygo")
    assert {backend.name for backend in service.backends()} == {"ibm_fez", "ibmq_manila"}
    assert service.least_busy(min_num_qubits=150).name == "ibm_fez"


def test_a_device_becomes_a_target(service: Any, backend: Any) -> None:
    assert backend.num_qubits == 156
    assert backend.status().operational
    assert backend.properties().readout_error(0) == pytest.approx(0.0115, abs=1e-4)
    assert "rzz" not in backend.target.operation_names
    assert "rzz" in service.backend("ibm_fez", use_fractional_gates=True).target.operation_names


def test_sampler_and_estimator_programs(backend: Any, bell: Any, measured_bell: Any) -> None:
    job = runtime.SamplerV2(mode=backend).run([measured_bell], shots=1000)
    assert 0.8 < correlated(job.result()[0].join_data().get_counts()) < 1
    assert job.usage() == 3
    assert job.metrics()["caller"].endswith("qiskit_ibm_runtime~sampler.py")
    observable = SparsePauliOp(["ZZ", "XX"]).apply_layout(bell.layout)
    (estimate,) = runtime.EstimatorV2(mode=backend).run([(bell, observable)]).result()
    assert estimate.data.evs == pytest.approx(2, abs=0.15)
    assert 0 < estimate.data.stds < 0.05


def test_the_sampler_on_the_executor_with_and_without_twirling(backend: Any, measured_bell: Any) -> None:
    from qiskit_ibm_runtime.executor_sampler import Sampler

    sampler = Sampler(mode=backend)
    assert 0.8 < correlated(sampler.run([measured_bell], shots=1000).result()[0].join_data().get_counts()) < 1
    sampler.options.twirling.enable_gates = True
    assert 0.8 < correlated(sampler.run([measured_bell], shots=1000).result()[0].join_data().get_counts()) < 1


def test_a_sampler_job_of_the_official_client_decodes_as_a_sampler_result_in_ours(
    local: Emulator, backend: Any, measured_bell: Any
) -> None:
    from qiskit_ibm_runtime.executor_sampler import Sampler

    sampler = Sampler(mode=backend)
    sampler.options.twirling.enable_measure = True
    theirs = sampler.run([measured_bell], shots=1000)
    counts = theirs.result()[0].data.meas.get_counts()
    with RuntimeClient(**local.access) as client:
        job = client.jobs.get(theirs.job_id())
        assert job.program_id == "executor"
        assert job.result(as_=SamplerResult)[0].counts() == counts
        plain = job.result(as_=ExecutorResult)
    assert plain[0].untwirled().merged().counts() == counts


def test_the_estimator_on_the_executor_mitigates_readout(service: Any) -> None:
    from qiskit_ibm_runtime.executor_estimator import Estimator

    # Its readout twirling measures the whole device; with five qubits this is short.
    small = service.backend("ibmq_manila")
    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    isa = generate_preset_pass_manager(optimization_level=1, backend=small, seed_transpiler=1).run(circuit)
    observable = SparsePauliOp(["ZZ", "XX"]).apply_layout(isa.layout)
    (estimate,) = Estimator(mode=small).run([(isa, observable)]).result()
    assert estimate.data.evs == pytest.approx(2, abs=0.2)


def test_a_device_is_calibrated_and_the_job_is_charged_for_itself(backend: Any) -> None:
    from qiskit_ibm_runtime.calibrator import Calibrator

    job = Calibrator(mode=backend).run()
    found = job.result()
    assert found.start <= found.stop
    assert job.usage() == 2


def test_a_parameter_sweep_keeps_its_shape(backend: Any) -> None:
    from qiskit.circuit import Parameter

    angle = Parameter("a")
    circuit = QuantumCircuit(1)
    circuit.rx(angle, 0)
    circuit.measure_all()
    isa = generate_preset_pass_manager(optimization_level=1, backend=backend).run(circuit)
    result = runtime.SamplerV2(mode=backend).run([(isa, np.array([[0.0], [np.pi]]))], shots=200).result()
    ones = [result[0].data.meas.get_counts(index).get("1", 0) for index in range(2)]
    assert ones[0] < 40
    assert ones[1] > 160


@pytest.mark.parametrize("mode", ["Session", "Batch"])
def test_sessions_and_batches(backend: Any, measured_bell: Any, mode: str) -> None:
    with getattr(runtime, mode)(backend=backend) as session:
        result = runtime.SamplerV2(mode=session).run([measured_bell], shots=100).result()
        assert correlated(result[0].join_data().get_counts()) > 0.8
        assert session.status() == "In progress, accepting new jobs"
    assert session.status() == "Closed"
    assert session.details()["mode"] == ("dedicated" if mode == "Session" else "batch")


def test_the_message_of_a_failed_job_names_the_instruction(backend: Any, local: Emulator) -> None:
    circuit = QuantumCircuit(1)
    circuit.x(0)
    circuit.measure_all()
    local.scenario.apply(
        {"jobs": [{"times": 1, "reason_code": 1517, "reason": "The instruction h on qubits (0,)"}]}
    )
    isa = generate_preset_pass_manager(optimization_level=0, backend=backend).run(circuit)
    job = runtime.SamplerV2(mode=backend).run([isa])
    with pytest.raises(runtime.RuntimeJobFailureError, match=r"Error code 1517; The instruction h on qubits"):
        job.result()
    assert job.status() == "ERROR"
    assert "1517" in job.error_message()


def test_jobs_are_listed_tagged_cancelled_and_deleted(service: Any, backend: Any, measured_bell: Any) -> None:
    sampler = runtime.SamplerV2(mode=backend)
    sampler.options.environment.job_tags = ["by-hand"]
    done = sampler.run([measured_bell], shots=10)
    done.result()
    assert done.tags == ["by-hand"]
    done.update_tags(["renamed"])
    (found,) = service.jobs(job_tags=["renamed"], pending=False)
    assert found.job_id() == done.job_id()
    assert service.job(done.job_id()).inputs["pubs"]
    assert "sampler" in done.logs()
    with pytest.raises(runtime.RuntimeInvalidStateError):
        done.cancel()
    service.delete_job(done.job_id())
    with pytest.raises(runtime.RuntimeJobNotFound):
        service.job(done.job_id())


def test_usage_is_what_the_jobs_were_charged(service: Any) -> None:
    consumed = service.usage()["usage_consumed_seconds"]
    assert consumed == sum(job.usage() for job in service.jobs(limit=None))


def test_metadata_of_circuits_is_returned(backend: Any, measured_bell: Any) -> None:
    labelled = measured_bell.copy()
    labelled.metadata = {"experiment": "bell", "at": [0, 1]}
    (sampled,) = runtime.SamplerV2(mode=backend).run([labelled], shots=10).result()
    assert sampled.metadata["circuit_metadata"] == labelled.metadata


def test_learned_layers_can_be_passed_to_an_estimator(backend: Any, bell: Any) -> None:
    from qiskit_ibm_runtime.noise_learner import NoiseLearner

    learner = NoiseLearner(mode=backend, options={"max_layers_to_learn": 2})
    learned = learner.run([bell]).result()
    assert learned.metadata["input_options"]["num_randomizations"] == 32
    (layer,) = learned.data
    assert len(layer.error.generators) == 15
    estimator = runtime.EstimatorV2(mode=backend)
    estimator.options.resilience.layer_noise_model = learned
    estimator.options.resilience.pec_mitigation = True
    (estimate,) = estimator.run([(bell, SparsePauliOp("ZZ").apply_layout(bell.layout))]).result()
    assert estimate.data.evs == pytest.approx(1, abs=0.15)


@pytest.fixture(scope="module")
def connected_with_mocks(local: Emulator) -> Iterator[Any]:
    """A client created after the mocks were enabled, as it reads the list of devices when it connects."""
    local.scenario.apply({"plan": "flex"})
    with connected(local) as made:
        local.scenario.apply({"plan": "paygo"})
        yield made


@pytest.fixture
def rehearsing(local: Emulator, connected_with_mocks: Any) -> Iterator[Any]:
    """A service whose instance has mock devices."""
    local.scenario.apply({"plan": "flex"})
    yield connected_with_mocks
    local.scenario.apply({"plan": "paygo"})


def test_mocks_are_listed_on_request_and_never_the_least_busy(rehearsing: Any) -> None:
    assert {backend.name for backend in rehearsing.backends()} == {"ibm_fez", "ibmq_manila"}
    shown = {backend.name: backend.is_mock for backend in rehearsing.backends(include_mocks=True)}
    assert shown == {"ibm_fez": False, "ibmq_manila": False, "mock_fez": True, "mock_manila": True}
    assert rehearsing.least_busy().name in {"ibm_fez", "ibmq_manila"}
    assert rehearsing.backend("mock_manila").num_qubits == 5


def test_both_primitives_support_dry_runs(rehearsing: Any, bell: Any, measured_bell: Any) -> None:
    backend = rehearsing.backend("ibm_fez")
    sampler = runtime.SamplerV2(mode=backend)
    sampler.options.environment.job_tags = ["rehearsed"]
    job = sampler.run([measured_bell], shots=1000, dry_run=True)
    assert correlated(job.result()[0].join_data().get_counts()) == pytest.approx(0.5, abs=0.1)
    assert job.backend().name == "mock_fez"
    assert job.usage() == 3
    observable = SparsePauliOp(["ZZ", "XX"]).apply_layout(bell.layout)
    (estimate,) = runtime.EstimatorV2(mode=backend).run([(bell, observable)], dry_run=True).result()
    assert -2 <= estimate.data.evs <= 2
    assert rehearsing.jobs(job_tags=["rehearsed"], pending=False) == []
    (found,) = rehearsing.jobs(job_tags=["rehearsed"], pending=False, include_mocks=True)
    assert (found.job_id(), found.backend().name) == (job.job_id(), "mock_fez")


def test_a_dry_run_on_a_plan_without_mocks_is_refused_by_the_client(backend: Any, measured_bell: Any) -> None:
    from qiskit.providers.exceptions import QiskitBackendNotFoundError

    with pytest.raises(QiskitBackendNotFoundError, match="'mock_fez' was not found"):
        runtime.SamplerV2(mode=backend).run([measured_bell], dry_run=True)


@pytest.mark.long
@pytest.mark.parametrize("mode", ["Session", "Batch"])
def test_sessions_and_batches_support_dry_runs(rehearsing: Any, measured_bell: Any, mode: str) -> None:
    for name, active in (("ibm_fez", "Pending"), ("mock_fez", "In progress, accepting new jobs")):
        with getattr(runtime, mode)(backend=rehearsing.backend(name)) as session:
            job = runtime.SamplerV2(mode=session).run([measured_bell], shots=100, dry_run=True)
            assert sum(job.result()[0].join_data().get_counts().values()) == 100
            assert (job.backend().name, job.session_id) == ("mock_fez", session.session_id)
            assert session.status() == active
        assert session.status() == "Closed"


@pytest.mark.long
@pytest.mark.parametrize("twirled", [False, True])
def test_the_primitives_on_the_executor_support_dry_runs(
    rehearsing: Any, measured_bell: Any, twirled: bool
) -> None:
    from qiskit_ibm_runtime.executor_estimator import Estimator
    from qiskit_ibm_runtime.executor_sampler import Sampler

    sampler = Sampler(mode=rehearsing.backend("ibm_fez"))
    sampler.options.twirling.enable_gates = twirled
    job = sampler.run([measured_bell], shots=1000, dry_run=True)
    assert correlated(job.result()[0].join_data().get_counts()) == pytest.approx(0.5, abs=0.1)
    assert job.backend().name == "mock_fez"
    small = rehearsing.backend("ibmq_manila")
    circuit = QuantumCircuit(2)
    circuit.cx(0, 1)
    isa = generate_preset_pass_manager(optimization_level=1, backend=small, seed_transpiler=1).run(circuit)
    observable = SparsePauliOp(["ZZ"]).apply_layout(isa.layout)
    (estimate,) = Estimator(mode=small).run([(isa, observable)], dry_run=True).result()
    assert np.isfinite(estimate.data.evs)


@pytest.mark.long
def test_both_noise_learners_support_dry_runs(rehearsing: Any, bell: Any) -> None:
    from qiskit_ibm_runtime.noise_learner import NoiseLearner

    backend = rehearsing.backend("ibm_fez")
    learned = [NoiseLearner(mode=backend).run([bell], dry_run=dry).result() for dry in (True, True, False)]
    rates = [result.data[0].error.rates for result in learned]
    assert [len(one) for one in rates] == [15, 15, 15]
    assert not np.array_equal(rates[0], rates[2])
    assert learned[0].metadata["backend"] == "mock_fez"


@pytest.mark.long
def test_the_box_learner_and_an_executor_program_support_dry_runs(
    rehearsing: Any, measured_bell: Any
) -> None:
    from qiskit_ibm_runtime.executor import Executor
    from qiskit_ibm_runtime.noise_learner_v3 import NoiseLearnerV3
    from qiskit_ibm_runtime.quantum_program import QuantumProgram
    from samplomatic.transpiler import generate_boxing_pass_manager

    backend = rehearsing.backend("ibm_fez")
    boxing = generate_boxing_pass_manager(enable_gates=True, enable_measures=True, inject_noise_targets="all")
    boxes = [one for one in boxing.run(measured_bell).data if one.operation.name == "box"]
    learned = NoiseLearnerV3(mode=backend).run(boxes, dry_run=True)
    assert len(learned.result()) == len(boxes)
    assert learned.backend().name == "mock_fez"
    program = QuantumProgram(shots=100)
    program.append_circuit_item(measured_bell)
    (item,) = Executor(mode=backend).run(program, dry_run=True).result()
    assert {array.shape[0] for array in item.values()} == {100}

"""Qiskit's interfaces over the client, against the emulator: jobs, results, options and errors."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import QuantumCircuit
from qiskit.primitives import BackendSamplerV2
from qiskit.primitives.base import BaseEstimatorV2, BaseSamplerV2
from qiskit.primitives.base.base_primitive_job import BasePrimitiveJob
from qiskit.providers import BackendV2, JobError, JobStatus
from qiskit.transpiler import generate_preset_pass_manager

from qrt_facade import AsyncRuntimeClient
from qrt_facade.emulator import DEFAULT_INSTANCE
from qrt_facade.errors import ConfigurationError, JobFailedError
from qrt_facade.qiskit import Backend, EstimatorV2, PrimitiveJob, SamplerV2

if TYPE_CHECKING:
    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import Emulator


@pytest.fixture
def backend(client: RuntimeClient) -> Backend:
    return Backend(client, "ibmq_manila")


def isa(backend: Backend) -> QuantumCircuit:
    circuit = QuantumCircuit(2, name="bell")
    circuit.x(0)
    circuit.cx(0, 1)
    circuit.measure_all()
    circuit.metadata = {"qubits": [0, 1]}
    return generate_preset_pass_manager(optimization_level=1, backend=backend).run(circuit)


def test_a_circuit_travels_through_backend_pass_manager_sampler_and_job(backend: Backend) -> None:
    assert isinstance(backend, BackendV2)
    sampler = SamplerV2(mode=backend)
    assert isinstance(sampler, BaseSamplerV2)
    job = sampler.run([isa(backend)], shots=100, tags=["qiskit"])
    assert isinstance(job, BasePrimitiveJob)
    result = job.result()
    assert result[0].data.meas.get_counts() == {"11": 100}
    assert result[0].metadata["circuit_metadata"] == {"qubits": [0, 1]}
    assert job.status() == JobStatus.DONE
    assert job.done()
    assert job.in_final_state()
    assert job.job.tags == ("qiskit",)
    assert job.job_id() == job.job.id
    assert job.result() is result
    assert job.cancel() is False
    assert job.estimate().seconds > 2


def test_an_estimator_estimates_on_the_layout_of_the_circuit(backend: Backend) -> None:
    estimator = EstimatorV2(mode=backend)
    assert isinstance(estimator, BaseEstimatorV2)
    circuit = isa(backend).remove_final_measurements(inplace=False)
    job = estimator.run([(circuit, ["IIIII"])], precision=0.1)
    assert job.result()[0].data.evs == pytest.approx(1)


def test_backend_run_returns_counts_and_memory_that_backend_sampler_reads(backend: Backend) -> None:
    circuit = isa(backend)
    job = backend.run([circuit, circuit], shots=20, memory=True, job_tags=["as mthree does"])
    assert job.job.tags == ("as mthree does",)
    result = job.result()
    assert result.get_counts() == [{"11": 20}, {"11": 20}]
    assert result.get_memory(1) == ["11"] * 20
    found = BackendSamplerV2(backend=backend).run([circuit], shots=30).result()
    assert found[0].data.meas.get_counts() == {"11": 30}


def test_in_a_session_primitives_run_on_its_backend(client: RuntimeClient) -> None:
    with client.sessions.create(backend="ibmq_manila", mode="batch") as session:
        sampler = SamplerV2(mode=session, options={"default_shots": 10})
        assert sampler._backend.name == "ibmq_manila"  # qiskit-experiments looks for it
        job = sampler.run([isa(sampler.backend())])
        assert job.result()[0].data.meas.num_shots == 10
        assert job.job.session_id == session.id


def test_angles_of_rzz_are_folded_by_qiskits_own_passes(client: RuntimeClient) -> None:
    backend = Backend(client, "ibm_fez", use_fractional_gates=True)
    assert {"rx", "rzz"} <= set(backend.operation_names)
    circuit = QuantumCircuit(2)
    for angle in (-1.0, 2.0, 4.0):
        circuit.rzz(angle, 0, 1)
        circuit.h(0)
    found = generate_preset_pass_manager(optimization_level=1, backend=backend).run(circuit)
    angles = [float(one.operation.params[0]) for one in found.data if one.name == "rzz"]
    assert len(angles) == 3
    assert all(0 <= angle <= 1.5708 for angle in angles)


def test_a_failed_job_raises_what_both_clients_call_it(backend: Backend) -> None:
    circuit = QuantumCircuit(1)
    circuit.h(0)  # not an instruction of the device
    circuit.measure_all()
    job = SamplerV2(mode=backend).run([circuit])
    with pytest.raises(JobFailedError) as caught:
        job.result()
    assert isinstance(caught.value, JobError)
    assert caught.value.code == 1517
    assert job.status() == JobStatus.ERROR
    assert job.errored()
    assert "1517" in str(job.error_message())


def test_a_backend_of_the_client_makes_one_and_refresh_asks_again(client: RuntimeClient) -> None:
    backend = Backend(client.backends.get("ibmq_manila"))
    target = backend.target
    assert backend.target is target
    backend.refresh()
    assert backend.target is not target
    assert backend.num_qubits == backend.configuration().num_qubits == 5
    assert backend.simulator is False
    assert not hasattr(backend, "service")
    assert backend.status().operational
    assert backend.instruction_durations.get("cx", [0, 1], "s") > 0


def test_the_key_of_a_job_passes_through_run(backend: Backend) -> None:
    circuit, sampler = isa(backend), SamplerV2(mode=backend)
    first = sampler.run([circuit], key="bell through Qiskit's interface")
    again = sampler.run([circuit], key="bell through Qiskit's interface")
    assert first.job_id() == again.job_id()
    assert again.job.adopted


@pytest.mark.parametrize("pubs", [5, [5], ["x q[0];"], [(QuantumCircuit(1), [1.0])]])
def test_what_is_not_a_pub_is_refused_before_anything_is_sent(backend: Backend, pubs: Any) -> None:
    with pytest.raises(ConfigurationError, match="PUB"):
        SamplerV2(mode=backend).run(pubs)


def test_an_asynchronous_client_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="AsyncRuntimeClient is asynchronous"):
        Backend(AsyncRuntimeClient(token="x", instance=DEFAULT_INSTANCE), "ibm_fez")  # type: ignore[arg-type]


def test_other_modes_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="accepted: a Backend, or a session or batch"):
        SamplerV2(mode="ibm_fez")  # type: ignore[arg-type]


def test_backend_run_takes_tags_by_the_name_that_mthree_gives_them(backend: Backend) -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.measure(0, 0)
    job = backend.run([circuit], shots=10, tags=["mine"], job_tags=["M3 calibration"])
    assert {"mine", "M3 calibration"} <= set(job.job.tags)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"shot": 3}, r"Backend\.run\(\) got an unexpected keyword argument 'shot'; did you mean 'shots'"),
        ({"options": {}}, r"Backend\.run\(\) got an unexpected keyword argument 'options'"),
        ({"memory": "no"}, "memory='no': expected True or False"),
        ({"meas_level": "kerneled"}, "meas_level='kerneled', meas_return=None is not supported"),
        ({"meas_return": ["avg"]}, r"meas_return=\['avg'\] is not supported"),
        ({"job_tags": "mthree"}, "expected a list of strings"),
    ],
)
def test_a_keyword_of_backend_run_is_refused_under_the_name_of_the_call(
    backend: Backend, keywords: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        backend.run(QuantumCircuit(1, 1), **keywords)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "run_input=None cannot be run"),
        (5, "run_input=5 cannot be run"),
        ("x q[0];", "run_input='x q"),
        ([5], "circuit 0: 5 cannot be run"),
    ],
)
def test_backend_run_accepts_only_circuits(backend: Backend, given: Any, message: str) -> None:
    with pytest.raises(
        ConfigurationError, match=f"{message}.*accepted: a QuantumCircuit of Qiskit, or a list"
    ):
        backend.run(given)


def test_primitives_refuse_an_unknown_keyword_under_their_own_name(backend: Backend) -> None:
    with pytest.raises(
        ConfigurationError, match=r"SamplerV2\.run\(\) got an unexpected keyword argument 'shot'"
    ):
        SamplerV2(mode=backend).run([QuantumCircuit(1)], shot=3)  # type: ignore[call-arg]
    with pytest.raises(ConfigurationError, match=r"EstimatorV2\.run\(\) got an unexpected keyword argument"):
        EstimatorV2(mode=backend).run([QuantumCircuit(1)], backend="ibm_fez")  # type: ignore[call-arg]


def test_check_compares_a_circuit_with_the_backend_before_it_is_sent(
    backend: Backend,
) -> None:
    circuit = QuantumCircuit(1)
    circuit.h(0)  # not an instruction of the device
    circuit.measure_all()
    with pytest.raises(ConfigurationError, match="would reject this job"):
        SamplerV2(mode=backend).run([circuit], check=True)
    with pytest.raises(ConfigurationError, match="would reject this job"):
        backend.run(circuit, check=True)


def test_a_job_of_another_day_is_found_by_its_id(client: RuntimeClient, backend: Backend) -> None:
    sent = SamplerV2(mode=backend).run([isa(backend)], shots=10, tags=["yesterday"])
    job = PrimitiveJob(client.jobs.get(sent.job_id()))
    assert job.result()[0].data.meas.get_counts() == {"11": 10}
    assert job.backend().name == "ibmq_manila"
    assert set(job.inputs) >= {"pubs", "version"}
    assert list(sent.inputs) == ["pubs"]
    assert job.tags == ["yesterday"]
    with pytest.raises(ConfigurationError, match="its PUBs are not available"):
        job.estimate()
    with pytest.raises(
        ConfigurationError, match="job: 'abc' cannot be used; accepted: a job of a RuntimeClient"
    ):
        PrimitiveJob("abc")  # type: ignore[arg-type]


def test_a_job_has_the_attributes_of_ibms(backend: Backend) -> None:
    for job in (SamplerV2(mode=backend).run([isa(backend)], shots=10), backend.run(isa(backend), shots=10)):
        assert job.creation_date is not None
        assert job.creation_date.tzinfo is not None
        job.result()
        assert (job.primitive_id, job.session_id, job.private) == ("sampler", None, False)
        assert job.update_tags(["renamed"]) == job.tags == ["renamed"]
        assert "10 shots" in job.logs()
        assert job.usage_estimation["quantum_seconds"]
        assert job.properties() is not None


def test_jobs_and_backends_are_pickled_as_the_client_is(
    backend: Backend, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [SamplerV2(mode=backend).run([isa(backend)], shots=10), backend.run(isa(backend), shots=10)]
    texts = [pickle.dumps(job) for job in jobs]
    assert not any(emulator.api_key.encode() in text for text in texts)
    monkeypatch.setenv("QISKIT_IBM_TOKEN", emulator.api_key)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", DEFAULT_INSTANCE)
    primitive, run = (pickle.loads(text) for text in texts)
    assert primitive.result()[0].data.meas.get_counts() == {"11": 10}
    assert run.result().get_counts() == {"11": 10}
    assert primitive.estimate().seconds > 2
    for job in (primitive, run):
        job.backend().client.close()


def test_the_target_of_a_day_is_made_of_the_properties_of_that_day(backend: Backend) -> None:
    found = backend.target_history("2025-01-01")
    assert found is not backend.target
    assert set(found.operation_names) == set(backend.target.operation_names)

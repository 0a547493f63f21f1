"""The client's noise learner and calibrator on the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from samplomatic import Twirl

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade.errors import ConfigurationError
from qrt_facade.results import CalibrationResult, NoiseLearnerV3Result

if TYPE_CHECKING:
    from collections.abc import Iterator

# Ignore warnings of Qiskit and its runtime about themselves.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def client() -> Iterator[RuntimeClient]:
    with RuntimeClient.local() as client:
        yield client


def boxes() -> QuantumCircuit:
    circuit = QuantumCircuit(QuantumRegister(156, "q"), ClassicalRegister(2, "c"))
    with circuit.box([Twirl()]):
        circuit.cz(3, 2)
    with circuit.box([Twirl()]):
        circuit.measure([1, 0], [0, 1])
    return circuit


@pytest.mark.parametrize("version", ["v0.1", "v0.2", "v0.3"])
def test_noise_of_boxes_is_learned_in_each_schema_version(client: RuntimeClient, version: str) -> None:
    result = client.noise_learner.run(
        boxes(),
        backend="ibm_fez",
        options={"layer_pair_depths": [0, 1]},
        schema_version=version,  # type: ignore[arg-type]
    )
    assert isinstance(result, NoiseLearnerV3Result)
    assert result.schema_version == version
    gates, measurements = result
    assert len(gates.terms) == len(gates.rates) > 0
    assert gates.metadata["learning_protocol"] == "lindblad"
    assert measurements.metadata["learning_protocol"] == "trex"
    assert [noise.num_qubits for noise in result.to_qiskit()] == [2, 2]


def test_noise_is_learned_in_a_session_and_with_a_key(client: RuntimeClient) -> None:
    with client.sessions.create(backend="ibm_fez") as session:
        job = session.noise_learner.submit(boxes(), key="noise of two boxes", tags=["learned"])
        again = session.noise_learner.submit(boxes(), key="noise of two boxes", tags=["learned"])
    assert (job.session_id, job.program_id) == (session.id, "noise-learner")
    assert (again.id, again.adopted) == (job.id, True)
    assert len(job.result()) == 2


def test_a_backend_is_calibrated_in_a_session(client: RuntimeClient) -> None:
    with client.sessions.create(backend="ibm_fez") as session:
        result = session.calibrator.run()
        job = client.calibrator.submit(session=session)
    assert isinstance(result, CalibrationResult)
    assert result.start <= result.stop
    assert result.start.utcoffset() == result.stop - result.stop
    assert job.session_id == session.id
    assert job.result(as_=CalibrationResult).duration >= result.duration * 0


def test_a_job_without_a_backend_is_refused_before_it_is_sent(client: RuntimeClient) -> None:
    with pytest.raises(ConfigurationError, match=r"backend= is missing.*calibrator"):
        client.calibrator.submit()
    with pytest.raises(ConfigurationError, match=r"backend= is missing.*noise learner"):
        client.noise_learner.submit(boxes())


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_an_asynchronous_client_learns_and_calibrates() -> None:
    async with AsyncRuntimeClient.local() as client:
        learned = await client.noise_learner.run(boxes().data[0], backend="ibm_fez")
        calibrated = await client.calibrator.run(backend="ibm_fez")
    assert len(learned) == 1
    assert isinstance(calibrated, CalibrationResult)

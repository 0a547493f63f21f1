from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from support.circuits import FLIP

from qrt_facade import ConfigurationError, NotFoundError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def queueing() -> Iterator[RuntimeClient]:
    """A client of an emulator whose queue is longer than any test."""
    with RuntimeClient.local(queue_seconds=3600, backends="ibm_fez,ibm_torino,ibmq_manila") as made:
        yield made


def test_list_returns_the_state_of_each_backend(client: RuntimeClient) -> None:
    client.jobs.wait_all(
        client.jobs.list(pending=True)
    )  # the emulator is shared, and other tests leave jobs behind
    backends = {backend.name: backend for backend in client.backends.list()}
    assert set(backends) == {"ibm_fez", "ibmq_manila"}
    assert backends["ibm_fez"].num_qubits == 156
    assert backends["ibm_fez"].operational
    assert backends["ibm_fez"].queue_length == 0
    assert backends["ibm_fez"].state.processor == "Heron 2"
    assert "156 qubits" in repr(backends["ibm_fez"])


def test_configuration_and_properties_are_consistent(client: RuntimeClient) -> None:
    backend = client.backends.get("ibm_fez")
    configuration = backend.configuration()
    properties = backend.properties()
    assert configuration.n_qubits == 156
    assert {"cz", "rz", "sx", "x"} <= set(configuration.basis_gates)
    assert properties is not None
    assert len(properties.qubits) == configuration.n_qubits
    pairs = {tuple(pair) for pair in configuration.coupling_map}
    measured = {tuple(gate.qubits) for gate in properties.gates if gate.gate == "cz"}
    assert measured <= pairs
    assert all(isinstance(qubit, int) for pair in measured for qubit in pair)


def test_properties_at_an_earlier_time_can_be_fetched(client: RuntimeClient) -> None:
    properties = client.backends.get("ibm_fez").properties(at=datetime(2100, 1, 1, tzinfo=UTC))
    assert properties is not None
    assert properties.backend_name == "ibm_fez"


def test_defaults_are_none(client: RuntimeClient) -> None:
    assert client.backends.get("ibm_fez").defaults() is None


def test_status_counts_queued_jobs(queueing: RuntimeClient) -> None:
    backend = queueing.backends.get("ibm_torino")
    before = backend.status()
    job = queueing.sampler.submit(FLIP, backend=backend)
    after = backend.status()
    job.cancel()
    assert before.operational
    assert after.queue_length == before.queue_length + 1


def test_least_busy_returns_the_shortest_queue_among_suitable_backends(queueing: RuntimeClient) -> None:
    jobs = [queueing.sampler.submit(FLIP, backend=name) for name in ("ibm_fez", "ibm_fez", "ibm_torino")]
    assert queueing.backends.least_busy().name == "ibmq_manila"
    assert queueing.backends.least_busy(min_qubits=100).name == "ibm_torino"
    assert queueing.backends.least_busy(min_qubits=150).name == "ibm_fez"
    with pytest.raises(NotFoundError, match="ibm_fez: 156 qubits"):
        queueing.backends.least_busy(min_qubits=1000)
    for job in jobs:
        job.cancel()


def test_least_busy_returns_a_backend_that_runs_the_circuit_unchanged(queueing: RuntimeClient) -> None:
    heron = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; cz $0, $1; c[0] = measure $0;'
    jobs = [queueing.sampler.submit(FLIP, backend=name) for name in ("ibm_fez", "ibm_fez", "ibm_torino")]
    assert queueing.backends.least_busy().name == "ibmq_manila"
    chosen = queueing.backends.least_busy(circuit=heron)
    assert chosen.name == "ibm_torino"
    assert chosen.check(heron) == []
    assert queueing.backends.least_busy(150, gates=["cz"]).name == "ibm_fez"
    with pytest.raises(NotFoundError, match=r"runs this circuit unchanged; .*: no h"):
        queueing.backends.least_busy(circuit=heron.replace("cz $0, $1", "h $0"))
    for job in jobs:
        job.cancel()


def test_best_qubits_are_coupled_and_usable_as_initial_layout(client: RuntimeClient) -> None:
    backend = client.backends.get("ibm_fez")
    qubits = backend.best_qubits(3)
    coupled = {tuple(pair) for pair in backend.configuration().coupling_map or []}
    assert {qubits[:2], qubits[1:]} <= coupled
    assert not set(qubits) & set(backend.best_qubits(3, exclude=qubits))
    with pytest.raises(ConfigurationError, match="at='2001-01-01': ibm_fez has no properties from that time"):
        backend.best_qubits(3, at="2001-01-01")
    a, b, _ = qubits
    text = f'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; cz ${a}, ${b}; c[0] = measure ${a};'
    assert backend.check(text) == []
    ghz = 'OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; h q[0]; cx q[0], q[1]; cx q[1], q[2];'
    placed = backend.transpile(ghz, initial_layout=qubits)
    used = {placed.find_bit(qubit).index for one in placed.data for qubit in one.qubits}
    assert used == set(qubits)
    with pytest.raises(ConfigurationError, match=r"initial_layout has 2 qubits, but the circuit .* has 3"):
        backend.transpile(ghz, initial_layout=qubits[:2])
    with pytest.raises(ConfigurationError, match=r"qubit 500 of ibm_fez does not exist \(it has 156"):
        backend.transpile(ghz, initial_layout=(0, 1, 500))


def test_unknown_backend_error_lists_available_backends(client: RuntimeClient) -> None:
    with pytest.raises(NotFoundError, match="'ibm_nowhere'; available: ibm_fez, ibmq_manila"):
        client.backends.get("ibm_nowhere")


def test_the_configuration_and_properties_of_every_emulated_device_can_be_read() -> None:
    with RuntimeClient.local() as client:
        for backend in client.backends.list():
            properties = backend.properties()
            assert backend.configuration().n_qubits == backend.num_qubits
            assert properties is not None
            assert len(properties.qubits) == backend.num_qubits

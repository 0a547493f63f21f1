"""Clients and jobs are pickled without secrets, and use the credentials of the process that unpickles them."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP

from qrt_facade import AsyncRuntimeClient, ConfigurationError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade.emulator import Emulator


@pytest.fixture
def elsewhere(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment with credentials, like that of a process that unpickles."""
    monkeypatch.setenv("QISKIT_IBM_TOKEN", emulator.api_key)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", emulator.instance)


@pytest.fixture
def other_instance(monkeypatch: pytest.MonkeyPatch, emulator: Emulator) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", emulator.api_key)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", emulator.instance.replace("e3a1::", "e3a2::"))


@pytest.fixture
def travelled(elsewhere: None) -> Iterator[Callable[[Any], Any]]:
    """Pickle and unpickle a job or jobs, and close their shared connection at the end."""
    arrivals: list[Any] = []

    def travel(jobs: Any) -> Any:
        arrivals.append(pickle.loads(pickle.dumps(jobs)))
        return arrivals[-1]

    yield travel
    for arrived in arrivals:
        job = arrived[0] if isinstance(arrived, list) else arrived
        job._connection.raw.get_httpx_client().close()


def handles(client: RuntimeClient) -> Iterator[tuple[str, Any]]:
    client.sampler.submit(FLIP, backend="ibm_fez", shots=20, max_seconds=20)
    job = client.sampler.submit(FLIP, backend="ibm_fez", shots=20, tags=["travels"])
    yield "client", client
    yield "client of other options", client.with_options(timeout=5)
    yield "jobs that were limited", client.jobs
    yield "job", job
    yield "backend", client.backends.get("ibm_fez")
    yield "session", client.sessions.create(backend="ibm_fez", mode="batch")


def test_pickles_contain_no_secrets(client: RuntimeClient, emulator: Emulator) -> None:
    client.usage()  # fetches a token
    account = emulator.instance.split(":a/")[1].split(":")[0]
    guid = emulator.instance.split(":")[7]
    assert client._connection.service.pool.auth is not None
    for name, handle in handles(client):
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            pickled = pickle.dumps(handle, protocol)
            for secret in (emulator.api_key, account, guid, "crn:", "Bearer", "eyJ"):
                assert secret.encode() not in pickled, name


def test_an_unpickled_job_reads_its_result(client: RuntimeClient, travelled: Callable[[Any], Any]) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", shots=20, tags=["travels"])
    arrived = travelled(job)
    assert (arrived.id, arrived.tags, arrived.status) == (job.id, ("travels",), job.status)
    assert arrived.result()[0].counts() == {"1": 20}


def test_jobs_pickled_together_share_one_connection(
    client: RuntimeClient, travelled: Callable[[Any], Any]
) -> None:
    jobs = [client.sampler.submit(FLIP, backend="ibm_fez", shots=20) for _ in range(3)]
    arrived = travelled(jobs)
    assert len({id(job._connection) for job in arrived}) == 1
    assert arrived[0]._connection is not jobs[0]._connection


@pytest.mark.filterwarnings("ignore:API version")
@pytest.mark.usefixtures("elsewhere")
def test_an_unpickled_client_keeps_its_settings_and_works(client: RuntimeClient) -> None:
    sent = client.with_options(timeout=7.5, retries=2, api_version="2026-03-15", max_result_bytes=5_000_000)
    arrived = pickle.loads(pickle.dumps(sent))
    with arrived:
        assert (arrived._connection.settings.timeout, arrived._connection.settings.retries) == (7.5, 2)
        assert arrived._connection.settings.max_result_bytes == 5_000_000
        assert repr(arrived) == repr(sent)
        assert arrived.backends.get("ibm_fez").num_qubits == 156


async def _async_round_trip(arguments: dict[str, Any]) -> tuple[str, dict[str, int]]:
    async with AsyncRuntimeClient(**arguments) as client:
        job = await client.sampler.submit(FLIP, backend="ibm_fez", shots=20)
        arrived = pickle.loads(pickle.dumps(job))
        counts = (await arrived.result())[0].counts()
        await arrived._connection.raw.get_async_httpx_client().aclose()
        return type(arrived).__name__, counts


@pytest.mark.usefixtures("elsewhere")
def test_an_async_job_unpickles_as_an_async_job(arguments: dict[str, Any]) -> None:
    import anyio

    assert anyio.run(_async_round_trip, arguments) == ("AsyncJob", {"1": 20})


def test_another_process_reads_the_result(client: RuntimeClient, emulator: Emulator) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", shots=20)
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).result()[0].counts())"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore:API version", "-c", code],
        input=pickle.dumps(job),
        capture_output=True,
        check=False,
        env={
            "QISKIT_IBM_TOKEN": emulator.api_key,
            "QISKIT_IBM_INSTANCE": emulator.instance,
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),  # selects the generated client under test
        },
    )
    assert done.stdout.decode().strip() == "{'1': 20}", done.stderr.decode()


def test_credentials_come_from_the_account_that_was_named(
    arguments: dict[str, Any], emulator: Emulator
) -> None:
    RuntimeClient.save_account(emulator.api_key, emulator.instance, name="work")
    places = {name: arguments[name] for name in ("base_url", "iam_url")}
    with (
        RuntimeClient(account="work", **places) as client,
        pickle.loads(pickle.dumps(client.with_options(timeout=9))) as arrived,
    ):
        assert arrived.backends.get("ibm_fez").num_qubits == 156
    RuntimeClient.delete_account("work")
    with pytest.raises(ConfigurationError, match="account='work' is not in"):
        pickle.loads(pickle.dumps(client))


def test_unpickling_without_credentials_raises(client: RuntimeClient) -> None:
    for _, handle in handles(client):
        with pytest.raises(ConfigurationError, match="No API key was found"):
            pickle.loads(pickle.dumps(handle))


@pytest.mark.usefixtures("other_instance")
def test_unpickling_with_credentials_of_another_instance_raises(client: RuntimeClient) -> None:
    for _, handle in handles(client):
        with pytest.raises(ConfigurationError, match="belongs to another instance"):
            pickle.loads(pickle.dumps(handle))


def test_a_copy_within_the_process_shares_the_connection(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", shots=20)
    assert copy.deepcopy(client) is copy.copy(client) is client
    for copied in (copy.copy(job), copy.deepcopy(job)):
        assert copied.id == job.id
        assert copied._connection is job._connection

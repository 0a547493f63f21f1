from __future__ import annotations

import importlib
import inspect
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from typing import Any

import pytest
from support.circuits import FLIP
from support.worlds import WORLDS, perform

import qrt_facade
from qrt_facade import ConfigurationError, RuntimeClient
from qrt_facade._service.versions import RELEASES

# Except the raw clients: each rejects the generated client's method for the other kind, which has another name.
NAMES = [name for name in qrt_facade.__all__ if name.startswith("Async") and name != "AsyncRawClient"]
CLASSES = [getattr(qrt_facade, name) for name in NAMES]
OTHER_NAMES = {"aclose": "close"}
CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123:4567::"


def members(cls: type) -> dict[str, Any]:
    return {name: member for name, member in vars(cls).items() if not name.startswith("_")}


@pytest.mark.parametrize("asynchronous", CLASSES, ids=lambda cls: cls.__name__)
def test_both_clients_have_the_same_names_with_the_same_signatures(asynchronous: type) -> None:
    home = importlib.import_module(asynchronous.__module__.replace("_async", "_sync"))
    synchronous = getattr(home, asynchronous.__name__.removeprefix("Async"))
    ours, theirs = members(asynchronous), members(synchronous)
    assert {OTHER_NAMES.get(name, name) for name in ours} == set(theirs)
    for name, member in ours.items():
        twin = theirs[OTHER_NAMES.get(name, name)]
        if inspect.isfunction(member):
            signature = re.sub(r"\bAsync(?=[A-Z])", "", str(inspect.signature(member)))
            assert signature == str(inspect.signature(twin)), name


@pytest.mark.parametrize("world", WORLDS)
def test_submit_wait_and_result_work_under_threads_asyncio_and_trio(
    arguments: dict[str, Any], world: str
) -> None:
    result, least_busy, versions, listed = perform(
        world,
        arguments,
        lambda client: client.sampler.run(FLIP, backend="ibm_fez", shots=3),
        lambda client: client.backends.least_busy(min_qubits=10),
        lambda client: client.versions(),
        lambda client: client.jobs.list(limit=1),
    )
    assert result[0].counts() == {"1": 3}
    assert least_busy.name == "ibm_fez"
    assert [*RELEASES][-1] in {version.version for version in versions if not version.deprecated}
    assert len(listed) == 1


def test_the_raw_client_calls_generated_operations_with_this_clients_authentication(
    client: RuntimeClient,
) -> None:
    from qrt_client.api.jobs import list_jobs
    from qrt_client.models import JobsResponse

    assert isinstance(list_jobs.sync(client=client.raw, limit=1), JobsResponse)


def test_the_raw_client_rejects_calls_of_the_other_kind(client: RuntimeClient) -> None:
    from qrt_client.api.jobs import list_jobs

    call = list_jobs.asyncio(client=client.raw)
    with pytest.raises(ConfigurationError, match="those named sync"):
        call.send(None)


def test_with_options_changes_options_and_shares_the_token(arguments: dict[str, Any]) -> None:
    with RuntimeClient(**arguments) as client:
        client.backends.list()
        with pytest.warns(FutureWarning, match="2024-01-01"):
            sibling = client.with_options(api_version="2024-01-01", timeout=5)
        assert {backend.num_qubits for backend in sibling.backends.list()} == {None}
        assert sibling._connection.service.auth is client._connection.service.auth
        sibling.close()
        assert client.backends.list()[0].num_qubits == 156


def test_with_options_rejects_an_instance_of_another_region() -> None:
    with RuntimeClient("key", CRN) as client, pytest.raises(ConfigurationError, match="eu-de"):
        client.with_options(instance=CRN.replace("us-east", "eu-de"))


def test_constructing_a_client_makes_no_requests() -> None:
    with RuntimeClient("key", CRN) as client:
        assert "quantum.cloud.ibm.com" in repr(client)


def test_closing_a_local_client_stops_its_emulator() -> None:
    with RuntimeClient.local(backends="ibmq_manila") as client:
        assert [backend.name for backend in client.backends.list()] == ["ibmq_manila"]
        url = client._connection.credentials.api_url
    with (
        RuntimeClient(None, CRN, token="a.b.c", base_url=url, retries=0) as late,
        pytest.raises(qrt_facade.TransportError),
    ):
        late.versions()


@pytest.mark.usefixtures("forked_programs", "forked_simulators")
def test_interrupting_a_wait_names_the_job_which_keeps_running(arguments: dict[str, Any]) -> None:
    script = f"""
        from qrt_facade import RuntimeClient
        with RuntimeClient.local(noise=False, queue_seconds=3600, backends="ibmq_manila") as client:
            job = client.sampler.submit({FLIP!r}, backend="ibmq_manila")
            print(job.id, flush=True)
            try:
                job.wait()
            finally:
                print(job.refresh().status, flush=True)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as process:
        assert process.stdout is not None
        job_id = process.stdout.readline().strip()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert out.strip() == "Queued"
    assert "KeyboardInterrupt" in err
    assert f"job {job_id} continues" in err

"""Reset, and switches of single faults."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from support.emulators import QUICK

from qrt_facade import Polling, RuntimeClient
from qrt_facade.emulator import start
from qrt_facade.errors import ApiError, ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qrt_facade.emulator import Emulator

FLIP = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'
HALF = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; sx $0; c[0] = measure $0;'
IN_FILE = """
[[faults]]
path = "*/tags*"
status = 418
times = 1

[[faults]]
path = "*/workloads*"
status = 418
enabled = false
"""


@pytest.fixture(scope="module")
def resettable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    file = tmp_path_factory.mktemp("scenario") / "scenario.toml"
    file.write_text(IN_FILE)
    with start(**QUICK, scenario=file) as running:
        yield running


@pytest.fixture
def emulator(resettable: Emulator) -> Emulator:
    resettable.reset()
    return resettable


@pytest.fixture
def client(emulator: Emulator) -> Iterator[RuntimeClient]:
    with RuntimeClient(**emulator.access, polling=Polling(first=0.005, longest=0.05)) as made:
        yield made


def test_after_a_reset_there_are_no_jobs_sessions_usage_and_limits(
    emulator: Emulator, client: RuntimeClient
) -> None:
    batch = client.sessions.create(backend="ibm_fez", mode="batch")
    job = client.sampler.submit(FLIP, backend="ibm_fez", shots=10, tags=["here"])
    job.wait(timeout=60)
    client.instances.set_configuration(instance_limit=1000)
    assert client.usage().consumed
    emulator.reset()
    assert list(client.jobs.list()) == list(client.workloads.list()) == []
    assert not client.usage().consumed
    assert client.instances.configuration() is None
    for gone in (lambda: client.jobs.get(job.id), lambda: client.sessions.get(batch.id)):
        with pytest.raises(NotFoundError):
            gone()


def test_results_after_a_reset_equal_those_after_the_start(emulator: Emulator, client: RuntimeClient) -> None:
    def counts() -> object:
        return client.sampler.run(HALF, backend="ibm_fez", shots=100)[0].c.counts()

    first = counts()
    assert counts() != first
    emulator.reset()
    assert counts() == first


def test_a_reset_silently_stops_running_jobs_and_the_next_job_runs(
    emulator: Emulator, client: RuntimeClient, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(8):
        client.sampler.submit(FLIP, backend="ibm_fez", shots=10)
    deadline = time.monotonic() + 20
    while not any(job.status == "Running" for job in client.jobs.list()) and time.monotonic() < deadline:
        time.sleep(0.005)
    emulator.reset()
    assert list(client.jobs.list()) == []
    assert client.sampler.run(FLIP, backend="ibm_fez", shots=10, timeout=60)[0].c.counts() == {"1": 10}
    assert len(list(client.jobs.list())) == 1
    assert caplog.records == []


def test_a_reset_invalidates_tokens_and_clients_continue(emulator: Emulator, client: RuntimeClient) -> None:
    client.backends.list()
    emulator.reset()
    assert emulator.request_count == 0
    client.backends.list()
    assert emulator.request_count == 3  # a 401, the token exchange, and the list


def test_a_reset_restores_the_initial_scenario(emulator: Emulator, client: RuntimeClient) -> None:
    before = emulator.scenario.shown()
    emulator.inject(path="*/backends", status=418)
    emulator.scenario.apply({"devices": {"ibm_fez": "offline"}, "usage_consumed_seconds": 7, "plan": "open"})
    emulator.scenario.switch_fault(2, enabled=True)
    with pytest.raises(ApiError):
        client.tags.search("abc")
    assert client.tags.search("abc") == []  # the file's fault applies to a single request
    emulator.reset()
    assert emulator.scenario.shown() == before
    with pytest.raises(ApiError):
        client.tags.search("abc")


def test_clearing_removes_injected_faults_and_keeps_those_of_the_file(
    emulator: Emulator, client: RuntimeClient
) -> None:
    number = emulator.inject(path="*/backends", status=418)
    assert [(one.number, one.injected) for one in emulator.scenario.faults] == [
        (1, False),
        (2, False),
        (number, True),
    ]
    emulator.scenario.clear_injected()
    assert client.backends.list()
    with pytest.raises(ApiError):
        client.tags.search("abc")


def test_a_fault_is_switched_off_and_on_by_its_number(emulator: Emulator, client: RuntimeClient) -> None:
    number = emulator.inject(path="*/backends", status=418, times=2)
    emulator.scenario.switch_fault(number, enabled=False)
    for _ in range(3):
        client.backends.list()
    emulator.scenario.switch_fault(number, enabled=True)
    with pytest.raises(ApiError):
        client.backends.list()
    fault = emulator.scenario.faults[-1]
    assert (fault.met, fault.times) == (1, 1)
    with pytest.raises(ConfigurationError, match="no fault 99; the faults are 1, 2, 3"):
        emulator.scenario.switch_fault(99, enabled=False)


def test_a_reset_empties_a_data_folder(tmp_path: Path) -> None:
    with start(**QUICK, data=tmp_path / "data") as running, RuntimeClient(**running.access) as client:
        client.sampler.submit(FLIP, backend="ibm_fez", shots=10)
        running.reset()
        assert list(client.jobs.list()) == []
    with pytest.raises(ConfigurationError, match="is not running"):
        running.reset()

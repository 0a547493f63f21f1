"""The simulation processes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.circuits import FLIP, LONG

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.run import workers
from qrt_facade.emulator.run.workers import WorkerPool

pytestmark = pytest.mark.usefixtures("started_anew")


def request(program: str = FLIP) -> dict[str, Any]:
    device = Device.named("ibm_fez")
    return {
        "program_id": "sampler",
        "params": json.dumps({"pubs": [[program, None, 10]]}),
        "device": device.name,
        "configuration": str(device.configuration_file),
        "properties": str(device.properties_file),
        "noise": True,
        "seed": 1,
        "cost": 600,
        "memory_mb": 1024,
    }


def initial_environment(pid: int) -> bytes:
    """Return the environment that a process was started with; the file is empty for a moment during exec."""
    environ = Path(f"/proc/{pid}/environ")
    end = time.monotonic() + 10
    while not (found := environ.read_bytes()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def open_files(pid: int) -> list[str]:
    return [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]


def test_a_worker_that_dies_fails_its_job_and_is_replaced() -> None:
    async def scenario() -> list[Any]:
        pool = WorkerPool(1, 60)
        await pool.warm()
        worker = pool._idle[0]._process.pid
        running = asyncio.create_task(pool.run(request(LONG)))
        await asyncio.sleep(0.5)
        os.kill(worker, signal.SIGKILL)
        outcomes = [await running, await pool.run(request())]
        await pool.close()
        return outcomes

    died, after = asyncio.run(scenario())
    assert (died.status, died.reason_code) == ("Failed", 1500)
    assert died.reason == "The simulation process died: it was killed, probably for lack of memory."
    assert after.status == "Completed"


@pytest.mark.skipif(os.name != "posix", reason="ends a process by a signal")
@pytest.mark.parametrize(
    ("number", "named"),
    [(signal.SIGABRT, "aborted"), pytest.param(signal.SIGSEGV, "signal SIGSEGV", marks=pytest.mark.long)],
)
def test_a_job_reports_how_its_simulation_died(number: signal.Signals, named: str) -> None:
    async def scenario() -> Any:
        pool = WorkerPool(1, 60)
        await pool.warm()
        worker = pool._idle[0]._process.pid
        running = asyncio.create_task(pool.run(request(LONG)))
        await asyncio.sleep(0.5)
        os.kill(worker, number)
        outcome = await running
        await pool.close()
        return outcome

    died = asyncio.run(scenario())
    assert (died.status, died.reason_code) == ("Failed", 1500)
    assert named in str(died.reason)
    assert "probably" not in str(died.reason)


def test_a_job_that_takes_too_long_fails_and_names_the_limit() -> None:
    async def scenario() -> Any:
        pool = WorkerPool(1, 0.3)
        stopped = await pool.run(request(LONG))
        await pool.close()
        return stopped

    stopped = asyncio.run(scenario())
    assert (stopped.status, stopped.reason_code) == ("Failed", 1500)
    assert "took longer than 0.3 s" in str(stopped.reason)
    assert "job_timeout" in str(stopped.reason_solution)
    assert "memory" not in str(stopped.reason)


def test_a_worker_that_died_while_idle_does_not_fail_a_job() -> None:
    async def scenario() -> Any:
        pool = WorkerPool(1, 60)
        await pool.warm()
        os.kill(pool._idle[0]._process.pid, signal.SIGKILL)
        while pool._idle[0].is_alive:  # noqa: ASYNC110  # there is no event for the exit of a process
            await asyncio.sleep(0.01)
        outcome = await pool.run(request())
        await pool.close()
        return outcome

    assert asyncio.run(scenario()).status == "Completed"


def test_a_job_fails_with_a_reason_if_no_worker_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    outcome = asyncio.run(WorkerPool(1, 60).run(request()))
    assert outcome.status == "Failed"
    assert "no simulation process could be started: No such file" in outcome.logs


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_gets_no_secret_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "a-secret-of-the-user"
    names = (
        "QISKIT_IBM_TOKEN", "QISKIT_IBM_INSTANCE", "QISKIT_IBM_RUNTIME_API_TOKEN", "IBMCLOUD_API_KEY", "HTTPS_PROXY",
        "http_proxy", "QRT_EMULATOR_API_KEY", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "MY_OWN_PASSWORD",
    )  # fmt: skip
    for name in names:
        monkeypatch.setenv(name, secret)
    monkeypatch.setenv("OMP_STACKSIZE", "4M")

    async def environment() -> bytes:
        pool = WorkerPool(1, 60)
        await pool.warm()
        seen = initial_environment(pool._idle[0]._process.pid)
        await pool.close()
        return seen

    seen = asyncio.run(environment())
    assert secret.encode() not in seen
    assert b"OMP_STACKSIZE=4M" in seen
    assert b"PATH=" in seen


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_has_no_descriptor_except_its_channel() -> None:
    async def descriptors() -> list[str]:
        pool = WorkerPool(1, 60)
        await pool.run(request())
        seen = open_files(pool._idle[0]._process.pid)
        await pool.close()
        return seen

    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    seen = asyncio.run(descriptors())
    os.close(writing)
    os.close(reading)
    assert sum(target.startswith("socket:") for target in seen) == 1
    assert not [target for target in seen if target.startswith("pipe:")]


def test_a_cancelled_simulation_frees_its_worker_and_a_small_one_leaves_it_running() -> None:
    async def cancel(pool: WorkerPool, after: float) -> None:
        running = asyncio.create_task(pool.run(request()))
        await asyncio.sleep(after)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    async def scenario() -> tuple[Any, list[int], list[int]]:
        pool = WorkerPool(1, 60)
        await cancel(pool, 0.1)  # while it is still importing Qiskit
        outcome = await pool.run(request())
        before = [worker._process.pid for worker in pool._idle]
        await cancel(pool, 0.001)
        after = [worker._process.pid for worker in pool._idle]
        await pool.close()
        return outcome, before, after

    outcome, before, after = asyncio.run(scenario())
    assert outcome.status == "Completed"
    assert before == after


def test_a_simulation_that_is_cancelled_twice_leaves_no_process_and_no_channel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Any] = []
    start = workers._Worker.start

    async def watched(number: int) -> Any:
        started.append(await start(number))
        return started[-1]

    monkeypatch.setattr(workers._Worker, "start", watched)

    async def scenario() -> None:
        pool = WorkerPool(1, 60)
        running = asyncio.create_task(pool.run(request()))
        await asyncio.sleep(0.05)  # it is still importing Qiskit
        running.cancel()
        await asyncio.sleep(0.01)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await pool.close()

    asyncio.run(scenario())
    (worker,) = started
    assert not worker.is_alive
    assert worker._writer.transport.is_closing()

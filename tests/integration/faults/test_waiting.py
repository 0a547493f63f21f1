"""Waits tolerate everything transient: expired tokens, lost responses, a dead service, a sleeping laptop."""

from __future__ import annotations

import asyncio
import json
import socket
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import pytest
from integration.faults.conftest import BACKEND, Ledger
from integration.faults.proxy import ASKING, EXCHANGING, FAULTS, RESULTS, FaultProxy, Scenario
from support.circuits import FLIP
from support.scripted import TLS
from support.worlds import perform

from qrt_facade import (
    AsyncRuntimeClient,
    JobTimeoutError,
    PartialResultError,
    ResultDecodeError,
    RuntimeClient,
    ServerError,
)
from qrt_facade._async import job as async_job
from qrt_facade._sync import job as sync_job
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator

BOTH = ("sync", "asyncio")
PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
PASSING = [name for name, fault in FAULTS.items() if not fault.held]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("running")


@pytest.fixture(scope="module")
def emulator(data: Path) -> Iterator[Emulator]:
    """An emulator that runs its jobs."""
    with start(
        data=data, noise=False, queue_seconds=0.2, run_seconds=0, backends=BACKEND, workers=1
    ) as running:
        yield running


@pytest.fixture(scope="module")
def _proxy(emulator: Emulator) -> Iterator[FaultProxy]:
    with FaultProxy(emulator.url) as running:
        yield running


@pytest.fixture
def scenario(emulator: Emulator) -> Iterator[Callable[..., None]]:
    """Change the emulator's settings for one test."""
    before = {name: getattr(emulator.scenario, name) for name in ("queue_seconds", "token_seconds")}
    yield lambda **changes: emulator.scenario.apply(changes)
    emulator.scenario.apply(before)


def completed(world: str, arguments: dict[str, Any], *, timeout: float = 60, **submission: Any) -> Any:
    """Submit a job, wait for it, and return it with its counts."""

    def wait(client: RuntimeClient) -> Any:
        job = client.jobs.submit("sampler", PARAMS, backend=BACKEND, **submission)
        return job.wait(timeout), job.result()[0].counts()

    async def wait_async(client: AsyncRuntimeClient) -> Any:
        job = await client.jobs.submit("sampler", PARAMS, backend=BACKEND, **submission)
        return await job.wait(timeout), (await job.result())[0].counts()

    ((job, counts),) = perform(world, arguments, wait if world == "sync" else wait_async)
    assert job.status == "Completed"
    assert counts == {"1": 10}
    return job


@pytest.mark.parametrize("world", ["sync", pytest.param("asyncio", marks=pytest.mark.long)])
def test_tokens_expiring_during_a_wait_are_replaced(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, scenario: Any
) -> None:
    scenario(token_seconds=3, queue_seconds=4)
    completed(world, arguments)
    assert len(proxy.of(*EXCHANGING)) >= 2


@pytest.mark.parametrize("world", [pytest.param("sync", marks=pytest.mark.long), "asyncio"])
def test_a_failure_of_iam_during_a_wait_is_tolerated(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, scenario: Any
) -> None:
    scenario(token_seconds=3, queue_seconds=4)
    proxy.met(
        Scenario.each(EXCHANGING, [None, *["503 instead", "cut before the answer", "502 after the work"] * 2])
    )
    completed(world, {**arguments, "retries": 0})
    assert proxy.faults().total() >= 1


@pytest.mark.parametrize("world", BOTH)
def test_a_temporary_outage_during_a_wait_is_tolerated(
    world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    outage = [
        "503 instead",
        "502 instead",
        "520 instead",
        "reset before the request",
        "cut before the request",
    ] * 5
    proxy.met(Scenario.each(ASKING, outage))
    completed(world, arguments)
    assert proxy.faults().total() == len(outage)


@pytest.mark.parametrize("world", BOTH)
def test_a_lasting_outage_is_named_at_the_timeout(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, pauses: Pauses
) -> None:
    pauses(first_failed_poll=0.05, longest_failed_poll=0.1)
    proxy.met(Scenario.always(ASKING, "503 instead"))
    with pytest.raises(JobTimeoutError) as caught:
        completed(world, {**arguments, "retries": 0}, timeout=1.0)
    assert isinstance(caught.value.__cause__, ServerError)
    assert caught.value.job_id
    assert caught.value.job_id in str(caught.value)
    assert "503" in str(caught.value)
    assert len(proxy.of(*ASKING)) > 3


@pytest.mark.parametrize("world", BOTH)
def test_interrupted_downloads_are_retried(world: str, arguments: dict[str, Any], proxy: FaultProxy) -> None:
    broken = ["cut inside the answer", "damaged gzip", "reset before the answer", "cut before the answer"]
    proxy.met(Scenario.each(RESULTS, broken))
    completed(world, arguments)
    assert proxy.faults() == dict.fromkeys(broken, 1)


@pytest.mark.parametrize("world", BOTH)
def test_an_interrupted_private_download_is_saved(
    world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    proxy.met(Scenario.each(RESULTS, ["cut inside the answer"]))
    with pytest.raises(PartialResultError) as caught:
        completed(world, arguments, private=True)
    assert caught.value.saved_to is not None
    assert caught.value.saved_to.stat().st_size == caught.value.size > 0
    assert len(proxy.of(*RESULTS)) == 1


@pytest.mark.parametrize("world", BOTH)
def test_an_undecodable_private_result_is_saved_readable_only_by_its_owner(
    world: str, arguments: dict[str, Any], emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    emulator.inject(path="*/results", status=200, body={"results": "none"}, times=1)
    with pytest.raises(ResultDecodeError) as caught:
        completed(world, arguments, private=True)
    kept = caught.value.saved_to
    assert kept is not None
    assert str(kept) in str(caught.value)
    assert json.loads(kept.read_bytes()) == {"results": "none"}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("world", BOTH)
def test_wait_all_tolerates_every_fault(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    number = 20
    proxy.met(Scenario.each(ASKING, PASSING))

    def wait(client: RuntimeClient) -> Any:
        return client.jobs.wait_all(
            [client.jobs.submit("sampler", PARAMS, backend=BACKEND) for _ in range(number)], 60
        )

    async def wait_async(client: AsyncRuntimeClient) -> Any:
        jobs = [await client.jobs.submit("sampler", PARAMS, backend=BACKEND) for _ in range(number)]
        return await client.jobs.wait_all(jobs, 60)

    (jobs,) = perform(world, arguments, wait if world == "sync" else wait_async)
    assert [job.status for job in jobs] == ["Completed"] * number
    stored = ledger.jobs()
    assert {stored[job.id][0] for job in jobs} == {"Completed"}
    assert proxy.faults() == dict.fromkeys(PASSING, 1)


@dataclass
class Clocks:
    """The clocks of a machine, which may stop or jump."""

    monotonic_ahead: float = 0.0
    wall_ahead: float = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.monotonic_ahead

    def time(self) -> float:
        return time.time() + self.wall_ahead


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    ("monotonic", "wall", "exchanges"),
    [(0.0, 2 * 3600.0, 2), (3 * 86400.0, 3 * 86400.0, 2), (0.0, -86400.0, 1)],
    ids=["asleep on Linux or a Mac", "asleep on Windows", "set back by a day"],
)
def test_a_clock_jump_during_a_pause_ends_no_wait_and_keeps_no_stale_token(
    *,
    monotonic: float,
    wall: float,
    exchanges: int,
    world: str,
    arguments: dict[str, Any],
    proxy: FaultProxy,
    ledger: Ledger,
    pauses: Pauses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clocks = Clocks()
    pauses(clock=clocks)
    known = set(ledger.jobs())

    def sleep(_: float) -> None:
        """Sleep until the job has run, while the clocks change."""
        deadline = time.monotonic() + 30
        while not all(ledger.jobs()[one][0] == "Completed" for one in set(ledger.jobs()) - known):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        clocks.monotonic_ahead, clocks.wall_ahead = monotonic, wall

    async def sleep_async(seconds: float) -> None:
        await asyncio.to_thread(sleep, seconds)

    monkeypatch.setattr(sync_job, "time", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(async_job, "anyio", SimpleNamespace(sleep=sleep_async))
    completed(world, arguments)
    assert len(proxy.of(*EXCHANGING)) == exchanges


def asked_by_threads(arguments: dict[str, Any], number: int, expire: Callable[[], None]) -> list[Any]:
    with RuntimeClient(**arguments) as client, ThreadPoolExecutor(number) as pool:
        client.usage()
        expire()
        together = threading.Barrier(number)

        def ask(_: int) -> Any:
            together.wait()
            return client.usage()

        return list(pool.map(ask, range(number)))


def asked_by_tasks(arguments: dict[str, Any], number: int, expire: Callable[[], None]) -> list[Any]:
    async def main() -> list[Any]:
        async with AsyncRuntimeClient(**arguments) as client:
            await client.usage()
            expire()
            return list(await asyncio.gather(*(client.usage() for _ in range(number))))

    return asyncio.run(main())


@pytest.mark.parametrize("number", [60, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.parametrize("ask", [asked_by_threads, asked_by_tasks])
def test_concurrent_waits_at_token_expiry_share_one_exchange(
    ask: Any, number: int, arguments: dict[str, Any], proxy: FaultProxy, pauses: Pauses
) -> None:
    clocks = Clocks()
    pauses(clock=clocks)

    def expire() -> None:
        clocks.monotonic_ahead = clocks.wall_ahead = 2 * 3600.0

    answers = ask({**arguments, "timeout": 60.0}, number, expire)
    assert len(proxy.of(*EXCHANGING)) == 2
    assert [answer.consumed for answer in answers] == [answers[0].consumed] * number
    # On a busy machine the emulator may close an idle connection of the proxy just when it is used; that request is
    # repeated.
    assert len(proxy.of("GET", "/instances/usage")) > number


class Killable:
    """An emulator in its own process, always restarted on the same port and data directory."""

    def __init__(self, data: Path) -> None:
        self._data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        command = [
            sys.executable,
            "-m",
            "qrt_facade.emulator",
            "--port",
            str(self._port),
            "--data",
            str(self._data),
        ]
        command += ["--backends", BACKEND, "--no-noise", "--queue-seconds", "1.5", "--workers", "1"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert any(line.startswith("listening") for line in self._process.stdout)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


@contextmanager
def meanwhile(deed: Callable[[], None]) -> Iterator[None]:
    """Run a function in another thread during the block, and raise its exception."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 - raised below, in the test's own thread
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join()
    for failure in failures:
        raise failure


@pytest.mark.usefixtures("forked_simulators", "forked_commands")
@pytest.mark.parametrize("world", ["sync", pytest.param("asyncio", marks=pytest.mark.long)])
def test_restarting_the_service_during_a_wait_loses_no_job(world: str, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with Killable(tmp_path) as service:

        def kill_and_restart() -> None:
            deadline = time.monotonic() + 30
            while not ledger.jobs():
                assert time.monotonic() < deadline
                time.sleep(0.05)
            time.sleep(0.3)
            service.kill()
            time.sleep(0.5)
            service.begin()

        arguments = {
            "api_key": DEFAULT_API_KEY,
            "instance": DEFAULT_INSTANCE,
            "base_url": f"{service.url}/api",
            "iam_url": service.url,
            "verify": TLS,
        }
        with meanwhile(kill_and_restart):
            job = completed(world, arguments)
    assert {job_id: status for job_id, (status, _) in ledger.jobs().items()} == {job.id: "Completed"}

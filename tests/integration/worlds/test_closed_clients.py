"""Closed clients: everything that belongs to one raises, before anything is sent."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from qrt_client.api.jobs import list_jobs
from support.circuits import FLIP
from support.scripted import ScriptedServer, reply
from support.worlds import WORLDS, drained, settled, type_of_client

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade.errors import ConfigurationError, SubmissionsStoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.scripted import Seen

    from qrt_facade.emulator import Emulator

BACKEND = "ibmq_manila"


class Client:
    """A client of either kind, with blocking calls."""

    def __init__(self, world: str, arguments: dict[str, Any]) -> None:
        self.world = world
        self.it = type_of_client[world](**arguments)

    def call(self, operation: Callable[[Any], Any]) -> Any:
        if self.world == "sync":
            return drained(operation(self.it))

        async def main() -> Any:
            return await settled(operation(self.it))

        return anyio.run(main, backend=self.world)

    def close(self) -> None:
        self.call(lambda client: client.close() if self.world == "sync" else client.aclose())


@pytest.fixture(params=WORLDS)
def client(request: pytest.FixtureRequest, emulator: Emulator) -> Client:
    return Client(request.param, emulator.access)


def raw_call(client: Any) -> Any:
    kind = list_jobs.sync if isinstance(client, RuntimeClient) else list_jobs.asyncio
    return kind(client=client.raw)


CALLS: dict[str, Callable[[Any], Any]] = {
    "jobs.get": lambda client: client.jobs.get("j1"),
    "jobs.list": lambda client: client.jobs.list(),
    "sampler.submit": lambda client: client.sampler.submit(FLIP, backend=BACKEND),
    "sampler.run": lambda client: client.sampler.run(FLIP, backend=BACKEND),
    "sampler.submit_many": lambda client: client.sampler.submit_many([FLIP], backend=BACKEND),
    "jobs.find_submission": lambda client: client.jobs.find_submission("qrt-0"),
    "backends.list": lambda client: client.backends.list(),
    "backends.least_busy": lambda client: client.backends.least_busy(),
    "sessions.create": lambda client: client.sessions.create(backend=BACKEND),
    "sessions.get": lambda client: client.sessions.get("s1"),
    "workloads.list": lambda client: client.workloads.list(),
    "tags.search": lambda client: client.tags.search("abc"),
    "instance": lambda client: client.instance(),
    "usage": lambda client: client.usage(),
    "versions": lambda client: client.versions(),
    "account": lambda client: client.account(),
    "raw": raw_call,
    "sibling": lambda client: client.with_options(timeout=5).versions(),
}


def test_calls_of_a_closed_client_raise_before_sending(client: Client, emulator: Emulator) -> None:
    client.call(lambda client: client.versions())
    client.close()
    count = emulator.request_count
    for name, call in [*CALLS.items(), *CALLS.items()]:
        with pytest.raises(SubmissionsStoppedError if "many" in name else ConfigurationError) as caught:
            client.call(call)
        assert "client is closed" in str(caught.value), name
    assert emulator.request_count == count


def test_jobs_backends_sessions_and_derived_clients_of_a_closed_client_raise(
    client: Client, emulator: Emulator
) -> None:
    job = client.call(lambda client: client.sampler.submit(FLIP, backend=BACKEND))
    backend = client.call(lambda client: client.backends.get(BACKEND))
    session = client.call(lambda client: client.sessions.create(backend=BACKEND))
    sibling = client.it.with_options(timeout=5)
    client.close()
    count = emulator.request_count
    for refused in (
        job.refresh, job.wait, job.result, job.cancel, job.delete, job.logs, job.metrics, job.params, job.result_body,
        backend.status, backend.configuration, backend.properties, session.details, session.cancel, sibling.versions,
    ):  # fmt: skip
        with pytest.raises(ConfigurationError, match="client is closed"):
            client.call(lambda _, refused=refused: refused())
    assert emulator.request_count == count


def test_closing_a_derived_client_or_closing_twice_has_no_effect(client: Client) -> None:
    sibling = Client.__new__(Client)
    sibling.world, sibling.it = client.world, client.it.with_options(timeout=5)
    sibling.close()
    assert sibling.call(lambda client: client.versions())
    assert client.call(lambda client: client.versions())
    client.close()
    client.close()
    sibling.close()
    with pytest.raises(ConfigurationError, match="client is closed"):
        sibling.call(lambda client: client.versions())


def test_the_raw_client_s_with_block_closes_the_client(emulator: Emulator) -> None:
    with RuntimeClient(**emulator.access) as client:
        with client.with_options(timeout=5).raw as raw:
            assert list_jobs.sync(client=raw)
        assert client.versions()
        with client.raw:
            pass
        with pytest.raises(ConfigurationError, match="client is closed"):
            client.versions()


def test_iterating_a_list_raises_at_the_next_page_after_closing() -> None:
    page = {"jobs": [{"id": f"j{number}", "status": "Queued"} for number in range(200)], "count": 1000}
    with ScriptedServer(lambda request: reply(page)) as server:
        client = RuntimeClient(**server.arguments())
        jobs = client.jobs.list()
        assert next(jobs).id == "j0"
        client.close()
        with pytest.raises(ConfigurationError, match="client is closed"):
            list(jobs)
        assert len(server.calls) == 1


def test_a_local_client_raises_after_its_emulator_has_stopped() -> None:
    client = RuntimeClient.local(backends=BACKEND)
    job = client.sampler.submit(FLIP, backend=BACKEND)
    client.close()
    client.close()
    for call in (client.versions, job.refresh):
        with pytest.raises(ConfigurationError, match="client is closed"):
            call()


class Slow:
    """Responds to a submission only when a test allows it."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def __call__(self, request: Seen) -> bytes:
        self.asked.set()
        self.go_on.wait(10)
        return reply({"id": "j1", "backend": BACKEND})


def test_a_submission_in_progress_when_a_thread_closes_the_client_returns_its_job() -> None:
    service = Slow()
    with ScriptedServer(service) as server, ThreadPoolExecutor(1) as threads:
        client = RuntimeClient(**server.arguments())
        submitting = threads.submit(client.sampler.submit, FLIP, backend=BACKEND)
        assert service.asked.wait(10)
        client.close()
        service.go_on.set()
        job = submitting.result(10)
        assert job.id == "j1"
        with pytest.raises(ConfigurationError, match="client is closed"):
            job.refresh()
        assert len(server.calls) == 1
        (route,) = client._connection.service.pool._routes
        assert [opened._transport.pool.connections for _, opened in route._everywhere()] == [[]]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_submission_in_progress_when_a_task_closes_the_client_returns_its_job(backend: str) -> None:
    service = Slow()
    ids: list[str] = []

    async def main() -> None:
        client = AsyncRuntimeClient(**server.arguments())

        async def submit() -> None:
            ids.append((await client.sampler.submit(FLIP, backend=BACKEND)).id)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(submit)
            assert await anyio.to_thread.run_sync(service.asked.wait, 10)
            await client.aclose()
            service.go_on.set()

    with ScriptedServer(service) as server:
        anyio.run(main, backend=backend)
    assert ids == ["j1"]


def test_calls_in_threads_during_closing_only_raise_configuration_error(emulator: Emulator) -> None:
    for _ in range(5):
        client = RuntimeClient(**emulator.access)
        client.versions()
        barrier = threading.Barrier(9)

        def ask(client: RuntimeClient = client, barrier: threading.Barrier = barrier) -> str:
            barrier.wait(10)
            try:
                for _ in range(100):
                    client.versions()
            except ConfigurationError as error:
                return str(error)
            return "never closed"

        with ThreadPoolExecutor(8) as threads:
            asking = [threads.submit(ask) for _ in range(8)]
            barrier.wait(10)
            client.close()
            assert {asked.result(20).split(";")[0] for asked in asking} == {"this client is closed"}

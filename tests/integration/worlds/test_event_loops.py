"""One asynchronous client in several event loops: connections are separate, the token is shared."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import anyio
import anyio.from_thread
import httpx
import pytest
import trio
from support.circuits import FLIP
from support.persistent_server import PersistentServer
from support.scripted import API_KEY, INSTANCE, ScriptedServer, reply, token_reply

from qrt_facade import AsyncRuntimeClient
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from support.scripted import Seen

    Run = Callable[[Callable[[], Coroutine[Any, Any, Any]]], Any]

JOB = reply({"id": "j1", "status": "Running"})


def by_asyncio(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    return asyncio.run(main())


def by_runner(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    with asyncio.Runner() as runner:
        first = runner.run(main())
        return runner.run(main()) and first


def by_loop_of_hand(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """A loop as in old code: closed without shutting down its asynchronous generators."""
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
        return loop.run_until_complete(main())
    finally:
        loop.close()


def by_thread(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(by_asyncio, main).result(30)


def by_portal(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """A loop that runs in its own thread, for synchronous code."""
    with anyio.from_thread.start_blocking_portal() as portal:
        return portal.call(main)


def by_debugged_loop(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    return asyncio.run(main(), debug=True)


def by_uvloop(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    uvloop: Any = importlib.import_module("uvloop")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main())


RUNS: dict[str, Run] = {
    "asyncio": by_asyncio,
    "runner": by_runner,
    "loop of hand": by_loop_of_hand,
    "thread": by_thread,
    "portal": by_portal,
    "debugged": by_debugged_loop,
    "trio": trio.run,
}
if importlib.util.find_spec("uvloop") is not None:
    RUNS["uvloop"] = by_uvloop
QUICK = ("asyncio", "runner", "trio")
"""Representative ways to run a loop, for tests that start a process for each."""
ORDERS = [
    *(["asyncio", name, "asyncio"] for name in RUNS),
    ["trio", "trio", "loop of hand", "trio", "loop of hand", "loop of hand"],
]


def open_connections(client: AsyncRuntimeClient) -> int:
    routes = client._connection.service.pool._routes
    return sum(
        len(opened._transport.pool.connections) for route in routes for _, opened in route._everywhere()
    )


@pytest.mark.parametrize("order", ORDERS, ids=", ".join)
def test_a_client_serves_one_event_loop_after_another(order: list[str]) -> None:
    with PersistentServer() as server:
        client = AsyncRuntimeClient(**server.arguments())
        submitted: list[str] = []

        async def submit() -> bool:
            tag = str(len(submitted))
            job = await client.sampler.submit(FLIP, backend="b", tags=[tag])
            submitted.append(job.id)
            assert job.id == f"job-{tag}"
            assert (await client.jobs.get(job.id)).tags == (tag,)
            return True

        for run in order:
            RUNS[run](submit)
        gc.collect()  # warnings are errors: an unclosed socket fails the test here
        by_asyncio(client.aclose)
        assert len([call for call in server.calls if call.method == "POST"]) == len(submitted)
        assert len(server.exchanges) == 1


@pytest.mark.parametrize("run", ["asyncio", "runner", "trio", "thread"])
def test_the_end_of_a_loop_closes_its_connections(run: str) -> None:
    async def ask() -> bool:
        await client.jobs.get("job-0")
        return open_connections(client) > 0

    with PersistentServer() as server:
        client = AsyncRuntimeClient(**server.arguments())
        for _ in range(3):
            assert RUNS[run](ask)
            assert open_connections(client) == 0


@pytest.mark.parametrize(
    "run", [run if run in QUICK else pytest.param(run, marks=pytest.mark.long) for run in RUNS]
)
def test_an_unclosed_client_is_collected_without_a_warning(run: str) -> None:
    async def ask(*, wait: bool) -> bool:
        await AsyncRuntimeClient(**server.arguments()).jobs.get("job-0")
        if wait:
            gc.collect()
            await anyio.sleep(0.01)
        return True

    with PersistentServer() as server:
        for wait in (True, False):
            RUNS[run](lambda wait=wait: ask(wait=wait))
            gc.collect()


def test_concurrent_loops_in_threads_have_separate_connections() -> None:
    barrier = threading.Barrier(6)

    async def many(name: str) -> list[str]:
        barrier.wait(20)
        tags = [f"{name}-{number}" for number in range(10)]
        jobs = [await client.sampler.submit(FLIP, backend="b", tags=[tag]) for tag in tags]
        return [tag for tag, job in zip(tags, jobs, strict=True) if job.id != f"job-{tag}"]

    def run(number: int) -> list[str]:
        return anyio.run(many, str(number), backend="trio" if number % 2 else "asyncio")

    with PersistentServer() as server:
        client = AsyncRuntimeClient(**server.arguments())
        with ThreadPoolExecutor(6) as threads:
            assert list(threads.map(run, range(6))) == [[]] * 6
        assert len(server.exchanges) <= 6
        by_asyncio(client.aclose)


def test_alternating_loops_in_one_thread_keep_their_connections() -> None:
    async def submit(tag: str) -> bool:
        return (await client.sampler.submit(FLIP, backend="b", tags=[tag])).id == f"job-{tag}"

    with PersistentServer() as server:
        client = AsyncRuntimeClient(**server.arguments())
        with asyncio.Runner() as one, asyncio.Runner() as other:
            for number in range(3):
                assert one.run(submit(f"one-{number}"))
                assert other.run(submit(f"other-{number}"))
            assert len(server.by_connection) == 2
            other.run(client.aclose())


def test_consecutive_loops_share_one_token() -> None:
    with ScriptedServer(JOB) as server:
        client = AsyncRuntimeClient(**server.arguments())

        async def ask() -> None:
            await client.jobs.get("j1")

        for run in (by_asyncio, trio.run, by_thread, by_loop_of_hand):
            run(ask)
        assert len(server.exchanges) == 1
        by_asyncio(client.aclose)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_loop_ending_during_a_token_fetch_does_not_block_later_loops(backend: str) -> None:
    asked = threading.Event()

    def iam(request: Seen) -> bytes:
        if not asked.is_set():
            asked.set()
            time.sleep(0.5)
        return token_reply()

    with ScriptedServer(JOB, iam=iam) as server:
        client = AsyncRuntimeClient(**server.arguments())

        async def given_up() -> None:
            with anyio.move_on_after(0.1):
                await client.jobs.get("j1")

        async def asked_again() -> str:
            return (await client.jobs.get("j1")).status

        anyio.run(given_up, backend=backend)
        assert asked.is_set()
        assert anyio.run(asked_again, backend=backend) == "Running"
        by_asyncio(client.aclose)


def test_a_stopped_loop_fetching_a_token_does_not_block_others() -> None:
    """A notebook's loop may stop in the middle of a call."""
    asked, go_on = threading.Event(), threading.Event()

    def iam(request: Seen) -> bytes:
        first = not asked.is_set()
        asked.set()
        if first:
            go_on.wait(10)
        return token_reply()

    async def stop_half_way() -> asyncio.Task[Any]:
        task = asyncio.create_task(client.jobs.get("j1"))
        await asyncio.to_thread(asked.wait, 10)
        return task

    async def get() -> str:
        return (await client.jobs.get("j1")).status

    with ScriptedServer(JOB, iam=iam) as server:
        client = AsyncRuntimeClient(**server.arguments())
        loop = asyncio.new_event_loop()
        task = loop.run_until_complete(stop_half_way())
        assert by_thread(get) == "Running"
        go_on.set()
        assert loop.run_until_complete(task).status == "Running"
        loop.run_until_complete(client.aclose())
        loop.close()


@pytest.mark.parametrize("closing", ["asyncio", "trio"])
@pytest.mark.parametrize("opening", ["asyncio", "trio", "loop of hand"])
def test_a_client_can_be_closed_from_another_loop(opening: str, closing: str) -> None:
    async def ask() -> bool:
        return bool(await client.jobs.get("job-0"))

    with PersistentServer() as server:
        client = AsyncRuntimeClient(**server.arguments())
        RUNS[opening](ask)
        RUNS[closing](client.aclose)
        gc.collect()
        assert open_connections(client) == 0
        with pytest.raises(ConfigurationError, match="closed"):
            RUNS[opening](ask)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_closing_from_another_loop_closes_connections_in_their_loops(
    backend: str,
) -> None:
    used, closed = threading.Event(), threading.Event()

    def all_closed() -> bool:
        closed.wait(20)
        return any(time.sleep(0.01) or not open_connections(client) for _ in range(1000))

    async def other() -> bool:
        await client.jobs.get("job-0")
        assert open_connections(client) > 0
        used.set()
        return await anyio.to_thread.run_sync(all_closed)

    with PersistentServer() as server:
        client = AsyncRuntimeClient(**server.arguments())
        with ThreadPoolExecutor(1) as threads:
            running = threads.submit(anyio.run, other, backend=backend)
            assert used.wait(20)
            by_asyncio(client.aclose)
            closed.set()
            assert running.result(30)


def answering(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith("/identity/token"):
        return httpx.Response(200, json={"access_token": "token-0", "expires_in": 3600})
    return httpx.Response(200, json={"id": "j1", "status": "Running"})


class Counting(httpx.AsyncBaseTransport):
    """A caller's transport of an unknown class."""

    def __init__(self) -> None:
        self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return answering(request)


async def get_twice(client: AsyncRuntimeClient) -> str:
    await client.jobs.get("j1")
    return (await client.jobs.get("j1")).status


def test_a_caller_s_transport_raises_in_a_second_loop_before_sending() -> None:
    transport = Counting()
    client = AsyncRuntimeClient(API_KEY, INSTANCE, transport=transport)
    assert asyncio.run(get_twice(client)) == "Running"
    asked = transport.asked
    for run in (by_asyncio, trio.run):
        with pytest.raises(ConfigurationError, match="function that creates a transport"):
            run(lambda: get_twice(client))
    assert transport.asked == asked


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_transport_function_is_called_once_per_loop(backend: str) -> None:
    made: list[Counting] = []

    def make() -> Counting:
        made.append(Counting())
        return made[-1]

    client = AsyncRuntimeClient(API_KEY, INSTANCE, transport=make)
    for _ in range(3):
        assert anyio.run(get_twice, client, backend=backend) == "Running"
    assert [transport.asked for transport in made] == [3, 2, 2]


def test_a_mock_transport_may_be_used_in_every_loop() -> None:
    client = AsyncRuntimeClient(API_KEY, INSTANCE, transport=httpx.MockTransport(answering))
    for run in (by_asyncio, trio.run, by_thread):
        assert run(lambda: get_twice(client)) == "Running"


@pytest.mark.parametrize("given", [3, "direct", httpx.HTTPTransport(), httpx.HTTPTransport, object])
def test_an_invalid_transport_raises_at_construction(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="expected an httpx transport"):
        AsyncRuntimeClient(API_KEY, INSTANCE, transport=given)


def test_a_client_without_an_event_loop_raises() -> None:
    client = AsyncRuntimeClient(API_KEY, INSTANCE)
    call = client.jobs.get("j1")
    with pytest.raises(ConfigurationError, match="event loop of asyncio or trio"):
        call.send(None)

"""Sessions cost money while open: one that may exist is reported, and one that is left is closed."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
from integration.faults.conftest import BACKEND
from integration.faults.proxy import Scenario
from support.scripted import TLS, Reset, ScriptedServer, Seen, reply
from support.worlds import perform

from qrt_facade import AsyncRuntimeClient, RuntimeClient, SubmissionUncertainError

if TYPE_CHECKING:
    from integration.faults.proxy import FaultProxy

BOTH = ("sync", "asyncio")
OPENING = ("POST", "/sessions")
CLOSING = ("PATCH", "/sessions/[^/]+")
CANCELLING = ("DELETE", "/sessions/[^/]+/close")
LOST = ["cut before the answer", "reset before the answer", "503 after the work", "cut inside the answer"]


def create(client: Any) -> Any:
    return client.sessions.create(backend=BACKEND, mode="batch")


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("fault", LOST)
def test_an_unanswered_session_request_raises_uncertain_and_says_where_to_look(
    fault: str, world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    with RuntimeClient(**arguments) as client:
        before = {workload.id for workload in client.workloads.list(mode="batch")}
        proxy.met(Scenario.always(OPENING, fault))
        with pytest.raises(SubmissionUncertainError, match=r"workloads\.list\(mode='batch'") as caught:
            perform(world, arguments, create)
        assert len(proxy.of(*OPENING)) == 1
        assert caught.value.tag is None
        (opened,) = {workload.id for workload in client.workloads.list(mode="batch")} - before
        client.sessions.get(opened).cancel()


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("fault", ["cut before the answer", "503 after the work"])
def test_an_unanswered_session_request_is_found_by_its_key(
    fault: str, world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    def keyed(client: Any) -> Any:
        # A lifetime that no other test uses, since their open sessions would also match.
        return client.sessions.create(backend=BACKEND, mode="batch", max_ttl=5417, key="vqe")

    proxy.met(Scenario.always(OPENING, fault))
    with pytest.raises(SubmissionUncertainError, match="creating it again with its key looks for it first"):
        perform(world, arguments, keyed)
    proxy.met()
    (session,) = perform(world, arguments, keyed)
    assert session.adopted
    assert proxy.of(*OPENING) == []
    with RuntimeClient(**arguments) as client:
        client.sessions.get(session.id).cancel()


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    "answer",
    [
        {"id": "", "mode": "batch"},
        {"mode": "batch"},
        {"id": "s1", "mode": "dedicated", "backend_name": BACKEND},
        {"id": "s1", "mode": "batch", "backend_name": "ibm_other"},
    ],
    ids=["empty id", "no id", "another mode", "another backend"],
)
def test_a_response_without_a_session_or_for_another_raises(world: str, answer: dict[str, Any]) -> None:
    with ScriptedServer(reply(answer)) as server, pytest.raises(SubmissionUncertainError, match="was opened"):
        perform(world, {**server.arguments(), "verify": TLS}, create)
    assert len(server.calls) == 1


@pytest.mark.parametrize("world", BOTH)
def test_a_repeated_session_id_raises(world: str) -> None:
    with (
        ScriptedServer(reply({"id": "s1", "mode": "batch"})) as server,
        pytest.raises(SubmissionUncertainError, match="repeated another response"),
    ):
        perform(world, {**server.arguments(), "verify": TLS}, create, create)


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(("end", "route"), [("close", CLOSING), ("cancel", CANCELLING)])
@pytest.mark.parametrize("fault", LOST)
def test_closing_a_session_is_retried(
    *, fault: str, end: str, route: tuple[str, str], world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    proxy.met(Scenario.each(route, [fault] * 2))
    with RuntimeClient(**arguments) as client:
        session_id = create(client).id
    perform(world, arguments, ending(world, session_id, end))
    assert len(proxy.of(*route)) == 3
    with RuntimeClient(**arguments) as client:
        assert client.sessions.get(session_id).details().accepting_jobs is False


def ending(world: str, session_id: str, end: str) -> Any:
    """Return an operation that gets a session and closes or cancels it."""

    def blocking(client: Any) -> None:
        getattr(client.sessions.get(session_id), end)()

    async def awaited(client: Any) -> None:
        await getattr(await client.sessions.get(session_id), end)()

    return blocking if world == "sync" else awaited


class Slow(httpx.AsyncHTTPTransport):
    """Delays the responses to session requests."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if request.method == "POST" and request.url.path.endswith("/sessions"):
            await anyio.sleep(0.3)
        return response


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_a_session_whose_creation_was_cancelled_is_named(world: str, arguments: dict[str, Any]) -> None:
    async def main() -> None:
        async with AsyncRuntimeClient(**arguments, transport=Slow(verify=TLS)) as client:
            with anyio.move_on_after(0.15):
                await create(client)

    with pytest.warns(RuntimeWarning, match="was created on .* and is still open") as seen:
        anyio.run(main, backend=world)
    named = str(seen[0].message).split("batch session ")[1].split()[0]
    with RuntimeClient(**arguments) as client:
        session = client.sessions.get(named)
        assert session.details().accepting_jobs
        session.cancel()


def test_ctrl_c_while_creating_a_session_says_where_to_look(arguments: dict[str, Any]) -> None:
    class Interrupting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            if request.method == "POST" and request.url.path.endswith("/sessions"):
                response.close()
                raise KeyboardInterrupt
            return response

    with (
        RuntimeClient(**arguments, transport=Interrupting(verify=TLS)) as client,
        pytest.warns(RuntimeWarning, match=r"may have been created on .*workloads\.list"),
        pytest.raises(KeyboardInterrupt),
    ):
        create(client)


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_a_cancelled_with_block_closes_its_session(world: str, arguments: dict[str, Any]) -> None:
    ids: list[str] = []

    async def main() -> None:
        async with AsyncRuntimeClient(**arguments) as client:
            session = await create(client)
            ids.append(session.id)
            with anyio.move_on_after(0.05):
                async with session:
                    await anyio.sleep(30)

    anyio.run(main, backend=world)
    with RuntimeClient(**arguments) as client:
        assert client.sessions.get(ids[0]).details().accepting_jobs is False


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_a_failure_to_close_a_session_of_a_cancelled_block_warns(world: str) -> None:
    def service(request: Seen) -> Any:
        return reply({"id": "s1", "mode": "batch"}) if request.method == "POST" else Reset()

    async def main(arguments: dict[str, Any]) -> None:
        async with AsyncRuntimeClient(**arguments) as client:
            session = await create(client)
            with anyio.move_on_after(0.05):
                async with session:
                    await anyio.sleep(30)

    with ScriptedServer(service) as server, warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        anyio.run(main, {**server.arguments(), "verify": TLS}, backend=world)
    assert any("closing session s1 failed; it stays open" in str(one.message) for one in seen)

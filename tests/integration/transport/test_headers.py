"""Headers of every request, never mixed between clients."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from qrt_client._version import API_VERSION
from support.examples_drawn import sampled
from support.scripted import API_KEY, INSTANCE, OTHER_INSTANCE, ScriptedServer, Seen, reply, token_reply
from support.worlds import WORLDS, perform

from qrt_facade import AsyncRuntimeClient, RuntimeClient, __version__
from qrt_facade.errors import ConfigurationError

OTHER_KEY = "other-key-0123456789"


def echo(request: Seen) -> bytes:
    """Return the request's headers in the job's tags."""
    names = ("service-crn", "authorization", "ibm-api-version", "user-agent")
    tags = [request.headers.get(name, "absent") for name in names]
    return reply({"id": "j1", "status": "Running", "tags": tags})


def token_of_key(request: Seen) -> bytes:
    return token_reply("token-of-other" if OTHER_KEY in request.body.decode() else "token-of-first")


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize(
    "operation",
    [
        lambda client: client.jobs.get("j1"),
        lambda client: client.jobs.list(limit=1),
        lambda client: client.backends.list(),
        lambda client: client.versions(),
        lambda client: client.jobs.submit("sampler", {"pubs": []}, backend="b"),
        lambda client: client.sessions.get("j1"),
        lambda client: client.sessions.create(backend="b", mode="batch"),
    ],
)
def test_every_request_has_crn_version_and_user_agent_headers(world: str, operation: Any) -> None:
    good = {"id": "j1", "versions": [], "devices": [], "jobs": []}
    with ScriptedServer(reply(good)) as server:
        perform(world, server.arguments(), operation)
        (call,) = server.calls
        assert call.headers["service-crn"] == INSTANCE
        assert call.headers["ibm-api-version"] == API_VERSION
        assert call.headers["user-agent"].startswith(f"qrt-facade/{__version__} ")
        assert call.headers["authorization"] == "Bearer token-0"
        assert "json" in call.headers["accept"]


@pytest.mark.filterwarnings("ignore:API version 2025-05-01 is deprecated:FutureWarning")
@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_api_version_and_user_agent_are_sent(world: str) -> None:
    with ScriptedServer(echo) as server:
        arguments = server.arguments(api_version="2025-05-01", user_agent="myapp/1.0 (+https://example.test)")
        perform(world, arguments, lambda client: client.jobs.get("j1"))
        headers = server.calls[0].headers
        assert headers["ibm-api-version"] == "2025-05-01"
        assert headers["user-agent"].startswith("myapp/1.0 (+https://example.test) qrt-facade/")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "ünï", "\x00", "", "  "])
@pytest.mark.parametrize("name", ["user_agent", "api_version"])
def test_header_injection_in_settings_raises_before_sending(name: str, value: str) -> None:
    if name == "api_version" and not value:
        return
    with ScriptedServer(echo) as server:
        with pytest.raises(ConfigurationError, match=name):
            perform("sync", server.arguments(**{name: value}))
        assert server.seen == []


@pytest.mark.parametrize("field", ["api_key", "token", "instance"])
def test_header_injection_in_credentials_raises(field: str) -> None:
    with ScriptedServer(echo) as server:
        given = {"token": {"api_key": None}}.get(field, {})
        with pytest.raises(ConfigurationError):
            perform("sync", server.arguments(**given, **{field: f"{INSTANCE}\r\nX-Evil: 1"}))
        assert server.seen == []


def test_50_threads_with_two_clients_never_mix_headers() -> None:
    with ScriptedServer(echo, iam=token_of_key) as server:
        first = RuntimeClient(**server.arguments(timeout=20))
        other = RuntimeClient(**server.arguments(timeout=20, api_key=OTHER_KEY, instance=OTHER_INSTANCE))
        expected = {
            first: (INSTANCE, "Bearer token-of-first"),
            other: (OTHER_INSTANCE, "Bearer token-of-other"),
        }

        calls = sampled(100, 250)

        def ask(number: int) -> bool:
            client = (first, other)[number % 2]
            return client.jobs.get("j1").tags[:2] == expected[client]

        with first, other, ThreadPoolExecutor(50) as threads:
            answers = list(threads.map(ask, range(calls)))
        assert len(answers) == calls
        assert all(answers)
        assert len(server.exchanges) == 2
        assert len(server.calls) == calls


@pytest.mark.parametrize("each", [30, pytest.param(100, marks=pytest.mark.long)])
@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_tasks_with_two_clients_never_mix_headers(world: str, each: int) -> None:
    async def main(server: ScriptedServer) -> list[bool]:
        other_arguments = server.arguments(timeout=20, api_key=OTHER_KEY, instance=OTHER_INSTANCE)
        found: list[bool] = []

        async def ask(client: AsyncRuntimeClient, expected: tuple[str, str]) -> None:
            found.append((await client.jobs.get("j1")).tags[:2] == expected)

        async with (
            AsyncRuntimeClient(**server.arguments(timeout=20)) as first,
            AsyncRuntimeClient(**other_arguments) as other,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(each):
                tasks.start_soon(ask, first, (INSTANCE, "Bearer token-of-first"))
                tasks.start_soon(ask, other, (OTHER_INSTANCE, "Bearer token-of-other"))
        return found

    with ScriptedServer(echo, iam=token_of_key) as server:
        assert anyio.run(main, server, backend=world) == [True] * 2 * each
        assert len(server.exchanges) == 2


def test_a_header_of_one_raw_call_is_not_sent_with_the_next() -> None:
    with ScriptedServer(echo) as server, RuntimeClient(**server.arguments()) as client:
        http = client.raw.get_httpx_client()
        http.get("v1/jobs/j1", headers={"Service-CRN": OTHER_INSTANCE})
        http.get("v1/jobs/j1")
        assert [call.headers["service-crn"] for call in server.calls] == [OTHER_INSTANCE, INSTANCE]
        assert API_KEY not in "".join(call.text for call in server.calls)

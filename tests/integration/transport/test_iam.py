"""Tokens from IAM: one exchange for all callers, early refresh, one replacement after a 401, and no leak of the key."""

from __future__ import annotations

import itertools
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import anyio
import pytest
from support.scripted import API_KEY, INSTANCE, Answer, ScriptedServer, Seen, reply, token_reply
from support.worlds import WORLDS, perform

from qrt_facade import (
    AsyncRuntimeClient,
    RuntimeClient,
)
from qrt_facade._base.secrets import Secret
from qrt_facade.errors import (
    AuthenticationError,
    QrtError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    import httpx
    from support.timing import Pauses

JOB = reply({"id": "j1", "status": "Running"})
REFUSAL = reply(
    {
        "errorCode": "BXNIM0415E",
        "errorMessage": f"Provided API key could not be found: {API_KEY}",
        "context": {"requestId": "request-1"},
    },
    400,
)


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(first_retry=0.01)


class Iam:
    """Issues token-0, token-1, ... after a pause in which other callers arrive."""

    def __init__(self, *, life: float = 3600, pause: float = 0.0) -> None:
        self.life, self.pause = life, pause
        self._numbers = itertools.count()

    def __call__(self, request: Seen) -> bytes:
        number = next(self._numbers)
        time.sleep(self.pause)
        return token_reply(f"token-{number}", expires_in=self.life)


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def bearers(server: ScriptedServer) -> list[str]:
    return [call.headers["authorization"] for call in server.calls]


@pytest.mark.parametrize("world", WORLDS)
def test_constructing_a_client_sends_no_token_request(world: str) -> None:
    with ScriptedServer(JOB) as server:
        perform(world, server.arguments())
        assert server.seen == []


@pytest.mark.parametrize("world", WORLDS)
def test_the_key_is_exchanged_once_and_only_its_token_reaches_the_api(world: str) -> None:
    with ScriptedServer(JOB) as server:
        perform(world, server.arguments(), get_job, get_job, get_job)
        (exchange,) = server.exchanges
        assert exchange.method == "POST"
        assert exchange.headers["content-type"] == "application/x-www-form-urlencoded"
        assert parse_qs(exchange.body.decode()) == {
            "grant_type": ["urn:ibm:params:oauth:grant-type:apikey"],
            "apikey": [API_KEY],
        }
        assert bearers(server) == ["Bearer token-0"] * 3
        assert not any(API_KEY in call.text for call in server.calls)
        assert API_KEY not in f"{exchange.path} {exchange.headers}"


@pytest.mark.parametrize("world", WORLDS)
def test_the_token_exchange_has_a_user_agent_and_no_api_headers(world: str) -> None:
    with ScriptedServer(JOB) as server:
        perform(world, server.arguments(user_agent="myapp/1.0"), get_job)
        (exchange,) = server.exchanges
        assert exchange.headers["user-agent"].startswith("myapp/1.0 qrt-facade/")
        assert set(exchange.headers) <= {
            "host", "user-agent", "accept", "content-type", "content-length", "accept-encoding", "connection",
            "cache-control",
        }  # fmt: skip


@pytest.mark.parametrize("world", WORLDS)
def test_a_token_passed_by_the_caller_is_used_without_iam(world: str) -> None:
    with ScriptedServer(JOB) as server:
        perform(world, server.arguments(api_key=None, token="given-token"), get_job)
        assert bearers(server) == ["Bearer given-token"]
        assert server.exchanges == []


@pytest.mark.parametrize("world", WORLDS)
def test_a_rejected_token_of_the_caller_is_not_retried_and_the_error_describes_it(
    world: str,
) -> None:
    with ScriptedServer(reply({}, 401)) as server:
        with pytest.raises(AuthenticationError, match="api_key=") as caught:
            perform(world, server.arguments(api_key=None, token="given-token"), get_job)
        assert len(server.calls) == 1
        assert "given-token" not in str(caught.value)


def ask_from_threads(client: RuntimeClient, count: int) -> list[str]:
    barrier = threading.Barrier(count)

    def ask(_: int) -> str:
        barrier.wait(20)
        return client.jobs.get("j1").status

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(ask, range(count)))


async def ask_from_tasks(client: AsyncRuntimeClient, count: int) -> list[str]:
    found: list[str] = []

    async def ask() -> None:
        found.append((await client.jobs.get("j1")).status)

    async with anyio.create_task_group() as tasks:
        for _ in range(count):
            tasks.start_soon(ask)
    return found


class Later:
    """The clocks of `time`, which a test can advance."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def time(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def later(pauses: Pauses) -> Later:
    clock = Later()
    pauses(clock=clock)
    return clock


@pytest.mark.parametrize("world", WORLDS)
def test_a_token_valid_for_one_second_is_replaced(world: str) -> None:
    with ScriptedServer(JOB, iam=Iam(life=1)) as server:
        perform(world, server.arguments(), get_job, lambda client: time.sleep(1), get_job)
        assert bearers(server) == ["Bearer token-0", "Bearer token-1"]


def test_50_threads_at_first_use_and_at_expiry_share_one_exchange_each(later: Later) -> None:
    with ScriptedServer(JOB, iam=Iam(pause=0.05)) as server:
        with RuntimeClient(**server.arguments(timeout=20)) as client:
            assert ask_from_threads(client, 50) == ["Running"] * 50
            assert len(server.exchanges) == 1
            later.ahead = 3600
            assert ask_from_threads(client, 50) == ["Running"] * 50
            assert len(server.exchanges) == 2
        assert bearers(server) == ["Bearer token-0"] * 50 + ["Bearer token-1"] * 50


@pytest.mark.parametrize(
    ("world", "number"),
    [
        ("asyncio", 25),
        ("trio", 25),
        *(pytest.param(world, 200, marks=pytest.mark.long) for world in ("asyncio", "trio")),
    ],
)
def test_tasks_at_first_use_and_at_expiry_share_one_exchange_each(
    world: str, number: int, later: Later
) -> None:
    async def main() -> None:
        async with AsyncRuntimeClient(**server.arguments(timeout=20)) as client:
            assert await ask_from_tasks(client, number) == ["Running"] * number
            assert len(server.exchanges) == 1
            later.ahead = 3600
            assert await ask_from_tasks(client, number) == ["Running"] * number
            assert len(server.exchanges) == 2

    with ScriptedServer(JOB, iam=Iam(pause=0.05)) as server:
        anyio.run(main, backend=world)
        assert bearers(server) == ["Bearer token-0"] * number + ["Bearer token-1"] * number


@pytest.fixture
def ageing(pauses: Pauses) -> None:
    """Make every token due for replacement from the start, while it is still valid."""
    pauses(refresh_at=0.0)


@pytest.mark.usefixtures("ageing")
@pytest.mark.parametrize("world", WORLDS)
def test_a_token_is_replaced_before_it_expires(world: str) -> None:
    with ScriptedServer(JOB, iam=Iam()) as server:
        perform(world, server.arguments(), get_job, get_job)
        assert bearers(server) == ["Bearer token-0", "Bearer token-1"]


@pytest.mark.usefixtures("ageing")
def test_while_one_thread_fetches_the_next_token_the_others_use_the_old_one() -> None:
    fetching, go_on = threading.Event(), threading.Event()

    def iam(request: Seen) -> bytes:
        if len(server.exchanges) == 1:
            return token_reply("old")
        fetching.set()
        go_on.wait(10)
        return token_reply("new")

    with ScriptedServer(JOB, iam=iam) as server, RuntimeClient(**server.arguments()) as client:
        client.jobs.get("j1")
        slow = threading.Thread(target=client.jobs.get, args=("j1",))
        slow.start()
        assert fetching.wait(10)
        client.jobs.get("j1")
        assert bearers(server) == ["Bearer old"] * 2
        go_on.set()
        slow.join(10)
        assert bearers(server) == ["Bearer old"] * 2 + ["Bearer new"]
        assert len(server.exchanges) == 2


@pytest.mark.usefixtures("ageing")
@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_while_one_task_fetches_the_next_token_the_others_use_the_old_one(world: str) -> None:
    fetching, go_on = threading.Event(), threading.Event()

    def iam(request: Seen) -> bytes:
        if len(server.exchanges) == 1:
            return token_reply("old")
        fetching.set()
        go_on.wait(10)
        return token_reply("new")

    async def main() -> None:
        async with AsyncRuntimeClient(**server.arguments()) as client, anyio.create_task_group() as tasks:
            await client.jobs.get("j1")
            tasks.start_soon(client.jobs.get, "j1")
            assert await anyio.to_thread.run_sync(fetching.wait, 10)
            await client.jobs.get("j1")
            assert bearers(server) == ["Bearer old"] * 2
            go_on.set()

    with ScriptedServer(JOB, iam=iam) as server:
        anyio.run(main, backend=world)
        assert bearers(server) == ["Bearer old"] * 2 + ["Bearer new"]


@pytest.mark.usefixtures("ageing")
@pytest.mark.parametrize("failure", [b"", reply({}, 503), REFUSAL, reply(b"<html>")])
@pytest.mark.parametrize("world", WORLDS)
def test_a_failed_early_refresh_keeps_the_old_token_and_backs_off(world: str, failure: Answer) -> None:
    with ScriptedServer(JOB, iam=[token_reply("old"), failure]) as server:
        perform(world, server.arguments(), get_job, get_job, get_job, get_job)
        assert bearers(server) == ["Bearer old"] * 4
        assert len(server.exchanges) == 2


@pytest.mark.parametrize("world", WORLDS)
def test_a_401_replaces_the_token_and_repeats_the_request_once(world: str) -> None:
    with ScriptedServer([JOB, reply({}, 401), JOB], iam=Iam()) as server:
        _, job = perform(world, server.arguments(), get_job, get_job)
        assert job.status == "Running"
        assert bearers(server) == ["Bearer token-0", "Bearer token-0", "Bearer token-1"]
        assert len(server.exchanges) == 2


REFUSED = {"errors": [{"code": 1219, "message": "Error authenticating user."}]}
"""The service's own 401; any other may hide a stored job."""


@pytest.mark.parametrize("world", WORLDS)
def test_a_401_to_a_submission_repeats_it_with_the_same_body(world: str) -> None:
    with ScriptedServer([reply(REFUSED, 401), reply({"id": "j1"})], iam=Iam()) as server:
        circuit = "OPENQASM 3.0; bit[1] c; c[0] = measure $0;"
        (job,) = perform(
            world, server.arguments(), lambda client: client.sampler.submit(circuit, backend="b")
        )
        assert job.id == "j1"
        first, second = server.calls
        assert first.body == second.body
        assert first.headers["authorization"] != second.headers["authorization"]


@pytest.mark.parametrize("world", WORLDS)
def test_a_second_401_raises(world: str) -> None:
    body = {"errors": [{"code": 1201, "message": "Invalid credentials."}]}
    with ScriptedServer(reply(body, 401), iam=Iam()) as server:
        with pytest.raises(AuthenticationError) as caught:
            perform(world, server.arguments(retries=3), get_job)
        assert (caught.value.status, caught.value.code) == (401, 1201)
        assert len(server.calls) == 2
        assert len(server.exchanges) == 2


def test_a_token_rejected_before_waiting_callers_used_it_is_fetched_again() -> None:
    from qrt_facade._async.auth import IamAuth

    exchanges: list[httpx.Request] = []

    async def exchange(request: httpx.Request) -> tuple[int, bytes]:
        exchanges.append(request)
        await anyio.sleep(0.05)
        return 200, json.dumps({"access_token": f"token-{len(exchanges)}"}).encode()

    async def main() -> list[str]:
        auth = IamAuth(Secret(API_KEY), "http://127.0.0.1", exchange)
        got: list[str] = []

        async def refused() -> None:
            auth._store.invalidate(await auth.token())

        async def waiting() -> None:
            got.append((await auth.token()).secret.reveal())

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(refused)
            tasks.start_soon(waiting)
        return got

    assert anyio.run(main) == ["token-2"]


def test_50_threads_with_a_rejected_token_share_one_exchange() -> None:
    def api(request: Seen) -> bytes:
        return JOB if request.headers["authorization"] == "Bearer token-1" else reply({}, 401)

    with ScriptedServer(api, iam=Iam(pause=0.05)) as server:
        with RuntimeClient(**server.arguments(timeout=20)) as client:
            assert ask_from_threads(client, 50) == ["Running"] * 50
        assert len(server.exchanges) == 2


@pytest.mark.parametrize("world", WORLDS)
def test_a_key_rejected_by_iam_raises_with_the_code_and_without_the_key(world: str) -> None:
    with ScriptedServer(JOB, iam=REFUSAL) as server:
        with pytest.raises(AuthenticationError) as caught:
            perform(world, server.arguments(retries=3), get_job)
        error = caught.value
        assert (error.status, error.code, error.trace) == (400, "BXNIM0415E", "request-1")
        assert API_KEY not in f"{error} {error!r} {vars(error)}"
        assert server.calls == []
        assert len(server.exchanges) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "exchanges"),
    [
        (b"", TransportError, 3),
        (reply({}, 503), ServerError, 3),
        (reply(b"<html>", 502, Content_Type="text/html"), ServerError, 3),
        (reply({}, 429, Retry_After="0"), ServerError, 3),
        (reply(b'{"access_token": "t', length=500), TransportError, 3),
        (reply(b"<html>", Content_Type="text/html"), UnexpectedResponseError, 1),
        (reply(b""), UnexpectedResponseError, 1),
        (reply(b"[" * 10_000), UnexpectedResponseError, 1),
        (reply({"access_token": "a b"}), UnexpectedResponseError, 1),
        (reply(b"", 302, Location="https://evil.test/identity/token"), UnexpectedResponseError, 1),
        (reply({}, 404), UnexpectedResponseError, 1),
    ],
)
@pytest.mark.parametrize("world", WORLDS)
def test_when_iam_fails_the_request_is_not_sent_and_the_key_goes_nowhere(
    world: str, answer: Answer, kind: type[QrtError], exchanges: int
) -> None:
    with ScriptedServer(JOB, iam=answer) as server:
        with pytest.raises(kind) as caught:
            perform(world, server.arguments(retries=2), get_job)
        assert type(caught.value) is kind
        assert server.calls == []
        assert len(server.exchanges) == exchanges
        assert API_KEY not in f"{caught.value} {vars(caught.value)}"


@pytest.mark.parametrize("world", WORLDS)
def test_when_iam_is_unreachable_may_have_arrived_is_false(world: str) -> None:
    with ScriptedServer(JOB) as server:
        with pytest.raises(TransportError, match="/identity/token") as caught:
            perform(world, server.arguments(iam_url="http://127.0.0.1:1"), get_job)
        assert caught.value.may_have_arrived is False
        assert server.seen == []


@pytest.mark.parametrize("world", WORLDS)
def test_a_transient_failure_of_iam_is_retried(world: str) -> None:
    with ScriptedServer(JOB, iam=[reply({}, 503), b"", token_reply("late")]) as server:
        perform(world, server.arguments(retries=3), get_job)
        assert bearers(server) == ["Bearer late"]


def test_a_failed_exchange_is_shared_and_retried_by_the_next_call() -> None:
    def slow_refusal(request: Seen) -> bytes:
        time.sleep(0.3)
        return REFUSAL

    with (
        ScriptedServer(JOB, iam=slow_refusal) as server,
        RuntimeClient(**server.arguments(timeout=20)) as client,
    ):
        barrier = threading.Barrier(20)

        def ask(_: int) -> str:
            barrier.wait(10)
            try:
                return client.jobs.get("j1").status
            except AuthenticationError as error:
                return str(error.code)

        with ThreadPoolExecutor(20) as threads:
            assert list(threads.map(ask, range(20))) == ["BXNIM0415E"] * 20
        assert len(server.exchanges) == 1
        server.iam = token_reply("good")
        assert client.jobs.get("j1").status == "Running"


def test_the_crn_is_never_sent_to_iam() -> None:
    with ScriptedServer(JOB) as server:
        perform("sync", server.arguments(), get_job)
        assert INSTANCE not in server.exchanges[0].text

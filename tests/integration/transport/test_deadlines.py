"""A server that sends a byte now and then cannot extend a call beyond its deadline."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
from support.scripted import INSTANCE, ScriptedServer, reply, token_reply
from support.tls import certificate, trusting
from support.worlds import WORLDS, perform

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade._policy import deadlines
from qrt_facade.errors import ConfigurationError, QrtError, RateLimitError, ServerError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from support.timing import Pauses

ALL = pytest.mark.parametrize("world", WORLDS)
JOB = reply({"id": "j1", "status": "Running"})
HEAD = b"HTTP/1.1 200 OK\r\n"
TOTAL = 0.12
TOTALS = (TOTAL, 0.5, 1.5)
"""Tried in turn: on a busy machine, the first may end before the request arrives."""
QUICK: dict[str, Any] = {"total_timeout": TOTAL, "retries": 3, "api_key": None, "token": "a.b.c"}
"""A token, since a token exchange would use up part of the time."""

SOON = 3.0
"""Seconds that prove that a call ends, not how fast."""


def drip(start: bytes, piece: bytes) -> Iterable[bytes]:
    """Send some bytes, and then drip others for as long as the client reads."""
    yield start
    for _ in range(600):
        time.sleep(0.03)
        yield piece


DRIPS: dict[str, Callable[[], Iterable[bytes]]] = {
    "body": lambda: drip(HEAD + b"Content-Length: 100000\r\n\r\n{", b" "),
    "body without length": lambda: drip(HEAD + b"\r\n{", b" "),
    "chunks": lambda: drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "size of a chunk": lambda: drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "trailers": lambda: drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n"),
    "name of a header": lambda: drip(HEAD, b"a"),
    "headers": lambda: drip(HEAD, b"a: b\r\n"),
    "status line": lambda: drip(b"HTTP/1.1 200 ", b"O"),
    "100 Continue": lambda: drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "103 Early Hints": lambda: drip(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "body of a refusal": lambda: drip(b"HTTP/1.1 404 No\r\nContent-Length: 5000\r\n\r\n{", b" "),
    "body of a refused token": lambda: drip(b"HTTP/1.1 401 No\r\nContent-Length: 5000\r\n\r\n{", b" "),
    "body of a failure": lambda: drip(b"HTTP/1.1 503 No\r\nContent-Length: 5000\r\n\r\n{", b" "),
}


@contextmanager
def ends_soon() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SOON


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def end_after_arrival(attempt: Callable[[float], tuple[QrtError, object]]) -> tuple[QrtError, float]:
    """Return the error of a call that ends at its deadline after its request arrived, and the deadline in seconds.

    Args:
        attempt: Makes the call with a deadline and a server of its own; returns the error, and whether it arrived.
    """
    for total in TOTALS:
        error, arrived = attempt(total)
        if arrived:
            return error, total
    pytest.fail(f"no request arrived within {TOTALS[-1]} s")


def drips_in_worlds() -> Iterator[Any]:
    """Yield every place in threads, and the most significant ones in tasks; all of them with --long."""
    for world, place in itertools.product(WORLDS, DRIPS):
        telling = world == "sync" or place in {"body", "headers", "100 Continue", "body of a refusal"}
        marks = () if telling else (pytest.mark.long,)
        yield pytest.param(world, place, marks=marks, id=f"{place}-{world}")


@pytest.mark.parametrize(("world", "place"), list(drips_in_worlds()))
def test_a_dripping_response_ends_at_the_deadline(world: str, place: str) -> None:
    def attempt(total: float) -> tuple[QrtError, object]:
        with (
            ScriptedServer(lambda _: DRIPS[place]()) as server,
            ends_soon(),
            pytest.raises(QrtError) as caught,
        ):
            perform(world, server.arguments(**{**QUICK, "total_timeout": total}), get_job)
        return caught.value, server.seen

    error, total = end_after_arrival(attempt)
    if isinstance(error, TransportError):
        assert f"no complete response within {total} s in total; extend the limit with total_timeout=" in str(
            error
        )
        # A request with a rejected token was not processed.
        assert error.may_have_arrived is (place != "body of a refused token")
        assert (error.method, error.path) == ("GET", "/api/v1/jobs/j1")
    else:  # the status is known, although the body did not arrive
        assert "body of a" in place


@ALL
@pytest.mark.parametrize("place", ["body", "headers", "100 Continue"])
def test_a_dripping_response_of_iam_ends_at_the_deadline(world: str, place: str) -> None:
    def attempt(total: float) -> tuple[QrtError, object]:
        with ScriptedServer(JOB, iam=lambda _: DRIPS[place]()) as server, ends_soon():
            with pytest.raises(TransportError, match=f"no complete response within {total} s") as caught:
                perform(world, server.arguments(total_timeout=total, retries=3), get_job)
            assert server.calls == []
        return caught.value, server.exchanges

    error, _ = end_after_arrival(attempt)
    assert isinstance(error, TransportError)
    assert error.path == "/identity/token"


@ALL
@pytest.mark.parametrize("place", ["headers", "name of a header", "100 Continue"])
def test_a_dripping_connect_response_of_a_proxy_ends_at_the_deadline(world: str, place: str) -> None:
    def attempt(total: float) -> tuple[QrtError, object]:
        with ScriptedServer(lambda _: DRIPS[place]()) as proxy, ends_soon():
            arguments = {"token": "a.b.c", "instance": INSTANCE, "proxy": proxy.url, "verify": trusting()}
            with pytest.raises(TransportError, match="in total") as caught:
                perform(world, {**arguments, "total_timeout": total}, get_job)
            seen = [request.method for request in proxy.seen]
            assert seen in ([], ["CONNECT"])
        return caught.value, seen

    error, _ = end_after_arrival(attempt)
    assert isinstance(error, TransportError)
    assert error.may_have_arrived is False


@contextmanager
def half_a_handshake() -> Iterator[str]:
    """Listen, and send the start of a TLS record one byte at a time."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip_record() -> None:
            try:
                connection, _ = listening.accept()
                with connection:
                    connection.sendall(b"\x16\x03\x03\x20\x00\x02")
                    for _ in range(600):
                        time.sleep(0.05)
                        connection.sendall(b"\x00")
            except OSError:
                pass

        threading.Thread(target=drip_record, daemon=True).start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"


@ALL
def test_a_dripping_tls_handshake_ends_at_the_deadline(world: str) -> None:
    with half_a_handshake() as address, ends_soon():
        arguments = {"token": "a.b.c", "instance": INSTANCE, "base_url": f"{address}/api", "retries": 3}
        with pytest.raises(TransportError, match="in total") as caught:
            perform(world, {**arguments, "verify": trusting(), "total_timeout": TOTAL}, get_job)
    assert caught.value.may_have_arrived is False


@ALL
def test_a_dripping_response_over_tls_ends_at_the_deadline(world: str) -> None:
    tls = certificate("good").server_context()
    with (
        ScriptedServer(lambda _: DRIPS["body"](), tls=tls) as server,
        ends_soon(),
        pytest.raises(TransportError, match="in total"),
    ):
        perform(world, server.arguments(**QUICK, verify=trusting()), get_job)


@ALL
@pytest.mark.filterwarnings(
    "ignore:Async generator:ResourceWarning"
)  # httpcore leaves the request's body partly read
def test_a_slowly_read_request_ends_at_the_deadline(world: str) -> None:
    def attempt(total: float) -> tuple[QrtError, object]:
        stop, begun = threading.Event(), threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as listening, ends_soon():
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

            def sip() -> None:
                connection, _ = listening.accept()
                with connection:
                    while not stop.wait(0.02):
                        if connection.recv(512):
                            begun.set()

            threading.Thread(target=sip, daemon=True).start()

            def post(client: Any) -> Any:
                raw = client.raw
                http = raw.get_httpx_client() if world == "sync" else raw.get_async_httpx_client()
                return http.post("/v1/jobs", content=b"x" * 30_000_000)

            url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
            with pytest.raises(TransportError, match="in total") as caught:
                perform(
                    world,
                    {"token": "a.b.c", "instance": INSTANCE, "base_url": url, "total_timeout": total},
                    post,
                )
            stop.set()
        return caught.value, begun.is_set()

    error, _ = end_after_arrival(attempt)
    assert isinstance(error, TransportError)
    assert error.may_have_arrived is True


@ALL
def test_waiting_for_a_connection_ends_at_the_deadline(world: str) -> None:
    async def both(client: AsyncRuntimeClient) -> list[QrtError]:
        failures: list[QrtError] = []

        async def ask(client: AsyncRuntimeClient) -> None:
            with pytest.raises(TransportError) as caught:
                await client.jobs.get("j1")
            failures.append(caught.value)

        async with anyio.create_task_group() as group:
            group.start_soon(ask, client.with_options(total_timeout=5 * TOTAL))
            await anyio.sleep(0.05)
            group.start_soon(ask, client)
        return failures

    def both_in_threads(client: RuntimeClient) -> list[QrtError]:
        failures: list[QrtError] = []

        def ask(client: RuntimeClient) -> None:
            with pytest.raises(TransportError) as caught:
                client.jobs.get("j1")
            failures.append(caught.value)

        both = (client.with_options(total_timeout=5 * TOTAL), client)
        threads = [threading.Thread(target=ask, args=(one,)) for one in both]
        for thread in threads:
            thread.start()
            time.sleep(0.05)
        for thread in threads:
            thread.join()
        return failures

    with ScriptedServer(lambda _: DRIPS["body"]()) as server, ends_soon():
        arguments = server.arguments(
            total_timeout=TOTAL, limits=httpx.Limits(max_connections=1), api_key=None, token="a.b.c"
        )
        (failures,) = perform(world, arguments, both_in_threads if world == "sync" else both)
    assert all("in total" in str(failure) for failure in failures)
    assert sorted(failure.may_have_arrived for failure in failures) == [False, True]


@ALL
@pytest.mark.parametrize(("status", "kind"), [(429, RateLimitError), (503, ServerError)])
def test_a_retry_pause_beyond_the_deadline_raises_the_last_error(
    world: str, status: int, kind: type[QrtError]
) -> None:
    refusal = reply({"errors": [{"code": 8010, "message": "Slow down, please"}]}, status, Retry_After="60")
    with ScriptedServer(refusal) as server, ends_soon():
        with pytest.raises(kind, match="Slow down, please") as caught:
            perform(world, server.arguments(total_timeout=2, retries=5), get_job)
        assert len(server.calls) == 1
    assert caught.value.retry_after == 60


@ALL
def test_retries_end_at_the_deadline_with_the_last_error(world: str, pauses: Pauses) -> None:
    pauses(first_retry=0.05)

    def hurried(client: Any) -> Any:
        return get_job(client.with_options(total_timeout=TOTAL))

    # The first call and its retry import modules, which may take longer than the second call is allowed.
    answers = itertools.chain([reply(b"", 502), JOB], itertools.repeat(reply(b"", 502)))
    with ScriptedServer(lambda _: next(answers)) as server, ends_soon():
        with pytest.raises(ServerError):
            perform(world, server.arguments(retries=50), get_job, hurried)
        assert 2 + 2 <= len(server.calls) < 2 + 10


@ALL
def test_after_the_deadline_nothing_is_sent(world: str) -> None:
    def call(client: Any) -> Any:
        if world == "sync":
            with deadlines.within(0):
                return client.jobs.get("j1")

        async def awaited() -> Any:
            with deadlines.within(0):
                return await client.jobs.get("j1")

        return awaited()

    with ScriptedServer(JOB) as server:
        with pytest.raises(
            TransportError, match=r"within 0 s in total; extend the limit with timeout="
        ) as caught:
            perform(world, server.arguments(), call)
        assert server.connections == 0
    assert caught.value.may_have_arrived is False


@ALL
def test_an_outer_deadline_precedes_the_client_s_timeout(world: str) -> None:
    def call(client: Any) -> Any:
        if world == "sync":
            with deadlines.within(TOTAL):
                return client.jobs.get("j1")

        async def awaited() -> Any:
            with deadlines.within(TOTAL):
                return await client.jobs.get("j1")

        return awaited()

    with (
        ScriptedServer(lambda _: DRIPS["body"]()) as server,
        ends_soon(),
        pytest.raises(TransportError, match=r"in total; extend the limit with timeout="),
    ):
        perform(world, server.arguments(), call)


@ALL
def test_downloading_a_result_may_exceed_the_total_timeout(world: str, pauses: Pauses) -> None:
    body = b'{"results": []}'

    def slowly(_: Any) -> Iterable[bytes]:
        yield HEAD + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        for start in range(0, len(body), 3):
            time.sleep(0.03)
            yield body[start : start + 3]

    def download(client: Any) -> Any:
        if world == "sync":
            return client.jobs.get("j1").result_body()

        async def awaited() -> Any:
            return await (await client.jobs.get("j1")).result_body()

        return awaited()

    def service(request: Any) -> Any:
        if request.path.endswith("/results"):
            return slowly(request)
        return reply({"id": "j1", "status": "Completed"})

    with ScriptedServer(service) as server:
        assert perform(world, server.arguments(total_timeout=0.1), download) == [body]
        pauses(longest_download=0.1)
        with pytest.raises(TransportError, match=r"within 0\.1 s"):
            perform(world, server.arguments(total_timeout=0.1), download)


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), "600", None])
def test_an_invalid_total_timeout_raises(value: Any) -> None:
    with ScriptedServer() as server, pytest.raises(ConfigurationError, match="total_timeout"):
        RuntimeClient(**{**server.arguments(), "total_timeout": value})


def test_with_options_changes_total_timeout_and_pickles_keep_it() -> None:
    with ScriptedServer(lambda _: DRIPS["body"]()) as server, RuntimeClient(**server.arguments()) as client:
        quick = client.with_options(total_timeout=TOTAL)
        with ends_soon(), pytest.raises(TransportError, match="in total"):
            quick.jobs.get("j1")
        assert quick._connection.recipe.total_timeout == TOTAL


class SlowToken:
    """An IAM that delays every response."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked = itertools.count(1)

    def __call__(self, _: Any) -> bytes:
        time.sleep(self.seconds)
        return token_reply(f"token-{next(self.asked)}")


@ALL
def test_an_expired_deadline_does_not_fail_the_token_of_others(world: str) -> None:
    async def in_tasks(client: AsyncRuntimeClient) -> list[Any]:
        outcomes: list[Any] = []

        async def ask(seconds: float | None) -> None:
            with deadlines.within(seconds):
                try:
                    outcomes.append(await client.jobs.get("j1"))
                except QrtError as error:
                    outcomes.append(error)

        async with anyio.create_task_group() as group:
            group.start_soon(ask, 0.1)
            await anyio.sleep(0.03)
            group.start_soon(ask, None)
        return outcomes

    def in_threads(client: RuntimeClient) -> list[Any]:
        outcomes: list[Any] = []

        def ask(seconds: float | None) -> None:
            with deadlines.within(seconds):
                try:
                    outcomes.append(client.jobs.get("j1"))
                except QrtError as error:
                    outcomes.append(error)

        threads = [threading.Thread(target=ask, args=(seconds,)) for seconds in (0.1, None)]
        for thread in threads:
            thread.start()
            time.sleep(0.03)
        for thread in threads:
            thread.join()
        return outcomes

    with ScriptedServer(JOB, iam=SlowToken(0.25)) as server, ends_soon():
        (outcomes,) = perform(world, server.arguments(), in_threads if world == "sync" else in_tasks)
    hurried, patient = outcomes
    assert isinstance(hurried, TransportError)
    assert "in total" in str(hurried)
    assert patient.status == "Running"


@ALL
def test_waiting_for_another_caller_s_token_ends_at_the_deadline(world: str) -> None:
    async def in_tasks(client: AsyncRuntimeClient) -> list[Any]:
        outcomes: list[Any] = []

        async def ask(seconds: float | None) -> None:
            with deadlines.within(seconds):
                try:
                    outcomes.append(await client.jobs.get("j1"))
                except QrtError as error:
                    outcomes.append(error)

        async with anyio.create_task_group() as group:
            group.start_soon(ask, None)
            await anyio.sleep(0.05)
            group.start_soon(ask, 0.1)
        return outcomes

    def in_threads(client: RuntimeClient) -> list[Any]:
        outcomes: list[Any] = []

        def ask(seconds: float | None) -> None:
            with deadlines.within(seconds):
                try:
                    outcomes.append(client.jobs.get("j1"))
                except QrtError as error:
                    outcomes.append(error)

        threads = [threading.Thread(target=ask, args=(seconds,)) for seconds in (None, 0.1)]
        for thread in threads:
            thread.start()
            time.sleep(0.05)
        for thread in threads:
            thread.join()
        return outcomes

    with ScriptedServer(JOB, iam=SlowToken(0.5)) as server, ends_soon():
        (outcomes,) = perform(world, server.arguments(), in_threads if world == "sync" else in_tasks)
    hurried, patient = outcomes
    assert isinstance(hurried, TransportError)
    assert hurried.may_have_arrived is False
    assert patient.status == "Running"


@ALL
@pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning")  # not read to the end
def test_a_caller_s_transport_is_checked_against_the_deadline_between_pieces(world: str) -> None:
    class Dripping(httpx.AsyncByteStream, httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(600):
                time.sleep(0.05)
                yield b" "

        async def __aiter__(self) -> Any:
            for _ in range(600):
                await anyio.sleep(0.05)
                yield b" "

    arguments = {
        "token": "a.b.c",
        "instance": INSTANCE,
        "total_timeout": TOTAL,
        "transport": httpx.MockTransport(lambda _: httpx.Response(200, stream=Dripping())),
    }
    with ends_soon(), pytest.raises(TransportError, match="in total"):
        perform(world, arguments, get_job)

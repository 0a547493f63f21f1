"""No connection is closed while in use, although httpcore closes those that it saw idle a moment before."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import anyio
import anyio.to_thread
import pytest

from qrt_facade._async.wire import AsyncWire
from qrt_facade._base.http_library import httpx
from qrt_facade._sync.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpcore import ConnectionInterface

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TRUST = ssl.create_default_context()
SECONDS = 5.0


class Kept:
    """A server that keeps connections open, and responds when allowed to.

    Attributes:
        may_answer: Set when requests get responses.
        asked: Released once per request.
        left: Released once per connection closed by the client.
        requests: Number of requests per connection.
    """

    def __enter__(self) -> Self:
        self.may_answer, self.asked, self.left = (
            threading.Event(),
            threading.Semaphore(0),
            threading.Semaphore(0),
        )
        self.may_answer.set()
        self.requests: list[int] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        number = len(self.requests)
        self.requests.append(0)
        with connection, suppress(OSError):
            while connection.recv(65536):
                self.requests[number] += 1
                self.asked.release()
                self.may_answer.wait(SECONDS)
                connection.sendall(ANSWER)
        self.left.release()


@pytest.fixture
def server() -> Iterator[Kept]:
    with Kept() as running:
        yield running


def request(server: Kept, **extensions: Any) -> httpx.Request:
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
    return httpx.Request("GET", server.url, extensions={"timeout": timeouts, **extensions})


def test_a_response_arrives_although_another_thread_closes_its_connection(server: Kept) -> None:
    wire = Wire(verify=TRUST, proxy=None, limits=httpx.Limits())
    server.may_answer.clear()
    with ThreadPoolExecutor(1) as other:
        answer = other.submit(wire.handle_request, request(server))
        assert server.asked.acquire(timeout=SECONDS)
        (connection,) = wire.pool.connections
        connection.close()
        server.may_answer.set()
        assert answer.result().read() == b"ok"
    assert server.left.acquire(timeout=SECONDS)  # closed together with the response
    wire.close()


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_a_response_arrives_although_another_task_closes_its_connection(world: str, server: Kept) -> None:
    async def main() -> bytes:
        wire = AsyncWire(verify=TRUST, proxy=None, limits=httpx.Limits())
        server.may_answer.clear()
        bodies: list[bytes] = []

        async def ask() -> None:
            bodies.append(await (await wire.handle_async_request(request(server))).aread())

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            assert await anyio.to_thread.run_sync(lambda: server.asked.acquire(timeout=SECONDS))
            (connection,) = wire.pool.connections
            await connection.aclose()
            server.may_answer.set()
        assert await anyio.to_thread.run_sync(lambda: server.left.acquire(timeout=SECONDS))
        await wire.aclose()
        return bodies[0]

    assert anyio.run(main, backend=world) == b"ok"


def test_a_request_on_a_closed_connection_is_sent_once_on_another(
    server: Kept,
) -> None:
    wire = Wire(verify=TRUST, proxy=None, limits=httpx.Limits())
    wire.handle_request(request(server)).read()
    closed: list[ConnectionInterface] = []

    def trace(event: str, _: Any) -> None:
        if event == "http11.send_request_headers.started" and not closed:
            closed.extend(wire.pool.connections)
            closed[0].close()

    answer = wire.handle_request(request(server, trace=trace))
    assert answer.read() == b"ok"
    assert closed
    assert server.requests == [1, 1]
    wire.close()


def test_closing_the_transport_closes_connections_with_unread_responses(server: Kept) -> None:
    wire = Wire(verify=TRUST, proxy=None, limits=httpx.Limits())
    wire.handle_request(request(server))
    wire.close()
    assert server.left.acquire(timeout=SECONDS)


@pytest.fixture
def quick_switches() -> Iterator[None]:
    """Switch threads much more often, as on a busy machine."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.long
@pytest.mark.usefixtures("quick_switches")
def test_sixty_threads_over_twenty_connections_need_no_retries(
    server: Kept,
) -> None:
    wire = Wire(
        verify=TRUST,
        proxy=None,
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
    )
    end = time.monotonic() + 20
    outcomes: Counter[str] = Counter()

    def ask() -> str:
        try:
            return wire.handle_request(request(server)).read().decode()
        except httpx.HTTPError as error:
            return repr(error)

    def ask_on(_: int) -> None:
        while time.monotonic() < end:
            outcomes[ask()] += 1

    with ThreadPoolExecutor(60) as pool:
        list(pool.map(ask_on, range(60)))
    assert set(outcomes) == {"ok"}
    wire.close()

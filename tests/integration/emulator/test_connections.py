"""Clients that send incomplete, slow, oversized or invalid requests: others are still answered."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from support.circuits import FLIP
from support.scripted import TLS

from qrt_facade.emulator import start
from qrt_facade.emulator.http import access, connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.usefixtures("forked_simulators")

HEAD = b"Host: localhost\r\nUser-Agent: test\r\n"
HALF = b"GET /api/v1/versions HTTP/1.1\r\n" + HEAD
SHORT = 0.4


@pytest.fixture(scope="module")
def impatient() -> Iterator[Emulator]:
    """An emulator with timeouts of half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "HEADER_SECONDS", SHORT)
        patch.setattr(connections, "WRITE_SECONDS", SHORT)
        patch.setattr(access, "BODY_SECONDS", SHORT)
        with start(backends="ibm_fez", queue_seconds=600) as emulator:
            yield emulator


def connected(emulator: Emulator) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(emulator.url).port or 0), timeout=10)


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def until_closed(one: socket.socket, drip: bytes = b"") -> bytes:
    """Receive until the other side closes, while sending a byte now and then."""
    received, deadline = b"", time.monotonic() + 10
    one.settimeout(0.05)
    while time.monotonic() < deadline:
        try:
            if drip:
                one.sendall(drip)
            content = one.recv(65536)
        except TimeoutError:
            continue
        except OSError:
            return received
        if not content:
            return received
        received += content
    raise AssertionError("it is still open")


def answers(emulator: Emulator) -> bool:
    return httpx.get(f"{emulator.url}/api/v1/versions", timeout=10, verify=TLS).status_code == 200


@pytest.mark.parametrize("sent", [b"", b"G", HALF, b"GET /\r\n", b"\r\n"])
@pytest.mark.parametrize("drip", [b"", b"x"])
def test_an_incomplete_header_closes_the_connection_after_the_timeout(
    impatient: Emulator, sent: bytes, drip: bytes
) -> None:
    with connected(impatient) as one:
        one.sendall(sent)
        until_closed(one, drip)
    assert answers(impatient)


def test_an_incomplete_header_after_an_answered_request_closes_the_connection(impatient: Emulator) -> None:
    with connected(impatient) as one:
        one.sendall(HALF + b"\r\n" + HALF)
        assert until_closed(one, b"x").startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("length", [b"Content-Length: 100000\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_an_incomplete_body_returns_408_after_the_timeout(impatient: Emulator, length: bytes) -> None:
    with connected(impatient) as one:
        one.sendall(b"POST /identity/token HTTP/1.1\r\n" + HEAD + length + b"\r\n")
        answer = until_closed(one, b"1\r\nx\r\n" if b"chunked" in length else b"x")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()


def test_an_unread_body_does_not_keep_its_connection_open(impatient: Emulator) -> None:
    with connected(impatient) as one:
        one.sendall(b"GET /api/v1/versions HTTP/1.1\r\n" + HEAD + b"Content-Length: 100000\r\n\r\n")
        assert until_closed(one, b"x").startswith(b"HTTP/1.1 200 ")


def test_an_unread_response_does_not_keep_its_connection_open(impatient: Emulator) -> None:
    with connected(impatient) as one:
        impatient.inject(path="/api/v1/tags", body="x" * 2_000_000, status=200)
        request = b"GET /api/v1/tags HTTP/1.1\r\n" + HEAD + b"\r\n"
        one.settimeout(2)
        # More than the buffers of both sides can take, and none of the responses is read.
        one.sendall(request * 20)
        eventually(lambda: not impatient._server.server_state.connections)
    impatient.scenario.clear_faults()


def test_incomplete_requests_beyond_the_connection_limit_are_closed_and_others_answered(
    impatient: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "connection_limit", lambda: 20)
    monkeypatch.setattr(connections, "HEADER_SECONDS", 600)
    crowd = [connected(impatient) for _ in range(60)]
    for number, one in enumerate(crowd):
        one.sendall(HALF)
        assert number % 10 or answers(impatient)
    assert len(impatient._server.server_state.connections) <= 20
    for one in crowd:
        one.close()


def test_a_connection_beyond_the_limit_gets_503_if_all_are_busy(
    impatient: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    eventually(lambda: not impatient._server.server_state.connections)  # wait for those of other tests
    monkeypatch.setattr(connections, "connection_limit", lambda: 3)
    monkeypatch.setattr(connections, "HEADER_SECONDS", 600)
    impatient.inject(path="/api/v1/tags", delay=1.5, status=204, times=3)
    with contextlib.ExitStack() as stack:
        busy = [stack.enter_context(connected(impatient)) for _ in range(3)]
        for one in busy:
            one.sendall(b"GET /api/v1/tags HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
        eventually(lambda: not impatient.scenario.faults[-1].times)
        assert httpx.get(f"{impatient.url}/api/v1/versions", verify=TLS).status_code == 503
        assert [until_closed(one)[:13] for one in busy] == [b"HTTP/1.1 204 "] * 3
    impatient.scenario.clear_faults()
    assert answers(impatient)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on open files")
@pytest.mark.usefixtures("forked_programs")
def test_many_incomplete_requests_with_too_few_files_log_only_a_few_lines(tmp_path: Path) -> None:
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))\n"
    code = limit + "from qrt_facade.emulator.__main__ import main; main(['--backends', 'ibm_fez'])"
    log = tmp_path / "stderr"
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as process,
    ):
        assert process.stdout is not None
        url = [process.stdout.readline() for _ in range(3)][2].split()[-1]
        crowd = [
            socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=10) for _ in range(300)
        ]
        for number, one in enumerate(crowd):
            with contextlib.suppress(OSError):  # already closed by the emulator
                one.sendall(b"nonsense\r\n\r\n" if number % 3 == 0 else HALF)
        deadline = time.monotonic() + 20
        while True:
            try:
                assert httpx.get(f"{url}/api/v1/versions", timeout=5, verify=TLS).status_code == 200
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline
        process.terminate()
        assert process.wait(20) == 0
        for one in crowd:
            one.close()
    assert len(log.read_text().splitlines()) < 30


ESCAPES = (b"/\x1b]0;owned\x07", b"/%1b%5d0;owned%07", b"/%0d%0aforged", b"/\x1b[2J", b"/%9b31m")


@pytest.mark.usefixtures("forked_commands")
def test_data_of_a_client_is_never_written_to_the_terminal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qrt_facade.emulator", "--quiet", "--backends", "ibm_fez"]
    log = tmp_path / "stderr"
    with (
        log.open("wb") as stderr,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr) as process,
    ):
        assert process.stdout is not None
        url = [process.stdout.readline() for _ in range(3)][2].split()[-1].decode()
        for path in ESCAPES:
            for method in (b"GET", b"\x1b[31mGET"):
                with socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=10) as one:
                    one.sendall(
                        method
                        + b" "
                        + path
                        + b" HTTP/1.1\r\n"
                        + HEAD
                        + b"X-Y: \x1b[0m\r\nConnection: close\r\n\r\n"
                    )
                    until_closed(one)
        with socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=10) as one:
            one.sendall(
                b"POST /identity/token HTTP/1.1\r\n" + HEAD + b"Content-Length: 100\r\n\r\n" + b"\x1b]0;owned"
            )
        process.terminate()
        rest = process.stdout.read()
        assert process.wait(20) == 0
    shown = rest + log.read_bytes()
    assert b"\x1b" not in shown
    assert b"owned" not in shown
    assert b"forged" not in shown
    assert b"Traceback" not in shown


@pytest.mark.parametrize(
    ("request_line", "more", "status"),
    [
        (b"TRACE /api/v1/versions HTTP/1.1", b"X-Secret: reflected\r\n", b"405"),
        (b"CONNECT example.org:443 HTTP/1.1", b"", b"400"),
        (b"CONNECT /api/v1/versions HTTP/1.1", b"", b"400"),
        (b"GET http://localhost/api/v1/versions HTTP/1.1", b"", b"200"),
        (b"GET /api/v1/versions HTTP/1.1", b"Host: evil.example\r\n", b"400"),
        (b"GET /api/v1/versions HTTP/1.1", b"Accept: a\r\n b\r\n", b"400"),
        (b"OPTIONS * HTTP/1.1", b"", b"404"),
        (b"GET /api/v1/versions?" + b"&".join([b"a=1"] * 5000) + b" HTTP/1.1", b"", b"200"),
        (b"GET /api/v1/versions HTTP/1.1", b"Upgrade: websocket\r\nConnection: Upgrade, close\r\n", b"200"),
        (b"POST /identity/token HTTP/1.1", b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"400"),
        (b"POST /identity/token HTTP/1.1", b"Content-Length: 4\r\nContent-Length: 5\r\n", b"400"),
        (b"POST /identity/token HTTP/1.1", b"Content-Length: " + b"9" * 5000 + b"\r\n", b"400"),
        (b"GET /api/v1/versions HTTP/1.1", b"Content-Length: " + b"0" * 5000 + b"\r\n", b"200"),
        (
            b"POST /identity/token HTTP/1.1",
            b"Expect: 100-continue\r\nContent-Length: 0\r\n",
            b"100 Continue\r\n\r\nHTTP/1.1 400",
        ),
        (b"PRI * HTTP/2.0", b"", b"4"),
    ],
    ids=lambda value: value[:40].decode() if isinstance(value, bytes) else None,
)
def test_unusual_requests_get_exactly_one_response(
    impatient: Emulator, request_line: bytes, more: bytes, status: bytes
) -> None:
    with connected(impatient) as one:
        one.sendall(request_line + b"\r\n" + HEAD + b"Connection: close\r\n" + more + b"\r\n")
        answer = until_closed(one)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"reflected" not in answer
    assert answers(impatient)


@pytest.mark.parametrize("drip", [b"a" * 50_000, b"a: b\r\n" * 5_000])
def test_an_endless_header_is_refused_for_its_size(
    impatient: Emulator, monkeypatch: pytest.MonkeyPatch, drip: bytes
) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 600)
    with connected(impatient) as one:
        one.sendall(HALF + b"X: ")
        answer = until_closed(one, drip)
    assert (
        answer.endswith(b"The request's header has more than 65,536 bytes.") or not answer
    )  # the connection was reset
    assert answers(impatient)


def test_a_request_without_a_host_header_is_refused_in_http_1_1(impatient: Emulator) -> None:
    with connected(impatient) as one:
        one.sendall(b"GET /api/v1/versions HTTP/1.1\r\nUser-Agent: test\r\nConnection: close\r\n\r\n")
        assert until_closed(one).startswith(b"HTTP/1.1 400 ")


ASKS_FOR_HTTP2 = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n"


@pytest.mark.parametrize("more", [b"", b"Expect: 100-continue\r\n"])
@pytest.mark.parametrize("pieces", [1, 7])
def test_an_upgrade_to_http2_is_ignored_and_the_body_is_read(
    impatient: Emulator, more: bytes, pieces: int
) -> None:
    """Java's client asks for it with its first request; uvicorn loses the body (its issue 2722)."""
    form = f"grant_type=urn:ibm:params:oauth:grant-type:apikey&apikey={impatient.api_key}".encode()
    head = b"POST /identity/token HTTP/1.1\r\n" + HEAD + ASKS_FOR_HTTP2 + more
    head += b"Content-Type: application/x-www-form-urlencoded\r\n"
    sent = head + b"Content-Length: %d\r\n\r\n%b" % (len(form), form)
    sent += head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(form), form)
    sent += HALF + b"Connection: close\r\n\r\n"
    with connected(impatient) as one:
        length = len(sent) // pieces + 1
        for start_at in range(0, len(sent), length):
            one.sendall(sent[start_at : start_at + length])
            time.sleep(0.001)
        answer = until_closed(one)
    assert answer.count(b"HTTP/1.1 200 OK") == 3
    assert answer.count(b'"access_token"') == 2


def test_trailer_fields_are_not_headers_of_the_request(impatient: Emulator) -> None:
    with connected(impatient) as one:
        one.sendall(
            b"GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"0\r\nUser-Agent: test\r\n\r\n"
        )
        assert until_closed(one).startswith(b"HTTP/1.1 403 "), "like a request without a User-Agent"


def test_garbage_after_a_valid_request_does_not_replace_its_response(impatient: Emulator) -> None:
    with connected(impatient) as one:
        one.sendall(HALF + b"\r\n" + b"nonsense\r\n\r\n")
        assert until_closed(one).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("whole", [1, 2])
def test_an_invalid_body_does_not_replace_the_responses_to_earlier_requests(
    impatient: Emulator, whole: int
) -> None:
    with connected(impatient) as one:
        request = b"POST /identity/token HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"
        one.sendall((HALF + b"\r\n") * whole + request)
        answer = until_closed(one)
    assert answer.count(b"HTTP/1.1 200 OK") == answer.count(b"HTTP/1.1 ") == whole


CHUNKED = b"POST /identity/token HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("start_of_body", "drip"),
    [(b"0\r\n", b"a: b\r\n" * 5_000), (b"0\r\na: ", b"a" * 50_000), (b"1;a=", b"a" * 50_000)],
    ids=["trailer", "field", "extension"],
)
def test_oversized_data_around_a_body_is_refused(
    impatient: Emulator, monkeypatch: pytest.MonkeyPatch, start_of_body: bytes, drip: bytes
) -> None:
    monkeypatch.setattr(access, "BODY_SECONDS", 600)
    with connected(impatient) as one:
        one.sendall(CHUNKED + start_of_body)
        answer = until_closed(one, drip)
    refusal = b"The request's trailer, or the extension of a chunk, has more than 65,536 bytes."
    assert answer.endswith(refusal) or not answer  # the connection was reset
    assert answers(impatient)


def test_a_body_in_small_chunks_may_be_longer_than_a_header(impatient: Emulator) -> None:
    with connected(impatient) as one:
        one.sendall(CHUNKED)
        for _ in range(10):
            one.sendall(b"2\r\n&&\r\n" * 5000)
        one.sendall(b"0\r\nA: b\r\n\r\n" + HALF + b"Connection: close\r\n\r\n")
        answer = until_closed(one)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"errorCode":"BXNIM' in answer
    assert b"HTTP/1.1 200 OK" in answer


def test_reading_pauses_while_pipelined_requests_wait(
    impatient: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a client that never stops sending fills the memory: each response triggers a read of many requests."""
    waiting: list[int] = []
    read = connections.Connection.data_received

    def watched(self: connections.Connection, data: bytes) -> None:
        waiting.append(len(self.pipeline))
        read(self, data)

    monkeypatch.setattr(connections.Connection, "data_received", watched)
    with connected(impatient) as one:
        for _ in range(3):
            one.sendall((HALF + b"\r\n") * 100)
            time.sleep(0.02)
        one.sendall(HALF + b"Connection: close\r\n\r\n")
        answer = until_closed(one)
    assert answer.count(b"HTTP/1.1 200 OK") == 301
    assert max(waiting) == 0


def test_pipelined_requests_beyond_the_limit_are_not_answered(
    impatient: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_WAITING", 20)
    with connected(impatient) as one:
        one.sendall((HALF + b"\r\n") * 100)
        assert until_closed(one).count(b"HTTP/1.1 200 OK") == 21
    assert answers(impatient)


def test_pipelined_requests_are_answered_in_order(impatient: Emulator) -> None:
    with connected(impatient) as one:
        paths = [b"/a", b"/b", b"/c"] * 10
        requests = [b"GET " + path + b" HTTP/1.1\r\n" + HEAD for path in paths]
        one.sendall(b"\r\n".join(requests) + b"Connection: close\r\n\r\n")
        answer = until_closed(one)
    found = [part[:2] for part in answer.split(b"Cannot GET ")[1:]]
    assert found == paths


def test_a_body_with_a_duplicate_key_and_one_that_is_not_utf_8(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(queue_seconds=600))
    body = b'{"program_id": "nothing", "program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [["%b"]]}}'
    assert api("POST", "/jobs", content=body % b"x").status_code == 200, (
        "the last one counts, as in JavaScript"
    )
    assert api("POST", "/jobs", content=body % b"\xff").status_code == 400
    nested = b'{"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [%b]}}'
    for depth in (990, 50_000):
        assert api("POST", "/jobs", content=nested % (b"[" * depth + b"]" * depth)).status_code in {200, 400}
        assert api.get("/jobs", exclude_params="false")["count"] >= 1
    assert api.submit([FLIP])


class Wire(asyncio.Transport):
    """A socket's transport, as far as it is needed for writing."""

    def __init__(self) -> None:
        super().__init__()
        self.took: list[bytes | str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.took.append(bytes(data))

    def close(self) -> None:
        self.took.append("closed")

    def abort(self) -> None:
        self.took.append("aborted")


def coalesced_by(work: Callable[[connections.CoalescingTransport], object]) -> Wire:
    """Return the socket's transport after some work and one more iteration of the event loop."""

    async def run() -> Wire:
        wire = Wire()
        work(connections.CoalescingTransport(wire, asyncio.get_running_loop()))
        await asyncio.sleep(0)
        return wire

    return asyncio.run(run())


def test_data_written_in_one_loop_iteration_is_sent_together() -> None:
    def write(transport: connections.CoalescingTransport) -> None:
        for piece in (b"header ", b"", b"body"):
            transport.write(piece)

    assert coalesced_by(write).took == [b"header body"]


def test_close_sends_buffered_data_and_abort_discards_it() -> None:
    def close(transport: connections.CoalescingTransport) -> None:
        transport.write(b"answer")
        transport.close()

    def abort(transport: connections.CoalescingTransport) -> None:
        transport.write(b"answer")
        transport.abort()

    assert coalesced_by(close).took == [b"answer", "closed"]
    assert coalesced_by(abort).took == ["aborted"]


def test_header_and_body_of_a_response_are_sent_together(
    impatient: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    real = connections.CoalescingTransport.flush

    def flush(self: connections.CoalescingTransport) -> None:
        sent.extend([b"".join(self._pieces)] if self._pieces else [])
        real(self)

    monkeypatch.setattr(connections.CoalescingTransport, "flush", flush)
    with connected(impatient) as one:
        one.sendall(HALF + b"Connection: close\r\n\r\n")
        answer = until_closed(one)
    assert sent == [answer]

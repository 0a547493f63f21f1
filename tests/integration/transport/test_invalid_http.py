"""Invalid HTTP raises an error of this package, and no response is returned to a later request."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import pytest
from support.scripted import INSTANCE, ScriptedServer
from support.tls import certificate, trusting
from support.worlds import WORLDS, perform

from qrt_facade import errors
from qrt_facade.errors import ConfigurationError, QrtError, TransportError, UnexpectedResponseError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

ALL = pytest.mark.parametrize("world", WORLDS)
BODY = json.dumps({"id": "j1", "status": "Running"}).encode()
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
KIND = b"Content-Type: application/json\r\n"
OK = b"HTTP/1.1 200 OK\r\n" + KIND
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

BROKEN: dict[str, bytes] = {
    "two lengths": OK + LENGTH + b"Content-Length: 5\r\n\r\n" + BODY,
    "length of words": OK + b"Content-Length: many\r\n\r\n" + BODY,
    "negative length": OK + b"Content-Length: -1\r\n\r\n" + BODY,
    "length too long": OK + b"Content-Length: 99999999999999999999999\r\n\r\n" + BODY,
    "length of other digits": OK + "Content-Length: ٣\r\n\r\n".encode() + BODY,
    "chunk of words": CHUNKED + b"zz\r\n" + BODY,
    "negative chunk": CHUNKED + b"-5\r\n" + BODY,
    "endless chunk": CHUNKED + b"F" * 30 + b"\r\n" + BODY,
    "chunks cut": CHUNKED + b"5\r\n{}",
    "unknown transfer": OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + BODY,
    "HTTP/0.9": BODY,
    "HTTP/2 by itself": b"HTTP/2 200\r\n" + KIND + LENGTH + b"\r\n" + BODY,
    "frames of HTTP/2": b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18),
    "status 0": b"HTTP/1.1 000 Nothing\r\n" + LENGTH + b"\r\n" + BODY,
    "status 99": b"HTTP/1.1 099 Nothing\r\n" + LENGTH + b"\r\n" + BODY,
    "status 1000": b"HTTP/1.1 1000 Much\r\n" + LENGTH + b"\r\n" + BODY,
    "status of words": b"HTTP/1.1 two hundred\r\n\r\n",
    "long header": OK + b"X: " + b"a" * 200_000 + b"\r\n\r\n" + BODY,
    "many headers": OK + b"".join(b"X-%d: a\r\n" % n for n in range(20_000)) + b"\r\n" + BODY,
    "header without name": OK + b": a\r\n\r\n" + BODY,
    "header with a space": OK + b"Content-Length : 5\r\n\r\n" + BODY,
    "header with a null": OK + b"X: a\x00b\r\n\r\n" + BODY,
    "no end of headers": OK + LENGTH,
    "greeting of SSH": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing": b"",
    "a line's end": b"\r\n\r\n",
    "only 100 Continue": b"HTTP/1.1 100 Continue\r\n\r\n",
}

ODD: dict[str, bytes] = {
    "status 999": b"HTTP/1.1 999 Odd\r\n" + KIND + LENGTH + b"\r\n" + BODY,
    "status 600": b"HTTP/1.1 600 Odd\r\n" + KIND + LENGTH + b"\r\n" + BODY,
    "206 with a part": b"HTTP/1.1 206 Partial Content\r\n"
    + KIND
    + LENGTH
    + b"Content-Range: bytes 0-9/99\r\n\r\n"
    + BODY,
    "304": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "300": b"HTTP/1.1 300 Multiple Choices\r\n" + LENGTH + b"\r\n" + BODY,
    "407": b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
    "location that is not a URL": b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
    "location that cannot be encoded": b"HTTP/1.1 302 Found\r\nLocation: //xn--\xff.test/\r\nContent-Length: 0\r\n\r\n",
    "205": b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n",
}


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


@ALL
@pytest.mark.parametrize("kind", BROKEN)
def test_invalid_http_raises_a_transport_error_that_may_have_arrived(world: str, kind: str) -> None:
    with ScriptedServer(BROKEN[kind]) as server, pytest.raises(TransportError) as caught:
        perform(world, server.arguments(api_key=None, token="a.b.c"), get_job)
    assert caught.value.may_have_arrived is True
    assert caught.value.path == "/api/v1/jobs/j1"


@ALL
@pytest.mark.parametrize("kind", ODD)
def test_an_unusual_status_is_never_taken_for_success(world: str, kind: str) -> None:
    with ScriptedServer(ODD[kind]) as server, pytest.raises(QrtError) as caught:
        perform(world, server.arguments(api_key=None, token="a.b.c"), get_job)
    assert type(caught.value).__name__ in errors.__all__


@ALL
def test_a_206_is_not_taken_for_the_whole_result(world: str) -> None:
    def service(request: Any) -> bytes:
        whole = BODY.replace(b"Running", b"Completed")
        head = b"HTTP/1.1 206 Partial Content\r\n" if request.path.endswith("/results") else OK
        return head + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(whole) + whole

    def download(client: Any) -> Any:
        if world == "sync":
            return client.jobs.get("j1").result_body()

        async def awaited() -> Any:
            return await (await client.jobs.get("j1")).result_body()

        return awaited()

    with ScriptedServer(service) as server, pytest.raises(UnexpectedResponseError, match="partial response"):
        perform(world, server.arguments(), download)


@ALL
@pytest.mark.parametrize("host", ["x" * 70 + ".test", "a..test", "xn--.test", "*.test"])
def test_an_unresolvable_host_raises_a_transport_error(
    world: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_: Any, **__: Any) -> Any:
        host.encode("idna")
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    arguments = {"token": "a.b.c", "instance": INSTANCE, "base_url": f"https://{host}/api", "retries": 0}
    with pytest.raises((TransportError, ConfigurationError)) as caught:
        perform(world, {**arguments, "verify": trusting()}, get_job)
    assert getattr(caught.value, "may_have_arrived", False) is False


class TalkativeServer(socketserver.ThreadingTCPServer):
    """Keeps connections open, and follows each response with an unsolicited one."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, send: Callable[[Any, bytes, bytes], None], tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Talkative)
        self.send = send
        self.tls = tls
        self.connections = 0

    @property
    def arguments(self) -> dict[str, Any]:
        url = f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server_address[1]}/api"
        return {
            "token": "a.b.c",
            "instance": INSTANCE,
            "base_url": url,
            "verify": trusting(),
            "retries": 0,
            "timeout": 5.0,
        }

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()
        self.server_close()


class _Talkative(socketserver.BaseRequestHandler):
    server: TalkativeServer

    def handle(self) -> None:
        self.server.connections += 1
        connection = self.request
        if self.server.tls is not None:
            connection = self.server.tls.wrap_socket(connection, server_side=True)
        with connection, connection.makefile("rb") as reader:
            while line := reader.readline():
                path = line.split()[1].decode().partition("?")[0]
                while reader.readline().strip():
                    pass
                job = path.rpartition("/")[2]
                self.server.send(connection, _answer_about(job), _answer_about("stranger"))


def _answer_about(job: str) -> bytes:
    # Never the same length: an unsolicited response must not pass because it fits.
    body = json.dumps({"id": "j2" if job == "stranger" else job, "status": "Queued", "tags": [job]}).encode()
    return OK + b"Content-Length: %d\r\n\r\n" % len(body) + body


def together(connection: Any, answer: bytes, stale: bytes) -> None:
    connection.sendall(answer + stale)


def one_after_the_other(connection: Any, answer: bytes, stale: bytes) -> None:
    connection.sendall(answer)
    connection.sendall(stale)


def beginning_together(connection: Any, answer: bytes, stale: bytes) -> None:
    connection.sendall(answer + stale[:7])
    connection.sendall(stale[7:])


def a_moment_later(connection: Any, answer: bytes, stale: bytes) -> None:
    connection.sendall(answer)
    time.sleep(0.02)
    connection.sendall(stale)


@ALL
@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("send", [together, one_after_the_other, beginning_together, a_moment_later])
def test_an_unsolicited_response_is_not_returned_to_the_next_request(
    world: str, send: Callable[[Any, bytes, bytes], None], tls: bool
) -> None:
    def second(client: Any) -> Any:
        time.sleep(0.05)
        return client.jobs.get("j2")

    context = certificate("good").server_context() if tls else None
    with TalkativeServer(send, context) as server:
        first, other = perform(world, server.arguments, get_job, second)
        assert server.connections == 2
    assert (first.id, first.tags) == ("j1", ("j1",))
    assert (other.id, other.tags) == ("j2", ("j2",))


@ALL
@pytest.mark.parametrize("tls", [False, True])
def test_a_clean_connection_is_reused(world: str, tls: bool) -> None:
    context = certificate("good").server_context() if tls else None
    with TalkativeServer(lambda connection, answer, _: connection.sendall(answer), context) as server:
        perform(world, server.arguments, get_job, lambda client: client.jobs.get("j2"))
        assert server.connections == 1

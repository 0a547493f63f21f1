from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade._base.http_library import httpx
from qrt_facade._connection.sockets import close_sockets

if TYPE_CHECKING:
    from collections.abc import Iterator


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the library
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Counting:
    connections = 5


class Failing:
    @property
    def connections(self) -> object:
        raise RuntimeError("not now")


@pytest.mark.parametrize("other", [Counting, Failing])
def test_resources_of_a_transport_outside_its_pool_keep_no_socket_open(other: type, address: str) -> None:
    class Own(httpx.HTTPTransport):
        def __init__(self) -> None:
            self.other = other()  # before the pool
            super().__init__()

    transport = Own()
    answer = transport.handle_request(httpx.Request("GET", address))
    answer.read()
    stream = answer.extensions["network_stream"]
    assert stream.get_extra_info("socket").fileno() >= 0
    close_sockets(transport)
    assert stream.get_extra_info("socket").fileno() == -1

"""A server on loopback that sends exactly the bytes of a test, and records requests.

It serves IAM and the API at one address, distinguished by path. Every response ends its connection, so that a
response may be truncated, endless or not HTTP at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

API_KEY = "kEy-0123456789abcdefghijklmnopqrstuvwxyzABCD"
ACCOUNT = "0123456789abcdef0123456789abcdef"
INSTANCE = (
    f"crn:v1:bluemix:public:quantum-computing:us-east:a/{ACCOUNT}:11111111-2222-3333-4444-555555555555::"
)
OTHER_INSTANCE = INSTANCE.replace("11111111", "99999999")
TOKEN_PATH = "/identity/token"
# Loading the certificates again for each of many clients would dominate a short test.
TLS = ssl.create_default_context()


@dataclass(frozen=True)
class Seen:
    """A recorded request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The complete request, to search it for secrets."""
        return f"{self.method} {self.path} {self.headers} {self.body.decode('utf-8', 'replace')}"


class Reset:
    """A response: no bytes, and a connection reset."""


class Silence:
    """A response: nothing until the client disconnects."""


@dataclass(frozen=True)
class Damage:
    """A response over TLS: some valid bytes, then a record that does not decrypt."""

    before: bytes = b""


Answer = bytes | Iterable[bytes] | Reset | Silence | Damage
Script = Answer | list[Answer] | Callable[[Seen], Answer]


def reply(
    body: object = b"",
    status: int = 200,
    *,
    length: int | None = None,
    reason: str = "Because",
    **headers: str,
) -> bytes:
    """Build a complete response: bytes unchanged, anything else as JSON. `length` declares another Content-Length."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if not isinstance(body, bytes):
        named.setdefault("Content-Type", "application/json")
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in named.items())]
    if status != 204 and "Transfer-Encoding" not in named:
        lines.append(f"Content-Length: {len(content) if length is None else length}")
    lines.append("Connection: close")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def token_reply(token: str = "token-0", *, expires_in: float = 3600) -> bytes:
    """Return IAM's response to a valid key."""
    return reply({"access_token": token, "expires_in": expires_in, "token_type": "Bearer", "expiration": 1})


class ScriptedServer(socketserver.ThreadingTCPServer):
    """Responds to calls with `api`, to token exchanges with `iam`: a response, a list (the last repeats), or a function."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 512

    def __init__(
        self, api: Script = b"", *, iam: Script | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.tls = tls
        self.api = api
        self.iam: Script = token_reply() if iam is None else iam
        self.seen: list[Seen] = []
        self.bytes_sent = 0
        self.connections = 0
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        """Address of IAM, and of the API without its `/api`."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server_address[1]}"

    @property
    def exchanges(self) -> list[Seen]:
        """The recorded token exchanges."""
        return [request for request in self.seen if request.path == TOKEN_PATH]

    @property
    def calls(self) -> list[Seen]:
        """The other recorded requests."""
        return [request for request in self.seen if request.path != TOKEN_PATH]

    def arguments(self, **changed: Any) -> dict[str, Any]:
        """Return the arguments for a client of this server."""
        given = {
            "api_key": API_KEY,
            "instance": INSTANCE,
            "base_url": f"{self.url}/api",
            "iam_url": self.url,
            "timeout": 5.0,
            "retries": 0,
            "verify": TLS,
            **changed,
        }
        return {name: value for name, value in given.items() if value is not None}

    def answer(self, request: Seen) -> Answer:
        """Record a request and return its response."""
        with self._lock:
            self.seen.append(request)
            name = "iam" if request.path == TOKEN_PATH else "api"
            script = getattr(self, name)
            if isinstance(script, list):
                return script.pop(0) if len(script) > 1 else script[0]
        return script(request) if callable(script) else script

    def wait_until_stopped(self, seconds: float) -> None:
        """Wait on behalf of a response that never comes."""
        self._stopping.wait(seconds)

    def get_request(self) -> tuple[Any, Any]:
        """Count the connections, including those without a request."""
        self.connections += 1
        return super().get_request()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log nothing: some tests are about clients that disconnect."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        self.shutdown()
        self.server_close()


class _Connection(socketserver.StreamRequestHandler):
    server: ScriptedServer

    def setup(self) -> None:
        """Do the TLS handshake first, if the server uses TLS."""
        if self.server.tls is not None:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        """Close the TLS socket, which the server does not know."""
        super().finish()
        if self.server.tls is not None:
            self.request.close()

    def handle(self) -> None:
        request = self._read()
        if request is None:
            return
        answer = self.server.answer(request)
        if isinstance(answer, Reset):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif isinstance(answer, Damage):
            self.connection.sendall(answer.before)
            with socket.socket(fileno=os.dup(self.connection.fileno())) as bare:
                bare.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))
            self.server.wait_until_stopped(0.1)
        elif isinstance(answer, Silence):
            self.server.wait_until_stopped(10)
        else:
            with contextlib.suppress(OSError):
                for piece in (answer,) if isinstance(answer, bytes) else answer:
                    self.connection.sendall(piece)
                    self.server.bytes_sent += len(piece)

    def _read(self) -> Seen | None:
        first = self.rfile.readline().decode("latin-1").split()
        if len(first) != 3:
            return None
        headers: dict[str, str] = {}
        while line := self.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        return Seen(first[0], first[1], headers, body)


@dataclass
class Clock:
    """Both clocks of `time`, advanced manually."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now + 1e9

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

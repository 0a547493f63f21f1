"""A TCP proxy on loopback that makes requests and responses between a client and a server fail.

It only parses as much HTTP as is needed to find the ends of requests and responses: bodies have a Content-Length, as
sent by httpx and the emulator. It may speak TLS to the client, and corrupt its records. A `Scenario`, drawn from a
seed, decides what it does, so that the same scenario applies the same fault to the n-th request of a route;
`proxy.record` lists what was done.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import re
import socket
import struct
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator, Mapping

CREATING = ("POST", r"/jobs")
ASKING = ("GET", r"/jobs(/[^/]+)?")
RESULTS = ("GET", r"/jobs/[^/]+/results")
EXCHANGING = ("POST", r"/identity/token")
ANYTHING = ("[A-Z]+", r".*")

_MAX_HEAD = 64 * 1024


Held = Literal[
    "answer until gone", "request until gone", "request until before the next", "request until after the next"
]

Outcome = Literal[
    "true",
    "closed",
    "reset",
    "half",
    "gzip",
    "made up",
    "repeated",
    "dripped",
    "1xx",
    "damaged record",
    "cut record",
]
DRIP = 0.25
"""Seconds between two bytes of a dripping response: less than any read timeout here."""
INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
"""An interim response, of which any number may precede the final one."""


@dataclass(frozen=True)
class Fault:
    """One kind of fault.

    Attributes:
        name: Its name in records and tables.
        delivered: How much of the request reaches the server.
        answer: What reaches the client: the true response, nothing and a closed or reset connection, the first half of
            the true response, the true response as corrupt gzip, or an invented one (`status`). As from an
            intermediary: the last response to another request of the same route; for a list, a list whose query was
            ignored; the true response byte by byte until the client has disconnected; some 1xx and then nothing. Only
            over TLS: half the true response, then a record that cannot be decrypted, or a truncated one.
        status: Status of an invented response.
        html: Whether an invented response is HTML.
        empty: Whether an invented response has no body.
        retry_after: Format of the Retry-After header of an invented response.
        held: What is delayed, and until when: a response until the client has disconnected; a request until the client
            has disconnected, or just before or after the same submission's next request is delivered, and then
            delivered itself. Nothing here depends on the machine's speed.
    """

    name: str
    delivered: Literal["nothing", "half", "whole"] = "whole"
    answer: Outcome = "true"
    status: int = 0
    html: bool = False
    empty: bool = False
    retry_after: Literal["seconds", "date"] | None = None
    held: Held | None = None

    def made_up(self) -> bytes:
        """Return the response that the proxy invents."""
        body = b"<html><body>Bad gateway</body></html>" if self.html else b'{"errors": [{"message": "no"}]}'
        body = b"" if self.empty else body
        lines = [
            f"HTTP/1.1 {self.status} Because",
            f"Content-Type: {'text/html' if self.html else 'application/json'}",
            *([] if self.status == 204 else [f"Content-Length: {len(body)}"]),
        ]
        if self.retry_after == "seconds":
            lines.append("Retry-After: 1")
        elif self.retry_after == "date":
            lines.append(
                f"Retry-After: {format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)}"
            )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _catalogue() -> Iterator[Fault]:
    yield Fault("cut before the request", "nothing", "closed")
    yield Fault("cut inside the request", "half", "closed")
    yield Fault("cut before the answer", "whole", "closed")
    yield Fault("cut inside the answer", "whole", "half")
    yield Fault("reset before the request", "nothing", "reset")
    yield Fault("reset inside the request", "half", "reset")
    yield Fault("reset before the answer", "whole", "reset")
    yield Fault("damaged gzip", "whole", "gzip")
    yield Fault("answer too late", held="answer until gone")
    yield Fault("request too late", held="request until gone")
    yield Fault("429", "nothing", "made up", status=429)
    yield Fault("429 with seconds", "nothing", "made up", status=429, retry_after="seconds")
    yield Fault("429 with a date", "nothing", "made up", status=429, retry_after="date")
    for status in (500, 502, 503, 520, 524):
        yield Fault(f"{status} instead", "nothing", "made up", status=status, html=status == 502)
        yield Fault(f"{status} after the work", "whole", "made up", status=status, html=status == 502)


FAULTS: dict[str, Fault] = {fault.name: fault for fault in _catalogue()}
"""Every fault. A 429 after processing is not included: by definition, a 429 was not processed."""


def _of_intermediaries() -> Iterator[Fault]:
    for delivered, when in (("nothing", "instead"), ("whole", "after the work")):
        for status in (403, 404, 408, 418, 425, 451, 499):
            yield Fault(f"{status} {when}", delivered, "made up", status=status, html=True)
        yield Fault(f"repeated answer {when}", delivered, "repeated")
        yield Fault(f"1xx, then cut, {when}", delivered, "1xx")
    for status in (200, 202, 204):
        yield Fault(f"empty {status} after the work", "whole", "made up", status=status, empty=True)
    yield Fault("drip", "whole", "dripped")


INTERMEDIARY: dict[str, Fault] = {fault.name: fault for fault in _of_intermediaries()}
"""Faults that only an intermediary can cause."""

TLS_FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault("damaged record", "whole", "damaged record"),
        Fault("cut record", "whole", "cut record"),
    )
}
"""Faults of TLS records, for a proxy that speaks TLS."""

DELIVERING = tuple(name for name, fault in FAULTS.items() if fault.delivered == "whole")
"""Names of the faults after which the server has processed the request."""


@dataclass
class Scenario:
    """The faults of requests.

    Attributes:
        route: Method and path (after `/api/v1`), each a regular expression that must match the whole.
        faults: One entry per request of the route, in order of arrival; later requests have no fault.
    """

    route: tuple[str, str]
    faults: Iterator[Fault | None]

    @classmethod
    def always(cls, route: tuple[str, str], fault: Fault | str) -> Self:
        """Apply the fault to every request of the route."""
        return cls(route, itertools.repeat(named(fault)))

    @classmethod
    def each(cls, route: tuple[str, str], faults: Iterable[Fault | str | None]) -> Self:
        """Apply the n-th fault to the n-th request of the route; None for no fault."""
        return cls(route, iter([None if fault is None else named(fault) for fault in faults]))

    @classmethod
    def drawn(cls, route: tuple[str, str], seed: int, rates: Mapping[str | Fault, float]) -> Self:
        """Apply each fault to requests of the route at its rate, reproducibly for a seed."""
        return cls(route, _drawn(seed, dict(rates)))

    def covers(self, method: str, path: str) -> bool:
        """Return whether a request belongs to the route."""
        return bool(re.fullmatch(self.route[0], method) and re.fullmatch(self.route[1], path))


def named(fault: Fault | str) -> Fault:
    """Return a fault by its name, or the fault itself."""
    return (FAULTS | INTERMEDIARY | TLS_FAULTS)[fault] if isinstance(fault, str) else fault


def _drawn(seed: int, rates: Mapping[str | Fault, float]) -> Iterator[Fault | None]:
    chance = random.Random(seed)
    faults = [*map(named, rates), None]
    weights = [*rates.values(), 1.0 - sum(rates.values())]
    while True:
        yield chance.choices(faults, weights)[0]


@dataclass(frozen=True)
class Deed:
    """The record of one request.

    Attributes:
        method: The request's method.
        path: The request's path, without `/api/v1` and query.
        fault: Name of the applied fault, or None.
    """

    method: str
    path: str
    fault: str | None


@dataclass
class FaultProxy:
    """The proxy, in its own thread. Use as a context manager.

    Attributes:
        upstream: URL of the server.
        tls: Certificate to show to clients, or None for plain HTTP.
        scenarios: The active scenarios; the first that covers a request applies. May be changed at any time.
        record: The records of requests, in order of arrival.
    """

    upstream: str
    tls: ssl.SSLContext | None = None
    scenarios: list[Scenario] = field(default_factory=list)
    record: list[Deed] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> Self:
        self._serving: set[asyncio.Task[None] | None] = set()
        self._waiting: list[_Waiting] = []
        self._past = _Past()
        self._loop = asyncio.new_event_loop()
        # A connection that breaks during the TLS handshake is intended by some scenarios.
        self._loop.set_exception_handler(lambda *_: None)
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy", daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.url = f"http{'s' if self.tls else ''}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def met(self, *scenarios: Scenario) -> Self:
        """Start a new record with these scenarios."""
        self.scenarios, self.record = list(scenarios), []
        return self

    def settle(self) -> None:
        """Wait until all requests abandoned by clients are done."""
        asyncio.run_coroutine_threadsafe(self._settled(), self._loop).result()

    def faults(self, method: str = "[A-Z]+", path: str = ".*") -> Counter[str]:
        """Count the faults applied to requests of a route."""
        return Counter(deed.fault for deed in self.of(method, path) if deed.fault is not None)

    def of(self, method: str, path: str) -> list[Deed]:
        """Return the records of the requests of a route."""
        route = Scenario((method, path), iter(()))
        return [deed for deed in self.record if route.covers(deed.method, deed.path)]

    async def _listen(self) -> asyncio.Server:
        # The backlog is large enough for the hundreds of connections that a test opens at once.
        return await asyncio.start_server(
            self._serve, "127.0.0.1", 0, limit=_MAX_HEAD, backlog=1024, ssl=self.tls
        )

    async def _settled(self) -> None:
        for one in [one for one in self._waiting if one.held == "request until gone"]:
            await one.delivered.wait()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client connection, over one server connection opened on demand."""
        server = _Server(self.upstream)
        task = asyncio.current_task()
        self._serving.add(task)  # the event loop only keeps weak references
        try:
            while (request := await _message(reader)) is not None:
                method, target = request.first_line[:2]
                path = urlsplit(target).path.removeprefix("/api/v1")
                fault = self._decided(method, path)
                self.record.append(Deed(method, path, None if fault is None else fault.name))
                fault = fault or Fault("none")
                await self._deliver_those_left_behind()
                earlier = [one for one in self._waiting if one.tag and one.tag == request.tag]
                await _release(earlier, "request until before the next")
                if fault.held is not None and not await self._held(fault.held, request, reader, server):
                    break
                answer = await _delivered(request, server, fault)
                await _release(earlier, "request until after the next")
                if fault.answer == "repeated":
                    answer = self._past.answer(method, path) or answer or await _exchanged(request, server)
                else:
                    self._past.keep(method, path, answer)
                if not await _answered(answer, writer, fault):
                    break
        except (OSError, asyncio.IncompleteReadError):
            pass  # one side has closed; the other side must notice it
        finally:
            self._serving.discard(task)
            server.close()
            writer.close()

    async def _held(
        self, held: Held, request: _Message, client: asyncio.StreamReader, server: _Server
    ) -> bool:
        """Delay a request or its response; return whether the client still waits for the response."""
        if held == "answer until gone":
            await server.send(request.whole)
            await server.answer()
            await _hung_up(client)
            return False
        waiting = _Waiting(held, request.tag, client)
        self._waiting.append(waiting)
        try:
            await (_hung_up(client) if held == "request until gone" else waiting.released.wait())
            server.close()  # the server may have closed a connection that has been idle for so long
            await server.send(request.whole)
            await server.answer()
        finally:
            self._waiting.remove(waiting)
            waiting.delivered.set()
        return False

    async def _deliver_those_left_behind(self) -> None:
        """Delay the next request of a client that disconnected until its abandoned request is delivered."""
        for one in [one for one in self._waiting if one.left_behind]:
            await one.delivered.wait()

    def _decided(self, method: str, path: str) -> Fault | None:
        scenario = next((one for one in self.scenarios if one.covers(method, path)), None)
        return None if scenario is None else next(scenario.faults, None)


@dataclass(frozen=True)
class _Message:
    """A request or a response, as bytes."""

    head: bytes
    body: bytes

    @property
    def first_line(self) -> list[str]:
        return self.head.split(b"\r\n", 1)[0].decode("ascii").split(" ")

    @property
    def tag(self) -> bytes | None:
        """The tag in the message if it is a submission, or None."""
        found = re.search(rb"qrt-submission-[0-9a-f]{24}", self.body)
        return found[0] if found else None

    @property
    def whole(self) -> bytes:
        return self.head + self.body

    def half(self) -> bytes:
        """Return the head and half of the body, or half of the head if there is no body."""
        return self.head + self.body[: len(self.body) // 2] if self.body else self.head[: len(self.head) // 2]

    def as_damaged_gzip(self) -> bytes:
        """Return the message with a truncated gzip body."""
        fields = [
            line
            for line in self.head.strip().split(b"\r\n")
            if not re.match(rb"(?i)content-(length|encoding):", line)
        ]
        body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + bytes(
            random.Random(len(self.body)).randbytes(64)
        )
        fields += [b"Content-Encoding: gzip", b"Content-Length: %d" % len(body)]
        return b"\r\n".join(fields) + b"\r\n\r\n" + body


async def _message(reader: asyncio.StreamReader) -> _Message | None:
    """Read one message, or return None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return _Message(head, await reader.readexactly(int(length[1])) if length else b"")


class _Server:
    """The connection to the server."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, data: bytes) -> None:
        if self._streams is None:
            host, port = self._address.hostname, self._address.port
            self._streams = await asyncio.open_connection(host, port, limit=_MAX_HEAD)
        self._streams[1].write(data)
        await self._streams[1].drain()

    async def answer(self) -> _Message | None:
        return None if self._streams is None else await _message(self._streams[0])

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _delivered(request: _Message, server: _Server, fault: Fault) -> _Message | None:
    """Forward as much of a request as the fault allows; return the server's response to a whole request."""
    if fault.delivered == "half":
        await server.send(request.half())
    elif fault.delivered == "whole":
        await server.send(request.whole)
        return await server.answer()
    return None


class _Past:
    """The last successful responses by route, for an intermediary to repeat.

    A route is a method and a path without ids and query, so that a response about one job is repeated for another, and
    a list for one query for another query.
    """

    _KEPT = 5

    def __init__(self) -> None:
        self._answers: dict[str, list[_Message]] = {}

    def keep(self, method: str, path: str, answer: _Message | None) -> None:
        """Store a response, if successful."""
        if answer is not None and answer.first_line[1] == "200":
            kept = self._answers.setdefault(self._route(method, path), [])
            kept.append(answer)
            del kept[: -self._KEPT]

    def answer(self, method: str, path: str) -> _Message | None:
        """Return the oldest stored response of a route, or None."""
        return next(iter(self._answers.get(self._route(method, path), [])), None)

    @staticmethod
    def _route(method: str, path: str) -> str:
        return " ".join((method, re.sub(r"^/(jobs|sessions)/[^/]+", r"/\1/ID", path)))


async def _exchanged(request: _Message, server: _Server) -> _Message | None:
    await server.send(request.whole)
    return await server.answer()


async def _answered(answer: _Message | None, client: asyncio.StreamWriter, fault: Fault) -> bool:
    """Respond to the client according to the fault; return whether the connection stays open."""
    if fault.answer == "reset":
        connection: socket.socket = client.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.transport.abort()
        return False
    if fault.answer == "made up":
        client.write(fault.made_up())
    elif fault.answer == "1xx":
        for _ in range(20):
            client.write(INTERIM)
            await client.drain()
            await asyncio.sleep(0.05)
    elif answer is None:
        return False
    elif fault.answer != "closed":
        await _written(answer, client, fault.answer)
    await client.drain()
    return fault.answer in {"true", "gzip", "made up", "repeated"}


async def _written(answer: _Message, client: asyncio.StreamWriter, form: Outcome) -> None:
    """Write a response in one of the forms that begin with its bytes."""
    match form:
        case "dripped":
            for byte in answer.whole:
                client.write(bytes([byte]))
                await client.drain()
                await asyncio.sleep(DRIP)
        case "gzip":
            client.write(answer.as_damaged_gzip())
        case "half" | "damaged record" | "cut record":
            client.write(answer.half())
        case _:
            client.write(answer.whole)
    if form in {"damaged record", "cut record"}:
        await client.drain()
        length = 32 if form == "damaged record" else 320
        connection: socket.socket = client.get_extra_info("socket")
        with socket.socket(fileno=os.dup(connection.fileno())) as bare:
            bare.send(b"\x17\x03\x03" + length.to_bytes(2, "big") + bytes(32))
        client.transport.abort()


@dataclass
class _Waiting:
    """A delayed request."""

    held: Held
    tag: bytes | None
    client: asyncio.StreamReader
    released: asyncio.Event = field(default_factory=asyncio.Event)
    delivered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def left_behind(self) -> bool:
        """Whether its client has disconnected, even if the task that waits for it has not noticed."""
        return self.held == "request until gone" and (
            self.client.at_eof() or self.client.exception() is not None
        )


async def _release(waiting: Iterable[_Waiting], held: Held) -> None:
    for one in waiting:
        if one.held == held:
            one.released.set()
            await one.delivered.wait()


async def _hung_up(client: asyncio.StreamReader) -> None:
    with contextlib.suppress(OSError):
        await client.read(1)  # clients here send no second request before the response to the first

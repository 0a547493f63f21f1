"""A TCP proxy between a client and a server on loopback that makes requests and answers go wrong, as it is told.

It knows enough of HTTP to tell where a request and its answer begin and end, and no more: bodies are measured by
Content-Length, which is how httpx and the emulator send theirs. What it does is decided by a `Scenario`, drawn from a
seed, so that the same scenario gives the n-th request of its route the same fault again; `proxy.record` says what
was done.
"""

from __future__ import annotations

import asyncio
import itertools
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
    from collections.abc import Iterable, Iterator, Mapping

CREATING = ("POST", r"/jobs")
ASKING = ("GET", r"/jobs(/[^/]+)?")
RESULTS = ("GET", r"/jobs/[^/]+/results")
EXCHANGING = ("POST", r"/identity/token")
ANYTHING = ("[A-Z]+", r".*")

_MAX_HEAD = 64 * 1024


@dataclass(frozen=True)
class Fault:
    """One way of going wrong.

    Attributes:
        name: What it is called in records and tables.
        delivered: How much of the request reaches the server.
        answer: What reaches the client: the true answer, nothing and a closed or reset connection, the first half of
            the true answer, the true answer as gzip with damaged bytes, or one made up here (`status`).
        status: Status of a made-up answer.
        html: Whether a made-up answer is a web page.
        retry_after: Form of the Retry-After header of a made-up answer.
        before: Seconds until the request is passed on, whether or not the client is still there.
        after: Seconds until the answer is passed on.
    """

    name: str
    delivered: Literal["nothing", "half", "whole"] = "whole"
    answer: Literal["true", "closed", "reset", "half", "gzip", "made up"] = "true"
    status: int = 0
    html: bool = False
    retry_after: Literal["seconds", "date"] | None = None
    before: float = 0.0
    after: float = 0.0

    def made_up(self) -> bytes:
        """Return the answer that is made up here."""
        body = b"<html><body>Bad gateway</body></html>" if self.html else b'{"errors": [{"message": "no"}]}'
        lines = [
            f"HTTP/1.1 {self.status} Because",
            f"Content-Type: {'text/html' if self.html else 'application/json'}",
            f"Content-Length: {len(body)}",
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
    yield Fault("slow answer", after=0.8)
    yield Fault("slow request", before=0.8)
    yield Fault("429", "nothing", "made up", status=429)
    yield Fault("429 with seconds", "nothing", "made up", status=429, retry_after="seconds")
    yield Fault("429 with a date", "nothing", "made up", status=429, retry_after="date")
    for status in (500, 502, 503, 520, 524):
        yield Fault(f"{status} instead", "nothing", "made up", status=status, html=status == 502)
        yield Fault(f"{status} after the work", "whole", "made up", status=status, html=status == 502)


FAULTS: Mapping[str, Fault] = {fault.name: fault for fault in _catalogue()}
"""Every fault. A 429 after the work is not among them: by its definition nothing was done then."""

DELIVERING = tuple(name for name, fault in FAULTS.items() if fault.delivered == "whole")
"""Names of the faults after which the server has done its work."""


@dataclass
class Scenario:
    """Which requests meet which faults.

    Attributes:
        route: Method and path (after `/api/v1`), each a regular expression that must match the whole.
        faults: One entry for each request of the route, in their order of arrival; after its end all goes well.
    """

    route: tuple[str, str]
    faults: Iterator[Fault | None]

    @classmethod
    def always(cls, route: tuple[str, str], fault: Fault | str) -> Self:
        """Every request of the route meets the fault."""
        return cls(route, itertools.repeat(named(fault)))

    @classmethod
    def each(cls, route: tuple[str, str], faults: Iterable[Fault | str | None]) -> Self:
        """The n-th request of the route meets the n-th fault; None lets one through."""
        return cls(route, iter([None if fault is None else named(fault) for fault in faults]))

    @classmethod
    def drawn(cls, route: tuple[str, str], seed: int, rates: Mapping[str | Fault, float]) -> Self:
        """Each request of the route meets a fault with the rate given for it, always the same for one seed."""
        return cls(route, _drawn(seed, dict(rates)))

    def covers(self, method: str, path: str) -> bool:
        """Tell whether a request is of the route."""
        return bool(re.fullmatch(self.route[0], method) and re.fullmatch(self.route[1], path))


def named(fault: Fault | str) -> Fault:
    """Return a fault of the catalogue by its name, or the one given."""
    return FAULTS[fault] if isinstance(fault, str) else fault


def _drawn(seed: int, rates: Mapping[str | Fault, float]) -> Iterator[Fault | None]:
    chance = random.Random(seed)
    faults = [*map(named, rates), None]
    weights = [*rates.values(), 1.0 - sum(rates.values())]
    while True:
        yield chance.choices(faults, weights)[0]


@dataclass(frozen=True)
class Deed:
    """What was done with one request.

    Attributes:
        method: Its method.
        path: Its path, without `/api/v1` and query.
        fault: Name of the fault that it met, or None.
    """

    method: str
    path: str
    fault: str | None


@dataclass
class FaultProxy:
    """The proxy, in a thread of its own. Use as a context manager.

    Attributes:
        upstream: Address of the server.
        scenarios: What goes wrong; of several that cover a request the first decides. May be changed at any time.
        record: What was done, in the order in which the requests arrived.
    """

    upstream: str
    scenarios: list[Scenario] = field(default_factory=list)
    record: list[Deed] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> Self:
        self._serving: set[asyncio.Task[None] | None] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy", daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def met(self, *scenarios: Scenario) -> Self:
        """Begin a new record under these scenarios."""
        self.scenarios, self.record = list(scenarios), []
        return self

    def faults(self, method: str = "[A-Z]+", path: str = ".*") -> Counter[str]:
        """Count the faults that requests of a route met."""
        return Counter(deed.fault for deed in self.of(method, path) if deed.fault is not None)

    def of(self, method: str, path: str) -> list[Deed]:
        """Return what was done with the requests of a route."""
        route = Scenario((method, path), iter(()))
        return [deed for deed in self.record if route.covers(deed.method, deed.path)]

    async def _listen(self) -> asyncio.Server:
        # The backlog takes the hundreds of connections that a test opens at once.
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MAX_HEAD, backlog=1024)

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of a client, over one connection to the server that is made when it is needed."""
        server = _Server(self.upstream)
        task = asyncio.current_task()
        self._serving.add(task)  # the loop itself keeps weak references only
        try:
            while (request := await _message(reader)) is not None:
                method, target = request.first_line[:2]
                path = urlsplit(target).path.removeprefix("/api/v1")
                fault = self._decided(method, path)
                self.record.append(Deed(method, path, None if fault is None else fault.name))
                if not await _carry(request, server, writer, fault):
                    break
        except (OSError, asyncio.IncompleteReadError):
            pass  # one side has gone; that is what the other side is to see
        finally:
            self._serving.discard(task)
            server.close()
            writer.close()

    def _decided(self, method: str, path: str) -> Fault | None:
        scenario = next((one for one in self.scenarios if one.covers(method, path)), None)
        return None if scenario is None else next(scenario.faults, None)


@dataclass(frozen=True)
class _Message:
    """A request or an answer, byte for byte."""

    head: bytes
    body: bytes

    @property
    def first_line(self) -> list[str]:
        return self.head.split(b"\r\n", 1)[0].decode("ascii").split(" ")

    @property
    def whole(self) -> bytes:
        return self.head + self.body

    def half(self) -> bytes:
        """Return the head and half of the body, or half of the head when there is no body."""
        return self.head + self.body[: len(self.body) // 2] if self.body else self.head[: len(self.head) // 2]

    def as_damaged_gzip(self) -> bytes:
        """Return the message with a body that says it is gzip and breaks off its promise."""
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
    """Read one message; None at the end of the connection."""
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


async def _carry(
    request: _Message, server: _Server, client: asyncio.StreamWriter, fault: Fault | None
) -> bool:
    """Carry a request there and its answer back; tell whether the connection goes on."""
    fault = fault or Fault("none")
    await asyncio.sleep(fault.before)
    answer: _Message | None = None
    if fault.delivered == "half":
        await server.send(request.half())
    elif fault.delivered == "whole":
        await server.send(request.whole)
        answer = await server.answer()
        if answer is None:
            return False
    await asyncio.sleep(fault.after)
    if fault.answer == "reset":
        connection: socket.socket = client.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.transport.abort()
        return False
    if fault.answer == "made up":
        client.write(fault.made_up())
    elif answer is not None and fault.answer != "closed":
        forms = {"true": answer.whole, "half": answer.half(), "gzip": answer.as_damaged_gzip()}
        client.write(forms[fault.answer])
    await client.drain()
    return fault.answer in {"true", "gzip", "made up"}

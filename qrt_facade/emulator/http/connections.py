"""One connection: how long it may take to send a request and to take an answer, and how many there may be.

uvicorn waits without end for the rest of a request's header and for room to write, and takes as many connections as
come. Whoever opens some hundreds and says nothing could stop an emulator, and fill the disk with what it logs about it.

Requests are parsed by httptools, in a quarter of the time that h11 takes. What h11 did beside that is done here: limits to
the size of a header and of what surrounds a body, to the requests that wait for their turn, and requests that ask for another
protocol are answered in this one.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, cast

import httptools
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from qrt_facade.emulator.domain.limited_logging import limited_logger

if TYPE_CHECKING:
    import logging
    from collections.abc import Collection

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

HEADER_SECONDS: float = 10.0
"""How long the header of a request may take from its first byte, or from the connection's beginning."""

WRITE_SECONDS: float = 60.0
"""How long a client may leave an answer unread."""

MOST_HEADER_BYTES: Final = 65_536
"""How long the header of a request may be, beyond what the socket brings with its first bytes (256 KiB at most)."""

MOST_WAITING: Final = 1000
"""How many requests may wait for the answer to one before them; each costs some 3 kB. What follows them is not answered."""

MOST_CONNECTIONS: Final = 1000

_INVALID: Final = "Invalid HTTP request received."

_REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\ncontent-length: 22\r\nretry-after: 1\r\n"
    b"connection: close\r\n\r\nToo many connections.\n"
)


def connection_limit() -> int:
    """How many connections are held at once: a third of the files that this process may open, 1000 at most."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return MOST_CONNECTIONS // 2
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(min(soft // 3, MOST_CONNECTIONS), 8)


class Connection(HttpToolsProtocol):
    """A connection of HTTP/1.1 with limits."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # uvicorn's logger belongs to the whole process; without a handler its warnings go to stderr, one a request.
        self.logger: logging.Logger = limited_logger("qrt_facade.emulator.http")
        self._began = self.loop.time()
        self._pieces = 0  # requests that have begun, and pieces of their bodies
        self._in_header = True
        self._header_bytes = 0  # since the last of them
        self._earlier: RequestResponseCycle | None = None  # the request before the last one
        self._header_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None

    @property
    def waits(self) -> bool:
        """Whether it has nothing to answer: no request has come yet, or the last one is answered."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, at the cost of the one that has been silent for longest if there are too many."""
        transport = cast(
            "asyncio.Transport", transport
        )  # uvloop's is one by what it can do, not by its class
        super().connection_made(Joining(transport, self.loop))
        self.flow = _Turns(self.transport, self.pipeline)
        self._time_header()
        if len(self.connections) > connection_limit():
            self._make_room()

    def _make_room(self) -> None:
        others = [other for other in self.connections if isinstance(other, Connection) and other is not self]
        silent = [other for other in others if other.waits and not other.transport.is_closing()]
        if silent:
            min(silent, key=lambda other: other._began).transport.abort()  # noqa: SLF001  # of its own class
        else:
            self.transport.write(_REFUSAL)
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Take what has come, and see whether a header is whole in time and of a bearable size.

        What stands between the pieces of a body and after them counts as a header does: the parser keeps the fields of a trailer.
        """
        if self.transport.is_closing():
            return
        earlier = self._pieces
        self._unset_keepalive_if_required()
        self._parse(data)
        if self._pieces == earlier:
            self._header_bytes += len(data)
            if self._header_bytes > MOST_HEADER_BYTES:
                what = "header" if self._in_header else "trailer, or the extension of a chunk,"
                self.send_400_response(f"The request's {what} has more than {MOST_HEADER_BYTES:,} bytes.")
        if self.waits:
            self._time_header()
        else:
            self._header_timer = _without(self._header_timer)

    def _parse(self, data: bytes) -> None:
        """Let the parser call the methods below.

        It leaves a connection's bytes alone after a header that asks for another protocol, as curl and Java do (`Upgrade: h2c`),
        and would lose the body (uvicorn's issue 2722). Such a request begins again without that wish.
        """
        try:
            while data:
                try:
                    self.parser.feed_data(data)
                except httptools.HttpParserUpgrade as asked:
                    data = self._without_upgrade() + data[asked.args[0] :]
                else:
                    break
        except httptools.HttpParserError:
            self.logger.warning(_INVALID)
            self.send_400_response(_INVALID)

    def _without_upgrade(self) -> bytes:
        """The header that was read last, without what asks for another protocol; the parser is ready to read it.

        Raises:
            HttpParserError: It asks for a tunnel, which there is none of.
        """
        method = self.parser.get_method()
        if method == b"CONNECT":
            raise httptools.HttpParserError
        line = b"%b %b HTTP/%b" % (method, self.url, self.parser.get_http_version().encode())
        kept = [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        return b"\r\n".join([line, *kept, b"", b""])

    def on_message_begin(self) -> None:
        """A request begins.

        Raises:
            ValueError: Too many wait already. The parser then ends as with a request that cannot be read.
        """
        if len(self.pipeline) >= MOST_WAITING:
            raise ValueError
        super().on_message_begin()
        self._pieces += 1
        self._in_header, self._header_bytes = True, 0

    def on_headers_complete(self) -> None:
        """A header is whole; what follows a body in the form of a header belongs to nothing."""
        self._in_header = False
        earlier = self.cycle
        super().on_headers_complete()
        if not self._should_upgrade():
            self._earlier = earlier
            self.headers = []

    def on_body(self, body: bytes) -> None:
        """A piece of a body has come."""
        self._pieces += 1
        self._header_bytes = 0
        super().on_body(body)

    def _should_upgrade(self) -> bool:
        return self.parser.should_upgrade()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, but let the answers to requests before it, which were whole, go first."""
        if self.pipeline and self.cycle.more_body:  # it waits for its turn, and its body cannot be read
            assert self._earlier is not None  # noqa: S101  # the one that it waits for
            self.pipeline.popleft()
            self.cycle = self._earlier
        if self.waits or (self.cycle.more_body and not self.cycle.response_started):
            super().send_400_response(msg)
        else:
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """The next request has its own time, from its first byte on."""
        self._header_timer = _without(self._header_timer)
        self._began = self.loop.time()
        assert isinstance(self.transport, Joining)  # noqa: S101  # see connection_made
        self.transport.flush()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        super().pause_writing()
        self._write_timer = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read on."""
        super().resume_writing()
        self._write_timer = _without(self._write_timer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timers."""
        self._header_timer = _without(self._header_timer)
        self._write_timer = _without(self._write_timer)
        super().connection_lost(exc)

    def _time_header(self) -> None:
        if self._header_timer is None:
            self._header_timer = self.loop.call_later(HEADER_SECONDS, self.transport.abort)


class Joining(asyncio.Transport):
    """A transport that sends header and body of an answer at once, which uvicorn writes one by one.

    Each piece that is sent by itself costs a call of the system and wakes the client, who can do nothing with a header alone.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._pieces: list[Any] = []

    def write(self, data: Any) -> None:
        """Send data with what else is written in this turn of the loop."""
        if not self._pieces:
            self._loop.call_soon(self.flush)
        self._pieces.append(data)

    def flush(self) -> None:
        """Send now what was written."""
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            self._transport.write(b"".join(pieces))

    def close(self) -> None:
        """Close when everything is sent."""
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once; what has not been sent is lost."""
        self._pieces.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it is closed or about to be."""
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        """Take nothing from the client for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take what the client sends again."""
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What is known of the socket."""
        return self._transport.get_extra_info(name, default)


class _Turns(FlowControl):
    """Takes nothing from a client while requests wait for their turn.

    uvicorn reads on after each answer, though hundreds of requests may have come in the piece that it read before.

    Args:
        transport: What is paused.
        waiting: The requests that wait.
    """

    def __init__(self, transport: asyncio.Transport, waiting: Collection[object]) -> None:
        super().__init__(transport)
        self._waiting = waiting

    def resume_reading(self) -> None:
        """Take what the client sends again, if it is this one's turn."""
        if not self._waiting:
            super().resume_reading()


def _without(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """Cancel a timer, and return what takes its place: nothing."""
    if timer is not None:
        timer.cancel()
    return None

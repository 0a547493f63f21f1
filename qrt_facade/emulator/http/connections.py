"""Connections with limits on their number and on the time for sending a request and receiving a response.

uvicorn waits indefinitely for the rest of a request's header and for room to write, and accepts any number of
connections. A client that opens some hundreds and stays silent could block an emulator, and fill the disk with logs.

Requests are parsed by httptools, in a quarter of the time that h11 takes. What h11 did in addition is done here: limits
on the size of a header and of the data around a body and on the number of pipelined requests; and requests that ask for
another protocol are answered in HTTP/1.1.
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
"""Time limit for a request's header, from its first byte or from the start of the connection."""

WRITE_SECONDS: float = 60.0
"""How long a client may leave a response unread."""

MOST_HEADER_BYTES: Final = 65_536
"""Maximum size of a request's header, beyond what the socket delivers with its first bytes (256 KiB at most)."""

MOST_WAITING: Final = 1000
"""Maximum number of requests pipelined behind another one; each costs some 3 kB. Further ones are not answered."""

MOST_CONNECTIONS: Final = 1000

_INVALID: Final = "Invalid HTTP request received."

_REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\ncontent-length: 22\r\nretry-after: 1\r\n"
    b"connection: close\r\n\r\nToo many connections.\n"
)


def connection_limit() -> int:
    """Return the maximum number of connections: a third of the files that this process may open, at most 1000."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return MOST_CONNECTIONS // 2
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(min(soft // 3, MOST_CONNECTIONS), 8)


class Connection(HttpToolsProtocol):
    """An HTTP/1.1 connection with limits."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # uvicorn's logger is shared by the process; without a handler it writes one warning per request to stderr.
        self.logger: logging.Logger = limited_logger("qrt_facade.emulator.http")
        self._began = self.loop.time()
        self._pieces = 0  # number of requests that have begun and of chunks of their bodies
        self._in_header = True
        self._header_bytes = 0  # bytes since the last of them
        self._earlier: RequestResponseCycle | None = None  # the request before the last one
        self._header_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to answer: no request has arrived yet, or the last one has been answered."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accept the connection; if there are too many, close the one that has been idle longest."""
        transport = cast(
            "asyncio.Transport", transport
        )  # uvloop's transport has the interface but not the class
        super().connection_made(CoalescingTransport(transport, self.loop))
        self.flow = _PipelineFlowControl(self.transport, self.pipeline)
        self._time_header()
        if len(self.connections) > connection_limit():
            self._make_room()

    def _make_room(self) -> None:
        others = [other for other in self.connections if isinstance(other, Connection) and other is not self]
        idle = [other for other in others if other.is_idle and not other.transport.is_closing()]
        if idle:
            min(idle, key=lambda other: other._began).transport.abort()  # noqa: SLF001  # the same class
        else:
            self.transport.write(_REFUSAL)
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Parse received data, and enforce the time and size limits of a header.

        Data between and after the chunks of a body counts as a header, since the parser stores the fields of a trailer.
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
        if self.is_idle:
            self._time_header()
        else:
            self._header_timer = _cancel_timer(self._header_timer)

    def _parse(self, data: bytes) -> None:
        """Feed the parser, which calls the methods below.

        It stops parsing after a header that asks for another protocol, as curl and Java send (`Upgrade: h2c`), and
        would lose the body (uvicorn's issue 2722). Such a request is parsed again without that header.
        """
        try:
            while data:
                try:
                    self.parser.feed_data(data)
                except httptools.HttpParserUpgrade as upgrade:
                    data = self._without_upgrade() + data[upgrade.args[0] :]
                else:
                    break
        except httptools.HttpParserError:
            self.logger.warning(_INVALID)
            self.send_400_response(_INVALID)

    def _without_upgrade(self) -> bytes:
        """Return the last header without its request for another protocol, and reset the parser to read it.

        Raises:
            HttpParserError: The method is CONNECT, which is not supported.
        """
        method = self.parser.get_method()
        if method == b"CONNECT":
            raise httptools.HttpParserError
        line = b"%b %b HTTP/%b" % (method, self.url, self.parser.get_http_version().encode())
        kept = [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        return b"\r\n".join([line, *kept, b"", b""])

    def on_message_begin(self) -> None:
        """Start a request.

        Raises:
            ValueError: Too many requests are waiting. The parser then fails as for an invalid request.
        """
        if len(self.pipeline) >= MOST_WAITING:
            raise ValueError
        super().on_message_begin()
        self._pieces += 1
        self._in_header, self._header_bytes = True, 0

    def on_headers_complete(self) -> None:
        """Finish a header; the fields of a trailer after a body are ignored."""
        self._in_header = False
        earlier = self.cycle
        super().on_headers_complete()
        if not self._should_upgrade():
            self._earlier = earlier
            self.headers = []

    def on_body(self, body: bytes) -> None:
        """Process a chunk of a body."""
        self._pieces += 1
        self._header_bytes = 0
        super().on_body(body)

    def _should_upgrade(self) -> bool:
        return self.parser.should_upgrade()

    def send_400_response(self, msg: str) -> None:
        """Answer an invalid request with 400, after the responses to the valid requests before it."""
        if self.pipeline and self.cycle.more_body:  # it is queued, and its body is invalid
            assert self._earlier is not None  # noqa: S101  # the request that it is queued behind
            self.pipeline.popleft()
            self.cycle = self._earlier
        if self.is_idle or (self.cycle.more_body and not self.cycle.response_started):
            super().send_400_response(msg)
        else:
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """Restart the time limit for the next request, from its first byte on."""
        self._header_timer = _cancel_timer(self._header_timer)
        self._began = self.loop.time()
        assert isinstance(self.transport, CoalescingTransport)  # noqa: S101  # see connection_made
        self.transport.flush()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Start the write timeout, because the client reads more slowly than responses are written."""
        super().pause_writing()
        self._write_timer = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Cancel the write timeout, because the client has read."""
        super().resume_writing()
        self._write_timer = _cancel_timer(self._write_timer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timers."""
        self._header_timer = _cancel_timer(self._header_timer)
        self._write_timer = _cancel_timer(self._write_timer)
        super().connection_lost(exc)

    def _time_header(self) -> None:
        if self._header_timer is None:
            self._header_timer = self.loop.call_later(HEADER_SECONDS, self.transport.abort)


class CoalescingTransport(asyncio.Transport):
    """A transport that sends header and body of a response together, which uvicorn writes separately.

    Each separate write costs a system call and wakes the client, which cannot use a header alone.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._pieces: list[Any] = []

    def write(self, data: Any) -> None:
        """Send data together with everything else written in this iteration of the event loop."""
        if not self._pieces:
            self._loop.call_soon(self.flush)
        self._pieces.append(data)

    def flush(self) -> None:
        """Send the buffered data now."""
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            self._transport.write(b"".join(pieces))

    def close(self) -> None:
        """Close after everything has been sent."""
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        """Close immediately and discard unsent data."""
        self._pieces.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it is closed or closing."""
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        """Stop reading from the client."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Resume reading from the client."""
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return information about the socket."""
        return self._transport.get_extra_info(name, default)


class _PipelineFlowControl(FlowControl):
    """Flow control that does not read from a client while pipelined requests are waiting.

    uvicorn reads again after each response, although hundreds of requests may have arrived in one read.

    Args:
        transport: The transport to pause.
        waiting: The waiting requests.
    """

    def __init__(self, transport: asyncio.Transport, waiting: Collection[object]) -> None:
        super().__init__(transport)
        self._waiting = waiting

    def resume_reading(self) -> None:
        """Resume reading from the client, unless requests are waiting."""
        if not self._waiting:
            super().resume_reading()


def _cancel_timer(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """Cancel a timer, and return None to take its place."""
    if timer is not None:
        timer.cancel()
    return None

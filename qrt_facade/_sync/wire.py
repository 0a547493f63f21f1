# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The lowest part of the client that is ours: each step on the network ends with its operation's deadline.

httpx's own timeouts limit each silence. A server that sends a byte now and then, in its headers, its body, the answer
of a proxy or endless 1xx answers, never reaches them. Here every read, write and handshake gets at most the time that
is left (`qrt_facade._policy.deadlines`), in the same way for threads and tasks.

And no connection is closed under a request. httpcore chooses the idle connections that it closes under a lock, and closes
them after it; at 21 connections and more, it chooses every idle one (1.0.9, `_assign_requests_to_connections`). Meanwhile
another thread or task may have begun to send on one. A thread that reads from a socket that is closed gets "Bad file
descriptor", or waits for its whole timeout if the number of the socket is by then that of a new connection.
"""

from __future__ import annotations

import select
import ssl
import threading
from contextvars import ContextVar
from functools import partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

import httpcore

from qrt_facade._base.http_library import httpx
from qrt_facade._policy import deadlines
from qrt_facade._policy.flights import note_headers_sent
from qrt_facade._policy.network_errors import AS_HTTPX, IN_TIME
from qrt_facade._service.failures import MARK, WAY, Way
from qrt_facade._sync.guard import GuardedTransport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PIECE: Final = 16 * 1024
"""Bytes written at a time: where writing blocks, time is looked at between pieces."""

_FOR_A_PROXY: Final = (b"CONNECT ", b"\x05", b"\x01")
"""How that begins which is written to a proxy alone: a tunnel of HTTP, the greeting of SOCKS, a name and password."""


class Wire(httpx.BaseTransport):
    """A pool of httpcore over a network that knows deadlines, and that hands no stale answer to a later request.

    httpx's own transport does the same over a network of httpcore's choice: there is no public way to hand it another.
    It sends the requests all the same while a tool stands in its way of sending, as recorders (vcrpy), mocks and
    instrumentors do: they would not see what goes past it. Time is then looked at between steps and not in them.

    Attributes:
        pool: The connections.
    """

    def __init__(self, *, verify: ssl.SSLContext, proxy: httpx.Proxy | None, limits: httpx.Limits) -> None:
        self._make_plain = partial(httpx.HTTPTransport, verify=verify, proxy=proxy, limits=limits)
        self._plain: httpx.HTTPTransport | None = None
        # It serves trio, too. `Any`: a type checker takes it for what httpcore has where anyio is missing.
        network: Any = httpcore.SyncBackend()
        self._network = _Network(network)
        self.pool: httpcore.ConnectionPool = _pool_of(self._network, verify, proxy, limits)
        # httpcore takes the pool's lock in a function of Python's own, where Ctrl-C leaves it taken, and closing the pool
        # would wait for it for ever. The lock inside is taken by `with` in one step. (Tasks have none.)
        lock = self.pool._optional_thread_lock  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        self.pool._optional_thread_lock = getattr(lock, "_lock", lock)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and note the moment from which the service may have received it."""
        if _is_replaced(httpx.HTTPTransport):
            return self._send_plainly(request)
        url, limits = request.url, request.extensions.get("timeout", {})
        sending = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={
                **request.extensions,
                "timeout": {**limits, "pool": deadlines.shortened(limits.get("pool"))},
            },
        )
        before = _SENDING.set(request)
        try:
            with AS_HTTPX, IN_TIME:
                answer: Any = self.pool.handle_request(sending)
        finally:
            _SENDING.reset(before)
        stream = answer.extensions.get("network_stream")
        if isinstance(stream, _Stream) and stream.leftover is None:
            stream.leftover = _leftover_of(self.pool.connections, stream)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream, stream),
            extensions=answer.extensions,
        )

    def _send_plainly(self, request: httpx.Request) -> httpx.Response:
        """Send a request by httpx's own transport, guarded as one that a caller gives."""
        if self._plain is None:
            self._plain = self._make_plain()
        guarded = GuardedTransport(self._plain, request.extensions.get(WAY, Way()), marks=False)
        return guarded.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        if self._plain is not None:
            self._plain.close()
        self._network.ending = True
        self.pool.close()


def _is_replaced(transport: type[httpx.HTTPTransport]) -> bool:
    """Whether a tool has put its own in the place of the method by which httpx sends.

    What is httpx's own is a plain function of the module in which the class is: wrappers often copy its names.
    """
    sends: Any = transport.handle_request
    return type(sends) is not FunctionType or sends.__globals__ is not transport.__init__.__globals__


_SENDING: Final[ContextVar[httpx.Request | None]] = ContextVar("_SENDING", default=None)
"""The request that is being sent, until its answer begins."""


def _pool_of(
    network: _Network, verify: ssl.SSLContext, proxy: httpx.Proxy | None, limits: httpx.Limits
) -> httpcore.ConnectionPool:
    """Return a pool of connections, direct or through a proxy, whose settings are those of httpx's own transport."""
    shared: dict[str, Any] = {
        "ssl_context": verify,
        "max_connections": limits.max_connections,
        "max_keepalive_connections": limits.max_keepalive_connections,
        "keepalive_expiry": limits.keepalive_expiry,
        "network_backend": network,
    }
    if proxy is None:
        return httpcore.ConnectionPool(**shared)
    url = proxy.url
    shared["proxy_url"] = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    shared["proxy_auth"] = proxy.raw_auth
    if url.scheme.startswith("socks"):
        return httpcore.SOCKSProxy(**shared)
    return httpcore.HTTPProxy(**shared, proxy_headers=proxy.headers.raw, proxy_ssl_context=proxy.ssl_context)


class _Body(httpx.SyncByteStream):
    """The body of an answer, as httpcore reads it.

    Args:
        stream: The body.
        connection: What it is read from, a `_Stream` unless httpcore put its own around it.
    """

    def __init__(self, stream: Any, connection: object) -> None:
        self._stream = stream
        self._connection = connection if isinstance(connection, _Stream) else None

    def __iter__(self) -> Iterator[bytes]:
        with AS_HTTPX:
            for piece in self._stream:
                yield piece

    def close(self) -> None:
        connection = self._connection
        self._connection = None  # it serves other requests from now on
        if connection is not None:
            connection.release()
        self._stream.close()
        if connection is not None and connection.unwanted:
            connection.close()


class _Network(httpcore.NetworkBackend):
    """A network whose connections are made in the time that is left.

    Attributes:
        ending: Whether all connections are closed now, whatever is under way on them.
    """

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self.ending = False
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        with IN_TIME:
            seconds = deadlines.shortened(timeout)
            made = self._inner.connect_tcp(host, port, seconds, local_address, socket_options)
        return _Stream(made, self)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A connection, or TLS over one.

    Attributes:
        wrapped: The same of httpcore.
        leftover: Whether bytes after the last answer were read already; None until that can be known.
        unwanted: Whether it was to be closed during a request, and has to be when its answer is closed.
    """

    def __init__(self, wrapped: httpcore.NetworkStream, network: _Network) -> None:
        self.wrapped = wrapped
        self.unwanted = False
        self._network = network
        self._lock = threading.Lock()
        self._serves: httpx.Request | None = None  # from the request's first byte to the end of its answer
        self._closed = False
        self.leftover: Callable[[], bool] | None = None
        # Asked of every idle connection before each request, and slow among anyio's attributes, which it looks up anew: the
        # addresses of both ends with them.
        self._tls: Any = wrapped.get_extra_info("ssl_object")
        self._socket: Any = wrapped.get_extra_info("socket")

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with IN_TIME:
            return self.wrapped.read(max_bytes, deadlines.shortened(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with self._lock:
            # Closed since it was chosen for this request, of which nothing was sent: httpcore chooses another.
            if self._closed:
                raise httpcore.ConnectionNotAvailable
            self._serves = _SENDING.get()
        for start in range(0, len(buffer), _PIECE):
            with IN_TIME:
                seconds = deadlines.shortened(timeout)
                if start == 0:
                    _note_sent(buffer)
                self.wrapped.write(buffer[start : start + _PIECE], seconds)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with IN_TIME:
            seconds = deadlines.shortened(timeout)
            made = self.wrapped.start_tls(ssl_context, server_hostname, seconds)
        return _Stream(made, self._network)

    def release(self) -> None:
        """End the request that it serves."""
        self._serves = None

    def close(self) -> None:
        with self._lock:
            serves = self._serves
            if serves is not None and serves is not _SENDING.get() and not self._network.ending:
                self.unwanted = True  # another request found it idle a moment ago
                return
            self._closed = True
        self.wrapped.close()

    def get_extra_info(self, info: str) -> Any:
        # httpcore asks an idle connection so before it sends another request on it, and closes it on a yes.
        if info != "is_readable":
            return self.wrapped.get_extra_info(info)
        return self._has_unread() or _is_readable(self._socket)

    def _has_unread(self) -> bool:
        """Tell whether something came after the last answer that the socket does not show any more."""
        if self.leftover is not None and self.leftover():
            return True
        tls = self._tls
        if tls is None:
            return False
        if tls.pending():
            return True
        if not isinstance(tls, ssl.SSLObject):
            return False  # a socket of its own: what it has not decrypted is still there to be seen
        try:
            return bool(tls.read(1))  # never blocks; what it takes belongs to nobody
        except ssl.SSLError:
            return False


def _is_readable(connection: Any) -> bool:
    """Tell whether something came that nobody has read, the end of the connection included; of a closed socket, yes."""
    number = -1 if connection is None else connection.fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):  # Windows, where `select` takes any number of a socket
        return bool(select.select([number], [], [], 0)[0])
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    return bool(waiting.poll(0))


def _note_sent(buffer: bytes) -> None:
    """Note that the service may receive a request from now on; what asks a proxy for a way is not meant for the service."""
    request = _SENDING.get()
    if request is not None and not buffer.startswith(_FOR_A_PROXY):
        request.extensions[MARK] = True
        note_headers_sent(request.method, request.url.path)


def _leftover_of(connections: Iterable[Any], stream: _Stream) -> Callable[[], bool]:
    """Return what tells whether the HTTP parser of a stream's connection holds bytes after the end of an answer.

    httpcore keeps the parser to itself. Where it cannot be found nothing is known, and the answer is no.
    """
    for outermost in connections:
        connection = outermost
        while (within := getattr(connection, "_connection", None)) is not None:
            connection = within
        parser = getattr(connection, "_h11_state", None)
        if parser is not None and getattr(connection, "_network_stream", None) is stream:
            return lambda: bool(parser.trailing_data[0])
    return lambda: False

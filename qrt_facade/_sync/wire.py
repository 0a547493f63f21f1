# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The lowest layer of this package: every network operation ends at its deadline.

httpx's timeouts only limit each period of silence. They never expire for a server that sends a byte now and then, in
its headers, its body, a proxy's response or endless 1xx responses. Here every read, write and handshake gets at most
the remaining time (`qrt_facade._policy.deadlines`), in the same way for threads and tasks.

It also ensures that no connection is closed while a request uses it. httpcore selects the idle connections to close
under a lock, and closes them after it; from 21 connections on, it selects every idle one (1.0.9,
`_assign_requests_to_connections`). Meanwhile another thread or task may have begun to send on one. A thread that reads
from a closed socket gets "Bad file descriptor", or waits for its whole timeout if the file descriptor has been reused
by a new connection.
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
"""Bytes written at a time; if writing blocks, the deadline is checked between pieces."""

_FOR_A_PROXY: Final = (b"CONNECT ", b"\x05", b"\x01")
"""First bytes of data for a proxy only: an HTTP tunnel, the SOCKS greeting, a user name and password."""


class Wire(httpx.BaseTransport):
    """An httpcore pool on a network that enforces deadlines, and never returns a stale response to a later request.

    httpx's own transport is the same on httpcore's default network, which has no public way to be replaced. It is still
    used if a tool has patched its method for sending, as recorders (vcrpy), mocks and instrumentation do: they would
    not see requests that bypass it. Deadlines are then checked between operations, not within them.

    Attributes:
        pool: The connections.
    """

    def __init__(self, *, verify: ssl.SSLContext, proxy: httpx.Proxy | None, limits: httpx.Limits) -> None:
        self._make_plain = partial(httpx.HTTPTransport, verify=verify, proxy=proxy, limits=limits)
        self._plain: httpx.HTTPTransport | None = None
        # Also works with trio. `Any`: without anyio, type checkers see httpcore's stub instead.
        network: Any = httpcore.SyncBackend()
        self._network = _Network(network)
        self.pool: httpcore.ConnectionPool = _pool_of(self._network, verify, proxy, limits)
        # httpcore acquires the pool's lock in a Python function, in which Ctrl-C would leave it locked, and closing the
        # pool
        # would wait forever. The inner lock is acquired by `with` atomically. (Tasks have no lock.)
        lock = self.pool._optional_thread_lock  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        self.pool._optional_thread_lock = getattr(lock, "_lock", lock)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and record the moment from which the service may have received it."""
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
        """Send a request with httpx's own transport, guarded like a caller's transport."""
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
    """Return whether a tool has patched the method with which httpx sends.

    httpx's own method is a plain function of the class's module; wrappers often copy its names.
    """
    sends: Any = transport.handle_request
    return type(sends) is not FunctionType or sends.__globals__ is not transport.__init__.__globals__


_SENDING: Final[ContextVar[httpx.Request | None]] = ContextVar("_SENDING", default=None)
"""The request that is being sent, until its response begins."""


def _pool_of(
    network: _Network, verify: ssl.SSLContext, proxy: httpx.Proxy | None, limits: httpx.Limits
) -> httpcore.ConnectionPool:
    """Return a connection pool, direct or through a proxy, with the settings of httpx's own transport."""
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
    """A response body, as read by httpcore.

    Args:
        stream: The body.
        connection: The connection it is read from, a `_Stream` unless httpcore wrapped it.
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
        self._connection = None  # it may serve other requests from now on
        if connection is not None:
            connection.release()
        self._stream.close()
        if connection is not None and connection.unwanted:
            connection.close()


class _Network(httpcore.NetworkBackend):
    """A network whose connections are opened before the deadline.

    Attributes:
        ending: Whether all connections are being closed, including those in use.
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
    """A connection, with or without TLS.

    Attributes:
        wrapped: httpcore's stream.
        leftover: Returns whether bytes after the last response have already been read; None until known.
        unwanted: Whether httpcore tried to close it during a request, so that it is closed with the response.
    """

    def __init__(self, wrapped: httpcore.NetworkStream, network: _Network) -> None:
        self.wrapped = wrapped
        self.unwanted = False
        self._network = network
        self._lock = threading.Lock()
        self._serves: httpx.Request | None = None  # from the request's first byte to the end of its response
        self._closed = False
        self.leftover: Callable[[], bool] | None = None
        # Read for every idle connection before each request; anyio's lookup is slow, since it also resolves both
        # addresses.
        self._tls: Any = wrapped.get_extra_info("ssl_object")
        self._socket: Any = wrapped.get_extra_info("socket")

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with IN_TIME:
            return self.wrapped.read(max_bytes, deadlines.shortened(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with self._lock:
            # Closed since it was selected for this request, before anything was sent: httpcore selects another.
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
        """Record that the connection is no longer in use."""
        self._serves = None

    def close(self) -> None:
        with self._lock:
            serves = self._serves
            if serves is not None and serves is not _SENDING.get() and not self._network.ending:
                self.unwanted = True  # another request saw it idle a moment ago
                return
            self._closed = True
        self.wrapped.close()

    def get_extra_info(self, info: str) -> Any:
        # httpcore checks this before it reuses an idle connection, and closes the connection if true.
        if info != "is_readable":
            return self.wrapped.get_extra_info(info)
        return self._has_unread() or _is_readable(self._socket)

    def _has_unread(self) -> bool:
        """Return whether data after the last response has already been read from the socket."""
        if self.leftover is not None and self.leftover():
            return True
        tls = self._tls
        if tls is None:
            return False
        if tls.pending():
            return True
        if not isinstance(tls, ssl.SSLObject):
            return False  # a TLS socket: data not decrypted yet is still visible on it
        try:
            return bool(tls.read(1))  # never blocks; the byte belongs to no response
        except ssl.SSLError:
            return False


def _is_readable(connection: Any) -> bool:
    """Return whether unread data or the end of the connection has arrived; True for a closed socket."""
    number = -1 if connection is None else connection.fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):  # Windows, where `select` accepts any socket
        return bool(select.select([number], [], [], 0)[0])
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    return bool(waiting.poll(0))


def _note_sent(buffer: bytes) -> None:
    """Record that the service may receive a request from now on; data for a proxy does not count."""
    request = _SENDING.get()
    if request is not None and not buffer.startswith(_FOR_A_PROXY):
        request.extensions[MARK] = True
        note_headers_sent(request.method, request.url.path)


def _leftover_of(connections: Iterable[Any], stream: _Stream) -> Callable[[], bool]:
    """Return a function that returns whether a connection's HTTP parser has bytes after the end of a response.

    The parser is private to httpcore. If it cannot be found, the function returns False.
    """
    for outermost in connections:
        connection = outermost
        while (within := getattr(connection, "_connection", None)) is not None:
            connection = within
        parser = getattr(connection, "_h11_state", None)
        if parser is not None and getattr(connection, "_network_stream", None) is stream:
            return lambda: bool(parser.trailing_data[0])
    return lambda: False

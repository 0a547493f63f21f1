"""Closing sockets that must not be used: those of a parent process, and those of an event loop that has ended."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any


def close_sockets(transport: Any) -> None:
    """Close the sockets of an httpx transport without sending a byte, and without touching a lock or an event loop.

    After a fork this closes only the child's copies; the parent's connections stay open. httpcore has no function for
    this, so this reads its private pools: ours has one, and so has httpx's own transport. Anything else in a transport
    is left alone.
    """
    # No imports here: in a forked child, an import by another thread never ends.
    httpcore = sys.modules.get("httpcore")
    if httpcore is None:
        return
    kinds = (httpcore.ConnectionPool, httpcore.AsyncConnectionPool)
    pools = [one for one in getattr(transport, "__dict__", {}).values() if isinstance(one, kinds)]
    for connection in [connection for pool in pools for connection in pool.connections]:
        inner: Any = connection
        while (deeper := getattr(inner, "_connection", None)) is not None:
            inner = deeper  # a connection through a proxy wraps the connection to the proxy
        # An error in one connection must not keep the others open.
        with suppress(Exception):
            _close(_innermost(getattr(inner, "_network_stream", None)))


def _innermost(stream: Any) -> Any:
    """Return httpcore's stream inside the wrapper of `AsyncWire`."""
    while (wrapped := getattr(stream, "wrapped", None)) is not None:
        stream = wrapped
    return stream


def _close(stream: Any) -> None:
    stream = getattr(stream, "wrapped", stream)  # our wrapper around httpcore's stream
    forget = getattr(_asyncio_transport(stream), "_call_connection_lost", None)
    if forget is not None:
        # The last step of asyncio's own close: closes the socket without needing the loop, unlike all public methods.
        forget(None)
        return
    found = stream.get_extra_info("socket")
    getattr(found, "_sock", found).close()  # trio wraps it


def _asyncio_transport(stream: Any) -> Any:
    """Return the asyncio transport below the streams of httpcore and anyio, or None."""
    below = getattr(stream, "_stream", None)
    while (deeper := getattr(below, "transport_stream", None)) is not None:
        below = deeper  # TLS
    return getattr(below, "_transport", None)

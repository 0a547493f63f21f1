"""Closing sockets that must not be used: those of a parent process, and those of an event loop that has ended."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any


def close_sockets(transport: Any) -> None:
    """Close the sockets of an httpx transport, and do nothing else: no byte is sent, no lock and no loop is touched.

    After a fork this closes the child's copies only; the parent's connections stay as they are. httpcore offers no such
    way, so this looks inside its pools: ours has one, and httpx's own transport. What else a transport has is left alone.
    """
    # Nothing is imported in a child, where another thread's import never ends.
    httpcore = sys.modules.get("httpcore")
    if httpcore is None:
        return
    kinds = (httpcore.ConnectionPool, httpcore.AsyncConnectionPool)
    pools = [one for one in getattr(transport, "__dict__", {}).values() if isinstance(one, kinds)]
    for connection in [connection for pool in pools for connection in pool.connections]:
        inner: Any = connection
        while (deeper := getattr(inner, "_connection", None)) is not None:
            inner = deeper  # a connection through a proxy has that to the proxy inside
        # What one of them is in the middle of does not keep the others open.
        with suppress(Exception):
            _close(_innermost(getattr(inner, "_network_stream", None)))


def _innermost(stream: Any) -> Any:
    """Return the stream of httpcore inside the one that `AsyncWire` puts around it."""
    while (wrapped := getattr(stream, "wrapped", None)) is not None:
        stream = wrapped
    return stream


def _close(stream: Any) -> None:
    stream = getattr(stream, "wrapped", stream)  # ours around httpcore's
    forget = getattr(_asyncio_transport(stream), "_call_connection_lost", None)
    if forget is not None:
        # What asyncio does last: the socket is closed and, unlike by any public method, no loop is asked.
        forget(None)
        return
    found = stream.get_extra_info("socket")
    getattr(found, "_sock", found).close()  # trio wraps it


def _asyncio_transport(stream: Any) -> Any:
    """Return asyncio's transport below the streams of httpcore and anyio, or None."""
    below = getattr(stream, "_stream", None)
    while (deeper := getattr(below, "transport_stream", None)) is not None:
        below = deeper  # TLS
    return getattr(below, "_transport", None)

"""A worker: reads requests from its channel, writes outcomes to it, and exits with its parent.

The channel is a socket: descriptor 0, or on Windows the one described on stdin. The only argument is the parent's
process id. The worker sends `READY` once and then replies; a message is its length in four bytes, big-endian, and JSON.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import json
import os
import queue
import signal
import socket
import struct
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any, BinaryIO

HEADER = struct.Struct(">I")
READY = b"!"

_PARENT_SECONDS = 1.0
"""Interval of checks whether the parent is alive; the end of the channel usually shows it earlier."""

_EXTRA_MB = 2048
"""Memory of a job besides the simulation: its params and its result, in all intermediate forms."""

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve until the parent exits."""
    _exit_with_parent(int(sys.argv[1]))
    channel = _channel()
    warnings.simplefilter("ignore")
    pending: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(channel.makefile("rb"), pending), daemon=True).start()

    from qrt_facade.emulator.simulation.programs import execute

    channel.sendall(READY)
    limited = False
    while True:
        request = pending.get()
        if not limited:
            _limit_memory(request["memory_mb"])
            limited = True
        reply = json.dumps(dataclasses.asdict(execute(request))).encode()
        channel.sendall(HEADER.pack(len(reply)) + reply)


def _channel() -> socket.socket:
    """Return the socket to the parent, and close all other inherited descriptors."""
    if os.name == "nt":
        shared: socket.socket = socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined]  # only on Windows
        return shared
    for entry in list(Path("/dev/fd").iterdir()):
        # Descriptors that the program has made inheritable are of no use to the worker.
        if int(entry.name) > 2:
            with contextlib.suppress(OSError):  # the listing's own descriptor is closed by now
                os.close(int(entry.name))
    return socket.socket(fileno=0)


def _exit_with_parent(parent: int) -> None:
    """Exit when the parent does. The channel alone is not enough: a child that the parent forked may keep it open."""
    if sys.platform == "linux":
        # The kernel does it even while a library computes without releasing the GIL.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.name == "posix":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_SECONDS)
    os._exit(0)


def _read(stream: BinaryIO, pending: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Read requests in a separate thread, so that a worker whose parent was killed stops computing."""
    with contextlib.suppress(OSError):
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            (length,) = HEADER.unpack(header)
            pending.put(json.loads(stream.read(length)))
    os._exit(0)


def _limit_memory(megabytes: int) -> None:
    """Make allocations beyond the limit fail here instead of exhausting the machine's memory."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # Memory that libraries and threads have reserved but not used counts too, and so do Python's objects for shots.
        limit = _reserved_bytes() + (megabytes + _EXTRA_MB) * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _reserved_bytes() -> int:
    """Return the size of this process's address space, or a generous estimate if the system does not provide it."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
    except (OSError, ValueError):
        return 8192 * 2**20


if __name__ == "__main__":
    main()

"""A worker: reads requests from its channel, writes outcomes to it, and ends with its parent.

The channel is a socket: descriptor 0, or on Windows what its description on stdin says. The one argument is the id of
the parent. It sends `READY` once, and then answers: a message is its length in four bytes, big-endian, and then JSON.
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
"""How often it is seen whether the parent still lives; the end of the channel says it earlier, as a rule."""

_BESIDE_SIMULATION_MB = 2048
"""What a job may take beside the simulation: its params and its result, in all forms they go through."""

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve until the parent goes away."""
    _end_with(int(sys.argv[1]))
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
    """The socket to the parent; every other descriptor that came along is closed."""
    if os.name == "nt":
        shared: socket.socket = socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined]  # on Windows alone
        return shared
    for entry in list(Path("/dev/fd").iterdir()):
        # What the program has made inheritable is none of the worker's business.
        if int(entry.name) > 2:
            with contextlib.suppress(OSError):  # the listing's own descriptor is closed by now
                os.close(int(entry.name))
    return socket.socket(fileno=0)


def _end_with(parent: int) -> None:
    """End when the parent does. The channel alone does not tell: a child that the parent forked may hold it open."""
    if sys.platform == "linux":
        # The kernel does it even while a library computes without giving other threads a turn.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.name == "posix":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_SECONDS)
    os._exit(0)


def _read(stream: BinaryIO, pending: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Take requests in a thread of its own, so that a worker whose parent was killed stops computing."""
    with contextlib.suppress(OSError):
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            (length,) = HEADER.unpack(header)
            pending.put(json.loads(stream.read(length)))
    os._exit(0)


def _limit_memory(megabytes: int) -> None:
    """Let an allocation beyond the limit fail here instead of exhausting the machine."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # What libraries and threads have reserved without using it counts too, and so does what Python makes of shots.
        limit = _reserved_bytes() + (megabytes + _BESIDE_SIMULATION_MB) * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _reserved_bytes() -> int:
    """The size of this process's address space, or a generous guess of it where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
    except (OSError, ValueError):
        return 8192 * 2**20


if __name__ == "__main__":
    main()

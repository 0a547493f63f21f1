"""A worker: reads requests from stdin, writes outcomes to stdout, ends when stdin does.

A message is its length in four bytes, big-endian, and then JSON.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import struct
import sys
import threading
import warnings
from typing import Any, BinaryIO

HEADER = struct.Struct(">I")


def main() -> None:
    """Serve until the parent goes away."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the replies.
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    pending: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, pending), daemon=True).start()

    from qrt_facade.emulator.simulation.programs import execute

    while True:
        request = pending.get()
        _limit_memory(request["memory_mb"])
        reply = json.dumps(dataclasses.asdict(execute(request))).encode()
        replies.write(HEADER.pack(len(reply)) + reply)
        replies.flush()


def _read(stream: BinaryIO, pending: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Take requests in a thread of its own, so that a worker whose parent was killed stops computing."""
    while len(header := stream.read(HEADER.size)) == HEADER.size:
        (length,) = HEADER.unpack(header)
        pending.put(json.loads(stream.read(length)))
    os._exit(0)


def _limit_memory(megabytes: int) -> None:
    """Let an allocation beyond the limit fail here instead of exhausting the machine."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # Addresses that libraries and threads reserve without using them count too.
        limit = (megabytes + 8192) * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()

"""The pool of simulation processes.

Plain subprocesses that speak over pipes: unlike `multiprocessing` they need no `__main__` guard in the
user's script, and one that dies, hangs or is cancelled is replaced without harm to the others.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from typing import Any

from qrt_facade.emulator.domain.records import Outcome

_HEADER = struct.Struct(">I")


class WorkerPool:
    """Up to `size` workers, started when needed; the first one ahead of the first job."""

    def __init__(self, size: int, timeout: float) -> None:
        self._size = size
        self._timeout = timeout
        self._slots = asyncio.Semaphore(size)
        self._idle: list[_Worker] = []

    async def warm(self) -> None:
        """Start one worker, whose imports then happen while nobody waits."""
        async with self._slots:
            if not self._idle:
                self._idle.append(await _Worker.start(self._size))

    async def run(self, request: dict[str, Any]) -> Outcome:
        """Simulate one job; a worker that dies or takes too long makes an outcome with code 1500."""
        async with self._slots:
            worker = self._idle.pop() if self._idle else await _Worker.start(self._size)
            try:
                async with asyncio.timeout(self._timeout):
                    outcome = await worker.ask(request)
            except TimeoutError:
                await worker.kill()
                return Outcome.broken(f"the simulation took more than {self._timeout:g} s")
            except (asyncio.IncompleteReadError, OSError):
                await worker.kill()
                return Outcome.broken("the simulation process died, probably for lack of memory")
            except asyncio.CancelledError:
                await worker.kill()
                raise
            self._idle.append(worker)
            return outcome

    async def close(self) -> None:
        """End the idle workers; busy ones end with the tasks that use them."""
        while self._idle:
            await self._idle.pop().kill()


class _Worker:
    """One process; it answers one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, workers: int) -> _Worker:
        threads = max((os.cpu_count() or 1) // workers, 1)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "qrt_facade.emulator.simulation",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)},
            # Ctrl-C in a terminal goes to the whole process group; only the server is to act on it.
            start_new_session=True,
        )  # fmt: skip
        return cls(process)

    async def ask(self, request: dict[str, Any]) -> Outcome:
        assert self._process.stdin is not None  # noqa: S101  # both are pipes
        assert self._process.stdout is not None  # noqa: S101
        message = json.dumps(request).encode()
        self._process.stdin.write(_HEADER.pack(len(message)) + message)
        await self._process.stdin.drain()
        (length,) = _HEADER.unpack(await self._process.stdout.readexactly(_HEADER.size))
        return Outcome(**json.loads(await self._process.stdout.readexactly(length)))

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()

"""The pool of simulation processes.

Unlike `multiprocessing` they need no `__main__` guard in the user's script, and one that dies, or hangs in a job that
took too long or was cancelled, is replaced without harm to the others.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import struct
from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.domain.records import INTERNAL_ERROR, Outcome
from qrt_facade.emulator.run.processes import start_worker, worker_environment

if TYPE_CHECKING:
    from qrt_facade.emulator.run.processes import Process

_HEADER = struct.Struct(">I")

READY = b"!"
"""What a process sends once, when it has imported what simulates."""

_WATCH_SECONDS = 0.1
"""How often a busy worker is looked at. Its end closes the channel, unless a forked child holds a copy of it."""

_END_SECONDS = 5.0
"""How long the end of a killed worker is waited for; the system may hold one for longer that waits for a disk."""

_START_SECONDS = 120.0
"""How long a new process may import Qiskit, which takes a second or two, and ten times as long on a busy machine."""

_SETTLE_SECONDS = 0.2
"""How long the reply to a cancelled job may still take. Many times as long as a small job, a fraction of a new process."""


class WorkerDiedError(Exception):
    """A worker ended before it replied."""


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
        """Simulate one job; a worker that dies or takes too long makes an outcome with code 1500 that says so."""
        async with self._slots:
            try:
                worker = await self._take()
            except OSError as error:
                return Outcome.broken(f"no simulation process could be started: {error.strerror}")
            try:
                await worker.ready()
                async with asyncio.timeout(self._timeout):
                    outcome = await worker.ask(request)
            except TimeoutError:
                await worker.kill()
                return _stopped(
                    f"Simulating the job took longer than {self._timeout:g} s, which is the emulator's limit (job_timeout).",
                    "Use fewer qubits, gates, shots or values, or give the emulator more time (job_timeout).",
                )
            except (WorkerDiedError, asyncio.IncompleteReadError, OSError):
                return _stopped(*_death(await worker.end()))
            except BaseException:
                settled = False
                try:
                    settled = await worker.settles()
                finally:  # the end of the emulator may cancel a second time
                    if settled:
                        self._idle.append(worker)
                    else:
                        await worker.kill()
                raise
            self._idle.append(worker)
            return outcome

    async def _take(self) -> _Worker:
        """An idle worker that still lives, or a new one."""
        while self._idle:
            worker = self._idle.pop()
            if worker.lives:
                return worker
            await worker.kill()
        return await _Worker.start(self._size)

    async def close(self) -> None:
        """End the idle workers; busy ones end with the tasks that use them."""
        while self._idle:
            await self._idle.pop().kill()


def _stopped(reason: str, solution: str) -> Outcome:
    """The outcome of a job whose simulation did not come to its end."""
    return Outcome.failed(INTERNAL_ERROR[0], reason, solution, logs=f"ERROR: {reason}\n")


def _death(status: int | None) -> tuple[str, str]:
    """How a simulation process died by its status, and what to do.

    The system kills a process when memory runs out. A process aborts when C++ code fails: where an allocation is
    refused, but also where the simulator meets what it cannot handle.
    """
    name = signal.Signals(-status).name if status is not None and -status in set(signal.Signals) else None
    more = "Make the job smaller, or give the emulator more memory (memory_mb)."
    if name == "SIGKILL":
        return "The simulation process died: it was killed, probably for lack of memory.", more
    if name == "SIGABRT":
        return (
            "The simulation process died: the simulator aborted, for lack of memory or for a defect in it.",
            more,
        )
    how = f"of the signal {name}" if name else f"with the status {status}"
    return f"The simulation process died {how}.", "Try again, with a smaller job if it fails again."


class _Worker:
    """One process; it answers one request at a time."""

    def __init__(
        self,
        process: Process,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._exchanging: asyncio.Task[Outcome] | None = None
        self._is_ready = False

    @classmethod
    async def start(cls, workers: int) -> _Worker:
        threads = max((os.cpu_count() or 1) // workers, 1)
        environment = worker_environment(os.environ, threads)
        process, channel = start_worker("qrt_facade.emulator.simulation", environment)
        return cls(process, *await asyncio.open_connection(sock=channel))

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    async def ready(self) -> None:
        """Wait until the process takes requests: what it imports before is not the time of a job.

        Raises:
            WorkerDiedError: It did not become ready.
            IncompleteReadError: It ended before.
        """
        if self._is_ready:
            return
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._reader.readexactly(len(READY))
        except TimeoutError:
            raise WorkerDiedError from None
        self._is_ready = True

    async def ask(self, request: dict[str, Any]) -> Outcome:
        exchange = self._exchanging = asyncio.create_task(self._exchange(request))
        while not (await asyncio.wait({exchange}, timeout=_WATCH_SECONDS))[0]:
            if not self.lives:
                raise WorkerDiedError
        return exchange.result()

    async def settles(self) -> bool:
        """Whether the reply that nobody wants any more comes soon, so that the next job can be asked for.

        Most jobs take some hundredths of a second; a new process takes a second or more to import Qiskit.
        """
        exchange = self._exchanging
        if exchange is None:  # it was not asked for anything
            return True
        if not (await asyncio.wait({exchange}, timeout=_SETTLE_SECONDS))[0]:
            return False
        return not exchange.cancelled() and exchange.exception() is None

    async def _exchange(self, request: dict[str, Any]) -> Outcome:
        message = json.dumps(request).encode()
        self._writer.write(_HEADER.pack(len(message)) + message)
        await self._writer.drain()
        (length,) = _HEADER.unpack(await self._reader.readexactly(_HEADER.size))
        return Outcome(**json.loads(await self._reader.readexactly(length)))

    async def end(self) -> int | None:
        """The status of a process that is about to end by itself, as soon as it has ended; it is killed if it does not."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_SECONDS):
                while self.lives:  # noqa: ASYNC110  # the end of a process by its id is no event
                    await asyncio.sleep(0.01)
        await self.kill()
        return self._process.poll()

    async def kill(self) -> None:
        if self._exchanging is not None:
            self._exchanging.cancel()
        self._process.kill()
        self._writer.transport.abort()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_SECONDS):
                while self.lives:  # noqa: ASYNC110  # the end of a process by its id is no event
                    await asyncio.sleep(0.01)

"""The pool of simulation processes.

Unlike `multiprocessing`, they need no `__main__` guard in the user's script. A worker that dies, or that hangs in a job
that took too long or was cancelled, is replaced without affecting the others.
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
"""What a process sends once after importing the simulation code."""

_WATCH_SECONDS = 0.1
"""Interval of checks on a busy worker. Its exit closes the channel, unless a forked child has a copy of it."""

_END_SECONDS = 5.0
"""How long to wait for a killed worker to exit; the system may delay the exit of a process that waits for a disk."""

_START_SECONDS = 120.0
"""How long a new process may take to import Qiskit: normally a second or two, ten times that on a busy machine."""

_SETTLE_SECONDS = 0.2
"""How long to wait for the reply to a cancelled job: much longer than a small job, much shorter than a new process."""


class WorkerDiedError(Exception):
    """Raised when a worker ends before it has replied."""


class WorkerPool:
    """Up to `size` workers, started on demand; the first is started before the first job."""

    def __init__(self, size: int, timeout: float) -> None:
        self._size = size
        self._timeout = timeout
        self._slots = asyncio.Semaphore(size)
        self._idle: list[_Worker] = []

    async def warm(self) -> None:
        """Start one worker in advance, so that no job waits for its imports."""
        async with self._slots:
            if not self._idle:
                self._idle.append(await _Worker.start(self._size))

    async def run(self, request: dict[str, Any]) -> Outcome:
        """Simulate one job; if the worker dies or exceeds the time limit, the outcome is a failure with code 1500."""
        async with self._slots:
            try:
                worker = await self._acquire_worker()
            except OSError as error:
                return Outcome.broken(f"no simulation process could be started: {error.strerror}")
            try:
                await worker.ready()
                async with asyncio.timeout(self._timeout):
                    outcome = await worker.ask(request)
            except TimeoutError:
                await worker.kill()
                return _failed_outcome(
                    f"Simulating the job took longer than {self._timeout:g} s, which is the emulator's limit (job_timeout).",
                    "Use fewer qubits, gates, shots or values, or give the emulator more time (job_timeout).",
                )
            except (WorkerDiedError, asyncio.IncompleteReadError, OSError):
                return _failed_outcome(*_death_reason(await worker.end()))
            except BaseException:
                settled = False
                try:
                    settled = await worker.becomes_idle()
                finally:  # stopping the emulator may cancel a second time
                    if settled:
                        self._idle.append(worker)
                    else:
                        await worker.kill()
                raise
            self._idle.append(worker)
            return outcome

    async def _acquire_worker(self) -> _Worker:
        """Return an idle worker that is alive, or a new one."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            await worker.kill()
        return await _Worker.start(self._size)

    async def close(self) -> None:
        """Kill the idle workers; busy ones end with the tasks that use them."""
        while self._idle:
            await self._idle.pop().kill()


def _failed_outcome(reason: str, solution: str) -> Outcome:
    """Return the outcome of a job whose simulation was not completed."""
    return Outcome.failed(INTERNAL_ERROR[0], reason, solution, logs=f"ERROR: {reason}\n")


def _death_reason(status: int | None) -> tuple[str, str]:
    """Explain how a simulation process died, from its exit status, and what to do.

    The system kills a process when memory runs out. A process aborts when C++ code fails: when an allocation is
    refused, but also when the simulator cannot handle its input.
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
    how = f"from signal {name}" if name else f"with status {status}"
    return f"The simulation process died {how}.", "Try again, with a smaller job if it fails again."


class _Worker:
    """One process, which handles one request at a time."""

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
    def is_alive(self) -> bool:
        return self._process.poll() is None

    async def ready(self) -> None:
        """Wait until the process accepts requests, so that its imports do not count as the time of a job.

        Raises:
            WorkerDiedError: The process did not become ready in time.
            IncompleteReadError: The process ended first.
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
            if not self.is_alive:
                raise WorkerDiedError
        return exchange.result()

    async def becomes_idle(self) -> bool:
        """Whether the unwanted reply to a cancelled request arrives soon, so that the worker can take the next job.

        Most jobs take some hundredths of a second; a new process takes at least a second to import Qiskit.
        """
        exchange = self._exchanging
        if exchange is None:  # no request was sent to it
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
        """Wait for a process that is ending, kill it if it does not, and return its exit status."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_SECONDS):
                while self.is_alive:  # noqa: ASYNC110  # there is no event for the exit of a process known by its id
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
                while self.is_alive:  # noqa: ASYNC110  # there is no event for the exit of a process known by its id
                    await asyncio.sleep(0.01)

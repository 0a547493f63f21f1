"""The life cycle of jobs: Queued, Running on one of the device's lanes, terminal. One task per pending job."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qrt_facade._service.statuses import CANCELLED, COMPLETED, PENDING, QUEUED
from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.limited_logging import limited_logger
from qrt_facade.emulator.domain.mocks import is_mock
from qrt_facade.emulator.domain.records import Outcome
from qrt_facade.emulator.domain.sessions import counts_for_session, expired, idle_for_too_long

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.domain.records import Job, Session
    from qrt_facade.emulator.domain.scenario import Scenario
    from qrt_facade.emulator.options import Options
    from qrt_facade.emulator.run.workers import WorkerPool
    from qrt_facade.emulator.store.instances import InstanceStore
    from qrt_facade.emulator.store.jobs import JobStore
    from qrt_facade.emulator.store.sessions import SessionStore

_LOGGER = limited_logger(__name__)

_SWEEP_SECONDS = 0.25


@dataclass
class Scheduler:
    """Moves jobs and sessions through their states over time."""

    options: Options
    scenario: Scenario
    devices: Mapping[str, Device]
    jobs: JobStore
    sessions: SessionStore
    instances: InstanceStore
    pool: WorkerPool

    def __post_init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._sweeper: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._lanes = {name: asyncio.Semaphore(self.options.lanes) for name in self.devices}

    def begin(self) -> None:
        """Resume the jobs that an earlier run left unfinished, and start watching the sessions' time limits."""
        for job_id in self.jobs.requeue_unfinished():
            self.submit(job_id)
        self._sweeper = asyncio.create_task(self._sweep_forever())

    async def end(self) -> None:
        """Stop without changing any job's state, so that a database on disk can be resumed."""
        tasks = [*self._tasks.values(), *filter(None, (self._sweeper, self._warming))]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def cancel_all(self) -> None:
        """Stop all jobs so that they can be deleted, including those submitted meanwhile."""
        stopped = bool(self._tasks)
        while tasks := [*self._tasks.values()]:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # A done callback removes each task, in a later iteration of the event loop.
            await asyncio.sleep(0)
        if stopped and (self._warming is None or self._warming.done()):
            # A worker that was simulating ended with its job, and a new one takes a second to import Qiskit.
            self._warming = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        with contextlib.suppress(OSError):  # the next job reports it
            await self.pool.warm()

    def submit(self, job_id: str) -> None:
        """Start the task of an accepted job."""
        task = asyncio.create_task(self._run_lifecycle(job_id))
        self._tasks[job_id] = task
        task.add_done_callback(lambda done: self._task_done(job_id, done))

    def _task_done(self, job_id: str, task: asyncio.Task[None]) -> None:
        """Remove a job's task; if the task failed, fail the job, which would otherwise stay pending forever."""
        self._tasks.pop(job_id, None)
        if task.cancelled() or (error := task.exception()) is None:
            return
        if isinstance(error, sqlite3.Error):
            _LOGGER.error("job %s: the data folder cannot be written: %s", job_id, error)
            outcome = Outcome.not_stored(error)
        else:
            _LOGGER.error("the scheduler failed on job %s", job_id, exc_info=error)
            outcome = Outcome.broken("the scheduler failed")
        try:
            self._finish(self.jobs.require(job_id), outcome)
        except sqlite3.Error:
            self.jobs.keep_unsaved(job_id, outcome)

    async def _run_lifecycle(self, job_id: str) -> None:
        job = self.jobs.require(job_id)
        await asyncio.sleep(self._queue_seconds(job) / self.scenario.speed)
        if job.backend not in self.devices:
            gone = f"Backend {job.backend} not found."
            self._finish(job, Outcome.failed(1006, gone, "Choose a backend of the list of backends."))
            return
        while True:
            # A job waits for time to pass and rows to change, for which there is no event. It waits outside the lane so
            # that other jobs can use it.
            while not self._may_run(job):  # noqa: ASYNC110
                await asyncio.sleep(_SWEEP_SECONDS)
            async with self._lanes[job.backend]:
                if self._may_run(job):
                    if self.jobs.start(job_id):
                        await self._run(job)
                    return

    def _queue_seconds(self, job: Job) -> float:
        """Return the queue time: 0 for jobs of an active session, which have priority, and for dry runs."""
        if is_mock(job.backend):
            return 0.0
        if job.session_id is not None and self.sessions.require(job.session_id).state == "active":
            return 0.0
        return self.scenario.queue_seconds

    def _may_run(self, job: Job) -> bool:
        """Whether a job may start; it waits for its device and for usage ('until time is made available').

        A dry run needs neither usage nor the device: only a state that the scenario sets for the mock itself stops it.
        """
        state, _ = self.scenario.device_state(job.backend)
        return state == "online" and (is_mock(job.backend) or not self.instances.usage_limit_reached(job.crn))

    async def _run(self, job: Job) -> None:
        is_dry = is_mock(job.backend)
        if job.session_id is not None:
            session = self.sessions.require(job.session_id)
            if counts_for_session(session, job):
                self.sessions.job_started(session, job.backend)
        began = asyncio.get_running_loop().time()
        rule = self.scenario.rule_for(job)
        outcome = rule.outcome() if rule else await self.pool.run(self._request(job))
        shortest = 0.0 if is_dry else self.scenario.run_seconds
        wanted = (outcome.qpu_seconds if shortest is None else shortest) / self.scenario.speed
        await asyncio.sleep(max(wanted - (asyncio.get_running_loop().time() - began), 0))
        exceeds_limit = not is_dry and self.instances.would_exceed_limit(job.crn, outcome.qpu_seconds)
        if outcome.status == COMPLETED and exceeds_limit:
            outcome = Outcome.ran_too_long(outcome.qpu_seconds, "Ran too long")
        self._finish(job, outcome)

    def _request(self, job: Job) -> dict[str, Any]:
        device = self.devices[job.backend]
        return {
            "program_id": job.program_id,
            "params": self.jobs.params(job.id),
            "device": device.name,
            "configuration": str(device.configuration_file),
            "properties": str(device.properties_file),
            "noise": self.options.noise,
            "dry_run": is_mock(job.backend),
            "seed": job.seed,
            "cost": job.cost,
            "memory_mb": self.options.memory_mb,
        }

    def _finish(self, job: Job, outcome: Outcome) -> bool:
        """Make a job terminal; return False if it already is.

        Raises:
            sqlite3.Error: the database cannot be written; the job is unchanged.
        """
        changed = self.jobs.finish(job.id, outcome)
        if changed and job.session_id is not None:
            session = self.sessions.require(job.session_id)
            self.sessions.job_ended(
                session,
                others_pending=bool(self._pending(session)),
                counts_for_session=counts_for_session(session, job),
            )
        return changed

    def cancel(self, job: Job) -> bool:
        """Cancel a pending job; return False if it is already terminal."""
        # In whole seconds, as a job reports them: otherwise the instance's usage would differ from the sum of its jobs.
        charged = round(clock.seconds_between(job.running, clock.now()))
        if not self._finish(job, Outcome(CANCELLED, "", charged)):
            return False
        self._cancel_task(job.id)
        return True

    def close_session(self, session: Session, reason: str) -> None:
        """Accept no more jobs, fail the queued ones, and close the session once nothing runs."""
        self.sessions.accept_jobs(session.id, accepting=False)
        for job in self._pending(session, QUEUED):
            failed = Outcome.failed(1217, "Session has been closed", "Create a new session and submit again.")
            if self.jobs.finish(job.id, failed):
                self._cancel_task(job.id)
        if not self._pending(session):
            self.sessions.close(self.sessions.require(session.id), reason)

    def drain_session(self, session: Session) -> None:
        """Accept no more jobs; those already accepted still run, and the session closes with the last of them."""
        self.sessions.accept_jobs(session.id, accepting=False)
        if not self._pending(session):
            self.sessions.close(self.sessions.require(session.id), "session_closed_early")

    def _pending(self, session: Session, *statuses: str) -> list[Job]:
        jobs, _ = self.jobs.find(session.crn, session_id=session.id, statuses=statuses or PENDING)
        return jobs

    def _cancel_task(self, job_id: str) -> None:
        if (task := self._tasks.get(job_id)) is not None:
            task.cancel()

    async def _sweep_forever(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                self._sweep()
            except sqlite3.Error as error:
                _LOGGER.error("the data folder cannot be written: %s", error)  # noqa: TRY400  # no traceback needed

    def _sweep(self) -> None:
        self.jobs.retry_unsaved()
        for session in self.sessions.find():
            # A session is not unused while its first job is queued.
            waits = session.started_at is None and bool(self._pending(session))
            if expired(session, self.scenario.speed) and not waits:
                self.close_session(session, "session_closed_by_max_ttl")
            elif idle_for_too_long(session, self.scenario.speed) and not self._pending(session):
                self.sessions.inactivate(session)

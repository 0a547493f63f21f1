"""The job clock: Queued, Running on one of the device's lanes, terminal. One task per pending job."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from qrt_facade._service.statuses import (
    CANCELLED,
    COMPLETED,
    PENDING,
    QUEUED,
    RAN_TOO_LONG,
    RAN_TOO_LONG_CODE,
)
from qrt_facade.emulator.domain import clock, sessions
from qrt_facade.emulator.domain.records import Job, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.domain.records import Session
    from qrt_facade.emulator.domain.scenario import Scenario
    from qrt_facade.emulator.options import Options
    from qrt_facade.emulator.run.workers import WorkerPool
    from qrt_facade.emulator.store.instances import InstanceStore
    from qrt_facade.emulator.store.jobs import JobStore
    from qrt_facade.emulator.store.sessions import SessionStore

_LOGGER = logging.getLogger(__name__)

_SWEEP_SECONDS = 0.25


class Scheduler:
    """Moves jobs and sessions through their states."""

    def __init__(
        self,
        *,
        options: Options,
        scenario: Scenario,
        devices: Mapping[str, Device],
        jobs: JobStore,
        session_store: SessionStore,
        instances: InstanceStore,
        pool: WorkerPool,
    ) -> None:
        self._options = options
        self._scenario = scenario
        self._devices = devices
        self._jobs = jobs
        self._sessions = session_store
        self._instances = instances
        self._pool = pool
        self._lanes = {name: asyncio.Semaphore(options.lanes) for name in devices}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._sweeper: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Take up what an earlier run left unfinished, and watch the sessions' clocks."""
        for job_id in self._jobs.unfinished():
            self.submit(job_id)
        self._sweeper = asyncio.create_task(self._sweep_for_ever())

    async def end(self) -> None:
        """Stop without changing a job's state: a database on disk goes on where it was."""
        tasks = [*self._tasks.values()]
        if self._sweeper is not None:
            tasks.append(self._sweeper)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def submit(self, job_id: str) -> None:
        """Let an accepted job live."""
        task = asyncio.create_task(self._live(job_id))
        self._tasks[job_id] = task
        task.add_done_callback(lambda done: self._ended(job_id, done))

    def _ended(self, job_id: str, task: asyncio.Task[None]) -> None:
        """Forget a job's task; a defect in it must not leave the job pending for ever."""
        self._tasks.pop(job_id, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOGGER.error("the scheduler failed on job %s", job_id, exc_info=error)
            self._finish(
                self._jobs.require(job_id), Outcome.failed(1500, "Internal error.", "Submit it again.")
            )

    async def _live(self, job_id: str) -> None:
        job = self._jobs.require(job_id)
        await asyncio.sleep(self._queue_seconds(job) / self._scenario.speed)
        if job.backend not in self._devices:
            self._finish(job, _device_is_gone(job))
            return
        while True:
            # What a job waits for is time that passes and rows that change, for which there is no event; and it
            # waits outside the lane, which others can use.
            while not self._may_run(job):  # noqa: ASYNC110
                await asyncio.sleep(_SWEEP_SECONDS)
            async with self._lanes[job.backend]:
                if self._may_run(job):
                    if self._jobs.start(job_id):
                        await self._run(job)
                    return

    def _queue_seconds(self, job: Job) -> float:
        """Jobs of an active session have priority: they do not wait again."""
        if job.session_id is not None and self._sessions.require(job.session_id).state == "active":
            return 0.0
        return self._scenario.queue_seconds

    def _may_run(self, job: Job) -> bool:
        """Without usage left, or with the device offline, jobs stay Queued ('until time is made available')."""
        state, _ = self._scenario.device_state(job.backend)
        return state == "online" and not self._instances.usage_limit_reached(job.crn)

    async def _run(self, job: Job) -> None:
        if job.session_id is not None:
            self._sessions.job_started(self._sessions.require(job.session_id), job.backend)
        began = asyncio.get_running_loop().time()
        rule = self._scenario.rule_for(job)
        outcome = rule.outcome() if rule else await self._pool.run(self._request(job))
        shortest = self._scenario.run_seconds
        wanted = (outcome.qpu_seconds if shortest is None else shortest) / self._scenario.speed
        await asyncio.sleep(max(wanted - (asyncio.get_running_loop().time() - began), 0))
        if outcome.status == COMPLETED and self._instances.would_pass_limit(job.crn, outcome.qpu_seconds):
            outcome = Outcome(
                RAN_TOO_LONG, "", outcome.qpu_seconds, reason="Ran too long", reason_code=RAN_TOO_LONG_CODE
            )
        self._finish(job, outcome)

    def _request(self, job: Job) -> dict[str, Any]:
        device = self._devices[job.backend]
        return {
            "program_id": job.program_id,
            "params": self._jobs.params(job.id),
            "device": device.name,
            "configuration": str(device.configuration_file),
            "properties": str(device.properties_file),
            "noise": self._options.noise,
            "seed": job.seed,
            "cost": job.cost,
            "memory_mb": self._options.memory_mb,
        }

    def _finish(self, job: Job, outcome: Outcome) -> bool:
        changed = self._jobs.finish(job.id, outcome)
        if changed and job.session_id is not None:
            session = self._sessions.require(job.session_id)
            self._sessions.job_ended(session, others_pending=bool(self._pending(session)))
        return changed

    def cancel(self, job: Job) -> bool:
        """Cancel a pending job; False if it is terminal already."""
        waited = job.status == QUEUED
        spent = 0.0 if waited else clock.seconds_between(job.running, clock.now())
        if not self._finish(job, Outcome(CANCELLED, "", spent)):
            return False
        self._drop(job.id)
        return True

    def close_session(self, session: Session, reason: str) -> None:
        """Take no more jobs, fail those that wait, and close when nothing runs."""
        self._sessions.accept_jobs(session.id, accepting=False)
        for job in self._pending(session, QUEUED):
            failed = Outcome.failed(1217, "Session has been closed", "Create a new session and submit again.")
            if self._jobs.finish(job.id, failed):
                self._drop(job.id)
        if not self._pending(session):
            self._sessions.close(self._sessions.require(session.id), reason)

    def drain_session(self, session: Session) -> None:
        """Take no more jobs; those that are in still run, and the session closes with the last of them."""
        self._sessions.accept_jobs(session.id, accepting=False)
        if not self._pending(session):
            self._sessions.close(self._sessions.require(session.id), "session_closed_early")

    def _pending(self, session: Session, *statuses: str) -> list[Job]:
        jobs, _ = self._jobs.find(session.crn, session_id=session.id, statuses=statuses or PENDING)
        return jobs

    def _drop(self, job_id: str) -> None:
        if (task := self._tasks.get(job_id)) is not None:
            task.cancel()

    async def _sweep_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            for session in self._sessions.find():
                # A session whose first job still waits in the queue is no unused one.
                waits = session.started_at is None and bool(self._pending(session))
                if sessions.expired(session, self._scenario.speed) and not waits:
                    self.close_session(session, "session_closed_by_max_ttl")
                elif sessions.idle_for_too_long(session, self._scenario.speed) and not self._pending(session):
                    self._sessions.inactivate(session)


def _device_is_gone(job: Job) -> Outcome:
    return Outcome.failed(
        1006, f"Backend {job.backend} not found.", "Choose a backend of the list of backends."
    )

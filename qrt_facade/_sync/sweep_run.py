# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""One process's work on a sweep: it claims points, submits them, waits for their jobs and keeps their results."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from qrt_facade._base.coerce import text_of
from qrt_facade._policy import timing
from qrt_facade._policy.interruptions import warn
from qrt_facade._policy.keys import is_reusable, member_key
from qrt_facade._policy.submission import SubmissionPace
from qrt_facade._policy.sweeps import (
    LEASE,
    after_job_deleted,
    after_job_ended,
    state_label,
    status_of,
    with_job,
)
from qrt_facade._policy.waiting import WaitPlan, is_refusal
from qrt_facade._service.jobs import JobState
from qrt_facade._service.names import key_tag
from qrt_facade._service.reason_codes import TOO_MANY_PENDING
from qrt_facade._service.statuses import COMPLETED, QUEUED
from qrt_facade._sync.job import Job
from qrt_facade._sync.jobs import listings_of, submit_work
from qrt_facade._sync.wait_many import Pending, ask_for_all
from qrt_facade.errors import (
    ApiError,
    BudgetExceededError,
    ConfigurationError,
    JobTimeoutError,
    NotFoundError,
    QrtError,
    RateLimitError,
    SubmissionUncertainError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._policy.submission_options import OnFailed
    from qrt_facade._service.sweep_points import StoredPoint, SweepIdentity, SweepStore
    from qrt_facade._sync.connection import Connection
    from qrt_facade._sync.jobs import Jobs
    from qrt_facade.results.decoding import JobResult

_ANOTHERS: Final = 2.0
"""Seconds between two looks into the store while another process is at work on all that is left."""

_RENEWED: Final = LEASE / 10
"""Seconds after which the claims are renewed."""


class SweepRun:
    """One process's work on a sweep, until some goal is reached.

    Args:
        connection: Where to ask.
        jobs: Submits the jobs.
        store: What was done.
        identity: Which sweep it is.
        most: How many of its jobs may wait or run at the same time.
    """

    def __init__(
        self,
        connection: Connection,
        jobs: Jobs,
        store: SweepStore,
        identity: SweepIdentity,
        *,
        most: int,
    ) -> None:
        self._connection = connection
        self._jobs = jobs
        self._store = store
        self._identity = identity
        self._most = most
        self._owner = secrets.token_hex(8)
        self._clock = timing.current().clock
        self._mine: dict[str, StoredPoint] = {}
        self._handles: dict[str, Job[Any]] = {}
        self._pending: Pending[Job[Any]] = Pending()
        self._in_vain: set[str] = set()
        self._sent: set[str] = set()
        self._pace = SubmissionPace()
        self._resume_at = 0.0
        self._budget_is_short = False
        self._renew_at = 0.0

    def until(
        self,
        reached: Callable[[Sequence[StoredPoint]], bool],
        *,
        timeout: float,
        report: Callable[[Sequence[StoredPoint]], object],
        polling: PollingStrategy | None = None,
    ) -> None:
        """Work on the sweep until its points, without those that nothing more can be done for now, are as wanted.

        Args:
            reached: Tells of the points whether the goal is reached.
            timeout: Seconds until the wait is given up.
            report: Called with all points after each round.
            polling: When to ask; as the connection has it when None.

        Raises:
            JobTimeoutError: The time is up.
            ConfigurationError: The store cannot be written, or a key of a point belongs to another job.
            QrtError: As raised by a submission or a wait.
        """
        plan = WaitPlan(timeout, polling=self._connection.polling if polling is None else polling)
        try:
            while True:
                points = self._claim()
                self._submit_some(points, plan)
                self._collect(plan)
                points = self._store.points()
                report(points)
                if reached([point for point in points if point.name not in self._in_vain]):
                    self._settle_duplicates()
                    return
                self._round(points, plan)
        except BaseException as stop:
            self._note(stop)
            raise
        finally:
            self._store.release(self._owner)

    def _claim(self) -> Sequence[StoredPoint]:
        """Claim what is left to be done, as far as jobs may be submitted, and return all points."""
        now = self._clock.monotonic()
        if now >= self._renew_at:
            self._renew_at = now + _RENEWED
            self._store.renew(self._owner, LEASE)
        points = self._store.points()
        room = self._most - _in_flight(points)
        wanted = [point.name for point in points if self._is_wanted(point, "submitted")]
        room -= sum(point.state == "new" for point in self._mine.values())
        new = [point.name for point in points if self._is_wanted(point, "new")]
        wanted += new[: max(room, 0)]
        if not wanted:
            return points
        claimed = set(self._store.claim(wanted, self._owner, LEASE))
        points = self._store.points()  # they may have changed between the look and the claim
        for point in points:
            if point.name in claimed and point.open:
                self._mine[point.name] = point
                if point.state == "submitted" and point.job_id is not None:
                    # Whatever is known of it is asked for again: what it was charged is known at its end only.
                    unknown = JobState(point.job_id, QUEUED, program_id=self._identity.program)
                    self._watch(point.name, Job(self._connection, unknown))
        return points

    def _is_wanted(self, point: StoredPoint, state: str) -> bool:
        return point.state == state and point.name not in self._mine and point.name not in self._in_vain

    def _watch(self, name: str, job: Job[Any]) -> None:
        self._handles[name] = job
        self._pending.add([job])

    def _drop(self, name: str) -> None:
        """Have nothing more to do with a point."""
        self._mine.pop(name, None)
        job = self._handles.pop(name, None)
        if job is not None:
            self._pending.drop(job)
        if self._budget_is_short:
            self._budget_is_short, self._resume_at = False, 0.0

    def _submit_some(self, points: Sequence[StoredPoint], plan: WaitPlan) -> None:
        """Submit the points that were claimed, as many as may be pending and as fast as the service lets them in."""
        in_flight = _in_flight(points)
        for point in [point for point in self._mine.values() if point.state == "new"]:
            if in_flight >= self._most or self._clock.monotonic() < self._resume_at:
                return
            try:
                job = self._submit(point)
            except QrtError as error:
                self._postpone(error, point, plan, in_flight)
                return
            self._pace.accepted()
            self._mine[point.name] = with_job(point, job.state)
            if not self._store.update(self._mine[point.name], self._owner):
                self._drop(point.name)
                continue
            self._watch(point.name, job)
            in_flight += not job.ended

    def _postpone(self, error: QrtError, point: StoredPoint, plan: WaitPlan, in_flight: int) -> None:
        """Submit a point later that could not be submitted now.

        Raises:
            QrtError: The error itself, when waiting does not help.
        """
        now = self._clock.monotonic()
        if isinstance(error, RateLimitError):
            try:
                self._resume_at = now + self._pace.refused(error)
            except RateLimitError:
                if not in_flight:
                    raise
                self._resume_at = now + timing.current().longest_resubmission
        elif isinstance(error, ApiError) and error.code in TOO_MANY_PENDING and in_flight:
            self._resume_at = now + timing.current().first_resubmission
        elif isinstance(error, BudgetExceededError) and self._handles:
            # Jobs that are under way may come to less than is reserved, and their results are paid for.
            self._resume_at = now + timing.current().longest_resubmission
            self._budget_is_short = True
        else:
            cause = error.__cause__ if isinstance(error, SubmissionUncertainError) else error
            if not isinstance(cause, QrtError) or is_refusal(cause):
                error.add_note(f"this concerns point {point.name!r} of sweep {self._identity.name!r}")
                raise error
            # Whether it arrived does not matter: the point's key finds its job the next time.
            plan.failed(cause)
            self._resume_at = now + timing.current().first_failed_poll

    def _submit(self, point: StoredPoint) -> Job[Any]:
        """Return the job of a point: the one that its key has, or a new one."""
        request = json.loads(self._store.request(point.name))
        if point.resubmitted or point.failed_jobs:
            # Its jobs have ended since they were listed: they are asked about one by one.
            tag = key_tag(member_key(self._identity.name, point.name))
            listings_of(self._jobs).named(self._identity.name).take(tag)
        try:
            job = self._submit_as(point, request, "submit" if point.resubmitted else "adopt")
        except BudgetExceededError:
            raise
        except ConfigurationError:
            # A failed job of another PUB, which a lost store knew of, is not adopted and does not stand in the way.
            job = self._submit_as(point, request, "submit")
        if job.adopted and job.id in point.failed_jobs:
            job = self._submit_as(point, request, "submit")
        return job

    def _submit_as(self, point: StoredPoint, request: dict[str, Any], on_failed: OnFailed) -> Job[Any]:
        key = member_key(self._identity.name, point.name)
        self._sent.add(point.name)
        # Its arguments were checked when the point was recorded, and are checked again by this call.
        from qrt_facade._programs.through_executor.work import work_of_params

        options: dict[str, Any] = {"session": None, "check": False, **request}
        work = work_of_params(cast("Any", self._identity.program), options.pop("params"))
        job: Job[Any] = submit_work(self._jobs, work, "auto", key=key, on_failed=on_failed, **options)
        return job

    def _round(self, points: Sequence[StoredPoint], plan: WaitPlan) -> None:
        """Sleep, then ask once for all jobs that go on."""
        pause = plan.pause()
        if pause is None:
            raise self._timed_out(points, plan)
        until_let_in = self._resume_at - self._clock.monotonic()
        if until_let_in > 0 and any(point.state == "new" for point in self._mine.values()):
            pause = min(pause, until_let_in)
        elif not self._handles:
            pause = min(pause, _ANOTHERS)
        time.sleep(pause)
        if self._pending.handles:
            ask_for_all(self._connection, self._pending, plan)

    def _collect(self, plan: WaitPlan) -> None:
        """Take over how the jobs stand, and keep the results of those that have completed."""
        for name, job in list(self._handles.items()):
            point = self._mine[name]
            if job.ended:
                self._pending.drop(job)  # it is not asked about again while its result cannot be fetched
            if job.missing:
                self._take(name, after_job_deleted(point, "the service does not know it"))
                warn(f"job {job.id} of point {name!r} does not exist any more; the point is submitted anew")
            elif not job.ended:
                if job.status != point.job_status:
                    self._take(name, with_job(point, job.state), watched=True)
            elif job.status == COMPLETED:
                try:
                    self._keep(after_job_ended(point, job.state), job)
                except QrtError as error:
                    self._result_is_not_to_be_had(point, job, error, plan)
            else:
                self._take(name, after_job_ended(point, job.state))

    def _take(self, name: str, point: StoredPoint, *, watched: bool = False) -> None:
        """Write how a point stands now, and go on with it if something is left to be done."""
        written = self._store.update(point, self._owner)
        if not watched:
            self._drop(name)
        if written and point.open:
            self._mine[name] = point
        else:
            self._drop(name)

    def _keep(self, point: StoredPoint, job: Job[Any]) -> None:
        """Fetch a result and keep it in the store.

        Raises:
            QrtError: It cannot be had, or not be kept.
        """
        keep_result(self._store, replace(point, state="done", reason=None, code=None), job)
        self._drop(point.name)

    def _result_is_not_to_be_had(
        self, point: StoredPoint, job: Job[Any], error: QrtError, plan: WaitPlan
    ) -> None:
        """Go on without a result; the point stays as it is, so that the next run asks for it again.

        Raises:
            QrtError: The error itself, when it concerns the store, or the others as well.
        """
        if isinstance(error, ConfigurationError):
            raise error
        if isinstance(error, ApiError) and not is_refusal(error) and not isinstance(error, NotFoundError):
            plan.failed(error)
            return
        self._store.update(replace(with_job(point, job.state), reason=str(error)), self._owner)
        self._in_vain.add(point.name)
        self._drop(point.name)
        warn(f"the result of point {point.name!r} (job {job.id}) could not be fetched: {error}")

    def _settle_duplicates(self) -> None:
        """Look, with one listing, whether others have submitted the same points meanwhile, and keep the elder jobs.

        That happens where two stores on two machines belong to one sweep. What fails is passed over: a duplicate is
        looked for again by the next run.
        """
        if not self._sent:
            return
        series = listings_of(self._jobs).named(self._identity.name)
        try:
            series.load()
            for point in self._store.points():
                key = key_tag(member_key(self._identity.name, point.name))
                good = [state for state in series.jobs_of(key) if is_reusable(state)]
                if point.name in self._sent and point.state == "submitted" and len(good) > 1:
                    job = self._submit(point)
                    if self._store.claim([point.name], self._owner, LEASE):
                        self._store.update(with_job(point, job.state), self._owner)
        except QrtError:
            return

    def _timed_out(self, points: Sequence[StoredPoint], plan: WaitPlan) -> JobTimeoutError:
        jobs = tuple(job for job in self._handles.values() if not job.ended)
        first = jobs[0] if jobs else None
        said = status_of(self._identity.name, points)
        failure = "" if plan.last_failure is None else f"; the last question failed: {plan.last_failure}"
        return JobTimeoutError(
            f"sweep {self._identity.name!r} has not ended after {plan.timeout:g} s: {said}{failure}; its jobs go on, and what "
            "is done is kept",
            job_id="" if first is None else first.id,
            job=first,
            pending=jobs,
        )

    def _note(self, stop: BaseException) -> None:
        """Say on an interruption that nothing is lost."""
        if not isinstance(stop, QrtError):
            stop.add_note(
                f"sweep {self._identity.name!r} goes on where it was when this is run again; no point is paid twice"
            )


def _in_flight(points: Sequence[StoredPoint]) -> int:
    """Return how many jobs wait or run, of all processes."""
    return sum(state_label(point) in {"queued", "running"} for point in points)


def keep_result(store: SweepStore, point: StoredPoint, job: Job[Any]) -> None:
    """Fetch the result of a job that has completed, and keep it in a sweep's store.

    What the service gives once stays on disk where private results are kept until the store has it.

    Args:
        store: The store.
        point: The point, as it stands with its result.
        job: Its job.

    Raises:
        QrtError: It cannot be had, or not be kept.
    """
    from qrt_facade.results.archive import archive_of
    from qrt_facade.results.kept import kept_results

    def keep(body: bytes, result: JobResult) -> None:
        program = job.program_id or ""
        content = archive_of(body, result, program_id=program, job_id=job.id, dry_run=job.dry_run)
        store.save_result(point, content)

    try:
        job.hand_over(keep)
    except NotFoundError:
        # A process that was killed here has left the result of a private job on this machine.
        left = next((one for one in kept_results() if one.job_id == job.id and one.complete), None)
        if left is None:
            raise
        keep(left.body(), left.result())
        left.discard()


def request_of(params: object, backend: str, session: str | None, options: dict[str, Any]) -> bytes:
    """Return what a point is recorded with, as JSON: the arguments of its submission.

    Args:
        params: The program's parameters.
        backend: Name of the backend.
        session: Id of the session or batch, or None.
        options: What every submission takes.
    """
    request = {"params": params, "backend": backend, "session": session, **options}
    return json.dumps(request, default=text_of).encode()

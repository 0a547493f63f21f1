# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""One process's work on a sweep: it claims points, submits them, waits for their jobs and stores their results."""

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
from qrt_facade._sync.wait_many import Pending, poll_all
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

_STORE_POLL: Final = 2.0
"""Seconds between reads of the store while other processes have claimed all remaining points."""

_RENEWAL: Final = LEASE / 10
"""Interval in seconds at which claims are renewed."""


class SweepRun:
    """One process's work on a sweep.

    Args:
        connection: The connection to the service.
        jobs: Submits the jobs.
        store: The store of the points.
        identity: Identity of the sweep.
        most: Maximum number of the sweep's jobs that are queued or running.
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
        self._max_pending = most
        self._owner = secrets.token_hex(8)
        self._clock = timing.current().clock
        self._claimed: dict[str, StoredPoint] = {}
        self._handles: dict[str, Job[Any]] = {}
        self._pending: Pending[Job[Any]] = Pending()
        self._without_result: set[str] = set()
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
        """Process the sweep until a condition is true of its points, except those whose results cannot be fetched.

        Args:
            reached: The condition, called with the points.
            timeout: Maximum wait in seconds.
            report: Called with all points after each round.
            polling: When to poll. Defaults to the connection's.

        Raises:
            JobTimeoutError: The timeout expired.
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
                if reached([point for point in points if point.name not in self._without_result]):
                    self._resolve_duplicates()
                    return
                self._round(points, plan)
        except BaseException as stop:
            self._note(stop)
            raise
        finally:
            self._store.release(self._owner)

    def _claim(self) -> Sequence[StoredPoint]:
        """Claim unfinished points, new ones only up to the maximum of pending jobs, and return all points."""
        now = self._clock.monotonic()
        if now >= self._renew_at:
            self._renew_at = now + _RENEWAL
            self._store.renew(self._owner, LEASE)
        points = self._store.points()
        room = self._max_pending - _in_flight(points)
        wanted = [point.name for point in points if self._is_wanted(point, "submitted")]
        room -= sum(point.state == "new" for point in self._claimed.values())
        new = [point.name for point in points if self._is_wanted(point, "new")]
        wanted += new[: max(room, 0)]
        if not wanted:
            return points
        claimed = set(self._store.claim(wanted, self._owner, LEASE))
        points = self._store.points()  # they may have changed since they were read above
        for point in points:
            if point.name in claimed and point.open:
                self._claimed[point.name] = point
                if point.state == "submitted" and point.job_id is not None:
                    # Fetch the job again, whatever the store knows: its charge is only known once it has ended.
                    unknown = JobState(point.job_id, QUEUED, program_id=self._identity.program)
                    self._watch(point.name, Job(self._connection, unknown))
        return points

    def _is_wanted(self, point: StoredPoint, state: str) -> bool:
        return (
            point.state == state
            and point.name not in self._claimed
            and point.name not in self._without_result
        )

    def _watch(self, name: str, job: Job[Any]) -> None:
        self._handles[name] = job
        self._pending.add([job])

    def _drop(self, name: str) -> None:
        """Stop processing a point."""
        self._claimed.pop(name, None)
        job = self._handles.pop(name, None)
        if job is not None:
            self._pending.drop(job)
        if self._budget_is_short:
            self._budget_is_short, self._resume_at = False, 0.0

    def _submit_some(self, points: Sequence[StoredPoint], plan: WaitPlan) -> None:
        """Submit claimed points, up to the maximum of pending jobs and as fast as the service accepts them."""
        in_flight = _in_flight(points)
        for point in [point for point in self._claimed.values() if point.state == "new"]:
            if in_flight >= self._max_pending or self._clock.monotonic() < self._resume_at:
                return
            try:
                job = self._submit(point)
            except QrtError as error:
                self._postpone(error, point, plan, in_flight)
                return
            self._pace.accepted()
            self._claimed[point.name] = with_job(point, job.state)
            if not self._store.update(self._claimed[point.name], self._owner):
                self._drop(point.name)
                continue
            self._watch(point.name, job)
            in_flight += not job.ended

    def _postpone(self, error: QrtError, point: StoredPoint, plan: WaitPlan, in_flight: int) -> None:
        """Postpone a point that could not be submitted.

        Raises:
            QrtError: The error itself, if waiting does not help.
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
            # Pending jobs may cost less than what is reserved for them, and their results are already paid for.
            self._resume_at = now + timing.current().longest_resubmission
            self._budget_is_short = True
        else:
            cause = error.__cause__ if isinstance(error, SubmissionUncertainError) else error
            if not isinstance(cause, QrtError) or is_refusal(cause):
                error.add_note(f"this concerns point {point.name!r} of sweep {self._identity.name!r}")
                raise error
            # It is irrelevant whether the request arrived: the point's key finds its job next time.
            plan.failed(cause)
            self._resume_at = now + timing.current().first_failed_poll

    def _submit(self, point: StoredPoint) -> Job[Any]:
        """Return the job of a point: the existing job of its key, or a new one."""
        request = json.loads(self._store.request(point.name))
        if point.resubmitted or point.failed_jobs:
            # Its jobs have ended since they were listed, so look them up individually.
            tag = key_tag(member_key(self._identity.name, point.name))
            listings_of(self._jobs).named(self._identity.name).take(tag)
        try:
            job = self._submit_as(point, request, "submit" if point.resubmitted else "adopt")
        except BudgetExceededError:
            raise
        except ConfigurationError:
            # A failed job of another PUB, known to a lost store, is not adopted and does not prevent a new one.
            job = self._submit_as(point, request, "submit")
        if job.adopted and job.id in point.failed_jobs:
            job = self._submit_as(point, request, "submit")
        return job

    def _submit_as(self, point: StoredPoint, request: dict[str, Any], on_failed: OnFailed) -> Job[Any]:
        key = member_key(self._identity.name, point.name)
        self._sent.add(point.name)
        # Its arguments were checked when the point was recorded, and this call checks them again.
        from qrt_facade._programs.through_executor.work import work_of_params

        options: dict[str, Any] = {"session": None, "check": False, **request}
        work = work_of_params(cast("Any", self._identity.program), options.pop("params"))
        job: Job[Any] = submit_work(self._jobs, work, "auto", key=key, on_failed=on_failed, **options)
        return job

    def _round(self, points: Sequence[StoredPoint], plan: WaitPlan) -> None:
        """Sleep, then poll all pending jobs once."""
        pause = plan.pause()
        if pause is None:
            raise self._timed_out(points, plan)
        until_let_in = self._resume_at - self._clock.monotonic()
        if until_let_in > 0 and any(point.state == "new" for point in self._claimed.values()):
            pause = min(pause, until_let_in)
        elif not self._handles:
            pause = min(pause, _STORE_POLL)
        time.sleep(pause)
        if self._pending.handles:
            poll_all(self._connection, self._pending, plan)

    def _collect(self, plan: WaitPlan) -> None:
        """Record the jobs' states, and store the results of those that have completed."""
        for name, job in list(self._handles.items()):
            point = self._claimed[name]
            if job.ended:
                self._pending.drop(job)  # no longer polled, even while its result cannot be fetched
            if job.missing:
                self._record(name, after_job_deleted(point, "the service does not know it"))
                warn(f"job {job.id} of point {name!r} no longer exists; the point is submitted again")
            elif not job.ended:
                if job.status != point.job_status:
                    self._record(name, with_job(point, job.state), watched=True)
            elif job.status == COMPLETED:
                try:
                    self._keep(after_job_ended(point, job.state), job)
                except QrtError as error:
                    self._skip_result(point, job, error, plan)
            else:
                self._record(name, after_job_ended(point, job.state))

    def _record(self, name: str, point: StoredPoint, *, watched: bool = False) -> None:
        """Record a point's state, and continue with it if it has not ended."""
        written = self._store.update(point, self._owner)
        if not watched:
            self._drop(name)
        if written and point.open:
            self._claimed[name] = point
        else:
            self._drop(name)

    def _keep(self, point: StoredPoint, job: Job[Any]) -> None:
        """Fetch a result and store it.

        Raises:
            QrtError: The result cannot be fetched or stored.
        """
        keep_result(self._store, replace(point, state="done", reason=None, code=None), job)
        self._drop(point.name)

    def _skip_result(self, point: StoredPoint, job: Job[Any], error: QrtError, plan: WaitPlan) -> None:
        """Continue without a result; the point is left unchanged, so that the next run fetches it again.

        Raises:
            QrtError: The error itself, if it concerns the store or other points too.
        """
        if isinstance(error, ConfigurationError):
            raise error
        if isinstance(error, ApiError) and not is_refusal(error) and not isinstance(error, NotFoundError):
            plan.failed(error)
            return
        self._store.update(replace(with_job(point, job.state), reason=str(error)), self._owner)
        self._without_result.add(point.name)
        self._drop(point.name)
        warn(f"the result of point {point.name!r} (job {job.id}) could not be fetched: {error}")

    def _resolve_duplicates(self) -> None:
        """Check, with one listing, whether other processes submitted the same points, and keep the older jobs.

        This happens if two stores on two machines belong to one sweep. Failures are ignored: the next run checks again.
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
        status = status_of(self._identity.name, points)
        failure = "" if plan.last_failure is None else f"; the last request failed: {plan.last_failure}"
        return JobTimeoutError(
            f"sweep {self._identity.name!r} did not finish within {plan.timeout:g} s: {status}{failure}. Its jobs keep "
            "running, and finished points are stored",
            job_id="" if first is None else first.id,
            job=first,
            pending=jobs,
        )

    def _note(self, stop: BaseException) -> None:
        """Add a note to an interruption: the sweep can be resumed."""
        if not isinstance(stop, QrtError):
            stop.add_note(
                f"sweep {self._identity.name!r} resumes when this is run again; no point is charged twice"
            )


def _in_flight(points: Sequence[StoredPoint]) -> int:
    """Return the number of queued or running jobs, including those of other processes."""
    return sum(state_label(point) in {"queued", "running"} for point in points)


def keep_result(store: SweepStore, point: StoredPoint, job: Job[Any]) -> None:
    """Fetch the result of a completed job, and store it in a sweep's store.

    A read-once result stays in the folder of private results until the store has it.

    Args:
        store: The store.
        point: The point, in the state to record with the result.
        job: Its job.

    Raises:
        QrtError: The result cannot be fetched or stored.
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
        # A process killed at this point has left a private job's result on this machine.
        left = next((one for one in kept_results() if one.job_id == job.id and one.complete), None)
        if left is None:
            raise
        keep(left.body(), left.result())
        left.discard()


def request_of(params: object, backend: str, session: str | None, options: dict[str, Any]) -> bytes:
    """Return the request to record for a point, as JSON: the arguments of its submission.

    Args:
        params: The program's parameters.
        backend: Name of the backend.
        session: Id of the session or batch, or None.
        options: The other arguments of the submission.
    """
    request = {"params": params, "backend": backend, "session": session, **options}
    return json.dumps(request, default=text_of).encode()

# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Waiting for many jobs, with one request for up to 200 of them instead of one for each."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from qrt_facade._base.arguments import checked_id
from qrt_facade._base.coerce import is_iterable, is_mapping
from qrt_facade._base.logs import log_safely
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._policy import deadlines
from qrt_facade._policy.listing import first_page
from qrt_facade._policy.progress import reporter
from qrt_facade._policy.rounds import FEW, Reading, Turns
from qrt_facade._policy.waiting import (
    Tolerance,
    WaitPlan,
    earliest,
    is_refusal,
    naming_jobs,
    timed_out,
)
from qrt_facade._service.jobs import JobState
from qrt_facade._service.statuses import RUNNING, UNKNOWN
from qrt_facade._sync.job import Job
from qrt_facade._sync.pages import job_pages
from qrt_facade.errors import (
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    QrtError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from datetime import datetime

    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._sync.connection import Connection

J = TypeVar("J", bound="Job[Any]")

_LOGGER: Final = logging.getLogger("qrt_facade.waiting")

_SINGLE_JOB_ERRORS: Final = (NotFoundError, PermissionDeniedError)
"""Errors that concern a single job and say nothing about the others."""


def checked_jobs(connection: Connection, jobs: Iterable[Job[Any] | str]) -> list[Job[Any]]:
    """Check the jobs to wait for, and return a job object for each, in the order given.

    An id refers to the job object with that id among the others. If there is none, one is created per id.

    Raises:
        ConfigurationError: `jobs` are not jobs of this kind of client or ids of jobs.
    """
    if isinstance(jobs, str | bytes) or is_mapping(jobs) or not is_iterable(jobs):
        raise _invalid_jobs(cast("object", jobs))
    given: list[Job[Any] | str] = list(jobs)
    handles: dict[str, Job[Any]] = {}
    for one in given:
        if isinstance(one, Job):
            handles.setdefault(one.id, one)
        elif not isinstance(one, str):
            raise _invalid_jobs(cast("object", one))
    return [one if isinstance(one, Job) else _handle_of(connection, one, handles) for one in given]


def _handle_of(connection: Connection, job_id: str, handles: dict[str, Job[Any]]) -> Job[Any]:
    if job_id not in handles:
        unknown = JobState(id=checked_id("job id", job_id), status=UNKNOWN)
        handles[job_id] = Job(connection, unknown)
    return handles[job_id]


def _invalid_jobs(found: object) -> ConfigurationError:
    return ConfigurationError(
        f"jobs: expected a list of {Job.__name__} objects or of ids of jobs, not {redacted_repr(found)}"
    )


class Awaited(Generic[J]):
    """The jobs to wait for; more may be added during the wait.

    Args:
        jobs: The initial jobs.
    """

    def __init__(self, jobs: Iterable[J] = ()) -> None:
        self._added = list(jobs)

    def add(self, job: J) -> None:
        """Add a job to the wait, from a loop over `iter_completed`, or from another task or thread."""
        self._added.append(job)

    @property
    def has_new(self) -> bool:
        """Whether jobs were added that the wait has not read yet."""
        return bool(self._added)

    def added(self) -> Sequence[J]:
        """Return the jobs added since the last call."""
        added, self._added = self._added, []
        return added


def iter_completed(
    connection: Connection,
    jobs: Iterable[J] | Awaited[J],
    timeout: float,
    *,
    on_update: Callable[[J], object] | None = None,
    progress: bool = False,
    polling: PollingStrategy | None = None,
) -> Generator[J, None]:
    """Yield each job when it has ended, in that order; jobs that cannot be found come last.

    Args:
        connection: The connection of the list.
        jobs: The jobs to wait for. Two objects of one job are both updated and yielded. Jobs may be added to an
            `Awaited` until the last one has been yielded.
        timeout: Maximum wait in seconds for all jobs together.
        on_update: Called with each job whenever its status changes.
        progress: Whether to show on stderr how many have ended.
        polling: When to poll. Defaults to the connection's.
    """
    awaited = jobs if isinstance(jobs, Awaited) else Awaited(jobs)
    pending: Pending[J] = Pending()
    pending.add(awaited.added())
    plan = WaitPlan(
        timeout,
        in_session=any(job.session_id is not None for job in pending.handles),
        polling=connection.polling if polling is None else polling,
    )
    report = reporter(on_update, progress=progress, total=len(pending.by_id()))
    try:
        with naming_jobs(pending.handles):
            while True:
                pending.add(awaited.added())
                for job in list(pending.handles):
                    report(job)
                    if job.ended:
                        pending.drop(job)
                        yield job
                if awaited.has_new:
                    continue
                if not pending.handles:
                    break
                _poll(connection, pending, plan)
            for job in pending.missing:
                yield job
    finally:
        report.close()


class Pending(Generic[J]):
    """The job objects still waited for.

    Attributes:
        missing: Job objects whose jobs the service does not know or show.
        turns: Selects the jobs to poll by id.
    """

    def __init__(self) -> None:
        # By identity: the same object passed twice counts once, and a dict keeps the order.
        self._handles: dict[int, J] = {}
        self.handles: Final = self._handles.values()
        self.missing: list[J] = []
        self.turns: Final = Turns()
        self._refusals: dict[str, Tolerance] = {}

    def add(self, jobs: Iterable[J]) -> None:
        """Add jobs to wait for."""
        self._handles.update({id(job): job for job in jobs})

    def drop(self, job: J) -> None:
        """Stop waiting for a job object."""
        self._handles.pop(id(job), None)

    def by_id(self) -> dict[str, list[J]]:
        """Return the job objects by id."""
        found: dict[str, list[J]] = {}
        for job in self.handles:
            found.setdefault(job.id, []).append(job)
        return found

    def statuses(self) -> list[tuple[J, str]]:
        """Return each job object with its current status."""
        return [(job, job.status) for job in self.handles]

    def denied(self) -> set[str]:
        """Return the ids of jobs that the service did not know or show in its last response about them."""
        return set(self._refusals)

    def described(self, job_id: str) -> None:
        """Record that the service returned a job's state."""
        self._refusals.pop(job_id, None)

    def refused(self, job_id: str, refusal: NotFoundError | PermissionDeniedError) -> None:
        """Record that the service does not know or show a job; after several times, the wait continues without it."""
        try:
            self._refusals.setdefault(job_id, Tolerance()).failed(refusal)
        except (NotFoundError, PermissionDeniedError):
            for job in [job for job in self.handles if job.id == job_id]:
                job.mark_missing(refusal)
                self.drop(job)
                self.missing.append(job)
            log_safely(_LOGGER, logging.WARNING, "no longer waiting for job %s: %s", job_id, refusal)


def _poll(connection: Connection, pending: Pending[Any], plan: WaitPlan) -> None:
    """Sleep, then poll all pending jobs once."""
    pause = plan.pause(running=any(job.status == RUNNING for job in pending.handles))
    if pause is None:
        first, *_ = pending.handles
        from qrt_facade._sync.reasons import reason_for_waiting

        reason = reason_for_waiting(connection, first.state, plan)
        raise timed_out(plan, list(pending.handles), reason)
    time.sleep(pause)
    poll_all(connection, pending, plan)


def poll_all(connection: Connection, pending: Pending[Any], plan: WaitPlan) -> None:
    """Poll all pending jobs once, and record the outcome in the plan.

    Args:
        connection: The connection to the service.
        pending: The jobs, at least one.
        plan: The wait.

    Raises:
        QrtError: The error of the request, if it ends the wait.
    """
    before = pending.statuses()
    try:
        with deadlines.within(plan.for_question()):
            refresh_all(connection, pending)
    except QrtError as error:
        plan.failed(error)
    else:
        plan.answered(changed=sum(job.status != status for job, status in before) / len(before))


def refresh_all(connection: Connection, pending: Pending[Any]) -> None:
    """Update all pending jobs, with as few requests as possible.

    The list of pending jobs is short if most have ended. Jobs missing from it have ended, or are not the caller's: if
    they are many, they are looked for in the list of ended jobs, and the rest are fetched by id.
    """
    unlisted = pending.by_id()
    if len(unlisted) > 1:
        _read_list(connection, pending, unlisted, still_pending=True)
    if len(unlisted) > FEW:
        _read_list(connection, pending, unlisted, still_pending=False)
    failure: QrtError | None = None
    for job_id in pending.turns.next(unlisted):
        try:
            _ask(unlisted[job_id])
        except QrtError as error:
            if isinstance(error, _SINGLE_JOB_ERRORS) and is_refusal(error):
                pending.refused(job_id, error)
            else:  # also a proxy's page that denies everything, which says nothing about one job
                failure = error
        else:
            pending.described(job_id)
    if failure is not None:
        raise failure


def _read_list(
    connection: Connection,
    pending: Pending[Any],
    unlisted: dict[str, list[Job[Any]]],
    *,
    still_pending: bool,
) -> None:
    """Update the jobs in `unlisted` from the list, and remove them from it."""
    handles = [job for jobs in unlisted.values() for job in jobs]
    since = earliest(job.created for job in handles)
    page = first_page(
        pending=still_pending,
        created_after=since,
        created_before=None if still_pending or since is None else _latest(handles),
        # If the oldest date is known, the list begins with it, and newer jobs of other users come later.
        descending=since is None,
        include_mocks=any(job.dry_run for job in handles),
    )
    reading = Reading(len(unlisted))
    with closing(job_pages(connection, page, filtered=False)) as pages:
        for states in pages:
            before = len(unlisted)
            for state in states:
                if state.id not in unlisted:
                    continue
                if unsettled := [job for job in unlisted.pop(state.id) if not job.observe(state)]:
                    unlisted[state.id] = unsettled
                pending.described(state.id)
            if not reading.goes_on(before - len(unlisted), len(unlisted)):
                return


def _latest(handles: Iterable[Job[Any]]) -> datetime | None:
    return max((job.created for job in handles if job.created is not None), default=None)


def _ask(handles: list[Job[Any]]) -> None:
    """Fetch a job once for all its objects; an object that turns out to be another job's is fetched separately."""
    first, *others = handles
    first.ask()
    for job in others:
        if not job.observe(first.state):
            job.ask()

"""Waiting for many jobs: one question for up to 200 of them, not one for each."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

import anyio

from qrt_facade._async.job import AsyncJob
from qrt_facade._async.reasons import reason_for_waiting
from qrt_facade._base.coerce import is_iterable
from qrt_facade._base.logs import log_safely
from qrt_facade._base.redaction import described
from qrt_facade._policy import deadlines
from qrt_facade._policy.progress import reporter
from qrt_facade._policy.waiting import Tolerance, WaitPlan, earliest, naming, timed_out
from qrt_facade._service.statuses import RUNNING
from qrt_facade.errors import ConfigurationError, NotFoundError, PermissionDeniedError, QrtError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._policy.polling import PollingStrategy

J = TypeVar("J", bound="AsyncJob[Any]")

_LOGGER: Final = logging.getLogger("qrt_facade.waiting")

_OF_ONE_JOB: Final = (NotFoundError, PermissionDeniedError)
"""Refusals that are about one job and say nothing about the others."""


def checked_jobs(jobs: Iterable[J]) -> list[J]:
    """Return the jobs to wait for as a list.

    Raises:
        ConfigurationError: It is something else than jobs of this kind of client.
    """
    listed: list[object] = list(jobs) if is_iterable(jobs) else [jobs]
    if is_iterable(jobs) and all(isinstance(job, AsyncJob) for job in listed):
        return cast("list[J]", listed)
    wrong = next((one for one in listed if not isinstance(one, AsyncJob)), jobs)
    raise ConfigurationError(
        f"jobs: expected a list of {AsyncJob.__name__} objects, not one with {described(wrong)}; "
        "client.jobs.get(job_id) makes such an object of an id"
    )


async def iter_completed(
    connection: AsyncConnection,
    list_jobs: Callable[..., AsyncIterator[AsyncJob]],
    jobs: Iterable[J],
    timeout: float,
    *,
    on_update: Callable[[J], object] | None = None,
    progress: bool = False,
    polling: PollingStrategy | None = None,
) -> AsyncIterator[J]:
    """Yield each job once it has ended, the sooner ones first; those that cannot be found come last.

    Args:
        connection: The connection of the list.
        list_jobs: Lists the caller's jobs, as `client.jobs.list` does.
        jobs: The jobs to wait for. Two handles of one job are both kept up to date and yielded.
        timeout: Seconds for all of them together.
        on_update: Called with a job whenever its status has changed.
        progress: Show how many have ended on stderr.
        polling: When to ask; as the connection has it when None.
    """
    # The same handle given twice is one; a dict keeps the order.
    pending = _Pending({id(job): job for job in jobs}.values())
    plan = WaitPlan(
        timeout,
        in_session=any(job.session_id is not None for job in pending.handles),
        polling=connection.polling if polling is None else polling,
    )
    report = reporter(on_update, progress=progress, total=len(pending.by_id()))
    try:
        with naming(pending.handles):
            while True:
                for job in list(pending.handles):
                    report(job)
                    if job.ended:
                        pending.handles.remove(job)
                        yield job
                if not pending.handles:
                    break
                await _question(connection, list_jobs, pending, plan)
            for job in pending.missing:
                yield job
    finally:
        report.close()


class _Pending(Generic[J]):
    """The handles that are still waited for.

    Attributes:
        handles: Those of jobs that have not ended, in the order given.
        missing: Those of jobs that the service does not know or show, for good.
    """

    def __init__(self, handles: Iterable[J]) -> None:
        self.handles = list(handles)
        self.missing: list[J] = []
        self._refusals: dict[str, Tolerance] = {}

    def by_id(self) -> dict[str, list[J]]:
        """Return the handles of each job."""
        found: dict[str, list[J]] = {}
        for job in self.handles:
            found.setdefault(job.id, []).append(job)
        return found

    def statuses(self) -> list[tuple[J, str]]:
        """Return each handle with the status that it has now."""
        return [(job, job.status) for job in self.handles]

    def described(self, job_id: str) -> None:
        """Record that the service answered with a job's state."""
        self._refusals.pop(job_id, None)

    def refused(self, job_id: str, refusal: NotFoundError | PermissionDeniedError) -> None:
        """Record that the service does not know or show a job; after several times the others go on without it."""
        try:
            self._refusals.setdefault(job_id, Tolerance()).failed(refusal)
        except (NotFoundError, PermissionDeniedError):
            lost = [job for job in self.handles if job.id == job_id]
            for job in lost:
                job.mark_missing(refusal)
                self.handles.remove(job)
            self.missing += lost
            log_safely(_LOGGER, logging.WARNING, "job %s is not waited for any longer: %s", job_id, refusal)


async def _question(
    connection: AsyncConnection,
    list_jobs: Callable[..., AsyncIterator[AsyncJob]],
    pending: _Pending[Any],
    plan: WaitPlan,
) -> None:
    """Sleep, then ask once for all pending jobs."""
    pause = plan.pause(running=any(job.status == RUNNING for job in pending.handles))
    if pause is None:
        first = pending.handles[0]
        reason = await reason_for_waiting(connection, first.state, plan)
        raise timed_out(plan, pending.handles, reason)
    await anyio.sleep(pause)
    before = pending.statuses()
    try:
        with deadlines.within(plan.for_question()):
            await _refresh_all(list_jobs, pending)
    except QrtError as error:
        plan.failed(error)
    else:
        plan.answered(changed=any(job.status != status for job, status in before))


async def _refresh_all(list_jobs: Callable[..., AsyncIterator[AsyncJob]], pending: _Pending[Any]) -> None:
    """Bring all pending jobs up to date from the list, newest first, going back no further than the oldest."""
    unlisted = pending.by_id()
    since = earliest(job.created for job in pending.handles)
    mocks = any(job.dry_run for job in pending.handles)
    async for listed in list_jobs(created_after=since, include_mocks=mocks):
        if unsettled := [job for job in unlisted.pop(listed.id, ()) if not job.observe(listed.state)]:
            unlisted[listed.id] = unsettled
        pending.described(listed.id)
        if not unlisted:
            return
    failure: QrtError | None = None
    for job_id, handles in unlisted.items():
        # The list contains the caller's own jobs; one that somebody else submitted is asked for by its id.
        try:
            await _ask(handles)
        except _OF_ONE_JOB as refusal:
            pending.refused(job_id, refusal)
        except QrtError as error:
            failure = error
        else:
            pending.described(job_id)
    if failure is not None:
        raise failure


async def _ask(handles: list[AsyncJob[Any]]) -> None:
    """Ask about one job for all its handles; one that turns out to be another submission's is asked about by itself."""
    first, *others = handles
    await first.ask()
    for job in others:
        if not job.observe(first.state):
            await job.ask()

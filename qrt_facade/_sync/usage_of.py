# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The charges of jobs, read from the list of jobs, 200 per request, or individually if missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from qrt_facade._policy.listing import first_page
from qrt_facade._policy.rounds import Reading
from qrt_facade._policy.waiting import earliest, is_refusal
from qrt_facade._service.jobs_usage import ChargedJob, JobsUsage, is_settled
from qrt_facade._sync.pages import job_pages
from qrt_facade._sync.wait_many import checked_jobs
from qrt_facade.errors import NotFoundError, PermissionDeniedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade._sync.connection import Connection
    from qrt_facade._sync.job import Job


def usage_of(connection: Connection, jobs: Iterable[Job[Any] | str] | Iterator[Job[Any]]) -> JobsUsage:
    """Return the charges of jobs, in the order given; see `client.usage_of`.

    Args:
        connection: The connection to the service.
        jobs: Jobs, ids of jobs, or both; or an async iterator from `client.jobs.list`.

    Raises:
        ConfigurationError: `jobs` is invalid; nothing was sent.
    """
    listed = [job for job in jobs] if isinstance(jobs, Iterator) else jobs
    handles: dict[str, list[Job[Any]]] = {}
    for job in checked_jobs(connection, listed):
        handles.setdefault(job.id, []).append(job)
    open_jobs = {
        job_id: same for job_id, same in handles.items() if not any(is_settled(job.state) for job in same)
    }
    if len(open_jobs) > 1:
        _read_list(connection, open_jobs)
    for same in open_jobs.values():
        try:
            same[0].refresh()
        except (NotFoundError, PermissionDeniedError) as error:
            if not is_refusal(error):  # a proxy's page; the job itself may exist
                raise
    return JobsUsage([ChargedJob.of(_best(same).state) for same in handles.values()])


def _best(same: list[Job[Any]]) -> Job[Any]:
    """Return a job object with a settled charge if there is one, otherwise the first."""
    return next((job for job in same if is_settled(job.state)), same[0])


def _read_list(connection: Connection, open_jobs: dict[str, list[Job[Any]]]) -> None:
    """Update jobs from the list, as long as its pages contain some of them, and leave the others in `open_jobs`."""
    handles = [job for same in open_jobs.values() for job in same]
    since = earliest(job.created for job in handles)
    page = first_page(
        created_after=since,
        created_before=None
        if since is None
        else max(job.created for job in handles if job.created is not None),
        # If the oldest date is known, the list begins with it; otherwise newer jobs are more likely to be wanted.
        descending=since is None,
        include_mocks=any(job.dry_run for job in handles),
    )
    reading = Reading(len(open_jobs))
    with closing(job_pages(connection, page, filtered=False)) as pages:
        for states in pages:
            before = len(open_jobs)
            for state in states:
                same = open_jobs.get(state.id)
                # A state that a job object does not accept is fetched by id.
                if same is not None and same[0].observe(state):
                    del open_jobs[state.id]
            if not reading.goes_on(before - len(open_jobs), len(open_jobs)):
                return

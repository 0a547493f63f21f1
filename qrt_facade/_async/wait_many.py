"""Waiting for many jobs: one question for up to 200 of them, not one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from qrt_facade._policy.progress import reporter
from qrt_facade._policy.waiting import WaitPlan, earliest, note_interruption, time_left
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from qrt_facade._async.job import AsyncJob


async def iter_completed(
    list_jobs: Callable[..., AsyncIterator[AsyncJob]],
    jobs: Iterable[AsyncJob],
    timeout: float,
    *,
    on_update: Callable[[AsyncJob], object] | None = None,
    progress: bool = False,
) -> AsyncIterator[AsyncJob]:
    """Yield each job once it has ended, the sooner ones first.

    Args:
        list_jobs: Lists the caller's jobs, as `client.jobs.list` does.
        jobs: The jobs to wait for.
        timeout: Seconds for all of them together.
        on_update: Called with a job whenever its status has changed.
        progress: Show how many have ended on stderr.
    """
    waited_for = {job.id: job for job in jobs}
    pending = dict(waited_for)
    plan = WaitPlan(timeout, in_session=any(job.session_id is not None for job in waited_for.values()))
    report = reporter(on_update, progress=progress, total=len(waited_for))
    try:
        while True:
            for job in list(pending.values()):
                report(job)
                if job.ended:
                    del pending[job.id]
                    yield job
            if not pending:
                return
            await anyio.sleep(time_left(plan, list(pending.values())))
            before = {job.id: job.status for job in pending.values()}
            try:
                await _refresh_all(list_jobs, pending)
            except QrtError as error:
                plan.failed(error)
            else:
                plan.answered(changed=any(job.status != before[job.id] for job in pending.values()))
    except BaseException as stop:
        note_interruption(stop, pending)
        raise
    finally:
        report.close()


async def _refresh_all(
    list_jobs: Callable[..., AsyncIterator[AsyncJob]], pending: dict[str, AsyncJob]
) -> None:
    """Bring all pending jobs up to date from the list, newest first, going back no further than the oldest."""
    missing = set(pending)
    async for listed in list_jobs(created_after=earliest(job.created for job in pending.values())):
        if listed.id in missing:
            missing.remove(listed.id)
            pending[listed.id].observe(listed.state)
            if not missing:
                return
    for job_id in missing:
        # The list contains the caller's own jobs; one that somebody else submitted is asked for by its id.
        await pending[job_id].refresh()

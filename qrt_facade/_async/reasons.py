"""The reason why a job is still queued, looked up once when a wait for it times out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._policy import deadlines, reasons, timing
from qrt_facade._service.backends import BackendStatus
from qrt_facade._service.instances import Usage
from qrt_facade._service.jobs import is_known_pending
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._policy.waiting import WaitPlan
    from qrt_facade._service.jobs import JobState


async def reason_for_waiting(connection: AsyncConnection, job: JobState, plan: WaitPlan) -> str | None:
    """Return the reason why a job has not run yet, or None if it cannot be determined quickly.

    No request is made if the last poll of the wait failed, since it would probably fail, too.
    """
    if plan.last_failure is not None or not is_known_pending(job.status):
        return reasons.reason_for_waiting(job, None, None)
    with deadlines.within(timing.current().last_question):
        # A dry run uses no QPU time, so the instance's usage is not the reason.
        usage = None if job.dry_run else await _usage(connection)
        return reasons.reason_for_waiting(job, await _backend_status(connection, job), usage)


async def warning_for(connection: AsyncConnection, job: JobState) -> str | None:
    """Return the reason why a new job will not run soon, or None if there is none or it is not known quickly."""
    with deadlines.within(timing.current().advice):
        return reasons.reason_for_warning(
            job, await _backend_status(connection, job), await _usage(connection)
        )


async def _backend_status(connection: AsyncConnection, job: JobState) -> BackendStatus | None:
    from qrt_client.api.backends import get_backend_status

    if job.backend is None:
        return None
    try:
        answer = await connection.read(
            get_backend_status.asyncio_detailed, job.backend, client=connection.raw
        )
    except QrtError:
        return None
    return BackendStatus.of(answer)


async def _usage(connection: AsyncConnection) -> Usage | None:
    from qrt_client.api.instances import get_instance_usage

    try:
        answer = await connection.read(get_instance_usage.asyncio_detailed, client=connection.raw)
    except QrtError:
        return None
    return Usage.of(answer)

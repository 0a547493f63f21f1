# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The reason why a job is still queued, looked up once when a wait for it times out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._policy import deadlines, reasons, timing
from qrt_facade._service.backends import BackendStatus
from qrt_facade._service.instances import Usage
from qrt_facade._service.jobs import is_known_pending
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from qrt_facade._policy.waiting import WaitPlan
    from qrt_facade._service.jobs import JobState
    from qrt_facade._sync.connection import Connection


def reason_for_waiting(connection: Connection, job: JobState, plan: WaitPlan) -> str | None:
    """Return the reason why a job has not run yet, or None if it cannot be determined quickly.

    No request is made if the last poll of the wait failed, since it would probably fail, too.
    """
    if plan.last_failure is not None or not is_known_pending(job.status):
        return reasons.reason_for_waiting(job, None, None)
    with deadlines.within(timing.current().last_question):
        # A dry run uses no QPU time, so the instance's usage is not the reason.
        usage = None if job.dry_run else _usage(connection)
        return reasons.reason_for_waiting(job, _backend_status(connection, job), usage)


def warning_for(connection: Connection, job: JobState) -> str | None:
    """Return the reason why a new job will not run soon, or None if there is none or it is not known quickly."""
    with deadlines.within(timing.current().advice):
        return reasons.reason_for_warning(job, _backend_status(connection, job), _usage(connection))


def _backend_status(connection: Connection, job: JobState) -> BackendStatus | None:
    from qrt_client.api.backends import get_backend_status

    if job.backend is None:
        return None
    try:
        answer = connection.read(get_backend_status.sync_detailed, job.backend, client=connection.raw)
    except QrtError:
        return None
    return BackendStatus.of(answer)


def _usage(connection: Connection) -> Usage | None:
    from qrt_client.api.instances import get_instance_usage

    try:
        answer = connection.read(get_instance_usage.sync_detailed, client=connection.raw)
    except QrtError:
        return None
    return Usage.of(answer)

# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""One look at why a job waits, when a wait for it is given up."""

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
    """Return why the job has not run yet, or None when that cannot be learnt at once.

    Nothing is asked when the last question of the wait failed: the next one would only last as long.
    """
    if plan.last_failure is not None or not is_known_pending(job.status):
        return reasons.reason_for_waiting(job, None, None)
    with deadlines.within(timing.current().last_question):
        # A dry run takes no QPU time, so that what the instance has used up is no reason.
        usage = None if job.dry_run else _usage(connection)
        return reasons.reason_for_waiting(job, _backend_status(connection, job), usage)


def warning_for(connection: Connection, job: JobState) -> str | None:
    """Return what will keep a job that was just submitted from running soon, or None when that cannot be learnt at once."""
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

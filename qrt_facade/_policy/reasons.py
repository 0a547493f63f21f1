"""Explanations why a job has not run yet, from what the service reports about the job, its backend and the instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._display.format import resource_units
from qrt_facade._service.statuses import RUNNING

if TYPE_CHECKING:
    from qrt_facade._service.backends import BackendStatus
    from qrt_facade._service.instances import Usage
    from qrt_facade._service.jobs import JobState


def reason_for_waiting(
    job: JobState | None, backend: BackendStatus | None, usage: Usage | None
) -> str | None:
    """Return why the job waits, or None if the reason is unknown or it is running.

    Args:
        job: The job, or None before it exists.
        backend: Status of its backend, or None if unknown.
        usage: Usage of its instance, or None if unknown.
    """
    if job is not None and job.status == RUNNING:
        return None
    reasons = [*_of_instance(usage), *_of_backend(job, backend), *_of_queue(job, backend)]
    return "; ".join(reasons) or None


def reason_for_warning(job: JobState, backend: BackendStatus | None, usage: Usage | None) -> str | None:
    """Return what delays a job beyond normal queueing, or None.

    Args:
        job: The job, just submitted.
        backend: Status of its backend, or None if unknown.
        usage: Usage of its instance, or None if unknown.
    """
    if backend is not None and backend.status is None and not isinstance(backend.raw.get("state"), bool):
        backend = None  # a response without a status is not a reason
    return "; ".join([*_of_instance(usage), *_of_backend(job, backend)]) or None


def _of_instance(usage: Usage | None) -> list[str]:
    if usage is None or not usage.limit_reached:
        return []
    again = usage.time_available_at
    when = f" at {again:%Y-%m-%d %H:%M} UTC" if again else ""
    units = _any(usage.consumed_ru, usage.limit_ru, usage.allocation_ru)
    times = _any(usage.consumed_seconds, usage.limit_seconds, usage.allocation_seconds)
    if units and (_any(usage.limit_ru) or not _any(usage.limit_seconds)):
        used = "" if usage.consumed_ru is None else f" ({resource_units(usage.consumed_ru)})"
        return [
            f"the instance has used up its resource units{used}, and jobs wait until units become available{when}"
        ]
    if times and not units:
        return [f"the instance has used up its QPU time, and jobs wait until time becomes available{when}"]
    # The unit of the limit is unknown.
    return [f"the instance has reached its usage limit, and jobs wait until more becomes available{when}"]


def _any(*figures: float | None) -> bool:
    return any(figure is not None for figure in figures)


def _of_backend(job: JobState | None, backend: BackendStatus | None) -> list[str]:
    # `internal` and other statuses next to `active` mean that jobs may wait although the backend is online.
    if backend is None or (backend.operational and backend.status in {None, "active"}):
        return []
    name = job.backend if job is not None and job.backend else "the backend"
    said = backend.message or backend.status
    stands = "is not running jobs" if not backend.operational else "may not be running jobs"
    return [f"{name} {stands}" + (f": {said}" if said else "")]


def _of_queue(job: JobState | None, backend: BackendStatus | None) -> list[str]:
    reasons: list[str] = []
    if job is not None and job.position_in_queue is not None:
        reasons.append(f"position {job.position_in_queue} in the queue")
    elif backend is not None and backend.queue_length:
        waiting = backend.queue_length
        reasons.append(f"{waiting} {'job waits' if waiting == 1 else 'jobs wait'} for this backend")
    if job is not None and job.estimated_start_time is not None:
        reasons.append(f"expected to start at {job.estimated_start_time:%Y-%m-%d %H:%M} UTC")
    return reasons

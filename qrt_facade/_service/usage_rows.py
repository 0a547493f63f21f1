"""Jobs, workloads and analytics as rows, for frames and files: column names contain their unit, never milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import number_of, parse_time, text_of
from qrt_facade._display.rows import Column
from qrt_facade._service.statuses import UNKNOWN
from qrt_facade._service.usage import amount_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._display.rows import Cell
    from qrt_facade._service.jobs import JobState
    from qrt_facade._service.sweep_points import StoredPoint
    from qrt_facade._service.workloads import Workload

Row = dict[str, "Cell"]

WORKLOAD_COLUMNS: Final = (
    Column("id"),
    Column("mode"),
    Column("status"),
    Column("status_reason"),
    Column("backend"),
    Column("created", "time"),
    Column("ended", "time"),
    Column("user_id"),
    Column("tags", "texts"),
    Column("usage_seconds", "number"),
    Column("usage_ru", "number"),
    Column("usage_status"),
    Column("accepting_jobs", "flag"),
    Column("dry_run", "flag"),
)
"""Columns of a workload."""

JOB_COLUMNS: Final = (
    Column("id"),
    Column("status"),
    Column("backend"),
    Column("program"),
    Column("created", "time"),
    Column("user_id"),
    Column("session_id"),
    Column("tags", "texts"),
    Column("usage_seconds", "number"),
    Column("usage_ru", "number"),
    Column("usage_status"),
    Column("estimated_seconds", "number"),
    Column("error_code", "whole"),
    Column("error"),
    Column("private", "flag"),
    Column("dry_run", "flag"),
)
"""Columns of a job."""


POINT_COLUMNS: Final = (
    Column("point"),
    Column("state"),
    Column("job_id"),
    Column("job_status"),
    Column("error_code", "whole"),
    Column("error"),
    Column("usage_seconds", "number"),
    Column("usage_ru", "number"),
)
"""Columns of a sweep's point."""


def workload_row(workload: Workload) -> Row:
    """Return a workload as a row of `WORKLOAD_COLUMNS`."""
    return {
        "id": workload.id,
        "mode": workload.mode,
        "status": workload.status,
        "status_reason": workload.status_reason,
        "backend": workload.backend,
        "created": workload.created,
        "ended": workload.ended,
        "user_id": workload.user_id,
        "tags": workload.tags,
        "usage_seconds": workload.usage_seconds,
        "usage_ru": workload.usage_ru,
        "usage_status": workload.usage_status,
        "accepting_jobs": workload.accepting_jobs,
        "dry_run": workload.dry_run,
    }


def job_row(job: JobState) -> Row:
    """Return a job as a row of `JOB_COLUMNS`."""
    return {
        "id": job.id,
        "status": None if job.status == UNKNOWN else job.status,
        "backend": job.backend,
        "program": job.program_id,
        "created": job.created,
        "user_id": job.user_id,
        "session_id": job.session_id,
        "tags": job.tags,
        "usage_seconds": job.usage_seconds,
        "usage_ru": job.usage_ru,
        "usage_status": job.usage_status,
        "estimated_seconds": job.estimated_seconds,
        "error_code": None if job.reason is None else job.reason.code,
        "error": None if job.reason is None else job.reason.message,
        "private": job.private,
        "dry_run": job.dry_run,
    }


def point_row(point: StoredPoint) -> Row:
    """Return a point of a sweep as a row of `POINT_COLUMNS`."""
    return {
        "point": point.name,
        "state": point.state,
        "job_id": point.job_id,
        "job_status": point.job_status,
        "error_code": point.code,
        "error": point.reason,
        "usage_seconds": point.usage_seconds,
        "usage_ru": point.usage_ru,
    }


_COUNTS: Final = ("jobs", "individual_jobs", "sessions", "batch_sessions", "dedicated_sessions")
"""Counts in analytics."""

_TIMES: Final = (
    *(
        f"{figure}{what}_usage"
        for what in ("individual_jobs", "sessions", "batch_sessions", "dedicated_sessions")
        for figure in ("", "avg_", "max_")
    ),
    "queue_time",
    "avg_queue_time",
    "max_queue_time",
)
"""Fields of analytics in milliseconds, next to `usage`: sums, means and maxima."""

_TOTALS: Final = (
    Column("jobs", "whole"),
    Column("usage_seconds", "number"),
    Column("usage_ru", "number"),
    *(Column(name, "whole") for name in _COUNTS[1:]),
    *(Column(f"{name}_seconds", "number") for name in _TIMES),
)
_INTERVAL: Final = (Column("interval_start", "time"), Column("interval_end", "time"))


def analytics_columns(group_by: str | None, *, by_date: bool) -> Sequence[Column]:
    """Return the columns of analytics, beginning with the group, named like the grouping, and the interval."""
    group = () if group_by is None else (Column(group_by),)
    return (*group, *(_INTERVAL if by_date else ()), *_TOTALS)


def analytics_row(answer: Mapping[str, Any], group_by: str | None) -> Row:
    """Return totals of analytics, in the service's form, as a row of `analytics_columns`: in seconds."""
    row: Row = {
        "interval_start": parse_time(answer.get("interval_start")),
        "interval_end": parse_time(answer.get("interval_end")),
        "usage_ru": amount_of(answer.get("usage_ru")),
    }
    for name in ("usage", *_TIMES):
        milliseconds = number_of(answer.get(name))
        row[f"{name}_seconds"] = None if milliseconds is None else milliseconds / 1000
    for name in _COUNTS:
        number = number_of(answer.get(name))
        row[name] = None if number is None else round(number)
    if group_by is not None:
        row[group_by] = text_of(answer.get("key"))
    return row

"""Jobs and workloads as rows, for frames and files: one column for each thing that is known of them, named with its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qrt_facade._display.rows import Column

if TYPE_CHECKING:
    from qrt_facade._display.rows import Cell
    from qrt_facade._service.jobs import JobState
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
"""What is known of a workload."""

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
"""What is known of a job."""


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
        "status": job.status,
        "backend": job.backend,
        "program": job.program_id,
        "created": job.created,
        "user_id": getattr(job, "user_id", None),
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

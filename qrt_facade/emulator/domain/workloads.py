"""Workloads: the platform's combined list of individual jobs, sessions with their jobs, and runs of functions."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qrt_facade._service.statuses import CANCELLED, COMPLETED, FAILED, QUEUED, RAN_TOO_LONG, RUNNING
from qrt_facade.emulator.domain.sessions import by_session, charged_seconds, job_seconds
from qrt_facade.emulator.domain.usage import figure
from qrt_facade.emulator.domain.users import OWNER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade.emulator.domain.records import Job, Session
    from qrt_facade.emulator.domain.rules import FunctionRun
    from qrt_facade.emulator.domain.usage import UsageMode

JOB_STATUS = {
    QUEUED: "pending", RUNNING: "in_progress",
    COMPLETED: "completed", CANCELLED: "canceled", RAN_TOO_LONG: "canceled", FAILED: "failed",
}  # fmt: skip
SESSION_STATUS = {
    "open": "pending", "active": "in_progress", "inactive": "in_progress", "closed": "completed",
}  # fmt: skip


@dataclass(frozen=True)
class Workload:
    """An entry of the list; `seconds` is None while unknown."""

    id: str
    created: str
    ended: str | None
    backend: str
    instance: str
    mode: str
    status: str
    tags: tuple[str, ...]
    seconds: float | None
    accepting_jobs: bool | None = None
    reason: str | None = None
    estimate: float | None = None
    user_id: str = OWNER

    @property
    def place(self) -> tuple[str, str]:
        """The sort key of the list."""
        return self.created, self.id

    def shown(self, mode: UsageMode) -> dict[str, Any]:
        """Return the body that the API sends."""
        body: dict[str, Any] = {
            "id": self.id,
            "created": self.created,
            "backend": self.backend,
            "instance": self.instance,
            "user_id": self.user_id,
            "accepting_jobs": self.accepting_jobs,
            "mode": self.mode,
            "status": self.status,
            "tags": list(self.tags),
        }
        if self.seconds is not None:
            if mode != "units":
                body["usage_seconds"] = self.seconds
            body["usage"] = {
                **figure(mode, self.seconds, in_seconds_as="qpu_charge_time_seconds", in_units_as="value"),
                "status": "complete" if self.ended else "pending",
            }
        optional = {
            "ended": self.ended,
            "status_reason": self.reason,
            "estimated_running_time_seconds": self.estimate,
        }
        return body | {name: value for name, value in optional.items() if value is not None}


def collect(
    jobs: Sequence[Job], sessions: Iterable[Session], more: Iterable[Workload] = ()
) -> list[Workload]:
    """Return the workloads of an instance, including `more`, oldest first; a session's jobs are part of it."""
    members = by_session(jobs)
    found = [_of_job(job) for job in jobs if job.session_id is None]
    found += [_of_session(session, members.get(session.id, [])) for session in sessions]
    found += more
    return sorted(found, key=lambda workload: workload.place)


def _of_job(job: Job) -> Workload:
    return Workload(
        id=job.id, created=job.created, ended=job.finished, backend=job.backend, instance=job.crn, mode="job",
        status=JOB_STATUS.get(job.status, "in_progress"), tags=job.tags, seconds=None if job.pending else job.qpu_seconds,
        reason=job.reason, estimate=job.estimate_seconds, user_id=job.user_id,
    )  # fmt: skip


def function_workload(run: FunctionRun, crn: str) -> Workload:
    """Return the workload of a function's run; its mode `function` is inferred, as the word was never observed."""
    return Workload(
        id=run.id, created=run.created, ended=run.ended, backend=run.backend, instance=crn, mode="function",
        status=run.status, tags=(), seconds=run.qpu_seconds, user_id=run.user_id,
    )  # fmt: skip


def _of_session(session: Session, jobs: list[Job]) -> Workload:
    return Workload(
        id=session.id, created=session.created, ended=session.closed_at, backend=session.backend or "",
        instance=session.crn, mode="batch" if session.mode == "batch" else "session",
        status=SESSION_STATUS[session.state], tags=tuple(dict.fromkeys(tag for job in jobs for tag in job.tags)),
        seconds=charged_seconds(session, job_seconds(session, jobs)),
        accepting_jobs=session.accepting_jobs, user_id=session.user_id,
    )  # fmt: skip


@dataclass(frozen=True)
class WorkloadFilter:
    """Filter of a listing; empty values match everything."""

    backend: str | None = None
    search: str | None = None
    statuses: Sequence[str] = ()
    mode: str | None = None
    created_after: str | None = None
    created_before: str | None = None
    tags: Sequence[str] = ()
    user_id: str | None = None

    def matches(self, workload: Workload) -> bool:
        """Whether a workload matches; `search` looks in its id and tags."""
        return (
            self.backend in {None, workload.backend}
            and self.user_id in {None, workload.user_id}
            and self.mode in {None, workload.mode}
            and (not self.statuses or workload.status in self.statuses)
            and (self.created_after is None or workload.created >= self.created_after)
            and (self.created_before is None or workload.created <= self.created_before)
            and set(self.tags) <= set(workload.tags)
            and (self.search is None or any(self.search in text for text in (workload.id, *workload.tags)))
        )


@dataclass(frozen=True)
class Page:
    """A page of workloads, with the cursors of the adjacent pages, if any."""

    workloads: list[Workload]
    total: int
    previous: str | None
    next: str | None


def page(
    workloads: list[Workload], limit: int, *, descending: bool, after: str | None, before: str | None
) -> Page:
    """Return a page of workloads that are in ascending order.

    Raises:
        ValueError: a cursor is invalid.
    """
    ordered = workloads[::-1] if descending else workloads
    start = 0
    if after is not None:
        start = _count_before(ordered, _place(after), descending=descending, inclusive=True)
    elif before is not None:
        start = max(_count_before(ordered, _place(before), descending=descending, inclusive=False) - limit, 0)
    shown = ordered[start : start + limit]
    return Page(
        workloads=shown,
        total=len(workloads),
        previous=_cursor(shown[0]) if shown and start > 0 else None,
        next=_cursor(shown[-1]) if start + limit < len(ordered) else None,
    )


def _count_before(
    ordered: list[Workload], place: tuple[str, str], *, descending: bool, inclusive: bool
) -> int:
    """Return how many workloads precede a place, including the place itself if `inclusive`."""

    def is_before(workload: Workload) -> bool:
        earlier = workload.place > place if descending else workload.place < place
        return earlier or (inclusive and workload.place == place)

    return sum(map(is_before, ordered))


def _cursor(workload: Workload) -> str:
    return base64.urlsafe_b64encode("|".join(workload.place).encode()).decode()


def _place(cursor: str) -> tuple[str, str]:
    try:
        created, workload_id = base64.urlsafe_b64decode(cursor).decode().split("|")
    except ValueError as error:  # includes errors of Base64 and of UTF-8
        raise ValueError(f"{cursor!r} is not a cursor") from error
    return created, workload_id

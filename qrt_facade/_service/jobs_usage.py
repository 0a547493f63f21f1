"""Charges of jobs, one row per job: `client.usage_of(jobs)`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, overload

from qrt_facade._base.missing import with_hints
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import pluralize
from qrt_facade._display.format import resource_units, seconds
from qrt_facade._display.frames import Framed
from qrt_facade._display.html import MAX_ROWS, more, table
from qrt_facade._display.rows import Column, ColumnTable, columns_of
from qrt_facade._service.jobs import JobState, is_known_final
from qrt_facade._service.statuses import UNKNOWN
from qrt_facade._service.usage import JobUsage, is_pending

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_COLUMNS: Final = (
    Column("id"),
    Column("status"),
    Column("backend"),
    Column("program"),
    Column("created", "time"),
    Column("user_id"),
    Column("tags", "texts"),
    Column("usage_seconds", "number"),
    Column("usage_ru", "number"),
    Column("settled", "flag"),
    Column("dry_run", "flag"),
)


@dataclass(frozen=True, slots=True)
class ChargedJob:
    """A job and its charge.

    Attributes:
        job_id: The job.
        status: Its status, or None if the service does not know the job, or does not show it.
        backend: Name of the backend, or None.
        program_id: `sampler`, `estimator`, ..., or None.
        created: When it was submitted, aware, in UTC, or None.
        user_id: User who submitted it, or None.
        tags: Its tags, without those that its submission added.
        usage: Its charge, in resource units (RUs) and in seconds of QPU time; unknown values are None.
        settled: Whether the charge is final: False while the service reports it as pending, and for a job that has not
            ended; None for an unknown job.
        dry_run: Whether it was a dry run, which is charged nothing: its usage is what a real run would be charged.
    """

    job_id: str
    status: str | None
    backend: str | None
    program_id: str | None
    created: datetime | None
    user_id: str | None
    tags: tuple[str, ...]
    usage: JobUsage
    settled: bool | None
    dry_run: bool

    @classmethod
    def of(cls, job: JobState) -> ChargedJob:
        """Convert a job's state."""
        known = job.status != UNKNOWN
        return cls(
            job.id,
            job.status if known else None,
            job.backend,
            job.program_id,
            job.created,
            job.user_id,
            job.tags,
            job.usage,
            is_settled(job) if known else None,
            job.dry_run,
        )


def is_settled(job: JobState) -> bool:
    """Return whether a job's charge is final. API versions before 2026-03-15 report no status of it."""
    if is_pending(job.usage_status) or not is_known_final(job.status):
        return False
    return job.usage_status is not None or job.usage_seconds is not None or job.usage_ru is not None


@with_hints
class JobsUsage(Sequence[ChargedJob], Framed):
    """The charges of jobs: a sequence with one `ChargedJob` for each, and their sums.

        used = client.usage_of(jobs)
        used.seconds, used.unsettled                     # such as (3.5, 0)

    The sums exclude dry runs, which are charged nothing. The frame (`to_frame`) has a row for each job: `id`, `status`,
    `backend`, `program`, `created`, `user_id`, `tags`, `usage_seconds`, `usage_ru`, `settled` and `dry_run`.

    Args:
        jobs: The jobs.
    """

    def __init__(self, jobs: Sequence[ChargedJob]) -> None:
        self._jobs = tuple(jobs)

    @property
    def seconds(self) -> float | None:
        """Total seconds of QPU time charged so far, as far as known; None if none is known."""
        return _sum(job.usage.seconds for job in self._charged)

    @property
    def ru(self) -> float | None:
        """Total resource units (RUs) charged so far, as far as known; None if none is known."""
        return _sum(job.usage.value for job in self._charged)

    @property
    def unsettled(self) -> int:
        """Number of jobs whose charge is not final, or unknown: the sums may increase by theirs."""
        return sum(not job.settled for job in self._charged)

    @property
    def _charged(self) -> Iterator[ChargedJob]:
        return (job for job in self._jobs if not job.dry_run)

    @overload
    def __getitem__(self, index: int) -> ChargedJob: ...

    @overload
    def __getitem__(self, index: slice) -> JobsUsage: ...

    def __getitem__(self, index: int | slice) -> ChargedJob | JobsUsage:
        return JobsUsage(self._jobs[index]) if isinstance(index, slice) else self._jobs[index]

    def __len__(self) -> int:
        return len(self._jobs)

    def __str__(self) -> str:
        known = [
            str(figure) for figure in (resource_units(self.ru), seconds(self.seconds)) if figure is not None
        ]
        open_ = f"; {self.unsettled:,} not settled" if self.unsettled else ""
        return f"{pluralize(len(self), 'job')}: {', '.join(known) or 'no usage known'}{open_}"

    @safe_repr
    def __repr__(self) -> str:
        return f"<JobsUsage: {self}>"

    def _repr_html_(self) -> str:
        columns = ("job", "status", "backend", "usage", "QPU time", "settled")
        rows = [
            (
                job.job_id,
                job.status,
                job.backend,
                resource_units(job.usage.value),
                seconds(job.usage.seconds),
                {True: "yes", False: "not yet", None: None}[job.settled],
            )
            for job in self._jobs[:MAX_ROWS]
        ]
        return table(str(self), columns, rows) + more(len(self) - MAX_ROWS, "job")

    def _table(self) -> ColumnTable:
        rows = (
            {
                "id": job.job_id,
                "status": job.status,
                "backend": job.backend,
                "program": job.program_id,
                "created": job.created,
                "user_id": job.user_id,
                "tags": job.tags,
                "usage_seconds": job.usage.seconds,
                "usage_ru": job.usage.value,
                "settled": job.settled,
                "dry_run": job.dry_run,
            }
            for job in self
        )
        return ColumnTable(_COLUMNS, columns_of(_COLUMNS, rows))


def _sum(amounts: Iterator[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None

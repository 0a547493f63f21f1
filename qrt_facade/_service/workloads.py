"""Jobs, sessions, batches and function runs as described by the list of workloads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import parse_qs, urlsplit

from qrt_facade._base.coerce import (
    flag_of,
    list_of,
    mapping_of,
    parse_time,
    text_of,
    texts_of,
)
from qrt_facade._base.secrets import redacted_text
from qrt_facade._display.format import resource_units, seconds, yes_or_no
from qrt_facade._display.html import facts_table
from qrt_facade._service.mocks import DRY_RUN_NOTE, is_mock_name
from qrt_facade._service.names import visible_tags, with_tags_restored
from qrt_facade._service.usage import JobUsage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qrt_facade._display.facts import Facts

WorkloadMode: TypeAlias = Literal["job", "session", "batch"]
WorkloadStatus: TypeAlias = Literal["pending", "in_progress", "completed", "canceled", "failed"]


@dataclass(frozen=True, slots=True)
class Workload:
    """A job, a session, a batch or a run of a function, as described by the list of workloads.

    Attributes:
        id: Id of the job, session, batch or function run.
        mode: `job`, `session`, `batch`, or another mode of the service: a function run is a workload too.
        status: `pending`, `in_progress`, `completed`, `canceled`, `failed`, or a status added later.
        status_reason: Reason for the status, for jobs, or None.
        backend: Name of the backend, or None.
        created: When it was created, aware, in UTC, or None.
        ended: When it ended, aware, in UTC, or None.
        tags: Tags of a job, without those that its submission added.
        usage_seconds: Seconds of QPU time charged, or None while it is not settled, or if the service sends only RUs.
        accepting_jobs: Whether a session or batch accepts new jobs; None for jobs.
        user_id: User who created it, or None.
        raw: The unprocessed entry: JSON, which is why its values are `Any`.
        usage_ru: Resource units (RUs) charged, or None while it is not settled, or if the service sends none. A
            function run is also charged for classical compute and licences.
        usage_status: `complete` once the charge is settled, `pending` before; None if the service omits it.
    """

    id: str
    mode: str | None
    status: str | None
    status_reason: str | None
    backend: str | None
    created: datetime | None
    ended: datetime | None
    tags: tuple[str, ...]
    usage_seconds: float | None
    accepting_jobs: bool | None
    user_id: str | None
    raw: Mapping[str, Any] = field(repr=False)
    usage_ru: float | None = None
    usage_status: str | None = None

    @property
    def usage(self) -> JobUsage:
        """Its charge: resource units, seconds and whether they are settled; unknown values are None."""
        return JobUsage(self.usage_ru, self.usage_seconds, self.usage_status)

    @property
    def dry_run(self) -> bool:
        """Whether it ran, or runs, on a mock device: its results are random."""
        return is_mock_name(self.backend)

    def facts(self) -> Facts:
        """Return labels and values for display."""
        return [
            ("mode", self.mode),
            ("status", self.status),
            ("reason", self.status_reason),
            ("backend", self.backend),
            ("created", self.created),
            ("ended", self.ended),
            ("accepts jobs", yes_or_no(self.accepting_jobs)),
            ("user", self.user_id),
            ("tags", ", ".join(self.tags)),
            ("dry run", DRY_RUN_NOTE if self.dry_run else None),
            ("usage", resource_units(self.usage_ru)),
            ("QPU time", seconds(self.usage_seconds)),
        ]

    def _repr_html_(self) -> str:
        return facts_table(f"Workload {self.id}", self.facts())

    @classmethod
    def all_of(cls, answer: Mapping[str, Any]) -> list[Workload]:
        """Parse a page of workloads; entries without an id are skipped."""
        found = [cls._of(mapping_of(entry)) for entry in list_of(answer.get("workloads"))]
        return [workload for workload in found if workload.id]

    @classmethod
    def _of(cls, raw: Mapping[str, Any]) -> Workload:
        # Before 2026-03-15 there is only `usage_seconds`.
        usage = JobUsage.of({"seconds": raw.get("usage_seconds"), **mapping_of(raw.get("usage"))})
        return cls(
            id=text_of(raw.get("id")) or "",
            mode=text_of(raw.get("mode")),
            status=text_of(raw.get("status")),
            status_reason=redacted_text(raw.get("status_reason")),
            backend=text_of(raw.get("backend")),
            created=parse_time(raw.get("created")),
            ended=parse_time(raw.get("ended")),
            tags=visible_tags(with_tags_restored(texts_of(raw.get("tags")))),
            usage_seconds=usage.seconds,
            accepting_jobs=flag_of(raw.get("accepting_jobs")),
            user_id=text_of(raw.get("user_id")),
            raw=raw,
            usage_ru=usage.value,
            usage_status=usage.status,
        )


def next_cursor(answer: Mapping[str, Any]) -> str | None:
    """Return the cursor of the next page, which the service sends in the query of a URL."""
    href = text_of(mapping_of(answer.get("next")).get("href"))
    if href is None:
        return None
    values = parse_qs(urlsplit(href).query).get("next") or [""]
    return values[0] or None

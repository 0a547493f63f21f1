"""When a job ran and what it used, as measured by the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import mapping_of, number_of, parse_time, text_of, whole_of
from qrt_facade._base.missing import with_hints
from qrt_facade._display.format import resource_units, seconds, whole
from qrt_facade._display.html import facts_table
from qrt_facade._service.usage import JobUsage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qrt_facade._display.facts import Facts

_SETTLED: Final = {"pending": "not yet", "complete": "yes"}
"""Displayed form of a usage status; a status added later is shown unchanged."""


@with_hints
@dataclass(frozen=True, slots=True)
class Metrics:
    """When a job was created, ran and ended, and what it used: returned by `job.metrics()`.

    Attributes:
        created: When the service accepted the job, aware, in UTC, or None.
        running: When it began to run, aware, in UTC, or None if it never did.
        finished: When it ended, aware, in UTC, or None.
        usage_seconds: Seconds of QPU time charged, or None while they are not settled, or if the service sends only
            RUs.
        usage_status: `pending` or `complete`; None before API version 2026-03-15.
        circuits_execution_time_ns: Execution time of the circuits on the QPU in nanoseconds, or None.
        qiskit_version: Version of Qiskit used by the service, or None.
        position_in_queue: Position in the queue, in API versions and plans that report it, or None.
        estimated_start_time: When it is expected to run, aware, in UTC, if the service reports it, or None.
        estimated_completion_time: When it is expected to end, likewise.
        raw: The unprocessed response: JSON, which is why its values are `Any`.
        usage_ru: Resource units (RUs) charged, or None while they are not settled, or if the service sends none.
    """

    created: datetime | None
    running: datetime | None
    finished: datetime | None
    usage_seconds: float | None
    usage_status: str | None
    circuits_execution_time_ns: float | None
    qiskit_version: str | None
    position_in_queue: int | None
    estimated_start_time: datetime | None
    estimated_completion_time: datetime | None
    raw: Mapping[str, Any] = field(repr=False)
    usage_ru: float | None = None

    @property
    def usage(self) -> JobUsage:
        """The job's charge: resource units, seconds and whether they are settled; unknown values are None."""
        return JobUsage(self.usage_ru, self.usage_seconds, self.usage_status)

    def facts(self) -> Facts:
        """Return labels and values for display."""
        circuits = self.circuits_execution_time_ns
        return [
            ("created", self.created),
            ("started", self.running),
            ("finished", self.finished),
            ("usage", resource_units(self.usage_ru)),
            ("QPU time", seconds(self.usage_seconds)),
            ("usage settled", _SETTLED.get((self.usage_status or "").lower(), self.usage_status)),
            ("circuit execution", seconds(None if circuits is None else circuits / 1e9)),
            ("queue position", whole(self.position_in_queue)),
            ("expected start", self.estimated_start_time),
            ("expected end", self.estimated_completion_time),
            ("Qiskit", self.qiskit_version),
        ]

    def _repr_html_(self) -> str:
        return facts_table("Metrics", self.facts())

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Metrics:
        """Parse the service's response, of any API version."""
        timestamps = mapping_of(raw.get("timestamps"))
        usage = mapping_of(raw.get("usage"))
        # Before 2026-03-15 the seconds are also in `bss`, and in some responses only there.
        charged = JobUsage.of({**mapping_of(raw.get("bss")), **usage})
        return cls(
            created=parse_time(timestamps.get("created")),
            running=parse_time(timestamps.get("running")),
            finished=parse_time(timestamps.get("finished")),
            usage_seconds=charged.seconds,
            usage_status=charged.status,
            # In the usage object under 2026-03-15, at the root since 2026-04-15.
            circuits_execution_time_ns=number_of(
                raw.get("circuits_execution_time_ns", usage.get("circuits_execution_time_ns"))
            ),
            qiskit_version=text_of(raw.get("qiskit_version")),
            position_in_queue=whole_of(raw.get("position_in_queue")),
            estimated_start_time=parse_time(raw.get("estimated_start_time")),
            estimated_completion_time=parse_time(raw.get("estimated_completion_time")),
            raw=raw,
            usage_ru=charged.value,
        )

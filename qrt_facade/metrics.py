"""A job's metrics, meaning the same on every API version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qrt_facade.job_state import charged_seconds
from qrt_facade.values import mapping_of, number_of, parse_time, text_of, whole_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Metrics:
    """When a job was made, ran and ended, and what it used.

    Attributes:
        created: When the service took the job, aware, in UTC.
        running: When it began to run, or None when it never did.
        finished: When it ended, or None.
        usage_seconds: Seconds of QPU time charged, or None while they are not settled.
        usage_status: `pending` or `complete`; None before API version 2026-03-15.
        circuits_execution_time_ns: Nanoseconds that the circuits took on the QPU, or None.
        qiskit_version: Version of Qiskit that the service ran, or None.
        position_in_queue: Place in the queue, in API versions and plans that tell it, or None.
        estimated_start_time: When it is expected to run, where the service tells it.
        estimated_completion_time: When it is expected to end, where the service tells it.
        raw: The answer as it came.
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

    @classmethod
    def of(cls, answer: Any) -> Metrics:
        """Read the service's answer, of any API version."""
        raw: dict[str, Any] = answer.to_dict()
        timestamps = mapping_of(raw.get("timestamps"))
        usage = mapping_of(raw.get("usage"))
        bss = mapping_of(raw.get("bss"))
        return cls(
            created=parse_time(timestamps.get("created")),
            running=parse_time(timestamps.get("running")),
            finished=parse_time(timestamps.get("finished")),
            usage_seconds=charged_seconds(usage or bss or None),
            usage_status=text_of(usage.get("status")),
            # In the usage object under 2026-03-15, at the root since 2026-04-15.
            circuits_execution_time_ns=number_of(
                raw.get("circuits_execution_time_ns", usage.get("circuits_execution_time_ns"))
            ),
            qiskit_version=text_of(raw.get("qiskit_version")),
            position_in_queue=whole_of(raw.get("position_in_queue")),
            estimated_start_time=parse_time(raw.get("estimated_start_time")),
            estimated_completion_time=parse_time(raw.get("estimated_completion_time")),
            raw=raw,
        )

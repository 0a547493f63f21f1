"""The page at `/`: devices and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from qrt_facade.emulator.http.pages.elements import Column, Row, element, link, pill, table, time
from qrt_facade.emulator.http.pages.job import seconds, status, tags
from qrt_facade.emulator.http.pages.layout import document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qrt_facade.emulator.domain.records import Job


@dataclass(frozen=True)
class DeviceLine:
    """One device: its name, state and reason, and how many of its jobs wait and run."""

    name: str
    state: str
    reason: str
    queued: int
    running: int


_DEVICE_COLUMNS = (
    "name",
    "state",
    Column("reason", "wide"),
    Column("queued", "number"),
    Column("running", "number"),
)
_JOB_COLUMNS = (
    "job",
    "status",
    Column("program", rank=3),
    "backend",
    Column("instance", rank=3),
    Column("tags", "wide", rank=2),
    "created",
    Column("QPU seconds", "number", rank=2),
)


def overview(devices: Iterable[DeviceLine], jobs: Sequence[Job], instances: Mapping[str, str]) -> str:
    """The page at `/`; `instances` are the names of the instances by CRN."""
    lines = [
        Row((one.name, pill(one.state), one.reason, one.queued, one.running), id=f"device-{one.name}")
        for one in devices
    ]
    rows = [
        Row(
            (
                link(element("code", job.id), f"/jobs/{quote(job.id, safe='')}"), status(job), job.program_id,
                job.backend, instances.get(job.crn, ""), tags(job), time(job.created), seconds(job),
            ),
            id=f"job-{job.id}",
        )
        for job in jobs
    ]  # fmt: skip
    return document(
        "Jobs",
        table("Devices", _DEVICE_COLUMNS, lines),
        table(f"Newest jobs ({len(jobs)})", _JOB_COLUMNS, rows),
        current="/",
    )

"""The page of one job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._service.statuses import COMPLETED, QUEUED, RUNNING
from qrt_facade.emulator.domain.mocks import is_mock
from qrt_facade.emulator.http.pages.elements import Column, card, element, facts, pill, table, time
from qrt_facade.emulator.http.pages.layout import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.pages.elements import Element
    from qrt_facade.emulator.http.pages.histograms import Histogram

_KINDS = {COMPLETED: "good", QUEUED: "wait", RUNNING: "busy"}


def job_page(job: Job, instance: str, histograms: Sequence[Histogram], note: str | None) -> str:
    """The page of one job; `note` says why there are no histograms."""
    known = facts(
        [
            ("status", status(job)),
            ("program", job.program_id),
            ("backend", job.backend),
            ("instance", instance),
            ("tags", tags(job)),
            ("session", job.session_id),
            ("created", time(job.created)),
            ("running", time(job.running)),
            ("finished", time(job.finished)),
            ("QPU seconds", seconds(job)),
            ("result", "random: a dry run on a mock device" if is_mock(job.backend) else None),
            ("reason", f"{job.reason_code or ''} {job.reason}".strip() if job.reason else None),
        ]
    )
    parts = [card("Details", known)]
    for histogram in histograms:
        meter = {"min": 0, "max": histogram.total}
        rows = [
            (element("code", outcome), count, element("meter", count, **meter, value=count))
            for outcome, count in histogram.counts
        ]
        if histogram.others:
            rows.append((element("span", "others"), histogram.others, element("span")))
        caption = f"{histogram.title}, {histogram.total} shots"
        parts.append(
            table(
                caption, ["outcome", Column("count", "number"), Column("share", "wide")], rows, kind="plain"
            )
        )
    if note is not None:
        parts.append(element("p", note, class_="notice"))
    return document(f"Job {job.id}", *parts, current="/", live=job.pending)


def status(job: Job) -> Element:
    """The status of a job in its colour."""
    return pill(job.status, _KINDS.get(job.status, "bad"))


def tags(job: Job) -> Element:
    """The tags of a job; those of a private one are not shown."""
    return element("span", "(private)" if job.private else ", ".join(job.tags), class_="tags")


def seconds(job: Job) -> str:
    """The QPU time of a job that has ended, in seconds."""
    return "" if job.pending else f"{job.qpu_seconds:g}"

"""The page of one job."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from qrt_facade._service.names import visible_tags
from qrt_facade._service.statuses import CANCELLED, COMPLETED, QUEUED, RUNNING
from qrt_facade.emulator.domain.mocks import is_mock
from qrt_facade.emulator.http.pages.elements import (
    append,
    card,
    copy_button,
    element,
    facts,
    link,
    pill,
    time,
)
from qrt_facade.emulator.http.pages.layout import document
from qrt_facade.emulator.http.pages.links import calls_link, device_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.pages.elements import Content, Element

_KINDS = {COMPLETED: "good", QUEUED: "wait", RUNNING: "busy", CANCELLED: ""}

_PRIVATE = (
    "The job is private. Only the client that submitted it can see its tags, input and result,"
    " and it can read the result only once."
)
_DRY_RUN = "A dry run on a mock device: the job is checked as on the real device, its result is random, and nothing is charged."


def job_page(job: Job, instance: str, measured: Sequence[Element]) -> str:
    """Return the page of one job.

    Args:
        job: The job.
        instance: Name of its instance.
        measured: Elements that show its result.
    """
    known = facts(
        [
            ("Status", status(job)),
            ("Program", job.program_id),
            ("Backend", device_link(job.backend)),
            ("Instance", instance),
            ("Session", _session(job)),
            ("Tags", tags(job)),
            ("Created (UTC)", time(job.created)),
            ("Running (UTC)", time(job.running)),
            ("Finished (UTC)", time(job.finished)),
            ("QPU seconds of a real run" if is_mock(job.backend) else "QPU seconds", seconds(job)),
        ]
    )
    details = card("Details", known, element("p", calls_link("Requests about this job", job.id)))
    return document(
        f"Job {job.id}", *_notices(job), details, *measured, current="/", live=job.pending,
        heading=element(
            "div", element("h1", "Job ", element("code", job.id, id="job-id")), copy_button("job-id", "Copy id"),
            class_="heading",
        ),
    )  # fmt: skip


def _notices(job: Job) -> list[Element]:
    notices = []
    if job.reason:
        code = f" with code {job.reason_code}" if job.reason_code else ""
        notice = element("div", element("h2", f"{job.status}{code}"), class_="notice bad")
        if job.private:
            append(notice, element("p", "The reason is hidden because it may quote the input."))
        else:
            # A reason about an OpenQASM text has several lines, the last with a caret below the error.
            append(notice, element("pre", job.reason, tabindex=0))
        if job.reason_solution:
            append(notice, element("p", element("b", "What to do: "), job.reason_solution))
        notices.append(notice)
    if job.private:
        notices.append(element("p", _PRIVATE, class_="notice"))
    if is_mock(job.backend):
        notices.append(element("p", _DRY_RUN, class_="notice"))
    return notices


def _session(job: Job) -> Content:
    if job.session_id is None:
        return None
    return link(element("code", job.session_id), f"/sessions#session-{quote(job.session_id, safe='')}")


def status(job: Job) -> Element:
    """Return a job's status as a coloured label."""
    return pill(job.status, _KINDS.get(job.status, "bad"))


def tags(job: Job, most: int | None = None) -> Element | None:
    """Return a job's tags as links to the jobs with the same tag, without the client's internal tags.

    Args:
        job: The job; the tags of a private one are hidden.
        most: Maximum number shown; the others are counted.
    """
    if job.private:
        return element("ul", element("li", pill("private")), class_="chips")
    shown = visible_tags(job.tags)
    if not shown:
        return None
    chips = [
        element("li", link(tag, f"/?{urlencode({'tag': tag})}", class_="chip", title=tag))
        for tag in shown[:most]
    ]
    if most is not None and len(shown) > most:
        rest = len(shown) - most
        chips.append(element("li", element("span", f"+{rest}", class_="chip", title=", ".join(shown[most:]))))
    return element("ul", *chips, class_="chips")


def seconds(job: Job) -> str:
    """Format the QPU seconds of a terminal job; empty for a pending one."""
    return "" if job.pending else f"{job.qpu_seconds:g}"

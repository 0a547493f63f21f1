"""The page at `/`: devices and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from qrt_facade._base.wording import pluralize
from qrt_facade.emulator.http.pages.elements import Column, Row, element, link, pill, table, time
from qrt_facade.emulator.http.pages.job import seconds, status, tags
from qrt_facade.emulator.http.pages.layout import document
from qrt_facade.emulator.http.pages.links import device_link, job_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.pages.elements import Content, Element


@dataclass(frozen=True)
class DeviceLine:
    """A device's name, state and reason, and its number of queued and running jobs."""

    name: str
    state: str
    reason: str
    queued: int
    running: int


@dataclass(frozen=True)
class JobFilters:
    """Filters of the job list, from the query of the page's address; None for any."""

    status: str | None = None
    backend: str | None = None
    program: str | None = None
    tag: str | None = None
    page: int = 1

    def address(self) -> str:
        """Return the address of the page with these filters."""
        chosen = {name: value for name, value in vars(self).items() if value and (name, value) != ("page", 1)}
        return f"/?{urlencode(chosen)}" if chosen else "/"

    def replacing(self, name: str, value: str | int | None) -> JobFilters:
        """Return the filters with one changed; unless it is the page, the first page is selected."""
        return JobFilters(**{**vars(self), "page": 1, name: value})

    @property
    def is_active(self) -> bool:
        """Whether the filters exclude any jobs."""
        return any((self.status, self.backend, self.program, self.tag))


@dataclass(frozen=True)
class Jobs:
    """One page of the job list.

    Attributes:
        filters: The filters, with an existing page number.
        shown: The jobs of the page, newest first.
        matching: Number of jobs on all its pages.
        total: Number of jobs without filters.
        first: Number of the first job shown, from 1.
        pages: Number of pages.
        counts: Number of all jobs by status, backend and program: name of the filter -> value -> number.
        instances: Names of the instances by CRN.
    """

    filters: JobFilters
    shown: Sequence[Job]
    matching: int
    total: int
    first: int
    pages: int
    counts: Mapping[str, Mapping[str, int]]
    instances: Mapping[str, str]


_MOST_TAGS = 2


def overview(devices: Iterable[DeviceLine], jobs: Jobs, welcome: Element | None) -> str:
    """Return the page at `/`.

    Args:
        devices: The devices.
        jobs: The jobs.
        welcome: Element shown in place of the list, if any.
    """
    if welcome is not None:
        return document("Jobs", _devices(devices), welcome, current="/")
    return document(
        "Jobs", _devices(devices), _choices(jobs), _table(jobs), _pages(jobs),
        element("p", link("How to connect", "/?connect=1"), class_="muted"), current="/",
    )  # fmt: skip


def _devices(devices: Iterable[DeviceLine]) -> Element:
    return element("ul", *map(_device, devices), class_="devices", aria_label="Devices")


def _device(one: DeviceLine) -> Element:
    online = one.state == "online"
    busy = [
        f"{number:,} {what}" for number, what in ((one.queued, "queued"), (one.running, "running")) if number
    ]
    load = ", ".join(busy) or "idle"
    return element(
        "li", device_link(one.name, title=f"{one.state}: {one.reason}"),
        pill(one.state, "good" if online else "wait"), element("span", load, class_="muted"),
        id=f"device-{one.name}",
    )  # fmt: skip


def _choices(jobs: Jobs) -> Element | None:
    """Return links that set filters; the link of an active filter removes it."""
    filters = jobs.filters
    groups = []
    for name in ("status", "backend", "program"):
        counts = jobs.counts[name]
        chosen = getattr(filters, name)
        if len(counts) < 2 and not chosen:
            continue
        entries = [
            _choice(f"{value} {counts.get(value, 0):,}", filters.replacing(name, None if value == chosen else value), value == chosen)
            for value in sorted({*counts, *([chosen] if chosen else [])})
        ]  # fmt: skip
        groups.append(element("li", element("span", name.capitalize()), element("div", *entries)))
    if filters.tag:
        entry = _choice(filters.tag, filters.replacing("tag", None), chosen=True)
        groups.append(element("li", element("span", "Tag"), element("div", entry)))
    if filters.is_active:
        groups.append(element("li", element("span"), element("div", link("Show all jobs", "/"))))
    return element("ul", *groups, class_="choices", aria_label="Filter jobs") if groups else None


def _choice(text: str, leads: JobFilters, chosen: bool) -> Element:
    mark = " \N{MULTIPLICATION SIGN}" if chosen else ""
    return link(f"{text}{mark}", leads.address(), class_="chip", aria_current="true" if chosen else None)


def _table(jobs: Jobs) -> Element:
    show_instances = len(jobs.instances) > 1
    columns: list[Column | str] = [
        Column("job", "job"), Column("status", "status"), Column("program", rank=3), "backend",
        *([Column("instance", rank=3)] if show_instances else []),
        "created (UTC)", Column("QPU seconds", "number"),
    ]  # fmt: skip
    rows = [Row(_cells(job, jobs.instances, show_instances), id=f"job-{job.id}") for job in jobs.shown]
    return table(_caption(jobs), columns, rows, empty="Remove a filter to see more jobs.")


def _cells(job: Job, instances: Mapping[str, str], show_instances: bool) -> list[Content]:
    return [
        element("div", job_link(job.id), tags(job, _MOST_TAGS)), status(job), job.program_id, job.backend,
        *([instances.get(job.crn, "")] if show_instances else []),
        time(job.created), seconds(job) or None,
    ]  # fmt: skip


def _caption(jobs: Jobs) -> str:
    last = jobs.first + len(jobs.shown) - 1
    if not jobs.matching:
        return f"No job matches ({pluralize(jobs.total, 'job')} in total)"
    of = f"{jobs.matching:,}"
    if jobs.filters.is_active:
        of += f" that {'match' if jobs.matching > 1 else 'matches'}, out of {jobs.total:,}"
    if jobs.filters.page == 1:
        return f"Newest jobs ({len(jobs.shown):,} of {of})"
    return f"Jobs {jobs.first:,} to {last:,} of {of}, newest first"


def _pages(jobs: Jobs) -> Element | None:
    if jobs.pages < 2:
        return None
    page = jobs.filters.page
    newer = link(
        "\N{LEFTWARDS ARROW} Newer", jobs.filters.replacing("page", page - 1).address(), class_="button"
    )
    older = link(
        "Older \N{RIGHTWARDS ARROW}", jobs.filters.replacing("page", page + 1).address(), class_="button"
    )
    return element(
        "nav", newer if page > 1 else None, element("span", f"Page {page:,} of {jobs.pages:,}"),
        older if page < jobs.pages else None, class_="pages", aria_label="Pages of jobs",
    )  # fmt: skip

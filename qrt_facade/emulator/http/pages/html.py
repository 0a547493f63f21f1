"""The emulator's own pages as HTML: devices, jobs, and what a job measured.

They are built as a tree, so that the serialiser escapes everything that is data. Secrets, params and the results of
private jobs never come here.
"""

from __future__ import annotations

import base64
import hashlib
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from qrt_facade._service.statuses import COMPLETED, PENDING
from qrt_facade.emulator.domain.mocks import is_mock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.pages.histograms import Histogram

    Cell = ET.Element | str | int

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
caption { font-weight: 600; text-align: left; padding: .5rem 0; }
th, td { border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); padding: .3rem .6rem; text-align: left; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code, .tags { overflow-wrap: anywhere; }
a code, time { white-space: nowrap; }
meter { width: 100%; min-width: 8rem; }
.bad { font-weight: 600; }
"""

# Without scripts the page reloads itself (see `document`); with them it only takes the new figures, and keeps its place.
_SCRIPT = """
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, {cache: "no-store"});
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(document.adoptNode(fresh.querySelector("main")));
  } catch { /* the emulator has stopped; what was last seen stays */ }
}, 2000);
"""


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {_source(_STYLE)}; script-src {_source(_SCRIPT)}; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""What goes with every page: nothing is loaded from anywhere, and no other page may frame it."""


@dataclass(frozen=True)
class DeviceLine:
    """One device: its name, state and reason, and how many of its jobs wait and run."""

    name: str
    state: str
    reason: str
    queued: int
    running: int


_JOB_COLUMNS = ("job", "status", "program", "backend", "instance", "tags", "created", "QPU seconds")


def overview(devices: Iterable[DeviceLine], jobs: Sequence[Job], instances: Mapping[str, str]) -> str:
    """The page at `/`; `instances` are the names of the instances by CRN."""
    rows: list[list[Cell]] = [[one.name, one.state, one.reason, one.queued, one.running] for one in devices]
    lines: list[list[Cell]] = [
        [
            _link(_element("code", job.id), f"/jobs/{quote(job.id, safe='')}"), _status(job), job.program_id, job.backend,
            instances.get(job.crn, ""), _tags(job), _time(job.created), _seconds(job),
        ]
        for job in jobs
    ]  # fmt: skip
    return _document(
        "Emulator of the Qiskit Runtime API",
        _element("p", "What runs here is simulated on this machine; nothing of it is IBM's."),
        _table("Devices", ["name", "state", "reason", "queued", "running"], rows, numbers=2),
        _table(f"Newest jobs ({len(jobs)})", _JOB_COLUMNS, lines, numbers=1),
    )


def job_page(job: Job, instance: str, histograms: Sequence[Histogram], note: str | None) -> str:
    """The page of one job; `note` says why there are no histograms."""
    facts: list[list[Cell]] = [
        ["status", _status(job)],
        ["program", job.program_id],
        ["backend", job.backend],
        ["instance", instance],
        ["tags", _tags(job)],
        ["session", job.session_id or "none"],
        ["created", _time(job.created)],
        ["running", _time(job.running)],
        ["finished", _time(job.finished)],
        ["QPU seconds", _seconds(job)],
    ]
    if is_mock(job.backend):
        facts.append(["result", "random: a dry run on a mock device"])
    if job.reason:
        facts.append(["reason", f"{job.reason_code or ''} {job.reason}".strip()])
    parts = [_table("What is known of it", ["", ""], facts)]
    for histogram in histograms:
        meter = {"min": "0", "max": str(histogram.total)}
        rows: list[list[Cell]] = [
            [_element("code", outcome), count, _element("meter", str(count), **meter, value=str(count))]
            for outcome, count in histogram.counts
        ]
        if histogram.others:
            rows.append(["others", histogram.others, ""])
        caption = f"{histogram.title}, {histogram.total} shots"
        parts.append(_table(caption, ["outcome", "count", "share"], rows))
    if note is not None:
        parts.append(_element("p", note))
    return _document(f"Job {job.id}", _element("p", _link("All jobs", "/")), *parts)


def _document(title: str, *content: ET.Element) -> str:
    # A reload is for readers whose browser runs no script.
    reload_ = _element("noscript", _element("meta", **{"http-equiv": "refresh", "content": "5"}))
    head = _element(
        "head", _element("meta", charset="utf-8"), _element("title", title),
        _element("meta", name="viewport", content="width=device-width, initial-scale=1"), reload_,
        _element("style", _STYLE),
    )  # fmt: skip
    body = _element("body", _element("h1", title), _element("main", *content), _element("script", _SCRIPT))
    page = _element("html", head, body, lang="en")
    return "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html")


def _element(tag: str, /, *children: ET.Element | str, **attributes: str) -> ET.Element:
    element = ET.Element(tag, attributes)
    for child in children:
        if isinstance(child, ET.Element):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    return element


def _table(
    caption: str, names: Sequence[str], rows: Iterable[Sequence[Cell]], numbers: int = 0
) -> ET.Element:
    """A table; the last `numbers` columns are set as numbers."""
    kinds: list[dict[str, str]] = [{}] * (len(names) - numbers) + [{"class": "number"}] * numbers
    head = [_element("th", name, scope="col", **kind) for name, kind in zip(names, kinds, strict=True)]
    body = [
        _element("tr", *(_element("td", _cell(cell), **kind) for cell, kind in zip(row, kinds, strict=True)))
        for row in rows
    ]
    shown = [_element("thead", _element("tr", *head))] if any(names) else []
    return _element("table", _element("caption", caption), *shown, _element("tbody", *body))


def _cell(cell: Cell) -> ET.Element | str:
    return str(cell) if isinstance(cell, int) else cell


def _link(text: ET.Element | str, address: str) -> ET.Element:
    return _element("a", text, href=address)


def _time(instant: str | None) -> ET.Element | str:
    return "" if instant is None else _element("time", instant[:19].replace("T", " "), datetime=instant)


def _status(job: Job) -> ET.Element:
    kind = {"class": "bad"} if job.status not in {*PENDING, COMPLETED} else {}
    return _element("span", job.status, **kind)


def _tags(job: Job) -> ET.Element:
    return _element("span", "(private)" if job.private else ", ".join(job.tags), **{"class": "tags"})


def _seconds(job: Job) -> str:
    return "" if job.pending else f"{job.qpu_seconds:g}"

"""The pages of calls: requests with their responses."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from qrt_facade._base.controls import escape_controls
from qrt_facade._base.wording import pluralize
from qrt_facade.emulator.domain.call_log import MOST_CALLS
from qrt_facade.emulator.http.pages.curl import as_curl
from qrt_facade.emulator.http.pages.elements import (
    append,
    copyable,
    details,
    element,
    link,
    pill,
    time,
)
from qrt_facade.emulator.http.pages.explanations import explanations_of
from qrt_facade.emulator.http.pages.json_text import indented
from qrt_facade.emulator.http.pages.layout import document
from qrt_facade.emulator.http.pages.links import calls_link, job_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade.emulator.domain.call_log import RecordedBody, RecordedCall
    from qrt_facade.emulator.http.pages.elements import Content, Element

SHOWN: Final = 50
"""Calls per page."""

_PREVIEW: Final = 4_000
"""Characters of a body in the list; the call's own page shows everything recorded."""

CLASSES: Final = ("2xx", "3xx", "4xx", "5xx", "cut")


@dataclass(frozen=True)
class Filters:
    """Filters of the list of calls.

    Attributes:
        job: Id of the job that they refer to; empty for any.
        status: One of `CLASSES`; empty for any.
        path: A part of their path; empty for any.
        before: Only calls with lower numbers; None for the newest.
    """

    job: str = ""
    status: str = ""
    path: str = ""
    before: int | None = None

    def matches(self, call: RecordedCall) -> bool:
        """Whether a call passes the filters."""
        kind = "cut" if call.status is None else f"{call.status // 100}xx"
        return (
            (not self.job or call.job_id == self.job)
            and (not self.status or kind == self.status)
            and self.path in call.path
        )

    def address(self, before: int | None = None) -> str:
        """Return the address of the page with these filters."""
        chosen = {"job": self.job, "status": self.status, "path": self.path, "before": before or ""}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"/calls?{query}" if query else "/calls"


def calls_page(
    calls: Sequence[RecordedCall], filters: Filters, base_url: str, instances: Sequence[str], setup: str
) -> str:
    """Return the page at `/calls`.

    Args:
        calls: All recorded calls, newest first.
        filters: Filters of the list.
        base_url: Address of the emulator.
        instances: CRNs of the instances.
        setup: Commands that set the variables used in the curl commands.
    """
    fitting = [call for call in calls if filters.matches(call)]
    older = [call for call in fitting if filters.before is None or call.number < filters.before]
    shown = older[:SHOWN]
    entries = [_entry(call, base_url, instances) for call in shown]
    return document(
        "Calls",
        element("p", *_counted(calls, fitting, shown), class_="muted", id="counted"),
        _form(filters),
        details(
            "Variables for the curl commands",
            element("p", "Set these first in your shell. Set the token again when it has expired."),
            copyable(setup, "setup-text"),
            id_="setup",
        ),
        element(
            "div",
            *(entries or [_nothing(calls, base_url)]),
            class_="calls",
            id="calls",
            data_keeps_entries=True,
        ),
        _pages(filters, shown, older),
        current="/calls",
        live=filters.before is None,
    )


def call_page(call: RecordedCall, base_url: str, instances: Sequence[str], setup: str) -> str:
    """Return the page of one call with everything recorded about it."""
    path = call.path if len(call.path) < 80 else f"{call.path[:79]}\N{HORIZONTAL ELLIPSIS}"
    return document(
        f"Call {call.number}: {call.method} {path}",
        element("p", *_line(call)),
        *_parts(call, base_url, instances, None),
        details("Variables for the curl command", copyable(setup, "setup-text"), id_="setup"),
        element("p", link("All calls", "/calls")),
        current="/calls",
        live=False,
    )


def _counted(
    calls: Sequence[RecordedCall], fitting: Sequence[RecordedCall], shown: Sequence[RecordedCall]
) -> Iterable[Content]:
    kept = f"{pluralize(len(calls), 'call')} recorded (at most the newest {MOST_CALLS})"
    yield kept if len(fitting) == len(calls) else f"{len(fitting)} of {kept}"
    if shown and len(shown) < len(fitting):
        yield f"; showing numbers {shown[-1].number} to {shown[0].number}"
    yield ". Secrets are redacted. Requests of these pages are not recorded."


def _form(filters: Filters) -> Element:
    options = [
        element("option", name, value=value, selected=value == filters.status)
        for value, name in (("", "any"), *((one, one if one != "cut" else "no response") for one in CLASSES))
    ]
    return element(
        "form",
        element("label", "Job", element("input", name="job", value=filters.job, id="filter-job", size=22)),
        element("label", "Status", element("select", *options, name="status", id="filter-status")),
        element("label", "Path contains", element("input", name="path", value=filters.path, id="filter-path", size=16)),
        element("button", "Filter", type="submit"),
        link("All", "/calls", class_="button") if filters != Filters() else None,
        method="get", action="/calls", id="filters",
    )  # fmt: skip


def _nothing(calls: Sequence[RecordedCall], base_url: str) -> Element:
    if calls:
        return element("p", "No call matches.", class_="card")
    return element(
        "div",
        element("p", "No calls yet. Try this one, which needs no key:"),
        copyable(f"curl {base_url.rstrip('/')}/api/v1/versions", "first-call"),
        class_="card",
    )


def _pages(filters: Filters, shown: Sequence[RecordedCall], older: Sequence[RecordedCall]) -> Element:
    node = element("p", class_="pages", id="pages")
    if filters.before is not None:
        append(node, link("Newest", filters.address()))
    elif shown:
        append(
            node,
            link(
                "Freeze this list",
                filters.address(shown[0].number + 1),
                title="Show only these calls, no newer ones",
            ),
        )
    if len(older) > len(shown):
        append(node, link("Older", filters.address(shown[-1].number)))
    return node


def _entry(call: RecordedCall, base_url: str, instances: Sequence[str]) -> Element:
    number = call.number
    node = details(
        element("span", *_line(call, with_path=True), class_="call-line"),
        *_parts(call, base_url, instances, _PREVIEW),
        element("p", link(f"Call {number} on its own page", f"/calls/{number}")),
        id_=f"call-{number}",
    )
    node.set("class", "call")
    return node


def _line(call: RecordedCall, *, with_path: bool = False) -> Iterable[Content]:
    yield element("b", escape_controls(call.method), class_="code")
    if with_path:
        yield element("code", escape_controls(call.path), class_="call-path")
    yield _status(call)
    if call.fault is not None:
        yield pill("fault", "wait")
    if call.note is not None and call.status is not None:
        yield pill("cut", "bad")
    yield element(
        "span",
        f"{call.milliseconds:,.0f} ms" if call.milliseconds >= 10 else f"{call.milliseconds:.1f} ms",
        class_="muted",
    )
    instant = time(call.began)
    yield instant if instant is None else element("span", instant, " UTC", class_="muted")


def _status(call: RecordedCall) -> Element:
    if call.status is None:
        return pill("no response", "bad")
    kind = {2: "good", 3: "busy", 4: "wait", 5: "bad"}.get(call.status // 100, "")
    return pill(f"{call.status} {_phrase(call.status)}".strip(), kind)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _parts(
    call: RecordedCall, base_url: str, instances: Sequence[str], most: int | None
) -> Iterable[Content]:
    yield from (element("p", text, class_="muted") for text in explanations_of(call))
    if call.fault is not None:
        yield element(
            "p",
            f"A fault of the scenario changed the response: {call.fault}. ",
            link("Faults", "/faults"),
            class_="notice wait",
        )
    if call.note is not None:
        yield element("p", call.note, class_="notice bad")
    if call.job_id is not None:
        yield element("p", "Job ", job_link(call.job_id), ", ", calls_link("all its calls", call.job_id))
    name = f"call-{call.number}"
    yield _headers("Request headers", call.request_headers, f"{name}-sent")
    yield from _body("Request body", call.request_body, f"{name}-body", call.number, most)
    if call.status is not None:
        yield _headers("Response headers", call.response_headers, f"{name}-headers")
        yield from _body("Response body", call.response_body, f"{name}-answer", call.number, most)
    command = as_curl(call, base_url, instances)
    if most is None or len(command.text) <= most:
        yield element("h3", "As a curl command")
        yield from (element("p", note, class_="muted") for note in command.notes)
        yield copyable(command.text, f"{name}-curl", "Copy as curl")
    else:
        yield element("p", link("As a curl command", f"/calls/{call.number}"))


def _headers(title: str, headers: Sequence[tuple[str, str]], id_: str) -> Element:
    lines = "\n".join(f"{name}: {value}" for name, value in headers)
    return details(f"{title} ({len(headers)})", element("pre", element("code", lines), tabindex=0), id_=id_)


def _body(title: str, body: RecordedBody, id_: str, number: int, most: int | None) -> Iterable[Content]:
    if not body.size:
        yield element("p", f"{title}: empty", class_="muted")
        return
    yield element("h3", f"{title}, {_bytes(body.size)}")
    if body.text:
        text = indented(escape_controls(body.text))
        cut = most is not None and len(text) > most
        yield element("pre", element("code", text[:most] if cut else text), tabindex=0, id=id_)
        if cut:
            yield element("p", link(f"Show all {len(text):,} characters", f"/calls/{number}"))
    if body.left_out:
        yield element("p", f"{_bytes(body.left_out)} not shown: {body.note}.", class_="muted")


def _bytes(size: int) -> str:
    return pluralize(size, "byte")

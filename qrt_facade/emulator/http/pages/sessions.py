"""The page of sessions and batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qrt_facade.emulator.domain.sessions import (
    charged_seconds,
    interactive_seconds_left,
    job_seconds,
    seconds_left,
)
from qrt_facade.emulator.http.pages.amounts import amount, duration
from qrt_facade.emulator.http.pages.elements import Column, Row, details, element, pill, table, time
from qrt_facade.emulator.http.pages.job import status
from qrt_facade.emulator.http.pages.layout import document
from qrt_facade.emulator.http.pages.links import device_link, job_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade.emulator.domain.records import Job, Session
    from qrt_facade.emulator.domain.usage import UsageMode
    from qrt_facade.emulator.http.pages.elements import Content, Element

_STATES = {"open": "wait", "active": "busy", "inactive": "wait", "closed": ""}
_COLUMNS = (
    Column("session", "session"),
    "state",
    Column("created", rank=3),
    Column("time left", "text"),
    "jobs",
    Column("usage", "number text"),
)
_LISTED = 50
"""Maximum number of jobs listed per session."""


@dataclass(frozen=True)
class SessionView:
    """A session with its jobs.

    Attributes:
        session: The session.
        instance: Name of its instance.
        jobs: All its jobs, newest first.
    """

    session: Session
    instance: str
    jobs: Sequence[Job]


def sessions_page(
    views: Sequence[SessionView], count: int, speed: float, usage: UsageMode, *, several: bool
) -> str:
    """Return the page at `/sessions`.

    Args:
        views: The newest sessions.
        count: Total number of sessions.
        speed: Speed-up of the sessions' ageing over real time.
        usage: Units in which usage is reported.
        several: Whether there are several instances, so that sessions show theirs.
    """
    rows = [_row(view, speed, usage, several=several) for view in views]
    shown = f"Newest sessions ({len(views)} of {count})" if len(views) < count else f"Sessions ({count})"
    note = None
    if speed != 1:
        note = element(
            "p",
            f"Sessions age {speed:g} times faster than real time; the time left is in session time.",
            class_="notice",
        )
    empty = "No sessions yet. Open one with client.sessions.create(backend=\u2026), which sends POST /api/v1/sessions."
    return document("Sessions", note, table(shown, _COLUMNS, rows, empty=empty), current="/sessions")


def _row(view: SessionView, speed: float, usage: UsageMode, *, several: bool) -> Row:
    session = view.session
    charged = charged_seconds(session, job_seconds(session, view.jobs))
    return Row(
        (
            element("div", element("code", session.id), element("small", *_kind(view, several=several))),
            _state(session),
            time(session.created),
            _left(view, speed),
            _jobs(view),
            amount(charged, usage),
        ),
        id=f"session-{session.id}",
    )


def _kind(view: SessionView, *, several: bool) -> Iterable[Content]:
    session = view.session
    yield f"{session.mode} "
    if session.backend is None:
        yield "on the backend of its first job"
    else:
        yield from ("on ", device_link(session.backend))
    if several:
        yield f", {view.instance}"
    yield f", at most {duration(session.max_ttl)}"


def _state(session: Session) -> Element:
    accepting = (
        None if session.closed or session.accepting_jobs else element("small", " accepts no more jobs")
    )
    return element(
        "span", pill(session.state, _STATES.get(session.state, "")), accepting, title=session.state_reason
    )


def _left(view: SessionView, speed: float) -> Content:
    session = view.session
    if session.closed:
        return element("span", "closed ", time(session.closed_at))
    left = duration(seconds_left(session, speed))
    waiting = any(job.pending for job in view.jobs)
    if session.started_at is None:
        return "starts with its first job" if waiting else f"closes as unused in {left}"
    interactive = interactive_seconds_left(session, speed)
    if interactive is None or waiting:
        return left
    return f"{left}, interactive {duration(interactive)}"


def _jobs(view: SessionView) -> Content:
    if not view.jobs:
        return "0"
    return details(
        str(len(view.jobs)),
        element("ul", *_entries(view.jobs[:_LISTED]), class_="listing"),
        f"and {len(view.jobs) - _LISTED} older jobs" if len(view.jobs) > _LISTED else None,
        id_=f"jobs-of-{view.session.id}",
    )


def _entries(jobs: Iterable[Job]) -> Iterable[Element]:
    for job in jobs:
        yield element("li", job_link(job.id), " ", status(job), id=f"in-{job.id}")

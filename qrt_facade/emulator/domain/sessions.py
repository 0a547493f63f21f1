"""Time limits of sessions and batches, and what they are charged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.mocks import is_mock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade.emulator.domain.records import Job, Session

INTERACTIVE_TTL = 60
"""Seconds between two jobs after which a session loses its priority (about a minute at IBM)."""

UNUSED_SECONDS = 1800
"""Seconds after which a session that never had a job is closed (30 minutes at IBM)."""


def idle_for_too_long(session: Session, speed: float) -> bool:
    """Whether an active session without pending jobs has exceeded its interactive time."""
    idle = clock.seconds_between(session.last_job_completed, clock.now()) * speed
    return session.state == "active" and idle > session.interactive_ttl


def expired(session: Session, speed: float) -> bool:
    """Whether a session has reached its max_ttl, or was never used."""
    if session.started_at is None:
        return clock.seconds_between(session.created, clock.now()) * speed > UNUSED_SECONDS
    return clock.seconds_between(session.started_at, clock.now()) * speed > session.max_ttl


def seconds_left(session: Session, speed: float) -> float:
    """Return the seconds until an open session reaches its max_ttl or, without jobs, is closed as unused; at least 0.

    They are counted in the session's time: real seconds times `speed`.
    """
    since, limit = (
        (session.created, UNUSED_SECONDS)
        if session.started_at is None
        else (session.started_at, session.max_ttl)
    )
    return max(limit - clock.seconds_between(since, clock.now()) * speed, 0.0)


def interactive_seconds_left(session: Session, speed: float) -> float | None:
    """Return the seconds until an active session without pending jobs loses its priority, or None if not applicable."""
    if session.state != "active" or session.last_job_completed is None:
        return None
    idle = clock.seconds_between(session.last_job_completed, clock.now()) * speed
    return max(session.interactive_ttl - idle, 0.0)


def charged_seconds(entry: Session, batch_seconds: float) -> float:
    """Return the seconds a session is charged: a dedicated one from its first job to its end, including idle time."""
    if entry.mode == "batch":
        return batch_seconds
    return round(clock.seconds_between(entry.started_at, entry.closed_at or clock.now()), 3)


def job_seconds(session: Session, jobs: Iterable[Job]) -> float:
    """Return the QPU seconds of a session's jobs; a dry run in the session of a real device costs nothing."""
    return sum(job.qpu_seconds for job in jobs if counts_for_session(session, job))


def counts_for_session(session: Session, job: Job) -> bool:
    """Whether a job activates its session and is charged to it; a dry run does so only in the mock's own session."""
    return is_mock(job.backend) == is_mock(session.backend)


def by_session(jobs: Iterable[Job]) -> dict[str, list[Job]]:
    """Group jobs by session."""
    members: dict[str, list[Job]] = {}
    for job in jobs:
        if job.session_id is not None:
            members.setdefault(job.session_id, []).append(job)
    return members

"""The clocks of sessions and batches, and what they are charged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.emulator.domain import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade.emulator.domain.records import Job, Session

INTERACTIVE_TTL = 60
"""Seconds between two jobs after which a session loses its priority (about a minute at IBM)."""

UNUSED_SECONDS = 1800
"""Seconds after which a session that never saw a job is closed (30 minutes at IBM)."""


def idle_for_too_long(session: Session, speed: float) -> bool:
    """Whether an active session without pending jobs has used up its interactive time."""
    idle = clock.seconds_between(session.last_job_completed, clock.now()) * speed
    return session.state == "active" and idle > session.interactive_ttl


def expired(session: Session, speed: float) -> bool:
    """Whether a session has reached its max_ttl, or was never used."""
    if session.started_at is None:
        return clock.seconds_between(session.created, clock.now()) * speed > UNUSED_SECONDS
    return clock.seconds_between(session.started_at, clock.now()) * speed > session.max_ttl


def charged_seconds(entry: Session, batch_seconds: float) -> float:
    """What a session is charged, in seconds: a dedicated one from its first job to its end, idle time included."""
    if entry.mode == "batch":
        return batch_seconds
    return round(clock.seconds_between(entry.started_at, entry.closed_at or clock.now()), 3)


def by_session(jobs: Iterable[Job]) -> dict[str, list[Job]]:
    """The jobs of each session."""
    members: dict[str, list[Job]] = {}
    for job in jobs:
        if job.session_id is not None:
            members.setdefault(job.session_id, []).append(job)
    return members

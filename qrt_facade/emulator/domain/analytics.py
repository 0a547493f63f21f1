"""Totals over the jobs and sessions that ran: times in milliseconds, usage in milliseconds, RUs, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.sessions import charged_seconds, job_seconds
from qrt_facade.emulator.domain.usage import in_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.emulator.domain.records import Job, Session
    from qrt_facade.emulator.domain.usage import UsageMode

Totals = dict[str, float]


def totals(
    jobs: Sequence[Job], sessions: Sequence[Session], members: dict[str, list[Job]], mode: UsageMode
) -> Totals:
    """Return the figures of `GET /analytics/usage`; `members` are all jobs of each session."""
    individual = [job.qpu_seconds for job in jobs if job.session_id is None]
    charged = {
        session.id: charged_seconds(session, job_seconds(session, members.get(session.id, ())))
        for session in sessions
    }
    batch = [charged[session.id] for session in sessions if session.mode == "batch"]
    dedicated = [charged[session.id] for session in sessions if session.mode != "batch"]
    waited = [clock.seconds_between(job.created, job.running) for job in jobs if job.running]
    figures: Totals = {
        **_usage(mode, "usage", sum(individual) + sum(charged.values())),
        "jobs": len(jobs),
        "queue_time": _milliseconds(sum(waited)),
        "avg_queue_time": _milliseconds(_mean(waited)),
        "max_queue_time": _milliseconds(max(waited, default=0)),
    }
    for name, seconds in (
        ("sessions", list(charged.values())),
        ("batch_sessions", batch),
        ("dedicated_sessions", dedicated),
        ("individual_jobs", individual),
    ):
        figures[name] = len(seconds)
        figures |= _usage(mode, f"{name}_usage", sum(seconds))
        figures |= _usage(mode, f"avg_{name}_usage", _mean(seconds))
        figures |= _usage(mode, f"max_{name}_usage", max(seconds, default=0))
    return figures


def _usage(mode: UsageMode, name: str, seconds: float) -> Totals:
    """Return usage as `{name}`, in milliseconds, and as `{name}_ru` (inferred: the name was never observed)."""
    shown: Totals = {} if mode == "units" else {name: _milliseconds(seconds)}
    return shown if mode == "seconds" else shown | {f"{name}_ru": in_units(seconds)}


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _mean(seconds: Sequence[float]) -> float:
    return sum(seconds) / len(seconds) if seconds else 0.0

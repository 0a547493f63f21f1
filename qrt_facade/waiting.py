"""What a wait says when it ends without the job having ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade.errors import JobTimeoutError, QrtError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from qrt_facade.polling import WaitPlan


def time_left(plan: WaitPlan, *jobs: Any) -> float:
    """Return the seconds to sleep before asking for the jobs again.

    Raises:
        JobTimeoutError: The wait's time is up.
    """
    pause = plan.pause()
    if pause is not None:
        return pause
    first = jobs[0]
    more = f", and {len(jobs) - 1} more have not ended either" if len(jobs) > 1 else ""
    raise JobTimeoutError(
        f"job {first.id} is {first.status} after {plan.timeout:g} s{more}; "
        f"it goes on, and client.jobs.get({first.id!r}) finds it again",
        job_id=first.id,
        job=first,
        pending=jobs,
    )


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest moment, or None when one of them is not known."""
    known: list[datetime] = []
    for moment in moments:
        if moment is None:
            return None
        known.append(moment)
    return min(known, default=None)


def note_interruption(stop: BaseException, *job_ids: str) -> None:
    """Say, in the traceback of a Ctrl-C or a cancellation, which jobs go on and how to find them."""
    if isinstance(stop, QrtError) or not job_ids:
        return
    named = ", ".join(job_ids[:5]) + (f" and {len(job_ids) - 5} more" if len(job_ids) > 5 else "")
    verb = "goes" if len(job_ids) == 1 else "go"
    stop.add_note(f"job {named} {verb} on; client.jobs.get({job_ids[0]!r}) finds it again")

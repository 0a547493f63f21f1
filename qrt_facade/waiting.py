"""What a wait says when it ends without the job having ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade.errors import JobTimeoutError, QrtError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from qrt_facade.polling import WaitPlan


def time_left(plan: WaitPlan, jobs: Sequence[Any]) -> float:
    """Return the seconds to sleep before asking for the jobs again.

    Raises:
        JobTimeoutError: The wait's time is up.
    """
    pause = plan.pause()
    if pause is not None:
        return pause
    first, *others = jobs
    more = f", and {len(others)} more have not ended either" if others else ""
    raise JobTimeoutError(
        f"job {first.id} is {first.status} after {plan.timeout:g} s{more}; "
        f"it goes on, and client.jobs.get({first.id!r}) finds it again",
        job_id=first.id,
        job=first,
        pending=tuple(jobs),
    )


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest moment, or None when one of them is not known."""
    known: list[datetime] = []
    for moment in moments:
        if moment is None:
            return None
        known.append(moment)
    return min(known, default=None)


def note_interruption(stop: BaseException, job_ids: Collection[str]) -> None:
    """Say, in the traceback of a Ctrl-C or a cancellation, which jobs go on and how to find them."""
    if isinstance(stop, QrtError) or not job_ids:
        return
    first, *others = job_ids
    more = f", and {len(others)} more" if others else ""
    stop.add_note(f"job {first} goes on; client.jobs.get({first!r}) finds it again{more}")

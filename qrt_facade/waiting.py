"""What a wait says when it ends without the job having ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade.errors import JobTimeoutError, QrtError

if TYPE_CHECKING:
    from qrt_facade.polling import WaitPlan


def time_left(plan: WaitPlan, job: Any) -> float:
    """Return the seconds to sleep before asking for the job again.

    Raises:
        JobTimeoutError: The wait's time is up.
    """
    pause = plan.pause()
    if pause is not None:
        return pause
    raise JobTimeoutError(
        f"job {job.id} is {job.status} after {plan.timeout:g} s; it goes on, and client.jobs.get({job.id!r}) finds it again",
        job_id=job.id,
        job=job,
        pending=(job,),
    )


def note_interruption(stop: BaseException, *job_ids: str) -> None:
    """Say, in the traceback of a Ctrl-C or a cancellation, which jobs go on and how to find them."""
    if isinstance(stop, QrtError) or not job_ids:
        return
    named = ", ".join(job_ids[:5]) + (f" and {len(job_ids) - 5} more" if len(job_ids) > 5 else "")
    verb = "goes" if len(job_ids) == 1 else "go"
    stop.add_note(f"job {named} {verb} on; client.jobs.get({job_ids[0]!r}) finds it again")

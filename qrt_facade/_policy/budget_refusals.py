"""Errors for jobs that cost too much: more than their `max_seconds`, or than the budget or the instance has left."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qrt_facade._display.format import seconds as written
from qrt_facade._service.estimates import together
from qrt_facade.errors import BudgetExceededError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from qrt_facade._policy.submission import Submission
    from qrt_facade._service.estimates import Estimate
    from qrt_facade._service.ledgers import Charge, Standing

_SHOWN: Final = 5
"""The most assumptions that a message states, and the most unknowns; the error's estimate has all."""
_NAMED: Final = 3
"""The most unsettled submissions that a message names; `client.budget()` lists all."""


def exceeds_max_seconds(
    submission: Submission, estimate: Estimate, needed: float, *, budget: float | None
) -> BudgetExceededError:
    """Return the error for a job that needs more than its `max_seconds`.

    Args:
        submission: The job, as it would be sent.
        estimate: Its expected cost.
        needed: The same in whole seconds.
        budget: The client's budget, or None without one.
    """
    most = submission.max_seconds or 0.0
    allowed = max(1, math.floor(most))
    limit = f"max_seconds={exact_number(most)}" + ("" if allowed == most else f" allows {_time(allowed)}")
    return BudgetExceededError(
        f"{_job(submission)} needs {_about(estimate, needed)} of QPU time, and {limit}; nothing was sent. "
        f"{_assumed(estimate)}Raise max_seconds, or take fewer shots, circuits or points",
        needed_seconds=estimate.seconds,
        max_seconds=most,
        budget_seconds=budget,
        estimate=estimate,
    )


def unbounded_cost(
    submission: Submission, estimate: Estimate, needed: float, *, budget: float
) -> BudgetExceededError:
    """Return the error for a job under a budget whose cost is partly unknown and unlimited.

    Args:
        submission: The job, as it would be sent.
        estimate: Its expected minimum cost.
        needed: The same in whole seconds.
        budget: The client's budget.
    """
    known = replace(estimate, unknown=())  # the message states the unknowns separately
    return BudgetExceededError(
        f"{_job(submission)} needs {_about(estimate, needed)} of QPU time, and possibly more: "
        f"{'; '.join(estimate.unknown[:_SHOWN])}. With budget_seconds={exact_number(budget)} such a job needs a limit, which is then "
        f"reserved: max_execution_time= or max_seconds=. Nothing was sent. {_assumed(known)}".rstrip(),
        needed_seconds=estimate.seconds,
        max_seconds=submission.max_seconds,
        budget_seconds=budget,
        estimate=estimate,
    )


def exceeds_budget(
    submission: Submission,
    estimates: Sequence[Estimate],
    *,
    needed: float,
    budget: float,
    standing: Standing,
    left: float | None,
    notes: Iterable[str] = (),
    denied: Collection[str] = (),
) -> BudgetExceededError:
    """Return the error for jobs that exceed a budget, or what the instance has left.

    Args:
        submission: The submission, or the first of a series.
        estimates: The expected cost of each submission.
        needed: Seconds that all of them need.
        budget: Seconds of the budget.
        standing: State of the budget.
        left: Seconds that the instance has left, or None if unknown.
        notes: Other information that was not available, for the message.
        denied: Jobs of charges that the service does not know, or does not show.
    """
    estimate = (
        estimates[0] if len(estimates) == 1 else together(estimates, backend=submission.request.backend)
    )
    what = (
        _job(submission) if len(estimates) == 1 else f"{len(estimates)} {submission.request.program_id} jobs"
    )
    verb = "needs" if len(estimates) == 1 else "need"
    within = standing.admits(needed, budget=budget, ceiling=None)
    if within:
        limits = (
            f"the instance has {_time(left or 0.0)} left, of which unsettled jobs may need "
            f"{_time(standing.pending)}"
        )
        advice = "Take fewer shots, circuits or points, or wait until time becomes available (client.usage())"
    else:
        limits = (
            f"{_time(standing.left(budget))} of budget_seconds={exact_number(budget)} are left: "
            f"{_time(standing.used)} were used, and {_time(standing.reserved)} are reserved for unsettled jobs"
            f"{_named(standing.open)}"
        )
        advice = "Raise budget_seconds, take fewer shots, circuits or points" + (
            ", or wait for jobs to end (client.budget() lists them)" if standing.open else ""
        )
    return BudgetExceededError(
        f"{what} {verb} {_time(needed)} of QPU time, and {limits}; nothing was sent. {_assumed(estimate, [*_notes(standing, denied), *notes])}{advice}",
        needed_seconds=needed,
        max_seconds=submission.max_seconds,
        budget_seconds=budget,
        used_seconds=standing.used,
        reserved_seconds=standing.reserved,
        remaining_seconds=left,
        estimate=estimate,
    )


def exceeds_instance(
    submission: Submission, estimate: Estimate, *, needed: float, left: float
) -> BudgetExceededError:
    """Return the error for a job that needs more than the instance has left, for a client without a budget.

    Args:
        submission: The submission.
        estimate: Its expected cost.
        needed: Seconds that it needs.
        left: Seconds that the instance has left.
    """
    return BudgetExceededError(
        f"{_job(submission)} needs {_time(needed)} of QPU time, and the instance has {_time(left)} left; nothing was sent. "
        f"{_assumed(estimate)}Take fewer shots, circuits or points, or wait until time becomes available "
        "(client.usage())",
        needed_seconds=needed,
        max_seconds=submission.max_seconds,
        remaining_seconds=left,
        estimate=estimate,
    )


def _notes(standing: Standing, denied: Collection[str]) -> list[str]:
    notes: list[str] = []
    if denied:
        shown = sorted(denied)[:_SHOWN]
        more = len(denied) - len(shown)
        notes.append(
            f"the service no longer knows {', '.join(shown)}{f' and {more} more' if more else ''} (deleted, or owned by other "
            f"credentials); their reservations stay counted until client.reset_budget({shown})"
        )
    if standing.in_units:
        notes.append(
            f"{standing.in_units} of the jobs have ended and were charged only in resource units (RUs): their estimates stay "
            "counted in seconds until client.reset_budget()"
        )
    if untagged := sum(charge.tag is None and charge.job_id is None for charge in standing.open):
        notes.append(f"{untagged} of the submissions are in doubt and have no tag to look them up by")
    return notes


def _job(submission: Submission) -> str:
    return f"the {submission.request.program_id} job for {submission.request.backend}"


def _about(estimate: Estimate, seconds: float) -> str:
    return f"at least {_time(seconds)}" if estimate.lower_bound else _time(seconds)


def _named(open_charges: Sequence[Charge]) -> str:
    """Return the oldest unsettled submissions in parentheses."""
    if not open_charges:
        return ""
    named = [
        f"{one.job_id or f'in doubt, tag {one.tag}'} ({_time(one.seconds)})" for one in open_charges[:_NAMED]
    ]
    more = len(open_charges) - len(named)
    return f" ({', '.join(named)}{f' and {more} more' if more else ''})"


def _time(seconds: float) -> str:
    return f"{written(seconds)}"


def exact_number(seconds: float) -> str:
    """Format a number as the caller wrote it."""
    return f"{seconds:.15g}"


def _assumed(estimate: Estimate, notes: Sequence[str] = ()) -> str:
    """Return the unknowns and the assumptions as sentences, each followed by a space; empty if there are none."""
    return _listed("Unknown", estimate.unknown) + _listed("Assumed", [*notes, *estimate.assumptions])


def _listed(heading: str, texts: Sequence[str]) -> str:
    more = len(texts) - _SHOWN
    shown = [*texts[:_SHOWN], *([f"{more} more in the error's estimate"] if more > 0 else [])]
    return f"{heading}: {'; '.join(shown)}. " if shown else ""

"""The state of a client's budget: `client.budget()`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qrt_facade._base.missing import with_hints
from qrt_facade._base.wording import pluralize
from qrt_facade._display.format import seconds, whole
from qrt_facade._display.html import facts_table

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade._display.facts import Facts
    from qrt_facade._service.ledgers import Charge, Standing


@with_hints
@dataclass(frozen=True, slots=True)
class BudgetCharge:
    """The reservation for one submission whose charge is not settled.

    Attributes:
        job_id: The job, or None while it is unknown whether one was created.
        seconds: Reserved seconds of QPU time.
        tag: The submission's tag, or None. `client.jobs.find_submission(tag)` finds the job if it exists.
        since: When it was sent, aware, in UTC.
    """

    job_id: str | None
    seconds: float
    tag: str | None
    since: datetime

    @classmethod
    def of(cls, charge: Charge) -> BudgetCharge:
        """Return the displayed form of a charge."""
        return cls(charge.job_id, charge.seconds, charge.tag, datetime.fromtimestamp(charge.begun, UTC))

    def __str__(self) -> str:
        named = self.job_id or f"in doubt, tag {self.tag or 'none'}"
        return f"{named}: {seconds(self.seconds)} since {self.since:%Y-%m-%d %H:%M} UTC"


@with_hints
@dataclass(frozen=True, slots=True)
class BudgetStatus:
    """The state of a client's budget, in seconds of QPU time.

        from qrt_facade import RuntimeClient

        with RuntimeClient.local(backends="ibm_fez", budget_seconds=60) as limited:
            print(limited.budget().left_seconds)         # 60.0

    Attributes:
        budget_seconds: The client's budget.
        used_seconds: Settled charges of jobs.
        reserved_seconds: Reservations for the other jobs, including `in_doubt_seconds`.
        in_doubt_seconds: Reservations for submissions of which it is unknown whether they created a job.
        left_seconds: What may still be submitted; 0 if more was charged than was reserved.
        charges: The reservations, one per submission, oldest first.
        in_units: How many jobs were charged only in resource units (RUs): their reservations stay counted.
        ledger: The file in which the budget is counted, or None for this process's memory.
    """

    budget_seconds: float
    used_seconds: float
    reserved_seconds: float
    in_doubt_seconds: float
    left_seconds: float
    charges: tuple[BudgetCharge, ...]
    in_units: int
    ledger: Path | None

    @classmethod
    def of(cls, standing: Standing, *, budget: float, ledger: Path | None) -> BudgetStatus:
        """Return the displayed form of a budget."""
        return cls(
            budget_seconds=budget,
            used_seconds=standing.used,
            reserved_seconds=standing.reserved,
            in_doubt_seconds=float(sum(one.seconds for one in standing.open if one.job_id is None)),
            left_seconds=standing.left(budget),
            charges=tuple(BudgetCharge.of(one) for one in standing.open),
            in_units=standing.in_units,
            ledger=ledger,
        )

    def facts(self) -> Facts:
        """Return labels and values for display."""
        return [
            ("budget", seconds(self.budget_seconds)),
            ("used", seconds(self.used_seconds)),
            ("reserved", seconds(self.reserved_seconds)),
            ("in doubt", seconds(self.in_doubt_seconds) if self.in_doubt_seconds else None),
            ("left", seconds(self.left_seconds)),
            ("not settled", pluralize(len(self.charges), "submission")),
            ("charged in RUs only", whole(self.in_units) if self.in_units else None),
            ("counted in", "memory" if self.ledger is None else str(self.ledger)),
        ]

    def __str__(self) -> str:
        lines = [f"{label}: {value}" for label, value in self.facts() if value is not None]
        return "\n".join([*lines, *(f"  {one}" for one in self.charges)])

    def _repr_html_(self) -> str:
        reserved = [(f"reserved {number}", str(one)) for number, one in enumerate(self.charges[:20], start=1)]
        return facts_table("Budget", [*self.facts(), *reserved])

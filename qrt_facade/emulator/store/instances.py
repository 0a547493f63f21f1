"""Instances (tenants): their usage and their limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qrt_facade._service.statuses import PENDING
from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.instances import USAGE_WINDOW_DAYS
from qrt_facade.emulator.store.database import NOT_ON_A_MOCK

if TYPE_CHECKING:
    import sqlite3

    from qrt_facade.emulator.domain.scenario import Scenario


@dataclass(frozen=True)
class Charge:
    """Usage of one user's jobs on one device on one day.

    Attributes:
        day: The day (UTC) on which the jobs were submitted, such as `2026-11-27`.
        backend: Name of the device.
        user_id: The user who submitted them.
        jobs: Number of jobs.
        seconds: Seconds of QPU time.
    """

    day: str
    backend: str
    user_id: str
    jobs: int
    seconds: float


class InstanceStore:
    """Limits stored in the database, and usage computed from the jobs that ran."""

    def __init__(self, database: sqlite3.Connection, scenario: Scenario) -> None:
        self._database = database
        self._scenario = scenario

    def limit(self, crn: str) -> int | None:
        """Return the instance's own limit in QPU seconds, if one is set."""
        row = self._database.execute("SELECT instance_limit FROM instances WHERE crn = ?", (crn,)).fetchone()
        return None if row is None else row["instance_limit"]

    def set_limit(self, crn: str, limit: int | None) -> None:
        """Set the instance's limit in QPU seconds; None removes it."""
        with self._database:
            self._database.execute(
                "INSERT INTO instances VALUES (?,?) ON CONFLICT (crn) DO UPDATE SET instance_limit = excluded.instance_limit",
                (crn, limit),
            )

    def consumed(self, crn: str) -> float:
        """Return the QPU seconds charged to the instance within the window, including failed jobs but not dry runs.

        The usage that the scenario simulates is added.
        """
        marks = ",".join("?" * len(PENDING))
        (seconds,) = self._database.execute(
            f"SELECT coalesce(sum(qpu_seconds), 0) FROM jobs WHERE crn = ? AND created >= ? AND status NOT IN ({marks}) AND {NOT_ON_A_MOCK}",  # noqa: S608  # placeholders, and a constant
            (crn, clock.days_ago(USAGE_WINDOW_DAYS), *PENDING),
        ).fetchone()
        return float(seconds) + self._scenario.usage_consumed_seconds

    def charges(self, crn: str) -> list[Charge]:
        """Return what was consumed by day, device and user, newest day first, without simulated usage."""
        marks = ",".join("?" * len(PENDING))
        rows = self._database.execute(
            "SELECT substr(created, 1, 10) AS day, backend, user_id, count(*) AS jobs, sum(qpu_seconds) AS seconds FROM jobs"  # noqa: S608  # placeholders, and a constant
            f" WHERE crn = ? AND created >= ? AND status NOT IN ({marks}) AND {NOT_ON_A_MOCK}"
            " GROUP BY day, backend, user_id ORDER BY day DESC, backend, user_id",
            (crn, clock.days_ago(USAGE_WINDOW_DAYS), *PENDING),
        )
        return [Charge(**row) for row in rows]

    def ceiling(self, crn: str) -> int | None:
        """Return the smaller of the instance's limit and the plan's allocation; None if there is neither."""
        bounds = [
            bound for bound in (self.limit(crn), self._scenario.terms.allocation_seconds) if bound is not None
        ]
        return min(bounds, default=None)

    def usage_limit_reached(self, crn: str) -> bool:
        """Whether the instance's jobs have to stay queued."""
        ceiling = self.ceiling(crn)
        return ceiling is not None and self.consumed(crn) >= ceiling

    def would_exceed_limit(self, crn: str, seconds: float) -> bool:
        """Whether a job of this duration would exceed the instance's own limit while running."""
        limit = self.limit(crn)
        return limit is not None and self.consumed(crn) + seconds > limit

"""The output of `qrt sweep`. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qrt_facade._base.lazy import lazy_property
from qrt_facade._display.format import resource_units, seconds
from qrt_facade._policy.sweeps import SweepStatus, state_label, status_of
from qrt_facade.cli.render.records import record_of
from qrt_facade.cli.render.tables import Table, facts_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._service.sweep_points import StoredPoint, SweepIdentity
    from qrt_facade.cli.render.records import Record

_LONGEST_BAR: Final = 50
_BESIDE_BAR: Final = len(" 100 %")


@dataclass(frozen=True)
class Overview:
    """The state of a sweep.

    Attributes:
        identity: Which sweep it is.
        path: Its store.
        points: Its points, in order.
    """

    identity: SweepIdentity
    path: str
    points: Sequence[StoredPoint]

    @lazy_property
    def status(self) -> SweepStatus:
        """Number of points in each state, and their charges."""
        return status_of(self.identity.name, self.points)

    @property
    def open(self) -> int:
        """Number of points that are not finished."""
        return self.status.total - self.status.ended

    @property
    def losses(self) -> list[StoredPoint]:
        """The points that failed or were cancelled."""
        return [point for point in self.points if point.state in {"failed", "cancelled"}]

    def bar(self, width: int, *, unicode: bool) -> str:
        """Return the progress as a bar with its percentage.

        Args:
            width: Available columns.
            unicode: Whether the terminal supports non-ASCII characters.
        """
        done, total = self.status.done, self.status.total
        length = max(min(width - _BESIDE_BAR, _LONGEST_BAR), 1)
        # Rounded down: 100 % means that nothing is left.
        filled, percent = (done * length // total, done * 100 // total) if total else (0, 0)
        full, empty = ("█", "░") if unicode else ("#", ".")
        return f"{full * filled}{empty * (length - filled)} {percent} %"

    def table(self) -> Table:
        """Return the sweep as labels and values."""
        return facts_table(
            [
                ("sweep", self.identity.name),
                ("program", self.identity.program),
                ("store", self.path),
                *self.status.facts(),
            ]
        )

    def losses_table(self) -> Table:
        """Return the points that failed or were cancelled, with the service's reason."""
        rows = [
            (point.name, state_label(point), point.job_id, _code(point), point.reason)
            for point in self.losses
        ]
        return Table(("POINT", "STATE", "JOB", "CODE", "REASON"), rows, "no point has failed")

    def points_table(self) -> Table:
        """Return all points."""
        rows = [
            (
                point.name,
                state_label(point),
                point.job_id,
                resource_units(point.usage_ru),
                seconds(point.usage_seconds),
            )
            for point in self.points
        ]
        return Table(("POINT", "STATE", "JOB", "USAGE", "QPU TIME"), rows, "this sweep has no points")

    def record(self) -> Record:
        """Return the sweep as plain data, including its points."""
        return {
            **record_of(self.status),
            "program": self.identity.program,
            "store": self.path,
            "failures": [_point_record(point) for point in self.losses],
            "points": [_point_record(point) for point in self.points],
        }


def _point_record(point: StoredPoint) -> Record:
    return {
        "name": point.name,
        "state": state_label(point),
        "job_id": point.job_id,
        "job_status": point.job_status,
        "code": point.code,
        "reason": point.reason,
        "failed_jobs": list(point.failed_jobs),
        "usage_ru": point.usage_ru,
        "usage_seconds": point.usage_seconds,
    }


def _code(point: StoredPoint) -> str | None:
    return None if point.code is None else str(point.code)

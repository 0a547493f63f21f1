"""Usage of workloads, added up by user, backend, day or tag. No I/O; memory grows with the number of groups only.

- Seconds of QPU time and resource units (RUs) are added up separately, and never converted. A total is None if no
  workload of the group states the unit.
- A workload without either figure is not settled: it is queued or running, or its charge is pending. It is counted
  separately.
- A workload with two tags counts for each of them, so the totals by tag may exceed the usage.
- The day is that of the creation, on which the service bases a period's usage, in local time, like dates that users
  type.
- Dry runs are charged nothing, and are excluded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args, overload

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.suggestions import did_you_mean
from qrt_facade._base.wording import pluralize
from qrt_facade._display import format as shown
from qrt_facade._display.frames import checked_library, frame_of_rows
from qrt_facade._display.html import html_of, table
from qrt_facade._display.month_text import month_text
from qrt_facade._display.plots.month import bars, days, three_axes
from qrt_facade._display.rows import Column
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from matplotlib.axes import Axes

    from qrt_facade._display.facts import Value
    from qrt_facade._display.frames import AnyDataFrame, DataFrameLibrary, Frame, FrameLibrary, FrameT
    from qrt_facade._display.rows import Cell
    from qrt_facade._service.instances import Usage
    from qrt_facade._service.workloads import Workload

UsageGroup: TypeAlias = Literal["user", "backend", "day", "tag"]
"""The groupings of workloads' usage."""

USAGE_GROUPS: Final[tuple[UsageGroup, ...]] = get_args(UsageGroup)

_NAMELESS: Final[dict[UsageGroup, str]] = {
    "user": "(not known)",
    "backend": "(none)",
    "day": "(not known)",
    "tag": "(no tag)",
}


def checked_group(by: object) -> UsageGroup:
    """Return the grouping if it is valid.

    Raises:
        ConfigurationError: The value is not one of the groupings.
    """
    for known in USAGE_GROUPS:
        if by == known:
            return known
    raise ConfigurationError(
        f"by={redacted_repr(by)}: expected one of {', '.join(USAGE_GROUPS)}{did_you_mean(str(by), USAGE_GROUPS)}"
    )


@dataclass(frozen=True, slots=True)
class UsageTotal:
    """The usage of the workloads of one group.

    Attributes:
        group: The user id, the backend, the day (such as `2026-10-01`) or the tag; None for workloads that have none,
            and for the total of all groups.
        workloads: Number of workloads: jobs, sessions and batches (each with all of its jobs), and runs of functions.
        usage_seconds: Seconds of QPU time charged, or None if no workload states seconds.
        usage_ru: Resource units (RUs) charged, or None if no workload states any.
        unsettled: Number of workloads that are not settled yet and not included in the figures.
    """

    group: str | None
    workloads: int
    usage_seconds: float | None
    usage_ru: float | None
    unsettled: int


@dataclass(slots=True)
class _Sum:
    workloads: int = 0
    seconds: float | None = None
    units: float | None = None
    unsettled: int = 0

    def add(self, workload: Workload) -> None:
        self.workloads += 1
        self.seconds = _plus(self.seconds, workload.usage_seconds)
        self.units = _plus(self.units, workload.usage_ru)
        self.unsettled += workload.usage_seconds is None and workload.usage_ru is None

    def total(self, group: str | None) -> UsageTotal:
        return UsageTotal(group, self.workloads, self.seconds, self.units, self.unsettled)


def _plus(one: float | None, other: float | None) -> float | None:
    return one if other is None else other if one is None else one + other


class UsageCounter:
    """Adds up workloads one by one, by several groupings at once.

    Args:
        by: The groupings.
    """

    def __init__(self, *by: UsageGroup) -> None:
        self._by: dict[UsageGroup, dict[str | None, _Sum]] = {group: {} for group in by}
        self._all = _Sum()

    def add(self, workload: Workload) -> None:
        """Count a workload, unless it is a dry run."""
        if workload.dry_run:
            return
        self._all.add(workload)
        for by, sums in self._by.items():
            for group in _groups_of(workload, by):
                sums.setdefault(group, _Sum()).add(workload)

    def totals(self, by: UsageGroup, start: datetime | None, end: datetime | None) -> UsageTotals:
        """Return the totals: days in order, other groups with the highest usage first."""
        found = UsageTotals(
            by,
            tuple(total.total(group) for group, total in self._by[by].items()),
            self._all.total(None),
            start,
            end,
        )
        if by == "day":
            ordered = sorted(found, key=lambda total: total.group or "")
        else:
            ordered = sorted(
                found, key=lambda total: (-found.amount_of(total), -total.workloads, total.group or "")
            )
        return replace(found, totals=tuple(ordered))


def _groups_of(workload: Workload, by: UsageGroup) -> Iterable[str | None]:
    if by == "tag":
        return dict.fromkeys(workload.tags) or (None,)
    if by == "day":
        return (_local_day(workload.created),)
    return (workload.user_id if by == "user" else workload.backend or None,)


def _local_day(created: datetime | None) -> str | None:
    try:
        return None if created is None else created.astimezone().date().isoformat()
    except OverflowError:  # 0001-01-01T00:00:00Z, the zero time of some languages, west of Greenwich
        return None


@dataclass(frozen=True, slots=True)
class UsageTotals:
    """The usage of workloads, by user, backend, day or tag: `client.workloads.usage_by("backend")`.

        totals = client.workloads.usage_by("backend")
        [total.group for total in totals]                # such as ["ibm_fez", "ibm_torino"]
        totals.overall.usage_seconds, totals.overall.unsettled

    Its string form is a table. Seconds and resource units (RUs) are separate columns, and never converted.

    Attributes:
        by: The grouping. By tag, a workload counts for each of its tags, and once in `overall`.
        totals: The groups: days in order, others with the highest usage first.
        overall: All workloads together.
        start: Start of the interval in which workloads were created, aware, in UTC; None for all that the service
            lists.
        end: End of the interval, likewise.
    """

    by: UsageGroup
    totals: tuple[UsageTotal, ...]
    overall: UsageTotal
    start: datetime | None = None
    end: datetime | None = None

    def __iter__(self) -> Iterator[UsageTotal]:
        return iter(self.totals)

    def __len__(self) -> int:
        return len(self.totals)

    def name_of(self, total: UsageTotal) -> str:
        """Return the displayed name of a group, such as `(no tag)` for workloads without one.

        Args:
            total: One of the totals.
        """
        return total.group if total.group is not None else _NAMELESS[self.by]

    def amount_of(self, total: UsageTotal) -> float:
        """Return the figure by which groups are compared: RUs if any workload has them, else seconds; 0 if missing.

        Args:
            total: One of the totals.
        """
        in_units = self.overall.usage_ru is not None
        return (total.usage_ru if in_units else total.usage_seconds) or 0.0

    def notes(self) -> list[str]:
        """Return notes on the figures: what is not settled, what has another unit, and what counts twice."""
        notes: list[str] = []
        if self.overall.unsettled:
            notes.append(f"{self.overall.unsettled} not settled: their usage is not included yet")
        if self.overall.usage_ru is not None and any(
            total.usage_ru is None and total.usage_seconds is not None for total in self.totals
        ):
            notes.append("groups with only QPU time come last: order, bars and plots use RUs")
        if self.by == "tag" and sum(total.workloads for total in self.totals) > self.overall.workloads:
            notes.append("a workload with several tags counts for each")
        if self.by == "day":
            notes.append("days are local time, by creation")
        return notes

    def rows(self) -> Iterator[dict[str, Cell]]:
        """Iterate over the groups as rows, for files and frames; the first column is named like the grouping."""
        for total in self.totals:
            yield {
                self.by: total.group,
                "workloads": total.workloads,
                "usage_seconds": total.usage_seconds,
                "usage_ru": total.usage_ru,
                "unsettled": total.unsettled,
            }

    @overload
    def to_frame(self, *, as_: type[FrameT]) -> FrameT: ...

    @overload
    def to_frame(self, *, as_: DataFrameLibrary | None = None) -> AnyDataFrame: ...

    @overload
    def to_frame(self, *, as_: FrameLibrary) -> Frame: ...

    def to_frame(self, *, as_: type[Any] | FrameLibrary | None = None) -> Frame:
        """Return the groups as a frame of pandas or polars, or a table of pyarrow.

        The columns: the name of `by`, `workloads`, `usage_seconds`, `usage_ru` and `unsettled`; missing values are
        null.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, from which type checkers derive the return
                type; or `"pandas"`, `"polars"` or `"pyarrow"`. By default pandas or polars, whichever is installed
                (pandas, if both are).

        Raises:
            ConfigurationError: The library is not installed, or none is.
        """
        return frame_of_rows(total_columns(self.by), self.rows(), checked_library(as_))

    def cells(self) -> tuple[list[str], list[list[Value]]]:
        """Return headings and rows for display, with the total below; units that no workload states have no column."""
        overall = self.overall
        units, seconds = overall.usage_ru is not None, overall.usage_seconds is not None
        headings = [self.by, "workloads", *["usage"] * units, *["QPU time"] * seconds]
        headings += ["not settled"] * bool(overall.unsettled)

        def row(name: str, total: UsageTotal) -> list[Value]:
            cells: list[Value] = [name, shown.whole(total.workloads)]
            if units:
                cells.append(shown.resource_units(total.usage_ru) or shown.Number("-"))
            if seconds:
                cells.append(shown.seconds(total.usage_seconds) or shown.Number("-"))
            if overall.unsettled:
                cells.append(shown.whole(total.unsettled))
            return cells

        rows = [row(self.name_of(total), total) for total in self.totals]
        return headings, [*rows, row("all", overall)] if len(rows) != 1 or self.by == "tag" else rows

    def __str__(self) -> str:
        headings, rows = self.cells()
        lines = [headings, *([str(cell) for cell in row] for row in rows)]
        widths = [max(len(line[number]) for line in lines) for number in range(len(headings))]

        def written(line: list[str]) -> str:
            first, *others = line
            cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
            return "  ".join([first.ljust(widths[0]), *cells])

        return "\n".join(map(written, lines))

    def _repr_html_(self) -> str:
        headings, rows = self.cells()
        notes = "; ".join(self.notes())
        return table(f"Usage by {self.by}{f' ({notes})' if notes else ''}", headings, rows)

    def plot(self, *, top: int = 15, ax: Axes | None = None) -> Axes:
        """Draw the usage of each group as a bar, or as a column for each day; needs the extra `plot`.

            client.workloads.usage_by("day").plot()

        Args:
            top: Number of groups with their own bar; the others share one. Days are all drawn.
            ax: Axes to draw on; by default those of a new figure.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: `top` is not a whole number above 0.
        """
        named = [(self.name_of(total), self.amount_of(total)) for total in self.totals]
        unit = "usage (RU)" if self.overall.usage_ru is not None else "QPU time (s)"
        if self.by == "day":
            return days(
                [(total.group, self.amount_of(total)) for total in self.totals if total.group],
                unit=unit,
                ax=ax,
            )
        return bars(named, label=self.by, unit=unit, top=top, ax=ax)


def total_columns(by: UsageGroup) -> list[Column]:
    """Return the columns of `UsageTotals.rows`."""
    return [
        Column(by),
        Column("workloads", "whole"),
        Column("usage_seconds", "number"),
        Column("usage_ru", "number"),
        Column("unsettled", "whole"),
    ]


@dataclass(frozen=True, slots=True)
class UsageReport:
    """An instance's usage in a period: used, remaining, by backend, tag, user and day: `client.usage_report()`.

    A notebook shows it as tables; `str(report)` is text of at most 80 columns.

    Attributes:
        usage: Usage and limits of the instance in the service's current period, as reported by the service.
        start: Start of the period of the workloads, aware, in UTC, or None.
        end: End of the period, or None for now.
        by_user: Usage of the workloads created in the period, by user.
        by_backend: The same by backend.
        by_day: The same by day.
        by_tag: The same by tag.
    """

    usage: Usage
    start: datetime | None
    end: datetime | None
    by_user: UsageTotals = field(repr=False)
    by_backend: UsageTotals = field(repr=False)
    by_day: UsageTotals = field(repr=False)
    by_tag: UsageTotals = field(repr=False)

    @property
    def overall(self) -> UsageTotal:
        """All workloads of the period together."""
        return self.by_day.overall

    def _sections(self) -> tuple[UsageTotals, ...]:
        return (self.by_backend, self.by_tag, self.by_user)

    def __str__(self) -> str:
        return "\n".join(month_text(self.usage.facts(), self._days(), self._tables(), self.notes()))

    def text(self, width: int = 80, *, unicode: bool = True) -> list[str]:
        """Return the lines of the report for a terminal.

        Args:
            width: Number of columns.
            unicode: False draws bars with ASCII characters only.
        """
        return month_text(
            self.usage.facts(), self._days(), self._tables(), self.notes(), width=width, unicode=unicode
        )

    def _days(self) -> list[tuple[str, float]]:
        return [(total.group, self.by_day.amount_of(total)) for total in self.by_day if total.group]

    def _tables(self) -> list[tuple[str, list[str], list[list[Value]]]]:
        found: list[tuple[str, list[str], list[list[Value]]]] = []
        for part in self._sections():
            headings, rows = part.cells()
            found.append((part.by, headings, rows if len(part) else []))
        return found

    def notes(self) -> list[str]:
        """Return notes on the figures."""
        notes = [f"{pluralize(self.overall.workloads, 'workload')}, a session with its jobs counts as one"]
        if self.start is not None or self.end is not None:
            first, last = (
                shown.moment(moment, None) if moment is not None else word
                for moment, word in ((self.start, "the first"), (self.end, "now"))
            )
            notes.append(f"created from {first} to {last}, local time")
        return [
            *notes,
            *dict.fromkeys(
                note for part in (self.by_backend, self.by_tag, self.by_day) for note in part.notes()
            ),
        ]

    def _repr_html_(self) -> str:
        return html_of(self.usage) + "".join(html_of(part) for part in (*self._sections(), self.by_day))

    def plot(self, *, top: int = 8, axes: Sequence[Axes] | None = None) -> Sequence[Axes]:
        """Draw the usage by day, and by backend and tag below it; needs the extra `plot`.

        Args:
            top: Number of backends and tags with their own bar.
            axes: Three axes to draw on; by default those of a new figure.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: `top` is not a whole number above 0, or there are not three axes.
        """
        above, left, right = three_axes(axes)
        self.by_day.plot(ax=above)
        self.by_backend.plot(top=top, ax=left)
        self.by_tag.plot(top=top, ax=right)
        return above, left, right

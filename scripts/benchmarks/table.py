"""The table of results: a `pyperf.Benchmark` for each series, and the ratios of ours to the others."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pyperf import Benchmark, BenchmarkSuite, Run, format_metadata

from benchmarks.measuring import Spent, in_turn, spent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Side = Literal["ours", "peer", "limit"]
Unit = Literal["second", "byte", "integer"]
Clock = Literal["wall", "cpu"]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: What is compared.
        sides: The series of this project, of another client doing the same, and of the physical minimum. Each
            benchmark is named after its subject, and round k of each was measured in turn with round k of the others.
        aims: The targets: the maximum as a multiple of the peer or the limit, or of `ours` itself; without one it is
            only reported.
        by: The clock by which the targets are judged; None if no time was measured.
        other_clock: The same rounds by the other clock.
    """

    name: str
    sides: Mapping[Side, Benchmark]
    aims: Mapping[Side, float] = field(default_factory=dict)
    by: Clock | None = None
    other_clock: Mapping[Side, Benchmark] = field(default_factory=dict)

    def ratios(self, side: Side) -> list[float]:
        """Return ours divided by another side, round by round, because a busy machine slows both down; sorted."""
        return _ratios(self.sides, side)

    def other_ratios(self, side: Side) -> list[float]:
        """Return the same by the other clock; empty if there is none."""
        return _ratios(self.other_clock, side) if side in self.other_clock else []

    def met(self, side: Side) -> bool:
        """Return whether the median meets the target for that side.

        Raises:
            KeyError: That side was not measured.
        """
        got = self.sides["ours"].median() if side == "ours" else statistics.median(self.ratios(side))
        return bool(got <= self.aims[side])


def _ratios(sides: Mapping[Side, Benchmark], side: Side) -> list[float]:
    ours, other = (sides[name].get_values() for name in ("ours", side))
    return sorted(mine / theirs for mine, theirs in zip(ours, other, strict=True))


def row(
    name: str, values: Mapping[str, Sequence[float | Spent]], *, ours: str = "ours", peer: str = "", limit: str = "",
    unit: Unit = "second", aims: Mapping[Side, float] | None = None, by: Clock = "wall",
) -> Row:  # fmt: skip
    """Create a row from values by subject; `ours`, `peer` and `limit` are the names of the subjects.

    Values that are `Spent` are judged by one clock and shown by both.

    Raises:
        ValueError: A subject has no values, or one that is not positive.
    """
    subjects: dict[Side, str] = {"ours": ours, "peer": peer, "limit": limit}
    chosen: dict[Side, str] = {side: subject for side, subject in subjects.items() if subject}

    def sides(clock: Clock) -> dict[Side, Benchmark]:
        return {side: _benchmark(subject, values[subject], unit, clock) for side, subject in chosen.items()}

    if not all(isinstance(value, Spent) for subject in chosen.values() for value in values[subject]):
        return Row(name, sides(by), aims or {})
    return Row(name, sides(by), aims or {}, by, sides("cpu" if by == "wall" else "wall"))


def _benchmark(subject: str, values: Sequence[float | Spent], unit: Unit, clock: Clock) -> Benchmark:
    numbers = [getattr(value, clock) if isinstance(value, Spent) else value for value in values]
    return Benchmark([Run(numbers, metadata={"name": subject, "unit": unit})])


def compare(
    name: str, works: Mapping[str, Callable[[], Any]], rounds: int, *, calls: int = 1,
    peer: str = "", limit: str = "", aims: Mapping[Side, float] | None = None, by: Clock = "wall",
) -> Row:  # fmt: skip
    """Measure the seconds of calls in turn, ours and those of `peer` and `limit`, and create a row."""
    values = in_turn({subject: spent(work, calls) for subject, work in works.items()}, rounds)
    return row(name, values, peer=peer, limit=limit, aims=aims, by=by)


def save(rows: Sequence[Row], folder: Path) -> None:
    """Write a pyperf file for each side, with the rows' names, so that `pyperf compare_to` matches them."""
    folder.mkdir(parents=True, exist_ok=True)
    sides: tuple[Side, ...] = ("ours", "peer", "limit")
    for side in sides:
        suite = []
        for each in rows:
            if side in each.sides:
                named = Benchmark(each.sides[side].get_runs())  # a copy: the table uses the subject's name
                named.update_metadata({"name": each.name, "subject": each.sides[side].get_name()})
                suite.append(named)
        if suite:
            BenchmarkSuite(suite).dump(str(folder / f"{side}.json"), replace=True)


def number(ratio: float) -> str:
    """Format with three significant digits; a small ratio as a fraction, such as 1/21."""
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}" if ratio >= 0.2 else f"1/{1 / ratio:.3g}"


def _median(each: Row, side: Side) -> str:
    """Return a side's median, by the clock of the row, and by the other one."""
    benchmark = each.sides[side]
    text = str(benchmark.format_value(benchmark.median()))
    if side not in each.other_clock:
        return text
    other = each.other_clock[side]
    return f"{text} ({_OTHER[each.by]} {other.format_value(other.median())})"


_OTHER = {"wall": "cpu", "cpu": "wall", None: ""}


def _side_cells(each: Row, side: Side) -> tuple[str, str]:
    """Return a side's median and subject, and the ratio of ours to it as median (minimum … maximum), by both clocks."""
    if side not in each.sides:
        return "", ""
    ratios, others = each.ratios(side), each.other_ratios(side)
    spread = f" ({number(ratios[0])} … {number(ratios[-1])})" if ratios[0] != ratios[-1] else ""
    other = f"; {_OTHER[each.by]} {number(statistics.median(others))}" if others else ""
    return f"{_median(each, side)} {each.sides[side].get_name()}", (
        f"{number(statistics.median(ratios))}{spread}{other}"
    )


def _aim(each: Row, side: Side) -> str:
    most = each.aims[side]
    wanted = each.sides["ours"].format_value(most) if side == "ours" else f"{number(most)} x {side}"
    return f"≤ {wanted}: {'met' if each.met(side) else 'missed'}"


def as_markdown(rows: Sequence[Row]) -> str:
    """Return the table, and below it the machine as pyperf describes it, with its load after the first and the last row."""
    lines = [
        "Times are wall time, but CPU time where a row says so, or has (wall ...).",
        "",
        "| what | ours | peer | ours / peer | limit | ours / limit | target |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in rows:
        aims = ", ".join(_aim(each, side) for side in each.aims)
        cells = (
            each.name, _median(each, "ours"), *_side_cells(each, "peer"), *_side_cells(each, "limit"), aims
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    first, last = (rows[at].sides["ours"].get_metadata() for at in (0, -1))
    about = [
        f"{key}: {format_metadata(key, last[key])}"
        for key in ("cpu_model_name", "cpu_count", "python_version", "platform")
        if key in last
    ]
    loads = " to ".join(str(about.get("load_avg_1min", "unknown")) for about in (first, last))
    return "\n".join([*lines, "", "; ".join([*about, f"load_avg_1min: {loads}"])])

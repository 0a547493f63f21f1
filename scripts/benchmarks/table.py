"""What was measured, as ratios: pure arithmetic and text, without any measuring."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Against = Literal["peer", "limit", "value"]


@dataclass(frozen=True)
class Series:
    """One thing measured several times.

    Attributes:
        name: What was measured.
        values: One number for each round, in the row's unit. Round k of every series of a row was measured in turn.
    """

    name: str
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"{self.name}: no values")

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.values)


@dataclass(frozen=True)
class Spread:
    """Minimum, median and maximum."""

    minimum: float
    median: float
    maximum: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Summarise some numbers."""
        return cls(min(values), statistics.median(values), max(values))


@dataclass(frozen=True)
class Aim:
    """What a row wants: ours at most so many times the peer or the limit, or at most so much by itself."""

    against: Against
    at_most: float

    def __str__(self) -> str:
        what = "" if self.against == "value" else f" {self.against}"
        return f"≤ {number(self.at_most)}{' x' if what else ''}{what}"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        what: What is compared.
        unit: Unit of all series, such as `s`; empty for numbers without one.
        ours: This project.
        peer: Another client doing the same.
        limit: What nobody can do without.
        aims: What is wanted, none for what is only told.
    """

    what: str
    unit: str
    ours: Series
    peer: Series | None = None
    limit: Series | None = None
    aims: tuple[Aim, ...] = field(default=())

    def ratio(self, against: Against) -> Spread | None:
        """Ours divided by the other round by round, or None where there is no other.

        Rounds are compared one with another because a busy machine slows both down. Series of unlike length cannot be:
        then the medians are.
        """
        other = {"peer": self.peer, "limit": self.limit, "value": None}[against]
        if other is None:
            return None
        if len(other.values) != len(self.ours.values):
            return Spread.of([_quotient(self.ours.median, other.median)])
        return Spread.of([_quotient(*pair) for pair in zip(self.ours.values, other.values, strict=True)])

    def met(self, aim: Aim) -> bool:
        """Whether the median reaches an aim.

        Raises:
            ValueError: The aim is against a series that the row does not have.
        """
        if aim.against == "value":
            return self.ours.median <= aim.at_most
        spread = self.ratio(aim.against)
        if spread is None:
            raise ValueError(f"{self.what}: an aim against the {aim.against}, and there is none")
        return spread.median <= aim.at_most

    def as_dict(self) -> dict[str, Any]:
        """Everything, for JSON: all values in the row's unit, ratios as minimum, median and maximum."""
        others = {"ours": self.ours, "peer": self.peer, "limit": self.limit}
        sides: tuple[Against, ...] = ("peer", "limit")
        return {
            "what": self.what,
            "unit": self.unit,
            "series": {
                side: {"name": series.name, "values": series.values, **vars(Spread.of(series.values))}
                for side, series in others.items()
                if series is not None
            },
            "ratios": {side: vars(spread) for side in sides if (spread := self.ratio(side)) is not None},
            "aims": [
                {"against": aim.against, "at_most": aim.at_most, "met": self.met(aim)} for aim in self.aims
            ],
        }


def _quotient(ours: float, other: float) -> float:
    if other:
        return ours / other
    return 1.0 if not ours else float("inf")


def number(value: float) -> str:
    """Three significant digits; a ratio far below one as a fraction of one reads better: 1/21."""
    if value == 0 or value >= 100:
        return f"{value:.0f}"
    if value < 0.2:
        return f"1/{1 / value:.3g}" if value > 1e-9 else "0"
    return f"{value:.3g}"


def quantity(value: float, unit: str) -> str:
    """A value with its unit; seconds below one as milliseconds or microseconds."""
    if unit == "s":
        for factor, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
            if value >= factor or name == "µs":
                return f"{_digits(value / factor)} {name}"
    return f"{_digits(value)} {unit}".rstrip()


def _digits(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _ratio_cell(row: Row, against: Against) -> str:
    spread = row.ratio(against)
    if spread is None:
        return ""
    if spread.minimum == spread.maximum:
        return number(spread.median)
    return f"{number(spread.median)} ({number(spread.minimum)} … {number(spread.maximum)})"


def _side_cell(row: Row, series: Series | None) -> str:
    return "" if series is None else f"{quantity(series.median, row.unit)} {series.name}"


def as_markdown(rows: Sequence[Row], machine: str) -> str:
    """The table: medians, ratios as median (minimum … maximum), aims and whether each is met."""
    lines = [
        "| what | ours | peer | ours / peer | limit | ours / limit | aim | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            row.what,
            quantity(row.ours.median, row.unit),
            _side_cell(row, row.peer),
            _ratio_cell(row, "peer"),
            _side_cell(row, row.limit),
            _ratio_cell(row, "limit"),
            ", ".join(
                f"≤ {quantity(aim.at_most, row.unit)}" if aim.against == "value" else str(aim)
                for aim in row.aims
            ),
            ", ".join("yes" if row.met(aim) else "no" for aim in row.aims),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", machine])


def as_json(results: Mapping[str, Sequence[Row]], machine: Mapping[str, Any]) -> str:
    """The same as JSON: `machine`, and for each benchmark its rows with every value measured."""
    measured = {name: [row.as_dict() for row in rows] for name, rows in results.items()}
    return json.dumps({"machine": machine, "benchmarks": measured}, indent=2, ensure_ascii=False)

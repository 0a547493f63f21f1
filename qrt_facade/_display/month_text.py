"""The usage of a period as lines of text: figures, a column for each day, and a table for each grouping. No I/O."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from qrt_facade._display.facts import known, text
from qrt_facade._display.format import Number, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._display.facts import Facts, Value

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_IN_ASCII: Final = " .:-=+*#%"
_MOST_ROWS: Final = 8
_MOST_DAYS: Final = 62
_LONGEST: Final = 40
_BAR: Final = 20


def month_text(
    facts: Facts,
    days: Sequence[tuple[str, float]],
    tables: Sequence[tuple[str, list[str], list[list[Value]]]],
    notes: Sequence[str],
    *,
    width: int = 80,
    unicode: bool = True,
) -> list[str]:
    """Return the usage of a period as lines of text.

    Args:
        facts: Labels and values of the instance.
        days: (day, usage) pairs, in order.
        tables: Name of a grouping, its headings and its rows; the last row is the total.
        notes: Explanations of the figures.
        width: Number of columns; longer labels are shortened.
        unicode: False draws bars in ASCII.
    """
    named = [(label, text(value, unknown="-", zone=None)) for label, value in known(facts)]
    column = max((len(label) for label, _ in named), default=0)
    lines = [f"{label:<{column}}  {value}" for label, value in named]
    lines += _day_lines(days, width=width, unicode=unicode)
    for name, headings, rows in tables:
        lines += ["", *_table_lines(name, headings, rows, width=width, unicode=unicode)]
    if notes:
        lines += ["", *notes]
    return [shortened(line, width, gap="...") for line in lines]


def _day_lines(days: Sequence[tuple[str, float]], *, width: int, unicode: bool) -> list[str]:
    """Return a line with a character for each day, the highest at full height, and the dates below its ends."""
    if not days:
        return []
    used = dict(days)
    last = date.fromisoformat(days[-1][0])
    first = max(date.fromisoformat(days[0][0]), last - timedelta(days=min(_MOST_DAYS, max(width, 1)) - 1))
    every = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    signs = _EIGHTHS if unicode else _IN_ASCII
    highest = max(used.values()) or 1.0
    # A day with any usage has at least the smallest sign; one without has a blank.
    bar = "".join(signs[max(round(8 * used[day] / highest), 1) if used.get(day) else 0] for day in every)
    most = max(used, key=lambda day: used[day])
    ends = f"{every[0]}{every[-1]:>{max(len(every) - len(every[0]), 12)}}" if len(every) > 1 else every[0]
    return ["", f"by day, most on {most}", bar.rstrip() or "nothing used", ends]


def _table_lines(
    name: str, headings: list[str], rows: list[list[Value]], *, width: int, unicode: bool
) -> list[str]:
    if not rows:
        return [f"by {name}: nothing"]
    *groups, overall = rows if len(rows) > 1 else [*rows, rows[0]]
    shown = groups[:_MOST_ROWS]
    cells = [[shortened(str(row[0]), _LONGEST, gap="..."), *map(str, row[1:])] for row in shown]
    if len(groups) > len(shown):
        cells.append([f"{len(groups) - len(shown)} more", *[""] * (len(headings) - 1)])
    if len(rows) > 1:
        cells.append([str(cell) for cell in overall])
    whole = [[f"by {name}", *headings[1:]], *cells]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    room = min(width - sum(widths) - 2 * len(widths), _BAR)
    shares = _shares(shown)
    lines: list[str] = []
    for number, row in enumerate(whole):
        line = "  ".join(
            cell.rjust(wide) if index else cell.ljust(wide)
            for index, (cell, wide) in enumerate(zip(row, widths, strict=True))
        )
        share = shares[number - 1] if 0 < number <= len(shares) else 0.0
        lines.append(f"{line}  {_bar(share, room, unicode=unicode)}".rstrip())
    return lines


def _shares(rows: Sequence[Sequence[Value]]) -> list[float]:
    """Return the first usage figure of each row, relative to the highest."""
    figures = [_figure(row[2]) if len(row) > 2 else 0.0 for row in rows]
    highest = max(figures, default=0.0) or 1.0
    return [figure / highest for figure in figures]


def _figure(cell: Value) -> float:
    words = cell.replace(",", "").split() if isinstance(cell, Number) else []
    try:
        return float(words[0])
    except (IndexError, ValueError):
        return 0.0


def _bar(share: float, room: int, *, unicode: bool) -> str:
    if room < 4 or share <= 0:
        return ""
    return ("█" if unicode else "#") * max(round(share * room), 1)

"""HTML for notebooks: small tables without scripts and style sheets, in the colours of the page.

Everything is escaped. Light and dark themes both work.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from qrt_facade._base.controls import escape_controls
from qrt_facade._base.wording import pluralize
from qrt_facade._display.facts import known, text
from qrt_facade._display.format import Number, outcome, shape, share, uncertain, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade._base.ranking import Ranking
    from qrt_facade._display.facts import Facts, Value

MAX_ROWS: Final = 10
"""Rows of a table of unknown length, such as counts, before the rest is summed up."""
MAX_TEXT: Final = 200
"""Length above which a text is cut."""

NO_SPREAD: Final = "± 0: all shots gave the same value."
"""What a standard error of 0 means."""
_WIDEST_BINARY: Final = 40  # bits; a longer string pushes the counts off the screen

_LINE: Final = 60  # characters

_FONT = "background:transparent;color:currentColor;font-variant-numeric:tabular-nums"
_TABLE = f"border-collapse:collapse;margin:0.3em 0;{_FONT}"
_LEFT = f"text-align:left;padding:0.1em 0.8em 0.1em 0;{_FONT}"
_RIGHT = f"text-align:right;padding:0.1em 0.8em 0.1em 0;white-space:nowrap;{_FONT}"
_CAPTION = "caption-side:top;text-align:left;padding:0 0 0.3em 0;font-weight:600;color:currentColor"
_HEAD = "font-weight:600;border-bottom:1px solid currentColor"
_NOTE = "color:currentColor;opacity:0.7;margin:0.2em 0"


class Shown(Protocol):
    """An object with an HTML representation."""

    def _repr_html_(self) -> str: ...


def html_of(thing: Shown) -> str:
    """Return the HTML representation of an object."""
    return thing._repr_html_()  # pyright: ignore[reportPrivateUsage] # the method that IPython looks for, named so there


def facts_table(caption: str, facts: Facts) -> str:
    """Return labels with their values, one below the other, without unknown ones."""
    return table(caption, (), known(facts))


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> str:
    """Return a table; columns of numbers are right-aligned.

    Args:
        caption: Above the table; empty for none.
        columns: Names of the columns; empty for a table without a head.
        rows: The cells of each row, of which the first names the row. None is shown as `unknown`.
    """
    parts = [f'<table style="{_TABLE}">']
    if caption:
        whole = (
            ";white-space:nowrap" if len(caption) <= _LINE else ""
        )  # a table may be narrower than its caption
        parts.append(f'<caption style="{_CAPTION}{whole}">{_cut(caption)}</caption>')
    if columns:
        numeric = [any(isinstance(row[column], Number) for row in rows) for column in range(len(columns))]
        cells = (
            f'<th scope="col" style="{_RIGHT if right else _LEFT};{_HEAD}">{_cut(name)}</th>'
            for name, right in zip(columns, numeric, strict=True)
        )
        parts.append(f'<tr style="background:transparent">{"".join(cells)}</tr>')
    for first, *others in rows:
        cells = (
            f'<td style="{_RIGHT if isinstance(cell, Number) else _LEFT}">{_cut(_written(cell))}</td>'
            for cell in others
        )
        parts.append(
            f'<tr style="background:transparent"><th scope="row" style="{_LEFT};font-weight:400">'
            f"{_cut(_written(first))}</th>{''.join(cells)}</tr>"
        )
    return "".join([*parts, "</table>"])


def sections(title: str, total: int, noun: str, parts: Iterable[tuple[str, str]]) -> str:
    """Return the first of several parts below a title that counts them.

    Args:
        title: Name of the whole.
        total: Number of parts.
        noun: Word for one part, in the singular.
        parts: Heading and content of each part; only those that are shown are created.
    """
    shown = [f'<div style="{_FONT};font-weight:600">{_cut(f"{title}: {pluralize(total, noun)}")}</div>']
    for heading, content in islice(parts, MAX_ROWS):
        shown += [note(heading), content]
    return "".join([*shown, more(total - MAX_ROWS, noun)])


def counts_table(caption: str, ranked: Ranking[str]) -> str:
    """Return the most frequent bitstrings with their counts and shares, the others together in one row."""
    rows = [
        (outcome(bits, _WIDEST_BINARY), whole(number), share(number / ranked.shots))
        for bits, number in ranked.top
    ]
    if ranked.others:
        rows.append(
            (
                pluralize(ranked.others, "other"),
                whole(ranked.other_shots),
                share(ranked.other_shots / ranked.shots),
            )
        )
    hexadecimal = any(len(bits) > _WIDEST_BINARY for bits, _ in ranked.top)
    return table(
        caption, ("bitstring, in hexadecimal" if hexadecimal else "bitstring", "shots", "share"), rows
    )


def values_table(
    points: Iterable[tuple[Sequence[int], float, float]], total: int, *, names: Sequence[str] = ()
) -> str:
    """Return expectation values with their standard errors; only the first ones if there are many.

    Args:
        points: Index in the PUB's shape, value and standard error of each.
        total: Number of points.
        names: The observable of each point, as text; empty if unknown.
    """
    rows: list[Sequence[Value]] = []
    exact = False
    for number, (index, value, error) in enumerate(islice(points, MAX_ROWS)):
        written = uncertain(value, error)
        exact = exact or written.endswith("± 0")
        rows.append((shape(index), *names[number : number + 1], written))
    named = ("observable",) if names else ()
    listed = table("", ("point", *named, "expectation value ± standard error"), rows)
    return listed + more(total - MAX_ROWS, "point") + (note(NO_SPREAD) if exact else "")


def progress_bar(line: str, ended: int, total: int, *, waiting: bool = True) -> str:
    """Return a bar with a line next to it; for a single unfinished job, the bar moves without showing progress.

    Args:
        line: The line.
        ended: Number of jobs that have ended.
        total: Number of jobs.
        waiting: Whether the wait continues; otherwise the bar does not move.
    """
    value = f' value="{ended}"' if total > 1 or ended or not waiting else ""
    bar = f'<progress max="{max(total, 1)}"{value} style="vertical-align:middle;width:16em"></progress>'
    return f'<div style="{_FONT}">{bar} {_cut(line)}</div>'


def note(line: str) -> str:
    """Return a line in a lighter style."""
    return f'<div style="{_NOTE}">{_cut(line)}</div>'


def more(left_out: int, noun: str) -> str:
    """Return a line that counts what a table omits; empty if it omits nothing."""
    return note(f"and {pluralize(left_out, f'more {noun}')}") if left_out > 0 else ""


def _written(value: Value) -> str:
    return text(value, unknown="unknown")


def _cut(line: str) -> str:
    from html import escape

    line = escape_controls(line)
    return escape(line if len(line) <= MAX_TEXT else f"{line[:MAX_TEXT]}…")

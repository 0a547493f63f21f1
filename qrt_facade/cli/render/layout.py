"""Fitting of tables to a terminal: which columns are shown and how wide, or each row as a block of lines. No I/O.

Ids, names and numbers are complete at every width. Without enough room, dates are shortened, texts fold between words,
then columns are hidden in the order of `columns`, and finally each row becomes a block with its first cell on a
separate line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from qrt_facade.cli.render.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade.cli.render.tables import Table

GAP: Final = 2
"""Spaces between two columns."""
_NARROWEST: Final = 24
"""Columns that a word in a folded cell may require, such as a tag; a longer one continues on the next line."""
_NOTHING: Final = frozenset({"", "-"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The visible columns of a table.

    Attributes:
        shown: Their indices, from the left.
        widths: The width of each of them.
        hidden: Headings of the others; empty columns are not listed.
        brief: Whether dates are shortened.
    """

    shown: tuple[int, ...]
    widths: tuple[int, ...]
    hidden: tuple[str, ...] = ()
    brief: bool = False


@dataclass(frozen=True, slots=True)
class _Size:
    whole: int
    least: int
    empty: bool


def fit(table: Table, width: int) -> Layout | None:
    """Return how a table with headings fits; None if not even the columns that always stay do.

    Args:
        table: The table.
        width: Columns of the terminal.
    """
    kinds = columns_of(list(table.columns))
    every = range(len(kinds))
    for brief in (False, True):
        cells = table.cells(brief=brief)
        whole = tuple(_width([heading, *column]) for heading, column in _by_column(table, cells))
        if _total(whole) <= width:
            return Layout(tuple(every), whole, brief=brief)
    sizes = [
        _Size(
            wide,
            max(_longest_word([heading]), min(_longest_word(column), _NARROWEST) if kind.folds else _width(column)),
            all(cell in _NOTHING for cell in column),
        )
        for (heading, column), wide, kind in zip(_by_column(table, cells), whole, kinds, strict=True)
    ]  # fmt: skip
    going = sorted(every, key=lambda number: (not sizes[number].empty, -kinds[number].rank))
    going = [number for number in going if kinds[number].rank]
    shown = set(every)
    for number in going:
        if _total(sizes[other].least for other in shown) <= width:
            break
        shown.remove(number)
    if _total(sizes[number].least for number in shown) > width:
        return None
    # A column that was hidden early may be narrower than the remaining room.
    for number in sorted(set(every) - shown, key=lambda other: kinds[other].rank):
        if not sizes[number].empty and _total(sizes[o].least for o in (*shown, number)) <= width:
            shown.add(number)
    hidden = [number for number in every if number not in shown and not sizes[number].empty]
    return Layout(
        tuple(sorted(shown)),
        _widened(sorted(shown), sizes, [kind.rank for kind in kinds], width),
        tuple(table.columns[number] for number in hidden),
        brief=True,
    )


def rows_without_headings(table: Table, width: int | None) -> list[list[str]]:
    """Return each row of a table without headings as lines: labels, and the last cell folded next to them.

    It is placed below its labels if there is too little room next to them, or if it would have to be cut.

    Args:
        table: The table.
        width: Columns of the terminal; None folds nothing.
    """
    cells = table.cells()
    widths = [_width(row[number] for row in cells) for number in range(len(table.columns) - 1)]
    before = sum(widths) + GAP * len(widths)
    found: list[list[str]] = []
    for *labels, last in cells:
        label = "".join(_padded(text, wide + GAP) for text, wide in zip(labels, widths, strict=True))
        if width is None:
            below, indent = last.splitlines() or [""], before
        elif width - before < max(longest_word(last), min(_NARROWEST, _width([last]))):
            below, indent = ["", *fold(last, width - GAP)], GAP
        else:
            below, indent = fold(last, width - before) or [""], before
        first, *others = below
        found.append([f"{label}{first}".rstrip(), *(" " * indent + line for line in others)])
    return found


def blocks(table: Table, width: int) -> list[list[str]]:
    """Return each row as lines: its first cell, then the others with their headings, as many per line as fit.

    Args:
        table: The table, with headings.
        width: Columns of the terminal; text without a space to break at may be longer.
    """
    labels = [heading.lower() for heading in table.columns]
    return [
        [
            row[0],
            *_filled(
                [
                    f"{label} {cell}".strip()
                    for label, cell in zip(labels[1:], row[1:], strict=True)
                    if cell not in _NOTHING
                ],
                width,
            ),
        ]
        for row in table.cells(brief=True)
    ]


def fold(text: str, width: int) -> list[str]:
    """Return the lines of a text, broken between words; a word longer than the width is not broken."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if line and cell_len(line) + 1 + cell_len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".lstrip()
        lines.append(line)
    return lines


def longest_word(text: str) -> int:
    """Return the width of the longest word of a text."""
    return max((cell_len(word) for word in text.split()), default=0)


def _filled(parts: Iterable[str], width: int) -> list[str]:
    """Put the parts of a row on indented lines, as many on each as fit."""
    room = width - GAP
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(lines[-1]) + GAP + cell_len(part) <= room:
            lines[-1] += " " * GAP + part
        else:
            lines += fold(part, room)
    return [" " * GAP + line for line in lines]


def _widened(shown: list[int], sizes: Sequence[_Size], ranks: Sequence[int], width: int) -> tuple[int, ...]:
    """Distribute the remaining room to the columns that could use it, the most important first."""
    widths = {number: sizes[number].least for number in shown}
    left = width - _total(widths.values())
    for number in sorted(shown, key=lambda other: ranks[other]):
        more = min(left, sizes[number].whole - widths[number])
        widths[number] += more
        left -= more
    return tuple(widths[number] for number in shown)


def _by_column(table: Table, cells: list[list[str]]) -> Iterable[tuple[str, list[str]]]:
    return [(heading, [row[number] for row in cells]) for number, heading in enumerate(table.columns)]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _total(widths: Iterable[int]) -> int:
    listed = list(widths)
    return sum(listed) + GAP * (len(listed) - 1)


def _width(texts: Iterable[str]) -> int:
    return max((cell_len(line) for text in texts for line in text.splitlines()), default=0)


def _longest_word(texts: Iterable[str]) -> int:
    return max(map(longest_word, texts), default=0)

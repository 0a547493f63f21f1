"""A device as a map of characters: qubits at their positions, edges between them, errors as levels. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qrt_facade._base.scales import LEVELS, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade._base.coupling_map import CouplingMap

_QUBITS: Final = "●◕◑○✗"
_ACROSS: Final = "━─╌┈ "
_DOWN: Final = "┃│╎┊ "
_CELL: Final = 5
_IN_ASCII: Final = str.maketrans("●◕◑○✗━─╌┈┃│╎┊", "@Oo.x=-~.H|!:")

_FARTHEST = 500
"""The largest coordinate of a qubit, in rows and columns; the service sends them, and each row takes memory."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the map, and the level of what they represent: None for nothing, otherwise 0 to `LEVELS`."""

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class QubitMap:
    """The drawn map.

    Attributes:
        lines: Its lines, each of pieces.
        legend: Lines that explain the characters.
    """

    lines: tuple[tuple[Piece, ...], ...]
    legend: tuple[tuple[Piece, ...], ...]

    @property
    def width(self) -> int:
        """Columns of the map without its legend."""
        return max(sum(len(piece.text) for piece in line) for line in self.lines)


def qubit_map(device: CouplingMap) -> QubitMap | None:
    """Draw a device; None if it does not report the positions of its qubits, or they do not fit on any terminal.

    A qubit is its number and a character for its readout error; an edge is a line for the error of its two-qubit gate.
    """
    if not device.placed or max(max(place) for place in device.places) > _FARTHEST:
        return None
    places = [(int(x), int(y)) for x, y in device.places]
    of_qubits, of_edges = Scale.of(device.readout_errors.values()), Scale.of(device.gate_errors.values())
    grid = _grid(places)
    for index, place in enumerate(places):
        _put(grid, place, str(index), of_qubits.level(device.readout_errors.get(index)))
    for pair in device.pairs:
        ends = sorted(places[qubit] for qubit in pair)
        _connect(grid, ends, of_edges.level(device.gate_errors.get(pair)))
    return QubitMap(
        tuple(tuple(_joined(row)) for row in grid),
        (
            _legend("readout error  ", _QUBITS, of_qubits),
            _legend("2-qubit error  ", "".join(across * 2 for across in _ACROSS), of_edges),
        ),
    )


def folded(legend: tuple[Piece, ...], width: int) -> list[tuple[Piece, ...]]:
    """Fold a line of the legend into lines that fit; a character stays next to its meaning."""
    title, *entries = legend
    margin = Piece(" " * len(title.text))
    lines: list[list[Piece]] = [[title]]
    for sign, meaning in zip(entries[::2], entries[1::2], strict=True):
        used = sum(len(piece.text) for piece in lines[-1])
        if len(lines[-1]) > 1 and used + len(f"{sign.text}{meaning.text}".rstrip()) > width:
            lines.append([margin])
        lines[-1] += [sign, meaning]
    return [tuple(line) for line in lines]


def in_ascii(text: str) -> str:
    """Return the text of a piece in ASCII."""
    return text.translate(_IN_ASCII)


_Grid = list[list[Piece]]


def _grid(places: Iterable[tuple[int, int]]) -> _Grid:
    columns, rows = zip(*places, strict=True)
    return [[Piece(" ")] * ((max(columns) + 1) * _CELL) for _ in range(max(rows) * 2 + 1)]


def _put(grid: _Grid, place: tuple[int, int], number: str, level: int) -> None:
    x, y = place[0] * _CELL, place[1] * 2
    sign = x + _CELL - 1
    grid[y][sign] = Piece(_QUBITS[level], level)
    for offset, digit in enumerate(reversed(number), start=1):
        grid[y][sign - offset] = Piece(digit, None)


def _connect(grid: _Grid, ends: list[tuple[int, int]], level: int) -> None:
    (x1, y1), (x2, y2) = ends
    if y1 == y2:
        row = grid[y1 * 2]
        for column in range((x1 + 1) * _CELL, (x2 + 1) * _CELL - 1):
            if row[column].text == " ":
                row[column] = Piece(_ACROSS[level], level)
    elif x1 == x2:
        for line in range(y1 * 2 + 1, y2 * 2):
            if grid[line][(x1 + 1) * _CELL - 1].text == " ":
                grid[line][(x1 + 1) * _CELL - 1] = Piece(_DOWN[level], level)


def _joined(row: list[Piece]) -> Iterable[Piece]:
    """Merge adjacent pieces of the same level, without the spaces at the end."""
    while row and row[-1].text == " ":
        row = row[:-1]
    start = 0
    for index in range(1, len(row) + 1):
        if index == len(row) or row[index].level != row[start].level:
            yield Piece("".join(piece.text for piece in row[start:index]), row[start].level)
            start = index


def _legend(title: str, signs: str, scale: Scale) -> tuple[Piece, ...]:
    size = len(signs) // (LEVELS + 1)
    pieces = [Piece(title)]
    for level, limit in enumerate((*scale.limits, None)):
        bound = f"to {limit:.2%}   " if limit is not None else "above   "
        pieces += [Piece(signs[level * size : (level + 1) * size], level), Piece(f" {bound}")]
    broken = signs[LEVELS * size :]
    pieces += [Piece(broken.strip() or "blank", LEVELS), Piece(" broken or not measured")]
    return tuple(pieces)

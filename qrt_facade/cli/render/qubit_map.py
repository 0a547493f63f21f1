"""A device as a map of characters: qubits where they are, edges between them, errors as levels. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qrt_facade.cli.render.records import Record

LEVELS: Final = 4
"""Quarters of a device's own values, best first; the level after the last is for what is broken or not measured."""
_QUBITS: Final = "●◕◑○✗"
_ACROSS: Final = "━─╌┈ "
_DOWN: Final = "┃│╎┊ "
_BROKEN: Final = 0.5
_CELL: Final = 5
_IN_ASCII: Final = str.maketrans("●◕◑○✗━─╌┈┃│╎┊", "@Oo.x=-~.H|!:")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the map, and how good what they stand for is: None for nothing, else 0 to `LEVELS`."""

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels of one kind of error.

    Attributes:
        limits: The largest error of each level but the last, in ascending order.
    """

    limits: tuple[float, ...]

    @classmethod
    def of(cls, errors: Iterable[float | None]) -> Scale:
        """Return the scale whose levels hold a quarter each of the errors that are of use."""
        usable = sorted(error for error in errors if error is not None and error < _BROKEN)
        if not usable:
            return cls(())
        return cls(tuple(usable[-(-len(usable) * step // LEVELS) - 1] for step in range(1, LEVELS)))

    def level(self, error: float | None) -> int:
        """Return the level of an error."""
        if error is None or error >= _BROKEN:
            return LEVELS
        return sum(error > limit for limit in self.limits)


@dataclass(frozen=True, slots=True)
class QubitMap:
    """The drawn map.

    Attributes:
        lines: Its lines, each of pieces.
        legend: Lines that say what the signs mean.
    """

    lines: tuple[tuple[Piece, ...], ...]
    legend: tuple[tuple[Piece, ...], ...]

    @property
    def width(self) -> int:
        """Columns it takes, its legend aside."""
        return max(sum(len(piece.text) for piece in line) for line in self.lines)


def qubit_map(device: Record) -> QubitMap | None:
    """Draw a device of `records.device_record`; None when it does not say where its qubits are.

    A qubit is its number and a sign for its readout error; an edge is a line for the smallest error among the
    two-qubit gates on it.
    """
    places = _in_the_corner(device["coords"])
    if not places:
        return None
    readout = {entry["qubit"]: entry["readout_error"] for entry in device["qubits"]}
    edges = edge_errors(device["gates"], device["coupling_map"])
    of_qubits, of_edges = Scale.of(readout.values()), Scale.of(edges.values())
    grid = _grid(places)
    for index, place in places.items():
        _put(grid, place, str(index), of_qubits.level(readout.get(index)))
    for pair, error in edges.items():
        _connect(grid, sorted(places[qubit] for qubit in pair if qubit in places), of_edges.level(error))
    return QubitMap(
        tuple(tuple(_joined(row)) for row in grid),
        (
            _legend("readout error  ", _QUBITS, of_qubits),
            _legend("2-qubit error  ", "".join(across * 2 for across in _ACROSS), of_edges),
        ),
    )


def edge_errors(
    gates: Iterable[Record], coupling: Iterable[Sequence[int]]
) -> dict[frozenset[int], float | None]:
    """Return the smallest two-qubit error of each coupled pair, whichever its direction; None where there is none."""
    errors: dict[frozenset[int], float | None] = {
        frozenset(pair): None for pair in coupling if len(set(pair)) == 2
    }
    for gate in gates:
        pair = frozenset(gate["qubits"])
        if len(pair) == 2 and gate["error"] is not None:
            known = errors.get(pair)
            errors[pair] = gate["error"] if known is None else min(known, gate["error"])
    return errors


def in_ascii(text: str) -> str:
    """Return the text of a piece for terminals without Unicode."""
    return text.translate(_IN_ASCII)


_Grid = list[list[Piece]]


def _in_the_corner(coords: Sequence[Sequence[int]]) -> dict[int, tuple[int, int]]:
    """Return column and row of each qubit, moved so that the first column and the first row are 0."""
    if not coords:
        return {}
    left, top = (min(column) for column in zip(*coords, strict=True))
    return {index: (int(x) - left, int(y) - top) for index, (x, y) in enumerate(coords)}


def _grid(places: Mapping[int, tuple[int, int]]) -> _Grid:
    columns, rows = zip(*places.values(), strict=True)
    return [[Piece(" ")] * ((max(columns) + 1) * _CELL) for _ in range(max(rows) * 2 + 1)]


def _put(grid: _Grid, place: tuple[int, int], number: str, level: int) -> None:
    x, y = place[0] * _CELL, place[1] * 2
    sign = x + _CELL - 1
    grid[y][sign] = Piece(_QUBITS[level], level)
    for offset, digit in enumerate(reversed(number), start=1):
        grid[y][sign - offset] = Piece(digit, None)


def _connect(grid: _Grid, ends: list[tuple[int, int]], level: int) -> None:
    if len(ends) != 2:
        return
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
    """Put neighbours of one level together, and leave out the blanks at the end."""
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

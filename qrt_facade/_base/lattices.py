"""Qubit positions of IBM's processors, for devices that do not report them: most devices older than 2024.

Sources: the positions that the same processors have reported since, and Qiskit's `qiskit.visualization.gate_map`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Place = tuple[float, float]


def lattice_places(qubits: int, pairs: Collection[tuple[int, int]]) -> list[Place] | None:
    """Return the positions of a processor's qubits, x to the right and y downwards; None when no known lattice fits.

        lattice_places(3, [(0, 1), (1, 2)])                         # None
        lattice_places(5, [(0, 1), (1, 2), (2, 3), (3, 4)])         # [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0)]

    A lattice fits when it has that number of qubits, and each coupling joins neighbours in a row or a column.

    Args:
        qubits: Number of qubits.
        pairs: The coupled qubits.
    """
    for places in _lattices():
        if len(places) == qubits and all(_distance(places[a], places[b]) == 1 for a, b in pairs):
            return places
    return None


def _distance(first: Place, second: Place) -> float:
    return abs(first[0] - second[0]) + abs(first[1] - second[1])


def _lattices() -> Iterator[list[Place]]:
    yield from map(_by_rows, _ROWS)
    yield from ([(y, x) for x, y in _by_rows(columns)] for columns in (_FALCON_16, _FALCON_27))
    # Melbourne: numbered to the right and back.
    yield [*((x, 0.0) for x in range(7)), *((x, 1.0) for x in range(7, -1, -1))]
    # Egret: the lattice of 27 qubits with a tail at either end.
    middle = [(y, x) for x, y in _by_rows(_FALCON_27)]
    yield [*middle, (10, 1), (11, 1), (12, 1), (0, 3), (-1, 3), (-2, 3)]


def _by_rows(rows: tuple[str, ...]) -> list[Place]:
    """Return the positions of the marks, numbered row by row."""
    return [(x, y) for y, row in enumerate(rows) for x, sign in enumerate(row) if sign != " "]


_ROWS: Final[tuple[tuple[str, ...], ...]] = (
    ("o",),
    ("ooooo",),
    ("ooo", " o ", " o "),
    ("ooo", " o ", "ooo"),
    ("ooooo",) * 4,
    (
        "  ooooo  ",
        "  o   o  ",
        "ooooooooo",
        "o   o   o",
        "ooooooooo",
    ),
    (
        "  ooooo  ",
        "  o   o  ",
        *("ooooooooo", "o   o   o", "ooooooooo", "  o   o  ") * 2,
    ),
    (
        "oooooooooo ",
        *("o   o   o  ", "ooooooooooo", "  o   o   o", "ooooooooooo"),
        *("o   o   o  ", "ooooooooooo", "  o   o   o"),
        " oooooooooo",
    ),
    (
        "oooooooooooooo ",
        *("o   o   o   o  ", "ooooooooooooooo", "  o   o   o   o", "ooooooooooooooo") * 2,
        *("o   o   o   o  ", "ooooooooooooooo", "  o   o   o   o"),
        " oooooooooooooo",
    ),
)
"""Processors whose qubits are numbered row by row: 1, 5 (a line, and a T), 7, 20, 28, 53, 65 and 127 qubits."""

_FALCON_16: Final = (" o", " ooo", " o o", "oo oo", " o o", " ooo", " o")
_FALCON_27: Final = (*_FALCON_16[:6], " o o", "oo oo", " o o", " ooo", "   o")
"""Processors of 16 and 27 qubits, whose qubits are numbered column by column: each string is a column."""

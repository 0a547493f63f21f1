"""Priorities of table columns: which are hidden first without enough room, and which may be folded. No I/O.

The first column of a table identifies the row. It is never hidden and never cut, and neither is any id or name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """How a column behaves without enough room.

    Attributes:
        rank: The column with the highest rank is hidden first; 0 for columns that always stay.
        folds: Whether its cells may take several lines, broken between words.
    """

    rank: int
    folds: bool = False


_STAY: Final = (
    "STATE",
    "BACKEND",
    "JOB",
    "VALUE",
    "QUASI-PROBABILITY",
    "INSTANCE",
    "OBSERVABLE",
    "VALUE OF",
    "POINT",
)
_STAY_FOLDED: Final = ("STATUS", "")
_IN_ORDER: Final = (
    "MODE", "QUBITS", "QUEUE", "CODE", "CREATED", "USAGE", "QPU TIME", "2Q ERROR", "READOUT ERROR", "MAY END ON",
    "ENDED", "REASON", "PROCESSOR", "PROGRAM", "CLOPS", "TAGS",
)  # fmt: skip
"""The most important first."""
_FOLDED: Final = frozenset({"REASON", "PROCESSOR", "TAGS"})

COLUMNS: Final = {
    **dict.fromkeys(_STAY, Column(0)),
    **dict.fromkeys(_STAY_FOLDED, Column(0, folds=True)),
    **{name: Column(rank, name in _FOLDED) for rank, name in enumerate(_IN_ORDER, start=1)},
}
"""By the heading of the column."""
_OTHER: Final = Column(len(_IN_ORDER) + 1)


def columns_of(headings: list[str]) -> list[Column]:
    """Return the columns of a table by their headings."""
    kinds = [COLUMNS.get(heading, _OTHER) for heading in headings]
    return [Column(0), *kinds[1:]] if kinds else []

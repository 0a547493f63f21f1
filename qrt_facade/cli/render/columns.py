"""What each column of a table is: what goes first where there is no room, and what may be folded. Pure.

The first column of a table says which row it is. It is never left out and never cut, as no id and no name is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """What is done to a column where there is no room for all.

    Attributes:
        rank: The highest goes first; 0 for columns that always stay.
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
    """Return what the columns of a table are, by their headings."""
    kinds = [COLUMNS.get(heading, _OTHER) for heading in headings]
    return [Column(0), *kinds[1:]] if kinds else []

"""Rows with named columns, before they become a frame or a file: the types of columns and cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from qrt_facade._base.coerce import as_utc, flag_of, is_list, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Cell: TypeAlias = str | int | float | bool | datetime | Sequence[str] | None
"""The value of a row in a column; None means missing, which is neither 0 nor an empty string."""

ColumnKind: TypeAlias = Literal["text", "texts", "whole", "number", "flag", "time"]
"""Text, a list of texts, a 64-bit integer, a float, a boolean, or a moment in UTC."""

_LARGEST: Final = 2**63


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, which ends in its unit if it has one, and the type of its cells.

    Attributes:
        name: The name, such as `usage_seconds`.
        kind: What its cells are; any of them may be None.
    """

    name: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """Rows, as columns.

    Attributes:
        columns: The columns, in order.
        values: All cells of each, by its name: a list, or a NumPy array where each row has a value.
    """

    columns: Sequence[Column]
    values: Mapping[str, Any]


def checked_cell(column: Column, row: Mapping[str, Cell]) -> Cell:
    r"""Return a row's cell with its column's type: values of another type become None, times are in UTC.

    Half a character (a lone surrogate, which JSON may contain and UTF-8 has no bytes for) is written as `\udc00`.
    """
    value = row.get(column.name)
    return None if value is None else _READERS[column.kind](value)


def columns_of(columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]]) -> dict[str, list[Cell]]:
    """Return rows as columns, each cell with its column's type."""
    cells: list[tuple[Column, list[Cell]]] = [(column, []) for column in columns]
    for row in rows:
        for column, found in cells:
            found.append(checked_cell(column, row))
    return {column.name: found for column, found in cells}


def encodable(text: str) -> str:
    """Return a text that can be encoded as UTF-8."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _text(value: object) -> str | None:
    return encodable(value) if isinstance(value, str) else None


def _texts(value: object) -> list[str] | None:
    return [encodable(text) for text in value if isinstance(text, str)] if is_list(value) else None


def _whole(value: object) -> int | None:
    whole = whole_of(value)
    return whole if whole is not None and -_LARGEST <= whole < _LARGEST else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _time(value: object) -> datetime | None:
    return as_utc(value) if isinstance(value, datetime) else None


_READERS: Final[dict[ColumnKind, Callable[[object], Cell]]] = {
    "text": _text,
    "texts": _texts,
    "whole": _whole,
    "number": _number,
    "flag": flag_of,
    "time": _time,
}

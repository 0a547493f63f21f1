"""Tables of results for frames: one row per outcome, value or span, with columns for the point of the sweep."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from qrt_facade._display.rows import Column, ColumnTable, columns_of
from qrt_facade.results.counting import bitstrings, distinct_of_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qrt_facade._display.rows import Cell, ColumnKind

_INDEX: Final = "index_"
"""Prefix of the columns of a point's index, followed by the number of the axis."""

SAMPLED: Final = (
    Column("pub", "whole"),
    Column("register"),
    Column("bitstring"),
    Column("count", "whole"),
    Column("probability", "number"),
)
"""The columns of a sampler's result without PUBs."""

ESTIMATED: Final = (Column("pub", "whole"), Column("evs", "number"), Column("stds", "number"))
"""The columns of an estimator's result without PUBs."""


def sampled_table(
    array: NDArray[np.uint8], num_bits: int, shape: tuple[int, ...], *, dry_run: bool
) -> ColumnTable:
    """Return one row for each point and each outcome sampled there.

    Args:
        array: Packed bits, uint8 of shape (*shape, shots, bytes).
        num_bits: Width of the bitstrings.
        shape: Shape of the sweep.
        dry_run: Whether the bits are random.
    """
    shots, width = array.shape[-2:]
    points, rows, counts = distinct_of_points(array.reshape(math.prod(shape), shots, width))
    return _table(
        {
            **_indices(points, shape),
            "bitstring": ("text", list(bitstrings(rows, num_bits))),
            "count": ("whole", counts),
            "probability": ("number", counts / shots if shots else counts.astype(np.float64)),
        },
        len(counts),
        dry_run=dry_run,
    )


def estimated_table(fields: Mapping[str, object], shape: tuple[int, ...], *, dry_run: bool) -> ColumnTable:
    """Return one row per point of an estimator's PUB: expectation value, standard error, and further values.

    Args:
        fields: The data of the PUB by name. Arrays of real numbers of its shape become columns; `stds` is null if
            absent. Fields with the name of an index column or of another column that identifies the row are omitted.
        shape: Shape of the PUB.
        dry_run: Whether the values are random.
    """
    size = math.prod(shape)
    columns: dict[str, tuple[ColumnKind, Any]] = {
        **_indices(np.arange(size), shape),
        "evs": ("number", [None] * size),
        "stds": ("number", [None] * size),
    }
    for name, values in fields.items():
        array: NDArray[Any] | None = cast("Any", values) if isinstance(values, np.ndarray) else None
        if array is not None and array.shape == shape and array.dtype.kind == "f" and _is_free(name):
            columns[name] = ("number", array.ravel())
    return _table(columns, size, dry_run=dry_run)


def _is_free(name: str) -> bool:
    """Return whether a field may have a column of its name; names of columns that identify rows are reserved."""
    return name not in {"pub", "item", "dry_run"} and not name.startswith(_INDEX)


def no_samples() -> ColumnTable:
    """Return the columns of a PUB without registers, which has no rows."""
    empty: dict[str, Any] = {"register": [], "bitstring": []}
    empty["count"], empty["probability"] = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
    return ColumnTable(SAMPLED[1:], empty)


def table_of_rows(columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]]) -> ColumnTable:
    """Return rows as columns."""
    return ColumnTable(columns, columns_of(columns, rows))


def labelled(table: ColumnTable, name: str, value: str | int) -> ColumnTable:
    """Return a table with an additional first column, which has the same value in all rows."""
    rows = len(next(iter(table.values.values()))) if table.values else 0
    whole = isinstance(value, int)
    column = np.full(rows, value, dtype=np.int64) if whole else [value] * rows
    return ColumnTable(
        (Column(name, "whole" if whole else "text"), *table.columns), {name: column, **table.values}
    )


def stacked(tables: Iterable[ColumnTable], otherwise: Sequence[Column]) -> ColumnTable:
    """Return the rows of several tables below each other; columns missing in a table are null in its rows.

    Args:
        tables: The tables.
        otherwise: The columns if there is no table.
    """
    parts = list(tables)
    if len(parts) == 1:
        return parts[0]
    columns = _all_columns(parts) if parts else list(otherwise)
    return ColumnTable(columns, {column.name: _joined(column.name, parts) for column in columns})


def _all_columns(parts: Sequence[ColumnTable]) -> list[Column]:
    """Return the columns of all tables, in the order of the table with the longest index."""
    deepest = max(parts, key=lambda part: sum(column.name.startswith(_INDEX) for column in part.columns))
    found = {column.name: column for part in (deepest, *parts) for column in part.columns}
    return list(found.values())


def _joined(name: str, parts: Sequence[ColumnTable]) -> Any:
    """Return a column of all tables; an array if it is an array in all of them."""
    values: list[Any] = [part.values.get(name) for part in parts]
    if values and all(isinstance(column, np.ndarray) for column in values):
        return np.concatenate(values)
    cells: list[Any] = []
    for column, part in zip(values, parts, strict=True):
        if column is None:
            cells += [None] * len(next(iter(part.values.values())))
        else:
            cells += column.tolist() if isinstance(column, np.ndarray) else column
    return cells


def _indices(points: NDArray[np.intp], shape: tuple[int, ...]) -> dict[str, tuple[ColumnKind, Any]]:
    """Return one column per axis of the sweep."""
    axes = np.unravel_index(points, shape) if shape and points.size else [points] * len(shape)
    return {f"{_INDEX}{axis}": ("whole", index.astype(np.int64)) for axis, index in enumerate(axes)}


def _table(columns: Mapping[str, tuple[ColumnKind, Any]], rows: int, *, dry_run: bool) -> ColumnTable:
    marked = dict(columns)
    if dry_run:
        marked["dry_run"] = ("flag", np.ones(rows, dtype=np.bool_))
    return ColumnTable(
        [Column(name, kind) for name, (kind, _) in marked.items()],
        {name: values for name, (_, values) in marked.items()},
    )

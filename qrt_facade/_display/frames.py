"""pandas and polars DataFrames and pyarrow Tables from columns. The library is imported on first use.

Neither narwhals nor Arrow's C interface creates correct pandas DataFrames. narwhals 2.29 casts a column of
integers with a missing value to NumPy's int64, which raises, and needs pyarrow for lists in pandas;
`pandas.DataFrame.from_arrow` needs pyarrow, too. The three libraries differ only in the names of their types,
so a table of types for each is enough.

Missing values are null: `pandas.NA` in pandas' nullable types (`Int64`, `Float64`, `boolean`, `string`),
`NaT` for times, `None` for lists. Arrays of results have a value for each row, and become plain columns.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, TypeVar, get_args, overload

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.suggestions import did_you_mean
from qrt_facade._display.rows import columns_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from qrt_facade._display.rows import Cell, Column, ColumnKind, ColumnTable

FrameLibrary: TypeAlias = Literal["pandas", "polars", "pyarrow"]
"""Names of the supported libraries."""

DataFrameLibrary: TypeAlias = Literal["pandas", "polars"]
"""Names of the libraries with DataFrames; the default is one of these."""

FRAME_LIBRARIES: Final[tuple[FrameLibrary, ...]] = get_args(FrameLibrary)
"""All supported libraries."""

_PREFERRED: Final[tuple[DataFrameLibrary, ...]] = get_args(DataFrameLibrary)
"""Candidates for the default, in order of preference."""

_CLASSES: Final = {("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "Table")}


class Frame(Protocol):
    """Common interface of pandas and polars DataFrames and pyarrow Tables, for type checkers.

    Pass the class for its complete type: `to_frame(as_=pandas.DataFrame)`.
    """

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        ...

    def __len__(self) -> int: ...

    def __getitem__(self, name: str, /) -> Iterable[object]:
        """Return a column by name."""
        ...

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Export the frame through Arrow's C stream interface, with which other libraries import it."""
        ...


class AnySeries(Protocol):
    """Common interface of pandas and polars columns, for type checkers."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[object]: ...

    def sum(self) -> float:
        """Return the sum of the numbers, skipping missing ones."""
        ...

    def to_list(self) -> list[object]:
        """Return the values."""
        ...


class AnyDataFrame(Frame, Protocol):
    """Common interface of pandas and polars DataFrames, for type checkers."""

    def __getitem__(self, name: str, /) -> AnySeries:
        """Return a column by name."""
        ...


FrameT = TypeVar("FrameT", bound=Frame)


class Framed:
    """Base class that implements `to_frame` with the columns from `_table`."""

    __slots__ = ()

    @overload
    def to_frame(self, *, as_: type[FrameT]) -> FrameT: ...

    @overload
    def to_frame(self, *, as_: DataFrameLibrary | None = None) -> AnyDataFrame: ...

    @overload
    def to_frame(self, *, as_: FrameLibrary) -> Frame: ...

    def to_frame(self, *, as_: type[Any] | FrameLibrary | None = None) -> Frame:
        """Return a pandas or polars DataFrame or a pyarrow Table; the class's description lists its columns.

        Column names include the unit, times are in UTC, and missing values are null.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, from which type checkers infer the type of
                the result; or `"pandas"`, `"polars"` or `"pyarrow"`. Default: pandas if installed, otherwise polars.

        Raises:
            ConfigurationError: `as_` is invalid, or the library (by default, either of both) is not installed.
        """
        table = self._table()
        return frame_of(table.columns, table.values, as_)

    def _table(self) -> ColumnTable:
        raise NotImplementedError


def table_of(framed: Framed) -> ColumnTable:
    """Return the columns of an object, for a frame that combines several objects."""
    return framed._table()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def frame_of_rows(columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]], as_: object) -> Frame:
    """Return a frame of rows.

    Args:
        columns: The columns, in order; without rows, the frame is empty and its columns have their types.
        rows: Cells by column name.
        as_: The class of the frame, or the name of its library; None for pandas or polars.

    Raises:
        ConfigurationError: The library is unknown or not installed.
    """
    chosen = checked_library(as_)
    return _MAKERS[chosen](columns, columns_of(columns, rows))


def frame_of(columns: Sequence[Column], values: Mapping[str, Any], as_: object) -> Frame:
    """Return a frame of complete columns: NumPy arrays or lists of cells.

    Args:
        columns: The columns, in order.
        values: All cells of each column, by column name.
        as_: The class of the frame, or the name of its library; None for pandas or polars.

    Raises:
        ConfigurationError: The library is unknown or not installed.
    """
    return _MAKERS[checked_library(as_)](columns, values)


def checked_library(as_: object) -> FrameLibrary:
    """Return the name of the requested or default library, after checking that it is installed.

    Raises:
        ConfigurationError: The library is unknown or not installed.
    """
    if as_ is None:
        for preferred in _PREFERRED:
            if is_installed(preferred):
                return preferred
        table = '; as_="pyarrow" gives a table of pyarrow' if is_installed("pyarrow") else ""
        raise ConfigurationError(
            "a frame needs pandas or polars, and neither is installed: "
            f'pip install "qrt-facade[frames]" brings pandas{table}'
        )
    wanted = _library_of(as_) if isinstance(as_, type) else as_
    for name in FRAME_LIBRARIES:
        if wanted == name:
            if is_installed(name):
                return name
            raise ConfigurationError(f"as_={name!r}: {name} is not installed; pip install {name}")
    advice = did_you_mean(as_, FRAME_LIBRARIES) if isinstance(as_, str) else ""
    raise ConfigurationError(
        f"as_={redacted_repr(as_)}: expected pandas.DataFrame, polars.DataFrame or pyarrow.Table, "
        f"the name of one of these libraries, or None for pandas or polars, whichever is installed{advice}"
    )


def _library_of(kind: type[Any]) -> str | None:
    """Return the library that the frame class belongs to, or None."""
    library = kind.__module__.partition(".")[0]
    return library if (library, kind.__name__) in _CLASSES else None


def is_installed(library: FrameLibrary) -> bool:
    """Return whether a library is installed, without importing it. A folder with its name does not count."""
    try:
        found = find_spec(library)
    except ValueError:  # a module created in code, which has no spec
        return True
    return found is not None and found.origin is not None


def _pandas_frame(columns: Sequence[Column], values: Mapping[str, Any]) -> Any:
    pandas: Any = import_module("pandas")
    kinds: dict[ColumnKind, str] = {
        "text": "string",
        "texts": "object",
        "whole": "Int64",
        "number": "Float64",
        "flag": "boolean",
        "time": "datetime64[us, UTC]",
    }

    def series(column: Column) -> Any:
        cells = values[column.name]
        if hasattr(cells, "dtype"):
            return cells
        if column.kind == "number":
            return _numbers_in_pandas(pandas, cells)
        return pandas.Series(cells, dtype=kinds[column.kind])

    return pandas.DataFrame({column.name: series(column) for column in columns})


def _numbers_in_pandas(pandas: Any, cells: Sequence[float | None]) -> Any:
    """Return floats with missing values. `pandas.array` would treat NaN, which is a value, as missing."""
    import numpy as np

    absent = np.array([cell is None for cell in cells], dtype=np.bool_)
    filled = np.array([0.0 if cell is None else cell for cell in cells], dtype=np.float64)
    return pandas.arrays.FloatingArray(filled, absent)


def polars_frame(columns: Sequence[Column], values: Mapping[str, Any]) -> Any:
    """Return a polars DataFrame."""
    polars: Any = import_module("polars")
    kinds: dict[ColumnKind, Any] = {
        "text": polars.String(),
        "texts": polars.List(polars.String()),
        "whole": polars.Int64(),
        "number": polars.Float64(),
        "flag": polars.Boolean(),
        "time": polars.Datetime("us", "UTC"),
    }
    schema = {column.name: kinds[column.kind] for column in columns}
    return polars.DataFrame({column.name: values[column.name] for column in columns}, schema=schema)


def arrow_schema(columns: Sequence[Column]) -> Any:
    """Return the Arrow schema of columns."""
    arrow: Any = import_module("pyarrow")
    kinds: dict[ColumnKind, Any] = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "whole": arrow.int64(),
        "number": arrow.float64(),
        "flag": arrow.bool_(),
        "time": arrow.timestamp("us", tz="UTC"),
    }
    return arrow.schema([(column.name, kinds[column.kind]) for column in columns])


def arrow_table(columns: Sequence[Column], values: Mapping[str, Any]) -> Any:
    """Return a pyarrow Table."""
    arrow: Any = import_module("pyarrow")
    schema = arrow_schema(columns)
    arrays = [arrow.array(values[column.name], type=schema.field(column.name).type) for column in columns]
    return arrow.Table.from_arrays(arrays, schema=schema)


_MAKERS: Final[dict[FrameLibrary, Callable[[Sequence[Column], Mapping[str, Any]], Frame]]] = {
    "pandas": _pandas_frame,
    "polars": polars_frame,
    "pyarrow": arrow_table,
}

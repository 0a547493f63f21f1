r"""Rows streamed to a file: CSV and JSON without additional packages, Parquet with pyarrow or polars.

Memory does not grow with the number of rows, except for Parquet with polars, which cannot write one row group after
another: there the columns are kept, in polars' compact form, until the end.

- **CSV**: UTF-8 with a header; each line ends with `\n`. A missing value is an empty cell and an empty text
  is `""`; booleans are `true` and `false`, times are ISO 8601 in UTC with `Z`, and a list of texts is a JSON
  array, because tags may contain commas. Spreadsheets run a cell as a formula (CWE-1236) if it starts with
  `=`, `+`, `-`, `@` (also full-width), a tab, a NUL or a line break, and other users of an instance choose
  their own tags. Such a text is prefixed with an apostrophe (`'=1+1`), as OWASP advises (ASVS 1.2.10). A text
  that already has apostrophes before such a character gets one more, so removing one apostrophe restores the
  text. Numbers are never changed, and the other formats do not change texts.
- **JSON**: an array with one line per row; **JSON Lines** (`jsonl`): only the lines. NaN and infinities are
  null.
- **Parquet**: times are UTC timestamps in microseconds, lists are lists, missing values are null. Row groups
  of 5,000 rows.
"""

from __future__ import annotations

import json
import math
import re
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, Protocol, TypeAlias, get_args

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.suggestions import did_you_mean
from qrt_facade._display.rows import checked_cell, columns_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence
    from pathlib import Path

    from qrt_facade._display.rows import Cell, Column

TableFormat: TypeAlias = Literal["csv", "json", "jsonl", "parquet"]
"""File formats for rows."""

TABLE_FORMATS: Final[tuple[TableFormat, ...]] = get_args(TableFormat)

_SUFFIXES: Final[dict[str, TableFormat]] = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
_TO_QUOTE: Final = re.compile(r'[",\r\n]|^\s|\s$')
_AT_A_TIME: Final = 1000
_GROUP: Final = 5_000


class RowWriter(Protocol):
    """Writer of rows in batches."""

    def write(self, rows: Iterable[Mapping[str, Cell]]) -> None:
        """Write some rows; missing cells are empty, and additional ones are ignored.

        Args:
            rows: Cells by column name.
        """
        ...

    def finish(self) -> None:
        """Write the end of the file; the file stays open."""
        ...

    def abandon(self) -> None:
        """Release the resources of an unfinished file, while the file is still open."""
        ...


def format_for(path: Path, format: str | None = None) -> TableFormat:  # noqa: A002 - the word that users type
    """Return the format passed, or by default the format of the file's suffix.

    Raises:
        ConfigurationError: The format is unknown, or no format is passed and the suffix is unknown.
    """
    if format is None:
        found = _SUFFIXES.get(path.suffix.lower())
        if found is None:
            raise ConfigurationError(
                f"{path}: the format is not known by the suffix {path.suffix!r}; "
                f"accepted: {', '.join(_SUFFIXES)}, or format= one of {', '.join(TABLE_FORMATS)}"
            )
        return found
    for known in TABLE_FORMATS:
        if format == known:
            return known
    unknown: object = format
    advice = did_you_mean(unknown, TABLE_FORMATS) if isinstance(unknown, str) else ""
    raise ConfigurationError(
        f"format={redacted_repr(unknown)}: expected one of {', '.join(TABLE_FORMATS)}{advice}"
    )


def write_rows(
    rows: Iterable[Mapping[str, Cell]],
    columns: Sequence[Column],
    form: TableFormat,
    file: BinaryIO,
) -> int:
    """Stream rows to a file and return their number.

    Args:
        rows: Cells by column name; may be an iterator.
        columns: The columns, in order.
        form: `csv`, `json`, `jsonl` or `parquet`.
        file: A binary file, which stays open.

    Raises:
        ConfigurationError: The format is Parquet, and neither pyarrow nor polars is installed; nothing was written.
        OSError: The file cannot be written.
    """
    written, waiting = 0, iter(rows)
    with _finished(writer_of(columns, form, file)) as writer:
        while some := list(islice(waiting, _AT_A_TIME)):
            writer.write(some)
            written += len(some)
    return written


@contextmanager
def _finished(writer: RowWriter) -> Generator[RowWriter]:
    """Finish the writer at the end of the block, or abandon it if the block raises."""
    try:
        yield writer
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def writer_of(columns: Sequence[Column], form: TableFormat, file: BinaryIO) -> RowWriter:
    """Return a writer of rows with these columns to a binary file.

    Raises:
        ConfigurationError: The format is Parquet, and neither pyarrow nor polars is installed; nothing was written.
    """
    match form:
        case "csv":
            return _CsvWriter(columns, file)
        case "json" | "jsonl":
            return _JsonWriter(columns, file, array=form == "json")
        case "parquet":
            return _parquet_writer(columns, file)


class _CsvWriter:
    # The csv module is not used: with "\n" as line terminator it does not quote "\r", where its own reader ends a line.

    def __init__(self, columns: Sequence[Column], file: BinaryIO) -> None:
        self._columns, self._file = columns, file
        self._file.write(f"{','.join(_quoted(column.name) for column in columns)}\n".encode())

    def write(self, rows: Iterable[Mapping[str, Cell]]) -> None:
        lines = (",".join(_in_csv(checked_cell(column, row)) for column in self._columns) for row in rows)
        self._file.write("".join(f"{line}\n" for line in lines).encode())

    def finish(self) -> None:
        pass

    def abandon(self) -> None:
        pass


def _in_csv(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _quoted(f"'{cell}" if _FORMULA.match(cell) else cell)
        case bool():
            return "true" if cell else "false"
        case datetime():
            return written_moment(cell)
        case int() | float():
            return repr(cell)
        case _:
            return _quoted(json.dumps(cell, ensure_ascii=False))


def _quoted(text: str) -> str:
    if text and not _TO_QUOTE.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def written_moment(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC with microseconds: of constant width, and recognized as a time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class _JsonWriter:
    def __init__(self, columns: Sequence[Column], file: BinaryIO, *, array: bool) -> None:
        self._columns, self._file, self._array = columns, file, array
        self._first = True
        if array:
            file.write(b"[")

    def write(self, rows: Iterable[Mapping[str, Cell]]) -> None:
        lines = [self._line(row) for row in rows]
        if not lines:
            return
        if not self._array:
            text = "".join(f"{line}\n" for line in lines)
        else:
            text = ("\n" if self._first else ",\n") + ",\n".join(lines)
        self._first = False
        self._file.write(text.encode())

    def finish(self) -> None:
        if self._array:
            self._file.write(b"]\n" if self._first else b"\n]\n")

    def abandon(self) -> None:
        pass

    def _line(self, row: Mapping[str, Cell]) -> str:
        cells = {column.name: _in_json(checked_cell(column, row)) for column in self._columns}
        return json.dumps(cells, ensure_ascii=False, allow_nan=False)


def _in_json(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return written_moment(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell


def _parquet_writer(columns: Sequence[Column], file: BinaryIO) -> RowWriter:
    from qrt_facade._display.frames import is_installed

    if is_installed("pyarrow"):
        return _ArrowWriter(columns, file)
    if is_installed("polars"):
        return _PolarsWriter(columns, file)
    raise ConfigurationError(
        'Parquet needs pyarrow or polars, and neither is installed: pip install "qrt-facade[frames]", '
        "or choose csv, json or jsonl"
    )


class _ArrowWriter:
    def __init__(self, columns: Sequence[Column], file: BinaryIO) -> None:
        from qrt_facade._display.frames import arrow_schema

        self._columns = columns
        self._writer: Any = import_module("pyarrow.parquet").ParquetWriter(file, arrow_schema(columns))
        self._waiting: list[Mapping[str, Cell]] = []

    def write(self, rows: Iterable[Mapping[str, Cell]]) -> None:
        self._waiting += rows
        while len(self._waiting) >= _GROUP:
            self._write_group(self._waiting[:_GROUP])
            del self._waiting[:_GROUP]

    def finish(self) -> None:
        if self._waiting:
            self._write_group(self._waiting)
        self._writer.close()

    def abandon(self) -> None:
        # pyarrow closes a writer when it is garbage-collected, and prints an error if the file is closed by then.
        with suppress(Exception):
            self._writer.close()
        self._writer.is_open = False

    def _write_group(self, rows: Sequence[Mapping[str, Cell]]) -> None:
        from qrt_facade._display.frames import arrow_table

        self._writer.write_table(arrow_table(self._columns, columns_of(self._columns, rows)))


class _PolarsWriter:
    def __init__(self, columns: Sequence[Column], file: BinaryIO) -> None:
        self._columns, self._file = columns, file
        self._parts = [self._part([])]

    def write(self, rows: Iterable[Mapping[str, Cell]]) -> None:
        self._parts.append(self._part(list(rows)))

    def finish(self) -> None:
        whole: Any = import_module("polars").concat(self._parts)
        whole.write_parquet(self._file, row_group_size=_GROUP)

    def abandon(self) -> None:
        self._parts.clear()

    def _part(self, rows: Sequence[Mapping[str, Cell]]) -> Any:
        from qrt_facade._display.frames import polars_frame

        return polars_frame(self._columns, columns_of(self._columns, rows))


@contextmanager
def exported(path: Path, columns: Sequence[Column], form: TableFormat) -> Generator[RowWriter]:
    """Yield a writer to a temporary file that replaces the file when the block succeeds.

    Raises:
        ConfigurationError: The file cannot be written, or a required package is missing.
    """
    from qrt_facade._base.shared_files import atomic_writer

    with atomic_writer(path) as file, _finished(writer_of(columns, form, file)) as writer:
        yield writer

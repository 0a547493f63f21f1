"""Frames of rows in each library."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qrt_facade import ConfigurationError
from qrt_facade._display.frames import frame_of_rows, is_installed
from qrt_facade._display.rows import Column, encodable
from qrt_facade._display.table_files import write_rows

COLUMNS = (
    Column("id"),
    Column("tags", "texts"),
    Column("shots", "whole"),
    Column("usage_seconds", "number"),
    Column("dry_run", "flag"),
    Column("created", "time"),
)
CELLS = {
    "id": st.text(),
    "tags": st.lists(st.text(), max_size=3),
    "shots": st.integers(-(2**63), 2**63 - 1),
    "usage_seconds": st.floats(allow_nan=False),
    "dry_run": st.booleans(),
    "created": st.datetimes(
        timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kolkata")]), allow_imaginary=False
    ).filter(lambda moment: 1 < moment.year < 9999),
}
ROWS = st.lists(st.fixed_dictionaries({name: st.none() | cells for name, cells in CELLS.items()}), max_size=4)


def as_written(row):
    """Return the row as a frame contains it: a lone surrogate is escaped."""
    return {
        **row,
        "id": None if row["id"] is None else encodable(row["id"]),
        "tags": None if row["tags"] is None else [encodable(tag) for tag in row["tags"]],
    }


def rows_of(frame):
    """Return the rows of a frame of any library."""
    if isinstance(frame, pa.Table):
        return frame.to_pylist()
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    records = frame.astype(object).to_dict("records")
    return [
        {
            name: cell if isinstance(cell, list) else None if pd.isna(cell) else cell
            for name, cell in row.items()
        }
        for row in records
    ]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_frame_round_trips_any_rows(library):
    @given(ROWS)
    @settings(max_examples=20)
    def comes_back(rows):
        assert rows_of(frame_of_rows(COLUMNS, rows, library)) == list(map(as_written, rows))

    comes_back()


@given(ROWS)
@settings(max_examples=10)
def test_parquet_round_trips_any_rows_in_each_library(rows):
    file = BytesIO()
    write_rows(rows, COLUMNS, "parquet", file)

    assert pl.read_parquet(BytesIO(file.getvalue())).to_dicts() == list(map(as_written, rows))
    read = pd.read_parquet(BytesIO(file.getvalue()), dtype_backend="pyarrow")
    assert pa.Table.from_pandas(read, preserve_index=False).to_pylist() == list(map(as_written, rows))


@pytest.mark.parametrize(
    ("as_", "kind"), [(pd.DataFrame, pd.DataFrame), ("polars", pl.DataFrame), (pa.Table, pa.Table)]
)
def test_frame_has_the_requested_class_or_library(as_, kind):
    assert isinstance(frame_of_rows(COLUMNS, [{"id": "a"}], as_), kind)


def test_an_empty_frame_keeps_the_types_of_its_columns():
    pandas = frame_of_rows(COLUMNS, [], "pandas")
    polars = frame_of_rows(COLUMNS, [], "polars")

    assert [str(kind) for kind in pandas.dtypes] == [
        "string",
        "object",
        "Int64",
        "Float64",
        "boolean",
        "datetime64[us, UTC]",
    ]
    assert dict(polars.schema) == {
        "id": pl.String(),
        "tags": pl.List(pl.String()),
        "shots": pl.Int64(),
        "usage_seconds": pl.Float64(),
        "dry_run": pl.Boolean(),
        "created": pl.Datetime("us", "UTC"),
    }


def test_pandas_distinguishes_nan_from_missing():
    column = frame_of_rows(COLUMNS, [{"usage_seconds": float("nan")}, {}], "pandas")["usage_seconds"]

    assert column.array[1] is pd.NA
    assert column.to_numpy(dtype=float, na_value=0.0).tolist() == pytest.approx(
        [float("nan"), 0.0], nan_ok=True
    )


def without(monkeypatch, *missing):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        "qrt_facade._display.frames.find_spec", lambda name: None if name in missing else real(name)
    )


@pytest.mark.parametrize(
    ("missing", "kind"),
    [((), pd.DataFrame), (("pandas",), pl.DataFrame)],
)
def test_pandas_is_the_default_over_polars(monkeypatch, missing, kind):
    without(monkeypatch, *missing)

    assert isinstance(frame_of_rows(COLUMNS, [], None), kind)


def test_pyarrow_is_used_only_on_request(monkeypatch):
    without(monkeypatch, "pandas", "polars")

    with pytest.raises(ConfigurationError, match=r'pandas or polars.*as_="pyarrow" gives a table'):
        frame_of_rows(COLUMNS, [], None)
    assert isinstance(frame_of_rows(COLUMNS, [], "pyarrow"), pa.Table)


def test_without_any_frame_library_the_error_names_both_and_the_extra(monkeypatch):
    without(monkeypatch, "pandas", "polars", "pyarrow")

    with pytest.raises(ConfigurationError, match=r"pandas or polars.*qrt-facade\[frames\]"):
        frame_of_rows(COLUMNS, [], None)
    with pytest.raises(ConfigurationError, match="polars is not installed; pip install polars"):
        frame_of_rows(COLUMNS, [], "polars")
    with pytest.raises(ConfigurationError, match=r"pyarrow or polars.*qrt-facade\[frames\]"):
        write_rows([], COLUMNS, "parquet", BytesIO())


def test_polars_without_pyarrow_writes_the_same_parquet(monkeypatch):
    rows = [{"id": "a", "tags": ["x"], "created": datetime(2026, 1, 2, tzinfo=UTC)}, {"usage_seconds": 0.5}]
    files = []
    for missing in ((), ("pyarrow",)):
        without(monkeypatch, *missing)
        file = BytesIO()
        write_rows(rows, COLUMNS, "parquet", file)
        files.append(pl.read_parquet(file.getvalue()))

    assert files[0].equals(files[1])
    assert files[0].schema == files[1].schema


def test_a_folder_named_like_a_library_is_not_the_library(monkeypatch, tmp_path):
    (tmp_path / "library_of_frames").mkdir()
    monkeypatch.syspath_prepend(tmp_path)

    assert is_installed("pyarrow")
    assert not is_installed("library_of_frames")


@pytest.mark.parametrize("as_", ["Pandas", "panda", 3, dict, pd.Series, ""])
def test_an_unsupported_frame_library_is_refused_with_the_accepted_ones(as_):
    with pytest.raises(ConfigurationError, match=r"^as_=.*expected pandas.DataFrame, polars.DataFrame or"):
        frame_of_rows(COLUMNS, [], as_)

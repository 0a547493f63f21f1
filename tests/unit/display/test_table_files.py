from __future__ import annotations

import csv
import gc
import io
import json
import os
import re
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade import ConfigurationError
from qrt_facade._display.rows import Column, encodable
from qrt_facade._display.table_files import exported, format_for, write_rows

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    Column("id"),
    Column("tags", "texts"),
    Column("shots", "whole"),
    Column("usage_seconds", "number"),
    Column("dry_run", "flag"),
    Column("created", "time"),
)
MOMENT = datetime(2026, 9, 30, 14, 0, 0, 120_000, tzinfo=UTC)
FULL = {
    "id": "a",
    "tags": ["x,y", 'q"'],
    "shots": 4096,
    "usage_seconds": 2.5,
    "dry_run": False,
    "created": MOMENT,
}


def written(rows, form, columns=COLUMNS):
    file = io.BytesIO()
    assert write_rows(rows, columns, form, file) == len(rows)
    return file.getvalue()


def test_csv_has_a_header_empty_cells_for_missing_values_and_json_for_lists():
    assert written([FULL, {"id": "b", "shots": 0}], "csv").decode() == (
        "id,tags,shots,usage_seconds,dry_run,created\n"
        'a,"[""x,y"", ""q\\""""]",4096,2.5,false,2026-09-30T14:00:00.120000Z\n'
        "b,,0,,,\n"
    )


def test_json_is_an_array_of_the_same_lines_as_json_lines():
    lines = written([FULL, {"id": "b"}], "jsonl").decode().splitlines()
    array = written([FULL, {"id": "b"}], "json").decode()

    assert [json.loads(line) for line in lines] == json.loads(array)
    assert json.loads(lines[0]) == {**FULL, "created": "2026-09-30T14:00:00.120000Z"}
    assert json.loads(lines[1]) == {**dict.fromkeys(FULL), "id": "b"}
    assert len(array.splitlines()) == 4


@pytest.mark.parametrize(("form", "content"), [("json", b"[]\n"), ("jsonl", b""), ("csv", b"id\n")])
def test_a_file_without_rows_is_valid(form, content):
    assert written([], form, [Column("id")]) == content


def test_json_has_null_for_nan():
    assert json.loads(written([{"usage_seconds": float("nan")}], "json"))[0]["usage_seconds"] is None


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_are_written_while_they_are_iterated(form):
    file, seen = io.BytesIO(), []

    def rows():
        for number in range(5000):
            seen.append(file.tell())
            yield {"id": str(number)}

    write_rows(rows(), COLUMNS, form, file)

    assert seen[-1] > 0.7 * file.tell()


@given(st.text(alphabet=st.characters(codec="utf-8")), st.lists(st.text(), max_size=3))
def test_csv_round_trips_any_text_and_no_cell_starts_a_formula(text, tags):
    content = written([{"id": text, "tags": tags}], "csv").decode()

    _, row = csv.reader(io.StringIO(content, newline=""))
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert re.sub(r"^'('*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20])", r"\1", row[0]) == text
    assert row[1].startswith("[")
    assert json.loads(row[1]) == [encodable(tag) for tag in tags]


@given(st.text())
def test_json_lines_round_trip_any_text(text):
    (line,) = written([{"id": text}], "jsonl").split(b"\n")[:-1]

    assert json.loads(line)["id"] == encodable(text)


def test_a_lone_surrogate_is_written_escaped():
    assert b"\\ud800" in written([{"id": "a\ud800"}], "csv")


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("a.CSV", None, "csv"),
        ("a.ndjson", None, "jsonl"),
        ("a.json", "jsonl", "jsonl"),
        ("a", "parquet", "parquet"),
    ],
)
def test_file_format_follows_the_suffix_unless_it_is_named(tmp_path, name, form, expected):
    assert format_for(tmp_path / name, form) == expected


@pytest.mark.parametrize(("name", "form"), [("a.xlsx", None), ("a", None), ("a.csv", "cvs"), ("a.csv", 3)])
def test_an_unknown_file_format_is_refused_with_the_accepted_ones(tmp_path, name, form):
    with pytest.raises(ConfigurationError, match=r"csv, .*jsonl, parquet"):
        format_for(tmp_path / name, form)


def test_an_error_while_writing_rows_keeps_the_old_file_and_leaves_no_temporary_file(tmp_path: Path):
    path = tmp_path / "jobs.csv"
    path.write_text("before")

    def rows():
        yield {"id": "a"}
        raise RuntimeError

    with pytest.raises(RuntimeError), exported(path, COLUMNS, "csv") as writer:
        writer.write(rows())

    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_while_writing_parquet_prints_nothing_when_the_writer_is_collected(
    tmp_path: Path, monkeypatch
):
    printed = []
    monkeypatch.setattr("sys.unraisablehook", printed.append)

    with pytest.raises(KeyError), exported(tmp_path / "jobs.parquet", COLUMNS, "parquet") as writer:
        writer.write(FULL if n == 0 else {}["id"] for n in range(2))
    del writer
    gc.collect()

    assert not printed


@pytest.mark.parametrize("first", list("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"))
def test_a_csv_cell_that_starts_like_a_formula_gets_an_apostrophe(first):
    cells = list(csv.reader(io.StringIO(written([{"id": f"{first}1+1"}], "csv").decode(), newline="")))

    assert cells[1][0] == f"'{first}1+1"


def test_a_new_file_follows_the_umask_and_a_replaced_one_keeps_its_mode(tmp_path: Path):
    for name in ("new.csv", "old.csv"):
        path = tmp_path / name
        if name == "old.csv":
            path.touch()
            path.chmod(0o640)
        reference = tmp_path / "reference"
        reference.touch()
        with exported(path, COLUMNS, "csv") as writer:
            writer.write([{"id": "a"}])
        assert path.stat().st_mode == (reference.stat().st_mode if name == "new.csv" else 0o100640)


def test_an_unwritable_destination_is_named_in_the_error(tmp_path: Path):
    places = (tmp_path, tmp_path / "missing" / "a.csv", tmp_path / "pipe")
    os.mkfifo(places[2])
    for name in ("a\0b.csv", "\ud800.csv"):
        with (
            pytest.raises(ConfigurationError, match=r"b\.csv|ud800\.csv"),
            exported(tmp_path / name, COLUMNS, "csv"),
        ):
            pass
    for path in places:
        with pytest.raises(ConfigurationError, match=re.escape(str(path))), exported(path, COLUMNS, "csv"):
            pass


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet"])
def test_a_full_disk_raises_a_configuration_error(tmp_path: Path, form):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with (
            pytest.raises(ConfigurationError, match=r"cannot be written: "),
            exported(tmp_path / "a", COLUMNS, form) as writer,
        ):
            writer.write({"id": f"{number} {number * 7919}"} for number in range(20_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == []


def test_a_time_in_another_zone_is_written_in_utc():
    rows = [{"created": MOMENT.astimezone(ZoneInfo("Europe/Berlin"))}]

    assert json.loads(written(rows, "jsonl"))["created"] == "2026-09-30T14:00:00.120000Z"

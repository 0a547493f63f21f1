"""The store of a sweep in files: durability, exclusive claims, and refusal of other files."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qrt_facade import ConfigurationError
from qrt_facade._connection import sweep_store
from qrt_facade._connection.sweep_store import SqliteSweepStore
from qrt_facade._service.sweep_points import StoredPoint, SweepIdentity

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = SweepIdentity("ising", "sampler", "a hash")


@pytest.fixture
def store(tmp_path: Path) -> SqliteSweepStore:
    made = SqliteSweepStore(tmp_path / "ising.sqlite")
    made.identify(IDENTITY)
    return made


def some(*names: str, **facts: object) -> list[tuple[StoredPoint, bytes]]:
    return [
        (replace(StoredPoint(name, number, f"print of {name}"), **facts), f"request of {name}".encode())
        for number, name in enumerate(names)
    ]


def test_points_are_returned_in_order_with_their_requests(store: SqliteSweepStore) -> None:
    store.add(some("b", "a"))
    again = SqliteSweepStore(store.path)
    again.identify(IDENTITY)
    assert [point.name for point in again.points()] == ["b", "a"]
    assert again.request("a") == b"request of a"
    assert again.identity() == IDENTITY


def test_every_field_of_a_point_is_stored(store: SqliteSweepStore) -> None:
    store.add(some("a"))
    store.claim(["a"], "me", 60)
    facts = StoredPoint(
        "a", 0, "print", 3, "submitted", "job", "Queued", ("x", "y"), True, 1500, "why", 1.5, 2.5
    )
    assert store.update(facts, "me")
    assert store.points() == [facts]


def test_points_are_recorded_all_or_none(store: SqliteSweepStore) -> None:
    broken = (StoredPoint("c", 2, None), b"")  # type: ignore[arg-type] # what the table refuses
    with pytest.raises(ConfigurationError, match="cannot be read or written"):
        store.add([*some("a", "b"), broken])
    assert store.points() == []


def test_a_recorded_point_is_unchanged_unless_it_failed(store: SqliteSweepStore) -> None:
    store.add(some("a", "b"))
    store.claim(["a", "b"], "me", 60)
    store.update(replace(store.points()[0], state="submitted", job_id="job"), "me")
    store.update(replace(store.points()[1], state="failed", job_id="job"), "me")
    store.add(some("a", "b", resubmitted=True))
    assert [(point.state, point.job_id) for point in store.points()] == [("submitted", "job"), ("new", None)]


@pytest.mark.parametrize("path", ["", ".", "/", "a\0b"])
def test_a_path_that_is_not_a_file_name_is_refused(path: str) -> None:
    with pytest.raises(ConfigurationError, match="does not name a file"):
        SqliteSweepStore(path)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (SweepIdentity("heisenberg", "sampler", "a hash"), "'ising', not 'heisenberg'"),
        (SweepIdentity("ising", "estimator", "a hash"), "the program 'sampler', not 'estimator'"),
        (SweepIdentity("ising", "sampler", "another"), "belong to another instance"),
    ],
)
def test_a_store_of_another_sweep_is_refused(
    store: SqliteSweepStore, other: SweepIdentity, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        SqliteSweepStore(store.path).identify(other)


def test_a_store_of_another_version_is_refused(store: SqliteSweepStore) -> None:
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute("PRAGMA user_version = 2")
    for attempt in (store.identity, lambda: store.identify(IDENTITY)):
        with pytest.raises(
            ConfigurationError, match="has version 2, and this release of qrt-facade supports version 1"
        ):
            attempt()


def test_a_file_that_is_not_a_store_is_refused_and_not_changed(tmp_path: Path) -> None:
    text, other, none = tmp_path / "notes.sqlite", tmp_path / "other.sqlite", tmp_path / "none.sqlite"
    text.write_text("notes, and no database at all; " * 100)
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("CREATE TABLE mine (x)")
    before = text.read_bytes(), other.read_bytes()
    with pytest.raises(ConfigurationError, match="is not the store of a sweep"):
        SqliteSweepStore(text).identify(IDENTITY)
    with pytest.raises(ConfigurationError, match="an SQLite database, but not the store of a sweep"):
        SqliteSweepStore(other).identify(IDENTITY)
    with pytest.raises(ConfigurationError, match="does not exist"):
        SqliteSweepStore(none).identity()
    with pytest.raises(ConfigurationError, match="the folder"):
        SqliteSweepStore(tmp_path / "nowhere" / "a.sqlite").identify(IDENTITY)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        SqliteSweepStore(tmp_path).identify(IDENTITY)
    assert (text.read_bytes(), other.read_bytes(), none.exists()) == (*before, False)


def test_stores_in_one_folder_have_separate_result_folders(tmp_path: Path) -> None:
    names = ["ising.sqlite", "ising.db", "ising", "ising.sqlite.sqlite"]
    folders = {SqliteSweepStore(tmp_path / name).folder for name in names}
    assert len(folders - {tmp_path / name for name in names}) == len(names)


def test_a_point_without_a_job_accepts_a_new_request_and_another_fingerprint_ends_its_claim(
    store: SqliteSweepStore,
) -> None:
    store.add(some("a", "b"))
    store.claim(["a", "b"], "one", 60)
    (same, _), (other, _) = some("a", "b")
    store.add([(same, b"new a"), (replace(other, fingerprint="another"), b"new b")])
    assert (store.request("a"), store.request("b")) == (b"new a", b"new b")
    assert (store.update(same, "one"), store.update(other, "one")) == (True, False)


def test_a_store_without_its_identity_is_damaged(store: SqliteSweepStore) -> None:
    with closing(sqlite3.connect(store.path)) as database:
        database.execute("DELETE FROM sweep")
        database.commit()
    with pytest.raises(ConfigurationError, match="is damaged"):
        store.identify(IDENTITY)


def test_store_and_results_are_private(store: SqliteSweepStore) -> None:
    store.add(some("a"))
    store.save_result(replace(store.points()[0], state="done"), b"content")
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (store.path, store.folder, store.result_path("a"))]
    assert modes == [0o600, 0o700, 0o600]


def test_results_of_different_names_have_different_files(store: SqliteSweepStore) -> None:
    names = ["a/b", "a_b", "A_B", "..", "ä", "x" * 200, "x" * 199, "../../etc/passwd"]
    paths = [store.result_path(name) for name in names]
    assert len({str(path).lower() for path in paths}) == len(names)
    assert {path.parent for path in paths} == {store.folder}


def test_a_partly_written_result_does_not_exist(
    store: SqliteSweepStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(some("a"))
    point = store.points()[0]

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ConfigurationError, match="No space left on device"):
            store.save_result(replace(point, state="done"), b"content")
    assert store.load_result("a") is None
    assert store.points() == [point]
    assert list(store.folder.glob(".qrt-*")) == []


def test_a_claim_excludes_others_until_it_expires(store: SqliteSweepStore) -> None:
    store.add(some("a", "b", "c"))
    other = SqliteSweepStore(store.path)
    assert store.claim(["a", "b"], "one", 60) == ["a", "b"]
    assert other.claim(["a", "b", "c"], "two", 60) == ["c"]
    store.renew("one", -1)
    assert other.claim(["a"], "two", 60) == ["a"]
    assert not store.update(replace(store.points()[0], state="failed"), "one")
    assert store.points()[0].state == "new"


def test_released_claims_can_be_taken(store: SqliteSweepStore) -> None:
    store.add(some("a"))
    store.claim(["a"], "one", 60)
    store.release("one")
    assert SqliteSweepStore(store.path).claim(["a"], "two", 60) == ["a"]
    assert not (store.folder / ".one.lock").exists()


def test_claims_of_a_killed_process_are_released_immediately(store: SqliteSweepStore) -> None:
    store.add(some("a"))
    script = (
        "import sys, time; from qrt_facade._connection.sweep_store import SqliteSweepStore as S\n"
        "print(S(sys.argv[1]).claim(['a'], 'killed', 600), flush=True); time.sleep(60)"
    )
    # A variable must refer to the store: its lock is released with the object.
    script = script.replace("print(S(sys.argv[1])", "s = S(sys.argv[1]); print(s")
    with subprocess.Popen([sys.executable, "-c", script, store.path], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"['a']\n"
        assert store.claim(["a"], "me", 60) == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert store.claim(["a"], "me", 60) == ["a"]


def test_partly_written_files_of_a_killed_process_are_removed(store: SqliteSweepStore) -> None:
    store.folder.mkdir()
    old, new = store.folder / ".qrt-old", store.folder / ".qrt-new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    store.identify(IDENTITY)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_store_locked_for_too_long_raises_a_configuration_error(
    store: SqliteSweepStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep_store, "_PATIENCE", 0.05)
    holder = sqlite3.connect(store.path)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(ConfigurationError, match="in use by another process"):
            store.add(some("a"))
    finally:
        holder.close()


def changed(store: SqliteSweepStore, statement: str, *values: object) -> None:
    """Change the file from outside the store."""
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute(statement, values)


def test_a_missing_point_has_no_request_and_is_not_claimed(store: SqliteSweepStore) -> None:
    store.add(some("a"))
    with pytest.raises(ConfigurationError, match="no point 'b'"):
        store.request("b")
    assert store.claim(["a", "b"], "me", 60) == ["a"]
    assert store.claim(["a"], "me", 60) == ["a"]  # by its own owner
    assert store.claim(["a"], "another", 60) == []


def test_a_damaged_request_is_named(store: SqliteSweepStore) -> None:
    store.add(some("a", "b"))
    changed(store, "UPDATE points SET request = ? WHERE name = 'a'", b"not compressed")
    changed(store, "UPDATE points SET request = ? WHERE name = 'b'", 5)
    for name in "ab":
        with pytest.raises(ConfigurationError, match=f"damaged: the request of point '{name}'"):
            store.request(name)


def test_a_point_in_an_unknown_state_counts_as_new(store: SqliteSweepStore) -> None:
    store.add(some("a", state="submitted", job_id="j1"))
    changed(store, "UPDATE points SET state = 'paused'")
    assert [point.state for point in store.points()] == ["new"]


def test_a_damaged_store_error_says_that_results_can_still_be_read(store: SqliteSweepStore) -> None:
    store.add(some(*(f"point {number}" for number in range(200))))
    content = bytearray(store.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    store.path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"is damaged .*numpy\.load"):
        store.points()


def test_a_results_folder_that_cannot_be_created_is_named(store: SqliteSweepStore) -> None:
    store.add(some("a"))
    store.folder.write_text("a file in its place")
    with pytest.raises(ConfigurationError, match="results"):
        store.claim(["a"], "me", 60)

"""`qrt sweep`: the progress of a sweep, read only from its store."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from qrt_facade._connection.sweep_store import SqliteSweepStore
from qrt_facade._service.sweep_points import StoredPoint, SweepIdentity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from integration.cli.conftest import Done

    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import Emulator

if sys.platform != "win32":
    from integration.cli.terminal import Terminal

pytestmark = pytest.mark.usefixtures("forked_commands")

IDENTITY = SweepIdentity("ising", "sampler", "0" * 64)
REASON = "Instruction h is not supported by the device. " * 4
POINTS = (
    StoredPoint(
        "field=0.1",
        0,
        "f0",
        state="done",
        job_id="job-0",
        job_status="Completed",
        usage_seconds=2,
        usage_ru=5,
    ),
    StoredPoint("field=0.2", 1, "f1", state="submitted", job_id="job-1", job_status="Running"),
    StoredPoint(
        "field=0.3",
        2,
        "f2",
        state="failed",
        job_id="job-2",
        job_status="Failed",
        failed_jobs=("job-a",),
        code=1517,
        reason=REASON,
        usage_seconds=1,
        usage_ru=2.5,
    ),
    StoredPoint("field=0.4", 3, "f3"),
)


@pytest.fixture
def store(tmp_path: Path) -> SqliteSweepStore:
    made = SqliteSweepStore(tmp_path / "ising.sqlite")
    made.identify(IDENTITY)
    made.add([(point, b"{}") for point in POINTS])
    return made


def test_sweep_shows_counts_usage_and_failures_without_network_access(
    offline: Callable[..., Done], store: SqliteSweepStore
) -> None:
    done = offline("sweep", store.path)
    assert (done.code, done.err) == (0, "")
    lines = [line.split() for line in done.out.splitlines()]
    for line in (
        ["sweep", "ising"],
        ["points", "4", "points"],
        ["done", "1"],
        ["running", "1"],
        ["not", "submitted", "1"],
        ["failed", "1"],
        ["tried", "again", "1"],
        ["usage", "7.5", "RU"],
        ["QPU", "time", "3", "s"],
    ):
        assert line in lines
    assert "25 %" in done.out
    assert ["field=0.3", "failed", "job-2", "1517", *REASON.split()] in lines
    assert "field=0.4" not in done.out
    assert "field=0.4" in offline("sweep", store.path, "--points").out


def test_sweep_json_has_every_point(offline: Callable[..., Done], store: SqliteSweepStore) -> None:
    found = offline("sweep", store.path, "--json").data
    assert (found["name"], found["program"], found["total"]) == ("ising", "sampler", 4)
    counts = {"new": 1, "queued": 0, "running": 1, "fetching": 0, "done": 1, "failed": 1, "cancelled": 0}
    assert {name: found[name] for name in counts} == counts
    assert (found["usage_ru"], found["usage_seconds"]) == (7.5, 3)
    (failure,) = found["failures"]
    assert (failure["name"], failure["code"], failure["failed_jobs"]) == ("field=0.3", 1517, ["job-a"])
    assert [point["state"] for point in found["points"]] == ["done", "running", "failed", "not submitted"]


def test_control_characters_of_a_point_do_not_reach_the_terminal(
    offline: Callable[..., Done], store: SqliteSweepStore
) -> None:
    store.add([(StoredPoint("\x1b[2Jname", 4, "f4", state="failed", reason="\x1b]0;title\x07"), b"{}")])
    assert "\x1b" not in offline("sweep", store.path, "--points").out


def test_a_sweep_without_points_is_shown(offline: Callable[..., Done], tmp_path: Path) -> None:
    empty = SqliteSweepStore(tmp_path / "empty.sqlite")
    empty.identify(IDENTITY)
    done = offline("sweep", empty.path)
    assert done.code == 0
    assert " 0 %" in done.out
    assert offline("sweep", empty.path, "--json").data["usage_seconds"] is None


@pytest.mark.parametrize("kind", ["nothing", "text", "folder", "another database", "a later version"])
def test_a_file_that_is_not_a_store_of_this_version_is_refused_and_not_changed(
    kind: str, offline: Callable[..., Done], store: SqliteSweepStore, tmp_path: Path
) -> None:
    path = tmp_path / "other.sqlite"
    if kind == "text":
        path.write_text("theta,counts\n" * 1000)
    elif kind == "folder":
        path.mkdir()
    elif kind == "another database":
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE points (x)")
        database.close()
    elif kind == "a later version":
        path = store.path
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
    before = path.read_bytes() if path.is_file() else None
    done = offline("sweep", path)
    assert done.code == 2
    assert path.name in done.err
    assert done.out == ""
    assert (path.read_bytes() if path.is_file() else None) == before
    if kind == "a later version":
        assert "version 99" in done.err


def test_a_store_of_another_instance_is_refused_when_an_instance_is_named(
    offline: Callable[..., Done], emulator: Emulator, client: RuntimeClient, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.sqlite"
    client.sweep("theirs", store=path)
    same = ("--url", emulator.url, "--instance", emulator.instance)
    assert offline("sweep", path, *same).code == 0
    other = emulator.instance.replace("::", "x::")
    refused = offline("sweep", path, "--url", emulator.url, "--instance", other)
    assert refused.code == 2
    assert "another instance" in refused.err
    assert offline("sweep", path).code == 0, "no instance is named"


def test_sweep_watch_ends_when_no_point_is_open_and_exits_with_the_code_for_failed_points(
    offline: Callable[..., Done], store: SqliteSweepStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qrt_facade.cli.commands.sweep._LOOKS_EACH_SECOND", 20)
    ended = [
        StoredPoint(f"field=0.{n}", n - 1, f"f{n - 1}", state="done", job_id=f"job-{n}", usage_seconds=2)
        for n in (2, 4)
    ]

    def elsewhere() -> None:
        time.sleep(0.2)
        for point in ended:
            store.save_result(point, b"")

    writer = threading.Thread(target=elsewhere)
    writer.start()
    done = offline("sweep", store.path, "--watch", "--json")
    writer.join()
    assert done.code == 5
    assert "1 of 4 points done" in done.err
    assert "3 of 4 points done, 1 failed" in done.err
    assert "1 of 4 points failed or were cancelled" in done.err
    assert done.data["done"] == 3


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_a_watched_sweep_fits_80_columns_and_ctrl_c_ends_the_watch(store: SqliteSweepStore) -> None:
    with Terminal("sweep", str(store.path), "--watch", columns=80) as terminal:
        terminal.until("Ctrl-C stops watching")
        terminal.press("\x03")
        assert terminal.end() == 130
    with Terminal("sweep", str(store.path), "--points", columns=80) as terminal:
        assert terminal.end() == 0
    lines = terminal.screen.splitlines()
    # A path is a name: the terminal wraps it, so that it can be copied.
    assert str(store.path) in terminal.screen
    assert max(len(line) for line in lines if str(store.path) not in line) <= 80
    shown = " ".join(terminal.screen.split())
    assert "field=0.3" in shown
    assert "1517" in shown


def test_a_piped_sweep_has_one_line_for_each_failure(store: SqliteSweepStore) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qrt_facade", "sweep", str(store.path)],
        capture_output=True,
        text=True,
        check=True,
        env={"COLUMNS": "20", "PYTHONIOENCODING": "ascii"},
    )
    assert next(line for line in done.stdout.splitlines() if line.startswith("field=0.3")).endswith(
        REASON.strip()
    )
    assert "#" in done.stdout
    assert json.loads(json.dumps(done.stdout)).isascii()

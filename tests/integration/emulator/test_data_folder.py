"""The data folder: full, damaged, foreign or in use."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP

from qrt_facade import ConfigurationError
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, start
from qrt_facade.emulator.store import folder_lock
from qrt_facade.emulator.store.database import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.usefixtures("forked_simulators", "forked_commands")

DATABASE = "emulator.sqlite3"


class Apart:
    """An emulator in a separate process, whose disk can be made full and empty again."""

    api_key, instance = DEFAULT_API_KEY, DEFAULT_INSTANCE

    def __init__(self, folder: Path, queue_seconds: float) -> None:
        command = [
            sys.executable, "-m", "qrt_facade.emulator", "--data", str(folder), "--backends", "ibm_fez",
            f"--queue-seconds={queue_seconds}", "--run-seconds=0", "--no-noise",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        self.url = [self.process.stdout.readline() for _ in range(3)][2].split()[-1]

    def limit_files(self, size: int) -> None:
        """Limit the size of files: to SQLite, exceeding it looks like a full disk."""
        import resource  # not on Windows

        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Callable[[float], Apart]]:
    if sys.platform != "linux":
        pytest.skip("needs prlimit")
    running: list[Apart] = []

    def make(queue_seconds: float) -> Apart:
        running.append(Apart(tmp_path, queue_seconds))
        return running[-1]

    yield make
    for one in running:
        one.stop()


def test_a_full_disk_fails_jobs_with_the_reason_and_refuses_new_ones(
    tmp_path: Path,
    apart: Callable[[float], Apart],
    launch: Callable[..., Emulator],
    connect: Callable[..., Api],
) -> None:
    emulator = apart(1)
    api = connect(emulator)
    jobs = [api.submit([FLIP, None, 10]) for _ in range(3)]
    emulator.limit_files(1)
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}}
    refused = api("POST", "/jobs", json=body)
    assert refused.status_code == 507
    assert "Free disk space" in refused.text
    for job in map(api.wait, jobs):
        assert job["status"] == "Failed"
        assert "could not write its data folder" in job["state"]["reason"]
    assert api.get("/jobs", pending="true")["count"] == 0
    assert [job["status"] for job in api.get("/jobs", pending="false")["jobs"]] == ["Failed"] * 3
    assert "data folder" in api("GET", f"/jobs/{jobs[0]}/results").text
    assert api("POST", f"/jobs/{jobs[0]}/cancel").status_code == 409

    emulator.limit_files(-1)
    assert api.wait(api.submit([FLIP, None, 10]))["status"] == "Completed"
    deadline = time.monotonic() + 20
    while statuses_in(tmp_path)["Failed"] < 3:
        assert time.monotonic() < deadline, "with free space again, the endings of the jobs are written"
        time.sleep(0.05)
    emulator.stop()
    again = connect(launch(data=tmp_path))
    assert [again.get(f"/jobs/{job_id}")["status"] for job_id in jobs] == ["Failed"] * 3


def statuses_in(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / DATABASE) as database:
        counted = dict(database.execute("SELECT status, count(*) FROM jobs GROUP BY status").fetchall())
    database.close()
    return {"Failed": 0, **counted}


def test_a_failed_cancellation_on_a_full_disk_leaves_the_job_unchanged(
    apart: Callable[[float], Apart], connect: Callable[..., Api]
) -> None:
    emulator = apart(600)
    api = connect(emulator)
    job_id = api.submit([FLIP, None, 10], tags=["before"])
    emulator.limit_files(1)
    assert api("POST", f"/jobs/{job_id}/cancel").status_code == 507
    assert api("PUT", f"/jobs/{job_id}/tags", json={"tags": ["after"]}).status_code == 507
    job = api.get(f"/jobs/{job_id}")
    assert (job["status"], job["tags"]) == ("Queued", ["before"])


def test_a_folder_in_use_is_refused_with_the_process_id(tmp_path: Path) -> None:
    with (
        start(data=tmp_path, backends="ibm_fez"),
        pytest.raises(
            ConfigurationError, match=rf"{tmp_path}.* in use by another emulator \(process {os.getpid()}\)"
        ),
    ):
        start(data=tmp_path)
    start(data=tmp_path, backends="ibm_fez").stop()


def test_the_folder_of_a_killed_emulator_is_free_immediately(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qrt_facade.emulator", "--data", str(tmp_path), "--backends", "ibm_fez"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        assert second.returncode == 1
        assert f"(process {process.pid})" in second.stderr
        assert len(second.stderr.splitlines()) == 1
        process.send_signal(signal.SIGKILL)
    start(data=tmp_path, backends="ibm_fez").stop()


def test_a_lock_that_briefly_outlives_its_killed_emulator_is_awaited(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
        # As it is locked by a process that was being started when its emulator was killed.
    held = os.open(tmp_path / folder_lock.FILE, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    os.write(held, f"{ended.pid}\n".encode())
    threading.Timer(0.3, os.close, [held]).start()
    folder_lock.FolderLock(tmp_path).release()


def garbage(file: Path) -> None:
    file.write_bytes(b"\x00garbage" * 1000)


def cut_off(file: Path) -> None:
    start(data=file.parent, backends="ibm_fez").stop()
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)


def of_another_program(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE accounts (name TEXT)")
    database.close()


def of_the_future(file: Path) -> None:
    start(data=file.parent, backends="ibm_fez").stop()
    with sqlite3.connect(file) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    database.close()


def a_folder(file: Path) -> None:
    file.mkdir()


def a_pipe(file: Path) -> None:
    os.mkfifo(file)


@pytest.mark.parametrize("make", [garbage, cut_off, of_another_program, of_the_future, a_folder, a_pipe])
def test_an_unusable_database_is_refused_by_name_and_not_changed(
    tmp_path: Path, make: Callable[[Path], Any]
) -> None:
    file = tmp_path / DATABASE
    make(file)
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(ConfigurationError, match=str(file)) as caught:
        start(data=tmp_path, backends="ibm_fez")
    assert "\n" not in str(caught.value)
    assert (file.read_bytes() if file.is_file() else b"") == before


def test_a_database_locked_by_another_program_is_refused(tmp_path: Path) -> None:
    start(data=tmp_path, backends="ibm_fez").stop()
    holder = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(ConfigurationError, match="database is locked"):
        start(data=tmp_path, backends="ibm_fez")
    holder.close()


def test_a_folder_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match=r"file/below.*Not a directory"):
        start(data=tmp_path / "file" / "below")

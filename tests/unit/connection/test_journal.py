"""The local journal of submissions with a key: its entries, and that its failures never block a submission."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qrt_facade._base import files
from qrt_facade._connection import journal as module
from qrt_facade._connection.credentials import Credentials
from qrt_facade._connection.journal import Entry, Journal, scope_of
from qrt_facade._connection.kept_files import state_folder
from qrt_facade._service.crn import Crn

if TYPE_CHECKING:
    from pathlib import Path

KEY, PRINT, SERIES = "qrt-key-1", "qrt-print-1", "qrt-series-1"
DAY = 24 * 3600.0

posix = pytest.mark.skipif(os.name != "posix", reason="modes, owners and forks of POSIX")


@pytest.fixture(autouse=True)
def nothing_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reset the record of warnings before each test."""
    monkeypatch.setattr(module, "_warned", set())


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 1_000_000_000.0

    def __call__(self) -> float:
        """Return the seconds since 1970."""
        return self.seconds


def opened(scope: str = "scope", clock: Clock | None = None) -> Journal:
    found = Journal.opened(scope, now=clock or time.time)
    assert found is not None
    return found


def in_another_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_a_submission_is_recorded_before_sending_until_its_job_is_known() -> None:
    clock = Clock()
    journal = opened(clock=clock)
    assert journal.read(KEY) is None
    journal.begin(KEY, print_tag=PRINT, series_tag=SERIES)
    clock.seconds += 5
    assert opened(clock=clock).read(KEY) == Entry(KEY, PRINT, SERIES, clock.seconds - 5, None)
    journal.created(KEY, "job-1")
    assert opened(clock=clock).read(KEY) == Entry(KEY, PRINT, SERIES, clock.seconds - 5, "job-1")


def test_a_new_submission_replaces_the_earlier_one_of_its_key() -> None:
    clock = Clock()
    journal = opened(clock=clock)
    journal.begin(KEY, print_tag=PRINT, series_tag=SERIES)
    journal.created(KEY, "job-1")
    clock.seconds += 100
    journal.begin(KEY, print_tag="qrt-print-2")
    assert journal.read(KEY) == Entry(KEY, "qrt-print-2", None, clock.seconds, None)


def test_a_refused_submission_is_forgotten_and_a_created_job_is_not() -> None:
    journal = opened()
    journal.begin(KEY, print_tag=PRINT)
    journal.refused(KEY)
    assert journal.read(KEY) is None
    journal.created(KEY, "job-1")
    journal.refused(KEY)
    assert journal.read(KEY) is not None


def test_a_job_found_elsewhere_is_recorded_without_a_submission() -> None:
    clock = Clock()
    journal = opened(clock=clock)
    journal.created(KEY, "job-1", print_tag=PRINT)
    assert journal.read(KEY) == Entry(KEY, PRINT, None, clock.seconds, "job-1")


def test_keys_of_another_instance_or_service_are_separate() -> None:
    crn = Crn.parse("crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::")
    other = Crn.parse("crn:v1:bluemix:public:quantum-computing:us-east:a/1:3::")
    scopes = {
        scope_of(Credentials(instance, url, "https://iam"))
        for instance in (crn, other)
        for url in ("https://a/api", "https://b/api")
    }
    assert len(scopes) == 4
    for scope in scopes:
        assert opened(scope).read(KEY) is None
        opened(scope).begin(KEY, print_tag=PRINT)
        assert crn.text not in scope


def test_entries_expire_after_sixty_days() -> None:
    clock = Clock()
    opened(clock=clock).begin(KEY, print_tag=PRINT)
    opened(clock=clock).begin_session("key", backend="ibm_fez", mode="batch", max_ttl=None)
    clock.seconds += 59 * DAY
    assert opened(clock=clock).read(KEY) is not None
    assert opened(clock=clock).read_session("key") is not None
    clock.seconds += 2 * DAY
    assert opened(clock=clock).read(KEY) is None
    assert opened(clock=clock).read_session("key") is None


def test_a_clock_set_back_leaves_no_entry_in_the_future() -> None:
    clock = Clock()
    opened(clock=clock).begin(KEY, print_tag=PRINT)
    clock.seconds -= 30 * DAY
    entry = opened(clock=clock).read(KEY)
    assert entry is not None
    assert entry.begun == clock.seconds


@posix
def test_the_journal_and_its_folder_are_private() -> None:
    journal = opened()
    journal.begin(KEY, print_tag=PRINT)
    assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700
    for path in journal.path.parent.glob("journal*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    journal.path.chmod(0o644)
    journal.read(KEY)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def unusable() -> None:
    """Expect one warning for all the attempts of a process."""
    with pytest.warns(RuntimeWarning, match="the journal of submissions cannot be used") as caught:
        assert [Journal.opened("scope"), Journal.opened("scope")] == [None, None]
    assert len(caught) == 1
    assert "journal=False" in str(caught[0].message)


def test_an_unwritable_home_warns_once_and_disables_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "a-file"))
    unusable()


def test_a_missing_home_warns_once_and_disables_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "state_folder", lambda: None)
    unusable()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_read_only_disk_warns_once_and_disables_the_journal(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def failing(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "mkstemp", failing)
    unusable()


def test_a_journal_of_a_newer_release_is_not_changed() -> None:
    journal = opened()
    with closing(sqlite3.connect(journal.path)) as database:
        database.execute("PRAGMA user_version = 99")
    content = journal.path.read_bytes()
    unusable()
    assert journal.path.read_bytes() == content


@posix
def test_a_symlink_in_place_of_the_journal_is_not_followed(tmp_path: Path) -> None:
    journal = opened()
    journal.path.unlink()
    (tmp_path / "target").touch()
    journal.path.symlink_to(tmp_path / "target")
    unusable()
    assert (tmp_path / "target").read_bytes() == b""


def test_a_locked_journal_warns_and_raises_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal = opened()
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    with closing(sqlite3.connect(journal.path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.warns(RuntimeWarning, match="database is locked"):
            journal.begin(KEY, print_tag=PRINT)
        assert journal.read(KEY) is None
    journal.begin(KEY, print_tag=PRINT)
    assert journal.read(KEY) is not None


def test_a_journal_that_stays_locked_is_waited_for_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal = opened()
    monkeypatch.setattr(module, "_PATIENCE", 0.5)
    monkeypatch.setattr(module, "_IMPATIENCE", 0.001)
    with closing(sqlite3.connect(journal.path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.warns(RuntimeWarning, match="database is locked"):
            journal.begin(KEY, print_tag=PRINT)
        for _ in range(19):
            journal.begin(KEY, print_tag=PRINT)
        assert 0.4 < time.monotonic() - begun < 5
    journal.begin(KEY, print_tag=PRINT)
    with closing(sqlite3.connect(journal.path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        journal.begin(KEY, print_tag=PRINT)
        assert time.monotonic() - begun > 0.4, "a lock that was released does not shorten later waits"


def set_aside(journal: Journal) -> list[Path]:
    return [path for path in journal.path.parent.glob("*.damaged-*") if not path.name.endswith("-journal")]


@pytest.mark.parametrize("damage", ["garbage", "torn", "other tables"])
def test_a_damaged_journal_is_renamed_and_a_new_one_created(damage: str) -> None:
    journal = opened()
    for number in range(8):  # more than one page
        journal.created(f"{KEY}{number}" + "x" * 2000, "job")
    if damage == "garbage":
        journal.path.write_bytes(b"not a database, " * 100)
    elif damage == "torn":
        whole = journal.path.read_bytes()
        journal.path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    else:
        journal.path.unlink()
        with closing(sqlite3.connect(journal.path)) as database:
            database.executescript("CREATE TABLE submissions (other); PRAGMA user_version = 1")
    before = journal.path.read_bytes()
    with pytest.warns(RuntimeWarning, match="was damaged and is now") as caught:
        journal.begin(KEY, print_tag=PRINT)
    assert len(caught) == 1
    assert journal.read(KEY) is not None
    [aside] = set_aside(journal)
    assert aside.read_bytes() == before


OPERATIONS = st.sampled_from(["begin", "created", "refused", "killed in begin", "killed in created"])


@settings(max_examples=15)
@given(st.lists(st.tuples(OPERATIONS, st.sampled_from(["a", "b"])), max_size=8))
def test_a_journal_always_returns_the_last_flushed_entries(
    steps: list[tuple[str, str]],
) -> None:
    """A killed writer is simulated by a transaction that was never committed and is still in the rollback journal."""
    journal = opened("drawn")
    expected: dict[str, str | None] = {}
    with closing(sqlite3.connect(journal.path)) as database, database:
        database.execute("DELETE FROM submissions")
    for number, (step, key) in enumerate(steps):
        if step == "begin":
            journal.begin(key, print_tag=PRINT)
            expected[key] = None
        elif step == "created":
            journal.created(key, f"job-{number}")
            expected[key] = f"job-{number}"
        elif step == "refused":
            journal.refused(key)
            if expected.get(key, "") is None:
                del expected[key]
        else:
            with closing(sqlite3.connect(journal.path, isolation_level=None)) as database:
                database.execute("BEGIN IMMEDIATE")
                database.execute("UPDATE submissions SET job_id = 'torn' WHERE key_tag = ?", (key,))
        found = {name: opened("drawn").read(name) for name in ("a", "b")}
        assert {name: entry.job_id for name, entry in found.items() if entry is not None} == expected


KILLED_BEFORE_THE_ANSWER = """
import os, signal
from qrt_facade._connection.journal import Journal
journal = Journal.opened("scope")
for number in range({times}):
    if os.fork() == 0:
        turn = journal.turn("qrt-key-%d" % number)
        assert turn.acquire()
        journal.begin("qrt-key-%d" % number, print_tag="qrt-print-1")
        os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.wait()
    assert os.WTERMSIG(status) == signal.SIGKILL
"""


@posix
def test_processes_killed_before_the_response_leave_pending_submissions() -> None:
    done = in_another_process(KILLED_BEFORE_THE_ANSWER.format(times=20))
    assert done.returncode == 0, done.stderr
    journal = opened()
    for number in range(20):
        entry = journal.read(f"qrt-key-{number}")
        assert entry is not None, number
        assert entry.job_id is None
        turn = journal.turn(entry.key_tag)
        assert turn.acquire(), "the turn of a killed process is free"
        turn.release()


@posix
def test_writers_killed_at_any_time_leave_an_intact_file() -> None:
    """Flushed entries keep their order: a number is present only if all earlier ones are."""
    journal = opened()
    code = (
        "from qrt_facade._connection.journal import Journal\nfrom itertools import count\n"
        "journal = Journal.opened('scope')\n"
        "for number in count(): journal.begin('key-%d' % number, print_tag='p'); number or print('ready', flush=True)"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for pause in (0.01, 0.023):
            with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as writer:
                assert writer.stdout is not None
                writer.stdout.readline()
                time.sleep(pause)
                writer.send_signal(signal.SIGKILL)
            numbers = iter(range(100_000))
            last = next(number for number in numbers if journal.read(f"key-{number}") is None)
            assert last > 0
            assert journal.read(f"key-{last + 1}") is None
            with closing(sqlite3.connect(journal.path)) as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                database.execute("DELETE FROM submissions")
                database.commit()


@posix
@pytest.mark.parametrize("processes", [2, pytest.param(8, marks=pytest.mark.long)])
def test_processes_that_find_a_damaged_file_concurrently_rename_it_once_and_lose_nothing(
    processes: int,
) -> None:
    journal = opened()
    journal.path.write_bytes(b"not a database, " * 100)
    code = (
        "import sys\nfrom qrt_facade._connection.journal import Journal\nprint('ready', flush=True)\n"
        "sys.stdin.readline()\njournal = Journal.opened('scope')\n"
        "for number in range(10): journal.created('key-%s-%d' % (sys.argv[1], number), 'job')"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(index)], **pipes) for index in range(processes)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    stderr = b"".join(writer.communicate(timeout=60)[1] for writer in writers)
    assert stderr.count(b"was damaged and is now") == 1
    assert b"cannot be used" not in stderr
    names = [f"key-{index}-{number}" for index in range(processes) for number in range(10)]
    assert [name for name in names if journal.read(name) is None] == []
    assert len(set_aside(journal)) == 1


def test_threads_read_and_write_the_journal_concurrently() -> None:
    journal = opened()

    def work(index: int) -> None:
        for number in range(5):
            journal.created(f"key-{index}", f"job-{number}")

    threads = [threading.Thread(target=work, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [journal.read(f"key-{index}") for index in range(8)]
    assert [entry and entry.job_id for entry in found] == ["job-4"] * 8


def test_a_turn_is_exclusive_for_its_key_and_scope() -> None:
    journal = opened()
    turn, second = journal.turn(KEY), journal.turn(KEY)
    assert turn.acquire()
    assert turn.acquire(), "who has it keeps it"
    assert not second.acquire()
    assert journal.turn("qrt-key-2").acquire()
    assert opened("other").turn(KEY).acquire()
    turn.release()
    turn.release()
    assert second.acquire()
    second.release()


def test_a_released_turn_leaves_no_file() -> None:
    journal = opened()
    turn = journal.turn(KEY)
    assert turn.acquire()
    turn.release()
    assert list((journal.path.parent / "turns").iterdir()) == []


@posix
def test_the_lock_file_of_a_killed_process_is_removed_and_one_in_use_is_not() -> None:
    journal = opened()
    left, used = journal.turn("left"), journal.turn("used")
    assert left.acquire()
    assert used.acquire()
    folder = journal.path.parent / "turns"
    left._lock.abandon()  # as after a kill: the lock is released, the file remains
    for file in folder.iterdir():
        os.utime(file, (0, 0))
    opened()
    assert list(folder.iterdir()) == [used._lock.path]


@posix
def test_a_forked_child_neither_has_nor_releases_its_parent_s_turn() -> None:
    code = (
        "import os, sys, time\nfrom qrt_facade._connection.journal import Journal\n"
        "turn = Journal.opened('scope').turn('key')\nassert turn.acquire()\n"
        "if os.fork() == 0:\n    turn.release()\n    assert not Journal.opened('scope').turn('key').acquire()\n"
        "    os.write(1, b'x')\n    time.sleep(30)\n"
        "while True: time.sleep(1)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True
    ) as parent:
        try:
            assert parent.stdout is not None
            assert parent.stdout.read(1) == b"x"
            turn = opened().turn("key")
            assert not turn.acquire()
            parent.kill()
            parent.wait()
            assert turn.acquire(), "the child goes on, and does not hold it"
            turn.release()
        finally:
            os.killpg(parent.pid, signal.SIGKILL)


def test_without_lock_support_every_turn_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    journal = opened()

    def failing(_: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(files, "_try_lock", failing)
    with pytest.warns(RuntimeWarning, match="Read-only file system"):
        assert journal.turn(KEY).acquire()
    assert journal.turn(KEY).acquire()


def test_sqlite_is_not_imported_and_no_file_created_before_a_journal_is_opened() -> None:
    done = in_another_process(
        "import sys\nfrom qrt_facade import RuntimeClient\n"
        "RuntimeClient('key', 'crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::').jobs\n"
        "assert 'sqlite3' not in sys.modules"
    )
    assert done.returncode == 0, done.stderr
    folder = state_folder(make=False)
    assert folder is not None
    assert not folder.exists()

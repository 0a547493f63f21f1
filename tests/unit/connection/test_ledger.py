"""The ledger of a budget: it admits charges that fit, from all processes, and loses none."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qrt_facade._connection import ledger as module
from qrt_facade._connection.kept_files import state_folder
from qrt_facade._connection.ledger import LedgerFile
from qrt_facade._policy.ledger_in_memory import MemoryBook
from qrt_facade._service.ledgers import Charge, Standing
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade._service.ledgers import Ledger

posix = pytest.mark.skipif(os.name != "posix", reason="modes, owners and forks of POSIX")


def charge(name: str, seconds: float, tag: str | None = None, job_id: str | None = None) -> Charge:
    now = time.time()
    return Charge(name, seconds, tag, now, now + 1000.0, job_id)


def fits(ledger: Ledger, *charges: Charge, budget: float = 10.0, ceiling: float | None = None) -> bool:
    return ledger.reserve(charges, budget=budget, ceiling=ceiling)[1]


@pytest.fixture(params=["file", "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    if request.param == "file":
        return LedgerFile(tmp_path / "budget.sqlite", time.time).of("scope")
    # Nothing else refers to the book.
    request.node.book = book = MemoryBook.new()
    return book.of("scope")


def amounts(standing: Standing) -> tuple[float, float]:
    return standing.used, standing.reserved


def test_a_reservation_lasts_until_it_is_settled_with_the_actual_charge(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 6.0))
    assert not fits(ledger, charge("b", 5.0))
    assert fits(ledger, charge("b", 4.0))
    ledger.created(charge("a", 6.0, job_id="job-a"))
    ledger.settle("job-a", seconds=2.5, units=9.0)
    assert amounts(ledger.standing()) == (2.5, 4.0)
    assert fits(ledger, charge("c", 3.5))
    assert [one.id for one in ledger.standing().open] == ["b", "c"]


def test_several_charges_are_reserved_all_or_none(ledger: Ledger) -> None:
    assert not fits(ledger, charge("a", 6.0), charge("b", 5.0))
    assert amounts(ledger.standing()) == (0, 0)
    assert fits(ledger, charge("a", 6.0), charge("b", 4.0))


def test_a_replaced_charge_does_not_count_twice_and_stays_if_the_new_one_does_not_fit(
    ledger: Ledger,
) -> None:
    assert fits(ledger, charge("a", 6.0), charge("b", 2.0))
    assert fits(ledger, charge("a", 8.0))
    assert not fits(ledger, charge("a", 9.0))
    assert amounts(ledger.standing()) == (0, 10.0)


def test_reservations_count_against_the_remaining_usage_of_the_instance(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 4.0), ceiling=5.0)
    assert not fits(ledger, charge("b", 2.0), ceiling=5.0)
    ledger.created(charge("a", 4.0, job_id="job-a"))
    ledger.settle("job-a", seconds=3.0, units=None)
    assert not fits(ledger, charge("b", 2.0), ceiling=4.9)
    assert fits(ledger, charge("b", 2.0), ceiling=5.0)


def test_only_a_charge_without_a_job_can_be_released(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 4.0), charge("b", 2.0))
    ledger.created(charge("a", 4.0, job_id="job-a"))
    ledger.release(["a", "b"])
    assert amounts(ledger.standing()) == (0, 4.0)


def test_a_job_whose_charge_was_released_counts_again(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 4.0))
    ledger.release(["a"])
    assert not ledger.renew(["a"], begun=1.0, until=2.0)
    ledger.created(charge("a", 4.0, job_id="job-a"))
    assert amounts(ledger.standing()) == (0, 4.0)


def test_one_job_is_charged_once(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 4.0), charge("b", 4.0))
    ledger.created(charge("a", 4.0, job_id="job"))
    ledger.found(charge("b", 4.0, job_id="job"))
    assert [one.job_id for one in ledger.standing().open] == ["job", None]
    ledger.created(charge("b", 4.0, job_id="job"))
    assert amounts(ledger.standing()) == (0, 4.0)


def test_a_job_charged_only_in_resource_units_keeps_its_reserved_seconds(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 4.0))
    ledger.created(charge("a", 4.0, job_id="job"))
    ledger.settle("job", seconds=None, units=10.0)
    standing = ledger.standing()
    assert (amounts(standing), standing.in_units, standing.open) == ((0, 4.0), 1, ())


def test_a_job_charged_more_than_reserved_counts_with_its_actual_charge(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 9.0))
    ledger.created(charge("a", 9.0, job_id="job"))
    ledger.settle("job", seconds=11.0, units=None)
    assert not fits(ledger, charge("b", 0.5))
    assert amounts(ledger.standing()) == (11.0, 0)


def test_sums_of_fractions_reach_but_do_not_exceed_the_budget(ledger: Ledger) -> None:
    assert all(fits(ledger, charge(str(number), 0.1), budget=6.0) for number in range(60))
    assert not fits(ledger, charge("one too many", 0.1), budget=6.0)


def test_a_cleared_ledger_starts_at_zero(ledger: Ledger) -> None:
    assert fits(ledger, charge("a", 9.0))
    assert ledger.clear() == 1
    assert fits(ledger, charge("b", 10.0))


def test_each_instance_has_a_separate_budget(tmp_path: Path) -> None:
    for book in (LedgerFile(tmp_path / "budget.sqlite", time.time), MemoryBook.new()):
        assert fits(book.of("one"), charge("a", 10.0))
        assert fits(book.of("other"), charge("a", 10.0))
        assert not fits(book.of("one"), charge("b", 1.0))


STEPS = st.one_of(
    st.tuples(st.just("reserve"), st.sampled_from("abc"), st.integers(1, 7)),
    st.tuples(st.sampled_from(["created", "found"]), st.sampled_from("abc"), st.sampled_from(["j", "k"])),
    st.tuples(st.just("settle"), st.sampled_from(["j", "k"]), st.sampled_from([0.0, 3.0, 12.0, None])),
    st.tuples(st.just("release"), st.sampled_from("abc"), st.none()),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(STEPS, max_size=12))
def test_disk_and_memory_ledgers_agree_and_never_exceed_the_budget(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, object]]
) -> None:
    path = tmp_path_factory.mktemp("drawn") / "budget.sqlite"
    book = MemoryBook.new()
    both: list[Ledger] = [LedgerFile(path, time.time).of("scope"), book.of("scope")]
    for step, name, value in steps:
        answers = []
        for one in both:
            answer = None
            if step == "reserve":
                answer = one.reserve([charge(name, float(str(value)))], budget=10.0, ceiling=None)[1]
            elif step == "created":
                one.created(charge(name, 2.0, job_id=str(value)))
            elif step == "found":
                one.found(charge(name, 2.0, job_id=str(value)))
            elif step == "settle":
                one.settle(name, seconds=None if value is None else float(str(value)), units=1.0)
            else:
                one.release([name])
            standing = one.standing()
            if answer:
                assert standing.used + standing.reserved <= 10.0
            jobs = sorted((charge.id, charge.seconds, charge.job_id) for charge in standing.open)
            answers.append((answer, amounts(standing), standing.in_units, jobs))
        assert answers[0] == answers[1]


def opened(path: Path) -> Ledger:
    return LedgerFile(path, time.time).of("scope")


def test_the_ledger_file_is_created_on_first_reservation_and_private(
    tmp_path: Path,
) -> None:
    path = tmp_path / "budget.sqlite"
    ledger = opened(path)
    assert not path.exists()
    assert fits(ledger, charge("a", 1.0))
    assert [one.name for one in tmp_path.iterdir()] == ["budget.sqlite", "budget.sqlite-journal"]
    for one in tmp_path.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one


def test_ledger_true_uses_a_file_in_the_state_folder() -> None:
    assert fits(LedgerFile(True, time.time).of("scope"), charge("a", 1.0))
    folder = state_folder()
    assert folder is not None
    assert (folder / "ledger.sqlite").is_file()


def refused(ledger: Ledger, text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        fits(ledger, charge("new", 1.0))


@pytest.mark.parametrize("damage", ["garbage", "torn", "other tables", "newer", "a folder"])
def test_an_unreadable_ledger_is_refused_and_not_changed(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "budget.sqlite"
    assert fits(
        opened(path), *(charge(f"{number}" + "x" * 400, 0.1) for number in range(80))
    )  # more than one page
    if damage == "garbage":
        path.write_bytes(b"not a database, " * 100)
    elif damage == "torn":
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    elif damage == "a folder":
        path.unlink()
        path.mkdir()
    else:
        path.unlink()
        with closing(sqlite3.connect(path)) as database:
            database.executescript(
                "CREATE TABLE charges (other)"
                + (
                    f"; PRAGMA application_id = {module._APPLICATION}; PRAGMA user_version = 9"
                    * (damage == "newer")
                )
            )
    before = None if path.is_dir() else path.read_bytes()
    refused(opened(path), "damaged|is an SQLite database, but not a ledger|version 9|is a directory")
    assert before is None or path.read_bytes() == before


def test_a_deleted_ledger_is_refused_by_its_user_and_recreated_by_a_new_client(
    tmp_path: Path,
) -> None:
    path = tmp_path / "budget.sqlite"
    ledger = opened(path)
    assert fits(ledger, charge("a", 9.0))
    path.unlink()
    refused(ledger, "no longer exists")
    assert not path.exists()
    assert fits(opened(path), charge("b", 9.0))
    refused(ledger, "was replaced with another")


def test_an_older_copy_of_a_ledger_is_refused_by_a_user_of_the_newer_one(tmp_path: Path) -> None:
    path = tmp_path / "budget.sqlite"
    ledger = opened(path)
    assert fits(ledger, charge("a", 2.0))
    shutil.copy(path, tmp_path / "copy")
    assert fits(ledger, charge("b", 2.0))
    shutil.copy(path, tmp_path / "newer")
    shutil.copy(tmp_path / "copy", path)
    refused(ledger, "was replaced with an older copy")
    shutil.copy(tmp_path / "newer", path)
    assert fits(ledger, charge("c", 2.0))


def test_a_missing_ledger_folder_is_named_and_not_created(tmp_path: Path) -> None:
    refused(opened(tmp_path / "nowhere" / "budget.sqlite"), "the folder")
    assert not (tmp_path / "nowhere").exists()


@posix
def test_a_read_only_symlinked_or_world_writable_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "budget.sqlite"
    assert fits(opened(path), charge("a", 1.0))
    path.chmod(0o400)
    refused(opened(path), "read-only")
    (tmp_path / "link").symlink_to(path)
    refused(opened(tmp_path / "link"), "symbolic link")
    writable = tmp_path / "writable"
    writable.mkdir()
    writable.chmod(0o777)
    refused(opened(writable / "budget.sqlite"), "is writable by every user")


def test_a_locked_ledger_is_waited_for_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = opened(tmp_path / "budget.sqlite")
    assert fits(ledger, charge("a", 1.0))
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    with closing(sqlite3.connect(tmp_path / "budget.sqlite", isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        refused(ledger, "was in use by other processes")
    assert fits(ledger, charge("b", 1.0))


def test_a_clock_set_back_does_not_extend_reservations(
    tmp_path: Path,
) -> None:
    now = [1_000_000.0]
    ledger = LedgerFile(tmp_path / "budget.sqlite", lambda: now[0]).of("scope")
    ledger.reserve([Charge("a", 1.0, None, now[0], now[0] + 50.0)], budget=10.0, ceiling=None)
    now[0] -= 30 * 24 * 3600.0
    [found] = ledger.standing().open
    assert (found.begun, found.until) == (now[0], now[0] + 50.0)


KILLED = """
import os, signal, sys, time
from pathlib import Path
from qrt_facade._connection.ledger import LedgerFile
from qrt_facade._service.ledgers import Charge
ledger = LedgerFile(Path(sys.argv[1]), time.time).of("scope")
for number in range(5):
    if os.fork() == 0:
        assert ledger.reserve([Charge(str(number), 1.0, None, time.time(), time.time())], budget=10.0, ceiling=None)[1]
        os.kill(os.getpid(), signal.SIGKILL)
    os.wait()
"""


@posix
def test_processes_killed_after_reserving_leave_their_reservations(tmp_path: Path) -> None:
    path = tmp_path / "budget.sqlite"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=True, timeout=60)
    assert amounts(opened(path).standing()) == (0, 5.0)


@posix
def test_a_process_killed_at_any_time_leaves_an_intact_ledger(tmp_path: Path) -> None:
    path = tmp_path / "budget.sqlite"
    code = (
        "import sys, time\nfrom itertools import count\nfrom pathlib import Path\n"
        "from qrt_facade._connection.ledger import LedgerFile\nfrom qrt_facade._service.ledgers import Charge\n"
        "ledger = LedgerFile(Path(sys.argv[1]), time.time).of('scope')\n"
        "for number in count():\n"
        "    ledger.reserve([Charge(str(number), 1.0, None, 0, 0)], budget=1e9, ceiling=None)\n"
        "    print(number, flush=True)"
    )
    pauses = (0.0, 0.013)
    for pause in pauses:
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(pause)
            writer.send_signal(signal.SIGKILL)
            printed = [int(line) for line in writer.stdout.read().split()]
        number = len(opened(path).standing().open)
        assert number >= 1 + max(printed, default=0)
        opened(path).clear()


def test_threads_that_reserve_concurrently_share_the_budget(ledger: Ledger) -> None:
    admitted: list[bool] = []

    def work(index: int) -> None:
        admitted.extend(fits(ledger, charge(f"{index}-{number}", 1.0)) for number in range(4))

    threads = [threading.Thread(target=work, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(admitted), sum(admitted)) == (32, 10)


@posix
def test_an_in_memory_ledger_refuses_in_a_forked_child(
    ledger: Ledger, request: pytest.FixtureRequest
) -> None:
    in_memory = hasattr(request.node, "book")
    assert fits(ledger, charge("a", 9.0))
    child = os.fork()
    if child == 0:
        status = 9
        try:
            status = 1 if fits(ledger, charge("b", 1.0)) else 2
        except ConfigurationError as error:
            status = 3 if "counts only in the process that created the client" in str(error) else 4
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(ended) == (3 if in_memory else 1)
    assert amounts(ledger.standing()) == ((0, 9.0) if in_memory else (0, 10.0))

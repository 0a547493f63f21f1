"""Sweeps whose process is killed repeatedly: each point is charged once, and each result stored once."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP

from qrt_facade import RuntimeClient
from qrt_facade._connection.sweep_store import SqliteSweepStore
from qrt_facade._policy import timing
from qrt_facade._service.names import key_tag_of, series_tag
from qrt_facade.emulator import start
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

BACKEND = "ibm_fez"


def run(access: dict[str, Any], store: Path, points: int, retries: int) -> None:
    """Run the sweep to its end, like a program that is restarted after each crash."""
    with RuntimeClient(**access) as client:
        sweep = client.sweep("killed", store=store)
        sweep.submit(
            {f"point {number}": (FLIP, None, 1 + number % 7) for number in range(points)},
            backend=BACKEND,
            advice=False,
            max_pending=20,
            retry_failed=retries,
        )
        sweep.wait(timeout=300)


def forked(*arguments: Any) -> int:
    """Run the sweep in a separate process, and return its process id."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            run(*arguments)
            code = 0
        finally:
            os._exit(code)
    return process


def progress(store: Path) -> int:
    """The progress of the sweep: each point counts once when submitted, and again when done."""
    try:
        states = [point.state for point in SqliteSweepStore(store).points()]
    except ConfigurationError:  # there is none yet
        return 0
    return sum({"new": 0, "submitted": 1}.get(state, 2) for state in states)


def killed_again_and_again(emulator: Emulator, store: Path, *, points: int, kills: int, seed: int) -> int:
    """Kill the sweep this often, at random moments, and let it end; return how many kills interrupted work."""
    chance = random.Random(seed)
    step = max(2 * points // (kills + 2), 1)
    met = 0
    for number in range(kills):
        process = forked(emulator.access, store, points, 0)
        deadline = time.monotonic() + 60
        while progress(store) < (number + 1) * step and time.monotonic() < deadline:
            time.sleep(0.005)
            if os.waitpid(process, os.WNOHANG) != (0, 0):
                raise AssertionError("the sweep ended by itself")
        time.sleep(chance.uniform(0, 0.03))
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        met += os.WIFSIGNALED(status)
    _, status = os.waitpid(forked(emulator.access, store, points, 0), 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return met


def accounts(emulator: Emulator, store: Path) -> tuple[Counter[str], list[str]]:
    """Return the number of jobs per key, without cancelled ones, and the result files."""
    emulator.scenario.apply({"list_lag_seconds": 0})
    with RuntimeClient(**emulator.access) as client:
        jobs = client.jobs.list(tags=[series_tag("killed")])
        paid = Counter(key_tag_of(job.state.all_tags) or "" for job in jobs if job.status == "Completed")
    return paid, [path.name for path in SqliteSweepStore(store).folder.glob("*.npz")]


@pytest.mark.parametrize(
    ("points", "kills", "lag"),
    [
        (5, 1, 0.0),
        pytest.param(12, 4, 0.0, marks=pytest.mark.long),
        pytest.param(500, 100, 0.0, marks=[pytest.mark.long, pytest.mark.timeout(1200)]),
        pytest.param(500, 100, 20.0, marks=[pytest.mark.long, pytest.mark.timeout(1800)]),
    ],
)
def test_a_sweep_survives_kills(
    points: int, kills: int, lag: float, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    store = tmp_path / "killed.sqlite"
    with (
        start(noise=False, queue_seconds=0.02, run_seconds=0.02, list_lag_seconds=lag) as emulator,
        timing.override(list_lag=lag + 0.2, first_turn=0.005, first_poll=0.05),
    ):
        met = killed_again_and_again(emulator, store, points=points, kills=kills, seed=points)
        paid, files = accounts(emulator, store)
    with RuntimeClient(**emulator.access) as client:
        results = [point.result()[0].num_shots for point in client.sweep("killed", store=store)]
    twice = sum(count - 1 for count in paid.values())
    lost = points - len(paid)
    record_property("figures", f"kills {met}, paid {sum(paid.values())}, lost {lost}, twice {twice}")
    assert (met, lost, twice, len(files)) == (kills, 0, 0, points)
    assert results == [1 + number % 7 for number in range(points)]


@pytest.mark.long
def test_processes_on_one_store_share_the_work(tmp_path: Path) -> None:
    store, points = tmp_path / "killed.sqlite", 12
    with (
        start(noise=False, queue_seconds=0.02, run_seconds=0.02) as emulator,
        timing.override(list_lag=0.2),
    ):
        processes = [forked(emulator.access, store, points, 0) for _ in range(3)]
        os.kill(processes.pop(0), signal.SIGKILL)
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
        paid, files = accounts(emulator, store)
    assert codes == [0, 0]
    assert (len(paid), sum(paid.values()), len(files)) == (points, points, points)

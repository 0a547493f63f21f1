"""One budget shared by many processes: charges never exceed it, even if processes are killed."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, Any

import pytest
from integration.faults.test_budget import COST, _At
from support.circuits import FLIP
from support.killable_programs import ProgramPool

from qrt_facade import BudgetExceededError, RuntimeClient
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")

BACKEND = "ibmq_manila"
ENDED = {"Completed", "Failed", "Cancelled"}
SUBMITTING = """
import time, warnings
from qrt_facade import BudgetExceededError, QrtError, RuntimeClient
warnings.simplefilter("ignore")
with RuntimeClient(**given["access"], budget_seconds=given["budget"], ledger=given["ledger"], timeout=20) as client:
    emit(ready=True)
    while time.time() < given["begin"]:
        time.sleep(0.001)
    while True:
        try:
            job = client.sampler.submit(given["circuit"], backend=given["backend"], shots=given["shots"], advice=False)
            emit(job=job.id)
            if given["wait"]:
                job.wait(timeout=60)
        except BudgetExceededError as error:
            emit(refused=str(error), used=error.used_seconds, reserved=error.reserved_seconds)
            break
"""


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with start(
        noise=False, queue_seconds=0.0, run_seconds=0.0, backends=BACKEND, workers=1, rate_limit=None
    ) as running:
        yield running


def charged(emulator: Emulator) -> list[float]:
    """Wait until all jobs have ended, and return the charge of each."""
    with RuntimeClient(**emulator.access) as judge:
        jobs = judge.jobs.wait_all(list(judge.jobs.list()), timeout=120)
        return [job.usage_seconds or 0.0 for job in jobs]


@pytest.mark.parametrize(
    ("processes", "budget"),
    [(2, 6), *(pytest.param(*more, marks=pytest.mark.long) for more in ((4, 12), (8, 60)))],
)
def test_concurrent_processes_never_exceed_a_shared_budget(
    emulator: Emulator, tmp_path: Path, processes: int, budget: float
) -> None:
    given: dict[str, Any] = {
        "access": emulator.access, "budget": budget, "ledger": str(tmp_path / "budget.sqlite"), "circuit": FLIP,
        "backend": BACKEND, "shots": 100, "wait": False, "begin": 0.0,
    }  # fmt: skip
    with ProgramPool(tmp_path) as nursery:
        running = [nursery.start(SUBMITTING, given=given) for _ in range(processes)]
        outputs = [one.finish().output for one in running]
    figures = charged(emulator)
    print(f"\n{processes} processes, budget {budget} s: {len(figures)} jobs, charged {sum(figures)} s")  # noqa: T201 - the figures, with -s
    assert sum(figures) <= budget
    assert sum(figures) > budget - 3, "nor is anything of it left that would do for another job"
    assert sum("job" in line for lines in outputs for line in lines) == len(figures)
    assert all("refused" in lines[-1] for lines in outputs)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_killed_processes_never_exceed_a_shared_budget(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kill one of eight processes about every half second, and replace it, even when no budget is left.

    The reservation of a process killed before its response stays. Later, when its request must have ended, it is looked
    up by its tag: reservations without a job are released, and the rest of the budget can be spent.
    """
    budget, seed = 60.0, int(os.environ.get("QRT_SOAK_SEED", "19"))
    chance = random.Random(seed)
    given: dict[str, Any] = {
        "access": emulator.access, "budget": budget, "ledger": str(tmp_path / "budget.sqlite"), "circuit": FLIP,
        "backend": BACKEND, "shots": 100, "wait": True, "begin": 0.0,
    }  # fmt: skip
    settings: dict[str, Any] = {
        **emulator.access, "budget_seconds": budget, "ledger": tmp_path / "budget.sqlite",
    }  # fmt: skip
    killed = at_the_limit = 0
    with ProgramPool(tmp_path) as nursery, RuntimeClient(**settings) as client:
        running = [nursery.start(SUBMITTING, given=given) for _ in range(8)]
        until = time.monotonic() + 60
        while time.monotonic() < until and at_the_limit < 5:
            time.sleep(chance.uniform(0.2, 0.9))
            index = chance.randrange(len(running))
            running[index].kill()
            running[index] = nursery.start(SUBMITTING, given=given)
            killed += 1
            at_the_limit += killed > 10 and client.budget().left_seconds < COST
        for one in running:
            one.finish()
    killed_until_then = charged(emulator)
    with RuntimeClient(**settings) as client:
        status = client.budget(refresh=True)
        assert sum(killed_until_then) <= status.used_seconds + status.reserved_seconds <= budget
        assert status.left_seconds < COST
        monkeypatch.setattr("qrt_facade._sync.budget.timing", _At(time.time() + 1e6))
        while client.budget(refresh=True).in_doubt_seconds:
            pass
        refused = False
        while not refused:
            try:
                client.sampler.submit(FLIP, backend=BACKEND, shots=100, advice=False)
            except BudgetExceededError:
                refused = True
    figures = charged(emulator)
    with RuntimeClient(**settings) as client:
        end = client.budget(refresh=True)
    print(  # noqa: T201 - the figures, with -s
        f"\n8 processes, {killed} killed, {at_the_limit} of them at the limit, budget {budget:g} s: charged {sum(killed_until_then):g} s, with "
        f"{status.in_doubt_seconds:g} s in doubt; once those were looked up, {len(figures)} jobs, charged {sum(figures):g} s"
    )
    assert (killed > 10, at_the_limit) == (True, 5)
    assert budget - COST < sum(figures) <= budget
    assert (end.used_seconds, end.reserved_seconds) == (sum(figures), 0)

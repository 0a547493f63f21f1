"""One budget, many processes: the sum of what the emulator charges never passes it, whoever is killed when."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.killable import Nursery

from qrt_facade import RuntimeClient
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
    say(ready=True)
    while time.time() < given["begin"]:
        time.sleep(0.001)
    while True:
        try:
            job = client.sampler.submit(given["circuit"], backend=given["backend"], shots=given["shots"], advice=False)
            say(job=job.id)
            if given["wait"]:
                job.wait(timeout=60)
        except BudgetExceededError as error:
            say(refused=str(error), used=error.used_seconds, reserved=error.reserved_seconds)
            break
"""


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with start(
        noise=False, queue_seconds=0.0, run_seconds=0.0, backends=BACKEND, workers=1, rate_limit=None
    ) as running:
        yield running


def charged(emulator: Emulator) -> list[float]:
    """Wait until all jobs have ended, and return what the emulator charged for each."""
    with RuntimeClient(**emulator.access) as judge:
        jobs = judge.jobs.wait_all(list(judge.jobs.list()), timeout=120)
        return [job.usage_seconds or 0.0 for job in jobs]


@pytest.mark.parametrize(("processes", "budget"), [(4, 12), pytest.param(8, 60, marks=pytest.mark.long)])
def test_processes_that_submit_at_once_never_pass_the_budget_that_they_share(
    emulator: Emulator, tmp_path: Path, processes: int, budget: float
) -> None:
    given: dict[str, Any] = {
        "access": emulator.access, "budget": budget, "ledger": str(tmp_path / "budget.sqlite"), "circuit": FLIP,
        "backend": BACKEND, "shots": 100, "wait": False, "begin": 0.0,
    }  # fmt: skip
    with Nursery(tmp_path) as nursery:
        running = [nursery.start(SUBMITTING, given=given) for _ in range(processes)]
        said = [one.finish().said for one in running]
    figures = charged(emulator)
    print(f"\n{processes} processes, budget {budget} s: {len(figures)} jobs, charged {sum(figures)} s")  # noqa: T201 - the figures, with -s
    assert sum(figures) <= budget
    assert sum(figures) > budget - 3, "nor is anything of it left that would do for another job"
    assert sum("job" in line for lines in said for line in lines) == len(figures)
    assert all("refused" in lines[-1] for lines in said)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_processes_that_are_killed_at_any_moment_never_let_the_budget_be_passed(
    emulator: Emulator, tmp_path: Path
) -> None:
    """Of eight processes one is killed every few hundredths of a second, and another takes its place."""
    budget, seed = 60.0, int(os.environ.get("QRT_SOAK_SEED", "19"))
    chance = random.Random(seed)
    given: dict[str, Any] = {
        "access": emulator.access, "budget": budget, "ledger": str(tmp_path / "budget.sqlite"), "circuit": FLIP,
        "backend": BACKEND, "shots": 100, "wait": True, "begin": 0.0,
    }  # fmt: skip
    killed = 0
    with Nursery(tmp_path) as nursery:
        running = [nursery.start(SUBMITTING, given=given) for _ in range(8)]
        until = time.monotonic() + 25
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.05, 0.4))
            index = chance.randrange(len(running))
            if not any("refused" in line for line in running[index].said):
                running[index].kill()
                killed += 1
                running[index] = nursery.start(SUBMITTING, given=given)
            elif all(any("refused" in line for line in one.said) for one in running):
                break
        for one in running:
            one.kill()
    figures = charged(emulator)
    with RuntimeClient(**emulator.access, budget_seconds=budget, ledger=tmp_path / "budget.sqlite") as client:
        charges = client._connection.charges
        assert charges is not None
        standing = charges.standing()
    in_doubt = [one for one in standing.open if one.job_id is None]
    print(  # noqa: T201 - the figures, with -s
        f"\n8 processes, {killed} killed, budget {budget:g} s: {len(figures)} jobs, charged {sum(figures):g} s; the ledger: used "
        f"{standing.used:g} s, reserved {standing.reserved:g} s, of which {sum(one.seconds for one in in_doubt):g} s "
        f"({len(in_doubt)}) in doubt"
    )
    assert killed > 10
    assert sum(figures) <= budget
    assert standing.used + standing.reserved >= sum(figures)

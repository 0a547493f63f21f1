"""Processes, threads and tasks that submit with one key at the same time: one job stays active, and all return it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from integration.keys.conftest import BACKEND, LAG, SUBMIT
from support.circuits import FLIP

from qrt_facade import RuntimeClient
from qrt_facade._connection import journal

if TYPE_CHECKING:
    from integration.keys.conftest import Judge

EIGHT = 8

WHEN_ALL_ARE_READY = "while time.time() < start_at: time.sleep(0.001)\n"


def all_at_once(judge: Judge, code: str, homes: list[str], **given: object) -> list[dict[str, object]]:
    start_at = time.time() + 0.4
    running = [
        judge.start(WHEN_ALL_ARE_READY + code, home=home, start_at=start_at, **given) for home in homes
    ]
    return [program.finish().output[-1] for program in running]


@pytest.mark.parametrize("lag", [pytest.param(0.0, marks=pytest.mark.long), LAG])
def test_eight_processes_of_one_machine_share_one_job(judge: Judge, lag: float) -> None:
    judge.lag(100 * lag)
    outputs = all_at_once(judge, SUBMIT, ["home"] * EIGHT)
    assert len({one["id"] for one in outputs}) == 1
    assert sorted(one["adopted"] for one in outputs) == [False] + [True] * (EIGHT - 1)
    assert judge.requests.submissions == 1
    assert judge.paid == [outputs[0]["id"]]


@pytest.mark.long
@pytest.mark.parametrize("given", [{}, {"journal": False}], ids=["journals", "no journal"])
def test_processes_of_several_machines_keep_the_oldest_job(judge: Judge, given: dict[str, object]) -> None:
    machines = [f"machine-{number}" for number in range(4)]
    outputs = all_at_once(judge, SUBMIT, machines, **given)
    assert {one["id"] for one in outputs} == {judge.jobs[0].id}
    assert judge.paid == [judge.jobs[0].id]


@pytest.mark.long
def test_jobs_of_several_machines_within_the_lag_are_reduced_to_one(judge: Judge) -> None:
    judge.lag(1000)
    machines = [f"machine-{number}" for number in range(4)]
    all_at_once(judge, SUBMIT, machines)
    elder = judge.jobs[0].id
    judge.lag(0)
    for machine in machines:
        assert judge.run(home=machine)["id"] == elder
    assert judge.paid == [elder]


THREADS = """
from concurrent.futures import ThreadPoolExecutor
with RuntimeClient(**access) as client, ThreadPoolExecutor(8) as pool:
    jobs = list(pool.map(lambda _: client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options), range(8)))
    emit(ids=[job.id for job in jobs], adopted=[job.adopted for job in jobs])
"""

TASKS = """
async def main():
    async with AsyncRuntimeClient(**access) as client:
        jobs = await asyncio.gather(
            *(client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options) for _ in range(8)))
        emit(ids=[job.id for job in jobs], adopted=[job.adopted for job in jobs])
asyncio.run(main())
"""


@pytest.mark.parametrize(
    "program", [THREADS, pytest.param(TASKS, marks=pytest.mark.long)], ids=["threads", "tasks"]
)
@pytest.mark.parametrize(
    "given", [{}, pytest.param({"journal": False}, marks=pytest.mark.long)], ids=["journal", "none"]
)
def test_threads_and_tasks_of_one_client_share_one_job(
    judge: Judge, program: str, given: dict[str, object]
) -> None:
    judge.lag(LAG if not given else 0)
    output = judge.run(program, **given)
    assert set(output["ids"]) == {judge.paid[0]}
    assert len(judge.paid) == 1
    if not given:
        assert sorted(output["adopted"]) == [False] + [True] * 7
        assert len(judge.jobs) == 1


def test_with_options_shares_keys(judge: Judge) -> None:
    judge.lag(1000)
    submission: dict[str, Any] = {"backend": BACKEND, "key": judge.mark, "tags": [judge.mark]}
    with RuntimeClient(**judge.emulator.access, journal=False) as client:
        job = client.sampler.submit([FLIP], **submission)
        again = client.with_options(timeout=50).sampler.submit([FLIP], **submission)
        other = client.with_options(instance=judge.emulator.instances[-1])
        assert other.sampler.submit([FLIP], **submission).id != job.id
    assert (again.id, again.adopted) == (job.id, True)
    assert judge.requests.submissions == 2


@pytest.mark.filterwarnings("ignore:the journal of submissions cannot be used")
def test_with_a_locked_journal_a_client_remembers_its_jobs_in_memory(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_PATIENCE", 0.05)
    judge.lag(1000)
    submission: dict[str, Any] = {"backend": BACKEND, "key": judge.mark, "tags": [judge.mark]}
    with RuntimeClient(**judge.emulator.access) as client:
        client.sampler.submit([FLIP], **{**submission, "key": f"{judge.mark}/before"})
        kept = client._connection.journal
        assert kept is not None
        with closing(sqlite3.connect(kept.path, isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            job = client.sampler.submit([FLIP], **submission)
            assert client.sampler.submit([FLIP], **submission).id == job.id
        assert client.sampler.submit([FLIP], **submission).id == job.id


@pytest.mark.long
def test_racing_processes_submit_each_job_of_a_series_once(judge: Judge) -> None:
    many = """
with RuntimeClient(**access) as client:
    jobs = list(client.sampler.submit_many([[FLIP]] * 12, backend=BACKEND, shots=10, key=key, **options))
    emit(ids=[job.id for job in jobs])
"""
    judge.lag(LAG)
    outputs = all_at_once(judge, many, ["home"] * 4)
    assert len({tuple(one["ids"]) for one in outputs}) == 1
    assert judge.paid == outputs[0]["ids"]


@pytest.mark.long
def test_a_killed_process_releases_its_turn(judge: Judge) -> None:
    judge.lag(LAG)
    judge.never_answered()
    first = judge.start()
    judge.until_jobs(1)
    second = judge.start()
    first.kill()
    (output,) = second.finish().output
    assert output == {"id": judge.jobs[0].id, "adopted": True}
    assert judge.requests.submissions == 1

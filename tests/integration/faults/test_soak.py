"""Thousands of submissions under a random mix of faults, by both clients, counted in the emulator's own database."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from integration.faults.conftest import BACKEND
from integration.faults.proxy import ANYTHING, CREATING, FAULTS, Fault, Scenario
from support.circuits import FLIP

from qrt_facade import AsyncRuntimeClient, RuntimeClient, SubmissionUncertainError

if TYPE_CHECKING:
    from integration.faults.conftest import Ledger
    from integration.faults.proxy import FaultProxy
    from support.timing import Pauses

SUBMISSIONS = int(os.environ.get("QRT_SOAK_SUBMISSIONS", "1200"))
"""By each client."""
AT_ONCE = 24
SEED = 20260
CREATION_RATE = 0.35
OTHER_RATE = 0.06
PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
TIMEOUT = 3.0
LATE = Fault("request after the next one", held="request until after the next")
KINDS = [*FAULTS, LATE]


@dataclass
class Tally:
    """What one client's submissions came to."""

    client: str
    jobs: list[Any] = field(default_factory=list)
    doubts: list[SubmissionUncertainError] = field(default_factory=list)
    answering: list[str] = field(default_factory=list)


def by_threads(arguments: dict[str, Any]) -> Tally:
    tally = Tally("threads")

    def one(client: RuntimeClient) -> None:
        job = None
        while job is None:
            try:
                job = client.jobs.submit("sampler", PARAMS, backend=BACKEND)
            except SubmissionUncertainError as error:
                tally.doubts.append(error)
                job = client.jobs.find_submission(error.tag or "")
        tally.jobs.append(job)
        tally.answering.append(job.refresh().id)

    with RuntimeClient(**arguments) as client, ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(one, client) for _ in range(SUBMISSIONS)]:
            done.result()
    return tally


def by_tasks(arguments: dict[str, Any]) -> Tally:
    tally = Tally("tasks")
    places = anyio.CapacityLimiter(AT_ONCE)

    async def one(client: AsyncRuntimeClient) -> None:
        async with places:
            job = None
            while job is None:
                try:
                    job = await client.jobs.submit("sampler", PARAMS, backend=BACKEND)
                except SubmissionUncertainError as error:
                    tally.doubts.append(error)
                    job = await client.jobs.find_submission(error.tag or "")
            tally.jobs.append(job)
            tally.answering.append((await job.refresh()).id)

    async def main() -> None:
        async with AsyncRuntimeClient(**arguments) as client, anyio.create_task_group() as tasks:
            for _ in range(SUBMISSIONS):
                tasks.start_soon(one, client)

    anyio.run(main)
    return tally


@pytest.fixture(autouse=True)
def _looks_for_longer(pauses: Pauses) -> None:
    """What a busy machine delays beyond the timeout still arrives within the window in which it is looked up."""
    pauses(look_ups=(0.1, 0.4, 1.5), duplicate_look_ups=(0.0, 0.5))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_thousands_of_submissions_through_faults_make_one_job_each(
    arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    proxy.met(
        Scenario.drawn(CREATING, SEED, dict.fromkeys(KINDS, CREATION_RATE / len(KINDS))),
        Scenario.drawn(ANYTHING, SEED + 1, dict.fromkeys(FAULTS, OTHER_RATE / len(FAULTS))),
    )
    patient = {**arguments, "timeout": TIMEOUT}
    rows = {}
    for submit in (by_threads, by_tasks):
        before = set(ledger.jobs())
        begun = len(proxy.record)
        tally = submit(patient)
        stored = {job_id: entry for job_id, entry in ledger.jobs().items() if job_id not in before}
        rows[tally.client] = _row(tally, stored, [deed.fault for deed in proxy.record[begun:]])
    _print(rows, proxy)
    for row in rows.values():
        assert row["submissions"] == row["jobs in the database that go on"] == SUBMISSIONS
        assert row["handles"] == row["handles that answer"] == SUBMISSIONS
        assert row["duplicates"] == row["lost"] == 0
        assert row["faults met"] > SUBMISSIONS / 4


def _row(
    tally: Tally, stored: dict[str, tuple[str, tuple[str, ...]]], faults: list[str | None]
) -> dict[str, int]:
    going_on = {job_id: tags for job_id, (status, tags) in stored.items() if status != "Cancelled"}
    tags = [tag for all_tags in going_on.values() for tag in all_tags]
    return {
        "submissions": len(tally.jobs),
        "faults met": sum(fault is not None for fault in faults),
        "jobs in the database": len(stored),
        "twins cancelled": len(stored) - len(going_on),
        "jobs in the database that go on": len(going_on),
        "duplicates": len(tags) - len(set(tags)),
        "lost": len(set(going_on) - {job.id for job in tally.jobs}),
        "told to be in doubt, sent anew": len(tally.doubts),
        "handles": len({job.id for job in tally.jobs}),
        "handles that answer": len(set(tally.answering)),
    }


def _print(rows: dict[str, dict[str, int]], proxy: FaultProxy) -> None:
    lines = ["", f"{'':34}" + "".join(f"{name:>10}" for name in rows)]
    lines += [
        f"{measure:34}" + "".join(f"{row[measure]:>10}" for row in rows.values())
        for measure in next(iter(rows.values()))
    ]
    lines += ["", f"{'faults by kind, both clients':34}{'creating':>10}{'all':>10}"]
    creating, everywhere = proxy.faults(*CREATING), proxy.faults()
    lines += [f"{name:34}{creating[name]:>10}{count:>10}" for name, count in sorted(everywhere.items())]
    sys.stdout.write("\n".join(lines) + "\n")

"""The cost of finding jobs depends on the number of requested jobs, not on that of all jobs."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from qrt_facade._service.statuses import COMPLETED, PENDING, QUEUED, RUNNING
from qrt_facade.emulator.domain.records import NewJob, Outcome
from qrt_facade.emulator.domain.scenario import Scenario
from qrt_facade.emulator.store.database import MIGRATIONS, open_database
from qrt_facade.emulator.store.jobs import JobStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CRN = "crn:of:an:instance"


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    opened = open_database(None)
    yield opened
    opened.close()


def store_in(database: sqlite3.Connection) -> JobStore:
    scenario = Scenario(
        queue_seconds=0, run_seconds=0, token_seconds=60, rate_limit=None, plan="open", seed=7, speed=1
    )
    return JobStore(database, scenario)


def new(params: str = "{}") -> NewJob:
    return NewJob(
        crn=CRN, program_id="sampler", backend="ibm_fez", tags=(), cost=600, private=False, estimate_seconds=2.0,
        params=params,
    )  # fmt: skip


def pending_ids(store: JobStore, *statuses: str) -> tuple[list[str], int]:
    jobs, count = store.find(CRN, statuses=statuses or PENDING, mocks=False, ascending=True)
    return [job.id for job in jobs], count


def digest_of(database: sqlite3.Connection, job_id: str) -> str:
    (digest,) = database.execute("SELECT digest FROM jobs WHERE id = ?", (job_id,)).fetchone()
    return str(digest)


def steps(database: sqlite3.Connection, store: JobStore) -> int:
    """Return how many steps SQLite takes to find the pending jobs."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    database.set_progress_handler(step, 1)
    try:
        store.find(CRN, statuses=PENDING, mocks=False, limit=1)
    finally:
        database.set_progress_handler(None, 1)
    return taken


def test_finding_pending_jobs_does_not_scan_finished_ones(database: sqlite3.Connection) -> None:
    store = store_in(database)
    store.add(new())
    alone = steps(database, store)
    for _ in range(50):
        store.finish(store.add(new()).id, Outcome(COMPLETED, "{}", 1.0))
    assert steps(database, store) <= alone  # newer versions of SQLite take fewer


def test_pending_jobs_exclude_one_whose_end_is_not_written_yet(
    database: sqlite3.Connection,
) -> None:
    store = store_in(database)
    waits, runs, ended, unsaved = (store.add(new()).id for _ in range(4))
    store.start(runs)
    store.finish(ended, Outcome(COMPLETED, "{}", 1.0))
    assert pending_ids(store) == ([waits, runs, unsaved], 3)
    assert pending_ids(store, QUEUED) == ([waits, unsaved], 2)
    assert pending_ids(store, RUNNING) == ([runs], 1)
    store.keep_unsaved(unsaved, Outcome(COMPLETED, "{}", 1.0))
    assert pending_ids(store) == ([waits, runs], 2)
    store.retry_unsaved()
    assert pending_ids(store) == ([waits, runs], 2)


def test_a_folder_of_an_older_emulator_gets_the_index_of_pending_jobs(tmp_path: Path) -> None:
    older = sqlite3.connect(tmp_path / "emulator.sqlite3")
    older.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1")
    older.close()
    database = open_database(tmp_path)
    job = store_in(database).add(new())
    assert pending_ids(store_in(database)) == ([job.id], 1)
    database.close()


def test_seeds_of_the_same_content_follow_the_count_of_its_jobs(
    database: sqlite3.Connection,
) -> None:
    store, seeds = store_in(database), []
    for params in ("{}", "[]", "{}", "{}", "[]"):
        job = store.add(new(params))
        seeds.append((job.seed, store_in(database)._seed_for(digest_of(database, job.id))))
    assert len({seed for seed, _ in seeds}) == 5
    # A store that starts to count now would give the next job the same seed as the counting one.
    assert seeds[0][1] == seeds[2][0]
    assert (seeds[2][1], seeds[1][1]) == (seeds[3][0], seeds[4][0])
    store.delete(job.id)
    assert store.add(new("[]")).seed == job.seed
    store.clear()
    assert store.add(new()).seed == seeds[0][0]


def test_jobs_of_the_same_content_are_counted_once(database: sqlite3.Connection) -> None:
    store = store_in(database)
    statements: list[str] = []
    database.set_trace_callback(statements.append)
    for _ in range(5):
        store.add(new())
    assert sum("count(*)" in statement for statement in statements) == 1

"""Thousands of submissions under random faults, by each kind of client, counted in the emulator's database."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from integration.faults.conftest import BACKEND, arguments_behind
from integration.faults.proxy import (
    ANYTHING,
    ASKING,
    CREATING,
    FAULTS,
    INTERMEDIARY,
    TLS_FAULTS,
    Fault,
    FaultProxy,
    Scenario,
)
from integration.faults.soaking import PAUSES, Plan, SoakResults, by_tasks, by_threads
from support.paths import ROOT
from support.tls import authority, certificate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from integration.faults.conftest import Ledger
    from support.timing import Pauses

    from qrt_facade.emulator import Emulator

SUBMISSIONS = int(os.environ.get("QRT_SOAK_SUBMISSIONS", "2000"))
"""Number of submissions per kind of client."""
SEED = int(os.environ.get("QRT_SOAK_SEED", "20260"))
"""Determines the faults; which thread meets them is random in any case."""
CREATION_RATE = 0.35
OTHER_RATE = 0.06
TIMEOUTS = {"timeout": 3.0, "total_timeout": 5.0}
LATE = Fault("request after the next one", held="request until after the next")
EVERYWHERE = [*FAULTS, *INTERMEDIARY, *TLS_FAULTS]
REPEATED = ("repeated answer instead", "repeated answer after the work")
NOT_ZERO = (
    "paid twice", "lost", "all cancelled", "another's", "unannounced", "errors without a tag",
)  # fmt: skip
"""Rows of the table that must be 0."""


@pytest.fixture
def over_tls(emulator: Emulator) -> Iterator[FaultProxy]:
    with FaultProxy(emulator.url, certificate("good").server_context()) as running:
        yield running


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_thousands_of_submissions_through_faults_create_one_job_each(
    emulator: Emulator, over_tls: FaultProxy, ledger: Ledger, pauses: Pauses
) -> None:
    pauses(**PAUSES)
    over_tls.met(
        Scenario.drawn(CREATING, SEED, rates(CREATION_RATE, [*EVERYWHERE, LATE], repeated=0.1)),
        Scenario.drawn(ASKING, SEED + 1, rates(OTHER_RATE, EVERYWHERE, repeated=0.1)),
        Scenario.drawn(ANYTHING, SEED + 2, rates(OTHER_RATE, EVERYWHERE)),
    )
    behind = arguments_behind(emulator, over_tls.url) | TIMEOUTS
    behind.pop("verify")
    plan = Plan(behind, authority().pem.decode(), BACKEND, SUBMISSIONS, SEED)
    rows = {}
    for client, submit in (("threads", by_threads), ("tasks", by_tasks), ("forks", by_forked_children)):
        begun = len(over_tls.record)
        results = submit(plan)
        over_tls.settle()
        faults = sum(deed.fault is not None for deed in over_tls.record[begun:])
        rows[client] = {"faults met": faults, **row(results, client, ledger)}
    print_table(rows, over_tls)
    for counted in rows.values():
        assert counted["submissions"] == SUBMISSIONS
        assert [(name, counted[name]) for name in NOT_ZERO if counted[name]] == []
        assert counted["faults met"] > SUBMISSIONS / 4


def rates(
    together: float, faults: Sequence[str | Fault], *, repeated: float = 0.0
) -> dict[str | Fault, float]:
    """Divide a rate among faults, and add one for responses that an intermediary repeats or caches."""
    shared: dict[str | Fault, float] = dict.fromkeys(faults, together / len(faults))
    for name in REPEATED:
        shared[name] += repeated / len(REPEATED)
    return shared


def by_forked_children(plan: Plan) -> SoakResults:
    done = subprocess.run(
        [sys.executable, "-m", "integration.faults.soaking"],
        input=json.dumps(dataclasses.asdict(plan)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
    )
    return SoakResults.from_json(done.stdout)


def row(results: SoakResults, client: str, ledger: Ledger) -> dict[str, int]:
    """Count a client's submissions in the database, by the tags set by the program."""
    stored = {
        job_id: entry for job_id, entry in ledger.jobs().items() if entry[1][0].startswith(f"{client}-")
    }
    going_on: dict[str, dict[str, str]] = defaultdict(dict)
    for job_id, (status, (name, tag)) in stored.items():
        if status != "Cancelled":
            going_on[name][job_id] = tag
    handles = {outcome.name: outcome.job for outcome in results.outcomes if outcome.job is not None}
    stopped = [outcome for outcome in results.outcomes if outcome.interrupted]
    messages = {outcome.name: " ".join([*outcome.texts, *results.log]) for outcome in results.outcomes}
    jobs_going_on = sum(map(len, going_on.values()))
    counted = {
        "submissions": len(results.outcomes),
        "interrupted": len(stopped),
        "ended in an error, asked about": sum(outcome.doubts for outcome in results.outcomes),
        "jobs in the database": len(stored),
        "duplicates cancelled": len(stored) - jobs_going_on,
        "jobs that go on": jobs_going_on,
        "handles": len(set(handles.values())),
        "paid twice": jobs_going_on - len(going_on),
        "lost": 0,
        "all cancelled": len({tags[0] for _, tags in stored.values()} - set(going_on)),
        "another's": sum(
            job_id not in stored or stored[job_id][1][0] != name for name, job_id in handles.items()
        ),
        "unannounced": 0,
        "errors without a tag": sum(outcome.unnamed for outcome in results.outcomes),
    }
    for name, jobs in going_on.items():
        named = all(job_id in messages[name] or tag in messages[name] for job_id, tag in jobs.items())
        counted["lost"] += sum(job_id != handles.get(name) for job_id in jobs) * (not named)
        counted["unannounced"] += not named and any(outcome.name == name for outcome in stopped)
        if len(jobs) > 1 or not (named or handles.get(name) in jobs):
            sys.stdout.write(
                f"{name}: {jobs}, {handles.get(name)}, {[o for o in results.outcomes if o.name == name]}\n"
            )
    return counted


def print_table(rows: dict[str, dict[str, int]], proxy: FaultProxy) -> None:
    lines = ["", f"{'':34}" + "".join(f"{name:>10}" for name in rows)]
    lines += [
        f"{measure:34}" + "".join(f"{counted[measure]:>10}" for counted in rows.values())
        for measure in next(iter(rows.values()))
    ]
    lines += ["", f"{'faults by kind, all clients':34}{'creating':>10}{'all':>10}"]
    creating, everywhere = proxy.faults(*CREATING), proxy.faults()
    lines += [f"{name:34}{creating[name]:>10}{count:>10}" for name, count in sorted(everywhere.items())]
    sys.stdout.write("\n".join(lines) + "\n")

"""The client's estimates compared with the emulator's charges before rounding; they share no code."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from support.emulators import QUICK, emulator_fixture
from support.estimated_jobs import JOBS, Job

if TYPE_CHECKING:
    from qrt_facade import RuntimeClient

emulator = emulator_fixture(scope="module", backends="ibm_fez", plan="flex", **QUICK)

FEW = {
    "sampler, depth 20, 4096 shots",
    "sampler, a sweep of 3 x 2 points",
    "sampler, delays",
    "estimator, level 2",
    "estimator, PEC",
    "executor, replications",
    "sampler, QPY",
    "sampler, 20 randomizations of 100",
    "estimator, 300 twirled layers at level 2",
    "estimator, 10 randomizations of 100",
}


@pytest.mark.parametrize(
    "job",
    [pytest.param(job, id=job[0], marks=() if job[0] in FEW else pytest.mark.long) for job in JOBS],
)
def test_an_estimate_is_what_the_emulator_charges_within_10_percent_or_is_called_a_lower_bound(
    client: RuntimeClient, job: Job
) -> None:
    _, program_id, params = job
    estimate = client.jobs.estimate(program_id, params, backend="ibm_fez")
    done = client.jobs.submit(program_id, params, backend="ibm_fez", dry_run=True, advice=False)
    metrics = done.wait(timeout=120).metrics()
    assert metrics.circuits_execution_time_ns is not None
    charged = 2 + metrics.circuits_execution_time_ns / 1e9
    assert estimate.seconds <= 1.1 * charged
    assert estimate.lower_bound or estimate.seconds >= 0.9 * charged
    assert metrics.usage.seconds in {None, math.ceil(charged)}


def test_there_are_at_least_fifty_jobs() -> None:
    assert len(JOBS) >= 50

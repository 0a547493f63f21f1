"""What a wait says when it ends without the job having ended."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from qrt_facade._policy.waiting import (
    WaitPlan,
    earliest,
    note_interruption,
    time_left,
)
from qrt_facade.errors import JobTimeoutError, NotFoundError

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)


@dataclass
class Job:
    id: str
    status: str = "Queued"


def test_while_there_is_time_the_next_pause_is_told() -> None:
    assert 0 < time_left(WaitPlan(1000), [Job("j1")]) < 2


def test_when_the_time_is_up_the_error_keeps_the_job_and_says_how_to_find_it() -> None:
    job = Job("j1", "Running")
    with pytest.raises(JobTimeoutError) as caught:
        time_left(WaitPlan(0), [job])
    assert (caught.value.job_id, caught.value.job, caught.value.pending) == ("j1", job, (job,))
    assert "job j1 is Running after 0 s" in str(caught.value)
    assert "client.jobs.get('j1')" in str(caught.value)


def test_the_time_of_many_jobs_is_up_for_all_of_them() -> None:
    jobs = [Job("j1"), Job("j2"), Job("j3")]
    with pytest.raises(JobTimeoutError, match="2 more") as caught:
        time_left(WaitPlan(0), jobs)
    assert caught.value.pending == tuple(jobs)


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), asyncio.CancelledError(), RuntimeError("x")])
def test_an_interruption_says_which_job_goes_on(stop: BaseException) -> None:
    note_interruption(stop, ["j1"])
    assert "job j1 goes on" in stop.__notes__[0]
    assert "client.jobs.get('j1')" in stop.__notes__[0]


def test_an_interruption_of_many_names_one_and_counts_the_rest() -> None:
    stop = KeyboardInterrupt()
    note_interruption(stop, ["j1", "j2", "j3"])
    assert "j1" in stop.__notes__[0]
    assert "2 more" in stop.__notes__[0]


def test_an_error_of_ours_or_no_job_needs_no_note() -> None:
    error = NotFoundError("no such job")
    note_interruption(error, ["j1"])
    stop = KeyboardInterrupt()
    note_interruption(stop, [])
    assert not hasattr(error, "__notes__")
    assert not hasattr(stop, "__notes__")


def test_the_earliest_moment_is_known_only_when_all_are() -> None:
    later = NOON.replace(hour=13)
    assert earliest([later, NOON]) == NOON
    assert earliest([later, None]) is None
    assert earliest([]) is None

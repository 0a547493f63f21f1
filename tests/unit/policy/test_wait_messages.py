"""Errors and notes of a wait that ends before the job."""

from __future__ import annotations

import asyncio
import pickle
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from support.scripted import Clock

from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.results import ResultWindow
from qrt_facade._policy.waiting import CancelAttempts, WaitPlan, earliest, name_jobs, naming_jobs, timed_out
from qrt_facade.errors import (
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    QrtError,
    ResultDecodeError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from support.timing import Pauses

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)


@dataclass
class Job:
    id: str
    status: str = "Queued"


def test_timeout_error_has_the_job_and_says_how_to_find_it() -> None:
    job = Job("j1", "Running")
    error = timed_out(WaitPlan(0), [job])
    assert (error.job_id, error.job, error.pending) == ("j1", job, (job,))
    assert "job j1 is Running after 0 s" in str(error)
    assert "client.jobs.get('j1')" in str(error)


def test_timeout_error_of_several_jobs_lists_all_as_pending() -> None:
    jobs = [Job("j1"), Job("j2"), Job("j3")]
    error = timed_out(WaitPlan(0), jobs)
    assert "2 more" in str(error)
    assert error.pending == tuple(jobs)


def test_timeout_error_has_the_reason_for_waiting_and_the_last_failure() -> None:
    plan = WaitPlan(5)
    failure = ServerError("Bad gateway", status=502)
    plan.failed(failure)
    error = timed_out(plan, [Job("j1")], "ibm_fez is paused")
    assert "(ibm_fez is paused)" in str(error)
    assert "Bad gateway" in str(error)
    assert error.__cause__ is failure


@pytest.mark.parametrize("kind", [KeyboardInterrupt, asyncio.CancelledError, RuntimeError])
def test_note_of_an_interrupted_wait_names_the_job_that_continues(kind: type[BaseException]) -> None:
    stop = kind()
    with pytest.raises(type(stop)) as caught, naming_jobs([Job("j1")]):
        raise stop
    assert caught.value is stop
    assert "job j1 continues" in stop.__notes__[0]
    assert "client.jobs.get('j1')" in stop.__notes__[0]


def test_note_about_an_ended_job_does_not_say_that_it_continues() -> None:
    stop = RuntimeError("x")
    name_jobs(stop, [Job("j1", "Completed")])
    assert stop.__notes__ == ["job j1 has ended (Completed); client.jobs.get('j1') returns it"]


def test_note_about_several_jobs_names_the_first_and_counts_the_others() -> None:
    stop = KeyboardInterrupt()
    name_jobs(stop, [Job("j1"), Job("j2"), Job("j3"), Job("j1")])
    assert "j1" in stop.__notes__[0]
    assert "2 more: j2, j3" in stop.__notes__[0]


def test_note_about_hundreds_of_jobs_is_short() -> None:
    stop = KeyboardInterrupt()
    name_jobs(stop, [Job(f"j{number}") for number in range(300)])
    assert "299 more" in stop.__notes__[0]
    assert len(stop.__notes__[0]) < 500


@pytest.mark.parametrize(("jobs", "listed"), [(1, 0), (20, 19), (21, 20), (22, 20), (300, 20)])
def test_note_lists_up_to_20_other_jobs_and_then_an_ellipsis(jobs: int, listed: int) -> None:
    stop = KeyboardInterrupt()
    name_jobs(stop, [Job(f"j{number}") for number in range(jobs)])
    note = stop.__notes__[0]
    found = re.findall(r"\bj\d+\b", note.partition(" more: ")[2])
    assert found == [f"j{number}" for number in range(1, 1 + listed)]
    assert note.endswith("...") is (jobs - 1 > listed)


@pytest.mark.parametrize("status", ["Queued", "Running", "Unknown"])
def test_timeout_error_of_one_job_omits_unknown_details(status: str) -> None:
    text = str(timed_out(WaitPlan(30), [Job("d1", status)]))
    assert text.count("d1") == 2
    assert "30 s" in text
    assert (status in text) is (status != "Unknown")
    for unknown in ("None", "0 more", "()", "failed"):
        assert unknown not in text


def test_nested_calls_add_one_note() -> None:
    stop = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt), naming_jobs([Job("j1")]), naming_jobs([Job("j1")]):
        raise stop
    assert len(stop.__notes__) == 1


@pytest.mark.parametrize(
    "error",
    [
        TransportError("no connection"),
        ServerError("down", status=503, path="/identity/token"),
        AuthenticationError("IAM refused", status=400),
        NotFoundError("no such job", status=404),
        UnexpectedResponseError("another shape"),
        ConfigurationError("closed"),
        ResultDecodeError("no result"),
        QrtError("x"),
    ],
)
def test_an_error_of_this_package_names_the_job_in_its_message_even_after_pickling(error: QrtError) -> None:
    name_jobs(error, [Job("j1")])
    assert "job j1" in str(error)
    assert "job j1" in str(pickle.loads(pickle.dumps(error)))
    assert getattr(error, "job_id", None) == "j1"
    name_jobs(error, [Job("j2")])
    assert "j2" not in str(error)


def test_without_jobs_no_note_is_added() -> None:
    stop = KeyboardInterrupt()
    name_jobs(stop, [])
    assert not hasattr(stop, "__notes__")


def test_earliest_time_is_known_only_if_all_are_known() -> None:
    later = NOON.replace(hour=13)
    assert earliest([later, NOON]) == NOON
    assert earliest([later, None]) is None
    assert earliest([]) is None


def test_an_error_about_several_jobs_names_the_others_in_a_note() -> None:
    error = ServerError("no answer", status=503)
    name_jobs(error, [Job("j1"), Job("j2"), Job("j3")])
    assert error.job_id == "j1"
    assert "and 2 more: j2, j3" in error.__notes__[0]
    late = timed_out(WaitPlan(0), [Job("j1"), Job("j2")])  # its message lists the jobs
    name_jobs(late, [Job("j1"), Job("j2")])
    assert getattr(late, "__notes__", []) == []


def test_a_cancellation_is_not_retried_if_its_pause_uses_the_time_left(pauses: Pauses) -> None:
    pauses(clock=Clock())
    failure = TransportError("cut", may_have_arrived=True)
    first = timing.current().first_retry
    with deadlines.within(first + 0.01):
        assert CancelAttempts(3).pause(failure) == first
    with deadlines.within(first), pytest.raises(TransportError) as caught:
        CancelAttempts(3).pause(failure)
    assert caught.value is failure


def test_waiting_for_a_result_ends_with_the_operation_s_deadline(pauses: Pauses) -> None:
    pauses(clock=Clock())
    missing = NotFoundError("no result yet", status=404)
    with deadlines.within(0.001):
        assert ResultWindow(60).pause_after(missing) == pytest.approx(0.001)
    with deadlines.within(0), pytest.raises(NotFoundError):
        ResultWindow(60).pause_after(missing)

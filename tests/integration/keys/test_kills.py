"""Programs killed at any moment of a submission with a key, and run again: one job is charged."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest
from integration.keys.conftest import ESTIMATE, LAG, OF_JOBS, SUBMIT, TASK
from support.killable_programs import until

if TYPE_CHECKING:
    from integration.keys.conftest import Judge

REAL_LAG = 20.0
lags = pytest.mark.parametrize("lag", [pytest.param(0.0, marks=pytest.mark.long), LAG])
programs = pytest.mark.parametrize(
    "program",
    [SUBMIT, *(pytest.param(code, marks=pytest.mark.long) for code in (TASK, ESTIMATE, OF_JOBS))],
    ids=["sampler", "task", "estimator", "jobs"],
)

AND_LIVES_ON = "\ntime.sleep(90)\n"


def killed_before_it_arrived(judge: Judge, program: str, **given: object) -> None:
    judge.never_arrives()
    running = judge.start(program, **given)
    until(lambda: judge.requests.submissions)
    running.kill()
    assert judge.jobs == []


def killed_before_the_answer(judge: Judge, program: str, **given: object) -> None:
    judge.never_answered()
    running = judge.start(program, **given)
    judge.until_jobs(1)
    running.kill()
    assert running.output == []


def killed_after_the_answer(judge: Judge, program: str, **given: object) -> None:
    judge.start(program + AND_LIVES_ON, **given).wait_for_output("id").kill()


@lags
@programs
def test_a_lost_submission_is_sent_again_once(judge: Judge, program: str, lag: float) -> None:
    judge.lag(lag)
    killed_before_it_arrived(judge, program)
    again = judge.run(program)
    assert again["adopted"] is False
    assert judge.paid == [again["id"]]
    assert len(judge.jobs) == 1


@lags
@programs
def test_a_job_with_an_unread_response_is_adopted_by_the_next_run(
    judge: Judge, program: str, lag: float
) -> None:
    judge.lag(lag)
    killed_before_the_answer(judge, program)
    again = judge.run(program)
    assert again["adopted"] is True
    assert [job.id for job in judge.jobs] == judge.paid == [again["id"]]
    assert judge.requests.submissions == 1


@lags
@programs
def test_a_known_job_is_adopted_immediately_regardless_of_the_list(
    judge: Judge, program: str, lag: float
) -> None:
    judge.lag(1000 * lag)
    killed_after_the_answer(judge, program)
    began = time.monotonic()
    again = judge.run(program)
    assert again["adopted"] is True
    assert judge.paid == [again["id"]]
    assert judge.requests.submissions == 1
    assert time.monotonic() - began < 20


@pytest.mark.long
def test_keys_work_with_a_list_lagging_twenty_seconds(judge: Judge) -> None:
    judge.lag(REAL_LAG)
    judge.list_lag = 60.0
    killed_before_the_answer(judge, SUBMIT)
    again = judge.run()
    assert again["adopted"] is True
    assert judge.paid == [again["id"]]


@pytest.mark.long
def test_a_lost_submission_is_sent_again_after_the_real_lag_of_a_minute(judge: Judge) -> None:
    judge.lag(REAL_LAG)
    judge.list_lag = 60.0
    killed_before_it_arrived(judge, SUBMIT)
    began = time.monotonic()
    again = judge.run()
    assert again["adopted"] is False
    assert judge.paid == [again["id"]]
    assert 50 < time.monotonic() - began < 80


WITHOUT = pytest.mark.parametrize(
    "given",
    [{"journal": False}, {"home": "elsewhere"}],
    ids=["no journal", "another machine"],
)


@pytest.mark.long
@WITHOUT
def test_without_the_journal_a_current_list_suffices(judge: Judge, given: dict[str, object]) -> None:
    killed_before_the_answer(judge, SUBMIT, **{**given, "home": "home"})
    again = judge.run(**given)
    assert again["adopted"] is True
    assert judge.paid == [again["id"]]
    assert judge.requests.submissions == 1


@pytest.mark.long
@WITHOUT
def test_without_the_journal_two_runs_within_the_lag_end_with_one_job(
    judge: Judge, given: dict[str, object]
) -> None:
    judge.lag(LAG)
    killed_before_the_answer(judge, SUBMIT, **{**given, "home": "home"})
    elder = judge.jobs[0].id
    judge.run(**given)
    judge.lag(0)
    third = judge.run(home="a third machine")
    assert third["adopted"] is True
    assert judge.paid == [third["id"]] == [elder]


@pytest.mark.long
def test_a_run_after_the_lag_needs_no_journal(judge: Judge) -> None:
    judge.lag(LAG)
    killed_before_the_answer(judge, SUBMIT)
    time.sleep(LAG + 0.1)
    again = judge.run(home="elsewhere")
    assert again["adopted"] is True
    assert judge.paid == [again["id"]]


@pytest.mark.long
def test_the_lag_counts_from_the_accepted_attempt(judge: Judge) -> None:
    judge.lag(LAG)
    refusal = {"errors": [{"code": 1202, "message": "Too many requests"}]}
    judge.emulator.inject(
        method="POST", path="/api/v1/jobs", status=429, body=refusal, headers={"Retry-After": "2"}, times=1
    )
    judge.never_answered()
    running = judge.start(retries=3)
    judge.until_jobs(1)
    running.kill()
    again = judge.run()
    assert again["adopted"] is True
    assert judge.paid == [again["id"]]


@pytest.mark.long
def test_the_lag_counts_from_the_arrival_of_a_slow_submission(judge: Judge) -> None:
    judge.lag(LAG)
    judge.emulator.scenario.apply({"latency_seconds": 1.2})
    judge.never_answered()
    running = judge.start()
    judge.until_jobs(1)
    running.kill()
    judge.emulator.scenario.apply({"latency_seconds": 0})
    again = judge.run()
    assert again["adopted"] is True
    assert judge.paid == [again["id"]]


@pytest.mark.long
def test_killing_a_program_waiting_for_the_list_changes_nothing(judge: Judge) -> None:
    judge.lag(LAG)
    judge.list_lag = 3.0
    killed_before_it_arrived(judge, SUBMIT)
    for _ in range(3):
        waiting = judge.start()
        asked = judge.requests.count("GET", "/jobs")
        until(lambda asked=asked: judge.requests.count("GET", "/jobs") > asked)
        waiting.kill()
    assert judge.run()["adopted"] is False
    assert len(judge.jobs) == 1
    assert judge.run()["adopted"] is True


MANY = """
with RuntimeClient(**access) as client:
    for job in client.sampler.submit_many([[FLIP]] * count, backend=BACKEND, shots=10, key=key, **options):
        emit_job(job)
"""


@pytest.mark.parametrize("count", [6, pytest.param(20, marks=pytest.mark.long)])
@lags
def test_a_killed_series_resumes(judge: Judge, count: int, lag: float) -> None:
    judge.lag(lag)
    judge.never_answered(skip=count // 2)
    running = judge.start(MANY, count=count)
    judge.until_jobs(count // 2 + 1)
    running.kill()
    again = judge.start(MANY, count=count).finish().output
    assert [one["adopted"] for one in again] == [True] * (count // 2 + 1) + [False] * (count // 2 - 1)
    assert [one["id"] for one in again] == judge.paid
    assert judge.requests.submissions == count
    assert len({job.tags for job in judge.jobs}) == count


SESSION = """
with RuntimeClient(**access) as client:
    session = client.sessions.create(backend=BACKEND, mode="batch", key=key)
    emit(id=session.id)
    job = session.sampler.submit([FLIP], shots=10, key=key, **options)
    emit_job(job)
"""


@lags
def test_a_session_and_its_job_are_found_after_a_kill(judge: Judge, lag: float) -> None:
    judge.lag(lag)
    judge.never_answered()
    running = judge.start(SESSION).wait_for_output("id")
    judge.until_jobs(1)
    running.kill()
    (first,) = running.output
    session, job = judge.start(SESSION).finish().output
    assert session["id"] == first["id"]
    assert job["adopted"] is True
    assert judge.paid == [job["id"]]
    assert judge.requests.count("POST", "/sessions") == 1


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_random_kills_leave_one_job_per_key(judge: Judge, seed: int) -> None:
    draw = random.Random(seed)
    judge.lag(LAG)
    program = SUBMIT.replace("key=key", "key=number")
    for key in range(25):
        for _ in range(4):
            running = judge.start(program, number=f"{judge.mark}/{key}")
            time.sleep(draw.uniform(0.0, 0.15))
            running.kill()
        last = judge.run(program, number=f"{judge.mark}/{key}")
        assert judge.paid[key:] == [last["id"]], key
    assert len(judge.paid) == 25

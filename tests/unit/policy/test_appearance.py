"""How long requests about a newly accepted job are retried while the service does not know the job yet."""

from __future__ import annotations

from typing import NoReturn

import pytest
from support.scripted import Clock

from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.waiting import Appearance
from qrt_facade._service.statuses import JOB_NOT_FOUND_CODE
from qrt_facade.errors import NotFoundError

WINDOW = timing.DEFAULT.appearance
NOT_FOUND = NotFoundError("Job not found", status=404, code=JOB_NOT_FOUND_CODE)


def asked_until(accepted_ago: float | None, error: NotFoundError = NOT_FOUND) -> float:
    """Repeat a request until its error is raised, and return the seconds that passed."""
    clock = Clock()

    def ask_until_it_is_raised(appearance: Appearance) -> NoReturn:
        while True:
            clock.sleep(appearance.pause(error))

    with timing.override(clock=clock), pytest.raises(NotFoundError) as caught:
        ask_until_it_is_raised(Appearance(None if accepted_ago is None else clock.now - accepted_ago))
    assert caught.value is error
    return sum(clock.slept)


@pytest.mark.parametrize("age", [0.0, 10.0, WINDOW - 0.5])
def test_a_new_job_may_be_unknown_until_its_appearance_window_has_passed(age: float) -> None:
    assert asked_until(age) == pytest.approx(WINDOW - age)


@pytest.mark.parametrize("age", [None, WINDOW, WINDOW + 100, -1.0, -1e6])
def test_a_job_without_a_recent_creation_time_that_is_unknown_does_not_exist(age: float | None) -> None:
    assert asked_until(age) == 0


@pytest.mark.parametrize("code", [None, 1290, "not_found"])
def test_a_404_about_something_else_is_raised_immediately(code: int | str | None) -> None:
    assert asked_until(0.0, NotFoundError("no log", status=404, code=code)) == 0


@pytest.mark.parametrize(("seconds", "pauses"), [(0.2, False), (10.0, True)])
def test_a_pause_that_would_reach_the_deadline_is_not_started(seconds: float, pauses: bool) -> None:
    clock = Clock()
    with timing.override(clock=clock, first_poll=1.0, poll_share=0.0), deadlines.within(seconds):
        appearance = Appearance(clock.now)
        if pauses:
            assert 0 < appearance.pause(NOT_FOUND) < seconds
        else:
            with pytest.raises(NotFoundError):
                appearance.pause(NOT_FOUND)

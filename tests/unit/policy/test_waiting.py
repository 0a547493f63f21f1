"""Pauses between polls, failures that a wait tolerates, and the end of a wait."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import Clock

from qrt_facade import Polling
from qrt_facade._policy import timing
from qrt_facade._policy.waiting import (
    DEFAULT_TIMEOUT,
    WaitPlan,
)
from qrt_facade.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    QrtError,
    RateLimitError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from support.timing import Pauses

    from qrt_facade.types import PollMoment


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


def pauses_of(plan: WaitPlan, clock: Clock, *, answered: bool = True) -> list[float]:
    """Sleep through a whole plan and return its pauses."""
    found = []
    while (pause := plan.pause()) is not None:
        found.append(pause)
        clock.sleep(pause)
        if answered:
            plan.answered(changed=False)
    return found


def test_pauses_shorten_by_the_share_of_jobs_that_ended(clock: Clock) -> None:
    def after(changed: float) -> float:
        plan = WaitPlan(3600)
        clock.sleep(100)
        plan.answered(changed=changed)
        pause = plan.pause()
        assert pause is not None
        return pause

    assert after(1 / 5000) == pytest.approx(10, rel=0.21)
    assert after(0.5) == pytest.approx(5, rel=0.21)
    assert after(1) < 0.5


PASSING = [
    TransportError("x"),
    ServerError("x", status=502),
    ServerError("x", status=503, code=1999),
    RateLimitError("x", status=429, code=1202),
    ApiError("request timeout", status=408),
    ApiError("too early", status=425, code=1000),
    UnexpectedResponseError("page of an edge", status=502),
    UnexpectedResponseError("captive portal", status=200),
    UnexpectedResponseError("redirect", status=302),
    UnexpectedResponseError("another shape"),
    PermissionDeniedError("page of a firewall", status=403),
    NotFoundError("page of a gateway", status=404),
    PermissionDeniedError("a gateway's JSON", status=403, code=403),
    AuthenticationError("a proxy's word", status=401),
    ApiError("bad request of a proxy", status=400),
    ApiError("a code of three digits", status=400, code=999),
]
REFUSALS = [
    NotFoundError("Job not found", status=404, code=1291),
    NotFoundError("device not found", status=404, code="not_found"),
    PermissionDeniedError("not authorized", status=403, code=1200),
    AuthenticationError("Error authenticating user", status=401, code=1219),
    AuthenticationError("no such key", status=400, code="BXNIM0415E"),
    ApiError("bad", status=400, code=1200),
    ApiError("the smallest code of the service", status=400, code=1000),
]


@pytest.mark.parametrize("error", PASSING)
def test_network_failures_never_end_a_wait_before_its_timeout(error: QrtError, clock: Clock) -> None:
    plan = WaitPlan(24 * 3600)
    while (pause := plan.pause()) is not None:
        clock.sleep(pause)
        plan.failed(error)
    assert clock.now - 1000 == 24 * 3600
    assert plan.last_failure is error


@pytest.mark.parametrize("error", REFUSALS)
def test_refusals_of_the_service_end_a_wait_only_after_a_minute(error: QrtError, clock: Clock) -> None:
    plan = WaitPlan(24 * 3600)
    polls: list[float] = []

    def ask_until_it_is_final() -> None:
        while True:
            clock.sleep(plan.pause() or 0.0)
            polls.append(clock.now)
            plan.failed(error)

    with pytest.raises(type(error)) as caught:
        ask_until_it_is_final()
    assert caught.value is error
    assert len(polls) >= timing.DEFAULT.refusals
    assert 60 <= clock.now - 1000 <= 120


def test_one_refusal_after_the_machine_slept_does_not_end_a_wait(clock: Clock) -> None:
    plan = WaitPlan(24 * 3600)
    plan.failed(REFUSALS[0])
    clock.sleep(8 * 3600)
    plan.failed(REFUSALS[0])
    assert plan.last_failure is REFUSALS[0]


@pytest.mark.parametrize("error", [ConfigurationError("closed"), QrtError("x")])
def test_an_error_that_is_not_transient_ends_the_wait_immediately(error: QrtError) -> None:
    with pytest.raises(type(error)) as caught:
        WaitPlan(10).failed(error)
    assert caught.value is error


@pytest.mark.parametrize("timeout", [-1, float("inf"), float("nan"), "10", None, True])
def test_an_infinite_or_invalid_timeout_is_refused_by_name_and_value(timeout: Any) -> None:
    with pytest.raises(ConfigurationError, match="timeout=") as caught:
        WaitPlan(timeout)
    assert repr(timeout) in str(caught.value)


def test_the_default_timeout_is_finite() -> None:
    assert 3600 <= DEFAULT_TIMEOUT <= 7 * 24 * 3600


def test_pauses_grow_from_a_quarter_second_to_half_a_minute(clock: Clock) -> None:
    pauses = pauses_of(WaitPlan(3600), clock)
    assert 0.2 <= pauses[0] <= 0.3
    assert max(pauses) <= 36
    assert all(pause >= 24 for pause in pauses if pause > 24)
    assert len(pauses) < 3600 / 24 + 60


def test_a_pause_is_about_a_tenth_of_the_time_waited(clock: Clock) -> None:
    plan = WaitPlan(3600)
    plan.pause()
    for waited in (10, 50, 100, 290):
        clock.now = 1000 + waited
        assert waited / 10 * 0.8 <= (plan.pause() or 0) <= waited / 10 * 1.2


def test_jobs_in_a_session_are_polled_more_often(clock: Clock) -> None:
    pauses = pauses_of(WaitPlan(600, in_session=True), clock)
    assert pauses[0] <= 0.5
    assert max(pauses) <= 6


@given(st.floats(0, 10_000), st.booleans(), st.booleans())
def test_a_wait_lasts_exactly_its_timeout(timeout: float, in_session: bool, answered: bool) -> None:
    clock = Clock()
    with timing.override(clock=clock):
        pauses = pauses_of(WaitPlan(timeout, in_session=in_session), clock, answered=answered)
    assert sum(pauses) == pytest.approx(timeout)
    assert all(0 <= pause <= (36 if answered else 60) for pause in pauses)


@given(st.lists(st.sampled_from(["same", "changed", "lost", "later", "no such job"]), max_size=60))
def test_pauses_are_bounded_and_never_exceed_the_wait_for_any_outcomes(outcomes: list[str]) -> None:
    clock = Clock()
    failures = {
        "lost": TransportError("x"),
        "later": RateLimitError("x", status=429, retry_after=1e6),
        "no such job": NotFoundError("x", status=404, code=1291),
    }
    with timing.override(clock=clock):
        plan = WaitPlan(500)
        for outcome in outcomes:
            pause = plan.pause()
            if pause is None:
                break
            assert 0 <= pause <= 300
            clock.sleep(pause)
            assert clock.now <= 1500 + 1e-6
            assert 0 < plan.for_question() <= timing.DEFAULT.longest_question
            try:
                if outcome in failures:
                    plan.failed(failures[outcome])
                else:
                    plan.answered(changed=outcome == "changed")
            except NotFoundError:
                break


@given(st.integers(1, 400))
def test_without_a_change_pauses_do_not_shrink_except_by_jitter(steps: int) -> None:
    clock = Clock()
    with timing.override(clock=clock):
        plan, longest = WaitPlan(1e6), 0.0
        for _ in range(steps):
            pause = plan.pause() or 0.0
            assert pause >= longest * 0.8 / 1.2 - 1e-9
            longest = max(longest, pause)
            clock.sleep(pause)
            plan.answered(changed=False)


def test_a_wait_with_timeout_zero_polls_once(clock: Clock) -> None:
    plan = WaitPlan(0)
    assert plan.pause() == 0
    assert plan.for_question() == timing.DEFAULT.last_question
    assert plan.pause() is None


def test_a_polling_request_lasts_at_most_the_time_left(clock: Clock) -> None:
    plan = WaitPlan(50)
    clock.sleep(10)
    assert plan.for_question() == 40
    assert WaitPlan(1e6).for_question() == timing.DEFAULT.longest_question


def test_after_a_change_the_pauses_restart_short(clock: Clock) -> None:
    plan = WaitPlan(10_000)
    for _ in range(20):
        plan.pause()
    plan.answered(changed=True)
    assert (plan.pause() or 0) <= 0.3


def test_pauses_double_while_requests_fail(clock: Clock) -> None:
    plan, found = WaitPlan(10_000), []
    for _ in range(8):
        plan.failed(TransportError("x"))
        found.append(plan.pause())
    assert found[:5] == [1, 2, 4, 8, 16]
    assert found[5:] == [32, 60, 60]


def test_in_a_session_pauses_after_failures_are_at_most_five_seconds(clock: Clock) -> None:
    plan, found = WaitPlan(10_000, in_session=True), []
    for _ in range(8):
        plan.failed(TransportError("x"))
        found.append(plan.pause())
    assert found == [1, 2, 4, 5, 5, 5, 5, 5]


def test_retry_after_lengthens_only_the_next_pause(clock: Clock) -> None:
    plan = WaitPlan(10_000)
    plan.failed(RateLimitError("x", status=429, retry_after=120))
    assert plan.pause() == 120
    plan.answered(changed=False)
    assert (plan.pause() or 0) < 10


def test_retry_after_does_not_extend_the_wait(clock: Clock) -> None:
    plan = WaitPlan(5)
    plan.failed(RateLimitError("x", status=429, retry_after=120))
    assert plan.pause() == 5


def test_a_response_ends_an_outage(clock: Clock) -> None:
    plan = WaitPlan(100 * 3600)
    for _ in range(5):
        for _ in range(3 * 60):
            plan.failed(ServerError("x", status=503))
            clock.sleep(60)
        plan.answered(changed=False)
    assert plan.last_failure is None


def test_pauses_have_jitter() -> None:
    assert len({WaitPlan(10).pause() for _ in range(20)}) > 10


def test_a_response_between_refusals_restarts_their_minute(clock: Clock) -> None:
    plan, refusal = WaitPlan(24 * 3600), REFUSALS[0]
    for _ in range(2):
        plan.failed(refusal)
        clock.sleep(3600)
    plan.answered(changed=False)
    for _ in range(10):
        plan.failed(refusal)
        clock.sleep(5)
    assert plan.last_failure is refusal


def test_the_third_refusal_ends_a_wait_after_a_minute(clock: Clock) -> None:
    plan, refusal = WaitPlan(24 * 3600), REFUSALS[0]
    for _ in range(2):
        plan.failed(refusal)
        clock.sleep(30)
    with pytest.raises(NotFoundError) as caught:
        plan.failed(refusal)
    assert caught.value is refusal


def test_after_a_response_the_pauses_of_the_next_outage_restart_short(clock: Clock) -> None:
    plan = WaitPlan(10_000, polling=Polling(first=0, share=0, longest=0, longest_in_session=0))
    for _ in range(4):
        plan.failed(TransportError("x"))
    assert plan.pause() == 8
    plan.answered(changed=False)
    assert plan.pause() == 0
    plan.failed(TransportError("x"))
    assert plan.pause() == 1


def test_an_outage_of_days_neither_overflows_nor_shortens_the_pauses(clock: Clock) -> None:
    plan = WaitPlan(1e9)
    for _ in range(5000):
        plan.failed(TransportError("x"))
    assert plan.pause() == 60


def test_a_clock_set_back_does_not_shorten_the_first_pause(clock: Clock) -> None:
    seen: list[PollMoment] = []
    plan = WaitPlan(100, polling=SimpleNamespace(pause=lambda moment: seen.append(moment) or 2.0))
    clock.now -= 50
    assert plan.pause() == 2.0
    assert [(moment.waited, moment.elapsed) for moment in seen] == [(0.0, 0.0)]


def test_a_wait_polls_until_its_last_second(clock: Clock) -> None:
    plan = WaitPlan(10, polling=SimpleNamespace(pause=lambda _: 6.0))
    assert plan.pause() == 6
    clock.sleep(6)
    assert plan.pause() == 4
    clock.sleep(3.5)
    assert plan.pause() == 0.5
    clock.sleep(0.5)
    assert plan.pause() is None


def test_a_first_failed_poll_lengthens_the_pause_to_that_of_a_first_failure(pauses: Pauses) -> None:
    pauses(clock=Clock(), first_failed_poll=0.25)
    plan = WaitPlan(100, polling=SimpleNamespace(pause=lambda _: 0.0))
    plan.failed(TransportError("x"))
    assert plan.pause() == 0.25


def test_the_warning_of_a_long_outage_contains_the_last_error(clock: Clock) -> None:
    plan = WaitPlan(3600)
    plan.failed(TransportError("the first failure"))
    clock.sleep(timing.DEFAULT.outage_warning)
    with pytest.warns(RuntimeWarning, match="the last failure"):
        plan.failed(TransportError("the last failure"))

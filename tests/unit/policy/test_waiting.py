"""When a job is asked about again, what is endured, and when the wait ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import Clock

from qrt_facade._policy import timing
from qrt_facade._policy.waiting import (
    DEFAULT_TIMEOUT,
    WaitPlan,
    is_transient,
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


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


def pauses_of(plan: WaitPlan, clock: Clock, *, answered: bool = True) -> list[float]:
    """Sleep through a whole plan."""
    found = []
    while (pause := plan.pause()) is not None:
        found.append(pause)
        clock.sleep(pause)
        if answered:
            plan.answered(changed=False)
    return found


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (TransportError("x"), True),
        (ServerError("x", status=502), True),
        (RateLimitError("x", status=429), True),
        (UnexpectedResponseError("page of an edge", status=502), True),
        (UnexpectedResponseError("redirect", status=302), False),
        (UnexpectedResponseError("another shape"), False),
        (NotFoundError("x", status=404), False),
        (PermissionDeniedError("x", status=403), False),
        (AuthenticationError("x", status=401), False),
        (ApiError("x", status=400), False),
        (QrtError("x"), False),
    ],
)
def test_only_what_may_pass_is_worth_asking_again(error: QrtError, passing: bool) -> None:
    assert is_transient(error) is passing
    plan = WaitPlan(10)
    if passing:
        plan.failed(error)
    else:
        with pytest.raises(type(error)) as caught:
            plan.failed(error)
        assert caught.value is error


@pytest.mark.parametrize("timeout", [-1, float("inf"), float("nan"), "10", None, True])
def test_a_wait_without_an_end_is_refused_by_name_and_value(timeout: Any) -> None:
    with pytest.raises(ConfigurationError, match="timeout=") as caught:
        WaitPlan(timeout)
    assert repr(timeout) in str(caught.value)


def test_the_default_wait_is_finite() -> None:
    assert 3600 <= DEFAULT_TIMEOUT <= 7 * 24 * 3600


def test_pauses_begin_at_a_second_and_grow_to_half_a_minute(clock: Clock) -> None:
    pauses = pauses_of(WaitPlan(3600), clock)
    assert 0.8 <= pauses[0] <= 1.2
    assert all(24 <= pause <= 36 for pause in pauses[15:-1])
    assert max(pauses) <= 36


def test_jobs_in_a_session_are_asked_about_more_often(clock: Clock) -> None:
    pauses = pauses_of(WaitPlan(600, in_session=True), clock)
    assert pauses[0] <= 0.5
    assert max(pauses) <= 6


@given(st.floats(0, 10_000))
def test_a_wait_lasts_as_long_as_it_was_given_and_not_longer(timeout: float) -> None:
    clock = Clock()
    with timing.override(clock=clock):
        pauses = pauses_of(WaitPlan(timeout), clock)
    assert sum(pauses) == pytest.approx(timeout)


def test_after_a_change_the_pauses_start_short_again(clock: Clock) -> None:
    plan = WaitPlan(10_000)
    for _ in range(20):
        plan.pause()
    plan.answered(changed=True)
    assert (plan.pause() or 0) <= 1.2


def test_a_refusal_with_retry_after_lengthens_the_next_pause_alone(clock: Clock) -> None:
    plan = WaitPlan(10_000)
    plan.failed(RateLimitError("x", status=429, retry_after=120))
    assert plan.pause() == 120
    plan.answered(changed=False)
    assert (plan.pause() or 0) < 10


def test_retry_after_does_not_lengthen_the_wait(clock: Clock) -> None:
    plan = WaitPlan(5)
    plan.failed(RateLimitError("x", status=429, retry_after=120))
    assert plan.pause() == 5


def test_ten_failures_in_a_row_are_endured_and_the_eleventh_is_raised() -> None:
    plan = WaitPlan(10)
    for _ in range(10):
        plan.failed(TransportError("x"))
    last = TransportError("the last")
    with pytest.raises(TransportError, match="the last"):
        plan.failed(last)


def test_an_answer_in_between_makes_the_count_start_again() -> None:
    plan = WaitPlan(10)
    for _ in range(5):
        for _ in range(10):
            plan.failed(ServerError("x", status=503))
        plan.answered(changed=False)
    plan.failed(ServerError("x", status=503))


def test_pauses_are_spread_so_that_many_clients_do_not_ask_at_once() -> None:
    assert len({WaitPlan(10).pause() for _ in range(20)}) > 10

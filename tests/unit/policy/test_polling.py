"""Pauses of a wait: validation of the curve and of the pauses from the user's strategy."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import Clock

from qrt_facade import Polling
from qrt_facade._policy import timing
from qrt_facade._policy.waiting import WaitPlan, check_wait
from qrt_facade.errors import ConfigurationError, RateLimitError
from qrt_facade.types import PollMoment


async def _later(_: Any) -> float:
    return 1.0


@given(st.floats(0, 1e6), st.booleans())
def test_a_pause_is_a_share_of_the_time_waited_within_bounds(waited: float, in_session: bool) -> None:
    pause = Polling(1.0, 0.1, 30.0, 5.0).pause(
        PollMoment(waited=waited, elapsed=waited, in_session=in_session)
    )
    usual = min(max(waited / 10, 1.0), 5.0 if in_session else 30.0)
    assert usual * 0.8 - 1e-9 <= pause <= usual * 1.2 + 1e-9


@pytest.mark.parametrize("name", ["first", "share", "longest", "longest_in_session"])
@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "1", True, None])
def test_a_polling_curve_with_invalid_values_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}="):
        Polling(**{name: value})


@pytest.mark.parametrize(
    "polling",
    [
        1.0,
        "fast",
        Polling,
        object(),
        SimpleNamespace(pause=_later),
        SimpleNamespace(pause=lambda: 1.0),
        SimpleNamespace(pause=lambda moment, more: 1.0),
        SimpleNamespace(pause=lambda *, moment: 1.0),
    ],
)
def test_an_invalid_polling_strategy_is_refused_before_sending(polling: Any) -> None:
    with pytest.raises(ConfigurationError, match="polling="):
        check_wait(10, polling=polling)


@pytest.mark.parametrize("returned", [-1, float("nan"), float("inf"), "1", True, None])
def test_a_strategy_that_returns_an_invalid_pause_is_named_with_the_value(returned: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"SimpleNamespace\.pause ") as caught:
        WaitPlan(10, polling=SimpleNamespace(pause=lambda _: returned)).pause()
    assert repr(returned) in str(caught.value)


def test_a_strategy_receives_the_time_waited_and_the_state_of_the_job() -> None:
    clock, seen = Clock(), []

    def pause(moment: PollMoment) -> float:
        seen.append(moment)
        return 2.0

    with timing.override(clock=clock):
        plan = WaitPlan(100, in_session=True, polling=SimpleNamespace(pause=pause))
        assert plan.pause() == 2.0
        clock.sleep(2.0)
        plan.answered(changed=True)
        assert plan.pause(running=True, estimated_seconds=7.0) == 2.0
    assert seen == [
        PollMoment(waited=0.0, elapsed=0.0, in_session=True),
        PollMoment(
            waited=0.0, elapsed=2.0, questions=1, running=True, in_session=True, estimated_seconds=7.0
        ),
    ]


def test_retry_after_overrides_a_polling_strategy() -> None:
    plan = WaitPlan(100, polling=SimpleNamespace(pause=lambda _: 0.0))
    plan.failed(RateLimitError("x", status=429, retry_after=20))
    assert plan.pause() == 20


def test_a_strategy_receives_the_number_of_polls() -> None:
    seen: list[int] = []
    plan = WaitPlan(100, polling=SimpleNamespace(pause=lambda moment: seen.append(moment.questions) or 1.0))
    for _ in range(4):
        plan.pause()
    assert seen == [0, 1, 2, 3]

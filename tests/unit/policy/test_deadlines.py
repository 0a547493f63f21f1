"""The time that an operation may take in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qrt_facade._policy import deadlines

if TYPE_CHECKING:
    from support.timing import Pauses


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


def test_outside_a_block_there_is_no_limit() -> None:
    assert deadlines.left() is None


def test_time_runs_down_inside_a_block_and_the_limit_ends_with_it(clock: Clock) -> None:
    with deadlines.within(10):
        assert deadlines.left() == 10
        clock.now += 11
        assert deadlines.left() == -1
    assert deadlines.left() is None


@pytest.mark.parametrize(("inner", "left"), [(20, 10), (5, 5), (None, 10)])
def test_the_sooner_limit_of_nested_blocks_counts(clock: Clock, inner: float | None, left: float) -> None:
    with deadlines.within(10), deadlines.within(inner):
        assert deadlines.left() == left

"""Deadlines of whole operations."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade._policy import deadlines
from qrt_facade._service.failures import TimeIsUpError

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


def test_outside_a_block_there_is_no_deadline() -> None:
    assert deadlines.left() is None


def test_time_left_counts_down_inside_a_block(clock: Clock) -> None:
    with deadlines.within(10):
        assert deadlines.left() == 10
        clock.now += 11
        assert deadlines.left() == -1
    assert deadlines.left() is None


@pytest.mark.parametrize(("inner", "left"), [(20, 10), (5, 5), (None, 10)])
def test_nested_blocks_use_the_earlier_deadline(clock: Clock, inner: float | None, left: float) -> None:
    with deadlines.within(10), deadlines.within(inner):
        assert deadlines.left() == left


@pytest.mark.parametrize(("timeout", "shortened"), [(None, 10), (30, 10), (3, 3)])
def test_a_step_timeout_is_shortened_to_the_time_left(
    clock: Clock, timeout: float | None, shortened: float
) -> None:
    assert deadlines.shortened(timeout) == timeout
    with deadlines.within(10):
        assert deadlines.shortened(timeout) == shortened


def test_a_step_timeout_never_exceeds_the_maximum_of_a_lock(clock: Clock) -> None:
    threading.Lock().acquire(timeout=deadlines.shortened(1e300) or 0)
    with deadlines.within(1e300):
        threading.Lock().acquire(timeout=deadlines.shortened(None) or 0)


def test_after_the_deadline_a_step_raises_an_error_that_names_the_limit(clock: Clock) -> None:
    with deadlines.within(10, argument="total_timeout="):
        clock.now += 10
        with pytest.raises(TimeIsUpError) as caught:
            deadlines.shortened(5)
    assert (caught.value.seconds, caught.value.argument) == (10, "total_timeout=")


@pytest.mark.parametrize(("later", "reached"), [(0, False), (9, False), (9.995, True), (11, True)])
def test_a_step_that_times_out_slightly_early_counts_as_expired(
    clock: Clock, later: float, reached: bool
) -> None:
    with deadlines.within(10):
        clock.now += later
        assert (deadlines.expired() is not None) is reached
    assert deadlines.expired() is None


def test_an_earlier_deadline_can_be_restored(clock: Clock) -> None:
    with deadlines.within(10):
        before = deadlines.current()
    with deadlines.until(before):
        clock.now += 4
        assert deadlines.left() == 6
    assert deadlines.left() is None


@pytest.mark.parametrize(
    ("first", "second", "earlier"), [(1, 2, 1), (2, 1, 1), (1, None, 1), (None, 2, 2), (None, None, None)]
)
def test_earlier_of_returns_the_earlier_deadline(first: Any, second: Any, earlier: Any) -> None:
    def made(until: float | None) -> deadlines.Deadline | None:
        return None if until is None else deadlines.Deadline(until, until, "timeout=")

    assert deadlines.earlier_of(made(first), made(second)) == made(earlier)


def test_a_deadline_does_not_apply_to_other_threads(clock: Clock) -> None:
    seen: list[float | None] = []
    with deadlines.within(10):
        thread = threading.Thread(target=lambda: seen.append(deadlines.left()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_the_outer_deadline_is_restored_after_an_inner_block(clock: Clock) -> None:
    with deadlines.within(10):
        with deadlines.within(5):
            clock.now += 2
        assert deadlines.left() == 8
        with pytest.raises(KeyError), deadlines.until(None):
            raise KeyError(deadlines.left())
        assert deadlines.left() == 8


def test_a_step_may_start_while_any_time_is_left(clock: Clock) -> None:
    with deadlines.within(10):
        clock.now += 9.5
        deadlines.check()
        assert deadlines.shortened(5) == deadlines.shortened(None) == 0.5


@pytest.mark.parametrize("late", [0, 5])
def test_after_the_deadline_check_raises_the_error_of_the_limit(clock: Clock, late: float) -> None:
    deadlines.check()
    with deadlines.within(10):
        clock.now += 10 + late
        with pytest.raises(TimeIsUpError) as caught:
            deadlines.check()
        with pytest.raises(TimeIsUpError):
            deadlines.shortened(None)
    assert (caught.value.seconds, caught.value.argument) == (10, "timeout=")
    deadlines.check()


@pytest.mark.parametrize("limit", [None, 1e300])
@pytest.mark.parametrize("timeout", [None, 1e300])
def test_a_step_timeout_of_any_length_is_accepted_by_a_lock(
    clock: Clock, limit: float | None, timeout: float | None
) -> None:
    with deadlines.within(limit):
        step = deadlines.shortened(timeout)
    if timeout is None and limit is None:
        assert step is None
    else:
        assert step is not None
        assert 86400 < step < threading.TIMEOUT_MAX
        threading.Lock().acquire(timeout=step)

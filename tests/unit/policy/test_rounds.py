"""How many pages of the list a polling round reads, and which jobs it requests by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import Clock

from qrt_facade._policy import timing
from qrt_facade._policy.rounds import Reading, Turns

if TYPE_CHECKING:
    from support.timing import Pauses


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


def pages_read(wanted: int, found: list[int]) -> int:
    reading, left = Reading(wanted), wanted
    for number, one in enumerate(found, 1):
        left -= one
        if not reading.goes_on(one, left):
            return number
    return len(found)


@pytest.mark.parametrize(
    ("wanted", "found", "pages"),
    [
        (50, [50, 0], 1),
        (50, [0, 50], 1),
        (50, [1, 49], 1),
        (50, [2, 2, 0, 46], 3),
        (500, [0, 200, 0, 200, 0, 100], 5),
        (5000, [0] * 100, 26),
        (5000, [200] * 25, 25),
    ],
)
def test_a_list_is_read_while_its_pages_contain_wanted_jobs(
    wanted: int, found: list[int], pages: int
) -> None:
    assert pages_read(wanted, found) == pages


@pytest.mark.parametrize(
    ("found", "left", "goes_on"), [(4, 1, True), (2, 1, True), (1, 1, False), (5, 0, False)]
)
def test_a_list_is_read_on_even_for_one_job(found: int, left: int, goes_on: bool) -> None:
    assert Reading(5).goes_on(found, left) is goes_on


@given(st.integers(1, 2000), st.lists(st.integers(0, 200), min_size=40, max_size=40))
def test_a_list_never_takes_more_requests_than_requesting_each_job(wanted: int, found: list[int]) -> None:
    left, real = wanted, []
    for one in found:
        real.append(min(one, left))
        left -= real[-1]
    assert pages_read(wanted, real) <= wanted


@given(st.integers(1, 300), st.integers(1, 20))
def test_every_job_is_requested_once_before_any_is_requested_again(number: int, rounds: int) -> None:
    clock = Clock()
    with timing.override(clock=clock):
        turns = Turns()
        ids = [f"j{one}" for one in range(number)]
        requests = dict.fromkeys(ids, 0)
        for _ in range(rounds):
            turn = turns.next(ids)
            clock.sleep(0.5)
            assert len(turn) == len(set(turn)) == min(number, 50)
            for one in turn:
                requests[one] += 1
            assert max(requests.values()) - min(requests.values()) <= 1


def test_longer_pauses_allow_larger_turns_up_to_200_jobs(clock: Clock) -> None:
    turns, ids = Turns(), [f"j{one}" for one in range(400)]
    sizes = []
    for pause in (0.25, 15, 30, 600):
        clock.sleep(pause)
        sizes.append(len(turns.next(ids)))
    assert sizes == [50, 50, 100, 200]


def test_a_job_that_the_list_no_longer_shows_is_requested_first(clock: Clock) -> None:
    turns, ids = Turns(), [f"j{one}" for one in range(60)]
    turns.next(ids)
    clock.sleep(1)
    turns.next(ids[1:])
    clock.sleep(1)
    assert "j0" in turns.next(ids)

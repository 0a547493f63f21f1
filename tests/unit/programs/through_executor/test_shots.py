"""One number of shots for PUBs that ask for unlike ones."""

from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._programs.through_executor.shots import randomized, replicated

ASKED = st.lists(st.integers(1, 100_000), min_size=1, max_size=6)


@given(ASKED)
def test_no_pub_gets_fewer_shots_than_it_asks_for(asked: list[int]) -> None:
    for found in (replicated(asked, [1] * len(asked)), randomized(asked, "auto", "auto")):
        assert all(found.each * often >= one for often, one in zip(found.repetitions, asked, strict=True))


@given(ASKED)
def test_rounding_up_costs_each_pub_less_than_one_repetition(asked: list[int]) -> None:
    found = replicated(asked, [1] * len(asked))
    assert all((often - 1) * found.each < one for often, one in zip(found.repetitions, asked, strict=True))


def test_equal_pubs_are_run_once_with_exactly_what_they_ask_for() -> None:
    found = replicated([4096, 4096], [3, 5])
    assert (found.each, found.repetitions) == (4096, (1, 1))


def test_unlike_pubs_lose_at_most_two_percent() -> None:
    found = replicated([400, 2500, 4096], [3, 6, 2])
    run = sum(found.each * often * size for often, size in zip(found.repetitions, (3, 6, 2), strict=True))
    assert run <= 1.02 * (400 * 3 + 2500 * 6 + 4096 * 2)

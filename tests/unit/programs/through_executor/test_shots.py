"""A single number of shots for PUBs with different precision."""

from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._programs.through_executor.shots import randomized, replicated

ASKED = st.lists(st.integers(1, 100_000), min_size=1, max_size=6)


@given(ASKED)
def test_no_pub_gets_fewer_shots_than_it_asks_for(asked: list[int]) -> None:
    for found in (replicated(asked, [1] * len(asked)), randomized(asked, [1] * len(asked), "auto", "auto")):
        assert all(found.each * often >= one for often, one in zip(found.repetitions, asked, strict=True))


def test_equal_pubs_run_once_with_exactly_their_shots() -> None:
    found = replicated([4096, 4096], [3, 5])
    assert (found.each, found.repetitions) == (4096, (1, 1))


def test_different_pubs_waste_few_shots() -> None:
    found = replicated([400, 2500, 4096], [3, 6, 2])
    run = sum(found.each * often * size for often, size in zip(found.repetitions, (3, 6, 2), strict=True))
    assert run <= 1.1 * (400 * 3 + 2500 * 6 + 4096 * 2)


def test_one_circuit_that_asks_for_few_shots_does_not_cut_a_thousand_others_into_a_hundred_parts() -> None:
    found = replicated([100, 10_000], [1, 1000])
    assert found.repetitions == (1, 1)


def test_unlike_pubs_get_the_randomizations_of_their_own_precision() -> None:
    found = randomized([400, 10_000], [1, 1], "auto", "auto")
    assert found.repetitions[0] >= 7
    assert found.repetitions[1] >= 32


def test_automatic_randomizations_are_even_and_explicit_ones_are_kept() -> None:
    assert randomized([150, 400, 9999], [1, 1, 1], "auto", "auto").repetitions[0] % 2 == 0
    assert all(number % 2 == 0 for number in randomized([150, 400, 9999], [1, 5, 1], "auto", 30).repetitions)
    assert randomized([150], [1], 7, "auto").repetitions == (7,)

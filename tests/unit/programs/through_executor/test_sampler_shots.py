"""A single number of shots for PUBs with different shots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade import ConfigurationError
from qrt_facade._programs.through_executor.sampler_options import Twirling
from qrt_facade._programs.through_executor.sampler_shots import MOST_ADDED, randomized, repeated


@pytest.mark.parametrize(
    ("asked", "expected"),
    [([100], 100), ([500, 500], 500), ([1000, 1500], 500), ([4096, 1000], 8), ([7, 1], 1)],
)
def test_a_program_has_the_greatest_common_divisor_of_its_shots(asked: list[int], expected: int) -> None:
    assert repeated(asked, [1] * len(asked)).each == expected


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_repetitions_run_exactly_the_requested_shots(asked: list[int]) -> None:
    shared = repeated(asked, [1] * len(asked))
    assert [shared.each * times for times in shared.times] == asked


def test_the_circuits_of_a_sweep_count_each() -> None:
    assert repeated([10, 1000], [1, 10]).each == 10
    with pytest.raises(
        ConfigurationError,
        match=r"1,089 bound circuits would be added, of 10 shots each; accepted: at most 1,000. Use shots that differ less",
    ):
        repeated([10, 1000], [1, 11])


def test_a_program_of_many_circuits_may_have_as_many_repetitions() -> None:
    assert repeated([10, 1000], [1078, 11]).each == 10


def test_rejects_too_many_repetitions_and_suggests_shots() -> None:
    with pytest.raises(ConfigurationError) as refused:
        repeated([1000, 1001, 1000], [1, 1, 1])
    message = str(refused.value)
    assert "PUB 0 has 1,000, PUB 1 has 1,001." in message
    assert "2,998 bound circuits would be added, of 1 shot each" in message
    assert f"at most {MOST_ADDED:,}" in message
    assert "for example 1,000 instead of 1,001, or submit each PUB as a separate job" in message


def test_the_message_abbreviates_many_different_shots() -> None:
    with pytest.raises(ConfigurationError, match="PUB 3 has 1,009, and 2 more"):
        repeated([997, 1003, 1007, 1009, 1013, 1019], [1] * 6)


@pytest.mark.parametrize(
    ("asked", "twirling", "expected"),
    [
        ([4096, 4096], Twirling("auto", "auto"), (128, (32, 32))),
        ([1000, 1500], Twirling("auto", "auto"), (64, (16, 24))),
        ([1000, 5000], Twirling("auto", "auto"), (64, (16, 79))),
        ([1000, 1500], Twirling(10, "auto"), (100, (10, 15))),
        ([1000, 1500], Twirling("auto", 300), (300, (4, 5))),
        ([1000, 1500], Twirling(3, 5), (5, (3, 3))),
    ],
)
def test_pubs_that_ask_for_more_shots_get_more_randomizations(
    asked: list[int], twirling: Twirling, expected: tuple[int, tuple[int, ...]]
) -> None:
    shared = randomized(asked, [1] * len(asked), twirling)
    assert (shared.each, shared.times) == expected


def test_too_many_randomizations_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="1,531 bound circuits would be added, of 64 shots each"):
        randomized([64, 100_000], [1, 1], Twirling("auto", "auto"))

"""One number of shots for PUBs of unlike shots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade import ConfigurationError
from qrt_facade._programs.through_executor.repetitions import MOST_REPEATED, common_shots


@pytest.mark.parametrize(
    ("asked", "expected"),
    [([100], 100), ([500, 500], 500), ([1000, 1500], 500), ([4096, 1000], 8), ([7, 1], 1)],
)
def test_a_program_has_the_greatest_common_divisor_of_its_shots(asked: list[int], expected: int) -> None:
    assert common_shots(asked, [1] * len(asked)) == expected


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_repetitions_run_no_shot_more_or_less_than_asked_for(asked: list[int]) -> None:
    each = common_shots(asked, [1] * len(asked))
    assert all(shots % each == 0 for shots in asked)


def test_the_circuits_of_a_sweep_count_each() -> None:
    assert common_shots([10, 1000], [1, 10]) == 10
    with pytest.raises(
        ConfigurationError, match=r"1,089 bound circuits more.*at most 1,000 may. Give shots that differ less"
    ):
        common_shots([10, 1000], [1, 11])


def test_a_program_of_many_circuits_may_have_as_many_repetitions() -> None:
    assert common_shots([10, 1000], [1078, 11]) == 10


def test_too_many_repetitions_are_refused_with_shots_that_would_do() -> None:
    with pytest.raises(ConfigurationError) as refused:
        common_shots([1000, 1001, 1000], [1, 1, 1])
    message = str(refused.value)
    assert "PUB 0 has 1,000, PUB 1 has 1,001." in message
    assert "divisor is 1" in message
    assert f"at most {MOST_REPEATED:,}" in message
    assert "such as 1,000 in place of 1,001, or submit the PUBs by submit_many" in message


def test_unlike_shots_of_many_pubs_are_not_all_named() -> None:
    with pytest.raises(ConfigurationError, match="PUB 3 has 1,009, and 2 more"):
        common_shots([997, 1003, 1007, 1009, 1013, 1019], [1] * 6)

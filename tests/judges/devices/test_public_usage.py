"""Published usage of jobs on IBM's devices as the judge of estimates."""

from __future__ import annotations

import pytest
from support.public_usage import OBSERVATIONS, Observation


@pytest.mark.parametrize("one", OBSERVATIONS, ids=lambda one: one.what)
def test_an_estimate_is_within_the_stated_factor_of_what_was_published(one: Observation) -> None:
    found = one.estimate
    assert not found.lower_bound, found.unknown
    assert 1 / one.factor <= found.seconds / one.seconds <= one.factor, f"{found}\npublished: {one.seconds}"

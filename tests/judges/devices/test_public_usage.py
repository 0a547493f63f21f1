"""Compare estimates with published usage of jobs on IBM's devices."""

from __future__ import annotations

import pytest
from support.public_usage import OBSERVATIONS, Observation


@pytest.mark.parametrize("one", OBSERVATIONS, ids=lambda one: one.what)
def test_estimates_are_within_the_stated_factor_of_published_usage(one: Observation) -> None:
    found = one.estimate
    assert not found.lower_bound, found.unknown
    assert 1 / one.factor <= found.seconds / one.seconds <= one.factor, f"{found}\npublished: {one.seconds}"

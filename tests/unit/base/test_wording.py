"""Counted nouns, and values with their standard errors."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._base.wording import pluralize, with_uncertainty


def test_pluralize_uses_the_singular_for_one_only() -> None:
    assert [pluralize(number, "shot") for number in (0, 1, 2000)] == ["0 shots", "1 shot", "2,000 shots"]


@pytest.mark.parametrize(
    ("value", "error", "written"),
    [
        (0.123456, 0.0123, "0.123 ± 0.012"),
        (-1.02348825, 0.00012, "-1.02349 ± 0.00012"),
        (12.3, 4.5, "12.3 ± 4.5"),
        (123.4, 45.0, "123 ± 45"),
        (0.5, 0.0996, "0.50 ± 0.10"),
        (-0.0004, 0.012, "0.000 ± 0.012"),
        (-1.0, 0.0, "-1.0000 ± 0"),
        (-1.023488255872, 2.3e-13, "-1.0235 ± 0"),
        (0.0, 1e-13, "0 ± 1.0e-13"),
        (1.234e-12, 2.1e-14, "1.234e-12 ± 2.1e-14"),
        (1.5e12, 2.1e10, "1.500e+12 ± 2.1e+10"),
        (0.5, math.nan, "0.5000"),
        (0.5, None, "0.5000"),
        (0.5, -1.0, "0.5000"),
        (math.nan, 0.1, "unknown"),
        (None, 0.1, "unknown"),
        (math.inf, 0.1, "inf"),
        (1.2e-7, None, "1.2e-07"),
    ],
)
def test_a_value_has_as_many_digits_as_its_error_justifies(
    value: float | None, error: float | None, written: str
) -> None:
    assert with_uncertainty(value, error) == written


@given(st.floats(-1e300, 1e300), st.floats(0, 1e300))
def test_a_rounded_value_is_short_and_within_a_tenth_of_its_error(value: float, error: float) -> None:
    written = with_uncertainty(value, error)
    shown, uncertainty = map(float, written.split(" ± "))
    assert len(written) < 45
    if uncertainty:
        assert shown == pytest.approx(value, rel=1e-14, abs=0.1 * error)
        assert uncertainty == pytest.approx(error, rel=0.06)
        assert re.fullmatch(r"-?[\d.]+(e[+-]\d+)? ± [\d.]+(e[+-]\d+)?", written)

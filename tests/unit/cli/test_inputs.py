from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade.cli.errors import CommandError
from qrt_facade.cli.inputs import parse_number, parse_parameters


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("pi", math.pi),
        ("-pi/2", -math.pi / 2),
        ("3*pi/4", 3 * math.pi / 4),
        ("2pi", 2 * math.pi),
        ("1e-3", 0.001),
        (" .5 ", 0.5),
    ],
)
def test_angles_are_parsed_as_multiples_of_pi(text: str, value: float) -> None:
    assert parse_number(text, "theta") == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "x", "pi/0", "nan", "inf", "pi pi", "1,2", "__import__('os')"])
def test_anything_but_a_finite_number_is_refused_by_name_and_value(text: str) -> None:
    with pytest.raises(CommandError, match="theta") as refusal:
        parse_number(text, "theta")
    assert repr(text.strip()) in refusal.value.what


def test_a_list_of_values_is_a_sweep_and_a_single_value_is_not() -> None:
    assert parse_parameters(("a=1", "b[0]=1,2")) == {"a": 1.0, "b[0]": [1.0, 2.0]}
    assert parse_parameters(()) is None


@pytest.mark.parametrize("texts", [["theta"], ["=1"], ["1x=2"], ["a=1", "a=2"]])
def test_an_invalid_assignment_is_refused(texts: list[str]) -> None:
    with pytest.raises(CommandError):
        parse_parameters(tuple(texts))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_prints_is_parsed(value: float) -> None:
    assert parse_number(repr(value), "theta") == value

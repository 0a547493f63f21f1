"""Values that JSON cannot represent are refused with their location, before anything is sent."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples_drawn import sampled

from qrt_facade._base.encodable import checked_json
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def circular() -> Any:
    loop: list[Any] = [1]
    loop.append({"again": loop})
    return loop


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


@given(JSON)
def test_json_is_returned_unchanged(value: Any) -> None:
    assert checked_json("params", value) == value


FOREIGN = JSON | st.binary() | st.floats() | st.sets(st.integers())
SMALL = st.recursive(FOREIGN, st.lists, max_leaves=10)
LARGE = st.recursive(FOREIGN, st.lists)
"""Values with up to 100 leaves of up to 30 items each, which take six times as long to draw."""


@given(st.deferred(lambda: sampled(SMALL, LARGE)))
def test_every_accepted_value_can_be_encoded_as_json(value: Any) -> None:
    try:
        passed = checked_json("params", value)
    except ConfigurationError:
        return
    json.dumps(passed, ensure_ascii=False, allow_nan=False).encode("utf-8")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(3), 3),
        (np.float64(0.5), 0.5),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.array(7), 7),
        (Fraction(1, 2), 0.5),
        (2**64, 2**64),
        (MappingProxyType({"a": (1, 2)}), {"a": [1, 2]}),
    ],
)
def test_numpy_scalars_and_mappings_become_json(value: Any, plain: Any) -> None:
    passed = checked_json("params", {"shots": value})["shots"]
    assert passed == plain
    json.dumps(passed)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: np.array([1.0, 2.0]), "is a ndarray"),
        (lambda: {1, 2}, "is a set"),
        (lambda: b"x", "is a bytes"),
        (lambda: 1j, "is a complex"),
        (lambda: np.complex128(1j), "is a complex"),
        (lambda: Decimal("0.1"), "is a Decimal"),
        (lambda: np.datetime64("2026-01-01"), "is a date"),
        (object, "is an object"),
        (lambda: float("nan"), "numbers must be finite"),
        (lambda: float("inf"), "numbers must be finite"),
        (lambda: np.float32("nan"), "numbers must be finite"),
        (lambda: [0.1, float("nan")], "numbers must be finite"),
        (lambda: 10**5000, "is too large"),
        (lambda: Fraction(10**400, 3), "numbers must be finite"),
        (lambda: np.clongdouble(1j), "is a c"),
        (lambda: np.array({1}), "is a set"),
        (lambda: [1, 10**5000], "is too large"),
        (lambda: "a\ud800b", "lone surrogate"),
        (lambda: {1: "x"}, "keys must be strings"),
        (lambda: {None: "x"}, "keys must be strings"),
        (lambda: {"\ud800": "x"}, "lone surrogate"),
        (circular, "it contains itself"),
        (lambda: nested(300), "nested more than"),
        (lambda: nested(100_000), "nested more than"),
    ],
)
def test_a_value_without_a_json_form_is_refused_with_its_location(
    make: Callable[[], Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        checked_json("params", {"pubs": [["qasm", make()]]})
    assert str(caught.value).startswith("params['pubs'][0][1]")
    assert len(str(caught.value)) < 1000

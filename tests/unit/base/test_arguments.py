"""Arguments: converted, or refused with an error that has the name, the value and what is accepted."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from qrt_facade._base.arguments import (
    check_not_blank,
    checked_id,
    checked_number,
    checked_texts,
    checked_whole,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("value", ["d3k5b2s1", "ibm_fez", "a.b-c", "...", "8f2e-11", "jöb"])
def test_a_valid_id_is_returned_unchanged(value: str) -> None:
    assert checked_id("job id", value) == value


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", "a/b", "/", "a\\b", "a?b", "a#b", "a%2e", "a b", "a\tb", "a\x00b", "\x7f", None, 5, b"a"],
)
def test_an_id_with_unsafe_characters_is_refused_by_name_and_value(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="job id") as caught:
        checked_id("job id", value)
    assert repr(value) in str(caught.value)


@for_all(st.text())
def test_an_accepted_id_is_one_path_segment(value: str) -> None:
    try:
        checked_id("job id", value)
    except ConfigurationError:
        return
    assert value not in {"", ".", ".."}
    assert not set(value) & set("/\\?#%")


def test_an_accepted_id_needs_no_percent_encoding() -> None:
    assert quote(checked_id("job id", "d3k5-b2_s1.x"), safe="") == "d3k5-b2_s1.x"


@pytest.mark.parametrize("value", [1, 3, np.int64(2), np.uint8(3)])
def test_a_whole_number_in_range_is_returned_as_an_int(value: Any) -> None:
    passed = checked_whole("limit", value, least=1, most=3)
    assert type(passed) is int
    assert passed == value


@pytest.mark.parametrize("value", [0, 4, True, False, None, 2.0, "2", np.float64(2), np.True_, [2], 10**400])
def test_anything_but_a_whole_number_in_range_is_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        checked_whole("limit", value, least=1, most=3, unit="jobs", note="or None for all")
    assert str(caught.value) == f"limit={value!r}: expected a whole number of jobs, 1 to 3, or None for all"


def test_a_whole_number_without_an_upper_bound_may_be_large() -> None:
    assert checked_whole("limit", 10**400) == 10**400
    with pytest.raises(ConfigurationError, match=r"^limit=-1: expected a whole number, 0 or more$"):
        checked_whole("limit", -1)


@pytest.mark.parametrize("value", [0, 1, 0.5, 1e300, np.float32(0.5), np.int8(1), Fraction(1, 2)])
def test_a_number_is_returned_as_a_float(value: Any) -> None:
    passed = checked_number("timeout", value)
    assert type(passed) is float
    assert passed == value


@pytest.mark.parametrize("value", [-1, -1e-9, True, None, "1", 1j, float("nan"), float("inf"), 10**400, [1]])
def test_anything_but_a_finite_number_is_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        checked_number("timeout", value, unit="seconds")
    assert str(caught.value) == f"timeout={value!r}: expected a finite number of seconds, 0 or more"


def test_zero_is_refused_if_the_number_must_be_positive() -> None:
    assert checked_number("timeout", 1e-300, positive=True) == 1e-300
    with pytest.raises(ConfigurationError, match=r"^timeout=0: expected a finite number, above 0$"):
        checked_number("timeout", 0, positive=True)


@pytest.mark.parametrize("values", [[], (), ["a"], ("a", "b"), {"a": 1}, iter("ab")])
def test_any_collection_of_strings_is_returned_as_a_list(values: Any) -> None:
    passed = checked_texts("tags", values)
    assert type(passed) is list
    assert "".join(passed) in {"", "a", "ab"}


def test_a_single_string_is_not_treated_as_a_list_of_characters() -> None:
    with pytest.raises(
        ConfigurationError, match=r"^tags='abc': expected a list of strings, such as \['abc'\]$"
    ):
        checked_texts("tags", "abc")


@pytest.mark.parametrize("values", [None, 5, [5], ["a", None], b"ab", [b"a"]])
def test_anything_but_a_collection_of_strings_is_refused(values: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^tags=.*: expected a list of strings$"):
        checked_texts("tags", values)


def test_an_awaitable_in_place_of_an_id_is_refused() -> None:
    class Pending:
        """Stands for the awaitable that a method of the asynchronous client returns."""

        def __await__(self) -> Iterator[None]:
            yield None

    with pytest.raises(ConfigurationError, match=r"not a job id.*`await`"):
        checked_id("job id", Pending())


@pytest.mark.parametrize("value", ["", " ", "\n"])
def test_a_blank_text_is_refused_by_name(value: str) -> None:
    check_not_blank(search=None, name="a")
    with pytest.raises(ConfigurationError, match=r"search=.*not blank"):
        check_not_blank(search=value)

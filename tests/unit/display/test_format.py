"""Numbers, times and counts as text."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from qrt_facade._display import format as fmt

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 1, 2, 12, 0, 5, tzinfo=UTC)


@pytest.fixture
def _in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0 s"),
        (2.0, "2 s"),
        (12.3456, "12.35 s"),
        (4.2e-5, "4.2e-05 s"),
        (999, "999 s"),
        (999.96, "1,000 s"),
        (28800, "28,800 s"),
        (999_999_999_999_999, "999,999,999,999,999 s"),
        (1e15, "1e+15 s"),
        (-1e300, "-1e+300 s"),
    ],
)
def test_seconds_have_four_significant_digits_and_no_fraction_above_1000(value: float, written: str) -> None:
    assert fmt.seconds(value) == written
    assert fmt.resource_units(value) == written.replace(" s", " RU")


def test_a_whole_number_of_more_than_15_digits_is_shortened() -> None:
    assert [fmt.whole(1e15 - 1), fmt.whole(10**15), fmt.whole(1e300)] == [
        "999,999,999,999,999",
        "1e+15",
        "1e+300",
    ]


@pytest.mark.parametrize(
    ("value", "written"), [(0.00283, "0.283%"), (0.0999, "9.990%"), (0.5, "50.0%"), (1, "100.0%")]
)
def test_an_error_rate_below_a_tenth_has_three_decimals(value: float, written: str) -> None:
    assert fmt.error_rate(value) == written


def test_formatting_an_unknown_value_returns_none() -> None:
    assert [fmt.whole(None), fmt.seconds(None), fmt.error_rate(None), fmt.yes_or_no(None)] == [None] * 4


def test_a_flag_is_shown_as_a_word_with_an_optional_explanation() -> None:
    assert (fmt.yes_or_no(True), fmt.yes_or_no(False)) == ("yes", "no")
    assert fmt.yes_or_no(True, yes="yes: jobs wait") == "yes: jobs wait"


def test_a_time_in_any_zone_is_shown_in_utc_with_a_marker() -> None:
    assert fmt.moment(NOON.astimezone(timezone(timedelta(hours=5)))) == "2026-01-02 12:00:05 UTC"


@pytest.mark.usefixtures("_in_tokyo")
def test_a_time_is_shown_in_local_time_on_request() -> None:
    assert fmt.moment(NOON, None) == "2026-01-02 21:00:05"


def test_shapes_are_shown_as_tuples() -> None:
    assert [fmt.shape(sizes) for sizes in ((), (3,), (2, 3))] == ["()", "(3,)", "(2, 3)"]


@pytest.mark.parametrize(
    ("bits", "label"),
    [
        ("", "(no bits)"),
        ("0011", "0011"),
        ("0" * 20 + "1" * 20, "0" * 20 + "1" * 20),
        ("1" + "0" * 40, "0x10000000000"),
        ("1" + "0" * 155, "0x8" + "0" * 38),
        ("1" * 400, f"0x{'f' * 19}…{'f' * 19}"),
    ],
)
def test_a_wide_outcome_is_shown_in_hexadecimal_and_uncut_up_to_160_bits(bits: str, label: str) -> None:
    assert fmt.outcome(bits, 40) == label


def test_a_long_text_is_shortened_in_the_middle() -> None:
    assert fmt.shortened("0123456789", 10) == "0123456789"
    assert fmt.shortened("0123456789A", 7) == "012…89A"
    assert fmt.shortened("0123456789A", 9, gap="...") == "012...89A"


def test_a_share_between_none_and_all_is_not_rounded_to_either() -> None:
    shares = (0, 1e-6, 0.0006, 0.5, 0.99999, 1, -0.0001)
    assert [*map(fmt.share, shares)] == ["0.0%", "<0.1%", "0.1%", "50.0%", ">99.9%", "100.0%", ">-0.1%"]

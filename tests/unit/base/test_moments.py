"""Times that people give: one meaning is read, two are refused with how to write what is meant."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from qrt_facade._base.moments import check_order, interval_of, moment_from
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)


class Timestamp(datetime):
    """A time of pandas, which refuses to be converted without a zone."""

    def astimezone(self, tz: Any = None) -> Any:
        raise TypeError("Cannot convert tz-naive Timestamp")

    def to_pydatetime(self, warn: bool = True) -> datetime:
        assert not warn
        return datetime(*self.timetuple()[:6])  # noqa: DTZ001 - as pandas does


class NotATime(Timestamp):
    """What pandas has in place of a missing time: a datetime by its class, and none by its methods."""

    def to_pydatetime(self, warn: bool = True) -> datetime:
        return self


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this machine stand two hours east of Greenwich."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XST-2")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "said",
    [
        "2026-09-30 14:00",
        " 2026-09-30 14:00\n",
        "20260930T14",
        "30 September 2026, 2pm",
        "Sep 30 2026 14:00",
        "2026-09-30T12:00:00Z",
        "2026-09-30T14:00:00+02:00",
        "2026-09-30t12:00:00z",
        "2026-09-30 12:00 UTC",
        "2026-09-30T12:00:00 gmt",
        "2026/9/30 14:00",
        "2026.09.30T14:00",
        datetime(2026, 9, 30, 14),  # noqa: DTZ001 - a time without a zone is what is tested
        Timestamp(2026, 9, 30, 14),
        NOON,
    ],
)
def test_a_person_s_time_without_a_zone_is_in_the_zone_of_this_machine(said: Any) -> None:
    moment = moment_from("created_after", said)
    assert moment == NOON
    assert moment is not None
    assert moment.tzinfo is UTC


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "said", [date(2026, 9, 30), "2026-09-30", "2026/09/30", "2026.9.30", "2026-W40-3", "30 September 2026"]
)
def test_a_date_is_its_first_moment_in_the_zone_of_this_machine(said: Any) -> None:
    assert moment_from("created_after", said) == NOON - timedelta(hours=14)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("12/11/2026", "it could mean '2026-12-11' or '2026-11-12'; write one of these"),
        (
            "12/11/2026 10:30",
            "it could mean '2026-12-11 10:30' or '2026-11-12 10:30'; write one of these",
        ),
        ("1.2.2026", "it could mean '2026-01-02' or '2026-02-01'; write one of these"),
        ("26.11.2026", "write it in ISO format, such as '2026-11-26'"),
        ("1.2.26", "it could mean '2026-01-02' or '2026-02-01'; write one of these"),
        ("2026/11-26", "write it in ISO format, such as '2026-11-26'"),
        ("26 Nov 2026 10:00 EST", "expected a datetime, a date, or a string such as '2026-09-30 14:00'"),
        ("yesterday", "expected a datetime, a date, or a string such as '2026-09-30 14:00'"),
    ],
)
def test_text_that_could_be_two_days_is_refused_with_how_to_write_what_is_meant(
    said: str, advice: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        moment_from("created_after", said)
    assert str(caught.value) == f"created_after={said!r} is not a valid date or time; {advice}"


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "soon",
        "12",
        "10:00",
        "May",
        "May 2026",
        "2026",
        "2026-11",
        "2026-99-99",
        "99999999999999999999",
        5,
        1.5,
        True,
        b"2026",
        [],
        object,
        NotATime(2026, 1, 1),
        "0001-01-01T00:00+14:00",
    ],
)
def test_what_a_person_gave_that_is_no_time_is_refused_by_name_and_value(said: Any) -> None:
    with pytest.raises(ConfigurationError, match="created_after") as caught:
        moment_from("created_after", said)
    assert repr(said) in str(caught.value)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (1764165600, "pass datetime.fromtimestamp(1764165600)"),
        ("1764165600.5", "pass datetime.fromtimestamp(1764165600.5)"),
        (np.int64(1764165600000), "pass datetime.fromtimestamp(1764165600000 / 1000)"),
        (np.datetime64("2026-11-26T14:00"), "pass it as a string: '2026-11-26T14:00' is local time"),
        (np.datetime64("NaT"), "expected a datetime, a date, or a string"),
        (-(10**30), "expected a datetime, a date, or a string"),
    ],
)
def test_numbers_and_times_of_numpy_are_refused_with_how_to_write_them(said: Any, advice: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        moment_from("created_after", said)
    assert (
        f"is not a valid date or time; {'for seconds since 1970, ' if 'stamp(' in advice else ''}{advice}"
        in (str(caught.value))
    )


@settings(max_examples=25)
@for_all(st.text(max_size=30))
def test_any_text_is_a_time_or_is_refused(said: str) -> None:
    try:
        moment = moment_from("at", said)
    except ConfigurationError:
        return
    assert moment is not None
    assert moment.tzinfo is UTC


@for_all(st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)))  # noqa: DTZ001 - local ones
def test_a_time_in_iso_form_means_what_the_datetime_means(said: datetime) -> None:
    assert (
        moment_from("at", said.isoformat())
        == moment_from("at", said.isoformat(" "))
        == moment_from("at", said)
    )


def test_no_moment_is_none() -> None:
    assert moment_from("created_after", None) is None


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    check_order("start", NOON, "end", NOON)
    check_order("start", None, "end", NOON)
    check_order("start", NOON, "end", None)
    with pytest.raises(
        ConfigurationError, match=r"start \(2026-09-30T12:00:00\+00:00\) is later than end \(.*swapped"
    ):
        check_order("start", NOON, "end", NOON - timedelta(seconds=1))


@pytest.mark.parametrize(
    "end",
    [
        "2026-10-31",
        "2026/10/31",
        "20261031",
        "2026-W44-6",
        "31 October 2026",
        "Oct 31, 2026",
        date(2026, 10, 31),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Africa/Cairo"])
def test_a_date_at_the_end_of_an_interval_counts_to_its_end_in_whatever_form(
    end: date | str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for start in (end, None):
            _, last = interval_of(start, end)
            assert last == datetime(2026, 10, 31, 23, 59, 59, 999999).astimezone(UTC)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "end", ["2026-10-31 14:00", "20261031T14", "31 October 2026 2pm", "31 October 2026 00:00"]
)
def test_a_time_at_the_end_of_an_interval_is_that_moment(end: str) -> None:
    assert interval_of(None, end) == (None, moment_from("end", end))


def test_intervals_that_cannot_be_are_refused_in_the_words_that_were_given() -> None:
    with pytest.raises(
        ConfigurationError, match=r"start='2026-11-02' is later than end='2026-11-01'.*swapped"
    ):
        interval_of("2026-11-02", "2026-11-01")
    with pytest.raises(ConfigurationError, match="end='9999-12-31'"):
        interval_of(None, "9999-12-31")

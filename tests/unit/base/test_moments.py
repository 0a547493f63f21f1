"""Times that users pass: parsed if unambiguous, else refused with the unambiguous form."""

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
    """Stands for pandas.NaT: an instance of datetime without working methods."""

    def to_pydatetime(self, warn: bool = True) -> datetime:
        return self


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the local time zone to two hours east of UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XST-2")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "passed",
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
def test_a_time_without_a_zone_is_local(passed: Any) -> None:
    moment = moment_from("created_after", passed)
    assert moment == NOON
    assert moment is not None
    assert moment.tzinfo is UTC


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "passed", [date(2026, 9, 30), "2026-09-30", "2026/09/30", "2026.9.30", "2026-W40-3", "30 September 2026"]
)
def test_a_date_is_local_midnight(passed: Any) -> None:
    assert moment_from("created_after", passed) == NOON - timedelta(hours=14)


@pytest.mark.parametrize(
    ("passed", "advice"),
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
def test_an_ambiguous_date_is_refused_with_the_unambiguous_form(passed: str, advice: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        moment_from("created_after", passed)
    assert str(caught.value) == f"created_after={passed!r} is not a valid date or time; {advice}"


@pytest.mark.parametrize(
    "passed",
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
def test_an_invalid_time_is_refused_by_name_and_value(passed: Any) -> None:
    with pytest.raises(ConfigurationError, match="created_after") as caught:
        moment_from("created_after", passed)
    assert repr(passed) in str(caught.value)


@pytest.mark.parametrize(
    ("passed", "advice"),
    [
        (1764165600, "pass datetime.fromtimestamp(1764165600)"),
        ("1764165600.5", "pass datetime.fromtimestamp(1764165600.5)"),
        (np.int64(1764165600000), "pass datetime.fromtimestamp(1764165600000 / 1000)"),
        (np.datetime64("2026-11-26T14:00"), "pass it as a string: '2026-11-26T14:00' is local time"),
        (np.datetime64("NaT"), "expected a datetime, a date, or a string"),
        (-(10**30), "expected a datetime, a date, or a string"),
    ],
)
def test_numbers_and_numpy_times_are_refused_with_how_to_convert_them(passed: Any, advice: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        moment_from("created_after", passed)
    assert (
        f"is not a valid date or time; {'for seconds since 1970, ' if 'stamp(' in advice else ''}{advice}"
        in (str(caught.value))
    )


@settings(max_examples=25)
@for_all(st.text(max_size=30))
def test_any_text_is_parsed_as_a_time_or_refused(passed: str) -> None:
    try:
        moment = moment_from("at", passed)
    except ConfigurationError:
        return
    assert moment is not None
    assert moment.tzinfo is UTC


@for_all(st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)))  # noqa: DTZ001 - local ones
def test_iso_text_means_the_same_as_its_datetime(passed: datetime) -> None:
    assert (
        moment_from("at", passed.isoformat())
        == moment_from("at", passed.isoformat(" "))
        == moment_from("at", passed)
    )


def test_moment_from_none_is_none() -> None:
    assert moment_from("created_after", None) is None


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
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
def test_an_end_date_includes_the_whole_day_in_every_form(
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
def test_an_end_time_is_exact(end: str) -> None:
    assert interval_of(None, end) == (None, moment_from("end", end))


def test_an_invalid_interval_is_refused_with_the_values_passed() -> None:
    with pytest.raises(
        ConfigurationError, match=r"start='2026-11-02' is later than end='2026-11-01'.*swapped"
    ):
        interval_of("2026-11-02", "2026-11-01")
    with pytest.raises(ConfigurationError, match="end='9999-12-31'"):
        interval_of(None, "9999-12-31")

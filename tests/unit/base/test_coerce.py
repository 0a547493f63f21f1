"""Ids, times and numbers: what people and the service say, and what Python has."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from qrt_client.types import UNSET

from qrt_facade._base.coerce import (
    checked_id,
    given,
    mapping_of,
    moment_from,
    number_of,
    parse_time,
    text_of,
    texts_of,
    whole_of,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this machine stand two hours east of Greenwich."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XST-2")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("value", ["d3k5b2s1", "ibm_fez", "a.b-c", "...", "8f2e-11", "jöb"])
def test_a_plain_id_passes_as_it_is(value: str) -> None:
    assert checked_id("job id", value) == value


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", "a/b", "/", "a\\b", "a?b", "a#b", "a%2e", "a b", "a\tb", "a\x00b", "\x7f", None, 5, b"a"],
)
def test_an_id_that_could_lead_elsewhere_is_refused_by_name_and_value(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="job id") as caught:
        checked_id("job id", value)
    assert repr(value) in str(caught.value)


@for_all(st.text())
def test_an_accepted_id_stays_one_segment_of_a_path(value: str) -> None:
    try:
        checked_id("job id", value)
    except ConfigurationError:
        return
    assert value not in {"", ".", ".."}
    assert not set(value) & set("/\\?#%")


def test_what_was_left_out_or_null_is_none() -> None:
    assert given(UNSET) is None
    assert given(None) is None
    assert given(0) == 0
    assert given("") == ""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-30T12:00:00Z", NOON),
        ("2026-09-30T12:00:00.000Z", NOON),
        ("2026-09-30T14:00:00+02:00", NOON),
        ("2026-09-30T12:00:00", NOON),
        ("2026-09-30 12:00:00", NOON),
        (NOON, NOON),
        (NOON.replace(tzinfo=None), NOON),
        (datetime(2026, 9, 30, 14, tzinfo=timezone(timedelta(hours=2))), NOON),
    ],
)
def test_the_service_s_times_become_aware_and_utc(text: object, moment: datetime) -> None:
    parsed = parse_time(text)
    assert parsed == moment
    assert parsed is not None
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13-01T00:00:00Z",
        None,
        5,
        [],
        {},
        True,
        UNSET,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_what_is_no_time_is_none(text: object) -> None:
    assert parse_time(text) is None


@for_all(st.datetimes(timezones=st.timezones()))
def test_a_time_written_with_its_offset_is_read_back(moment: datetime) -> None:
    parsed = parse_time(moment.isoformat())
    if parsed is not None:
        assert parsed == datetime.fromisoformat(moment.isoformat())


@for_all(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    parsed = parse_time(text)
    assert parsed is None or parsed.tzinfo is UTC


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "said",
    [
        "2026-09-30 14:00",
        "30 September 2026, 2pm",
        "2026-09-30T12:00:00Z",
        "2026-09-30T14:00:00+02:00",
        datetime(2026, 9, 30, 14),  # noqa: DTZ001 - a time without a zone is what is tested
        NOON,
    ],
)
def test_a_person_s_time_without_a_zone_is_in_the_zone_of_this_machine(said: Any) -> None:
    moment = moment_from("created_after", said)
    assert moment == NOON
    assert moment is not None
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "said", ["", "soon", "2026-99-99", "99999999999999999999", 5, b"2026", "0001-01-01T00:00+14:00"]
)
def test_what_a_person_gave_that_is_no_time_is_refused_by_name_and_value(said: Any) -> None:
    with pytest.raises(ConfigurationError, match="created_after") as caught:
        moment_from("created_after", said)
    assert repr(said) in str(caught.value)


def test_no_moment_is_none() -> None:
    assert moment_from("created_after", None) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@for_all(JSON)
def test_any_json_value_is_of_its_kind_or_none(value: Any) -> None:
    for kind, found in ((str, text_of(value)), (int, whole_of(value)), (float, number_of(value))):
        assert found is None or type(found) is kind
        assert found is None or found == value
    assert mapping_of(value) == (value if isinstance(value, dict) else {})
    assert all(isinstance(text, str) for text in texts_of(value))


@pytest.mark.parametrize(
    "value", [True, False, None, "1", [], {}, UNSET, float("inf"), float("nan"), 10**400]
)
def test_what_is_no_finite_number_is_none(value: object) -> None:
    assert number_of(value) is None


def test_empty_text_says_nothing() -> None:
    assert text_of("") is None
    assert texts_of(["a", None, 5, "b"]) == ("a", "b")
    assert texts_of("ab") == ()


def test_an_accepted_id_needs_no_quoting_to_stay_itself() -> None:
    assert quote(checked_id("job id", "d3k5-b2_s1.x"), safe="") == "d3k5-b2_s1.x"

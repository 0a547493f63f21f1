"""Values from the service: of the expected type, or None."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from qrt_client.types import UNSET

from qrt_facade._base.coerce import (
    mapping_of,
    none_if_unset,
    number_of,
    parse_time,
    text_of,
    texts_of,
    whole_of,
)

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)


def test_unset_or_null_becomes_none() -> None:
    assert none_if_unset(UNSET) is None
    assert none_if_unset(None) is None
    assert none_if_unset(0) == 0
    assert none_if_unset("") == ""


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
def test_service_times_are_parsed_as_aware_utc(text: object, moment: datetime) -> None:
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
def test_an_invalid_time_becomes_none(text: object) -> None:
    assert parse_time(text) is None


@for_all(st.datetimes(timezones=st.timezones()))
def test_a_time_with_its_offset_is_parsed(moment: datetime) -> None:
    parsed = parse_time(moment.isoformat())
    if parsed is not None:
        assert parsed == datetime.fromisoformat(moment.isoformat())


@for_all(st.text())
def test_any_text_parses_to_a_utc_time_or_none(text: str) -> None:
    parsed = parse_time(text)
    assert parsed is None or parsed.tzinfo is UTC


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@for_all(JSON)
def test_any_json_value_coerces_to_the_expected_type_or_none(value: Any) -> None:
    for kind, found in ((str, text_of(value)), (int, whole_of(value)), (float, number_of(value))):
        assert found is None or type(found) is kind
        assert found is None or found == value
    assert mapping_of(value) == (value if isinstance(value, dict) else {})
    assert all(isinstance(text, str) for text in texts_of(value))


@pytest.mark.parametrize(
    "value", [True, False, None, "1", [], {}, UNSET, float("inf"), float("nan"), 10**400]
)
def test_anything_but_a_finite_number_becomes_none(value: object) -> None:
    assert number_of(value) is None


def test_empty_text_becomes_none() -> None:
    assert text_of("") is None
    assert texts_of(["a", None, 5, "b"]) == ("a", "b")
    assert texts_of("ab") == ()

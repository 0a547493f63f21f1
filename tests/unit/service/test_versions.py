"""API versions in both forms that the service has given them."""

from __future__ import annotations

import warnings
from datetime import date
from typing import Any

import pytest
from support.html import texts

from qrt_facade._display.html import html_of
from qrt_facade._service import versions
from qrt_facade._service.versions import RELEASES, ApiVersion, checked_version, warn_if_deprecated
from qrt_facade.errors import ConfigurationError, UnexpectedResponseError


def versions_of(answer: Any) -> list[ApiVersion]:
    return ApiVersion.all_of(answer)


def test_the_newer_form_tells_what_is_live_and_what_ends_when() -> None:
    live, old = versions_of(
        {
            "versions": [
                {"version": "2026-04-15", "status": "live"},
                {"version": "2025-05-01", "status": "deprecated", "sunset_date": "2027-01-01"},
            ]
        }
    )
    assert live == ApiVersion("2026-04-15", "live", None)
    assert not live.deprecated
    assert old == ApiVersion("2025-05-01", "deprecated", date(2027, 1, 1))
    assert old.deprecated


def test_the_older_form_lists_dates_only() -> None:
    assert versions_of({"versions": ["2024-01-01", "2025-01-01"]}) == [
        ApiVersion("2024-01-01"),
        ApiVersion("2025-01-01"),
    ]


@pytest.mark.parametrize(
    "entry", [None, 5, [], {}, {"version": None}, {"version": 5}, {"status": "live"}, ""]
)
def test_an_entry_that_names_no_version_is_passed_over(entry: Any) -> None:
    assert versions_of({"versions": [entry, "2024-01-01"]}) == [ApiVersion("2024-01-01")]


@pytest.mark.parametrize("sunset", [None, "soon", "2027-13-01", 5, ""])
def test_a_sunset_that_is_no_date_is_none(sunset: Any) -> None:
    (version,) = versions_of({"versions": [{"version": "2026-04-15", "sunset_date": sunset}]})
    assert version.sunset_date is None


@pytest.mark.parametrize("answer", [{}, {"versions": None}, {"versions": {}}, {"versions": "2026-04-15"}])
def test_an_answer_that_lists_no_versions_is_unexpected(answer: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedResponseError, match="versions"):
        versions_of(answer)


def test_using_a_deprecated_version_warns_once_and_names_its_sunset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "_warned_about", set())
    with pytest.warns(FutureWarning) as warned:
        list(map(warn_if_deprecated, [*RELEASES, *RELEASES]))
    told = [str(one.message) for one in warned]
    assert "API version 2026-03-15 is deprecated and may stop working from 2027-03-15 on" in told
    assert len(told) == len(RELEASES) - 1


@pytest.mark.parametrize("version", [[*RELEASES][-1], "2031-01-01"])
def test_the_newest_version_and_one_that_is_not_known_warn_of_nothing(version: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_if_deprecated(version)


@pytest.mark.parametrize("version", [*RELEASES, "2031-01-01"])
def test_a_released_version_and_a_later_one_are_taken(version: str) -> None:
    assert checked_version("api_version", version) == version


@pytest.mark.parametrize(
    "version",
    ["2023-01-01", "2025-06-01", "2026-04-14", "2031-02-30", "20310101", "2031-W01-1", "newest", ""],
)
def test_a_version_that_was_never_released_is_refused_with_those_that_were(version: str) -> None:
    with pytest.raises(
        ConfigurationError, match=rf"^api_version='{version}' is not an API version.*2025-05-01, .*2026-04-15"
    ):
        checked_version("api_version", version)


def test_releases_are_in_order_and_no_version_ends_before_one_that_is_older() -> None:
    assert list(RELEASES) == sorted(RELEASES)
    *sunsets, newest = RELEASES.values()
    assert newest is None
    assert [date.fromisoformat(str(sunset)) for sunset in sunsets] == sorted(
        date.fromisoformat(str(sunset)) for sunset in sunsets
    )


def test_a_version_is_a_small_table() -> None:
    old = ApiVersion("2025-05-01", "deprecated", date(2027, 1, 1))
    assert texts(html_of(old)) == [
        "API version 2025-05-01",
        "status",
        "deprecated",
        "may end on",
        "2027-01-01",
    ]

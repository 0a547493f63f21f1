"""API versions in both response forms of the service."""

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


def test_the_newer_form_has_status_and_sunset_of_each_version() -> None:
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


def test_the_older_form_has_only_dates() -> None:
    assert versions_of({"versions": ["2024-01-01", "2025-01-01"]}) == [
        ApiVersion("2024-01-01"),
        ApiVersion("2025-01-01"),
    ]


@pytest.mark.parametrize(
    "entry", [None, 5, [], {}, {"version": None}, {"version": 5}, {"status": "live"}, ""]
)
def test_an_entry_without_a_version_is_skipped(entry: Any) -> None:
    assert versions_of({"versions": [entry, "2024-01-01"]}) == [ApiVersion("2024-01-01")]


@pytest.mark.parametrize("sunset", [None, "soon", "2027-13-01", 5, ""])
def test_an_invalid_sunset_date_is_none(sunset: Any) -> None:
    (version,) = versions_of({"versions": [{"version": "2026-04-15", "sunset_date": sunset}]})
    assert version.sunset_date is None


@pytest.mark.parametrize("answer", [{}, {"versions": None}, {"versions": {}}, {"versions": "2026-04-15"}])
def test_a_response_without_versions_is_unexpected(answer: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedResponseError, match="versions"):
        versions_of(answer)


def test_using_a_deprecated_version_warns_once_and_names_its_sunset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "_warned_about", set())
    with pytest.warns(FutureWarning) as warned:
        list(map(warn_if_deprecated, [*RELEASES, *RELEASES]))
    messages = [str(one.message) for one in warned]
    assert "API version 2026-03-15 is deprecated and may stop working from 2027-03-15 on" in messages
    assert len(messages) == len(RELEASES) - 1


@pytest.mark.parametrize("version", [[*RELEASES][-1], "2031-01-01"])
def test_the_newest_and_unknown_versions_do_not_warn(version: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_if_deprecated(version)


@pytest.mark.parametrize("version", [*RELEASES, "2031-01-01"])
def test_released_and_later_versions_are_accepted(version: str) -> None:
    assert checked_version("api_version", version) == version


@pytest.mark.parametrize(
    "version",
    ["2023-01-01", "2025-06-01", "2026-04-14", "2031-02-30", "20310101", "2031-W01-1", "newest", ""],
)
def test_an_unreleased_version_is_refused_with_the_released_ones(version: str) -> None:
    with pytest.raises(
        ConfigurationError, match=rf"^api_version='{version}' is not an API version.*2025-05-01, .*2026-04-15"
    ):
        checked_version("api_version", version)


def test_releases_and_their_sunsets_are_in_order() -> None:
    assert list(RELEASES) == sorted(RELEASES)
    *sunsets, newest = RELEASES.values()
    assert newest is None
    assert [date.fromisoformat(str(sunset)) for sunset in sunsets] == sorted(
        date.fromisoformat(str(sunset)) for sunset in sunsets
    )


def test_a_version_is_displayed_as_a_small_table() -> None:
    old = ApiVersion("2025-05-01", "deprecated", date(2027, 1, 1))
    assert texts(html_of(old)) == [
        "API version 2025-05-01",
        "status",
        "deprecated",
        "may end on",
        "2027-01-01",
    ]

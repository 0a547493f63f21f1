"""Paths and versions."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from qrt_facade._service.versions import RELEASES
from qrt_facade.emulator.domain import versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

NEWEST = [*RELEASES][-1]


def test_versions_need_no_credentials_and_exactly_the_newest_is_live(api: Api) -> None:
    answer = api.http.get("/api/v1/versions", headers={"Authorization": "", "Service-CRN": ""})
    listed = answer.json()["versions"]
    assert [entry["version"] for entry in listed] == [*reversed(RELEASES)]
    assert [entry["version"] for entry in listed if entry["status"] == "live"] == [NEWEST]
    assert all("sunset_date" in entry for entry in listed if entry["status"] == "deprecated")


def test_versions_are_plain_strings_in_the_older_api(api: Api) -> None:
    old = api("GET", "/versions", headers={"IBM-API-Version": "2025-05-01"}).json()["versions"]
    assert old[0] == "2024-01-01"
    assert all(isinstance(entry, str) for entry in old)


@pytest.mark.parametrize(
    ("header", "effective"),
    [
        (None, "2024-01-01"),
        ("2024-01-01", "2024-01-01"),
        ("1999-01-01", "2024-01-01"),
        ("not-a-date", "2024-01-01"),
        ("latest", "2024-01-01"),
        ("2025-06-01", "2025-05-01"),
        ("2026-04-15", "2026-04-15"),
        ("2031-01-01", NEWEST),
    ],
)
def test_a_version_header_is_rounded_down_and_an_invalid_one_means_the_oldest(
    header: str | None, effective: str
) -> None:
    assert versions.effective(header) == effective


def test_without_a_version_the_list_of_backends_is_names(api: Api, connect: Callable[..., Api]) -> None:
    names = connect(version=None).get("/backends")["devices"]
    assert names == [device["name"] for device in api.get("/backends")["devices"]]
    assert "ibm_fez" in names


def test_an_empty_id_is_answered_by_the_web_application(api: Api) -> None:
    for path in ("/jobs/", "/jobs//results", "/backends//status", "/sessions/"):
        answer = api("GET", path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")


def test_an_unknown_path_is_named_in_the_response(api: Api) -> None:
    answer = api("GET", "/v1/jobs")
    assert answer.status_code == 404
    assert answer.json()["message"] == "Cannot GET /api/v1/v1/jobs"
    assert api("PATCH", "/jobs").json()["message"] == "Cannot PATCH /api/v1/jobs"


def test_dot_segments_are_resolved_but_an_encoded_id_stays_an_id(api: Api) -> None:
    def status_of(path: str) -> tuple[int, bytes]:
        # httpx resolves dots itself, so the path is sent by hand.
        connection = http.client.HTTPConnection(urlsplit(api.emulator.url).netloc)
        names = ("Authorization", "Service-CRN", "IBM-API-Version")
        connection.request(
            "GET", path, headers={"User-Agent": "t", **{n: api.http.headers[n] for n in names}}
        )
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    status, body = status_of("/api/v1/jobs/../backends")
    assert status == 200
    assert b'"ibm_fez"' in body
    assert b"Job ID: .." in status_of("/api/v1/jobs/%2E%2E")[1]
    assert b"Job ID: a/b" in status_of("/api/v1/jobs/a%2Fb")[1]

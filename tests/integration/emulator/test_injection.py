"""Text that would be a command elsewhere (SQL, a path, a header, HTML) is treated as text."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from integration.emulator.conftest import Api
from support.circuits import FLIP

from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = (
    "' OR 1=1 --",
    "'; DROP TABLE jobs; --",
    '" UNION SELECT params FROM payloads --',
    "%' OR tag LIKE '%",
    "a%",
    "a\r\nSet-Cookie: stolen=1\r\n\r\n<script>",
    "null\x00byte",
    "../../../etc/passwd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}%s%n",
    "\u202e\ufeff\U0001f4a5",
)

LINES = [text for text in HOSTILE if "\n" not in text]


@pytest.fixture(scope="module")
def victim() -> Iterator[Api]:
    """An instance with two jobs that nothing in these tests may reach."""
    with start(backends="ibm_fez", queue_seconds=600) as emulator:
        api = Api(emulator)
        for tag in ("first", "second"):
            api.submit([FLIP], tags=[tag])
        yield api
        api.http.close()


def raw(api: Api, method: str, path: str, body: bytes = b"") -> tuple[int, http.client.HTTPMessage, bytes]:
    """Send a path unchanged; httpx would normalise it."""
    connection = http.client.HTTPConnection(urlsplit(api.emulator.url).netloc, timeout=10)
    connection.putrequest(method, path, skip_accept_encoding=True)
    names = ("Authorization", "Service-CRN", "IBM-API-Version")
    headers = {
        "User-Agent": "test",
        "Content-Length": str(len(body)),
        **{n: api.http.headers[n] for n in names},
    }
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.headers, content


LOOKING_UP = (
    ("GET", "/jobs/{}"),
    ("GET", "/jobs/{}/results"),
    ("GET", "/jobs/{}/logs"),
    ("GET", "/jobs/{}/metrics"),
    ("POST", "/jobs/{}/cancel"),
    ("DELETE", "/jobs/{}"),
    ("GET", "/sessions/{}"),
    ("DELETE", "/sessions/{}/close"),
    ("GET", "/backends/{}/configuration"),
    ("GET", "/backends/{}/properties"),
    ("GET", "/accounts/{}"),
)


@pytest.mark.parametrize(
    ("text", "method", "path"),
    [
        pytest.param(text, *operation, marks=() if at % len(LOOKING_UP) == number else pytest.mark.long)
        for at, text in enumerate(HOSTILE)
        for number, operation in enumerate(LOOKING_UP)
    ],
)
def test_a_hostile_id_is_only_looked_up(victim: Api, text: str, method: str, path: str) -> None:
    answer = victim(method, path.format(quote(text, safe="")))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert "set-cookie" not in answer.headers
    assert victim.get("/jobs")["count"] == 2


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/backends/..%2f..%2f..%2f..%2fetc%2fpasswd/configuration",
        "/api/v1/backends/%2e%2e/configuration",
        "/api/v1/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/api/v1/backends/ibm_fez%00/configuration",
        "/api/v1/backends/%ff%fe/configuration",
        "/api/v1/jobs/%c0%ae%c0%ae",
    ],
)
def test_no_path_leads_out_of_the_api(victim: Api, path: str) -> None:
    status, _, content = raw(victim, "GET", path)
    assert status == 404
    assert b"root:" not in content


@pytest.mark.parametrize("text", LINES)
def test_a_hostile_tag_is_stored_unchanged_and_finds_only_its_own_job(victim: Api, text: str) -> None:
    job_id = victim.submit([FLIP], tags=[text])
    assert victim.get(f"/jobs/{job_id}")["tags"] == [text]
    found = victim.get("/jobs", tags=text)
    assert [job["id"] for job in found["jobs"]] == [job_id]
    if len(text) >= 3:
        assert text in victim.get("/tags", type="job", search=text)["tags"]
    assert not set(victim.get("/tags", type="job", search=text.ljust(3, "?"))["tags"]) & {"first", "second"}
    assert [job["id"] for job in victim.get("/workloads", search=text, limit=50)["workloads"]] == [job_id]
    assert victim("PUT", f"/jobs/{job_id}/tags", json={"tags": [text, "more"]}).status_code == 204
    assert victim.get(f"/jobs/{job_id}")["tags"] == [text, "more"]
    assert victim("POST", f"/jobs/{job_id}/cancel").status_code == 204
    assert victim("DELETE", f"/jobs/{job_id}").status_code == 204
    assert victim.get("/jobs")["count"] == 2


@pytest.mark.parametrize("text", LINES)
def test_hostile_filters_match_nothing(victim: Api, text: str) -> None:
    for name in ("backend", "program", "session_id", "tags"):
        assert victim.get("/jobs", **{name: text})["count"] == 0
    for name in ("backend", "search", "tags"):
        assert victim.get("/workloads", **{name: text})["total_count"] == 0
    for path, name in (
        ("/jobs", "created_after"),
        ("/jobs", "sort"),
        ("/workloads", "next"),
        ("/workloads", "status"),
    ):
        assert victim("GET", path, params={name: text}).status_code == 400, name
    for name in ("limit", "offset"):
        assert victim.get("/jobs", **{name: text})["count"] == 2


@pytest.mark.parametrize("text", LINES)
def test_hostile_fields_of_a_submission_are_refused_by_name(victim: Api, text: str) -> None:
    good: dict[str, Any] = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}}
    session = 404 if len(text) <= 36 else 400
    for field, status in (("program_id", 404), ("backend", 404), ("session_id", session), ("log_level", 400)):
        answer = victim("POST", "/jobs", json={**good, field: text})
        assert answer.status_code == status, field
    assert victim("POST", "/sessions", json={"mode": "batch", "backend": text}).status_code == 404
    assert victim.get("/jobs")["count"] == 2


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_multiline_text_is_refused_wherever_it_would_be_stored(victim: Api, line_break: str) -> None:
    text = f"a{line_break}Set-Cookie: stolen=1{line_break}{line_break}<script>"
    good: dict[str, Any] = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}}
    for field, value in (("tags", [text]), ("calibration_id", text), ("runtime", text), ("backend", text)):
        assert victim("POST", "/jobs", json={**good, field: value}).status_code == 400, field
    job_id = victim.get("/jobs", tags="first")["jobs"][0]["id"]
    assert victim("PUT", f"/jobs/{job_id}/tags", json={"tags": [text]}).status_code == 400
    for name in ("backend", "program", "session_id", "tags"):
        assert victim("GET", "/jobs", params={name: text}).status_code == 400, name
    assert victim.get("/jobs")["count"] == 2


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"tags": ' + b"[" * 100_000,
        b'{"tags": ["\\ud800"]}',
        b'{"tags": ["\xff"]}',
        b'{"tags": [' + b"9" * 10_000 + b"]}",
        b'{"tags": [1e999]}',
        b'{"tags": {"__proto__": 1}}',
        b"\x00",
        b"",
    ],
)
def test_a_body_that_cannot_be_decoded_is_refused(victim: Api, body: bytes) -> None:
    job_id = victim.get("/jobs", tags="first")["jobs"][0]["id"]
    answer = victim("PUT", f"/jobs/{job_id}/tags", content=body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] in {3220, 1204}
    for method, path in (("PATCH", "/emulator/scenario"), ("POST", "/emulator/faults")):
        assert victim.http.request(method, path, content=body).status_code == 400


def test_the_name_of_a_caller_cannot_become_a_header_or_break_metrics(victim: Api) -> None:
    agent = "qiskit\xff'--"
    body = json.dumps({"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}})
    answer = victim(
        "POST", "/jobs", content=body, headers={"X-Qx-Client-Application": agent.encode("latin-1")}
    )
    job_id = answer.json()["id"]
    assert victim.get(f"/jobs/{job_id}/metrics")["caller"] == agent
    victim("POST", f"/jobs/{job_id}/cancel")
    victim("DELETE", f"/jobs/{job_id}")

"""Recorded calls: they match what was sent, are truncated, and contain no secrets."""

from __future__ import annotations

import base64
import gzip
import json
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from support.circuits import FLIP
from support.scripted import TLS
from support.secrets import ACCOUNT, INSTANCE, KEY

from qrt_facade.emulator import start
from qrt_facade.emulator.domain.call_log import MOST_BODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator, RecordedCall

GRANT = "urn:ibm:params:oauth:grant-type:apikey"
WRONG_KEY = "wRoNg-KeY-tHaT-nObOdY-hAs-0123456789"


@pytest.fixture(scope="module")
def house() -> Iterator[Emulator]:
    with start(
        api_key=KEY,
        instance=INSTANCE,
        backends="ibm_fez",
        noise=False,
        queue_seconds=0,
        run_seconds=0,
        workers=1,
    ) as emulator:
        yield emulator


@pytest.fixture(autouse=True)
def _no_faults(house: Emulator) -> Iterator[None]:
    yield
    house.scenario.clear_faults()


@pytest.fixture
def http(house: Emulator) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=house.url, timeout=10, verify=TLS, headers={"Authorization": f"apikey {KEY}"}
    ) as client:
        client.headers.update({"Service-CRN": INSTANCE, "IBM-API-Version": "2026-04-15"})
        yield client


def last(house: Emulator) -> RecordedCall:
    return house.calls[-1]


def exchange(http: httpx.Client, key: str = KEY) -> str:
    answer = http.post("/identity/token", data={"grant_type": GRANT, "apikey": key})
    return str(answer.json().get("access_token"))


def submit(http: httpx.Client, **more: Any) -> str:
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP, None, 5]]}, **more}
    return str(http.post("/api/v1/jobs", json=body).json()["id"])


def ended(http: httpx.Client, job_id: str) -> None:
    while http.get(f"/api/v1/jobs/{job_id}?exclude_params=true").json()["status"] in {"Queued", "Running"}:
        time.sleep(0.02)


def test_a_call_is_recorded_with_its_request_and_response(house: Emulator, http: httpx.Client) -> None:
    job_id = submit(http, tags=["seen"])
    made = last(house)
    assert (made.method, made.path, made.status, made.job_id) == ("POST", "/api/v1/jobs", 200, job_id)
    assert json.loads(str(made.request_body))["tags"] == ["seen"]
    assert json.loads(str(made.response_body)) == {"id": job_id, "backend": "ibm_fez"}
    assert dict(made.request_headers)["ibm-api-version"] == "2026-04-15"
    assert dict(made.response_headers)["content-type"] == "application/json"
    assert 0 < made.milliseconds < 60_000
    assert made.fault is made.note is None
    http.get(f"/api/v1/jobs/{job_id}", params={"exclude_params": "true"})
    assert last(house).path == f"/api/v1/jobs/{job_id}?exclude_params=true"
    assert [call.job_id for call in house.calls[-2:]] == [job_id, job_id]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/v1/jobs/a%2F..%2f%22%3Cscript%3E", 404),
        ("TRACE", "/api/v1/versions", 405),
        ("HEAD", "/api/v1/versions", 200),
        ("GET", "/emulator/scenario", 200),
    ],
)
def test_calls_of_every_kind_are_recorded(
    house: Emulator, http: httpx.Client, method: str, path: str, status: int
) -> None:
    http.request(method, path)
    made = last(house)
    assert (made.method, made.path, made.status) == (method, path, status)
    assert (made.response_body.size == 0) == (method == "HEAD")


def test_refusals_are_recorded_with_their_requests(house: Emulator, http: httpx.Client) -> None:
    for headers, status in (({"Authorization": ""}, 401), ({"Host": "rebound.example.org"}, 403)):
        http.post("/api/v1/jobs", json={"what": "was sent"}, headers=headers)
        assert last(house).status == status
        assert "was sent" in str(last(house).request_body)


def test_the_requests_of_pages_are_not_recorded(house: Emulator, http: httpx.Client) -> None:
    before = len(house.calls)
    for path in (
        "/",
        "/jobs/any",
        "/calls?job=x",
        "/devices/ibm_fez",
        "/usage",
        "/favicon.ico",
        "/api/../calls",
    ):
        http.get(path)
    assert len(house.calls) == before


def test_a_clients_call_without_the_api_prefix_is_recorded(house: Emulator, http: httpx.Client) -> None:
    http.post("/sessions", json={"mode": "batch"})
    assert (last(house).method, last(house).path, last(house).status) == ("POST", "/sessions", 405)
    http.get("/jobs/some-id", headers={"Authorization": f"Bearer {exchange(http)}"})
    assert (last(house).path, last(house).status) == ("/jobs/some-id", 404)


def test_a_fault_is_recorded_with_its_request(house: Emulator, http: httpx.Client) -> None:
    house.inject(
        path="*/tags", method="PUT", status=429, headers={"Retry-After": "7"}, body="<h1>Slow</h1>", times=1
    )
    http.put("/api/v1/jobs/x/tags", json={"tags": ["kept"]})
    made = last(house)
    assert made.status == 429
    assert made.fault is not None
    assert "429" in made.fault
    assert dict(made.response_headers)["retry-after"] == "7"
    assert str(made.response_body) == "<h1>Slow</h1>"
    assert "kept" in str(made.request_body)


@pytest.mark.parametrize(
    ("fault", "status", "note"),
    [
        ({"drop": True}, None, "The connection was closed without a response."),
        ({"drop": True, "when": "after"}, None, "The connection was closed without a response."),
        ({"truncate": 20}, 200, "The connection was closed after 20 bytes of the response body."),
    ],
)
def test_a_connection_closed_by_a_fault_is_recorded(
    house: Emulator, http: httpx.Client, fault: Any, status: int | None, note: str
) -> None:
    house.inject(path="/api/v1/versions", **fault)
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/api/v1/versions")
    assert (last(house).status, last(house).note) == (status, note)
    assert last(house).response_body.size == (0 if status is None else 20)


def test_a_client_that_disconnects_during_its_request_is_recorded(house: Emulator) -> None:
    head = (
        f"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nUser-Agent: t\r\nAuthorization: apikey {KEY}\r\n"
    )
    before = len(house.calls)
    with socket.create_connection(("127.0.0.1", urlsplit(house.url).port or 0)) as one:
        one.sendall(f"{head}Service-CRN: {INSTANCE}\r\nContent-Length: 999999\r\n\r\nhalf".encode())
    deadline = time.monotonic() + 10
    while len(house.calls) == before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert last(house).status is None
    assert last(house).note == "The client closed the connection before its request was complete."


def test_a_long_body_is_truncated_and_the_rest_counted(house: Emulator, http: httpx.Client) -> None:
    content = b'{"x": "' + b"y" * 900_000 + b'"}'
    http.post("/api/v1/sessions", content=(content[i : i + 7_001] for i in range(0, len(content), 7_001)))
    body = last(house).request_body
    assert body.text == content[:MOST_BODY].decode()
    assert (body.size, body.left_out) == (len(content), len(content) - MOST_BODY)


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b"{}" * 99), b"\xff\xfe\0\1", b"\0text", "é".encode("latin-1")],
    ids=["gzip", "UTF-16", "NUL", "Latin-1"],
)
def test_only_the_size_of_a_binary_body_is_recorded(
    house: Emulator, http: httpx.Client, content: bytes
) -> None:
    http.post("/api/v1/sessions", content=content)
    body = last(house).request_body
    assert (body.text, body.size, body.left_out, body.note) == ("", len(content), len(content), "binary")


def planted(http: httpx.Client, secret: str) -> None:
    """Send a secret in every part of a call."""
    encoded = quote(secret, safe="")
    for path in (
        f"/api/v1/jobs/{encoded}",
        f"/api/v1/tags?search={encoded}&token={encoded}",
        f"/v2/resource_instances/{encoded}",
    ):
        http.get(path)
    for headers in (
        {"Authorization": f"Bearer {secret}"},
        {"Authorization": f"Basic {base64.b64encode(f'me:{secret}'.encode()).decode()}"},
        {"Authorization": secret},
        {"Cookie": f"a={secret}", "X-Auth-Token": secret, "User-Agent": f"agent {secret}"},
        {"Referer": f"http://localhost/?apikey={encoded}", "Service-CRN": f"crn:{secret}", "Origin": secret},
    ):
        http.get("/api/v1/backends", headers=headers)
    http.post("/identity/token", data={"grant_type": secret, "apikey": secret})
    http.post("/identity/token", data={"grant_type": GRANT, "apikey": secret}, headers={"User-Agent": secret})
    http.post("/identity/token", json={"apikey": secret, "nested": {"access_token": secret}})
    http.post("/api/v1/jobs", json={"program_id": secret, "backend": secret, "params": {"token": secret}})
    http.post(
        "/api/v1/sessions", content=b"x" * (MOST_BODY - 20) + f' "token": "{secret}" '.encode() + b"y" * 9000
    )


def shown(house: Emulator) -> str:
    return "\n".join([repr(house.calls), repr(house), *(repr(vars(call)) for call in house.calls)])


@pytest.mark.parametrize("secret", [KEY, ACCOUNT], ids=["key", "account id"])
def test_the_emulators_own_secrets_are_in_no_recorded_call(
    house: Emulator, http: httpx.Client, secret: str
) -> None:
    planted(http, secret)
    http.get(f"/api/v1/accounts/{ACCOUNT}")
    http.post("/v3/resources/search", json={})
    assert secret not in shown(house)
    assert base64.b64encode(secret.encode())[4:-4].decode() not in shown(house)
    assert secret.lower() not in shown(house).lower()


def test_the_key_and_the_account_are_on_no_page(house: Emulator, http: httpx.Client) -> None:
    house.reset()
    planted(http, KEY)
    http.get(f"/api/v1/accounts/{ACCOUNT}", headers={"X-Instance": INSTANCE})
    for path in ("/calls", *(f"/calls/{call.number}" for call in house.calls)):
        page = http.get(path)
        assert page.status_code == 200
        assert KEY not in page.text
        assert ACCOUNT not in page.text


def test_tokens_are_in_no_recorded_call(house: Emulator, http: httpx.Client) -> None:
    token = exchange(http)
    assert str(last(house).request_body).endswith("&apikey=***")
    assert json.loads(str(last(house).response_body))["access_token"] == "***"
    planted(http, token)
    text = shown(house)
    assert [part for part in token.split(".") if part in text] == []


def test_an_invalid_key_is_redacted_everywhere_in_its_call(house: Emulator, http: httpx.Client) -> None:
    http.post("/identity/token", data={"grant_type": f"no {WRONG_KEY}", "apikey": WRONG_KEY})
    assert "Unsupported grant type: no ***" in str(last(house).response_body)
    http.get("/api/v1/backends", headers={"Authorization": f"Bearer {WRONG_KEY}", "X-Copy": WRONG_KEY})
    assert WRONG_KEY not in shown(house)


def test_input_and_result_of_a_private_job_are_not_recorded(house: Emulator, http: httpx.Client) -> None:
    job_id = submit(http, private=True, tags=["planted tag"], params={"pubs": [["planted input", None, 5]]})
    job = f"/api/v1/jobs/{job_id}"
    ended(http, job_id)
    for path in (job, f"{job}/results", f"{job}/logs", "/api/v1/jobs?exclude_params=false"):
        http.get(path)
    # Submissions that are refused, or that are not parsed.
    private = {"private": True, "params": "planted input"}
    http.post("/api/v1/jobs", json=private)
    http.post("/api/v1/jobs", content=json.dumps(private).replace("private", "\\u0070rivate"))
    http.post("/api/v1/jobs", content=json.dumps(private)[:-1])
    http.post("/v1/jobs", json=private)
    http.post("/api/v1/jobs", content=json.dumps({"params": "planted input" * 9_999, "private": True}))
    house.inject(status=503, times=1)
    http.post("/api/v1/jobs", json=private)
    assert "planted" not in shown(house)
    assert "private" in str(last(house).request_body.note)


def test_the_reason_of_a_private_job_is_shown_nowhere(house: Emulator, http: httpx.Client) -> None:
    job_id = submit(http, private=True, params={"pubs": [['sown \u00fc"circuit\n', None, 5]]})
    ended(http, job_id)
    assert "sown" in http.get("/api/v1/jobs?limit=5").text
    assert "sown" not in shown(house)
    assert job_id in str(last(house).response_body)
    page = http.get(f"/jobs/{job_id}").text
    assert "sown" not in page
    assert "Failed with code 1603" in page


def test_a_key_in_a_multipart_form_is_redacted(house: Emulator, http: httpx.Client) -> None:
    http.post("/identity/token", files={"apikey": (None, WRONG_KEY), "copy": (None, WRONG_KEY)})
    assert 'name="apikey"' in str(last(house).request_body)
    assert WRONG_KEY not in shown(house)


def test_a_callback_gets_the_call_that_a_client_has_just_made(house: Emulator, http: httpx.Client) -> None:
    seen: list[RecordedCall] = []
    end = house.on_call(seen.append)
    http.get("/api/v1/versions")
    end()
    http.get("/api/v1/versions")
    assert seen == house.calls[-2:-1]


def test_a_reset_deletes_the_recorded_calls(house: Emulator, http: httpx.Client) -> None:
    http.get("/api/v1/versions")
    house.reset()
    assert house.calls == []

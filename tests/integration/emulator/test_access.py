"""Access control: addresses, web pages and bodies that must not reach the emulator."""

from __future__ import annotations

import base64
import http.client
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import httpx
import pytest
from support.circuits import FLIP
from support.scripted import TLS

from qrt_facade._service.limits import MAX_PAYLOAD_BYTES
from qrt_facade.emulator import start
from qrt_facade.emulator.http.access import MAX_BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.usefixtures("forked_simulators")

OWN_KEY = "a key of one's own"
ADMINISTRATION = (
    ("GET", "/emulator/scenario"),
    ("PATCH", "/emulator/scenario"),
    ("POST", "/emulator/faults"),
    ("DELETE", "/emulator/faults"),
    ("DELETE", "/emulator/tokens"),
    ("GET", "/"),
    ("GET", "/jobs/any"),
    ("GET", "/devices"),
    ("GET", "/devices/ibm_fez"),
    ("GET", "/sessions"),
    ("GET", "/usage"),
    ("GET", "/faults"),
    ("POST", "/faults/reset"),
    ("GET", "/emulator/faults"),
)


@pytest.mark.usefixtures("forked_commands")
def test_the_command_refuses_such_an_address_without_a_key() -> None:
    command = [sys.executable, "-m", "qrt_facade.emulator", "--host", "0.0.0.0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert "host is '0.0.0.0'" in done.stderr
    assert "api_key" in done.stderr
    assert "QRT_EMULATOR_API_KEY" in done.stderr
    assert done.stdout == ""


def test_health_needs_no_key_ignores_faults_and_is_not_recorded(open_house: Emulator) -> None:
    open_house.inject(status=500)
    try:
        answer = httpx.get(f"{open_house.url}/health", headers={"User-Agent": ""}, verify=TLS)
    finally:
        open_house.scenario.clear_injected()
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert "/health" not in {call.path for call in open_house.calls}


@pytest.fixture(scope="module")
def open_house() -> Iterator[Emulator]:
    """An emulator that other machines could reach."""
    with start(host="0.0.0.0", api_key=OWN_KEY, backends="ibm_fez", workers=1) as emulator:
        yield emulator


def address_of(emulator: Emulator) -> str:
    return f"http://127.0.0.1:{urlsplit(emulator.url).port}"


@pytest.mark.parametrize(("method", "path"), ADMINISTRATION)
def test_beyond_loopback_the_emulators_own_paths_require_the_key(
    open_house: Emulator, method: str, path: str
) -> None:
    wrong = base64.b64encode(b"me:wrong").decode()
    for authorization in (
        "",
        "apikey wrong",
        "Bearer nonsense",
        f"Basic {wrong}",
        "Basic !",
        "Basic",
        "apikey",
    ):
        headers = {"Authorization": authorization} if authorization else {}
        answer = httpx.request(method, address_of(open_house) + path, headers=headers, verify=TLS)
        assert answer.status_code == 401, authorization
        assert answer.headers["www-authenticate"].startswith("Basic ")
    assert open_house.scenario.faults == []


def test_the_emulators_own_paths_accept_the_key_a_token_or_a_password(open_house: Emulator) -> None:
    address = f"{address_of(open_house)}/emulator/scenario"
    form = {"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": OWN_KEY}
    token = httpx.post(f"{address_of(open_house)}/identity/token", data=form, verify=TLS).json()[
        "access_token"
    ]
    password = base64.b64encode(f"me:{OWN_KEY}".encode()).decode()
    for authorization in (f"apikey {OWN_KEY}", f"Bearer {token}", f"Basic {password}"):
        answer = httpx.get(address, headers={"Authorization": authorization}, verify=TLS)
        assert answer.status_code == 200, authorization


@pytest.mark.usefixtures("forked_commands")
def test_the_key_can_be_set_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QRT_EMULATOR_API_KEY", OWN_KEY)
    command = [sys.executable, "-m", "qrt_facade.emulator", "--host", "0.0.0.0", "--backends", "ibm_fez"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        shown = [process.stdout.readline() for _ in range(2)]
        process.terminate()
    assert shown[1].startswith("listening on http://0.0.0.0:")
    assert OWN_KEY not in "".join(shown)


@pytest.mark.parametrize("path", ["/", "/emulator/scenario", "/api/v1/versions", "/identity/token"])
@pytest.mark.parametrize("host", ["rebound.example.org", "127.0.0.1.nip.io:80", "192.168.0.7", "[", ""])
def test_on_loopback_a_host_that_is_not_this_machine_is_refused(api: Api, path: str, host: str) -> None:
    answer = api.http.get(path, headers={"Host": host})
    assert answer.status_code in {400, 403}
    assert "devices" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LocalHost:8000", "127.0.0.1", "[::1]:9"])
def test_on_loopback_every_name_of_this_machine_is_accepted(api: Api, host: str) -> None:
    assert api.http.get("/api/v1/versions", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example.org", "null", "", "http://localhost.evil.example.org", "http://["]
)
def test_a_page_of_another_site_cannot_change_the_scenario(api: Api, origin: str) -> None:
    for method, path in ADMINISTRATION[1:5]:
        answer = api.http.request(method, path, headers={"Origin": origin}, content='{"status": 500}')
        assert answer.status_code == 403, path
    assert api.get("/instance")
    assert api.emulator.scenario.faults == []


def test_a_page_of_this_machine_may_use_the_emulator(api: Api) -> None:
    for origin in (api.emulator.url, "http://localhost:3000"):
        assert api.http.get("/emulator/scenario", headers={"Origin": origin}).status_code == 200


CHANGES = [one for one in ADMINISTRATION if one[0] != "GET"] + [("POST", "/faults/any")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "file://"},
        {"Origin": "https://evil.example.org", "Content-Type": "application/x-www-form-urlencoded"},
    ],
    ids=str,
)
def test_requests_of_another_page_change_nothing(api: Api, headers: dict[str, str]) -> None:
    for method, path in CHANGES:
        answer = api.http.request(method, path, headers=headers, content='{"status": 500}')
        assert answer.status_code == 403, path
    assert api.emulator.scenario.faults == []


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "same-origin"}], ids=str
)
def test_programs_and_the_emulators_own_pages_may_change_the_scenario(
    api: Api, headers: dict[str, str]
) -> None:
    own = {**headers, "Origin": api.emulator.url} if headers else {}
    assert api.http.patch("/emulator/scenario", json={}, headers=own).status_code == 200


@pytest.mark.parametrize("path", ["/", "/calls", "/emulator/scenario"])
def test_other_sites_may_link_to_a_page_but_not_frame_or_load_it(api: Api, path: str) -> None:
    for mode, dest, status in (
        ("navigate", "document", 200),
        ("navigate", "iframe", 403),
        ("no-cors", "image", 403),
        ("no-cors", "script", 403),
        ("cors", "empty", 403),
    ):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
        assert api.http.get(path, headers=headers).status_code == status, dest


@pytest.mark.parametrize("page", ["/", "/calls", "/devices", "/sessions", "/usage", "/faults"])
def test_a_page_forbids_browsers_to_frame_or_embed_it(api: Api, page: str) -> None:
    headers = api.http.get(page).headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_beyond_loopback_an_origin_must_be_the_emulators_own(open_house: Emulator) -> None:
    address, key = address_of(open_house), {"Authorization": f"apikey {OWN_KEY}"}
    for origin, status in ((address, 200), ("http://localhost:3000", 403), ("https://evil.example.org", 403)):
        answer = httpx.get(f"{address}/emulator/scenario", headers={**key, "Origin": origin}, verify=TLS)
        assert answer.status_code == status, origin


def submission(megabytes: float) -> bytes:
    filling = b"x" * int(megabytes * 1e6)
    return b'{"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [["' + filling + b'"]]}}'


def test_a_submission_beyond_the_payload_limit_is_refused_and_the_next_one_accepted(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(queue_seconds=600))
    answer = api("POST", "/jobs", content=submission(MAX_PAYLOAD_BYTES / 1e6))
    assert answer.status_code == 413
    (error,) = answer.json()["errors"]
    assert error["code"] == 5302
    assert str(MAX_PAYLOAD_BYTES) in error["message"]
    assert api.get("/jobs")["count"] == 0
    assert api("POST", "/jobs", content=submission(2)).status_code == 200


def test_a_chunked_body_is_refused_as_soon_as_it_is_too_large(api: Api) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        while sent < 3 * MAX_BODY_BYTES:
            sent += 10_000
            yield b"x" * 10_000

    for method, path in (
        ("POST", "/identity/token"),
        ("POST", "/api/v1/sessions"),
        ("PATCH", "/emulator/scenario"),
        ("PATCH", f"/v2/resource_instances/{quote(api.emulator.instance, safe='')}"),
    ):
        sent = 0
        answer = api.http.request(method, path, content=chunks())
        assert answer.status_code == 413, path


def test_a_declared_length_beyond_the_limit_is_refused_before_the_body_is_sent(api: Api) -> None:
    connection = http.client.HTTPConnection(urlsplit(api.emulator.url).netloc, timeout=10)
    connection.putrequest("POST", "/api/v1/jobs")
    for name, value in {**api.http.headers, "Content-Length": str(10**15)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_largest_accepted_body_still_runs(api: Api) -> None:
    padded = FLIP + " " * 1_500_000
    assert api.wait(api.submit([padded, None, 10]))["status"] == "Completed"


def test_other_users_of_the_machine_cannot_read_the_data_folder(
    tmp_path: Path, launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    launched = launch(data=tmp_path / "kept", queue_seconds=600)
    connect(launched).submit([FLIP], private=True)
    kept = [tmp_path / "kept", *(tmp_path / "kept").iterdir()]
    assert len(kept) >= 2
    assert [path for path in kept if path.stat().st_mode & 0o077] == []

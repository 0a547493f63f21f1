"""The pages of calls: recorded calls can be read, found and repeated, and hostile content is harmless."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.circuits import FLIP
from support.examples_drawn import drawn
from support.scripted import TLS

from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, RecordedBody, RecordedCall, start
from qrt_facade.emulator.http.pages.calls import SHOWN, Filters, call_page, calls_page
from qrt_facade.emulator.http.pages.curl import as_curl, setup
from qrt_facade.emulator.http.pages.json_text import indented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator

GRANT = "urn:ibm:params:oauth:grant-type:apikey"


class Reader(HTMLParser):
    """Parses what a browser without scripts shows: text, element names in order, attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.elements.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def house() -> Iterator[Emulator]:
    with start(backends="ibm_fez", noise=False, queue_seconds=600, workers=1) as emulator:
        yield emulator


@pytest.fixture
def http(house: Emulator) -> Iterator[httpx.Client]:
    house.reset()
    with httpx.Client(base_url=house.url, timeout=10, verify=TLS) as client:
        token = client.post("/identity/token", data={"grant_type": GRANT, "apikey": house.api_key}).json()
        client.headers.update(
            {"Authorization": f"Bearer {token['access_token']}", "Service-CRN": house.instance}
        )
        yield client


def submit(http: httpx.Client) -> str:
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP, None, 5]]}}
    return str(http.post("/api/v1/jobs", json=body).json()["id"])


def text(http: httpx.Client, path: str) -> str:
    answer = http.get(path)
    assert answer.status_code == 200
    return "".join(Reader(answer.text).text)


def run(command: str, house: Emulator) -> Any:
    variables = setup(house.url, DEFAULT_API_KEY, house.instances, shown=True)
    bash = shutil.which("bash")
    if bash is None or shutil.which("curl") is None:
        pytest.skip("bash and curl are not installed")
    done = subprocess.run(
        [bash, "-euc", f"{variables}\n{command} -s"], capture_output=True, text=True, timeout=30, check=True
    )
    return done.stdout


def test_the_token_exchange_is_shown_redacted_and_explained(house: Emulator, http: httpx.Client) -> None:
    shown = text(http, "/calls")
    assert "IAM exchanges the API key for an access token" in shown
    assert "apikey=***" in shown
    assert '"access_token": "***"' in shown
    assert house.instance not in shown.replace(
        DEFAULT_INSTANCE, "", 1
    )  # the variables contain the emulator's address once


def test_calls_are_filtered_by_job_status_and_path(house: Emulator, http: httpx.Client) -> None:
    first, second = submit(http), submit(http)
    http.get(f"/api/v1/jobs/{first}")
    http.get("/api/v1/nowhere")
    start_ = house.calls[0].number
    for query, wanted in (
        (f"job={first}", [3, 1]),
        (f"job={second}", [2]),
        ("status=4xx", [4]),
        ("path=nowhere", [4]),
        (f"path=jobs&status=2xx&before={start_ + 3}", [2, 1]),
        ("status=cut", []),
        ("before=x&status=nonsense", [4, 3, 2, 1, 0]),
    ):
        page = http.get(f"/calls?{query}", headers={"Authorization": ""}).text  # like a browser
        assert [int(one) - start_ for one in re.findall(r'id="call-(\d+)"', page)] == wanted, query
    assert "No call matches." in text(http, "/calls?status=cut")


def test_a_long_list_is_split_into_stable_pages(http: httpx.Client) -> None:
    for _ in range(SHOWN + 5):
        http.get("/api/v1/versions")
    newest = http.get("/calls").text
    assert newest.count('class="call"') == SHOWN
    older = re.findall(r'href="(/calls\?before=\d+)">Older', newest)
    held = re.findall(r'href="(/calls\?before=\d+)"[^>]*>Freeze', newest)
    before = http.get(held[0]).text
    assert http.get(older[0]).text.count('class="call"') == 6
    http.get("/api/v1/versions")
    names = re.compile(r'id="(call-\d+)"')
    assert names.findall(http.get(held[0]).text) == names.findall(before)


def test_the_page_of_a_call_shows_everything_recorded(house: Emulator, http: httpx.Client) -> None:
    http.get("/api/v1/backends/ibm_fez/configuration")
    number = house.calls[-1].number
    listed, alone = text(http, "/calls"), text(http, f"/calls/{number}")
    assert len(alone) > 2 * len(listed)
    assert "Show all " in listed
    assert "bytes not shown: truncated to 32 kB." in alone
    assert http.get("/calls/999999").status_code == 404


def test_a_fault_and_a_closed_connection_are_reported(house: Emulator, http: httpx.Client) -> None:
    house.inject(path="*/tags", drop=True)
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/api/v1/tags")
    shown = text(http, "/calls?status=cut")
    assert re.search(r"A fault of the scenario changed the response: fault \d+: closes the connection", shown)
    assert "The connection was closed without a response." in shown


ODD = 'it\'s "$(id)" `id` !! \\ é \u202e @file\nsecond line\x1b[0m'


@pytest.mark.parametrize(
    ("method", "body"),
    [("POST", {"what": ODD}), ("PATCH", ODD), ("POST", "@/etc/passwd"), ("DELETE", ""), ("PUT", "a=1&b=%27")],
)
def test_a_curl_command_sends_the_same_call_again(
    house: Emulator, http: httpx.Client, body: Any, method: str
) -> None:
    content = json.dumps(body, ensure_ascii=False) if isinstance(body, dict) else body
    path = "/api/v1/sessions/{a}[1]/..%2f'$HOME'?x='$(id)'&y=%22"
    http.request(
        method,
        httpx.URL(house.url).copy_with(raw_path=path.encode()),
        content=content.encode(),
        headers={"X-Odd": ODD[:20]},
    )
    first = house.calls[-1]
    run(as_curl(first, house.url, house.instances).text, house)
    again = house.calls[-1]
    assert again.number > first.number
    assert (again.method, again.path, again.status) == (first.method, first.path, first.status)
    assert again.request_body == first.request_body
    left = {"connection", "accept-encoding", "content-length", "host"}
    headers = [
        {name: value for name, value in one.request_headers if name not in left} for one in (first, again)
    ]
    assert headers[0] == headers[1]


def test_the_curl_command_of_a_submission_submits_and_that_of_iam_gets_a_token(
    house: Emulator, http: httpx.Client
) -> None:
    job_id = submit(http)
    commands = [as_curl(one, house.url, house.instances) for one in house.calls[-2:]]
    assert [one.notes for one in commands] == [(), ()]
    assert "access_token" in json.loads(run(commands[0].text, house))
    assert json.loads(run(commands[1].text, house))["id"] != job_id
    assert commands[1].text in text(http, "/calls")


def test_a_curl_command_without_the_body_has_a_note() -> None:
    body = RecordedBody(size=9, left_out=9, note="binary")
    command = as_curl(
        RecordedCall(1, "2026-11-27T12:00:00Z", "POST", "/x", 200, 1.0, request_body=body), "http://a", []
    )
    assert command.notes == ("The command has no body: 9 of 9 bytes were not recorded.",)


HOSTILE = st.text(st.characters(exclude_categories=("Cs",)), min_size=1) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</pre></details><form action=//e>",
        "]]>",
        "<!--",
        "\0",
    ]
)


@settings(max_examples=drawn(12))
@given(HOSTILE)
def test_hostile_recorded_text_does_not_break_a_page(odd: str) -> None:
    forms = []
    for one in ("plain", odd):
        body = RecordedBody(one, 5, 2, one)
        call = RecordedCall(
            1,
            "2026-11-27T12:00:00Z",
            one,
            one,
            200,
            1.0,
            ((one, one),),
            body,
            ((one, one),),
            body,
            one,
            one,
            one,
        )
        filters = Filters(job=one, path=one)
        pages = calls_page([call], filters, "http://a", [], one) + call_page(call, "http://a", [], one)
        reader = Reader(pages)
        addresses = [value for _, name, value in reader.attributes if name in {"href", "action", "src"}]
        assert all(
            value.startswith(("/", "#")) and not value.startswith("//") for value in addresses if value
        )
        forms.append((reader.elements, [(tag, name) for tag, name, _ in reader.attributes]))
    assert forms[0] == forms[1]


@settings(max_examples=drawn(15))
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_indented_json_has_the_same_value(value: Any) -> None:
    assert json.loads(indented(json.dumps(value))) == value
    indented(json.dumps(value)[:-1])

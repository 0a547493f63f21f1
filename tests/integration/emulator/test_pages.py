"""The pages at `/` and `/jobs/{id}`: they say what is so, need no script, load nothing, and keep secrets."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from integration.emulator.conftest import Api
from support.circuits import BELL, FLIP, HEADER
from support.emulators import OTHER_INSTANCE

from qrt_facade.emulator import DEFAULT_INSTANCE, start
from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.records import Job
from qrt_facade.emulator.http.pages.histograms import MOST_OUTCOMES, histograms_of
from qrt_facade.emulator.http.pages.job import job_page
from qrt_facade.emulator.http.pages.overview import DeviceLine, overview

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = {"meta", "br", "hr", "img", "input", "link"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></script><svg onload=alert(1)>",
    "&lt;b&gt; &amp; '\"",
    "javascript:alert(1)",
    "<!--",
    "]]>",
    "\u202e\ufeff",
)


class Reader(HTMLParser):
    """What a browser without scripts sees: text, elements, attributes; and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.cells: list[list[str]] = []
        self.facts: list[list[str]] = []
        self.raw: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], "elements are left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "tr":
            self.cells.append([])
        elif tag == "td":
            self.cells[-1].append("")
        elif tag == "dt":
            self.facts.append(["", ""])
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"script", "style"}:
            self.raw[self._open[-1]] = data
            return
        self.text.append(data)
        if "td" in self._open:
            self.cells[-1][-1] += data
        for place, tag in enumerate(("dt", "dd")):
            if tag in self._open:
                self.facts[-1][place] += data


@pytest.fixture(scope="module")
def seen() -> Iterator[tuple[Api, dict[str, str]]]:
    """An emulator with a job of every kind."""
    with start(
        instance=[DEFAULT_INSTANCE, OTHER_INSTANCE],
        backends="ibm_fez,ibm_torino",
        queue_seconds=0,
        run_seconds=0,
        noise=False,
        seed=3,
        workers=1,
    ) as emulator:
        api, other = Api(emulator), Api(emulator, crn=OTHER_INSTANCE)
        ids = {
            "bell": api.submit([BELL, None, 200], tags=["entangled"]),
            "typed": api.submit([BELL, None, 200], params={"support_qiskit": True}),
            "private": api.submit([FLIP, None, 77], private=True, tags=["confidential"]),
            "failed": api.submit([HEADER + "h $0;"]),
            "estimator": api.submit([HEADER + "x $0;", "Z"], program="estimator"),
        }
        for job_id in ids.values():
            api.wait(job_id)
        ids["other"] = other.submit([FLIP])
        other.wait(ids["other"])
        yield api, ids
        api.http.close()
        other.http.close()


def read(api: Api, path: str) -> Reader:
    answer = api.http.get(path, headers={"Authorization": "", "Service-CRN": ""})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Reader(answer.text)


def test_the_overview_shows_devices_with_their_queues_and_the_newest_jobs(
    seen: tuple[Api, dict[str, str]],
) -> None:
    api, ids = seen
    rows = [row for row in read(api, "/").cells if row]
    assert rows[0] == ["ibm_fez", "online", "available", "0", "0"]
    jobs = {row[0]: row[1:] for row in rows[2:]}
    assert list(jobs) == list(reversed(ids.values()))
    assert jobs[ids["bell"]][:5] == ["Completed", "sampler", "ibm_fez", "emulator", "entangled"]
    assert jobs[ids["failed"]][0] == "Failed"
    assert jobs[ids["other"]][3] == "emulator-2"
    charged = api.get(f"/jobs/{ids['bell']}")["usage"]["qpu_charge_time_seconds"]
    assert round(float(jobs[ids["bell"]][-1])) == charged


@pytest.mark.parametrize("kind", ["bell", "typed"])
def test_the_page_of_a_sampler_job_shows_what_was_measured(
    seen: tuple[Api, dict[str, str]], kind: str
) -> None:
    api, ids = seen
    reader = read(api, f"/jobs/{ids[kind]}")
    assert "Pub 0, register c, 200 shots" in reader.text
    measured = {row[0]: int(row[1]) for row in reader.cells if len(row) == 3}
    assert set(measured) == {"00", "11"}
    assert sum(measured.values()) == 200
    meters = [value for tag, name, value in reader.attributes if (tag, name) == ("meter", "value")]
    assert sorted(map(int, meters)) == sorted(measured.values())
    assert all(value == "200" for tag, name, value in reader.attributes if (tag, name) == ("meter", "max"))


def test_the_page_of_a_failed_job_gives_the_reason(seen: tuple[Api, dict[str, str]]) -> None:
    api, ids = seen
    reason = dict(read(api, f"/jobs/{ids['failed']}").facts)["reason"]
    assert reason == "1517 " + api.get(f"/jobs/{ids['failed']}")["state"]["reason"]


def test_an_unknown_job_has_no_page(seen: tuple[Api, dict[str, str]]) -> None:
    api, _ = seen
    for path in ("/jobs/d6147q3traac73bef6f0", "/jobs/%3Cscript%3E", "/jobs/..%2f.."):
        answer = api.http.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/json"


def test_no_page_shows_a_secret_or_anything_of_a_private_job(seen: tuple[Api, dict[str, str]]) -> None:
    api, ids = seen
    pages = [api.http.get(path).text for path in ("/", *(f"/jobs/{job_id}" for job_id in ids.values()))]
    account = DEFAULT_INSTANCE.split(":")[6]
    token = str(api.http.headers["Authorization"]).removeprefix("Bearer ")
    for secret in (api.emulator.api_key, token, account, DEFAULT_INSTANCE, "OPENQASM", "confidential"):
        assert not any(secret in text for text in pages)
    private = read(api, f"/jobs/{ids['private']}")
    assert "meter" not in private.elements
    assert any("The job is private" in text for text in private.text)
    assert api("GET", f"/jobs/{ids['private']}/results").status_code == 200, (
        "a look at the page is no reading"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_tags_are_shown_as_text(seen: tuple[Api, dict[str, str]], text: str) -> None:
    api, ids = seen
    before = {path: read(api, path).elements for path in ("/", f"/jobs/{ids['bell']}")}
    assert api("PUT", f"/jobs/{ids['bell']}/tags", json={"tags": [text]}).status_code == 204
    for path, elements in before.items():
        reader = read(api, path)
        assert reader.elements == elements
        assert any(text in row for row in [*reader.cells, *reader.facts])
        assert not [value for _, _, value in reader.attributes if text in value]
    api("PUT", f"/jobs/{ids['bell']}/tags", json={"tags": ["entangled"]})


def job(**fields: Any) -> Job:
    always = {
        "id": "a" * 20, "crn": "crn", "program_id": "sampler", "backend": "ibm_fez", "status": "Failed", "created": clock.now(),
        "cost": 600, "tags": (), "private": False, "seed": None, "attempt": 1, "estimate_seconds": 2.0,
    }  # fmt: skip
    return Job(**{**always, **fields})


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_whatever_a_job_is_called_the_page_keeps_its_form(text: str) -> None:
    plain, odd = (
        overview([DeviceLine(name, name, name, 0, 0)], [job(backend=name, status=name, tags=(name,))], {})
        + job_page(job(reason=name, session_id=name, program_id=name), name, [], name)
        for name in ("plain", text)
    )
    assert Reader(odd).elements == Reader(plain).elements
    assert [one[:2] for one in Reader(odd).attributes] == [one[:2] for one in Reader(plain).attributes]


def test_a_page_loads_nothing_and_its_policy_lets_nothing_else_run(seen: tuple[Api, dict[str, str]]) -> None:
    api, ids = seen
    for path in ("/", f"/jobs/{ids['bell']}"):
        answer = api.http.get(path)
        reader = Reader(answer.text)
        loading = {"src", "srcset", "data", "action", "formaction", "poster", "style"}
        assert not [one for one in reader.attributes if one[1] in loading or one[1].startswith("on")]
        addresses = [value for _, name, value in reader.attributes if name == "href"]
        assert addresses
        assert all(
            address == "#main" or (address.startswith("/") and not address.startswith("//"))
            for address in addresses
        )
        assert "link" not in reader.elements
        policy = dict(
            directive.strip().split(" ", 1)
            for directive in answer.headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        for element in ("script", "style"):
            digest = base64.b64encode(hashlib.sha256(reader.raw[element].encode()).digest()).decode()
            assert policy[f"{element}-src"] == f"'sha256-{digest}'"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_a_page_is_live_with_and_without_scripts_in_light_and_dark(seen: tuple[Api, dict[str, str]]) -> None:
    reader = read(seen[0], "/")
    assert ("meta", "http-equiv", "refresh") in reader.attributes
    assert reader.elements["noscript"] == 1
    assert "fetch(location.href" in reader.raw["script"]
    assert "color-scheme: light dark" in reader.raw["style"]
    assert ("html", "lang", "en") in reader.attributes


def test_outcomes_beyond_the_most_frequent_are_counted_together() -> None:
    samples = [hex(value) for value in range(40) for _ in range(40 - value)]
    (histogram,) = histograms_of(
        f'{{"results": [{{"data": {{"c": {{"samples": {samples!r}, "num_bits": 6}}}}}}]}}'.replace("'", '"')
    )
    assert histogram.counts[0] == ("000000", 40)
    assert len(histogram.counts) == MOST_OUTCOMES
    assert sum(count for _, count in histogram.counts) + histogram.others == histogram.total == 820


def test_at_most_fifty_jobs_are_listed(seen: tuple[Api, dict[str, str]]) -> None:
    api, _ = seen
    api.http.patch("/emulator/scenario", json={"queue_seconds": 600})
    waiting = [api.submit([FLIP]) for _ in range(55)]
    rows = [row for row in read(api, "/").cells if len(row) == 8]
    assert [row[0] for row in rows] == list(reversed(waiting))[:50]
    assert any(row[:1] == ["ibm_fez"] and row[3] == "55" for row in read(api, "/").cells if len(row) == 5)

"""The pages at `/` and `/jobs/{id}`: they are correct, work without scripts, load nothing, and contain no secrets."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import zlib
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from integration.emulator.conftest import Api
from support.circuits import BELL, FLIP, HEADER
from support.emulators import OTHER_INSTANCE
from support.examples_drawn import drawn as examples
from support.scripted import TLS

from qrt_facade.emulator import DEFAULT_INSTANCE, start
from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.records import Job
from qrt_facade.emulator.http.pages.counting import MOST_OUTCOMES, registers_of
from qrt_facade.emulator.http.pages.elements import serialized
from qrt_facade.emulator.http.pages.job import job_page
from qrt_facade.emulator.http.pages.overview import DeviceLine, JobFilters, Jobs, overview
from qrt_facade.emulator.http.pages.points import SubmittedPub
from qrt_facade.emulator.http.pages.results import result_elements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOID = {"meta", "wbr", "br", "hr", "img", "input", "link"}
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
    """Parses what a browser without scripts shows: text, elements, attributes; and checks that elements are closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.cells: list[list[str]] = []
        self.facts: list[list[str]] = []
        self.items: list[list[str]] = []
        self.chips: list[str] = []
        self.pre: list[str] = []
        self.raw: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], "elements are not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "tr":
            self.cells.append([])
        elif tag == "td":
            self.cells[-1].append("")
        elif tag == "dt":
            self.facts.append(["", ""])
        elif tag == "li":
            self.items.append([])
        elif tag == "pre":
            self.pre.append("")
        self._chip = ("title",) in [one[:1] for one in attrs] and ("class", "chip") in attrs
        if tag not in VOID:
            self._open.append(tag)

    def jobs(self) -> list[list[str]]:
        """The rows of the job list."""
        return [row for row in self.cells if len(row) >= 6]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"script", "style"}:
            self.raw[self._open[-1]] = data
            return
        self.text.append(data)
        if "td" in self._open:
            # Of a job's cell only the id: its tags are in `chips`.
            self.cells[-1][-1] += "" if "ul" in self._open else data
        if "li" in self._open:
            self.items[-1].append(data)
        if self._open[-1:] == ["a"] and "li" in self._open and self._chip:
            self.chips.append(data)
        if "pre" in self._open:
            self.pre[-1] += data
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
    reader = read(api, "/")
    assert [row[:3] for row in reader.items if row[0] in {"ibm_fez", "ibm_torino"}][:2] == [
        ["ibm_fez", "online", "idle"],
        ["ibm_torino", "online", "idle"],
    ]
    jobs = {row[0]: row[1:] for row in reader.jobs()}
    assert list(jobs) == list(reversed(ids.values()))
    assert jobs[ids["bell"]][:4] == ["Completed", "sampler", "ibm_fez", "emulator"]
    assert jobs[ids["failed"]][0] == "Failed"
    assert jobs[ids["other"]][3] == "emulator-2"
    charged = api.get(f"/jobs/{ids['bell']}")["usage"]["qpu_charge_time_seconds"]
    assert round(float(jobs[ids["bell"]][-1])) == charged


@pytest.mark.parametrize("kind", ["bell", "typed"])
def test_the_page_of_a_sampler_job_shows_its_counts(seen: tuple[Api, dict[str, str]], kind: str) -> None:
    api, ids = seen
    reader = read(api, f"/jobs/{ids[kind]}")
    assert "PUB 0, register c: 200 shots" in reader.text
    measured = {row[0]: int(row[1]) for row in reader.cells if len(row) == 3}
    assert [row[2] for row in reader.cells if len(row) == 3] == [
        f"{count / 2:.1f} %" for count in measured.values()
    ]
    assert set(measured) == {"00", "11"}
    assert sum(measured.values()) == 200
    meters = [value for tag, name, value in reader.attributes if (tag, name) == ("meter", "value")]
    assert sorted(map(int, meters)) == sorted(measured.values())
    assert all(value == "200" for tag, name, value in reader.attributes if (tag, name) == ("meter", "max"))


def test_the_page_of_a_failed_job_gives_the_reason(seen: tuple[Api, dict[str, str]]) -> None:
    api, ids = seen
    state = api.get(f"/jobs/{ids['failed']}")["state"]
    text = read(api, f"/jobs/{ids['failed']}").text
    assert "Failed with code 1517" in text
    assert state["reason"] in text
    assert state["reason_solution"] in text


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
    assert [row for row in read(api, "/?tag=confidential").cells if len(row) > 1] == [], (
        "a private job cannot be found by its tag"
    )
    assert api("GET", f"/jobs/{ids['private']}/results").status_code == 200, (
        "viewing the page does not count as reading the result"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_tags_are_shown_as_text(seen: tuple[Api, dict[str, str]], text: str) -> None:
    api, ids = seen
    before = {path: read(api, path).elements for path in ("/", f"/jobs/{ids['bell']}")}
    assert api("PUT", f"/jobs/{ids['bell']}/tags", json={"tags": [text]}).status_code == 204
    for path, elements in before.items():
        reader = read(api, path)
        assert reader.elements == elements
        assert text in reader.chips
        spoken = {"href", "title"}
        assert not [one for one in reader.attributes if text in one[2] and one[1] not in spoken]
        assert all(
            value.startswith("/?tag=")
            for tag, name, value in reader.attributes
            if (tag, name) == ("a", "href") and "tag" in value
        )
    api("PUT", f"/jobs/{ids['bell']}/tags", json={"tags": ["entangled"]})


def job(**fields: Any) -> Job:
    always = {
        "id": "a" * 20, "crn": "crn", "program_id": "sampler", "backend": "ibm_fez", "status": "Failed", "created": clock.now(),
        "cost": 600, "tags": (), "private": False, "seed": None, "attempt": 1, "estimate_seconds": 2.0,
    }  # fmt: skip
    return Job(**{**always, **fields})


def listed(*jobs: Job) -> Jobs:
    return Jobs(
        JobFilters(), jobs, len(jobs), len(jobs), 1, 1, {"status": {}, "backend": {}, "program": {}}, {}
    )


@settings(max_examples=examples(20))
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_hostile_names_do_not_break_the_page_of_a_job(text: str) -> None:
    plain, odd = (
        overview(
            [DeviceLine(name, name, name, 0, 0)], listed(job(backend=name, status=name, tags=(name,))), None
        )
        + job_page(job(reason=name, session_id=name, program_id=name, tags=(name,)), name, [])
        for name in ("plain", text)
    )
    assert Reader(odd).elements == Reader(plain).elements
    assert [one[:2] for one in Reader(odd).attributes] == [one[:2] for one in Reader(plain).attributes]


def test_a_page_loads_nothing_and_its_policy_blocks_other_scripts(seen: tuple[Api, dict[str, str]]) -> None:
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
    (register,) = registers_of(
        json.dumps({"results": [{"data": {"c": {"samples": samples, "num_bits": 6}}}]})
    )
    (histogram,) = register.points
    assert histogram.counts[0] == ("000000", 40)
    assert len(histogram.counts) == MOST_OUTCOMES
    assert sum(count for _, count in histogram.counts) + histogram.other_shots == histogram.total == 820
    assert histogram.others == 40 - MOST_OUTCOMES


def test_fifty_jobs_are_listed_with_a_link_to_older_ones(seen: tuple[Api, dict[str, str]]) -> None:
    api, ids = seen
    api.http.patch("/emulator/scenario", json={"queue_seconds": 600})
    waiting = [api.submit([FLIP]) for _ in range(55)]
    total = len(waiting) + len(ids)
    newest = read(api, "/")
    assert f"Newest jobs (50 of {total})" in newest.text
    assert [row[0] for row in newest.jobs()] == list(reversed(waiting))[:50]
    assert ["ibm_fez", "online", "55 queued"] in newest.items
    assert ("a", "href", "/?page=2") in newest.attributes
    older = read(api, "/?page=2")
    assert [row[0] for row in older.jobs()] == [*reversed(waiting[:5]), *reversed(ids.values())]
    assert f"Jobs 51 to {total} of {total}, newest first" in older.text
    for page in ("0", "-1", "x", "99999999999", "2.5", ""):
        assert read(api, f"/?page={page}").text == newest.text
    assert read(api, "/?page=77").text == older.text


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("status=Failed", ["failed"]),
        ("program=estimator", ["estimator"]),
        ("status=Completed&program=estimator&backend=ibm_fez", ["estimator"]),
        ("tag=entangled", ["bell"]),
        ("backend=ibm_nowhere", []),
        ("status=%3Cscript%3E", []),
    ],
)
def test_jobs_are_filtered_by_status_backend_program_and_tag(
    seen: tuple[Api, dict[str, str]], query: str, kinds: list[str]
) -> None:
    api, ids = seen
    reader = read(api, f"/?{query}")
    assert [row[0] for row in reader.jobs()] == [ids[kind] for kind in kinds]
    assert any(text.startswith("No job matches") for text in reader.text) == (not kinds)
    assert reader.elements["script"] == 1


def test_tags_that_the_client_adds_are_not_shown() -> None:
    own = "qrt-submission-" + "0" * 24
    html = overview([], listed(job(tags=(own, "mine"))), None) + job_page(
        job(tags=(own, "mine")), "emulator", []
    )
    assert own not in html
    assert Reader(html).chips == ["mine", "mine"]


def test_a_sweep_is_shown_point_by_point_with_the_values_of_its_parameters() -> None:
    samples = [["0x1"] * 200, ["0x0"] * 104 + ["0x1"] * 96]
    result = json.dumps({"results": [{"data": {"c": {"samples": samples, "num_bits": 1}}}]})
    params = json.dumps({"pubs": [["", {"theta": [0.0, 1.5708]}, 200]]})
    reader = drawn("sampler", result, params)
    assert "PUB 0, register c: a sweep of 2 points, 200 shots each" in reader.text
    assert [row for row in reader.cells if row] == [
        ["0: theta = 0", "0", "200"],
        ["1: theta = 1.5708", "104", "96"],
    ]


@pytest.mark.parametrize(
    "values", [{"a,b": [[[0.5, 2.0]], [[1.5, 3.0]]]}, {"a": [[0.5], [1.5]], "b": [[2.0], [3.0]]}]
)
def test_points_of_several_parameters_are_named_by_each(values: Any) -> None:
    assert SubmittedPub(values).parameters((2, 1)) == ["a = 0.5, b = 2", "a = 1.5, b = 3"]


def test_values_that_do_not_fit_the_result_are_not_shown() -> None:
    for values in (
        {"a,b": [1.0, 2.0, 3.0], "c": [1.0, 2.0, 3.0, 4.0], "d": [[1.0], [2.0], [3.0]]},
        {"a": "x"},
        {"a": [[1.0], 2.0]},
        None,
        {"a": {"__type__": "ndarray", "__value__": "!"}},
    ):
        assert SubmittedPub(values).parameters((2,)) is None


def test_expectation_values_are_shown_with_observables_errors_and_significant_digits() -> None:
    result = json.dumps(
        {
            "results": [
                {
                    "data": {
                        "evs": [[-1.0, -0.001953125], [0.25, 1.4961]],
                        "stds": [[0.0, 0.0156268], [0.02, 0.0031]],
                    }
                }
            ]
        }
    )
    params = json.dumps({"pubs": [["", [["ZZ"], [{"XX": 0.5, "ZI": -2}]], {"theta": [0.0, 1.5]}]]})
    reader = drawn("estimator", result, params)
    assert "PUB 0: 4 expectation values" in reader.text
    assert [row[:3] for row in reader.cells if row] == [
        ["0, 0: theta = 0", "ZZ", "-1.0000 ± 0"],
        ["0, 1: theta = 1.5", "ZZ", "-0.002 ± 0.016"],
        ["1, 0: theta = 0", "0.5 XX - 2 ZI", "0.250 ± 0.020"],
        ["1, 1: theta = 1.5", "0.5 XX - 2 ZI", "1.4961 ± 0.0031"],
    ]


def test_a_missing_value_does_not_hide_those_of_other_points() -> None:
    data = '{"results": [{"data": {"evs": [NaN, 0.5, null], "stds": [NaN, 0.125, 0.1]}}]}'
    reader = drawn("estimator", data, None)
    assert "PUB 0: 3 expectation values" in reader.text
    assert reader.elements["svg"] == 1


def test_an_observable_of_many_qubits_names_only_those_it_acts_on() -> None:
    wide = "I" * 153
    assert SubmittedPub(observables=wide + "XZZ").observed(()) == ["X2 Z1 Z0 of 156 qubits"]
    assert SubmittedPub(observables=[{wide + "IZZ": 1, wide + "XIX": -0.5}]).observed((1,)) == [
        "Z1 Z0 - 0.5 X2 X0 of 156 qubits"
    ]


def test_values_in_the_format_of_ibms_client_label_the_points() -> None:
    content = io.BytesIO()
    np.save(content, np.array([[0.0, 1.0], [3.14, 1.0]]))
    typed = {"__type__": "ndarray", "__value__": base64.b64encode(zlib.compress(content.getvalue())).decode()}
    assert SubmittedPub(typed).parameters((2,)) == ["values 0, 1", "values 3.14, 1"]


@pytest.mark.parametrize("program", ["sampler", "estimator", "executor", "noise-learner"])
@pytest.mark.parametrize(
    "result",
    [
        '{"results": [{"data": {"c": {"samples": 7, "num_bits": 2}}}]}',
        "[]",
        "{}",
        "7",
        "nonsense",
        '{"results": [{"data": {"evs": "x", "stds": 0}}]}',
        '{"data": [7]}',
    ],
)
def test_an_unsupported_result_does_not_break_the_page(program: str, result: str) -> None:
    reader = drawn(program, result, '{"pubs": 7}')
    assert reader.elements["p"] + reader.elements["details"] <= 1


def drawn(program: str, result: str, params: str | None) -> Reader:
    return Reader("".join(map(serialized, result_elements(program, result, params))))


def test_a_browser_that_asks_for_an_unknown_job_gets_a_page(seen: tuple[Api, dict[str, str]]) -> None:
    answer = seen[0].http.get("/jobs/%3Cscript%3E", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 404
    reader = Reader(answer.text)
    assert "<script>" in reader.text
    assert reader.elements["script"] == 1


def test_without_jobs_the_page_shows_commands_that_run_unchanged() -> None:
    with start(backends="ibm_fez", queue_seconds=0, run_seconds=0, workers=1) as emulator:
        shown = httpx.get(emulator.url, verify=TLS).text
        commands = Reader(shown).pre
        assert emulator.url in shown
        assert emulator.api_key in shown
        assert emulator.instance in shown
        assert [name.splitlines()[0].split()[0] for name in commands] == ["echo", "from", "TOKEN=$(curl"]
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(commands[1], {})
        assert output.getvalue() == "['ibm_fez']\n"
        if shutil.which("curl") and shutil.which("bash"):
            ran = subprocess.run(
                ["bash", "-c", commands[2]], capture_output=True, text=True, timeout=60, check=True
            )
            assert json.loads(ran.stdout)["devices"][0]["name"] == "ibm_fez", (
                "in the newest version of the API"
            )


@pytest.mark.long
def test_the_first_terminal_command_runs_unchanged(tmp_path: Path) -> None:
    with start(backends="ibm_fez", queue_seconds=0, run_seconds=0, noise=False, workers=1) as emulator:
        command = Reader(httpx.get(emulator.url, verify=TLS).text).pre[0]
        qrt = tmp_path / "qrt"
        qrt.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m qrt_facade "$@"\n')
        qrt.chmod(0o700)
        ran = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert "4,096" in ran.stdout or "4096" in ran.stdout


def test_a_custom_key_or_crn_is_not_shown() -> None:
    with start(
        backends="ibm_fez", workers=1, api_key="my-own-key-0123456789", instance=OTHER_INSTANCE
    ) as emulator:
        shown = httpx.get(emulator.url, verify=TLS).text
    assert "my-own-key-0123456789" not in shown
    assert OTHER_INSTANCE not in shown
    assert "the one that the emulator was started with" in shown

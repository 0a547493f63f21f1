"""What notebooks show: well-formed, escaped, without scripts, styles or assets from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drawn import estimated, samples

from qrt_facade import RuntimeClient
from qrt_facade._display import notebook
from qrt_facade._service.account import Usage
from qrt_facade._service.backends import BackendState
from qrt_facade._service.jobs import (
    JobError,
    JobState,
)
from qrt_facade._service.sessions import SessionDetails
from qrt_facade.results import (
    EstimatorPubResult,
    EstimatorResult,
    SamplerPubResult,
    SamplerResult,
)
from qrt_facade.results.base import PubData, Source

HOSTILE = "<script>alert('x')</script>\"&<img src=x onerror=1>"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Tags(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def texts(html: str) -> list[str]:
    """The texts of the cells, from HTML that is also well-formed XML."""
    root = ET.fromstring(f"<div>{html}</div>")
    return ["".join(cell.itertext()) for cell in root.iter() if cell.tag in {"td", "th", "caption"}]


def rows(html: str) -> list[list[str]]:
    root = ET.fromstring(f"<div>{html}</div>")
    return [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]


def backend_state(name: str) -> BackendState:
    return BackendState(
        name=name,
        status="online",
        reason="available",
        num_qubits=156,
        queue_length=12345,
        processor="Heron 2",
        clops=195000.0,
        two_qubit_error=0.00283,
        readout_error=0.0091,
        raw={},
    )


def session_details(session_id: str) -> SessionDetails:
    return SessionDetails(
        id=session_id,
        backend="ibm_fez",
        mode="dedicated",
        state="open",
        state_reason=None,
        accepting_jobs=True,
        max_ttl=28800,
        interactive_ttl=60,
        active_ttl=None,
        started_at=MOMENT,
        activated_at=None,
        closed_at=None,
        last_job_started=None,
        last_job_completed=None,
        usage_seconds=1.5,
        raw={},
    )


def usage(instance: str) -> Usage:
    return Usage(
        instance_id=instance,
        plan_id=None,
        consumed_seconds=12.5,
        limit_seconds=600.0,
        allocation_seconds=None,
        limit_reached=False,
        period_start=MOMENT,
        period_end=None,
        time_available_at=None,
        raw={},
    )


def job_state(text: str) -> JobState:
    return JobState(
        id=text,
        status=text,
        backend=text,
        program_id=text,
        created=MOMENT,
        tags=(text, "second"),
        session_id=text,
        private=True,
        usage_seconds=2.0,
        reason=JobError(1517, text, text),
    )


def everything(text: str) -> dict[str, str]:
    """Everything that a notebook shows, with one text in every place that somebody else can write in."""
    pub = SamplerPubResult(PubData({text: samples([0, 3], 2), f"{text}2": np.zeros(3, complex)}, ()), {})
    return {
        "backend": notebook.backend(replace(backend_state(text), status=text, reason=text, processor=text)),
        "backends": notebook.backends([type("Backend", (), {"state": backend_state(text)})]),
        "job": notebook.job(job_state(text)),
        "session": notebook.session(
            replace(session_details(text), backend=text, mode=text, state=text, state_reason=text)
        ),
        "usage": notebook.usage(usage(text)),
        "samples": notebook.samples(samples([0, 3], 2), text),
        "sampler": notebook.sampler_result(SamplerResult([pub], {}, Source("sampler"))),
        "estimator": notebook.estimator_result(
            EstimatorResult([estimated([0.5, -1], [0.01, 0])], {}, Source("estimator"))
        ),
    }


@pytest.mark.parametrize("kind", everything("plain"))
def test_hostile_text_is_shown_and_not_obeyed(kind: str) -> None:
    seen = Tags(everything(HOSTILE)[kind])
    assert seen.names <= {"table", "caption", "tr", "th", "td", "div"}
    assert seen.attributes <= {"style", "scope"}
    if kind not in {"usage", "estimator"}:
        assert any(HOSTILE in words for words in seen.words)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60))
def test_any_text_leaves_the_tables_well_formed(text: str) -> None:
    for html in everything(text).values():
        assert texts(html)


@pytest.mark.parametrize("kind", everything("plain"))
def test_colours_are_those_of_the_page(kind: str) -> None:
    html = everything("plain")[kind]
    assert re.findall(r"[^-]color:(?!currentColor)", html) == []
    assert re.findall(r"background:(?!transparent)", html) == []
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(|url\(|https?:", html)


def test_a_backend_is_shown_with_units_and_thousands() -> None:
    shown = dict(rows(notebook.backend(backend_state("ibm_fez"))))
    assert shown == {
        "status": "online (available)",
        "processor": "Heron 2",
        "qubits": "156",
        "jobs waiting": "12,345",
        "2-qubit error": "0.28\u00a0%",
        "readout error": "0.91\u00a0%",
        "CLOPS": "195,000",
    }


def test_several_backends_are_compared_with_their_numbers_to_the_right() -> None:
    two = [type("Backend", (), {"state": state}) for state in (backend_state("ibm_fez"), unknown_backend())]
    html = notebook.backends(two)
    assert html._repr_html_() == html
    assert [row[0] for row in rows(html)] == ["backend", "ibm_fez", "ibm_new"]
    assert rows(html)[2][1:] == ["not known"] * 6
    right = re.findall(r'<td style="text-align:right[^>]*>([^<]*)', html)
    assert right == ["156", "12,345", "0.28\u00a0%", "0.91\u00a0%", "195,000"]


def unknown_backend() -> BackendState:
    return replace(
        backend_state("ibm_new"),
        **dict.fromkeys(
            ("status", "num_qubits", "queue_length", "clops", "two_qubit_error", "readout_error"), None
        ),
    )


def test_what_is_not_known_of_a_job_has_no_row() -> None:
    assert rows(notebook.job(JobState(id="j", status="Queued"))) == [["status", "Queued"]]
    shown = dict(rows(notebook.job(job_state("x"))))
    assert shown["QPU time"] == "2\u00a0s"
    assert shown["created"] == "2026-01-02 03:04:05 UTC"
    assert shown["tags"] == "x, second"
    assert shown["reason"] == "code 1517: x x"


def test_a_long_text_is_cut() -> None:
    shown = dict(rows(notebook.job(replace(job_state("x"), reason=JobError(None, "m" * 5000, None)))))
    assert shown["reason"] == "m" * notebook.MAX_TEXT + "…"


def test_usage_names_neither_instance_nor_account() -> None:
    html = usage("crn:v1:bluemix:public:quantum-computing:us-east:a/0123:4567::")._repr_html_()
    assert "crn" not in html
    assert "0123" not in html
    shown = dict(rows(html))
    assert (shown["used"], shown["limit"], shown["left"]) == ("12.5\u00a0s", "600\u00a0s", "587.5\u00a0s")


def test_the_most_frequent_bitstrings_come_first_and_the_rest_is_summed_up() -> None:
    html = notebook.samples(samples([1] * 30 + [2] * 20 + list(range(3, 53)), 6))
    shown = rows(html)
    assert shown[1] == ["000001", "30", "30.00\u00a0%"]
    assert shown[2] == ["000010", "20", "20.00\u00a0%"]
    assert shown[-1] == ["42 others", "42", "42.00\u00a0%"]
    assert sum(int(row[1]) for row in shown[1:]) == 100
    assert texts(html)[0] == "Samples: 6 bits, 100 shots"


def test_expectation_values_are_rounded_by_their_errors() -> None:
    shown = rows(notebook.estimator_pub(estimated([0.123456, -1.0, np.nan], [0.0123, 0.0, np.nan])))
    assert shown[1:] == [["(0,)", "0.123", "0.012"], ["(1,)", "-1.0000", "0.0000"], ["(2,)", "nan", "nan"]]


def test_many_points_and_many_pubs_are_cut_and_counted() -> None:
    assert "and 90 more points" in notebook.estimator_pub(estimated(np.zeros(100), np.zeros(100)))
    several = EstimatorResult([estimated(1, 0)] * 25, {}, Source("estimator"))
    html = notebook.estimator_result(several)
    assert "Estimator result: 25 PUBs" in html
    assert "and 15 more PUBs" in html


def test_results_without_shots_or_errors_are_shown_all_the_same() -> None:
    assert "0 shots" in notebook.samples(samples([], 2))
    bare = EstimatorPubResult(PubData({"evs": np.array(0.5)}, ()), {})
    assert rows(notebook.estimator_pub(bare))[1] == ["()", "0.5000", "nan"]


def test_each_object_shows_itself(emulator: Any) -> None:
    circuit = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] reg; x $0; reg[0] = measure $0;'
    with RuntimeClient(
        emulator.api_key, emulator.instance, base_url=f"{emulator.url}/api", iam_url=emulator.url
    ) as client:
        backend = client.backends.get("ibm_fez")
        session = client.sessions.create(backend=backend, mode="batch")
        job = client.sampler.submit(circuit, backend=backend, shots=50, tags=["<b>"])
        result = job.result()
        value = client.estimator.run(
            ('OPENQASM 3.0; include "stdgates.inc"; qubit[1] q; x q[0];', "Z"), backend=backend
        )
        spent = client.usage()
        assert isinstance(client.backends.list(), list)
    shown = {
        "Backend ibm_fez": backend,
        f"Batch {session.id}": session,
        "&lt;b&gt;": job,
        "Sampler result: 1 PUB": result,
        "Register reg: 1 bits, 50 shots": result[0],
        "Samples: 1 bits, 50 shots": result[0].reg,
        "Estimator result: 1 PUB": value,
        "expectation value": value[0],
        "QPU time of the instance": spent,
    }
    for words, thing in shown.items():
        html = thing._repr_html_()
        assert words in html
        assert texts(html)

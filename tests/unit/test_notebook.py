"""HTML of the facade's objects in notebooks: well-formed, escaped, without scripts, styles or external assets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drawn import device, estimated, samples
from support.html import rows, texts

from qrt_facade._display.html import html_of
from qrt_facade._service.backends import BackendList, BackendState, BackendStatus
from qrt_facade._service.device_answers import DeviceConfiguration, DeviceProperties
from qrt_facade._service.instances import Usage
from qrt_facade._service.job_metrics import Metrics
from qrt_facade._service.jobs import JobError, JobState
from qrt_facade._service.sessions import SessionDetails
from qrt_facade._service.workloads import Workload
from qrt_facade.results import (
    EstimatorPubResult,
    EstimatorResult,
    ExecutorItemResult,
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


@dataclass
class Listed:
    """A backend of either client, with what a list needs."""

    state: BackendState


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


def workload(text: str) -> Workload:
    return Workload(
        id=text,
        mode=text,
        status=text,
        status_reason=text,
        backend=text,
        created=MOMENT,
        ended=None,
        tags=(text,),
        usage_seconds=1.0,
        accepting_jobs=None,
        user_id=None,
        raw={},
    )


def metrics(version: str) -> Metrics:
    return Metrics(
        created=MOMENT,
        running=None,
        finished=None,
        usage_seconds=2.0,
        usage_status="complete",
        circuits_execution_time_ns=1.5e9,
        qiskit_version=version,
        position_in_queue=3,
        estimated_start_time=None,
        estimated_completion_time=None,
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


def shown_configuration(text: str) -> DeviceConfiguration:
    configuration, _ = device("ibmq_manila")
    named = {"backend_name": text, "backend_version": text, "basis_gates": [text]}
    return DeviceConfiguration.from_dict({**configuration, **named})


def shown_properties(text: str) -> DeviceProperties:
    _, measured = device("ibmq_manila")
    named = {"backend_name": text, "backend_version": "1", "last_update_date": "2026-01-02T03:04:05Z"}
    return DeviceProperties.from_dict({"general": [], **measured, **named})


def everything(text: str) -> dict[str, str]:
    """All objects with HTML, with one text in every place that others can write to."""
    pub = SamplerPubResult(PubData({text: samples([0, 3], 2), f"{text}2": np.zeros(3, complex)}, ()), {})
    backend = replace(backend_state(text), status=text, reason=text, processor=text)
    session = replace(session_details(text), backend=text, mode=text, state=text, state_reason=text)
    shown: dict[str, Any] = {
        "backend": backend,
        "backends": BackendList([Listed(backend)]),
        "job": job_state(text),
        "metrics": metrics(text),
        "session": session,
        "usage": usage(text),
        "workload": workload(text),
        "status": BackendStatus(True, text, text, 1, text, {}),
        "configuration": shown_configuration(text),
        "properties": shown_properties(text),
        "samples": samples([0, 3], 2),
        "sampler": SamplerResult([pub], {}, Source("sampler")),
        "estimator": EstimatorResult([estimated([0.5, -1], [0.01, 0])], {}, Source("estimator")),
        "executor": ExecutorItemResult(PubData({text: np.zeros(3)}, ()), {}),
    }
    return {kind: html_of(thing) for kind, thing in shown.items()}


@pytest.mark.parametrize("kind", everything("plain"))
def test_hostile_text_is_escaped(kind: str) -> None:
    seen = Tags(everything(HOSTILE)[kind])
    assert seen.names <= {"table", "caption", "tr", "th", "td", "div"}
    assert seen.attributes <= {"style", "scope"}
    if kind not in {"usage", "estimator", "samples"}:
        assert any(HOSTILE in words for words in seen.words)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60))
def test_any_text_gives_well_formed_tables(text: str) -> None:
    for kind, html in everything(text).items():
        assert bool(texts(html)) is (kind != "executor")  # which has lines instead of a table


@pytest.mark.parametrize("kind", everything("plain"))
def test_html_uses_the_page_s_colours(kind: str) -> None:
    html = everything("plain")[kind]
    assert re.findall(r"[^-]color:(?!currentColor)", html) == []
    assert re.findall(r"background:(?!transparent)", html) == []
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(|url\(|https?:", html)


def test_several_backends_are_shown_in_one_table() -> None:
    unknown = replace(
        backend_state("ibm_new"),
        **dict.fromkeys(("status", "reason", "processor", "num_qubits", "queue_length"), None),
        **dict.fromkeys(("clops", "two_qubit_error", "readout_error"), None),
    )
    html = html_of(BackendList([Listed(backend_state("ibm_fez")), Listed(unknown)]))
    assert texts(html)[0] == "2 backends"
    head, first, second = rows(html)
    assert head == [
        "backend", "status", "processor", "qubits", "queue", "2Q error", "readout error", "CLOPS"
    ]  # fmt: skip
    assert first == ["ibm_fez", "online", "Heron 2", "156", "12,345", "0.283%", "0.910%", "195,000"]
    assert second == ["ibm_new", *["unknown"] * 7]
    assert texts(html_of(BackendList([]))) == ["0 backends", "backend"]


def test_usage_html_contains_neither_instance_nor_account() -> None:
    html = html_of(usage("crn:v1:bluemix:public:quantum-computing:us-east:a/0123:4567::"))
    assert "crn" not in html
    assert "0123" not in html
    shown = dict(rows(html))
    assert (shown["used"], shown["limit"], shown["remaining"]) == ("12.5 s", "600 s", "587.5 s")


def test_samples_are_shown_with_their_counts() -> None:
    html = html_of(samples([1, 1, 1, 2], 2))
    assert texts(html)[0] == "4 shots of 2 bits"
    assert rows(html)[1:] == [["01", "3", "75.0%"], ["10", "1", "25.0%"]]


def test_expectation_values_are_rounded_by_their_errors() -> None:
    shown = rows(html_of(estimated([0.123456, -1.0, np.nan], [0.0123, 0.0, np.nan])))
    assert shown[1:] == [["(0,)", "0.123 ± 0.012"], ["(1,)", "-1.0000 ± 0"], ["(2,)", "unknown"]]


def test_many_points_and_pubs_are_truncated_with_a_count() -> None:
    assert "and 90 more points" in html_of(estimated(np.zeros(100), np.zeros(100)))
    several = EstimatorResult([estimated(1, 0)] * 25, {}, Source("estimator"))
    assert "Estimator result: 25 PUBs" in html_of(several)
    assert "and 15 more PUBs" in html_of(several)


def test_results_without_shots_or_errors_are_shown() -> None:
    assert "0 shots" in html_of(samples([], 2))
    bare = EstimatorPubResult(PubData({"evs": np.array(0.5)}, ()), {})
    assert rows(html_of(bare))[1] == ["()", "0.5000"]

"""Metrics mean the same on every API version."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from qrt_client.models import JobMetrics

from qrt_facade._service.job_metrics import Metrics

TIMES = {
    "created": "2026-09-30T12:00:00Z",
    "running": "2026-09-30T12:01:00Z",
    "finished": "2026-09-30T12:02:00Z",
}


def metrics_of(**answer: Any) -> Metrics:
    return Metrics.of(JobMetrics.from_dict(answer).to_dict())


def test_metrics_times_are_aware_utc() -> None:
    metrics = metrics_of(timestamps=TIMES)
    assert metrics.created == datetime(2026, 9, 30, 12, tzinfo=UTC)
    assert metrics.running == datetime(2026, 9, 30, 12, 1, tzinfo=UTC)
    assert metrics.finished == datetime(2026, 9, 30, 12, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "answer",
    [
        {"usage": {"qpu_charge_time_seconds": 2, "status": "complete"}, "circuits_execution_time_ns": 5},
        {"usage": {"qpu_charge_time_seconds": 2, "status": "complete", "circuits_execution_time_ns": 5}},
    ],
    ids=["2026-04-15", "2026-03-15"],
)
def test_metrics_of_newer_versions_have_charge_status_and_execution_time(answer: dict[str, Any]) -> None:
    metrics = metrics_of(**answer)
    assert (metrics.usage_seconds, metrics.usage_status, metrics.circuits_execution_time_ns) == (
        2,
        "complete",
        5,
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"usage": {"quantum_seconds": 2, "seconds": 2}, "bss": {"seconds": 2}},
        {"usage": {"seconds": 2}},
        {"bss": {"seconds": 2}},
    ],
)
def test_metrics_of_older_versions_have_the_charge_under_older_names(answer: dict[str, Any]) -> None:
    metrics = metrics_of(**answer, position_in_queue=3, estimated_start_time="2026-09-30T12:00:00Z")
    assert (metrics.usage_seconds, metrics.usage_status) == (2, None)
    assert metrics.position_in_queue == 3
    assert metrics.estimated_start_time == datetime(2026, 9, 30, 12, tzinfo=UTC)


def test_a_pending_charge_is_none() -> None:
    metrics = metrics_of(usage={"qpu_charge_time_seconds": 2, "status": "pending"})
    assert (metrics.usage_seconds, metrics.usage_status) == (None, "pending")


def test_an_empty_response_gives_metrics_without_values() -> None:
    metrics = metrics_of()
    assert {getattr(metrics, name) for name in Metrics.__slots__ if name != "raw"} == {None}
    assert metrics.raw == {}


@pytest.mark.parametrize("odd", ["5", [], {}, True, float("nan")])
def test_an_invalid_execution_time_is_none(odd: object) -> None:
    assert metrics_of(circuits_execution_time_ns=odd).circuits_execution_time_ns is None


def test_metrics_keep_the_raw_response() -> None:
    answer = {"timestamps": {"created": None}, "caller": "qrt", "new_in_2027": {"a": [1]}}
    assert metrics_of(**answer).raw["new_in_2027"] == {"a": [1]}

"""Labels, values and units with which jobs, sessions, backends and usage are displayed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from qrt_facade._display.facts import known
from qrt_facade._service.backends import BackendState
from qrt_facade._service.instances import Usage
from qrt_facade._service.job_metrics import Metrics
from qrt_facade._service.jobs import JobError, JobState
from qrt_facade._service.sessions import SessionDetails
from qrt_facade._service.workloads import Workload

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
REQUIRED: dict[Any, dict[str, Any]] = {
    Usage: {"raw": {}},
    Workload: {"id": "w", "tags": (), "raw": {}},
    BackendState: {"name": "ibm_fez", "raw": {}},
    JobState: {"id": "j", "status": "Queued", "tags": (), "all_tags": (), "private": False},
    Metrics: {"raw": {}},
    SessionDetails: {"id": "s", "raw": {}},
}


def shown(kind: Any, **values: Any) -> dict[str, Any]:
    """Return the known facts of an object with only these values."""
    return dict(
        known(kind(**{**dict.fromkeys(kind.__dataclass_fields__), **REQUIRED[kind], **values}).facts())
    )


@pytest.mark.parametrize("kind", REQUIRED)
def test_unknown_facts_are_not_shown(kind: Any) -> None:
    always = {JobState: {"status": "Queued"}}
    assert shown(kind) == always.get(kind, {})


def test_a_job_is_shown_with_its_reason_tags_and_time() -> None:
    assert shown(
        JobState,
        status="Failed",
        created=MOMENT,
        tags=("first", "second"),
        private=True,
        usage_seconds=2.0,
        reason=JobError(1517, "Not an instruction.", "Transpile it."),
    ) == {
        "status": "Failed",
        "reason": "code 1517: Not an instruction. Transpile it.",
        "created": MOMENT,
        "private": "yes: its result can be read only once",
        "tags": "first, second",
        "QPU time": "2 s",
    }


@pytest.mark.parametrize(
    ("status", "charged", "expected"),
    [
        ("Queued", None, "7 s"),
        ("Queued", 1.0, None),
        ("Completed", None, None),
        ("Cancelled - x", None, None),
    ],
)
def test_expected_time_is_shown_for_a_job_that_has_not_ended_or_been_charged(
    status: str, charged: float | None, expected: str | None
) -> None:
    facts = shown(JobState, status=status, usage_seconds=charged, estimated_seconds=7)
    assert facts.get("QPU time expected") == expected


def test_showing_a_status_added_later_does_not_warn() -> None:
    # Warnings are errors in these tests.
    assert shown(JobState, status="Resting", estimated_seconds=7)["QPU time expected"] == "7 s"


def test_metrics_are_shown_in_seconds_with_whether_usage_is_settled() -> None:
    facts = shown(Metrics, usage_status="pending", circuits_execution_time_ns=1.5e9, position_in_queue=1200)
    assert facts == {"usage settled": "not yet", "circuit execution": "1.5 s", "queue position": "1,200"}
    assert shown(Metrics, usage_status="complete") == {"usage settled": "yes"}


def test_a_session_is_shown_with_its_limits() -> None:
    assert shown(SessionDetails, mode="batch", accepting_jobs=False, max_ttl=28800, interactive_ttl=60) == {
        "mode": "batch",
        "accepts jobs": "no",
        "maximum TTL": "28,800 s",
        "interactive TTL": "60 s",
    }


def test_usage_is_shown_with_what_remains() -> None:
    assert shown(
        Usage, consumed_seconds=12.5, limit_seconds=600.0, limit_reached=True, period_end=MOMENT
    ) == {
        "used": "12.5 s",
        "limit": "600 s",
        "remaining": "587.5 s",
        "limit reached": "yes: jobs wait",
        "period end": MOMENT,
    }


def test_usage_in_resource_units_is_shown_in_units_with_seconds_below() -> None:
    units = {"consumed_ru": 31.25, "limit_ru": 1500.0}
    assert shown(Usage, **units, consumed_seconds=12.5, allocation_seconds=2000.0) == {
        "used": "31.25 RU",
        "limit": "1,500 RU",
        "remaining": "1,469 RU",
        "QPU time used": "12.5 s",
        "QPU time allocation": "2,000 s",
    }
    assert shown(Usage, **units) == {"used": "31.25 RU", "limit": "1,500 RU", "remaining": "1,469 RU"}


@pytest.mark.parametrize("kind", [JobState, Metrics, Workload])
def test_a_charge_only_in_resource_units_is_shown_without_time(kind: Any) -> None:
    facts = shown(kind, usage_ru=2.5)
    assert facts.get("usage") == "2.5 RU"
    assert "QPU time" not in facts


def test_expected_time_is_not_shown_for_a_job_charged_only_in_resource_units() -> None:
    assert "QPU time expected" not in shown(JobState, status="Running", usage_ru=2.5, estimated_seconds=7)


@pytest.mark.parametrize(
    ("status", "reason", "written"),
    [
        ("online", "available", "online"),
        ("online", None, "online"),
        ("paused", "paused", "paused"),
        ("paused", "maintenance", "paused (maintenance)"),
        (None, "maintenance", "(maintenance)"),
    ],
)
def test_a_status_reason_is_shown_if_it_adds_information(
    status: str | None, reason: str | None, written: str
) -> None:
    assert shown(BackendState, status=status, reason=reason) == {"status": written}


def test_a_backend_is_shown_with_units_and_thousands_separators() -> None:
    assert shown(
        BackendState,
        num_qubits=156,
        queue_length=12345,
        clops=194999.6,
        two_qubit_error=0.00283,
        readout_error=0.25,
    ) == {
        "qubits": "156",
        "queue": "12,345",
        "2Q error": "0.283%",
        "readout error": "25.0%",
        "CLOPS": "195,000",
    }


def test_a_workload_is_shown_with_whether_it_accepts_jobs() -> None:
    assert shown(Workload, mode="session", accepting_jobs=True, tags=("a", "b"), usage_seconds=0.5) == {
        "mode": "session",
        "accepts jobs": "yes",
        "tags": "a, b",
        "QPU time": "0.5 s",
    }

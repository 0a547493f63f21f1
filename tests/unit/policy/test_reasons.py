"""Messages about why a job has not run yet."""

from __future__ import annotations

from typing import Any

import pytest

from qrt_facade._policy.reasons import reason_for_waiting
from qrt_facade._service.backends import BackendStatus
from qrt_facade._service.instances import Usage
from qrt_facade._service.jobs import JobState

JOB = JobState("j1", "Queued", backend="ibm_fez")


def backend(**answer: Any) -> BackendStatus:
    return BackendStatus.of({"state": True, "status": "active", "length_queue": 0, **answer})


def usage(**answer: Any) -> Usage:
    return Usage.of({"usage_consumed_seconds": 600, **answer})


def test_a_paused_backend_is_named_with_its_reason() -> None:
    reason = reason_for_waiting(JOB, backend(state=False, status="maintenance", message="calibrating"), None)
    assert reason == "ibm_fez is not running jobs: calibrating"


def test_a_backend_with_internal_status_may_not_be_running_jobs() -> None:
    reason = reason_for_waiting(JOB, backend(status="internal"), None)
    assert reason == "ibm_fez may not be running jobs: internal"


def test_queue_length_is_singular_for_one_job() -> None:
    assert reason_for_waiting(JOB, backend(length_queue=1), None) == "1 job waits for this backend"
    assert reason_for_waiting(JOB, backend(length_queue=2), None) == "2 jobs wait for this backend"


def test_an_instance_over_its_limit_is_named_first_with_the_time_when_it_continues() -> None:
    spent = usage(usage_limit_reached=True, time_available_at="2026-10-01T12:00:00Z")
    reason = reason_for_waiting(JOB, backend(length_queue=15), spent)
    assert reason is not None
    assert reason.startswith("the instance has used up its QPU time")
    assert "at 2026-10-01 12:00 UTC; 15 jobs wait for this backend" in reason


def test_an_instance_over_its_limit_in_resource_units_is_reported_in_units() -> None:
    spent = Usage.of({"usage_consumed_ru": 1500, "usage_limit_reached": True})
    assert reason_for_waiting(JOB, None, spent) == (
        "the instance has used up its resource units (1,500 RU), and jobs wait until units become available"
    )
    silent = Usage.of({"usage_limit_ru": 1500, "usage_limit_reached": True})
    assert "resource units, and jobs wait" in str(reason_for_waiting(JOB, None, silent))


@pytest.mark.parametrize("figures", [{}, {"usage_consumed_ru": 1500, "usage_limit_seconds": 600}])
def test_an_instance_over_a_limit_of_unknown_unit_is_reported_without_a_unit(
    figures: dict[str, Any],
) -> None:
    spent = Usage.of({"usage_limit_reached": True, **figures})
    assert reason_for_waiting(JOB, None, spent) == (
        "the instance has reached its usage limit, and jobs wait until more becomes available"
    )


def test_position_in_queue_takes_precedence_over_queue_length() -> None:
    job = JobState.of(
        {"status": "Queued", "position_in_queue": 3, "estimated_start_time": "2026-10-01T12:00:00Z"},
        job_id="j1",
    )
    reason = reason_for_waiting(job, backend(length_queue=15), usage())
    assert reason == "position 3 in the queue; expected to start at 2026-10-01 12:00 UTC"


@pytest.mark.parametrize("limit", [False, None, "yes"])
def test_without_a_known_cause_there_is_no_reason_for_waiting(limit: object) -> None:
    assert reason_for_waiting(JOB, None, None) is None
    assert reason_for_waiting(JOB, backend(), usage(usage_limit_reached=limit)) is None
    assert reason_for_waiting(None, None, None) is None


def test_a_running_job_has_no_reason_for_waiting() -> None:
    running = JobState("j1", "Running", backend="ibm_fez")
    assert reason_for_waiting(running, backend(state=False), usage(usage_limit_reached=True)) is None

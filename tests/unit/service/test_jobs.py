"""State of a job as parsed from responses, and the error of an ended job."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from typing import Any

import pytest
from qrt_client.models import JobResponse

from qrt_facade._service import jobs
from qrt_facade._service.jobs import (
    JobError,
    JobState,
    error_for,
    is_final,
)
from qrt_facade._service.names import new_tag
from qrt_facade.errors import JobCancelledError, JobFailedError

ANSWER: dict[str, Any] = {
    "id": "j1",
    "backend": "ibm_fez",
    "status": "Failed",
    "state": {
        "status": "Failed",
        "reason": "Not supported by target.",
        "reason_code": 1517,
        "reason_solution": "Transpile.",
    },
    "created": "2026-09-30T12:00:00.123Z",
    "program": {"id": "sampler"},
    "tags": ["mine"],
    "session_id": "s1",
    "user_id": "IBMid-0000EMULATE",
    "private": True,
    "usage": {"qpu_charge_time_seconds": 2.5, "value": 6.25, "status": "complete"},
    "estimated_running_time_seconds": 3.5,
}


def state_of(**changed: Any) -> JobState:
    fields = {key: value for key, value in {**ANSWER, **changed}.items() if value != "left out"}
    return JobState.of(JobResponse.from_dict(fields).to_dict(), job_id="requested")


def test_all_fields_of_a_job_are_parsed() -> None:
    assert state_of() == JobState(
        id="j1",
        status="Failed",
        backend="ibm_fez",
        program_id="sampler",
        created=datetime(2026, 9, 30, 12, 0, 0, 123000, tzinfo=UTC),
        tags=("mine",),
        all_tags=("mine",),
        session_id="s1",
        user_id="IBMid-0000EMULATE",
        private=True,
        usage_seconds=2.5,
        usage_ru=6.25,
        usage_status="complete",
        estimated_seconds=3.5,
        reason=JobError(1517, "Not supported by target.", "Transpile."),
        privacy_known=True,
    )


def test_an_empty_response_gives_a_job_state_without_values() -> None:
    state = JobState.of(JobResponse.from_dict({}).to_dict(), job_id="requested")
    assert (state.id, state.status, state.ended if state.status != "Unknown" else False) == (
        "requested",
        "Unknown",
        False,
    )
    assert (state.tags, state.reason, state.usage_seconds, state.private) == ((), None, None, False)
    assert state.user_id is None


def test_the_submission_tag_is_separated_from_caller_tags() -> None:
    tag = new_tag()
    state = state_of(tags=["a", tag, "b"])
    assert state.tags == ("a", "b")
    assert state.all_tags == ("a", tag, "b")


def test_the_nested_status_is_used_if_there_is_no_other() -> None:
    assert state_of(status="left out").status == "Failed"


@pytest.mark.parametrize("status", ["Paused", "Cancelled - Ran too long", "queued"])
def test_a_job_status_keeps_the_service_s_spelling(status: str) -> None:
    assert state_of(status=status).status == status


@pytest.mark.parametrize(
    ("usage", "seconds"),
    [
        (None, None),
        ({}, None),
        ({"seconds": 2}, 2),
        ({"seconds": 0}, 0),
        ({"quantum_seconds": 3, "seconds": 2}, 3),
        ({"qpu_charge_time_seconds": 4, "status": "complete"}, 4),
        ({"qpu_charge_time_seconds": 0, "status": "complete", "seconds": 9}, 0),
        ({"qpu_charge_time_seconds": 4, "status": "pending"}, None),
        ({"qpu_charge_time_seconds": None, "seconds": 2}, 2),
        ({"qpu_charge_time_seconds": "4"}, None),
        ({"qpu_charge_time_seconds": 10**400}, None),
    ],
)
def test_charged_seconds_are_the_same_in_every_api_version(usage: Any, seconds: float | None) -> None:
    state = state_of(usage=usage)
    assert (state.usage_seconds, state.usage.seconds, state.usage.value) == (seconds, seconds, None)


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"value": 5, "qpu_charge_time_seconds": 2, "status": "complete"}, (5, 2, "complete")),
        ({"value": 5, "status": "complete"}, (5, None, "complete")),
        ({"value": 0, "status": "complete"}, (0, None, "complete")),
        ({"value": None, "qpu_charge_time_seconds": 2}, (None, 2, None)),
        ({"value": 0, "qpu_charge_time_seconds": 0, "status": "pending"}, (None, None, "pending")),
        ({"value": "5"}, (None, None, None)),
        ({"value": True}, (None, None, None)),
        ({"value": float("nan")}, (None, None, None)),
        ({"value": [5]}, (None, None, None)),
    ],
)
def test_resource_units_and_seconds_of_a_job_are_parsed_separately_and_missing_is_none(
    usage: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    read = state_of(usage=usage).usage
    assert (read.value, read.seconds, read.status) == expected
    assert read.unit == "RU"


@pytest.mark.parametrize("status", ["Queued", "Running", "Completed", "COMPLETED"])
def test_an_active_or_completed_job_has_no_error(status: str) -> None:
    assert error_for(JobState("j1", status)) is None


def test_a_failed_job_error_has_code_reason_and_solution() -> None:
    error = error_for(state_of(), job="the job")
    assert isinstance(error, JobFailedError)
    assert (error.job_id, error.code, error.reason, error.solution, error.job) == (
        "j1",
        1517,
        "Not supported by target.",
        "Transpile.",
        "the job",
    )
    assert str(error) == "job j1 failed: code 1517: Not supported by target. Transpile."


def test_a_failed_job_without_a_reason_uses_the_explanation_or_says_that_there_is_none() -> None:
    state = JobState("j1", "Failed")
    assert "Traceback" in str(error_for(state, explanation="Traceback ..."))
    assert "gives no reason" in str(error_for(state))


@pytest.mark.parametrize(
    ("status", "code", "too_long"),
    [
        ("Cancelled", None, False),
        ("Canceled", None, False),
        ("Cancelled", 1305, True),
        ("Cancelled - Ran too long", None, True),
        ("Cancelled", 1217, False),
    ],
)
def test_a_cancelled_job_error_has_whether_it_ran_too_long(
    status: str, code: int | None, too_long: bool
) -> None:
    error = error_for(JobState("j1", status, reason=JobError(code, None, None) if code else None))
    assert isinstance(error, JobCancelledError)
    assert (error.ran_too_long, error.code) == (too_long, code)
    assert ("exceeded its time limit" in str(error)) is too_long


def test_an_empty_reason_is_none() -> None:
    assert state_of(state={"status": "Failed"}).reason is None
    assert str(JobError(None, None, None)) == "no reason given"


@pytest.mark.parametrize(
    "status",
    [
        "Completed",
        "Failed",
        "Cancelled",
        "Canceled",
        "Cancelled - Ran too long",
        "COMPLETED",
        "failed",
        "Cancelled - newer reason",
    ],
)
def test_a_final_status_is_recognised_by_its_prefix(status: str) -> None:
    assert is_final(status)


@pytest.mark.parametrize("status", ["Queued", "Running", "QUEUED", "running"])
def test_a_queued_or_running_status_is_not_final(status: str) -> None:
    assert not is_final(status)


def test_an_unknown_status_warns_once_and_is_not_final(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "_warned_about", set())
    with pytest.warns(UserWarning, match="'Validating'"):
        assert not is_final("Validating")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not is_final("Validating")
    with pytest.warns(UserWarning, match="'Paused'"):
        assert not is_final("Paused")


def test_a_private_job_stays_private_if_later_responses_omit_it() -> None:
    open_, private, unknown = (state_of(private=value) for value in (False, True, "left out"))
    assert unknown.following(private).private
    assert open_.following(private).private
    assert private.following(open_).private
    assert unknown.following(open_).privacy_known
    assert not unknown.following(open_).private
    assert not unknown.following(unknown).privacy_known


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Loops are not taken", "code 1521: Loops are not taken. Write it without."),
        ("Loops are not taken.", "code 1521: Loops are not taken. Write it without."),
        ("line 1: no\n    for\n    ^", "code 1521: line 1: no\n    for\n    ^\nWrite it without."),
        (None, "code 1521: Write it without."),
    ],
)
def test_advice_is_a_separate_sentence_and_a_line_below_a_program(message: str | None, text: str) -> None:
    assert str(JobError(1521, message, "Write it without.")) == text

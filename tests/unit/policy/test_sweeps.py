"""Decisions of a sweep: names of points, which points are recorded, and the outcome of a job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade import ConfigurationError
from qrt_facade._policy.sweeps import (
    MAX_NAME,
    Wanted,
    after_job_deleted,
    after_job_ended,
    name_of_values,
    named_points,
    points_to_record,
    reason_of,
    state_label,
    status_of,
    with_job,
)
from qrt_facade._service.jobs import JobError, JobState
from qrt_facade._service.sweep_points import StoredPoint

POINT = StoredPoint("a", 0, "print", retries=2)
SENT = replace(POINT, state="submitted", job_id="j1", job_status="Queued")


def job(status: str, code: int | None = None, **facts: Any) -> JobState:
    reason = None if code is None else JobError(code, "It did not work.", None)
    return JobState("j1", status, reason=reason, **facts)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"theta": 0.1, "phi": 2}, "theta=0.1,phi=2"),
        ({"theta": np.float64(0.1)}, "theta=0.1"),
        ({"theta": np.array([1, 2.5])}, "theta=[1.0,2.5]"),
        ({"theta": [1, 2]}, "theta=[1,2]"),
    ],
)
def test_a_point_name_is_derived_from_its_values(values: dict[str, Any], name: str) -> None:
    assert name_of_values(values) == name


@given(st.lists(st.lists(st.floats(allow_nan=False), max_size=60), min_size=2, max_size=2, unique_by=str))
def test_different_values_have_different_names_within_the_length_limit(values: list[list[float]]) -> None:
    names = {name_of_values({"theta" * 45: one}) for one in values}
    assert len(names) == 2
    assert max(len(name) for name in names) <= MAX_NAME


def test_points_are_pairs_mappings_or_plain_values() -> None:
    assert named_points([("a", 1), ["b", 2]], None) == {"a": 1, "b": 2}
    assert named_points({"a": 1}, None) == {"a": 1}
    assert named_points([{"x": 1}, ("b", {"x": 2})], lambda values: (values, "made")) == {
        "x=1": ({"x": 1}, "made"),
        "b": ({"x": 2}, "made"),
    }


@pytest.mark.parametrize("points", [None, 3, "ab", b"ab", [1], [("a", 1, 2)], [{}], [("a\ud800", 1)]])
def test_invalid_points_are_refused(points: object) -> None:
    with pytest.raises(ConfigurationError):
        named_points(points, lambda values: values)


def added(before: StoredPoint, fingerprint: str, *, again: bool = False) -> list[StoredPoint]:
    wanted = {before.name: Wanted(fingerprint, b"request")}
    found = points_to_record(
        [before], wanted, retries=5, again=again, differences=lambda *_: ("the circuits",)
    )
    return [point for point, _ in found]


def test_a_point_without_a_job_is_recorded_again() -> None:
    assert added(POINT, "print") == [replace(POINT, retries=5)]
    assert added(POINT, "another") == [replace(POINT, retries=5, fingerprint="another")]


@pytest.mark.parametrize("state", ["submitted", "done"])
def test_a_point_with_a_job_is_unchanged(state: Any) -> None:
    known = replace(SENT, state=state)
    assert added(known, "print", again=True) == []
    with pytest.raises(ConfigurationError, match=r"as job j1. Differences: the circuits. Nothing was sent"):
        added(known, "another")


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_failed_point_is_retried_if_its_content_changed_or_on_request(state: Any) -> None:
    lost = replace(SENT, state=state, usage_seconds=2.0, failed_jobs=("j0",))
    assert added(lost, "print") == []
    for found in (added(lost, "print", again=True), added(lost, "another")):
        (point,) = found
        assert (point.state, point.resubmitted, point.job_id, point.failed_jobs) == ("new", True, None, ())
        assert point.usage_seconds == 2.0


def test_only_system_failures_are_retried_up_to_the_limit() -> None:
    first = after_job_ended(SENT, job("Failed", 1500, usage_seconds=1.0))
    assert (first.state, first.failed_jobs, first.job_id) == ("new", ("j1",), None)
    last = after_job_ended(
        replace(with_job(first, job("Running")), failed_jobs=("j0", "j1")),
        job("Failed", 1500, usage_seconds=1.0),
    )
    assert (last.state, last.usage_seconds, last.code) == ("failed", 2.0, 1500)
    assert after_job_ended(SENT, job("Failed", 1517)).state == "failed"
    assert after_job_ended(SENT, job("Failed")).reason == "the service gives no reason"
    assert after_job_ended(SENT, job("Cancelled - Ran too long", 1305)).state == "cancelled"


def test_a_deleted_job_is_replaced_up_to_the_retry_limit() -> None:
    assert after_job_deleted(SENT, "no such job").state == "new"
    gone = after_job_deleted(replace(SENT, retries=0), "no such job")
    assert (gone.state, reason_of(gone)) == ("failed", "job j1 was deleted: no such job")


def test_sweep_status_counts_each_point_once() -> None:
    points = [
        POINT,
        SENT,
        replace(SENT, job_status="Running"),
        replace(SENT, job_status="Completed"),
        replace(SENT, state="done", usage_seconds=1.5),
        replace(SENT, state="failed", reason="no", code=1517, failed_jobs=("j0",)),
        replace(SENT, state="cancelled"),
    ]
    assert [state_label(point) for point in points[:4]] == ["not submitted", "queued", "running", "completed"]
    status = status_of("ising", points)
    assert (status.total, status.ended, status.retried, status.usage_seconds) == (7, 3, 1, 1.5)
    assert [number for _, number in status._counts()] == [1] * 7
    assert [reason for _, reason in status.failures] == [reason_of(points[5]), "cancelled"]

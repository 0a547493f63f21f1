"""Checks of a response's shape without the models, compared with the models."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from qrt_client.models import JobResponse, JobsResponse

from qrt_facade._service.job_answers import is_job, is_page_of_jobs

JOB: dict[str, Any] = {
    "id": "j1",
    "backend": "ibm_fez",
    "created": "2026-01-02T03:04:05Z",
    "params": {"pubs": []},
    "private": False,
    "program": {"id": "sampler"},
    "state": {"status": "Failed", "reason": "why", "reason_code": 1517},
    "status": "Failed",
    "tags": ["a"],
    "usage": {"value": 2.5, "status": "complete"},
    "user_id": "IBMid-1",
    "added_later": {"x": [1]},
}
VALUES: list[Any] = [
    None,
    "text",
    "",
    5,
    1.5,
    True,
    [],
    ["x"],
    [1],
    {},
    {"status": 5},
    {"status": "a word added later"},
]
FIELDS = sorted({field.name for field in attrs.fields(JobResponse)} - {"additional_properties"})


def model_takes(model: Any, answer: object) -> bool:
    """Return whether the generated model accepts a response and converts it back."""
    try:
        model.from_dict(answer).to_dict()
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("name", FIELDS)
def test_a_job_is_refused_by_shape_like_by_the_model(name: str) -> None:
    decided_by_the_model = name == "remote_storage"
    for value in VALUES:
        answer = JOB | {name: value}
        if not (decided_by_the_model and value is not None):
            assert is_job(answer) == model_takes(JobResponse, answer), (name, value)
        assert is_page_of_jobs({"jobs": [JOB, answer]}) <= model_takes(JobsResponse, {"jobs": [JOB, answer]})


@pytest.mark.parametrize(
    "answer",
    [*VALUES, {"jobs": {}}, {"jobs": "x"}, {"jobs": None}, {"jobs": [5]}, {"jobs": [[]]}, {"jobs": [None]}],
)
def test_anything_but_an_object_or_list_is_refused_like_by_the_model(answer: Any) -> None:
    assert is_job(answer) == model_takes(JobResponse, answer)
    assert is_page_of_jobs(answer) <= model_takes(JobsResponse, answer)


def test_remote_storage_is_left_to_the_model() -> None:
    assert not is_job(JOB | {"remote_storage": {}})
    assert is_page_of_jobs({"jobs": [JOB]})
    assert not is_page_of_jobs({"jobs": [JOB, JOB | {"remote_storage": {}}]})

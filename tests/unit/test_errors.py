"""The hierarchy of errors: one root, messages that say what to do, and fields that survive pickling."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import qrt_facade
from qrt_facade import errors
from qrt_facade.errors import (
    BY_STATUS,
    ApiError,
    AuthenticationError,
    BudgetExceededError,
    ConfigurationError,
    JobCancelledError,
    JobFailedError,
    JobTimeoutError,
    NotFoundError,
    QrtError,
    ResultDecodeError,
    SubmissionUncertainError,
    TransportError,
)

EXAMPLES = [
    QrtError("text"),
    ConfigurationError("text"),
    BudgetExceededError(
        "text",
        needed_seconds=5.0,
        max_seconds=4.0,
        budget_seconds=60.0,
        used_seconds=50.0,
        reserved_seconds=8.0,
    ),
    TransportError("text", method="GET", path="/api/v1/jobs", may_have_arrived=False),
    AuthenticationError("text", status=401, code=1201, hint="hint"),
    ApiError(
        "text",
        status=400,
        code="not_found",
        solution="solution",
        more_info="more",
        trace="trace",
        retry_after=1.5,
        method="GET",
        path="/api/v1/jobs",
        hint="hint",
    ),
    *(kind("text", status=status) for status, kind in BY_STATUS.items()),
    JobFailedError("text", job_id="j1", code=1517, reason="reason", solution="solution"),
    JobCancelledError("text", job_id="j1", ran_too_long=True, code=1305, reason="reason"),
    JobTimeoutError("text", job_id="j1"),
    SubmissionUncertainError("text", tag="t1"),
    ResultDecodeError("text", program_id="sampler", saved_to=Path("kept.json")),
]


WARNINGS = {"CircuitWarning", "ProgramRetiredWarning"}


@pytest.mark.parametrize("name", sorted({*errors.__all__} - WARNINGS))
def test_every_error_is_a_qrt_error_importable_from_the_package(name: str) -> None:
    assert issubclass(getattr(errors, name), QrtError)
    assert getattr(qrt_facade, name) is getattr(errors, name)


@pytest.mark.parametrize("name", sorted(WARNINGS))
def test_a_warning_is_a_user_warning_importable_from_the_package(name: str) -> None:
    assert issubclass(getattr(errors, name), UserWarning)
    assert not issubclass(errors.CircuitWarning, QrtError)
    assert qrt_facade.CircuitWarning is errors.CircuitWarning


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling_with_all_its_fields(error: QrtError) -> None:
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is type(error)
    assert str(copied) == str(error)
    assert copied.args == error.args
    assert vars(copied) == vars(error)


def test_an_error_with_a_job_is_pickled_without_it() -> None:
    class Live:
        def __reduce__(self) -> str:
            raise TypeError("holds a connection")

    error = JobTimeoutError("text", job_id="j1", job=Live(), pending=(Live(),))
    copied = pickle.loads(pickle.dumps(error))
    assert (copied.job_id, copied.job, copied.pending) == ("j1", None, ())
    assert isinstance(error.job, Live)


def test_an_api_error_s_message_is_sentences_followed_by_facts() -> None:
    error = NotFoundError(
        "Job not found",
        status=404,
        code=1291,
        solution="Verify the job ID",
        hint="Mind the region!",
        method="GET",
        path="/api/v1/jobs/j1",
        trace="935b0fbe",
        more_info="https://example.test/1291",
    )
    assert str(error) == (
        "Job not found. Verify the job ID. Mind the region! "
        "(HTTP 404, code 1291, GET /api/v1/jobs/j1, trace 935b0fbe, https://example.test/1291)"
    )


def test_an_api_error_without_facts_is_its_message() -> None:
    assert str(ApiError("  It failed ")) == "It failed."


def test_an_error_code_of_zero_is_shown() -> None:
    assert "code 0" in str(ApiError("It failed", code=0))


def test_job_timeout_error_is_a_timeout_error() -> None:
    assert issubclass(JobTimeoutError, TimeoutError)
    assert issubclass(ConfigurationError, ValueError)


def test_authentication_error_is_an_api_error() -> None:
    with pytest.raises(ApiError) as caught:
        raise AuthenticationError("no", status=401)
    assert set(vars(caught.value)) == set(vars(ApiError("no", status=400)))
    assert BY_STATUS[401] is AuthenticationError

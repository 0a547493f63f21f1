"""What goes wrong first when one begins with the REST API, and that the error says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from support.circuits import FLIP, NOT_ISA

from qrt_facade import ApiError, AuthenticationError, JobFailedError, NotFoundError

NO_JOB = "d0000000000000000000"
NO_BACKEND = "ibm_nowhere"


def test_the_api_key_in_place_of_a_token_is_refused_and_the_error_says_how_a_key_is_given(
    course: Any,
) -> None:
    client = course.client(api_key=None, token=course.place.api_key)

    with pytest.raises(AuthenticationError) as caught:
        client.backends.list()

    assert caught.value.status == 401
    assert "not an IAM access token; pass an API key as api_key=" in str(caught.value)
    assert course.place.api_key not in str(caught.value)


def test_a_key_that_iam_does_not_know_is_refused_before_the_service_is_asked(course: Any) -> None:
    transport = course.transport()
    client = course.client(api_key="a-key-that-was-never-made", transport=transport)

    with pytest.raises(AuthenticationError) as caught:
        client.backends.list()

    assert (caught.value.status, caught.value.code) == (400, "BXNIM0415E")
    assert "https://cloud.ibm.com/iam/apikeys" in str(caught.value)
    assert [request.url.path for request in transport.seen] == ["/identity/token"]


def test_an_unknown_job_is_not_found(client: Any) -> None:
    with pytest.raises(NotFoundError) as caught:
        client.jobs.get(NO_JOB)

    assert (caught.value.status, caught.value.code) == (404, 1291)
    assert NO_JOB in str(caught.value)


def test_an_unknown_backend_is_not_found_and_the_error_names_those_there_are(
    client: Any, backend: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        client.backends.get(NO_BACKEND)

    assert NO_BACKEND in str(caught.value)
    assert backend in str(caught.value)


def test_a_job_for_an_unknown_backend_is_refused_at_its_submission(client: Any) -> None:
    with pytest.raises(ApiError) as caught:
        client.sampler.submit(FLIP, backend=NO_BACKEND)

    assert caught.value.status in {400, 404}


def test_a_dedicated_session_is_refused_on_the_open_plan(open_course: Any, live: str | None) -> None:
    client = open_course.client()
    backend = client.backends.least_busy().name if live == "ibm" else "ibm_fez"

    with pytest.raises(ApiError) as caught:
        client.sessions.create(backend=backend, mode="dedicated", max_ttl=28800)

    assert (caught.value.status, caught.value.code) == (400, 1352)
    assert "open plan" in str(caught.value)


def test_results_that_are_asked_for_too_early_are_refused(client: Any, backend: str) -> None:
    job = client.sampler.submit(FLIP, backend=backend, shots=20)

    with pytest.raises(ApiError) as caught:
        job.result_body()

    assert (caught.value.status, caught.value.code) == (400, 1234)
    job.cancel()


def test_a_circuit_of_other_instructions_than_the_backend_has_fails_and_says_which(
    client: Any, backend: str
) -> None:
    job = client.sampler.submit(NOT_ISA, backend=backend, shots=20)

    with pytest.raises(JobFailedError) as caught:
        job.result()

    assert caught.value.code == 1517
    assert caught.value.job_id == job.id
    assert "instruction h on qubits (0,)" in str(caught.value)
    assert b"1517" in job.result_body()

"""Which refusals mean that the service no longer has a program; all others are raised, and nothing is resent."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from qrt_facade import ApiError, ConfigurationError, NotFoundError, TransportError
from qrt_facade._policy.programs import (
    RetiredPrograms,
    checked_program,
    is_program_missing,
    replacement_hint,
    seed_of,
    unsupported_by_executor,
)
from qrt_facade._service.answers import error_from_response


def refusal(message: str, status: int = 404, code: int | str | None = "not_found", **more: Any) -> ApiError:
    return ApiError(message, status=status, code=code, **{"method": "POST", "path": "/api/v1/jobs", **more})


def answered(status: int, body: str, content_type: str = "application/json") -> ApiError:
    return error_from_response(
        status, {"content-type": content_type}, body.encode(), method="POST", path="/api/v1/jobs"
    )


@pytest.mark.parametrize(
    "error",
    [
        refusal("program sampler not found; here are estimator, executor"),
        refusal("Program not found: sampler"),
        refusal("Program not found. Program ID: sampler"),
        refusal("Program 'sampler' was not found."),
        refusal('The program "sampler" does not exist.'),
        refusal("Program sampler could not be found"),
        refusal("program_id sampler is not supported", status=400, code=3220),
        refusal("Unknown program: sampler", status=400, code=3220),
        refusal("Invalid program id 'sampler'.", status=400),
        refusal("No such program: sampler"),
        refusal("The sampler program is no longer available. Use executor.", status=410, code=1999),
        refusal("The program `sampler` has been retired; use executor", status=410),
        refusal("Runtime program sampler is deprecated and has been removed."),
        refusal("Error: the program sampler no longer exists"),
        refusal("PROGRAM SAMPLER NOT FOUND"),
        refusal("The program with ID sampler was not found"),
        refusal("Could not find program sampler"),
        refusal("Could not find program with ID 'sampler'."),
        refusal("Unable to find the program sampler.", status=400),
        refusal("Program 'sampler' was retired on 2027-01-01. Use 'executor' instead.", status=410),
        refusal("Program `sampler` has reached its end of life. Please use executor.", status=400),
        refusal("The sampler and estimator programs are no longer supported.", status=400),
        refusal("Programs estimator, sampler and noise-learner have been retired"),
        refusal("The program sampler is no longer supported as of January 2027", status=400),
        refusal("Not there", code="program_not_found"),
        refusal("Program was not found", code="program_not_found"),
        refusal("Program has been retired. See program documentation", code="program_not_found"),
        refusal("Program sampler is gone; use executor", code="program_not_found"),
        refusal("gone", status=400, code="PROGRAM-NOT-FOUND"),
        answered(404, '{"errors": [{"code": 1207, "message": "Program sampler not found"}], "trace": "t"}'),
        answered(404, '{"errors": [{"code": "programNotFound", "message": "see the documentation"}]}'),
    ],
    ids=str,
)
def test_a_refusal_because_the_program_does_not_exist_is_recognised(error: ApiError) -> None:
    assert is_program_missing(error, "sampler")


@pytest.mark.parametrize(
    "error",
    [
        refusal("Backend sampler not found.", code=1216),
        refusal("Backend program sampler not found.", code=1216),
        refusal("Backend ibm_nowhere not found.", code=1216),
        refusal("unknown session"),
        refusal("Job not found. Job ID: sampler", code=1291),
        refusal("Instance crn:v1:sampler not found", code=1279),
        refusal("The service does not have what was requested"),
        refusal("Tag 'program sampler not found' is too long", status=400, code=1205),
        refusal("Tag sampler is unknown", status=400),
        refusal("program sampler.qasm not found", status=400),
        refusal("program /tmp/sampler not found", status=400),
        refusal("program my-sampler not found"),
        refusal("program sampler-v3 not found"),
        refusal("program samplers not found"),
        refusal("program estimator not found; here are sampler, executor"),
        refusal("Program not found: executor. Others are: sampler"),
        refusal("params of sampler: unknown shotz; known are shots.", status=400, code=3220),
        refusal("params.options of sampler: unknown twirl", status=400, code=3220),
        refusal("The sampler program's option dynamical_decoupling is not supported", status=400),
        refusal("sampler parameter not found", status=400),
        refusal("program sampler: pubs[0] is not supported", status=400),
        refusal("program sampler is not supported on backend ibm_fez", status=400),
        refusal("program sampler is not available for your plan", status=400),
        refusal("program sampler is deprecated for this instance", status=400),
        refusal("You are not authorized to run program sampler", status=403, code=1214),
        refusal("program sampler not found", status=401),
        refusal("program sampler not found", status=403),
        refusal("program sampler not found", status=409),
        refusal("program sampler not found", status=429),
        refusal("program sampler not found", status=500),
        refusal("program sampler not found", status=503),
        refusal("Program executor not found", status=400, code="program_not_found"),
        refusal("Program my-own was not found", code="program_not_found"),
        refusal("Program not found. Program ID: circuit-runner", code="program_not_found"),
        refusal("There is no program 'noise'", code="programNotFound"),
        refusal("program 'sampler' not available: you have no access", status=400),
        refusal("program sampler is not supported: params.version 3", status=400),
        refusal("The estimator and executor programs are no longer supported.", status=400),
        refusal("Program not found or you have no access. Program ID: sampler"),
        refusal("Could not find program sampler on backend ibm_fez"),
        refusal("gone", status=403, code="program_not_found"),
        refusal("program sampler not found", from_service=False),
        refusal("program sampler not found", code="program_not_found", from_service=False),
        refusal("program sampler not found", method="GET", path="/api/v1/jobs"),
        refusal("program sampler not found", path="/api/v1/backends/ibm_fez/configuration"),
        refusal("program sampler not found", path="/identity/token"),
        answered(404, "<html><title>404: program sampler not found</title></html>", "text/html"),
        answered(404, "program sampler not found", "text/plain"),
        answered(404, '{"message": "program sampler not found", "proxy": "squid"}'),
        answered(404, '{"errors": ["program sampler not found"]}'),
        answered(404, '{"errors": [{"message": "program sampler not found"}]}'),
        answered(404, '{"errors": [{"code": 1, "message": 5}]}'),
        answered(404, '{"errors": [{"code": 1, "message": "' + "program " * 4000 + '"}]}'),
        TransportError("program sampler not found"),
        ConfigurationError("program sampler not found"),
        None,
    ],
    ids=lambda error: str(error)[:80],
)
def test_other_refusals_do_not_mean_that_the_program_is_missing(error: object) -> None:
    assert not is_program_missing(error, "sampler")


def test_the_emulator_s_refusal_of_an_unknown_program_is_recognised_only_for_that_program() -> None:
    error = NotFoundError("program noise-learner not found; here are sampler", status=404, code="not_found")
    assert is_program_missing(error, "noise-learner")
    assert not is_program_missing(error, "sampler")


@pytest.mark.parametrize("value", ["auto", "primitives", "executor"])
def test_program_accepts_auto_primitives_and_executor(value: str) -> None:
    assert checked_program(value) == value


@pytest.mark.parametrize("value", ["sampler", "", None, True, 1, ["auto"]])
def test_an_invalid_program_is_refused_with_the_accepted_values(value: object) -> None:
    with pytest.raises(
        ConfigurationError, match=r"program=.*: expected one of 'auto', 'primitives', 'executor'"
    ):
        checked_program(value)


def test_replacement_of_a_retired_program_is_named_if_there_is_one() -> None:
    assert "client.sampler does the same" in str(replacement_hint("sampler"))
    assert "client.estimator does the same" in str(replacement_hint("estimator"))
    assert replacement_hint("noise-learner") is None


def test_exactly_one_thread_is_the_first_to_retire_a_program() -> None:
    programs = RetiredPrograms()
    with ThreadPoolExecutor(16) as pool:
        firsts = list(pool.map(lambda _: programs.retire("sampler"), range(200)))
    assert firsts.count(True) == 1
    assert not programs.retire("estimator")
    assert "sampler" in programs
    assert "estimator" in programs
    assert "executor" not in programs
    assert "sampler" not in pickle.loads(pickle.dumps(programs))


def test_a_key_determines_the_seed_and_without_a_key_seeds_differ() -> None:
    assert seed_of("vqe/1") == seed_of("vqe/1")
    assert len({seed_of(None) for _ in range(20)} | {seed_of("vqe/1"), seed_of("vqe/2")}) == 22
    assert all(0 <= seed < 2**63 for seed in (seed_of("a"), seed_of(None)))


def test_an_option_that_the_executor_does_not_support_is_named_with_the_reason() -> None:
    error = ConfigurationError("options.dynamical_decoupling is not available.")
    error.job_rejected = True
    explained = unsupported_by_executor(error, "sampler")
    assert str(explained).startswith(
        "options.dynamical_decoupling is not available. The service no longer has the program 'sampler'"
    )
    assert explained.job_rejected

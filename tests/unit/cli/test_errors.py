from __future__ import annotations

import pytest

from qrt_facade import errors
from qrt_facade.cli.errors import CommandError, Exit, description, exit_code, remedy

CASES = [
    (errors.ConfigurationError("x"), 2),
    (errors.BudgetExceededError("x"), 2),
    (errors.AuthenticationError("x", status=401), 3),
    (errors.PermissionDeniedError("x", status=403), 3),
    (errors.NotFoundError("x", status=404), 4),
    (errors.JobFailedError("x", job_id="j1"), 5),
    (errors.JobCancelledError("x", job_id="j1"), 6),
    (errors.JobTimeoutError("x", job_id="j1"), 7),
    (errors.RateLimitError("x", status=429), 8),
    (errors.ConflictError("x", status=409), 8),
    (errors.ServerError("x", status=500), 8),
    (errors.UnexpectedResponseError("x"), 8),
    (errors.TransportError("x"), 8),
    (errors.PartialResultError("x"), 1),
    (errors.SubmissionUncertainError("x", tag="t"), 9),
    (errors.ResultDecodeError("x"), 1),
    (OSError(13, "Permission denied", "f"), 1),
    (ZeroDivisionError("x"), 1),
    (ImportError("needs y"), 2),
    (CommandError("x", "y", Exit.NOT_FOUND), 4),
    (KeyboardInterrupt(), 130),
]


@pytest.mark.parametrize(
    ("error", "code"), CASES, ids=lambda case: getattr(type(case), "__name__", str(case))
)
def test_each_error_has_an_exit_code_and_one_line_each_for_description_and_remedy(
    error: BaseException, code: int
) -> None:
    assert exit_code(error) == code
    for line in (description(error), remedy(error)):
        assert line
        assert "\n" not in line


def test_every_public_error_has_a_case() -> None:
    kinds = {
        name
        for name in errors.__all__
        if name
        not in {"QrtError", "ApiError", "SubmissionsStoppedError", "CircuitWarning", "ProgramRetiredWarning"}
    }
    assert kinds <= {type(error).__name__ for error, _ in CASES}


def test_the_remedy_of_a_service_error_starts_with_the_service_s_solution() -> None:
    error = errors.NotFoundError("no job", status=404, code=1291, solution="Check the id.", trace="t1")
    assert description(error) == "no job (HTTP 404, code 1291, trace t1)"
    assert remedy(error).startswith("Check the id; ")


def test_after_ctrl_c_jobs_are_mentioned_only_for_commands_that_submit() -> None:
    assert "qrt jobs --pending" in remedy(KeyboardInterrupt(), path="qrt run")
    assert remedy(KeyboardInterrupt(), path="qrt login") == "no account was saved"
    assert "job" not in remedy(KeyboardInterrupt(), path="qrt backends")


def test_an_os_error_without_a_file_is_described_once() -> None:
    assert description(OSError(28, "No space left on device")) == "No space left on device"
    assert description(OSError(13, "Permission denied", "f")) == "Permission denied: f"


def test_the_remedy_of_a_circuit_that_does_not_match_its_device_is_transpile() -> None:
    assert "--transpile" in remedy(errors.JobFailedError("x", job_id="j1", code=1517))


def test_commands_in_remedies_repeat_the_connection_options() -> None:
    advice = remedy(errors.JobTimeoutError("x", job_id="j1"), again=" --url http://127.0.0.1:1")
    assert "qrt job j1 wait --url http://127.0.0.1:1" in advice


def test_the_remedy_of_an_unwritable_file_mentions_the_disk_and_not_the_help() -> None:
    error = errors.ConfigurationError("result.json cannot be written")
    assert "--help" in remedy(error)
    error.__cause__ = OSError(28, "No space left on device")
    assert "space left" in remedy(error)


def test_an_excerpt_of_a_program_keeps_its_lines() -> None:
    reason = "The job  failed:\nline 2, column 9: unexpected 'y'\nx q[0]  y q[1];\n        ^\nCorrect   it."
    assert description(errors.JobFailedError(reason, job_id="j1", code=1603)).splitlines() == [
        "job j1: The job failed:",
        "line 2, column 9: unexpected 'y'",
        "x q[0]  y q[1];",
        "        ^",
        "Correct it.",
    ]
    assert description(errors.ConfigurationError("a\n  b")) == "a b"


@pytest.mark.parametrize(
    ("tag", "advised"),
    [
        (f"qrt-key-{'0' * 32}", "run the same command again: with its --key, it adopts the job"),
        (f"qrt-submission-{'0' * 24}", f"qrt jobs --tag qrt-submission-{'0' * 24}"),
        (None, "qrt jobs --limit 5"),
    ],
)
def test_the_remedy_of_an_uncertain_submission_is_the_key_tag_or_newest_jobs(
    tag: str | None, advised: str
) -> None:
    assert advised in remedy(errors.SubmissionUncertainError("x", tag=tag))


def test_a_list_in_a_message_becomes_one_line() -> None:
    error = errors.NotFoundError("none fits; there are:\n  ibm_fez: 156 qubits\n  ibm_torino: 133 qubits")
    assert description(error) == "none fits; there are: ibm_fez: 156 qubits; ibm_torino: 133 qubits"


def test_the_remedy_of_an_error_without_a_code_does_not_mention_the_list_of_codes() -> None:
    assert "code in brackets" in remedy(errors.UnexpectedResponseError("x", code=1291))
    assert "check the address" in remedy(errors.UnexpectedResponseError("no access_token", status=200))

"""Limits of a submission: its maximum cost, its backend, and the pace of many submissions."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade._policy import timing
from qrt_facade._policy.submission import Submission, SubmissionPace
from qrt_facade._service.jobs import JobState
from qrt_facade.errors import ConfigurationError, RateLimitError

if TYPE_CHECKING:
    from collections.abc import Callable

PRINT = f"qrt-print-{'-'.join(['a' * 12] * 5)}"


def checked(params: Any = None, program: str = "sampler", **arguments: Any) -> Submission:
    return Submission.checked(
        program, {"pubs": []} if params is None else params, **{"backend": "ibm_fez", **arguments}
    )


@pytest.mark.parametrize(
    ("max_seconds", "max_execution_time", "cost"),
    [
        (None, 300, 300),
        (20, None, 20),
        (20.9, None, 20),  # never more than the limit
        (0.4, None, 1),  # the service accepts only whole seconds
        (1.9, None, 1),
        (50_000, None, 10_800),
        (20, 300, 20),
        (300, 20, 20),
    ],
)
def test_the_cost_is_the_lower_of_max_seconds_and_max_execution_time(
    max_seconds: float | None, max_execution_time: int | None, cost: int
) -> None:
    submission = checked(max_seconds=max_seconds, max_execution_time=max_execution_time)
    assert submission.request.cost == cost
    assert submission.max_seconds == max_seconds


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("max_seconds", 0, "a finite number of seconds of QPU time, above 0"),
        ("max_seconds", "20", "a finite number of seconds of QPU time, above 0"),
        ("max_execution_time", 10_801, "a whole number of seconds of QPU time, 1 to 10800"),
        ("submission_tag", "no", ""),
        ("dry_run", "no", ""),
        ("private", "no", ""),
        ("advice", "no", ""),
        ("calibration_id", 5, ""),
        ("log_level", "loud", "warning, info, debug"),
        ("on_failed", "again", "'submit' or 'adopt'"),
        ("params", {"pubs": [object()]}, ""),
        ("params", [1], "a mapping of the program's parameters, not list"),
    ],
)
def test_a_refused_submission_argument_is_named(name: str, value: Any, accepted: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        checked(**{name: value}) if name != "params" else checked(value)
    assert str(caught.value).startswith(name)
    assert accepted in str(caught.value)


def test_submission_defaults_match_the_documentation() -> None:
    submission = checked()
    assert (submission.advice, submission.dry_run, submission.on_uncertain, submission.on_failed) == (
        True, False, "resolve", "submit",
    )  # fmt: skip
    assert not submission.state_of("j1", backend=None).private
    assert submission.state_of("j1", backend=None).privacy_known
    assert checked(advice=False).advice is False


class Mock:
    name = "simulated"
    is_mock = True


@pytest.mark.parametrize(
    ("backend", "requested", "device", "dry"),
    [
        ("ibm_fez", False, "ibm_fez", False),
        ("ibm_fez", True, "mock_fez", True),
        ("mock_fez", False, "mock_fez", True),
        ("mock_fez", True, "mock_fez", True),
        (Mock(), False, "simulated", True),
        (Mock(), True, "simulated", True),
    ],
)
def test_a_dry_run_is_sent_to_the_mock_device_and_a_mock_device_makes_a_dry_run(
    backend: Any, requested: bool, device: str, dry: bool
) -> None:
    submission = checked(backend=backend, dry_run=requested)
    assert submission.request.backend == device
    assert submission.dry_run is dry
    assert submission.state_of("j1", backend=None).dry_run is dry


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({"dry_run": True}, r"params contains 'dry_run'"),
        ({"dryRun": True}, r"params contains 'dryRun'"),
        ({"options": {"dry-run": True}}, r"params\['options'\] contains 'dry-run'"),
        ({"pubs": [["qasm"], {"Dry_Run": 1}]}, r"params\['pubs'\]\[1\] contains 'Dry_Run'"),
        ({"pubs": [[{"DRYRUN": 1}]]}, r"params\['pubs'\]\[0\]\[0\] contains 'DRYRUN'"),
    ],
)
def test_dry_run_inside_the_parameters_is_refused_with_its_location(params: Any, where: str) -> None:
    with pytest.raises(ConfigurationError, match=where):
        checked(params)


def test_a_session_on_another_backend_is_refused() -> None:
    class Session:
        id = "s1"
        backend = "ibm_torino"

    with pytest.raises(ConfigurationError) as caught:
        checked(session=Session())
    assert "ibm_torino" in str(caught.value)
    assert "ibm_fez" in str(caught.value)


def test_a_key_adds_its_tag_and_the_fingerprint() -> None:
    seen: list[Any] = []

    def fingerprint(request: Any) -> str:
        seen.append(request)
        return PRINT

    submission = checked(key="vqe", on_failed="adopt", tags=["mine"], fingerprint=fingerprint)
    assert seen == [submission.request]
    assert submission.on_failed == "adopt"
    assert submission.request.to_dict()["tags"] == ["mine", submission.tag, PRINT]
    with pytest.raises(
        ConfigurationError, match=r"submission_tag=False cannot be combined with key=, because"
    ):
        checked(key="vqe", submission_tag=False)


def test_resubmission_by_another_program_keeps_key_tags_and_shots() -> None:
    submission = checked(
        {"pubs": [["qasm", None, 50], ["qasm"]], "shots": 100}, key="vqe", fingerprint=lambda _: PRINT
    )
    other = submission.by("executor", {"quantum_program": {}})
    assert (other.request.program_id, other.request.params.to_dict()) == ("executor", {"quantum_program": {}})
    assert other.request.tags == submission.request.tags
    assert (other.key, other.print_tag, other.tag) == (submission.key, PRINT, submission.tag)
    assert other.asked_shots == submission.asked_shots == (50, 100)


@pytest.mark.parametrize(
    ("twirling", "requested"),
    [
        ({}, (50, 100)),
        ({"enable_gates": True}, (50, 100)),
        ({"num_randomizations": 4, "shots_per_randomization": 5}, (50, 100)),
        ({"enable_gates": True, "num_randomizations": 4, "shots_per_randomization": 15}, (50, 60)),
        ({"enable_measure": True, "num_randomizations": 4, "shots_per_randomization": 5}, (20, 20)),
        ({"enable_gates": True, "num_randomizations": 0, "shots_per_randomization": 5}, (0, 0)),
        ({"enable_measure": True, "num_randomizations": 4}, (50, 100)),
        ({"enable_measure": True, "num_randomizations": "auto", "shots_per_randomization": 5}, (50, 100)),
    ],
)
def test_shots_are_limited_by_both_twirling_numbers(twirling: Any, requested: tuple[int, ...]) -> None:
    params = {"pubs": [["qasm", None, 50], ["qasm"]], "shots": 100, "options": {"twirling": twirling}}
    assert checked(params).asked_shots == requested
    assert checked(params, "estimator").asked_shots == (None, None)


@pytest.mark.parametrize("waits", [None, 0.0])
def test_pauses_after_refusals_double_from_5_to_60_seconds_until_the_20th_refusal(
    waits: float | None,
) -> None:
    pace, refusal = SubmissionPace(), RateLimitError("x", status=429)
    refusal.retry_after = waits
    with timing.override(first_resubmission=5.0, longest_resubmission=60.0, refused_submissions=20):
        for full in (5, 10, 20, 40, *[60] * 16):
            assert 0.8 * full <= pace.refused(refusal) <= full
        with pytest.raises(RateLimitError) as caught:
            pace.refused(refusal)
        assert caught.value is refusal
        pace.accepted()
        assert 4 <= pace.refused(refusal) <= 5


def test_retry_after_of_a_refused_submission_is_obeyed() -> None:
    refusal = RateLimitError("x", status=429)
    refusal.retry_after = 17.0
    with timing.override(longest_retry_after=60.0):
        assert SubmissionPace().refused(refusal) == 17


def warned(warn: Callable[[JobState], None], **state: Any) -> list[str]:
    """Return the warnings; a warning turned into an error is not raised, because the job exists."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warn(JobState(id="j1", status="Queued", **state))
    return [str(one.message) for one in caught]


def test_a_dry_run_that_may_be_charged_warns() -> None:
    dry, real = checked(dry_run=True).warn_if_elsewhere, checked().warn_if_elsewhere
    assert warned(dry, backend="ibm_fez") == [
        (
            "job j1 was submitted as a dry run to mock_fez, but the service reports it on ibm_fez, where it may be charged; "
            "client.jobs.get('j1') finds it; call its cancel() to end it"
        )
    ]
    assert warned(dry, backend="mock_fez") == warned(dry, backend="mock_torino") == warned(dry) == []
    assert warned(real, backend="ibm_torino") == []
    own = checked(dry_run=True, backend=SimpleNamespace(name="own_device", is_mock=True)).warn_if_elsewhere
    assert warned(own, backend="own_device") == []


def test_an_adopted_job_that_is_less_private_than_requested_warns() -> None:
    private, public = checked(private=True, key="vqe").warn_if_open, checked(key="vqe").warn_if_open
    assert warned(private, privacy_known=True) == [
        (
            "job j1, which was submitted earlier with key='vqe', is not private: the service returns its parameters, and its "
            "result any number of times"
        )
    ]
    assert warned(private, privacy_known=False) == warned(private, private=True, privacy_known=True) == []
    assert warned(public, privacy_known=True) == []

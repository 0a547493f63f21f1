"""Protection against submitting twice, and validation before sending."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._policy.doubt import checked_on_uncertain, is_ambiguous, should_resend
from qrt_facade._policy.interruptions import InterruptionNote
from qrt_facade._policy.submission import Submission
from qrt_facade._service.jobs import JobState
from qrt_facade._service.limits import (
    MAX_TAG_LENGTH,
    MAX_TAGS,
)
from qrt_facade._service.names import (
    checked_tags,
    id_of_session,
    name_of,
    new_tag,
    submission_tag_of,
    visible_tags,
)
from qrt_facade.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    QrtError,
    RateLimitError,
    ServerError,
    SubmissionUncertainError,
    TransportError,
    UnexpectedResponseError,
)


def checked(**changed: Any) -> Submission:
    arguments: dict[str, Any] = {
        "params": {"pubs": []},
        "backend": "ibm_fez",
        "session": None,
        "tags": (),
        "private": False,
        "max_execution_time": None,
        "calibration_id": None,
        "log_level": None,
        "submission_tag": True,
        "on_uncertain": "resolve",
        **changed,
    }
    return Submission.checked(arguments.pop("program_id", "sampler"), **arguments)


class Named:
    name = "ibm_kingston"
    id = "s1"


def test_submission_tags_are_unique_and_within_the_length_limit() -> None:
    tags = {new_tag() for _ in range(1000)}
    assert len(tags) == 1000
    assert max(map(len, tags)) <= MAX_TAG_LENGTH


@given(st.lists(st.text(max_size=20)), st.integers(0, 5))
def test_the_submission_tag_is_hidden_and_can_be_extracted(own: list[str], place: int) -> None:
    tag = new_tag()
    mixed = [*own[:place], tag, *own[place:]]
    assert visible_tags(mixed) == tuple(own)
    assert submission_tag_of(mixed) == tag
    assert submission_tag_of(own) is None


@pytest.mark.parametrize(
    "tag", ["qrt-submission-", "qrt-submission-xyz", f"x{'0' * 24}", f"qrt-submission-{'0' * 25}"]
)
def test_a_tag_similar_to_a_submission_tag_is_visible(tag: str) -> None:
    assert visible_tags([tag]) == (tag,)
    assert submission_tag_of([tag]) is None


def test_seven_tags_are_accepted_with_a_submission_tag_and_eight_without() -> None:
    seven, eight = [f"t{i}" for i in range(7)], [f"t{i}" for i in range(8)]
    assert len(checked(tags=seven).request.to_dict()["tags"]) == MAX_TAGS
    assert checked(tags=eight, submission_tag=False).request.tags == eight
    with pytest.raises(ConfigurationError, match="submission_tag=False"):
        checked(tags=eight)
    with pytest.raises(ConfigurationError, match="9 tags") as caught:
        checked(tags=[*eight, "t9"], submission_tag=False)
    assert "submission_tag=False" not in str(caught.value)


@pytest.mark.parametrize("tags", ["abc", [5], [None], ["x" * 87], [b"a"]])
def test_invalid_tags_are_refused(tags: Any) -> None:
    with pytest.raises(ConfigurationError, match="tag"):
        checked_tags(tags, reserve=0)


def test_a_tag_of_86_characters_is_accepted() -> None:
    assert checked_tags(["x" * 86], reserve=1) == ["x" * 86]


@pytest.mark.parametrize(
    ("error", "ambiguous"),
    [
        (TransportError("read timeout"), True),
        (TransportError("refused", may_have_arrived=False), False),
        (ServerError("x", status=502, path="/api/v1/jobs"), True),
        (UnexpectedResponseError("page", status=200, path="/api/v1/jobs"), True),
        (UnexpectedResponseError("no id", status=200), True),
        (RateLimitError("x", status=429), False),
        (ConflictError("x", status=409), False),
        (NotFoundError("x", status=404), False),
        (PermissionDeniedError("x", status=403), False),
        (AuthenticationError("x", status=401), False),
        (ApiError("x", status=400), False),
        (ApiError("a gateway's page", status=400, from_service=False), True),
        (ApiError("a proxy gave up", status=499, from_service=False), True),
        (ServerError("the service's own words", status=500, from_service=True), True),
        (ApiError("moved", status=302, from_service=False), False),
        (UnexpectedResponseError("no status"), True),
        (QrtError("x"), False),
        (TransportError("IAM timed out", path="/identity/token"), False),
        (ServerError("IAM failed", status=503, path="/identity/token"), False),
        (UnexpectedResponseError("IAM page", status=200, path="/identity/token"), False),
    ],
)
def test_only_an_unrefused_request_that_may_have_arrived_is_ambiguous(
    error: QrtError, ambiguous: bool
) -> None:
    assert is_ambiguous(error) is ambiguous


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (TransportError("cut"), True),
        (ServerError("x", status=500), True),
        (ServerError("x", status=502), True),
        (UnexpectedResponseError("page", status=200), True),
        (UnexpectedResponseError("page", status=399), True),
        (ApiError("x"), True),
        *((ApiError("x", status=status), True) for status in (401, 408, 425, 429, 499)),
        *((ApiError("x", status=status), False) for status in (400, 403, 404, 413, 498)),
    ],
)
def test_a_submission_is_resent_unless_an_intermediary_would_refuse_it_again(
    error: QrtError, again: bool
) -> None:
    assert should_resend(error) is again


def test_a_submission_is_converted_to_the_service_s_request() -> None:
    submission = checked(
        tags=["mine"],
        session=Named(),
        private=True,
        max_execution_time=300,
        calibration_id="c1",
        log_level="INFO",
    )
    body = submission.request.to_dict()
    assert body.pop("tags") == ["mine", submission.tag]
    assert body == {
        "program_id": "sampler",
        "backend": "ibm_fez",
        "params": {"pubs": []},
        "session_id": "s1",
        "private": True,
        "cost": 300,
        "calibration_id": "c1",
        "log_level": "info",
    }


def test_parameters_that_were_not_passed_are_not_sent() -> None:
    body = checked(submission_tag=False).request.to_dict()
    assert body == {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": []}}


def test_resending_sends_the_same_request() -> None:
    submission = checked(tags=["a"])
    assert submission.request.to_dict() == submission.request.to_dict()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("max_execution_time", value) for value in (0, -1, 10801, 1.5, True, "300")),
        *(("log_level", value) for value in ("", "verbose", "warn")),
        *(("on_uncertain", value) for value in ("", "ignore", None, "Resolve")),
        *(("backend", value) for value in ("", "a/b", None, 5)),
        *(("session", value) for value in ("", "..", 5)),
        *(("program_id", value) for value in ("", "a/b")),
    ],
)
def test_an_invalid_argument_is_refused_with_its_value(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        checked(**{name: value})
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("seconds", [1, 10800])
def test_minimum_and_maximum_execution_time_are_accepted(seconds: int) -> None:
    assert checked(max_execution_time=seconds).request.cost == seconds


def test_on_uncertain_accepts_resolve_and_raise() -> None:
    assert checked_on_uncertain("resolve") == "resolve"
    assert checked_on_uncertain("raise") == "raise"


def test_backends_and_sessions_are_accepted_by_name_or_as_objects() -> None:
    assert name_of("backend", "ibm_fez") == "ibm_fez"
    assert name_of("backend", Named()) == "ibm_kingston"
    assert id_of_session("s2") == "s2"
    assert id_of_session(Named()) == "s1"


def test_state_right_after_submission_has_the_submitted_values() -> None:
    submission = checked(tags=["mine"], session="s1", private=True)
    state = submission.state_of("j1", backend=None)
    assert (state.id, state.status, state.backend, state.program_id) == ("j1", "Queued", "ibm_fez", "sampler")
    assert (state.tags, state.session_id, state.private) == (("mine",), "s1", True)
    assert submission_tag_of(state.all_tags) == submission.tag
    assert submission.state_of("j1", backend="ibm_other").backend == "ibm_other"


@pytest.mark.parametrize("private", [True, 1, np.True_])
def test_truthy_private_is_sent_as_true(private: Any) -> None:
    assert checked(private=private).request.to_dict()["private"] is True


@pytest.mark.parametrize("private", [False, 0, np.False_])
def test_falsy_private_is_not_sent(private: Any) -> None:
    assert "private" not in checked(private=private).request.to_dict()


def test_uncertain_submission_error_has_the_tag_to_find_the_job() -> None:
    submission = checked()
    error = submission.uncertain(TransportError("cut"))
    assert isinstance(error, SubmissionUncertainError)
    assert error.tag == submission.tag
    assert f"find_submission({submission.tag!r})" in str(error)
    assert "cut" in str(error)


def test_uncertain_submission_error_without_a_tag_says_where_to_look() -> None:
    error = checked(submission_tag=False).uncertain(TransportError("cut"))
    assert error.tag is None
    assert "newest jobs" in str(error)


@pytest.mark.parametrize("tagged", [True, False])
def test_an_interruption_note_has_the_submission_tag(tagged: bool) -> None:
    submission = checked(submission_tag=tagged)
    stop = KeyboardInterrupt()
    stop.add_note("a note of something else")
    assert InterruptionNote.of(stop) is None
    submission.note_interruption(stop)
    note = InterruptionNote.of(stop)
    assert note is not None
    assert note.tag == submission.tag
    assert (note.tag is not None) is tagged
    assert stop.__notes__[-1] == note
    assert "may have been created on ibm_fez" in note


def test_an_adopted_job_has_the_submitted_values_that_the_list_omits() -> None:
    listed = JobState("j1", "Queued")
    private = checked(private=True).adopting(listed)
    assert (private.backend, private.program_id, private.private, private.privacy_known) == (
        "ibm_fez",
        "sampler",
        True,
        True,
    )
    public = checked().adopting(listed)
    assert (public.private, public.privacy_known) == (False, False)
    adopted = checked(private=True).adopting(
        JobState("j1", "Queued", backend="ibm_torino", privacy_known=True)
    )
    assert (adopted.backend, adopted.private) == ("ibm_torino", False)

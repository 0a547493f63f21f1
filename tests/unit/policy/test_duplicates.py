"""Which of the jobs of one submission is kept, and which list proves that there is none."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from qrt_facade._policy.submission import SeenJobIds, choose_kept, messages_of, tagged_among
from qrt_facade._service.jobs import JobState
from qrt_facade._service.names import checked_caller_tags, new_tag
from qrt_facade.errors import ConfigurationError, UnexpectedResponseError

TAG = "qrt-submission-0123456789abcdef01234567"
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def job(name: str, status: str = "Queued", *, after: float | None = None, tag: str = TAG) -> JobState:
    created = None if after is None else BEGIN + timedelta(seconds=after)
    return JobState(id=name, status=status, all_tags=(tag,), created=created)


@pytest.mark.parametrize(
    ("elder", "younger", "kept"),
    [
        ("Queued", "Queued", "elder"),
        ("Completed", "Running", "elder"),
        ("Running", "Completed", "elder"),
        ("Failed", "Running", "younger"),
        ("Cancelled", "Queued", "younger"),
        ("Cancelled - Ran too long", "Completed", "younger"),
        ("Failed", "Cancelled", "elder"),
    ],
)
def test_the_eldest_is_kept_unless_it_ended_without_a_result_and_another_did_not(
    elder: str, younger: str, kept: str
) -> None:
    chosen, others = choose_kept([job("elder", elder), job("younger", younger)])
    assert chosen.id == kept
    assert [other.id for other in others] == [{"elder": "younger", "younger": "elder"}[kept]]


def test_jobs_are_ordered_by_their_age_and_without_it_as_a_list_newest_first() -> None:
    by_age = tagged_among([job("b", after=2), job("a", after=1), job("c", after=3)], TAG)
    assert [one.id for one in by_age] == ["a", "b", "c"]
    assert [one.id for one in tagged_among([job("new"), job("old", after=1)], TAG)] == ["old", "new"]


def test_an_empty_list_proves_that_there_is_none_and_a_list_of_others_proves_nothing() -> None:
    assert tagged_among([], TAG) == []
    with pytest.raises(UnexpectedResponseError, match="ignore the query"):
        tagged_among([job("other", tag="theirs")], TAG)
    assert [one.id for one in tagged_among([job("other", tag="theirs"), job("own")], TAG)] == ["own"]


def test_an_id_belongs_to_the_submission_that_was_given_it_first() -> None:
    given = SeenJobIds()
    given.claim("j1", TAG)
    given.claim("j1", TAG)
    given.claim("j2", None)
    for job_id, tag in (("j1", new_tag()), ("j1", None), ("j2", None), ("j2", TAG)):
        with pytest.raises(UnexpectedResponseError, match=job_id):
            given.claim(job_id, tag)
    pickle.loads(pickle.dumps(given)).claim("j1", new_tag())


def test_what_was_given_is_remembered_for_a_while_and_not_for_ever() -> None:
    given = SeenJobIds()
    for number in range(10_001):
        given.claim(f"j{number}", None)
    for remembered in ("j1", "j10000"):
        with pytest.raises(UnexpectedResponseError, match="repeated another response") as caught:
            given.claim(remembered, None)
        assert caught.value.status == 200
    given.claim("j0", None)


@pytest.mark.parametrize("tag", [TAG, TAG.upper(), f" {TAG} "])
@pytest.mark.parametrize("reserve", [0, 1])
def test_the_tag_of_a_submission_marks_no_other_job(tag: str, reserve: int) -> None:
    with pytest.raises(ConfigurationError, match="identifies a single submission"):
        checked_caller_tags(["mine", tag], reserve=reserve)


@pytest.mark.parametrize("tag", ["qrt-submission-", f"{TAG}0", f"x{TAG}", "mine"])
def test_tags_that_only_look_similar_are_the_caller_s_own(tag: str) -> None:
    assert checked_caller_tags([tag], reserve=1) == [tag]


def test_messages_are_read_whatever_their_form_and_without_secrets() -> None:
    crn = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123456789abcdef:1111::"
    assert messages_of(None) == messages_of("text") == messages_of({}) == messages_of([17, {}, ""]) == ()
    (said,) = messages_of([{"message": f"the limit of {crn} is near"}])
    assert "0123456789abcdef" not in said

"""Which duplicate of a submission is kept, and which list proves that no job exists."""

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
def test_the_oldest_duplicate_is_kept_unless_it_failed_and_another_did_not(
    elder: str, younger: str, kept: str
) -> None:
    chosen, others = choose_kept([job("elder", elder), job("younger", younger)])
    assert chosen.id == kept
    assert [other.id for other in others] == [{"elder": "younger", "younger": "elder"}[kept]]


def test_tagged_jobs_are_ordered_by_creation_time_else_in_reverse_list_order() -> None:
    by_age = tagged_among([job("b", after=2), job("a", after=1), job("c", after=3)], TAG)
    assert [one.id for one in by_age] == ["a", "b", "c"]
    assert [one.id for one in tagged_among([job("new"), job("old", after=1)], TAG)] == ["old", "new"]


def test_an_empty_list_proves_that_no_job_exists_and_a_list_of_other_jobs_proves_nothing() -> None:
    assert tagged_among([], TAG) == []
    with pytest.raises(UnexpectedResponseError, match="ignore the query"):
        tagged_among([job("other", tag="theirs")], TAG)
    assert [one.id for one in tagged_among([job("other", tag="theirs"), job("own")], TAG)] == ["own"]


def test_a_job_id_belongs_to_the_submission_that_received_it_first() -> None:
    seen = SeenJobIds()
    seen.claim("j1", TAG)
    seen.claim("j1", TAG)
    seen.claim("j2", None)
    for job_id, tag in (("j1", new_tag()), ("j1", None), ("j2", None), ("j2", TAG)):
        with pytest.raises(UnexpectedResponseError, match=job_id):
            seen.claim(job_id, tag)
    pickle.loads(pickle.dumps(seen)).claim("j1", new_tag())


def test_received_job_ids_are_remembered_up_to_a_limit() -> None:
    seen = SeenJobIds()
    for number in range(10_001):
        seen.claim(f"j{number}", None)
    for remembered in ("j1", "j10000"):
        with pytest.raises(UnexpectedResponseError, match="repeated another response") as caught:
            seen.claim(remembered, None)
        assert caught.value.status == 200
    seen.claim("j0", None)


@pytest.mark.parametrize("tag", [TAG, TAG.upper(), f" {TAG} "])
@pytest.mark.parametrize("reserve", [0, 1])
def test_a_submission_tag_is_refused_as_a_caller_tag(tag: str, reserve: int) -> None:
    with pytest.raises(ConfigurationError, match="identifies a single submission"):
        checked_caller_tags(["mine", tag], reserve=reserve)


@pytest.mark.parametrize("tag", ["qrt-submission-", f"{TAG}0", f"x{TAG}", "mine"])
def test_tags_similar_to_a_submission_tag_are_accepted_as_caller_tags(tag: str) -> None:
    assert checked_caller_tags([tag], reserve=1) == [tag]


def test_service_messages_are_read_in_any_form_and_redacted() -> None:
    crn = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123456789abcdef:1111::"
    assert messages_of(None) == messages_of("text") == messages_of({}) == messages_of([17, {}, ""]) == ()
    (message,) = messages_of([{"message": f"the limit of {crn} is near"}])
    assert "0123456789abcdef" not in message

"""What a list of jobs proves: a wrong conclusion that no job exists would submit, and charge, it again."""

from __future__ import annotations

from typing import Any

import pytest

from qrt_facade._policy.submission import (
    Submission,
    check_size,
    listed_jobs,
    look_up_size,
    messages_of,
    tagged_among,
)
from qrt_facade._service.jobs import JobState
from qrt_facade._service.limits import MAX_PAGE
from qrt_facade._service.names import new_tag
from qrt_facade.errors import UnexpectedResponseError

TAG = "qrt-submission-0123456789abcdef01234567"
JOB = JobState(id="j1", status="Queued", all_tags=(TAG,))


@pytest.mark.parametrize(
    "answer", [{}, {"jobs": "none"}, {"jobs": {"id": "j1"}, "limit": 5}, {"limit": None}, {"count": 0}]
)
def test_a_response_without_a_list_of_jobs_is_unexpected(answer: dict[str, Any]) -> None:
    with pytest.raises(
        UnexpectedResponseError, match=r"^list_jobs: the response has no list of jobs"
    ) as caught:
        listed_jobs(answer)
    assert caught.value.status == 200


@pytest.mark.parametrize("answer", [{"jobs": []}, {"jobs": [], "limit": 5}, {"limit": 5}])
def test_a_response_without_the_jobs_field_is_an_empty_page(answer: dict[str, Any]) -> None:
    assert listed_jobs(answer) == []


def test_an_entry_without_an_id_does_not_match_a_tag() -> None:
    (entry,) = listed_jobs({"jobs": [{"tags": [TAG]}]})
    assert entry.id == ""
    with pytest.raises(UnexpectedResponseError, match="ignore the query") as caught:
        tagged_among([entry], TAG)
    assert caught.value.status == 200


def test_service_messages_are_texts_or_objects_with_a_message() -> None:
    assert messages_of(["plain", {"message": "in an object"}]) == ("plain", "in an object")


def test_jobs_of_a_page_keep_their_order() -> None:
    assert [one.id for one in listed_jobs({"jobs": [{"id": "new"}, {"id": "old"}]})] == ["new", "old"]


@pytest.mark.parametrize(("named", "entries"), [(7, []), (None, []), ("many", []), (3, [JOB]), (7.0, [])])
def test_a_page_with_entries_or_the_requested_size_is_accepted(
    named: object, entries: list[JobState]
) -> None:
    check_size(7, named, entries)


def test_an_empty_page_of_another_size_is_refused_as_a_cached_response() -> None:
    with pytest.raises(
        UnexpectedResponseError,
        match=r"requested at most 7 jobs.*empty list of at most 20; a cache may ignore the query",
    ) as caught:
        check_size(7, 20, [])
    assert caught.value.status == 200


def test_consecutive_look_ups_use_different_valid_page_sizes() -> None:
    for tag in (TAG, *(new_tag() for _ in range(50))):
        sizes = [look_up_size(tag, turn) for turn in range(MAX_PAGE // 2)]
        assert len(set(sizes)) == len(sizes)
        assert min(sizes) > MAX_PAGE // 2
        assert max(sizes) == MAX_PAGE


def test_only_wanted_jobs_with_the_tag_are_returned() -> None:
    other = JobState(id="j2", status="Queued", all_tags=(TAG,))
    assert tagged_among([JOB, other], TAG, wanted=lambda state: state.id == "j2") == [other]
    assert tagged_among([JOB, other, JOB], TAG) == [other, JOB]  # a list may repeat an entry


def test_a_creation_response_without_an_id_is_unexpected() -> None:
    submission = Submission.checked("sampler", {"pubs": []}, backend="ibm_fez")
    with pytest.raises(
        UnexpectedResponseError, match="create_job: the response has no valid job id: None is not a job id"
    ) as caught:
        submission.state_of(None, backend=None)
    assert caught.value.status == 200


def test_an_adopted_job_has_the_listed_values_or_else_the_submitted_ones() -> None:
    private = Submission.checked("sampler", {"pubs": []}, backend="ibm_fez", private=True)
    bare = JobState(id="j1", status="Queued")
    adopted = private.adopting(bare)
    assert (adopted.backend, adopted.program_id, adopted.private, adopted.privacy_known) == (
        "ibm_fez",
        "sampler",
        True,
        True,
    )
    listed = JobState(
        id="j1",
        status="Queued",
        backend="ibm_torino",
        program_id="estimator",
        private=False,
        privacy_known=True,
    )
    assert private.adopting(listed) == listed
    public = Submission.checked("sampler", {"pubs": []}, backend="ibm_fez").adopting(bare)
    assert not public.private
    assert not public.privacy_known  # an earlier submission may have been private

"""Which answer of the list proves what: a wrong proof that there is no job would have it submitted, and paid, again."""

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
def test_an_answer_without_a_list_of_jobs_proves_nothing(answer: dict[str, Any]) -> None:
    with pytest.raises(
        UnexpectedResponseError, match=r"^list_jobs: the response has no list of jobs"
    ) as caught:
        listed_jobs(answer)
    assert caught.value.status == 200


@pytest.mark.parametrize("answer", [{"jobs": []}, {"jobs": [], "limit": 5}, {"limit": 5}])
def test_a_page_without_jobs_is_empty_also_where_its_list_is_left_out(answer: dict[str, Any]) -> None:
    assert listed_jobs(answer) == []


def test_an_entry_without_an_id_is_no_job_that_a_tag_could_find() -> None:
    (entry,) = listed_jobs({"jobs": [{"tags": [TAG]}]})
    assert entry.id == ""
    with pytest.raises(UnexpectedResponseError, match="ignore the query") as caught:
        tagged_among([entry], TAG)
    assert caught.value.status == 200


def test_what_the_service_says_beside_an_id_is_text_or_has_a_message() -> None:
    assert messages_of(["plain", {"message": "in an object"}]) == ("plain", "in an object")


def test_a_page_lists_its_jobs_in_their_order() -> None:
    assert [one.id for one in listed_jobs({"jobs": [{"id": "new"}, {"id": "old"}]})] == ["new", "old"]


@pytest.mark.parametrize(("named", "entries"), [(7, []), (None, []), ("many", []), (3, [JOB]), (7.0, [])])
def test_a_page_answers_the_question_unless_it_is_empty_and_states_another_size(
    named: object, entries: list[JobState]
) -> None:
    check_size(7, named, entries)


def test_an_empty_page_of_another_size_answers_another_question() -> None:
    with pytest.raises(
        UnexpectedResponseError,
        match=r"requested at most 7 jobs.*empty list of at most 20; a cache may ignore the query",
    ) as caught:
        check_size(7, 20, [])
    assert caught.value.status == 200


def test_two_look_ups_in_turn_ask_for_pages_of_two_sizes_that_the_service_takes() -> None:
    for tag in (TAG, *(new_tag() for _ in range(50))):
        sizes = [look_up_size(tag, turn) for turn in range(MAX_PAGE // 2)]
        assert len(set(sizes)) == len(sizes)
        assert min(sizes) > MAX_PAGE // 2
        assert max(sizes) == MAX_PAGE


def test_only_wanted_jobs_of_the_tag_are_looked_at_one_by_one() -> None:
    other = JobState(id="j2", status="Queued", all_tags=(TAG,))
    assert tagged_among([JOB, other], TAG, wanted=lambda state: state.id == "j2") == [other]
    assert tagged_among([JOB, other, JOB], TAG) == [other, JOB]  # a list may repeat an entry


def test_an_answer_without_an_id_is_no_job() -> None:
    submission = Submission.checked("sampler", {"pubs": []}, backend="ibm_fez")
    with pytest.raises(
        UnexpectedResponseError, match="create_job: the response has no valid job id: None is not a job id"
    ) as caught:
        submission.state_of(None, backend=None)
    assert caught.value.status == 200


def test_a_job_that_is_adopted_is_what_the_list_says_and_else_as_it_was_submitted() -> None:
    private = Submission.checked("sampler", {"pubs": []}, backend="ibm_fez", private=True)
    bare = JobState(id="j1", status="Queued")
    adopted = private.adopting(bare)
    assert (adopted.backend, adopted.program_id, adopted.private, adopted.privacy_known) == (
        "ibm_fez",
        "sampler",
        True,
        True,
    )
    said = JobState(
        id="j1",
        status="Queued",
        backend="ibm_torino",
        program_id="estimator",
        private=False,
        privacy_known=True,
    )
    assert private.adopting(said) == said
    public = Submission.checked("sampler", {"pubs": []}, backend="ibm_fez").adopting(bare)
    assert not public.private
    assert not public.privacy_known  # it may have been submitted so before

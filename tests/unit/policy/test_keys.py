"""Decisions about a submission with a key, from the jobs that have the key."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade import ConfigurationError
from qrt_facade._policy.journals import MemoryEntry, MemoryJournal
from qrt_facade._policy.keys import (
    Adopt,
    AskAgain,
    Conflict,
    Fetch,
    OwnJobs,
    Send,
    SeriesKey,
    checked_key,
    checked_on_failed,
    conflict,
    decide,
    deleted_job_warning,
    latest_arrival,
    member_key,
    next_step,
)
from qrt_facade._policy.submission import Submission, choose_kept
from qrt_facade._service.jobs import JobState
from qrt_facade._service.names import (
    checked_caller_tags,
    internal_tags,
    key_tag,
    series_tag,
    split_tags,
    submission_tag_of,
    visible_tags,
    with_tags_restored,
)

SAME = f"qrt-print-{'-'.join(['a' * 12] * 5)}"
OTHER = f"qrt-print-{'-'.join(['b' * 12] * 5)}"
TAG = key_tag("vqe/step-12")
START = datetime(2026, 1, 1, tzinfo=UTC)
LAG = 60.0

GOOD = ("Queued", "Running", "Completed", "Unheard of")
ENDED_BADLY = ("Failed", "Cancelled", "Cancelled - Ran too long")


def job(name: str, status: str = "Queued", printed: str | None = SAME) -> JobState:
    tags = (TAG,) if printed is None else (TAG, printed)
    return JobState(id=name, status=status, created=START + timedelta(seconds=ord(name[0])), all_tags=tags)


@pytest.mark.filterwarnings("ignore:the service reported the unknown job status")
@pytest.mark.parametrize("status", GOOD)
@pytest.mark.parametrize("on_failed", ["submit", "adopt"])
def test_a_queued_running_or_completed_job_is_adopted(status: str, on_failed: Any) -> None:
    assert decide([job("a", status)], SAME, on_failed=on_failed) == Adopt(job("a", status))


@pytest.mark.parametrize("printed", [OTHER, None])
@pytest.mark.parametrize("status", GOOD[:3])
def test_an_active_job_with_another_fingerprint_is_a_conflict(status: str, printed: str | None) -> None:
    found = job("a", status, printed)
    assert decide([found], SAME, on_failed="submit") == Conflict(found)


@pytest.mark.parametrize("status", ENDED_BADLY)
@pytest.mark.parametrize("printed", [SAME, OTHER, None])
def test_a_failed_or_cancelled_job_is_submitted_again_whatever_its_fingerprint(
    status: str, printed: str | None
) -> None:
    assert decide([job("a", status, printed)], SAME, on_failed="submit") == Send(frozenset("a"))


@pytest.mark.parametrize("status", ENDED_BADLY)
def test_a_failed_job_is_adopted_on_request_if_the_fingerprint_matches(status: str) -> None:
    assert decide([job("a", status)], SAME, on_failed="adopt") == Adopt(job("a", status))
    assert decide([job("a", status, OTHER)], SAME, on_failed="adopt") == Conflict(job("a", status, OTHER))


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ([], Send()),
        ([job("a"), job("b")], Adopt(job("a"), (job("b"),))),
        ([job("a", "Completed"), job("b", "Running")], Adopt(job("a", "Completed"), (job("b", "Running"),))),
        ([job("a", "Failed"), job("b", "Running")], Adopt(job("b", "Running"))),
        ([job("a", "Running"), job("b", "Completed")], Adopt(job("a", "Running"))),
        ([job("a"), job("b", printed=OTHER)], Adopt(job("a"))),  # not the same, so no duplicate
        ([job("a", printed=OTHER), job("b")], Conflict(job("a", printed=OTHER))),
        ([job("a", "Failed", OTHER), job("b")], Adopt(job("b"))),
        ([job("a", "Failed"), job("b", "Cancelled")], Send(frozenset("ab"))),
    ],
)
def test_the_oldest_usable_job_of_a_key_decides(states: list[JobState], outcome: object) -> None:
    assert decide(states, SAME, on_failed="submit") == outcome


def test_on_adopt_the_latest_failed_job_is_adopted_and_no_cancelled_duplicate() -> None:
    states = [job("a", "Failed"), job("b", "Failed"), job("c", "Cancelled")]
    assert decide(states, SAME, on_failed="adopt") == Adopt(job("b", "Failed"))


statuses = st.sampled_from(["Queued", "Running", "Completed", *ENDED_BADLY])
any_jobs = st.lists(st.tuples(statuses, st.sampled_from([SAME, OTHER, None])), max_size=6).map(
    lambda drawn: [job(name, *one) for name, one in zip("abcdef", drawn, strict=False)]
)


@given(any_jobs, st.sampled_from(["submit", "adopt"]))
def test_decisions_never_adopt_another_fingerprint_or_submit_next_to_an_active_job(
    states: list[JobState], on_failed: Any
) -> None:
    outcome = decide(states, SAME, on_failed=on_failed)
    if isinstance(outcome, Adopt):
        assert all(SAME in state.all_tags for state in (outcome.state, *outcome.duplicates))
        assert outcome.state not in outcome.duplicates
        assert not any(state.ended for state in outcome.duplicates)
    elif isinstance(outcome, Send):
        assert all(state.ended and state.status != "Completed" for state in states)
        assert outcome.superseded == {state.id for state in states}


def step(states: list[JobState], entry: MemoryEntry | None, *, at: float = 1000.0, **more: Any) -> object:
    return next_step(states, SAME, on_failed="submit", entry=entry, asked_at=at, lag=LAG, **more)


def test_a_pending_submission_is_awaited_until_the_list_must_show_it() -> None:
    assert step([], MemoryEntry(SAME, 990.0)) == AskAgain(50.0)
    assert step([job("a", "Failed")], MemoryEntry(SAME, 990.0)) == AskAgain(50.0)
    assert step([], MemoryEntry(SAME, 940.0)) == Send()
    assert step([job("a")], MemoryEntry(SAME, 990.0)) == Adopt(job("a"))


def test_a_pending_submission_is_awaited_until_the_end_of_the_lag() -> None:
    assert step([], MemoryEntry(SAME, 940.5)) == AskAgain(0.5)


def test_a_failed_job_in_the_journal_is_adopted_on_request() -> None:
    options: dict[str, Any] = {"on_failed": "adopt", "asked_at": 1000.0, "lag": LAG}
    failed = job("a", "Failed")
    assert next_step([failed], SAME, entry=MemoryEntry(SAME, 900.0, "a"), **options) == Adopt(failed)
    assert next_step([failed], SAME, entry=None, **options) == Adopt(failed)


def test_a_submission_may_arrive_long_after_it_started() -> None:
    entry = MemoryEntry(SAME, 900.0)
    assert latest_arrival(entry.begun, read_at=1000.0, longest=600.0) == 1000.0
    assert step([], entry, at=1010.0, arrived_by=1000.0) == AskAgain(LAG - 10.0)
    assert step([], entry, at=1000.0 + LAG, arrived_by=1000.0) == Send()
    assert latest_arrival(entry.begun, read_at=9000.0, longest=600.0) == 1500.0
    assert step([], entry, at=9000.0, arrived_by=1500.0) == Send()


def test_a_clock_set_back_does_not_extend_the_wait_beyond_the_lag() -> None:
    assert step([], MemoryEntry(SAME, 5000.0)) == AskAgain(LAG)


def test_a_job_in_the_journal_but_not_in_the_list_is_fetched() -> None:
    entry = MemoryEntry(SAME, 990.0, "a")
    assert step([], entry) == Fetch("a")
    assert step([job("b", "Failed")], entry) == Fetch("a")
    assert step([job("a", "Failed")], entry) == Send(frozenset("a"))
    assert step([job("b")], entry) == Adopt(job("b"))


def test_a_missing_job_counts_as_deleted_only_after_the_lag() -> None:
    assert step([], MemoryEntry(SAME, 990.0, "a"), unknown=True) == AskAgain(50.0)
    assert step([], MemoryEntry(SAME, 900.0, "a"), unknown=True) == Send()


@pytest.mark.parametrize("key", ["", " ", "\n\t", "k" * 201, 7, None, b"key", ["key"], "\ud800"])
def test_an_invalid_key_is_refused(key: Any) -> None:
    with pytest.raises(ConfigurationError, match="key"):
        checked_key(key)


@pytest.mark.parametrize("key", ["a", "k" * 200, "vqe/step-12", " padded ", "ключ ☃", "a\0b", "'\"\\"])
def test_any_text_is_a_valid_key(key: str) -> None:
    assert checked_key(key) == key
    assert len(key_tag(key)) == len("qrt-key-") + 32


def test_keys_are_case_and_whitespace_sensitive() -> None:
    assert len({key_tag(key) for key in ("a", "A", "a ", " a")}) == 4


def test_on_failed_is_submit_or_adopt_and_adopt_requires_a_key() -> None:
    assert checked_on_failed("submit", key=None) == "submit"
    assert checked_on_failed("adopt", key="a") == "adopt"
    with pytest.raises(ConfigurationError, match="requires key="):
        checked_on_failed("adopt", key=None)
    with pytest.raises(ConfigurationError, match="'submit' or 'adopt'"):
        checked_on_failed("retry", key="a")


def test_a_series_key_is_text_and_keeps_its_series_when_copied_or_pickled() -> None:
    key = member_key("sweep-7", 0)
    assert key == "sweep-7/0"
    for copied in (key, copy.deepcopy(key), pickle.loads(pickle.dumps(key))):
        assert isinstance(copied, SeriesKey)
        assert (str(copied), copied.series) == ("sweep-7/0", "sweep-7")
    assert checked_key(member_key("s" * 200, 12)) == "s" * 200 + "/12"


OURS = [TAG, SAME, series_tag("sweep-7"), "qrt-submission-0123456789abcdef01234567"]


@pytest.mark.parametrize("tag", OURS)
def test_an_internal_tag_is_hidden_and_refused_from_a_caller(tag: str) -> None:
    assert visible_tags(["mine", tag]) == ("mine",)
    assert internal_tags(["mine", tag]) == (tag,)
    assert with_tags_restored([f" {tag.upper()} "]) == (tag,)
    for alike in (tag, tag.upper(), f" {tag}"):
        with pytest.raises(ConfigurationError, match="identifies a single submission"):
            checked_caller_tags(["mine", alike], reserve=1)


def test_the_key_tag_replaces_the_submission_tag() -> None:
    assert submission_tag_of(["mine", SAME, TAG]) == TAG


def keyed(**more: Any) -> Submission:
    arguments: dict[str, Any] = {"backend": "ibm_fez", "key": "vqe/step-12", "fingerprint": lambda _: SAME}
    return Submission.checked("sampler", {"pubs": []}, **{**arguments, **more})


def test_a_job_with_a_key_has_the_tags_of_its_key_fingerprint_and_series() -> None:
    assert keyed(tags=["mine"]).request.tags == ["mine", TAG, SAME]
    member = keyed(key=member_key("sweep-7", 3))
    assert member.request.tags == [key_tag("sweep-7/3"), SAME, series_tag("sweep-7")]
    assert (member.tag, member.print_tag, member.series_tag) == tuple(member.request.tags)


def test_a_job_with_a_key_accepts_five_caller_tags() -> None:
    assert len(keyed(tags=list("abcde"), key=member_key("s", 1)).request.tags or ()) == 8
    with pytest.raises(ConfigurationError, match="at most 5"):
        keyed(tags=list("abcdef"))


def test_a_key_requires_its_submission_tag() -> None:
    with pytest.raises(ConfigurationError, match="submission_tag=False cannot be combined with key="):
        keyed(submission_tag=False)


def test_without_a_key_no_fingerprint_is_computed() -> None:
    def fingerprint(_: object) -> str:
        raise AssertionError("it was made")

    assert Submission.checked("sampler", {}, backend="ibm_fez", fingerprint=fingerprint).print_tag is None


def test_superseded_jobs_and_jobs_with_another_fingerprint_are_not_own_jobs() -> None:
    own = OwnJobs(SAME, frozenset("a"))
    assert [own(job("a")), own(job("b")), own(job("c", printed=OTHER)), own(job("d", printed=None))] == [
        False,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        (("the circuits",), "the circuits"),
        (("the circuits", "the shots"), "the circuits, and the shots"),
        (
            ("the circuits", "the shots", "the backend"),
            "the circuits, the shots, and the backend: ibm_fez then, ibm_torino now",
        ),
    ],
)
def test_a_key_conflict_names_the_key_job_status_and_differences(
    differences: tuple[str, ...], words: str
) -> None:
    found = JobState(id="j1", status="Running", backend="ibm_fez")
    assert str(conflict("k", found, differences, backend="ibm_torino")) == (
        f"key='k' belongs to job j1 (Running), which was submitted with different content. Differences: {words}. Nothing was "
        "sent. Use another key for a different job; client.jobs.get('j1') returns the existing one"
    )


def test_a_key_conflict_without_known_content_says_why_and_names_the_cancelled_job() -> None:
    found = JobState(id="j1", status="Running", backend="ibm_fez")
    assert str(conflict("k", found, (), backend="ibm_fez", cancelled="j2")) == (
        "key='k' belongs to job j1 (Running), whose tags no longer identify its content (another client may have replaced "
        "them). The new job j2 was cancelled. Use another key for a different job; client.jobs.get('j1') returns the existing one"
    )


def test_a_deleted_job_of_a_key_is_named_in_a_warning() -> None:
    assert deleted_job_warning("k", "j1").startswith(
        "job j1, which was submitted with key='k', no longer exists"
    )


def test_an_in_memory_journal_records_a_submission_until_it_is_refused() -> None:
    journal = MemoryJournal()
    assert journal.read(TAG) is None
    journal.begin(TAG, print_tag=SAME, series_tag=None)
    under_way = journal.read(TAG)
    assert under_way is not None
    assert under_way.job_id is None
    journal.created(TAG, "j1")
    assert journal.read(TAG) == MemoryEntry(SAME, under_way.begun, "j1")
    assert pickle.loads(pickle.dumps(journal)).read(TAG) is None
    journal.refused(TAG)
    assert journal.read(TAG) is None


def test_a_journal_turn_is_exclusive_for_each_key() -> None:
    journal = MemoryJournal()
    first, second, other = journal.turn(TAG), journal.turn(TAG), journal.turn("another")
    assert [first.acquire(), second.acquire(), other.acquire()] == [True, False, True]
    second.release()  # it was not acquired
    assert not second.acquire()
    first.release()
    first.release()
    assert second.acquire()


def test_a_turn_acquired_before_a_fork_is_free_in_the_child() -> None:
    journal = MemoryJournal()
    turn = journal.turn(TAG)
    assert turn.acquire()
    turn.process += 1  # as in a forked child
    assert journal.turn(TAG).acquire()


@pytest.mark.parametrize("users", [("IBMid-ADA", "IBMid-BOB"), ("5fc8", "5fc9"), ("ada@x.org", "IBMid-ADA")])
def test_duplicates_of_other_users_are_not_cancelled(
    users: tuple[str, str],
) -> None:
    ada, bob = users

    def of(name: str, user: str | None) -> JobState:
        return JobState(id=name, status="Queued", all_tags=(TAG, SAME), user_id=user)

    states = [of("j0", ada), of("j1", bob), of("j2", ada), of("j3", None)]
    step = decide(states, SAME, on_failed="submit")
    assert isinstance(step, Adopt)
    assert [state.id for state in step.duplicates] == ["j2", "j3"]
    kept, others = choose_kept(states)
    assert (kept.id, [state.id for state in others]) == ("j0", ["j2", "j3"])


@pytest.mark.parametrize(
    "tags",
    [
        (),
        ("bell", "draft"),
        (key_tag("a"), "bell", series_tag("b")),
        (f" {key_tag('a').upper()} ", "bell"),
        ("qrt-key-of-mine", f" {series_tag('b')}", "bell", "bell"),
    ],
)
def test_split_tags_equals_restoring_and_then_hiding_tags(tags: tuple[str, ...]) -> None:
    assert split_tags(tags) == (visible_tags(with_tags_restored(tags)), with_tags_restored(tags))


def test_an_in_memory_journal_forgets_the_oldest_keys_above_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MemoryJournal, "_MOST", 2)
    journal = MemoryJournal()
    for name in "abc":
        journal.begin(name, print_tag="print", series_tag=None)
    assert [journal.read(name) is not None for name in "abc"] == [False, True, True]

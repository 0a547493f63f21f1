"""What a person or a program is told when a submission is interrupted, in doubt, or one of many that stopped."""

from __future__ import annotations

import pickle
import warnings
from types import SimpleNamespace
from typing import Any

import pytest

from qrt_facade._policy.interruptions import InterruptionNote
from qrt_facade._policy.keys import member_key
from qrt_facade._policy.sessions import note_interrupted_session
from qrt_facade._policy.submission import (
    Submission,
    foreign_job_error,
    note_interrupted_series,
    stopped,
    warn_duplicate_goes_on,
)
from qrt_facade.errors import (
    ConfigurationError,
    QrtError,
    SubmissionUncertainError,
    TransportError,
)

JOB = SimpleNamespace(id="j1")
AGAIN = "run it again with key='vqe': this adopts the job"


def submission(**given: Any) -> Submission:
    return Submission.checked("sampler", {"pubs": []}, **{"backend": "ibm_fez", **given})


def noted(one: Submission, *given: Any, **how: Any) -> InterruptionNote:
    """The note of an interrupted submission, which is a warning too unless it is quiet or nothing was sent."""
    stop = KeyboardInterrupt()
    if how.get("sent", True) and not how.get("quiet", False):
        with pytest.warns(RuntimeWarning, match="^interrupted: ") as caught:
            one.note_interruption(stop, *given, **how)
        assert str(caught[0].message) == f"interrupted: {stop.__notes__[-1]}"
    else:
        with warnings.catch_warnings(record=True) as none:
            warnings.simplefilter("always")
            one.note_interruption(stop, *given, **how)
        assert none == []
    note = InterruptionNote.of(stop)
    assert note is not None
    assert note.tag == one.tag
    return note


def test_an_interruption_before_anything_was_sent_says_so_and_names_the_job_to_be() -> None:
    tagged, keyed = submission(), submission(key="vqe")
    assert noted(tagged, sent=False) == f"a sampler job was not sent; its submission tag is {tagged.tag}"
    assert noted(keyed, sent=False) == "a sampler job was not sent; its key is 'vqe'"


def test_an_interruption_after_sending_says_how_the_job_is_found() -> None:
    tagged, keyed, bare = submission(), submission(key="vqe"), submission(submission_tag=False)
    may = "a sampler job may have been created on ibm_fez; "
    assert noted(tagged) == f"{may}client.jobs.find_submission({tagged.tag!r}) finds it if it exists"
    assert noted(keyed) == may + AGAIN
    assert noted(bare) == f"{may}it has no submission tag; check the newest jobs"
    assert noted(tagged, quiet=True) == noted(tagged)
    assert noted(tagged).jobs == ()


def test_an_interruption_after_the_answer_names_the_job() -> None:
    tagged, keyed, bare = submission(), submission(key="vqe"), submission(submission_tag=False)
    assert noted(tagged, JOB) == (
        f"job j1 was submitted to ibm_fez with submission tag {tagged.tag} and continues; "
        f"client.jobs.find_submission({tagged.tag!r}) finds it"
    )
    assert noted(keyed, JOB) == f"job j1 was submitted to ibm_fez and continues; {AGAIN}"
    assert noted(bare, JOB) == "job j1 was submitted to ibm_fez and continues; client.jobs.get('j1') finds it"
    assert noted(bare, JOB).jobs == (JOB,)


@pytest.mark.parametrize("sent", [True, False])
def test_an_error_of_ours_says_itself_what_happened_and_gets_no_note(sent: bool) -> None:
    error = QrtError("x")
    submission().note_interruption(error, sent=sent)
    assert InterruptionNote.of(error) is None


def test_doubt_says_how_often_it_was_sent_and_what_to_do() -> None:
    cause = TransportError("cut")
    assert "it was sent once, and the last error was: cut" in str(submission().uncertain(cause))
    assert "it was sent 3 times, each time with the same tag, and" in str(
        submission().uncertain(cause, sends=3)
    )
    assert AGAIN in str(submission(key="vqe").uncertain(cause))
    bare = str(submission(submission_tag=False, dry_run=True).uncertain(cause))
    assert "client.jobs.list(include_mocks=True) shows dry runs" in bare


def test_an_error_that_leaves_a_submission_carries_its_tag_and_says_it_once() -> None:
    tagged, keyed = submission(), submission(key="vqe")
    plain, named, own = (
        TransportError("cut"),
        TransportError(f"{tagged.tag} was cut"),
        SubmissionUncertainError("x", tag="t"),
    )
    for error in (plain, named, own):
        tagged.sign(error)
    assert (plain.submission_tag, plain.__notes__) == (tagged.tag, [f"submission tag: {tagged.tag}"])
    assert named.submission_tag == tagged.tag
    assert not hasattr(named, "__notes__")
    error, said = TransportError("cut"), TransportError("key 'vqe' was cut")
    keyed.sign(error)
    keyed.sign(said)
    assert (error.submission_tag, error.__notes__) == (keyed.tag, ["key: 'vqe'"])
    assert not hasattr(said, "__notes__")


def test_an_error_keeps_the_tag_of_the_submission_that_it_is_about() -> None:
    first, second, error = submission(), submission(), TransportError("cut")
    first.sign(error)
    second.sign(error)
    assert error.submission_tag == first.tag
    assert error.__notes__ == [f"submission tag: {first.tag}"]


def test_a_refused_argument_made_no_job_that_a_tag_could_find() -> None:
    refused = ConfigurationError("x")
    submission().sign(refused)
    submission(submission_tag=False).sign(refused)
    assert refused.submission_tag is None
    keyed = submission(key="vqe")
    keyed.sign(refused)  # the key may have a job, which stands in the way
    assert refused.submission_tag == keyed.tag


@pytest.mark.parametrize(
    ("cause", "key", "again"),
    [
        (TransportError("cut"), None, ""),
        (
            TransportError("cut"),
            "vqe",
            " - submit them again with key='vqe': this adopts those, and submits the rest",
        ),
        (ConfigurationError("no"), "vqe", ""),
    ],
)
def test_submissions_that_stopped_keep_the_jobs_and_say_how_many_remain(
    cause: QrtError, key: str | None, again: str
) -> None:
    error = stopped(cause, [JOB, JOB], 5, key=key)
    assert str(error) == f"2 of 5 jobs were submitted; the next submission failed: {cause}{again}"
    assert error.jobs == (JOB, JOB)
    assert error.remaining == 3


def interrupted(
    jobs: list[Any], series: list[Submission], stop: BaseException | None = None
) -> InterruptionNote:
    stop = stop or KeyboardInterrupt()
    with pytest.warns(RuntimeWarning, match="^interrupted: "):
        note_interrupted_series(stop, jobs, series)
    note = InterruptionNote.of(stop)
    assert note is not None
    return note


def test_an_interrupted_series_names_its_jobs_and_how_the_next_one_is_found() -> None:
    series = [submission() for _ in range(3)]
    note = interrupted([JOB], series)
    assert note == (
        f"1 of 3 jobs were submitted and continue: j1; client.jobs.find_submission({series[1].tag!r}) "
        "finds the next job if it was created"
    )
    assert (note.tag, note.jobs) == (series[1].tag, (JOB,))
    assert interrupted([], series).startswith("0 of 3 jobs were submitted and continue: none; ")
    assert interrupted([JOB] * 3, series) == "3 of 3 jobs were submitted and continue: j1, j1, j1"


def test_an_interrupted_series_keeps_what_its_submission_noted() -> None:
    series, stop, other = [submission() for _ in range(2)], KeyboardInterrupt(), SimpleNamespace(id="j2")
    with pytest.warns(RuntimeWarning, match="interrupted"):
        series[1].note_interruption(stop, other)
    said = InterruptionNote.of(stop)
    note = interrupted([JOB], series, stop)
    assert note == f"1 of 2 jobs were submitted and continue: j1; {said}"
    assert (note.tag, note.jobs) == (series[1].tag, (JOB, other))


def test_an_interrupted_series_names_the_tag_of_the_submission_that_was_interrupted() -> None:
    series, stop = [submission() for _ in range(3)], KeyboardInterrupt()
    series[2].note_interruption(stop, sent=False)
    assert interrupted([], series, stop).tag == series[2].tag


def test_an_interrupted_series_with_a_key_is_submitted_again_with_it() -> None:
    series = [submission(key=member_key("sweep", number)) for number in range(2)]
    assert interrupted([], series) == (
        "0 of 2 jobs were submitted and continue: none; submit them again with key='sweep': this adopts those, "
        "and submits the rest"
    )
    error = QrtError("x")
    note_interrupted_series(error, [JOB], series)
    assert InterruptionNote.of(error) is None


def test_a_job_that_is_another_s_or_a_duplicate_is_named_with_what_finds_it() -> None:
    error = foreign_job_error("j9", "t1")
    assert error.tag == "t1"
    assert str(error).startswith(
        "the response to the submission has the id of job j9, which does not have the submission's tag t1"
    )
    assert "client.jobs.find_submission('t1')" in str(error)
    with pytest.warns(
        RuntimeWarning, match=r"job j2 is a duplicate of job j1 .*\(cut\); client.jobs.get\('j2'\)"
    ):
        warn_duplicate_goes_on("j2", "j1", TransportError("cut"))


def test_a_note_survives_a_pickle_without_the_jobs() -> None:
    note = InterruptionNote("job j1 goes on", tag="qrt-1", jobs=[JOB])
    again = pickle.loads(pickle.dumps(note))
    assert (again, again.tag, again.jobs) == (note, "qrt-1", ())


def test_an_interrupted_member_of_a_series_is_submitted_again_with_its_series() -> None:
    note = noted(submission(key=member_key("sweep-7", 0)), JOB)
    assert "key='sweep-7/0' of series 'sweep-7'" in note


@pytest.mark.parametrize(
    ("session_id", "sent", "part"),
    [
        (None, False, "a batch session on ibm_fez was not "),
        ("s1", True, "client.sessions.get('s1').cancel()"),
        (None, True, "client.workloads.list(mode='batch', limit=5)"),
    ],
)
def test_an_interrupted_session_is_named_or_said_how_to_look_for(
    session_id: str | None, sent: bool, part: str
) -> None:
    stop = KeyboardInterrupt()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        note_interrupted_session(stop, "batch", "ibm_fez", session_id, sent=sent)
    (note,) = stop.__notes__
    assert part in note
    assert [str(one.message) for one in caught] == ([f"interrupted: {note}"] if sent else [])

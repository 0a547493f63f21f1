"""Notes and errors after a submission is interrupted, uncertain, or one of a stopped series."""

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


def submission(**arguments: Any) -> Submission:
    return Submission.checked("sampler", {"pubs": []}, **{"backend": "ibm_fez", **arguments})


def noted(one: Submission, *arguments: Any, **options: Any) -> InterruptionNote:
    """Return the note of an interrupted submission, which also warns unless it is quiet or nothing was sent."""
    stop = KeyboardInterrupt()
    if options.get("sent", True) and not options.get("quiet", False):
        with pytest.warns(RuntimeWarning, match="^interrupted: ") as caught:
            one.note_interruption(stop, *arguments, **options)
        assert str(caught[0].message) == f"interrupted: {stop.__notes__[-1]}"
    else:
        with warnings.catch_warnings(record=True) as none:
            warnings.simplefilter("always")
            one.note_interruption(stop, *arguments, **options)
        assert none == []
    note = InterruptionNote.of(stop)
    assert note is not None
    assert note.tag == one.tag
    return note


def test_note_of_an_interruption_before_sending_names_the_tag_or_key() -> None:
    tagged, keyed = submission(), submission(key="vqe")
    assert noted(tagged, sent=False) == f"a sampler job was not sent; its submission tag is {tagged.tag}"
    assert noted(keyed, sent=False) == "a sampler job was not sent; its key is 'vqe'"


def test_note_of_an_interruption_after_sending_says_how_to_find_the_job() -> None:
    tagged, keyed, bare = submission(), submission(key="vqe"), submission(submission_tag=False)
    may = "a sampler job may have been created on ibm_fez; "
    assert noted(tagged) == f"{may}client.jobs.find_submission({tagged.tag!r}) finds it if it exists"
    assert noted(keyed) == may + AGAIN
    assert noted(bare) == f"{may}it has no submission tag; check the newest jobs"
    assert noted(tagged, quiet=True) == noted(tagged)
    assert noted(tagged).jobs == ()


def test_note_of_an_interruption_after_the_response_names_the_job() -> None:
    tagged, keyed, bare = submission(), submission(key="vqe"), submission(submission_tag=False)
    assert noted(tagged, JOB) == (
        f"job j1 was submitted to ibm_fez with submission tag {tagged.tag} and continues; "
        f"client.jobs.find_submission({tagged.tag!r}) finds it"
    )
    assert noted(keyed, JOB) == f"job j1 was submitted to ibm_fez and continues; {AGAIN}"
    assert noted(bare, JOB) == "job j1 was submitted to ibm_fez and continues; client.jobs.get('j1') finds it"
    assert noted(bare, JOB).jobs == (JOB,)


@pytest.mark.parametrize("sent", [True, False])
def test_an_error_of_this_package_gets_no_interruption_note(sent: bool) -> None:
    error = QrtError("x")
    submission().note_interruption(error, sent=sent)
    assert InterruptionNote.of(error) is None


def test_uncertain_submission_error_says_how_often_it_was_sent_and_what_to_do() -> None:
    cause = TransportError("cut")
    assert "it was sent once, and the last error was: cut" in str(submission().uncertain(cause))
    assert "it was sent 3 times, each time with the same tag, and" in str(
        submission().uncertain(cause, sends=3)
    )
    assert AGAIN in str(submission(key="vqe").uncertain(cause))
    bare = str(submission(submission_tag=False, dry_run=True).uncertain(cause))
    assert "client.jobs.list(include_mocks=True) shows dry runs" in bare


def test_an_error_from_a_submission_gets_its_tag_once() -> None:
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
    error, named = TransportError("cut"), TransportError("key 'vqe' was cut")
    keyed.sign(error)
    keyed.sign(named)
    assert (error.submission_tag, error.__notes__) == (keyed.tag, ["key: 'vqe'"])
    assert not hasattr(named, "__notes__")


def test_an_error_keeps_the_tag_of_its_first_submission() -> None:
    first, second, error = submission(), submission(), TransportError("cut")
    first.sign(error)
    second.sign(error)
    assert error.submission_tag == first.tag
    assert error.__notes__ == [f"submission tag: {first.tag}"]


def test_a_refused_argument_gets_no_submission_tag_without_a_key() -> None:
    refused = ConfigurationError("x")
    submission().sign(refused)
    submission(submission_tag=False).sign(refused)
    assert refused.submission_tag is None
    keyed = submission(key="vqe")
    keyed.sign(refused)  # the key may have a job that conflicts
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
def test_stopped_submissions_error_has_the_jobs_and_the_number_remaining(
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


def test_note_of_an_interrupted_series_names_its_jobs_and_how_to_find_the_next() -> None:
    series = [submission() for _ in range(3)]
    note = interrupted([JOB], series)
    assert note == (
        f"1 of 3 jobs were submitted and continue: j1; client.jobs.find_submission({series[1].tag!r}) "
        "finds the next job if it was created"
    )
    assert (note.tag, note.jobs) == (series[1].tag, (JOB,))
    assert interrupted([], series).startswith("0 of 3 jobs were submitted and continue: none; ")
    assert interrupted([JOB] * 3, series) == "3 of 3 jobs were submitted and continue: j1, j1, j1"


def test_note_of_an_interrupted_series_includes_the_note_of_its_submission() -> None:
    series, stop, other = [submission() for _ in range(2)], KeyboardInterrupt(), SimpleNamespace(id="j2")
    with pytest.warns(RuntimeWarning, match="interrupted"):
        series[1].note_interruption(stop, other)
    submission_note = InterruptionNote.of(stop)
    note = interrupted([JOB], series, stop)
    assert note == f"1 of 2 jobs were submitted and continue: j1; {submission_note}"
    assert (note.tag, note.jobs) == (series[1].tag, (JOB, other))


def test_note_of_an_interrupted_series_has_the_tag_of_the_interrupted_submission() -> None:
    series, stop = [submission() for _ in range(3)], KeyboardInterrupt()
    series[2].note_interruption(stop, sent=False)
    assert interrupted([], series, stop).tag == series[2].tag


def test_note_of_an_interrupted_series_with_a_key_says_to_submit_it_again() -> None:
    series = [submission(key=member_key("sweep", number)) for number in range(2)]
    assert interrupted([], series) == (
        "0 of 2 jobs were submitted and continue: none; submit them again with key='sweep': this adopts those, "
        "and submits the rest"
    )
    error = QrtError("x")
    note_interrupted_series(error, [JOB], series)
    assert InterruptionNote.of(error) is None


def test_a_foreign_or_duplicate_job_is_named_with_how_to_find_it() -> None:
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


def test_a_pickled_note_loses_its_jobs() -> None:
    note = InterruptionNote("job j1 goes on", tag="qrt-1", jobs=[JOB])
    again = pickle.loads(pickle.dumps(note))
    assert (again, again.tag, again.jobs) == (note, "qrt-1", ())


def test_note_of_an_interrupted_series_member_names_its_series() -> None:
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
def test_note_of_an_interrupted_session_names_it_or_says_how_to_find_it(
    session_id: str | None, sent: bool, part: str
) -> None:
    stop = KeyboardInterrupt()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        note_interrupted_session(stop, "batch", "ibm_fez", session_id, sent=sent)
    (note,) = stop.__notes__
    assert part in note
    assert [str(one.message) for one in caught] == ([f"interrupted: {note}"] if sent else [])

"""Keys: what a job that carries the key of a submission means for it.

A job that waits, runs or has completed is adopted when the same was submitted, and stands in the way when it was not. Jobs
that failed or were cancelled are submitted anew, unless the caller adopts those too. The questions are the clients'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._service.names import print_tag_of
from qrt_facade._service.statuses import COMPLETED
from qrt_facade._service.users import same_user_jobs
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._policy.journals import KeyEntry
    from qrt_facade._policy.submission_options import OnFailed
    from qrt_facade._service.jobs import JobState

MAX_KEY_LENGTH: Final = 200
"""Characters of a key: it is hashed, so this only guards against a circuit that is given in its place."""


class SeriesKey(str):
    """The key of one job of a series.

    Args:
        text: The key.
        series: The series, whose jobs are listed together.
    """

    __slots__ = ("series",)

    series: str

    def __new__(cls, text: str, *, series: str) -> Self:
        """Make the key of a member."""
        key = super().__new__(cls, text)
        key.series = series
        return key

    def __reduce__(self) -> tuple[Any, ...]:
        return _series_key, (str(self), self.series)


def _series_key(text: str, series: str) -> SeriesKey:
    return SeriesKey(text, series=series)


def member_key(series: str, member: object) -> SeriesKey:
    """Return the key of a member of a series: `sweep-7/0`.

    Args:
        series: The key of all of them, checked.
        member: What distinguishes it: its number, or the name of its point.
    """
    return SeriesKey(f"{series}/{member}", series=series)


def checked_key(key: object) -> str:
    """Return a key.

    Raises:
        ConfigurationError: It is not text of 1 to 200 characters, or it is blank.
    """
    if not isinstance(key, str):
        raise ConfigurationError(
            f"key={redacted_repr(key)[:100]}: expected text of 1 to {MAX_KEY_LENGTH} characters"
        )
    if not key.strip():
        raise ConfigurationError(
            f"key={key!r} is blank; expected 1 to {MAX_KEY_LENGTH} characters, such as 'vqe/step-12'"
        )
    # The key of a member is made of a checked one and what the service never sees.
    if len(key) > MAX_KEY_LENGTH and not isinstance(key, SeriesKey):
        raise ConfigurationError(
            f"key={redacted_repr(key[:40])}... has {len(key)} characters; accepted: at most {MAX_KEY_LENGTH}"
        )
    try:
        key.encode()
    except UnicodeEncodeError as error:
        raise ConfigurationError(f"key={key!r} contains half a character and cannot be encoded") from error
    return key


def checked_on_failed(value: object, *, key: str | None) -> OnFailed:
    """Return what to do with a failed job of the key.

    Raises:
        ConfigurationError: It is another word, or adopts without a key.
    """
    if value == "submit":
        return "submit"
    if value != "adopt":
        raise ConfigurationError(f"on_failed={redacted_repr(value)}: expected 'submit' or 'adopt'")
    if key is None:
        raise ConfigurationError("on_failed='adopt' needs key=: without a key no earlier job is looked for")
    return "adopt"


class Adopt(NamedTuple):
    """The key has its job.

    Attributes:
        state: The job.
        duplicates: Younger jobs of the same content that go on, which are cancelled.
    """

    state: JobState
    duplicates: tuple[JobState, ...] = ()


class Conflict(NamedTuple):
    """The key has a job of another content.

    Attributes:
        state: That job.
    """

    state: JobState


class Send(NamedTuple):
    """The job is submitted.

    Attributes:
        superseded: Ids of failed and cancelled jobs of the key, which the new job takes the place of.
    """

    superseded: frozenset[str] = frozenset()


class Fetch(NamedTuple):
    """The journal names a job that the list does not show: it is asked for.

    Attributes:
        job_id: The job.
    """

    job_id: str


class AskAgain(NamedTuple):
    """The list may not show yet what there is.

    Attributes:
        within: Seconds until it does.
    """

    within: float


@dataclass(frozen=True, slots=True)
class OwnJobs:
    """Which of the jobs with a key may be those that one submission made.

    Attributes:
        print_tag: The fingerprint of what was submitted, as a tag.
        superseded: Ids of earlier jobs, which it takes the place of.
    """

    print_tag: str
    superseded: frozenset[str]

    def __call__(self, state: JobState) -> bool:
        """Tell whether a job may be one of them."""
        return state.id not in self.superseded and print_tag_of(state.all_tags) in {None, self.print_tag}


def decide(states: Sequence[JobState], print_tag: str, *, on_failed: OnFailed) -> Adopt | Conflict | Send:
    """Return what the jobs that carry a key mean for a submission with it.

    Args:
        states: The jobs, the eldest first.
        print_tag: The fingerprint of what is submitted, as a tag.
        on_failed: Whether a job that failed or was cancelled is adopted.
    """
    if good := [state for state in states if is_reusable(state)]:
        eldest = good[0]
        if not _equal(eldest, print_tag):
            return Conflict(eldest)
        others = [state for state in good[1:] if not state.ended and _equal(state, print_tag)]
        # Where it is not known who asks, another user's jobs are among them.
        return Adopt(eldest, tuple(same_user_jobs(others, eldest.user_id)))
    if on_failed == "adopt" and states:
        last = last_attempt(states)
        return Adopt(last) if _equal(last, print_tag) else Conflict(last)
    return Send(frozenset(state.id for state in states))


def next_step(
    states: Sequence[JobState],
    print_tag: str,
    *,
    on_failed: OnFailed,
    entry: KeyEntry | None,
    asked_at: float,
    lag: float,
    unknown: bool = False,
    arrived_by: float | None = None,
) -> Adopt | Conflict | Send | Fetch | AskAgain:
    """Return what to do next, by what the list shows and by what the journal knows.

    Args:
        states: The jobs that carry the key, the eldest first.
        print_tag: The fingerprint of what is submitted, as a tag.
        on_failed: Whether a job that failed or was cancelled is adopted.
        entry: What the journal knows of the last submission with this key.
        asked_at: When the list was asked, in seconds since 1970 by the clock of the journal.
        lag: Seconds after which the list shows a job for sure.
        unknown: Whether the service has answered that there is no such job as the entry names.
        arrived_by: When a submission that was under way had arrived at the service, if ever; when it began when not given.
    """
    verdict = decide(states, print_tag, on_failed=on_failed)
    if entry is None or any(is_reusable(state) for state in states):
        return verdict
    if entry.job_id is not None:
        if any(state.id == entry.job_id for state in states):
            return verdict
        if not unknown:
            return Fetch(entry.job_id)
    # A clock that was set back does not make it wait for longer.
    left = min(lag, (entry.begun if arrived_by is None else arrived_by) + lag - asked_at)
    return AskAgain(left) if left > 0 else verdict


def latest_arrival(begun: float, *, read_at: float, longest: float) -> float:
    """Return by when a submission that is not under way any more had arrived at the service, if ever.

    It may have been refused with 429 and sent again later, or have taken long to arrive: a job is not as old as its
    submission. It is not younger than the moment at which the journal was read, by when its process had ended.

    Args:
        begun: When it began, in seconds since 1970.
        read_at: When the journal was read; nobody else's turn was under way then.
        longest: Seconds that a submission can take.
    """
    return min(read_at, begun + longest)


def last_attempt(states: Sequence[JobState]) -> JobState:
    """Return which of the jobs of a key that ended without a result stands for it: the last.

    One that failed goes before one that was cancelled, which may have been a duplicate.

    Args:
        states: The jobs, the eldest first; at least one.
    """
    failed = [state for state in states if not state.status.lower().startswith("cancel")]
    return (failed or states)[-1]


def is_reusable(state: JobState) -> bool:
    """Tell whether a job waits, runs or has completed, so that it is not submitted anew."""
    return not state.ended or state.status == COMPLETED


def _equal(state: JobState, print_tag: str) -> bool:
    return print_tag_of(state.all_tags) == print_tag


def conflict(
    key: str, state: JobState, differences: Sequence[str], *, backend: str, cancelled: str | None = None
) -> ConfigurationError:
    """Return the error for a key whose job was submitted with something else.

    Args:
        key: The key.
        state: The job of the key.
        differences: What differs, in words; empty when the job does not say what it was submitted with.
        backend: Where the new job was to go.
        cancelled: Id of the new job, when it had been sent before the other one was seen.
    """
    if differences:
        named = [
            f"{what}: {state.backend} then, {backend} now"
            if what == "the backend" and state.backend not in {None, backend}
            else what
            for what in differences
        ]
        why = f"which was submitted with something else. What differs: {_in_words(named)}"
    else:
        why = "whose tags no longer say what it was submitted with (they may have been replaced by another client)"
    outcome = "Nothing was sent" if cancelled is None else f"The new job {cancelled} was cancelled"
    return ConfigurationError(
        f"key={key!r} belongs to job {state.id} ({state.status}), {why}. {outcome}. Use another key for another job; "
        f"client.jobs.get({state.id!r}) returns that one"
    )


def _in_words(things: Sequence[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])}, and {things[-1]}"


def deleted_job_warning(key: str, job_id: str) -> str:
    """Return the warning for a job of a key that the service no longer has.

    Args:
        key: The key.
        job_id: The job, as the journal names it.
    """
    return (
        f"job {job_id}, which was submitted with key={key!r}, does not exist any more: it was deleted, or it belongs to "
        "other credentials; the job is submitted anew"
    )


def rerun_advice(key: str) -> str:
    """Return what to do after an interruption, for a message.

    Args:
        key: The key.
    """
    if isinstance(key, SeriesKey):
        return f"run the same again, with key={key!r} of series {key.series!r}: it adopts the job"
    return f"run it again with key={key!r}: it adopts the job"

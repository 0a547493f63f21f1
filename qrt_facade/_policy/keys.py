"""Keys: what to do about existing jobs that have the key of a submission.

A job that is queued, running or completed is adopted if its content is the same; otherwise it is a conflict. Failed and
cancelled jobs are submitted again, unless the caller adopts those too. The clients send the requests.
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
"""Characters of a key. Keys are hashed; the limit only catches a circuit passed by mistake."""


class SeriesKey(str):
    """The key of one job in a series.

    Args:
        text: The key.
        series: Key of the series, whose jobs are listed together.
    """

    __slots__ = ("series",)

    series: str

    def __new__(cls, text: str, *, series: str) -> Self:
        """Create the key of a member of a series."""
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
        series: The validated key of the series.
        member: What identifies the member: its number, or the name of its point.
    """
    return SeriesKey(f"{series}/{member}", series=series)


def checked_key(key: object) -> str:
    """Return the key if it is valid.

    Raises:
        ConfigurationError: The key is not a string of 1 to 200 characters, or is blank.
    """
    if not isinstance(key, str):
        raise ConfigurationError(
            f"key={redacted_repr(key)[:100]}: expected a string of 1 to {MAX_KEY_LENGTH} characters"
        )
    if not key.strip():
        raise ConfigurationError(
            f"key={key!r} is blank; expected 1 to {MAX_KEY_LENGTH} characters, such as 'vqe/step-12'"
        )
    # The key of a member consists of a validated key and a part that the service never sees.
    if len(key) > MAX_KEY_LENGTH and not isinstance(key, SeriesKey):
        raise ConfigurationError(
            f"key={redacted_repr(key[:40])}... has {len(key)} characters; accepted: at most {MAX_KEY_LENGTH}"
        )
    try:
        key.encode()
    except UnicodeEncodeError as error:
        raise ConfigurationError(f"key={key!r} contains a lone surrogate and cannot be encoded") from error
    return key


def checked_on_failed(value: object, *, key: str | None) -> OnFailed:
    """Return what to do with a failed job of the key.

    Raises:
        ConfigurationError: The value is invalid, or is `adopt` without a key.
    """
    if value == "submit":
        return "submit"
    if value != "adopt":
        raise ConfigurationError(f"on_failed={redacted_repr(value)}: expected 'submit' or 'adopt'")
    if key is None:
        raise ConfigurationError("on_failed='adopt' requires key=, because earlier jobs are looked up by key")
    return "adopt"


class Adopt(NamedTuple):
    """Adopt an existing job.

    Attributes:
        state: The job.
        duplicates: Younger jobs with the same content that have not ended; they are cancelled.
    """

    state: JobState
    duplicates: tuple[JobState, ...] = ()


class Conflict(NamedTuple):
    """The key belongs to a job with different content.

    Attributes:
        state: That job.
    """

    state: JobState


class Send(NamedTuple):
    """Submit the job.

    Attributes:
        superseded: Ids of the key's failed and cancelled jobs, which the new job replaces.
    """

    superseded: frozenset[str] = frozenset()


class Fetch(NamedTuple):
    """The journal names a job that the list does not show: request it by id.

    Attributes:
        job_id: The job.
    """

    job_id: str


class AskAgain(NamedTuple):
    """The list may not show the newest jobs yet: list again.

    Attributes:
        within: Seconds until it does.
    """

    within: float


@dataclass(frozen=True, slots=True)
class OwnJobs:
    """Selects, among jobs with a key, those that one submission may have created.

    Attributes:
        print_tag: Tag with the fingerprint of what was submitted.
        superseded: Ids of earlier jobs that it replaces.
    """

    print_tag: str
    superseded: frozenset[str]

    def __call__(self, state: JobState) -> bool:
        """Return whether the submission may have created a job."""
        return state.id not in self.superseded and print_tag_of(state.all_tags) in {None, self.print_tag}


def decide(states: Sequence[JobState], print_tag: str, *, on_failed: OnFailed) -> Adopt | Conflict | Send:
    """Return what to do about a submission, given the jobs with its key.

    Args:
        states: The jobs, oldest first.
        print_tag: Tag with the fingerprint of the submission.
        on_failed: Whether a failed or cancelled job is adopted.
    """
    if good := [state for state in states if is_reusable(state)]:
        eldest = good[0]
        if not _equal(eldest, print_tag):
            return Conflict(eldest)
        others = [state for state in good[1:] if not state.ended and _equal(state, print_tag)]
        # If the caller's user id is unknown, jobs of other users are among them.
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
    """Return what to do next, given the list and the journal.

    Args:
        states: The jobs with the key, oldest first.
        print_tag: Tag with the fingerprint of the submission.
        on_failed: Whether a failed or cancelled job is adopted.
        entry: The journal's entry for the last submission with this key.
        asked_at: When the list was requested, in seconds since 1970 on the journal's clock.
        lag: Seconds after which the list definitely shows a job.
        unknown: Whether the service has responded that the entry's job does not exist.
        arrived_by: Latest time at which a submission in progress arrived at the service; by default when it began.
    """
    verdict = decide(states, print_tag, on_failed=on_failed)
    if entry is None or any(is_reusable(state) for state in states):
        return verdict
    if entry.job_id is not None:
        if any(state.id == entry.job_id for state in states):
            return verdict
        if not unknown:
            return Fetch(entry.job_id)
    # With a clock that was set back, it does not wait longer.
    left = min(lag, (entry.begun if arrived_by is None else arrived_by) + lag - asked_at)
    return AskAgain(left) if left > 0 else verdict


def latest_arrival(begun: float, *, read_at: float, longest: float) -> float:
    """Return the latest time at which a submission that is no longer in progress arrived at the service.

    It may have been refused with 429 and retried, or have been slow: the job may be younger than its submission. It is
    not younger than the moment at which the journal was read, because its process had ended by then.

    Args:
        begun: When it began, in seconds since 1970.
        read_at: When the journal was read, while no other submission had the turn.
        longest: Maximum duration of a submission in seconds.
    """
    return min(read_at, begun + longest)


def last_attempt(states: Sequence[JobState]) -> JobState:
    """Return the last of a key's jobs that ended without a result.

    A failed job takes precedence over a cancelled one, which may have been a duplicate.

    Args:
        states: The jobs, oldest first; at least one.
    """
    failed = [state for state in states if not state.status.lower().startswith("cancel")]
    return (failed or states)[-1]


def is_reusable(state: JobState) -> bool:
    """Return whether a job is queued, running or completed, so that it is not submitted again."""
    return not state.ended or state.status == COMPLETED


def _equal(state: JobState, print_tag: str) -> bool:
    return print_tag_of(state.all_tags) == print_tag


def conflict(
    key: str, state: JobState, differences: Sequence[str], *, backend: str, cancelled: str | None = None
) -> ConfigurationError:
    """Return the error for a key whose job has different content.

    Args:
        key: The key.
        state: The job of the key.
        differences: Descriptions of what differs; empty if the job's fingerprint is missing.
        backend: Backend of the new job.
        cancelled: Id of the new job, if it had been sent before the other one was found.
    """
    if differences:
        named = [
            f"{what}: {state.backend} then, {backend} now"
            if what == "the backend" and state.backend not in {None, backend}
            else what
            for what in differences
        ]
        why = f"which was submitted with different content. Differences: {_in_words(named)}"
    else:
        why = "whose tags no longer identify its content (another client may have replaced them)"
    outcome = "Nothing was sent" if cancelled is None else f"The new job {cancelled} was cancelled"
    return ConfigurationError(
        f"key={key!r} belongs to job {state.id} ({state.status}), {why}. {outcome}. Use another key for a different job; "
        f"client.jobs.get({state.id!r}) returns the existing one"
    )


def _in_words(things: Sequence[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])}, and {things[-1]}"


def deleted_job_warning(key: str, job_id: str) -> str:
    """Return the warning for a job of a key that the service no longer has.

    Args:
        key: The key.
        job_id: The job named by the journal.
    """
    return (
        f"job {job_id}, which was submitted with key={key!r}, no longer exists: it was deleted, or it belongs to "
        "other credentials; the job is submitted again"
    )


def rerun_advice(key: str) -> str:
    """Return what to do after an interruption, for a message.

    Args:
        key: The key.
    """
    if isinstance(key, SeriesKey):
        return f"run it again with key={key!r} of series {key.series!r}: this adopts the job"
    return f"run it again with key={key!r}: this adopts the job"

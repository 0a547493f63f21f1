"""Submitting: exactly one job for each submission, and many submissions at the pace that the service allows.

Each submission carries a tag of its own. When it is not known whether a submission arrived, the tag is looked up,
and only a submission that cannot be found is sent again, with the same tag. The calls are the clients'.
"""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypedDict

from qrt_facade._base.arguments import checked_id, checked_whole
from qrt_facade._base.coerce import given, or_unset
from qrt_facade._policy import timing
from qrt_facade._policy.tokens import TOKEN_PATH
from qrt_facade._service.jobs import JobState
from qrt_facade._service.limits import LOG_LEVELS, MAX_EXECUTION_TIME
from qrt_facade._service.names import checked_tags, id_of, name_of, new_tag, visible_tags
from qrt_facade._service.statuses import QUEUED
from qrt_facade.errors import (
    ConfigurationError,
    QrtError,
    RateLimitError,
    ServerError,
    SubmissionsStoppedError,
    SubmissionUncertainError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_client.models import JobRunParams


OnUncertain = Literal["resolve", "raise"]
"""What to do when a submission cannot be found: send it again with the same tag, or raise."""

MAX_SENDS: Final = 3
"""How often one job is sent before its submission is given up as uncertain."""


def is_ambiguous(error: QrtError) -> bool:
    """Tell whether a job may have been created although the submission failed.

    A connection that was never made, a 429 and every other 4xx are refusals. A 5xx may come from the network edge
    while the service behind it did its work; a good status with a damaged body surely did.
    """
    if not isinstance(error, TransportError | ServerError | UnexpectedResponseError):
        return False
    if (error.path or "").endswith(TOKEN_PATH):
        return False  # without a token nothing is sent to the service
    return error.may_have_arrived if isinstance(error, TransportError) else True


def checked_on_uncertain(value: str) -> OnUncertain:
    """Return the value, refusing anything but the two words.

    Raises:
        ConfigurationError: It is another word.
    """
    if value == "resolve":
        return "resolve"
    if value == "raise":
        return "raise"
    raise ConfigurationError(f"on_uncertain={value!r}: expected 'resolve' or 'raise'")


class SubmissionOptions(TypedDict, total=False):
    """What every submission takes, whatever its program; `client.jobs.submit` explains each.

    Attributes:
        tags: At most 7 strings of at most 86 characters (8 without `submission_tag`).
        private: Parameters are never returned; the result can be read once.
        max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job.
        calibration_id: An alternative calibration of the backend.
        log_level: `critical`, `error`, `warning`, `info` or `debug`.
        submission_tag: False saves the tag that keeps a job from being submitted twice.
        on_uncertain: `"raise"` never sends a second time.
    """

    tags: Sequence[str]
    private: bool
    max_execution_time: int | None
    calibration_id: str | None
    log_level: str | None
    submission_tag: bool
    on_uncertain: OnUncertain


@dataclass(frozen=True, slots=True)
class Submission:
    """One job to be created, checked.

    Attributes:
        request: The body of the request.
        tag: The submission's own tag, or None when the caller does without.
        on_uncertain: Whether a submission that cannot be found is sent again.
    """

    request: JobRunParams
    tag: str | None
    on_uncertain: OnUncertain

    @classmethod
    def checked(
        cls,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: Any,
        session: Any,
        tags: Sequence[str],
        private: bool,
        max_execution_time: int | None,
        calibration_id: str | None,
        log_level: str | None,
        submission_tag: bool,
        on_uncertain: str,
    ) -> Submission:
        """Check everything that can be checked before anything is sent.

        Raises:
            ConfigurationError: An argument is invalid.
        """
        from qrt_client.models import JobRunParams, JobRunParamsParams, LogLevel

        tag = new_tag() if submission_tag else None
        own = checked_tags(tags, reserve=1 if tag else 0)
        level = _checked_log_level(log_level)
        request = JobRunParams(
            program_id=checked_id("program id", program_id),
            # The contract leaves the parameters' form to the programs: a model without fields of its own.
            params=JobRunParamsParams.from_dict(params),
            backend=name_of("backend", backend),
            session_id=or_unset(None if session is None else id_of("session", session)),
            tags=or_unset([*own, tag] if tag else own or None),
            private=or_unset(bool(private) or None),
            cost=or_unset(_checked_execution_time(max_execution_time)),
            calibration_id=or_unset(calibration_id),
            log_level=or_unset(None if level is None else LogLevel(level)),
        )
        return cls(request, tag, checked_on_uncertain(on_uncertain))

    def state_of(self, job_id: object, *, backend: str | None) -> JobState:
        """Return what is known of the job right after the service took it.

        Raises:
            UnexpectedResponseError: The answer names no job.
        """
        try:
            named = checked_id("job id", job_id)
        except ConfigurationError as error:
            raise UnexpectedResponseError(
                f"create_job: the answer names no job: {error}", status=200
            ) from error
        tags = tuple(given(self.request.tags) or ())
        return JobState(
            id=named,
            status=QUEUED,
            backend=backend or self.request.backend,
            program_id=self.request.program_id,
            tags=visible_tags(tags),
            all_tags=tags,
            session_id=given(self.request.session_id),
            private=given(self.request.private) or False,
            privacy_known=True,
        )

    def uncertain(self, cause: QrtError | None) -> SubmissionUncertainError:
        """Return the error for a submission whose fate could not be learnt."""
        how = (
            f"client.jobs.find_submission({self.tag!r}) finds the job if there is one"
            if self.tag
            else "it carried no submission tag, so look at the newest jobs before sending it again"
        )
        return SubmissionUncertainError(
            f"whether a {self.request.program_id} job was created on {self.request.backend} is not known: {cause} - {how}",
            tag=self.tag,
        )

    def note_interruption(self, stop: BaseException) -> None:
        """Say, in the traceback of a Ctrl-C or a cancellation, how to learn whether the job was created."""
        if isinstance(stop, QrtError):
            return
        text = f"a {self.request.program_id} job may have been created on {self.request.backend}; " + (
            f"client.jobs.find_submission({self.tag!r}) finds it if there is one"
            if self.tag
            else "it carried no submission tag, so look at the newest jobs"
        )
        stop.add_note(InterruptionNote(text, tag=self.tag))


class InterruptionNote(str):
    """The note on a Ctrl-C or a cancellation during a submission, for people and for programs.

    Attributes:
        tag: The submission's own tag, or None when it carried none.
    """

    __slots__ = ("tag",)

    tag: str | None

    def __new__(cls, text: str, *, tag: str | None) -> Self:
        """Make a note of the text, with the tag beside it."""
        note = super().__new__(cls, text)
        note.tag = tag
        return note

    @classmethod
    def of(cls, stop: BaseException) -> Self | None:
        """Return the note that an exception carries, or None when it did not interrupt a submission."""
        notes: Sequence[str] = getattr(stop, "__notes__", ())
        return next((note for note in notes if isinstance(note, cls)), None)


def _checked_execution_time(seconds: int | None) -> int | None:
    if seconds is None:
        return None
    return checked_whole(
        "max_execution_time", seconds, least=1, most=MAX_EXECUTION_TIME, unit="seconds of QPU time"
    )


def _checked_log_level(level: str | None) -> str | None:
    if level is None:
        return None
    if not isinstance(level, str) or level.lower() not in LOG_LEVELS:
        raise ConfigurationError(f"log_level={level!r}: expected one of {', '.join(LOG_LEVELS)}")
    return level.lower()


class SubmissionPace:
    """The pauses between many submissions, learnt from the service's refusals."""

    def __init__(self) -> None:
        self._refusals = 0

    def accepted(self) -> None:
        """Record that the service accepted one."""
        self._refusals = 0

    def refused(self, refusal: RateLimitError) -> float:
        """Return the seconds to wait after a refusal: what the service asks, else doubling from five to a minute.

        Raises:
            RateLimitError: The refusal itself, after twenty in a row.
        """
        pauses = timing.current()
        self._refusals += 1
        if self._refusals > pauses.refused_submissions:
            raise refusal
        asked = pauses.obeyed(refusal.retry_after)
        if asked is not None:
            return asked
        pause = min(pauses.first_resubmission * 2.0 ** (self._refusals - 1), pauses.longest_resubmission)
        return pause * random.uniform(0.8, 1.0)  # noqa: S311 - spreads load


def warn_duplicate_goes_on(duplicate_id: str, kept_id: str, failure: QrtError | None) -> None:
    """Say that a job was created twice and the second one could not be cancelled."""
    warnings.warn(
        f"job {duplicate_id} is a duplicate of job {kept_id} and could not be cancelled ({failure}); "
        f"client.jobs.get({duplicate_id!r}) finds it, and its cancel() spares you its costs",
        RuntimeWarning,
        stacklevel=2,
    )


def stopped(cause: QrtError, jobs: Sequence[Any], total: int) -> SubmissionsStoppedError:
    """Return the error that keeps the jobs submitted so far."""
    return SubmissionsStoppedError(
        f"{len(jobs)} of {total} jobs were submitted, and the next one was not: {cause}",
        jobs=tuple(jobs),
        remaining=total - len(jobs),
    )


def warn_interrupted(jobs: Sequence[Any], total: int, stop: BaseException) -> None:
    """Say how far the submissions came before they were interrupted, and what is not known of the one under way."""
    notes = "; ".join(getattr(stop, "__notes__", ()))
    warnings.warn(
        f"interrupted: {len(jobs)} of {total} jobs were submitted and are returned"
        + (f"; {notes}" if notes else ""),
        RuntimeWarning,
        stacklevel=3,
    )

"""Submitting: exactly one job for each submission, and many submissions at the pace that the service allows.

Each submission carries a tag of its own. When it is not known whether a submission arrived, the tag is looked up,
and only a submission that cannot be found is sent again, with the same tag. The calls are the clients'.
"""

from __future__ import annotations

import math
import random
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from qrt_facade._base.arguments import (
    check_not_blank,
    checked_flag,
    checked_id,
    checked_number,
    checked_whole,
    stripped_id,
)
from qrt_facade._base.coerce import (
    is_list,
    is_mapping,
    list_of,
    mapping_of,
    none_if_unset,
    or_unset,
    whole_of,
)
from qrt_facade._base.encodable import checked_json
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.secrets import redacted_text
from qrt_facade._policy import timing
from qrt_facade._policy.doubt import checked_on_uncertain
from qrt_facade._policy.interruptions import InterruptionNote, name_interrupted, warn
from qrt_facade._policy.keys import OwnJobs, SeriesKey, checked_key, checked_on_failed, rerun_advice
from qrt_facade._service.jobs import JobState
from qrt_facade._service.limits import LOG_LEVELS, MAX_EXECUTION_TIME, MAX_PAGE
from qrt_facade._service.mocks import is_mock_name, is_not_on_mock, mock_name
from qrt_facade._service.names import (
    KEYED_TAGS,
    checked_caller_tags,
    key_tag,
    name_of,
    new_tag,
    series_tag,
    session_id_of,
    visible_tags,
)
from qrt_facade._service.statuses import COMPLETED, QUEUED
from qrt_facade._service.users import same_user_jobs
from qrt_facade.errors import (
    ConfigurationError,
    QrtError,
    RateLimitError,
    SubmissionsStoppedError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qrt_client.models import JobRunParams

    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._policy.submission_options import OnFailed, OnUncertain

_DRY_RUN_KEYS: Final = frozenset(("dry_run", "dryrun"))
_CONTAINERS: Final = frozenset((dict, list))


@dataclass(frozen=True, slots=True)
class Submission:
    """One job to be created, checked.

    Attributes:
        request: The body of the request.
        tag: The tag by which the job is found: the submission's own, or that of its key; None when the caller does without.
        on_uncertain: Whether a submission that cannot be found is sent again.
        advice: Whether to warn when the job cannot run soon.
        dry_run: Whether it goes to a mock device, whose jobs a list shows on request.
        key: The key of the job, or None.
        on_failed: What to do with a job of the key that failed or was cancelled.
        print_tag: The fingerprint of what is submitted, as a tag; None without a key.
        series_tag: The tag of the series that it belongs to, or None.
        superseded: Ids of jobs of the key that this one takes the place of: look-ups pass them over.
        work_shots: As `asked_shots`, where another program does the work and the request does not tell.
        max_seconds: Seconds of QPU time that the caller lets it cost, or None; the request's `cost` is no higher.
    """

    request: JobRunParams
    tag: str | None
    on_uncertain: OnUncertain
    advice: bool = True
    dry_run: bool = False
    key: str | None = None
    on_failed: OnFailed = "submit"
    print_tag: str | None = None
    series_tag: str | None = None
    superseded: frozenset[str] = frozenset()
    work_shots: tuple[int | None, ...] | None = None
    max_seconds: float | None = None

    @classmethod
    def checked(
        cls,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: Any,
        session: Any = None,
        tags: Sequence[str] = (),
        private: bool = False,
        max_execution_time: WholeNumber | None = None,
        max_seconds: RealNumber | None = None,
        calibration_id: str | None = None,
        log_level: str | None = None,
        submission_tag: bool = True,
        on_uncertain: str = "resolve",
        advice: bool = True,
        dry_run: bool = False,
        key: str | None = None,
        on_failed: str = "submit",
        fingerprint: Callable[[JobRunParams], str] | None = None,
    ) -> Submission:
        """Check everything that can be checked before anything is sent.

        Args:
            program_id: Program of the job.
            params: Its parameters.
            backend: Where it goes.
            session: The session that it belongs to.
            tags: The caller's tags.
            private: Whether its result can be read once.
            max_execution_time: Seconds of QPU time.
            max_seconds: Seconds of QPU time that it may cost.
            calibration_id: An alternative calibration.
            log_level: Of the program.
            submission_tag: Whether it carries a tag of its own.
            on_uncertain: What to do when it cannot be found.
            advice: Whether to warn when it cannot run soon.
            dry_run: Whether it goes to a mock device.
            key: Its key.
            on_failed: What to do with a failed job of the key.
            fingerprint: Returns the tag that is the fingerprint of a request; needed with a key.

        Raises:
            ConfigurationError: An argument is invalid.
        """
        from qrt_client.models import JobRunParams, JobRunParamsParams, LogLevel

        tagged = checked_flag("submission_tag", submission_tag)
        failed = checked_on_failed(on_failed, key=key)
        if key is not None:
            key = checked_key(key)
            if not tagged:
                raise ConfigurationError(
                    "submission_tag=False cannot be combined with key=: by its key's tag the job is found again"
                )
        tag = key_tag(key) if key is not None else new_tag() if tagged else None
        device = name_of("backend", backend)
        on_mock = is_mock_name(device) or getattr(backend, "is_mock", False) is True
        dry_run = checked_flag("dry_run", dry_run) or on_mock
        if dry_run and not on_mock:
            device = mock_name(device)
        own = checked_caller_tags(tags, reserve=0 if tag is None else 1 if key is None else KEYED_TAGS)
        level = _checked_log_level(log_level)
        check_not_blank(calibration_id=calibration_id)
        most = None
        if max_seconds is not None:
            most = checked_number("max_seconds", max_seconds, positive=True, unit="seconds of QPU time")
        request = JobRunParams(
            program_id=stripped_id("program id", program_id),
            # The contract leaves the parameters' form to the programs: a model without fields of its own.
            params=JobRunParamsParams.from_dict(_checked_params(params)),
            backend=device,
            session_id=or_unset(None if session is None else session_id_of(session, backend=device)),
            tags=or_unset([*own, tag] if tag else own or None),
            private=or_unset(checked_flag("private", private) or None),
            cost=or_unset(_cost(_checked_execution_time(max_execution_time), most)),
            calibration_id=or_unset(calibration_id),
            log_level=or_unset(None if level is None else LogLevel(level)),
        )
        submission = cls(
            request,
            tag,
            checked_on_uncertain(on_uncertain),
            checked_flag("advice", advice),
            dry_run,
            key=key,
            on_failed=failed,
            max_seconds=most,
        )
        return submission if fingerprint is None or key is None else submission._keyed(fingerprint(request))

    def _keyed(self, print_tag: str) -> Submission:
        """Return the submission with the tags that its key brings along."""
        series = series_tag(self.key.series) if isinstance(self.key, SeriesKey) else None
        tags = [*(none_if_unset(self.request.tags) or ()), print_tag, *([] if series is None else [series])]
        self.request.tags = tags
        return replace(self, print_tag=print_tag, series_tag=series)

    def by(self, program_id: str, params: Mapping[str, Any]) -> Submission:
        """Return the submission of the same work by another program.

        Its tags and its key stay, and with them the fingerprint, which is that of the work: a job that either program has
        made is found by either.

        Args:
            program_id: The program.
            params: Its parameters.

        Raises:
            ConfigurationError: The parameters cannot be sent.
        """
        from qrt_client.models import JobRunParamsParams

        request = evolve(
            self.request, program_id=program_id, params=JobRunParamsParams.from_dict(_checked_params(params))
        )
        return replace(self, request=request, work_shots=self.asked_shots)

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
        tags = tuple(none_if_unset(self.request.tags) or ())
        return JobState(
            id=named,
            status=QUEUED,
            backend=backend or self.request.backend,
            program_id=self.request.program_id,
            tags=visible_tags(tags),
            all_tags=tags,
            session_id=none_if_unset(self.request.session_id),
            private=none_if_unset(self.request.private) or False,
            privacy_known=True,
            dry_run=self.dry_run,
        )

    def adopting(self, state: JobState) -> JobState:
        """Return what is known of a job that the key has: what a list leaves out is as it was submitted.

        A list may leave out that a job is private; nothing says that it is not, since it may have been submitted so
        before.

        Args:
            state: The job, as the service stated it.
        """
        known = replace(
            state,
            backend=state.backend or self.request.backend,
            program_id=state.program_id or self.request.program_id,
        )
        if none_if_unset(self.request.private) and not state.privacy_known:
            known = replace(known, private=True, privacy_known=True)
        return known

    def warn_if_elsewhere(self, state: JobState) -> None:
        """Warn when the service says that a dry run is on a device that is no mock: the job may be charged there.

        Args:
            state: The job, as the service stated it.
        """
        warn_if_elsewhere(state, self.request.backend if self.dry_run else None)

    def warn_if_open(self, state: JobState) -> None:
        """Warn when a private job was asked for and the job that the key has is not private.

        Args:
            state: The job, as the service stated it.
        """
        if none_if_unset(self.request.private) and state.privacy_known and not state.private:
            warn(
                f"job {state.id}, which key={self.key!r} was submitted with before, is not private: the service returns its "
                "parameters, and its result as often as it is asked for"
            )

    def uncertain(self, cause: QrtError | None, *, sends: int = 1) -> SubmissionUncertainError:
        """Return the error for a submission whose fate could not be learnt.

        Args:
            cause: What happened last.
            sends: How often it was sent.
        """
        how = (
            rerun_advice(self.key)
            if self.key is not None
            else f"client.jobs.find_submission({self.tag!r}) finds the job if there is one"
            if self.tag
            else f"it carried no submission tag, so look at the newest jobs{self._with_mocks} before sending it again"
        )
        times = "once" if sends == 1 else f"{sends} times, each time with the same tag"
        return SubmissionUncertainError(
            f"whether a {self.request.program_id} job was created on {self.request.backend} is not known; "
            f"it was sent {times}, and the last outcome was: {cause} - {how}",
            tag=self.tag,
        )

    @property
    def own_jobs(self) -> OwnJobs | None:
        """Which of the jobs with the tag may be its own; None without a key, when all are."""
        return None if self.print_tag is None else OwnJobs(self.print_tag, self.superseded)

    @property
    def asked_shots(self) -> tuple[int | None, ...] | None:
        """The shots of each PUB, None where none are set; None for a program without PUBs."""
        if self.work_shots is not None:
            return self.work_shots
        given_params = none_if_unset(self.request.params)
        params: dict[str, Any] = {} if given_params is None else given_params.additional_properties
        if not is_list(pubs := params.get("pubs")):
            return None
        if self.request.program_id != "sampler":
            return (None,) * len(pubs)
        for_all = whole_of(params.get("shots"))
        own = (whole_of(pub[2]) if is_list(pub) and len(pub) > 2 else None for pub in pubs)
        most = _twirled_shots(params.get("options"))
        asked = (for_all if shots is None else shots for shots in own)
        return tuple(shots if shots is None or most is None else min(shots, most) for shots in asked)

    @property
    def announcement(self) -> str:
        """What is logged before anything is sent: after a crash it may be the only trace of the job."""
        tagged = f"submission tag {self.tag}" if self.tag else "without a submission tag"
        if self.key is not None:
            tagged = f"key {self.key!r}, {tagged}"
        return f"submitting a {self.request.program_id} job to {self.request.backend}, {tagged}"

    def sent_again(self, doubt: QrtError) -> str:
        """Return the warning for a submission that is sent again."""
        return (
            f"a {self.request.program_id} job for {self.request.backend} is sent again with its tag {self.tag}: "
            f"no job carries it, and whether one will is not known ({doubt}); a duplicate that is found is cancelled"
        )

    @property
    def _with_mocks(self) -> str:
        return " (client.jobs.list(include_mocks=True) shows dry runs)" if self.dry_run else ""

    def note_interruption(
        self, stop: BaseException, job: Any = None, *, sent: bool = True, quiet: bool = False
    ) -> None:
        """Name the job, or how to find it, after a Ctrl-C or a cancellation.

        Args:
            stop: What interrupted the submission.
            job: The job, when the answer had arrived.
            sent: Whether anything was sent.
            quiet: Leave out the warning.
        """
        what = f"a {self.request.program_id} job"
        if not sent and not isinstance(stop, QrtError):
            named = f"its submission tag is {self.tag}" if self.key is None else f"its key is {self.key!r}"
            stop.add_note(InterruptionNote(f"{what} was not sent; {named}", tag=self.tag))
            return
        if job is not None:
            # The tag as well: an intermediary may have repeated an older answer, which names another's job.
            tagged = f" with submission tag {self.tag}" if self.tag else ""
            call = f"find_submission({self.tag!r})" if self.tag else f"get({job.id!r})"
            text = (
                f"job {job.id} was submitted to {self.request.backend}{tagged} and goes on; "
                f"client.jobs.{call} finds it"
            )
            if self.key is not None:
                text = f"job {job.id} was submitted to {self.request.backend} and goes on; {rerun_advice(self.key)}"
        elif self.key is not None:
            text = f"{what} may have been created on {self.request.backend}; {rerun_advice(self.key)}"
        elif self.tag:
            text = (
                f"{what} may have been created on {self.request.backend}; "
                f"client.jobs.find_submission({self.tag!r}) finds it if there is one"
            )
        else:
            text = (
                f"{what} may have been created on {self.request.backend}; "
                f"it carried no submission tag, so look at the newest jobs{self._with_mocks}"
            )
        name_interrupted(stop, text, tag=self.tag, jobs=() if job is None else (job,), quiet=quiet)

    def sign(self, error: QrtError) -> None:
        """Put the submission's tag on an error that leaves it, unless nothing was made that the tag could find."""
        if self.tag is None or error.submission_tag is not None:
            return
        if self.key is None and isinstance(error, ConfigurationError):
            return
        error.submission_tag = self.tag
        if self.key is not None:
            if repr(self.key) not in str(error):
                error.add_note(f"key: {self.key!r}")
        elif self.tag not in str(error):
            error.add_note(f"submission tag: {self.tag}")


def _twirled_shots(options: object) -> int | None:
    """The shots that a sampler's options for twirling give by themselves: both numbers count, and the PUB's shots do not.

    The rule is that of IBM (docstring of `calculate_twirling_shots` in qiskit-ibm-runtime 0.51).
    """
    twirling = mapping_of(mapping_of(options).get("twirling"))
    numbers = [whole_of(twirling.get(name)) for name in ("num_randomizations", "shots_per_randomization")]
    if not (twirling.get("enable_gates") or twirling.get("enable_measure")) or None in numbers:
        return None
    return math.prod(number or 0 for number in numbers)


def _checked_params(params: object) -> dict[str, Any]:
    if not is_mapping(params):
        raise ConfigurationError(
            f"params: expected a mapping of the program's parameters, not {type(params).__name__}"
        )
    checked: dict[str, Any] = checked_json("params", params)
    _refuse_dry_run("params", checked)
    return checked


def _refuse_dry_run(place: str, value: object) -> None:
    """Refuse a dry run that is asked for within the parameters: the job would reach the device itself, and be charged.

    Args:
        place: Where the value is, for the error.
        value: Of what `checked_json` returned, which does not contain itself and is of limited depth.
    """
    if is_mapping(value):
        for key, item in value.items():
            if key.lower().replace("-", "_") in _DRY_RUN_KEYS:
                raise ConfigurationError(
                    f"{place} has {key!r}, which no program knows; dry_run=True is an argument of submit. Nothing was sent"
                )
            _refuse_dry_run(f"{place}[{key!r}]", item)
    # Sweeps are lists of millions of numbers, among which there is nothing to look at one by one.
    elif is_list(value) and not _CONTAINERS.isdisjoint(map(type, value)):
        for index, item in enumerate(value):
            _refuse_dry_run(f"{place}[{index}]", item)


def _checked_execution_time(seconds: WholeNumber | None) -> int | None:
    if seconds is None:
        return None
    return checked_whole(
        "max_execution_time", seconds, least=1, most=MAX_EXECUTION_TIME, unit="seconds of QPU time"
    )


def _cost(max_execution_time: int | None, max_seconds: float | None) -> int | None:
    """Return after how many seconds the service is to cancel a job, so that even a wrong estimate cannot cost more."""
    if max_seconds is None:
        return max_execution_time
    whole = min(max(1, math.floor(max_seconds)), MAX_EXECUTION_TIME)
    return whole if max_execution_time is None else min(whole, max_execution_time)


def _checked_log_level(level: str | None) -> str | None:
    if level is None:
        return None
    if not isinstance(level, str) or level.lower() not in LOG_LEVELS:
        raise ConfigurationError(f"log_level={redacted_repr(level)}: expected one of {', '.join(LOG_LEVELS)}")
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

        A service that refuses and asks for no pause at all is given one.

        Raises:
            RateLimitError: The refusal itself, after twenty in a row.
        """
        pauses = timing.current()
        self._refusals += 1
        if self._refusals > pauses.refused_submissions:
            raise refusal
        asked = pauses.capped_retry_after(refusal.retry_after)
        if asked:
            return asked
        pause = min(pauses.first_resubmission * 2.0 ** (self._refusals - 1), pauses.longest_resubmission)
        return pause * random.uniform(0.8, 1.0)  # noqa: S311 - spreads load


class SeenJobIds:
    """The ids of the jobs that one client was given, to notice an answer that an intermediary repeats.

    Thread-safe. It remembers the last ten thousand, and nothing when it is pickled.
    """

    _MOST: Final = 10_000

    def __init__(self) -> None:
        self._submissions: dict[str, object] = {}

    def claim(self, job_id: str, tag: str | None) -> None:
        """Record that a submission was answered with this id.

        Raises:
            UnexpectedResponseError: Another submission was.
        """
        own: object = tag or object()
        if self._submissions.setdefault(job_id, own) != own:
            raise UnexpectedResponseError(
                f"the answer names {job_id}, which this client was given for another request: "
                "something on the way repeats answers",
                status=200,
            )
        while len(self._submissions) > self._MOST:
            self._submissions.pop(next(iter(self._submissions), job_id), None)

    def __reduce__(self) -> tuple[type[SeenJobIds], tuple[()]]:
        return type(self), ()


def messages_of(value: object) -> tuple[str, ...]:
    """Return what the service says beside a job's id, such as that the quota is nearly used up.

    The answer to POST /jobs may carry `messages`, strings or objects with a `message`.
    """
    texts = (
        entry if isinstance(entry, str) else mapping_of(entry).get("message") for entry in list_of(value)
    )
    return tuple(text for text in map(redacted_text, texts) if text is not None)


def look_up_size(tag: str, turn: int) -> int:
    """Return the size of the page to ask for in a look-up: of two look-ups it is seldom the same."""
    return MAX_PAGE - (zlib.crc32(tag.encode()) + turn) % (MAX_PAGE // 2)


def check_size(asked: int, named: object, entries: Sequence[JobState]) -> None:
    """Check that an empty page is the answer to the question, by the size that the service repeats in each answer.

    An older empty list, from a cache that ignores the query, would say that a job does not exist, and it would be sent
    again.

    Raises:
        UnexpectedResponseError: It is the answer to another one.
    """
    size = whole_of(named)
    if not entries and size is not None and size != asked:
        raise UnexpectedResponseError(
            f"list_jobs: asked for at most {asked} jobs, the answer is an empty list of at most {size}; a cache may "
            "ignore the query",
            status=200,
        )


def listed_jobs(answer: Mapping[str, Any]) -> list[JobState]:
    """Return the jobs of a page of the list.

    An answer without a list of jobs is no page without jobs: what was asked for would be submitted again. The size that
    the service repeats tells a page whose list is left out for being empty.

    Args:
        answer: The JSON object of the answer.

    Raises:
        UnexpectedResponseError: It has no list of jobs.
    """
    jobs = answer.get("jobs")
    if not is_list(jobs) and (jobs is not None or whole_of(answer.get("limit")) is None):
        raise UnexpectedResponseError("list_jobs: the answer has no list of jobs", status=200)
    return [JobState.of(mapping_of(entry), job_id="") for entry in list_of(jobs)]


def tagged_among(
    entries: Sequence[JobState], tag: str, *, wanted: Callable[[JobState], bool] | None = None
) -> list[JobState]:
    """Return the jobs of a list that carry a tag, the eldest first.

    Args:
        entries: The list.
        tag: The tag that was asked for.
        wanted: Tells which of those that carry it are returned; all are when not given.

    Adopting or cancelling somebody else's job would be worse than a duplicate: the filter is not taken on trust.

    Raises:
        UnexpectedResponseError: There are jobs, and none carries the tag: the filter was ignored, as a cache may do, and
            the answer proves nothing about the job looked for.
    """
    # A list may repeat an entry, and a job that is taken for its own duplicate is cancelled.
    by_id = {state.id: state for state in entries if state.id and tag in state.all_tags}
    states = list(by_id.values())
    if entries and not states:
        raise UnexpectedResponseError(
            f"list_jobs: asked for jobs with the tag {tag}, the answer lists others; a cache may ignore the query",
            status=200,
        )
    # Newest first as the service lists them; a job without a time keeps its place.
    states.reverse()
    return [state for state in oldest_first(states) if wanted is None or wanted(state)]


def oldest_first(states: list[JobState]) -> list[JobState]:
    """Return jobs with the eldest first; in their present order where the service does not date them all."""
    dated = [(state.created, index, state) for index, state in enumerate(states) if state.created is not None]
    return [state for _, _, state in sorted(dated)] if len(dated) == len(states) else states


def choose_kept(states: Sequence[JobState]) -> tuple[JobState, list[JobState]]:
    """Return which of the jobs of one submission is kept, and the others.

    The eldest, unless it has ended without a result and a younger one has not: that one would be cancelled for nothing. Jobs that
    are surely of another user than the one that is kept are not among the others, which are cancelled.
    """
    kept = next((state for state in states if not state.ended or state.status == COMPLETED), states[0])
    others = [state for state in states if state is not kept]
    return kept, same_user_jobs(others, kept.user_id)


def foreign_job_error(job_id: str, tag: str) -> SubmissionUncertainError:
    """Return the error for a handle that names another's job while no job carries its submission's tag."""
    return SubmissionUncertainError(
        f"the answer to the submission named job {job_id}, which does not carry the submission's tag {tag}, and no job "
        f"does: something on the way repeats answers, or drops tags (submission_tag=False does without one). "
        f"client.jobs.find_submission({tag!r}) finds the job if there is one",
        tag=tag,
    )


def warn_duplicate_goes_on(duplicate_id: str, kept_id: str, failure: QrtError | None) -> None:
    """Say that a job was created twice and the second one could not be cancelled."""
    warn(
        f"job {duplicate_id} is a duplicate of job {kept_id} and could not be cancelled ({failure}); "
        f"client.jobs.get({duplicate_id!r}) finds it, and its cancel() spares you its costs"
    )


def warn_if_elsewhere(state: JobState, mock: str | None) -> None:
    """Warn when the service says that a dry run is on a device that is no mock: the job may be charged there.

    Args:
        state: The job, as the service stated it.
        mock: The mock device that it was submitted to, or None when it is not a dry run.
    """
    if mock is not None and is_not_on_mock(state.backend, mock):
        warn(
            f"job {state.id} was submitted as a dry run to {mock}, and the service says that it is on {state.backend}, "
            f"where it may be charged; client.jobs.get({state.id!r}) finds it, and its cancel() ends it"
        )


def stopped(
    cause: QrtError, jobs: Sequence[Any], total: int, *, key: str | None = None
) -> SubmissionsStoppedError:
    """Return the error that keeps the jobs submitted so far.

    Args:
        cause: Why the next one was not submitted.
        jobs: The jobs so far, in order.
        total: How many there were to be.
        key: The key of all of them, or None.
    """
    # What stands in the way of a key would be there again.
    in_the_way = key is None or isinstance(cause, ConfigurationError)
    again = (
        "" if in_the_way else f" - submit them again with key={key!r}: it adopts those, and submits the rest"
    )
    return SubmissionsStoppedError(
        f"{len(jobs)} of {total} jobs were submitted, and the next one was not: {cause}{again}",
        jobs=tuple(jobs),
        remaining=total - len(jobs),
    )


def note_interrupted_series(stop: BaseException, jobs: Sequence[Any], series: Sequence[Submission]) -> None:
    """Name the jobs of a series of submissions that something other than an error of ours ended.

    Args:
        stop: What ended it.
        jobs: The jobs submitted so far, in order.
        series: All submissions, in order.
    """
    if isinstance(stop, QrtError):
        return
    inner = InterruptionNote.of(stop)
    key = next((one.key.series for one in series if isinstance(one.key, SeriesKey)), None)
    tag = inner.tag if inner else next((submission.tag for submission in series[len(jobs) :]), None)
    ids = ", ".join(job.id for job in jobs) or "none"
    text = f"{len(jobs)} of {len(series)} jobs were submitted and go on: {ids}"
    if key is not None:
        text += f"; submit them again with key={key!r}: it adopts those there are, and submits the rest"
    elif inner:
        text += f"; {inner}"
    elif tag:
        text += f"; client.jobs.find_submission({tag!r}) finds the next one if it was sent"
    name_interrupted(stop, text, tag=tag, jobs=(*jobs, *(inner.jobs if inner else ())))

"""Submitting: exactly one job per submission, and series of submissions at the pace that the service allows.

Each submission has its own tag. If it is unknown whether a submission arrived, the tag is looked up, and only a
submission that is not found is sent again, with the same tag. The clients send the requests.
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
    """One validated job to be created.

    Attributes:
        request: The body of the request.
        tag: Tag by which the job is found: the submission's own, or its key's; None if the caller disabled it.
        on_uncertain: Whether a submission that is not found is sent again.
        advice: Whether to warn if the job cannot run soon.
        dry_run: Whether it goes to a mock device, whose jobs are listed only on request.
        key: The key of the job, or None.
        on_failed: What to do with a failed or cancelled job of the key.
        print_tag: Tag with the fingerprint of the content; None without a key.
        series_tag: Tag of the series that it belongs to, or None.
        superseded: Ids of the key's jobs that this one replaces: look-ups skip them.
        work_shots: As `asked_shots`, if another program does the work and the request does not contain them.
        max_seconds: Maximum cost in seconds of QPU time, or None; the request's `cost` is not higher.
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
        """Validate everything that can be validated before anything is sent.

        Args:
            program_id: Program of the job.
            params: Its parameters.
            backend: Its backend.
            session: The session that it belongs to.
            tags: The caller's tags.
            private: Whether its result can be read only once.
            max_execution_time: Limit of QPU time in seconds.
            max_seconds: Maximum cost in seconds of QPU time.
            calibration_id: An alternative calibration.
            log_level: Log level of the program.
            submission_tag: Whether it has its own tag.
            on_uncertain: What to do if it is not found.
            advice: Whether to warn if it cannot run soon.
            dry_run: Whether it goes to a mock device.
            key: Its key.
            on_failed: What to do with a failed job of the key.
            fingerprint: Returns the tag with the fingerprint of a request; required with a key.

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
                    "submission_tag=False cannot be combined with key=, because the job is found by its key's tag"
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
            # The contract leaves the format of the parameters to the programs: a model without fields.
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
        """Return the submission with the additional tags of its key."""
        series = series_tag(self.key.series) if isinstance(self.key, SeriesKey) else None
        tags = [*(none_if_unset(self.request.tags) or ()), print_tag, *([] if series is None else [series])]
        self.request.tags = tags
        return replace(self, print_tag=print_tag, series_tag=series)

    def by(self, program_id: str, params: Mapping[str, Any]) -> Submission:
        """Return the same submission with another program.

        Its tags and its key stay the same, including the fingerprint of the content: a job that either program has
        created is found by either.

        Args:
            program_id: The program.
            params: The program's parameters.

        Raises:
            ConfigurationError: The parameters cannot be sent.
        """
        from qrt_client.models import JobRunParamsParams

        request = evolve(
            self.request, program_id=program_id, params=JobRunParamsParams.from_dict(_checked_params(params))
        )
        return replace(self, request=request, work_shots=self.asked_shots)

    def state_of(self, job_id: object, *, backend: str | None) -> JobState:
        """Return what is known about the job right after the service accepted it.

        Raises:
            UnexpectedResponseError: The response has no valid job id.
        """
        try:
            named = checked_id("job id", job_id)
        except ConfigurationError as error:
            raise UnexpectedResponseError(
                f"create_job: the response has no valid job id: {error}", status=200
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
        """Return the state of an existing job of the key; fields that a list omits are taken from the submission.

        A list may omit that a job is private. Nothing proves that it is not, because it may have been submitted as
        private before.

        Args:
            state: The job, as reported by the service.
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
        """Warn if a dry run is on a real device according to the service: the job may be charged there.

        Args:
            state: The job, as reported by the service.
        """
        warn_if_elsewhere(state, self.request.backend if self.dry_run else None)

    def warn_if_open(self, state: JobState) -> None:
        """Warn if a private job was requested and the existing job of the key is not private.

        Args:
            state: The job, as reported by the service.
        """
        if none_if_unset(self.request.private) and state.privacy_known and not state.private:
            warn(
                f"job {state.id}, which was submitted earlier with key={self.key!r}, is not private: the service returns its "
                "parameters, and its result any number of times"
            )

    def uncertain(self, cause: QrtError | None, *, sends: int = 1) -> SubmissionUncertainError:
        """Return the error for a submission whose outcome is unknown.

        Args:
            cause: The last error.
            sends: How often it was sent.
        """
        how = (
            rerun_advice(self.key)
            if self.key is not None
            else f"client.jobs.find_submission({self.tag!r}) finds the job if it exists"
            if self.tag
            else f"it has no submission tag; check the newest jobs{self._with_mocks} before submitting again"
        )
        times = "once" if sends == 1 else f"{sends} times, each time with the same tag"
        return SubmissionUncertainError(
            f"whether a {self.request.program_id} job was created on {self.request.backend} is unknown; "
            f"it was sent {times}, and the last error was: {cause} - {how}",
            tag=self.tag,
        )

    @property
    def own_jobs(self) -> OwnJobs | None:
        """Selects the jobs with the tag that may be its own; None without a key, when all are."""
        return None if self.print_tag is None else OwnJobs(self.print_tag, self.superseded)

    @property
    def asked_shots(self) -> tuple[int | None, ...] | None:
        """The shots of each PUB, None for a PUB without any; None for a program without PUBs."""
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
        """Log message before anything is sent: after a crash it may be the only trace of the job."""
        tagged = f"submission tag {self.tag}" if self.tag else "without a submission tag"
        if self.key is not None:
            tagged = f"key {self.key!r}, {tagged}"
        return f"submitting a {self.request.program_id} job to {self.request.backend}, {tagged}"

    def sent_again(self, doubt: QrtError) -> str:
        """Return the warning for a submission that is sent again."""
        return (
            f"a {self.request.program_id} job for {self.request.backend} is sent again with its tag {self.tag}: "
            f"no job has the tag yet, but one may still appear ({doubt}); if a duplicate is found, it is cancelled"
        )

    @property
    def _with_mocks(self) -> str:
        return " (client.jobs.list(include_mocks=True) shows dry runs)" if self.dry_run else ""

    def note_interruption(
        self, stop: BaseException, job: Any = None, *, sent: bool = True, quiet: bool = False
    ) -> None:
        """Name the job, or how to find it, after a Ctrl-C or a cancellation.

        Args:
            stop: The interruption.
            job: The job, if the response had arrived.
            sent: Whether anything was sent.
            quiet: Skip the warning.
        """
        what = f"a {self.request.program_id} job"
        if not sent and not isinstance(stop, QrtError):
            named = f"its submission tag is {self.tag}" if self.key is None else f"its key is {self.key!r}"
            stop.add_note(InterruptionNote(f"{what} was not sent; {named}", tag=self.tag))
            return
        if job is not None:
            # The tag as well: an intermediary may have repeated an older response, with the id of another job.
            tagged = f" with submission tag {self.tag}" if self.tag else ""
            call = f"find_submission({self.tag!r})" if self.tag else f"get({job.id!r})"
            text = (
                f"job {job.id} was submitted to {self.request.backend}{tagged} and continues; "
                f"client.jobs.{call} finds it"
            )
            if self.key is not None:
                text = f"job {job.id} was submitted to {self.request.backend} and continues; {rerun_advice(self.key)}"
        elif self.key is not None:
            text = f"{what} may have been created on {self.request.backend}; {rerun_advice(self.key)}"
        elif self.tag:
            text = (
                f"{what} may have been created on {self.request.backend}; "
                f"client.jobs.find_submission({self.tag!r}) finds it if it exists"
            )
        else:
            text = (
                f"{what} may have been created on {self.request.backend}; "
                f"it has no submission tag; check the newest jobs{self._with_mocks}"
            )
        name_interrupted(stop, text, tag=self.tag, jobs=() if job is None else (job,), quiet=quiet)

    def sign(self, error: QrtError) -> None:
        """Add the submission's tag to an error, unless no job can have been created."""
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
    """Return the shots set by a sampler's twirling options: if both numbers are set, the PUB's shots do not count.

    This is IBM's rule (docstring of `calculate_twirling_shots` in qiskit-ibm-runtime 0.51).
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
    """Refuse a dry run that is requested within the parameters: the job would reach the real device, and be charged.

    Args:
        place: Where the value is, for the error.
        value: A part of the return value of `checked_json`, which is free of cycles and of limited depth.
    """
    if is_mapping(value):
        for key, item in value.items():
            if key.lower().replace("-", "_") in _DRY_RUN_KEYS:
                raise ConfigurationError(
                    f"{place} contains {key!r}, which no program accepts; pass dry_run=True to submit instead. Nothing was sent"
                )
            _refuse_dry_run(f"{place}[{key!r}]", item)
    # Sweeps are lists of millions of numbers, which need not be checked one by one.
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
    """Return after how many seconds the service should cancel a job, so that even a wrong estimate cannot cost more."""
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
    """The pauses between submissions of a series, adjusted to the service's refusals."""

    def __init__(self) -> None:
        self._refusals = 0

    def accepted(self) -> None:
        """Record that the service accepted a submission."""
        self._refusals = 0

    def refused(self, refusal: RateLimitError) -> float:
        """Return the seconds to wait after a refusal: what the service requests, otherwise doubling from five to sixty.

        Without a `Retry-After`, there is a pause too.

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
    """The job ids that one client has received, to detect a response repeated by an intermediary.

    Thread-safe. It keeps the last ten thousand; a pickled copy is empty.
    """

    _MOST: Final = 10_000

    def __init__(self) -> None:
        self._submissions: dict[str, object] = {}

    def claim(self, job_id: str, tag: str | None) -> None:
        """Record that a submission received this id.

        Raises:
            UnexpectedResponseError: Another submission received it.
        """
        own: object = tag or object()
        if self._submissions.setdefault(job_id, own) != own:
            raise UnexpectedResponseError(
                f"the response has the id {job_id}, which this client received for another request; "
                "a cache or a proxy may have repeated another response",
                status=200,
            )
        while len(self._submissions) > self._MOST:
            self._submissions.pop(next(iter(self._submissions), job_id), None)

    def __reduce__(self) -> tuple[type[SeenJobIds], tuple[()]]:
        return type(self), ()


def messages_of(value: object) -> tuple[str, ...]:
    """Return the service's messages in the response to a submission, such as that the quota is nearly used up.

    The response to POST /jobs may have `messages`, strings or objects with a `message`.
    """
    texts = (
        entry if isinstance(entry, str) else mapping_of(entry).get("message") for entry in list_of(value)
    )
    return tuple(text for text in map(redacted_text, texts) if text is not None)


def look_up_size(tag: str, turn: int) -> int:
    """Return the page size of a look-up: it usually differs from that of the previous look-up."""
    return MAX_PAGE - (zlib.crc32(tag.encode()) + turn) % (MAX_PAGE // 2)


def check_size(asked: int, named: object, entries: Sequence[JobState]) -> None:
    """Check that an empty page belongs to the request, by the size that the service repeats in each response.

    An older empty list, from a cache that ignores the query, would mean that a job does not exist, and it would be
    submitted again.

    Raises:
        UnexpectedResponseError: The page belongs to another request.
    """
    size = whole_of(named)
    if not entries and size is not None and size != asked:
        raise UnexpectedResponseError(
            f"list_jobs: requested at most {asked} jobs, the response is an empty list of at most {size}; a cache may "
            "ignore the query",
            status=200,
        )


def listed_jobs(answer: Mapping[str, Any]) -> list[JobState]:
    """Return the jobs of a page of the list.

    A response without a list of jobs must not count as an empty page: the job would be submitted again. If the list is
    omitted because it is empty, the size that the service repeats shows that it is a page.

    Args:
        answer: The JSON object of the response.

    Raises:
        UnexpectedResponseError: The response has no list of jobs.
    """
    jobs = answer.get("jobs")
    if not is_list(jobs) and (jobs is not None or whole_of(answer.get("limit")) is None):
        raise UnexpectedResponseError("list_jobs: the response has no list of jobs", status=200)
    return [JobState.of(mapping_of(entry), job_id="") for entry in list_of(jobs)]


def tagged_among(
    entries: Sequence[JobState], tag: str, *, wanted: Callable[[JobState], bool] | None = None
) -> list[JobState]:
    """Return the jobs of a list that have a tag, oldest first.

    Args:
        entries: The list.
        tag: The tag that was requested.
        wanted: Selects which of those with the tag are returned; by default all.

        Adopting or cancelling someone else's job would be worse than a duplicate, so the service's filter is verified.

    Raises:
        UnexpectedResponseError: There are jobs, but none has the tag: the filter was ignored, possibly by a cache, and
            the response says nothing about the job.
    """
    # A list may repeat an entry; a job must not be cancelled as its own duplicate.
    by_id = {state.id: state for state in entries if state.id and tag in state.all_tags}
    states = list(by_id.values())
    if entries and not states:
        raise UnexpectedResponseError(
            f"list_jobs: requested jobs with the tag {tag}, the response lists others; a cache may ignore the query",
            status=200,
        )
    # The service lists newest first; a job without a date keeps its position.
    states.reverse()
    return [state for state in oldest_first(states) if wanted is None or wanted(state)]


def oldest_first(states: list[JobState]) -> list[JobState]:
    """Return jobs with the oldest first; in their current order if some have no date."""
    dated = [(state.created, index, state) for index, state in enumerate(states) if state.created is not None]
    return [state for _, _, state in sorted(dated)] if len(dated) == len(states) else states


def choose_kept(states: Sequence[JobState]) -> tuple[JobState, list[JobState]]:
    """Return which of a submission's jobs is kept, and the others, which are cancelled.

    The oldest is kept, unless it has ended without a result and a younger one has not: cancelling that one would lose
    the work. The others do not include jobs that definitely belong to another user.
    """
    kept = next((state for state in states if not state.ended or state.status == COMPLETED), states[0])
    others = [state for state in states if state is not kept]
    return kept, same_user_jobs(others, kept.user_id)


def foreign_job_error(job_id: str, tag: str) -> SubmissionUncertainError:
    """Return the error for a response with another submission's job id while no job has this submission's tag."""
    return SubmissionUncertainError(
        f"the response to the submission has the id of job {job_id}, which does not have the submission's tag {tag}, and no job "
        f"does; a cache or a proxy may repeat responses, or remove tags (submission_tag=False disables the tag). "
        f"client.jobs.find_submission({tag!r}) finds the job if it exists",
        tag=tag,
    )


def warn_duplicate_goes_on(duplicate_id: str, kept_id: str, failure: QrtError | None) -> None:
    """Warn that a job was created twice and the duplicate could not be cancelled."""
    warn(
        f"job {duplicate_id} is a duplicate of job {kept_id} and could not be cancelled ({failure}); "
        f"client.jobs.get({duplicate_id!r}) finds it; call its cancel() to avoid its costs"
    )


def warn_if_elsewhere(state: JobState, mock: str | None) -> None:
    """Warn if a dry run is on a real device according to the service: the job may be charged there.

    Args:
        state: The job, as reported by the service.
        mock: The mock device to which it was submitted, or None if it is not a dry run.
    """
    if mock is not None and is_not_on_mock(state.backend, mock):
        warn(
            f"job {state.id} was submitted as a dry run to {mock}, but the service reports it on {state.backend}, "
            f"where it may be charged; client.jobs.get({state.id!r}) finds it; call its cancel() to end it"
        )


def stopped(
    cause: QrtError, jobs: Sequence[Any], total: int, *, key: str | None = None
) -> SubmissionsStoppedError:
    """Return the error that contains the jobs submitted so far.

    Args:
        cause: Why the next one was not submitted.
        jobs: The jobs so far, in order.
        total: The number of jobs to submit.
        key: The key of the series, or None.
    """
    # A conflict with the key would happen again.
    in_the_way = key is None or isinstance(cause, ConfigurationError)
    again = (
        ""
        if in_the_way
        else f" - submit them again with key={key!r}: this adopts those, and submits the rest"
    )
    return SubmissionsStoppedError(
        f"{len(jobs)} of {total} jobs were submitted; the next submission failed: {cause}{again}",
        jobs=tuple(jobs),
        remaining=total - len(jobs),
    )


def note_interrupted_series(stop: BaseException, jobs: Sequence[Any], series: Sequence[Submission]) -> None:
    """Add a note with the jobs of a series of submissions that was interrupted, other than by an error of ours.

    Args:
        stop: The interruption.
        jobs: The jobs submitted so far, in order.
        series: All submissions, in order.
    """
    if isinstance(stop, QrtError):
        return
    inner = InterruptionNote.of(stop)
    key = next((one.key.series for one in series if isinstance(one.key, SeriesKey)), None)
    tag = inner.tag if inner else next((submission.tag for submission in series[len(jobs) :]), None)
    ids = ", ".join(job.id for job in jobs) or "none"
    text = f"{len(jobs)} of {len(series)} jobs were submitted and continue: {ids}"
    if key is not None:
        text += f"; submit them again with key={key!r}: this adopts those, and submits the rest"
    elif inner:
        text += f"; {inner}"
    elif tag:
        text += f"; client.jobs.find_submission({tag!r}) finds the next job if it was created"
    name_interrupted(stop, text, tag=tag, jobs=(*jobs, *(inner.jobs if inner else ())))

# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The jobs of an instance: submit, get, list, wait for many."""

from __future__ import annotations

import time
from contextlib import closing
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal, Unpack, overload

from qrt_facade._base.arguments import (
    check_not_blank,
    checked_flag,
    checked_list,
    checked_texts,
    stripped_id,
)
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import is_mapping, none_if_unset, texts_of
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.logs import warn_caller
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.resources import Resource
from qrt_facade._policy.list_filters import JobFilters  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._policy.programs import EXECUTOR
from qrt_facade._policy.submission_options import SubmissionOptions  # noqa: TC001 - the same
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade._service.jobs import JobState
from qrt_facade._service.limits import MAX_TAG_SEARCH, MIN_TAG_SEARCH
from qrt_facade._service.names import (
    backend_for,
    name_of,
    session_id_of,
    visible_tags,
    with_tags_restored,
)
from qrt_facade._service.statuses import UNKNOWN
from qrt_facade._sync.job import Job, wait_for_result
from qrt_facade.errors import (
    BudgetExceededError,
    CircuitWarning,
    ConfigurationError,
    QrtError,
    RateLimitError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from qrt_client.models import JobRunParams

    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._display.frames import (
        AnyDataFrame,
        DataFrameLibrary,
        Frame,
        FrameLibrary,
        FrameT,
    )
    from qrt_facade._display.table_files import TableFormat
    from qrt_facade._policy.budgets import Reserved
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._policy.programs import ProgramChoice
    from qrt_facade._policy.submission import Submission, SubmissionPace
    from qrt_facade._policy.submission_options import OnFailed, OnUncertain
    from qrt_facade._programs.through_executor.work import Work
    from qrt_facade._service.estimates import Estimate
    from qrt_facade._service.limits import LogLevelName
    from qrt_facade._service.names import BackendOrName, SessionOrId, TagList
    from qrt_facade._sync.connection import Connection
    from qrt_facade._sync.estimates import Estimates
    from qrt_facade._sync.mock_devices import MockDevices
    from qrt_facade._sync.series import SeriesListings
    from qrt_facade._sync.submit import Submitter
    from qrt_facade._sync.wait_many import J
    from qrt_facade._sync.ways import Way, Ways
    from qrt_facade.results import (
        CalibrationResult,
        EstimatorResult,
        ExecutorResult,
        JobResult,
        NoiseLearnerResult,
        SamplerResult,
    )


@error_boundary
class Jobs(Resource):
    """The jobs of the instance: `client.jobs`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @lazy_property
    def _submitter(self) -> Submitter:
        from qrt_facade._sync.submit import Submitter

        return Submitter(self._connection)

    @lazy_property
    def _ways(self) -> Ways:
        from qrt_facade._sync.ways import Ways

        return Ways(self._connection)

    def _submit_work(
        self,
        work: Work,
        program: ProgramChoice,
        *,
        backend: BackendOrName,
        session: SessionOrId | None,
        check: bool,
        **submission: Unpack[SubmissionOptions],
    ) -> Job:
        """Submit the work of a sampler or an estimator: see `submit_work`."""
        on_device = checked_flag("check", check)
        made = checked_submission(
            work.program_id,
            work.params,
            backend=backend,
            session=session,
            checked_on_device=on_device,
            **submission,
        )
        way = None
        if program != "primitives":
            (way,) = self._ways.of([work], [made], program=program, check=on_device)
        return self._create(work.params, made, check=on_device, way=way)

    def _submit_works(
        self,
        works: Sequence[Work],
        program: ProgramChoice,
        *,
        backend: BackendOrName,
        session: SessionOrId | None,
        check: bool,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job]:
        """Submit the work of several jobs of one primitive: see `submit_works`."""
        on_device = checked_flag("check", check)
        many = [work.params for work in works]
        series, waiting = self._checked_series(
            works[0].program_id if works else "sampler",
            many,
            backend=backend,
            session=session,
            on_device=on_device,
            submission=submission,
        )
        ways: Sequence[Way] = ()
        if program != "primitives":
            ways = self._ways.of(works, waiting, program=program, check=on_device)
        return self._create_series(many, waiting, series, check=on_device, ways=ways)

    @lazy_property
    def _estimates(self) -> Estimates:
        from qrt_facade._sync.estimates import Estimates

        return Estimates(self._connection)

    def _estimate_works(
        self,
        works: Sequence[Work],
        program: ProgramChoice,
        *,
        backend: BackendOrName,
        session: SessionOrId | None,
        calibration_id: str | None,
    ) -> Sequence[Estimate]:
        """Estimate the work of jobs of one primitive: see `estimate_works`."""
        from qrt_facade._service.estimates import in_session

        name = name_of("backend", backend)
        if session is not None:
            session_id_of(session, backend=name)
        check_not_blank(calibration_id=calibration_id)
        retired = any(work.program_id in self._connection.retired for work in works)
        found = self._estimates.of_works(
            works,
            by_executor=program == EXECUTOR or (program == "auto" and retired),
            backend=name,
            calibration_id=calibration_id,
        )
        return [in_session(one, session) for one in found]

    def estimate(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: BackendOrName | None = None,
        session: SessionOrId | None = None,
        calibration_id: str | None = None,
    ) -> Estimate:
        """Estimate the QPU time of a job of any program, and send nothing but questions about the backend.

            print(client.jobs.estimate("sampler", {"pubs": [[circuit]]}, backend="ibm_fez"))

        The backend is asked for its configuration and its properties, once an hour. `client.sampler.estimate` and
        `client.estimator.estimate` take PUBs; see there. What of the parameters the service would refuse, such as -5 shots, is
        named in `estimate.unknown`, and the figure is then a lower bound.

        Args:
            program_id: Program of the job. Of one that is not `sampler`, `estimator`, `executor` or `noise-learner` the 2 s
                of each job are all that is counted, as a lower bound.
            params: Its parameters, as `submit` takes them.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            session: The session or batch that the job would belong to, or its id.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was sent.
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe it.
        """
        from qrt_facade._service.estimates import in_session

        wanted = stripped_id("program id", program_id)
        if not is_mapping(params):
            raise ConfigurationError(
                f"params: expected a mapping of the program's parameters, not {type(params).__name__}"
            )
        check_not_blank(calibration_id=calibration_id)
        name = name_of("backend", backend_for(wanted, backend, session))
        if session is not None:
            session_id_of(session, backend=name)
        found = self._estimates.of(
            wanted,
            params,
            backend=name,
            calibration_id=calibration_id,
        )
        return in_session(found, session)

    @lazy_property
    def _mocks(self) -> MockDevices:
        from qrt_facade._sync.mock_devices import MockDevices

        return MockDevices(self._connection)

    @overload
    def submit(
        self,
        program_id: Literal["sampler"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[SamplerResult]: ...

    @overload
    def submit(
        self,
        program_id: Literal["estimator"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[EstimatorResult]: ...

    @overload
    def submit(
        self,
        program_id: Literal["noise-learner"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[NoiseLearnerResult]: ...

    @overload
    def submit(
        self,
        program_id: Literal["executor"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[ExecutorResult]: ...

    @overload
    def submit(
        self,
        program_id: Literal["calibrate"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[CalibrationResult]: ...

    @overload
    def submit(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Job: ...

    def submit(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        tags: TagList = (),
        private: bool = False,
        max_execution_time: WholeNumber | None = None,
        max_seconds: RealNumber | None = None,
        calibration_id: str | None = None,
        log_level: LogLevelName | None = None,
        submission_tag: bool = True,
        on_uncertain: OnUncertain = "resolve",
        advice: bool = True,
        dry_run: bool = False,
        key: str | None = None,
        on_failed: OnFailed = "submit",
        check: bool = False,
    ) -> Job:
        """Submit a job of any program, exactly once, and return it without waiting.

            params = {"pubs": [[circuit, None, 100]], "version": 2}
            job = client.jobs.submit("sampler", params, backend="ibm_fez", tags=["bell"])

        The submission carries a tag of its own. When it is not known whether it arrived (no answer, a cut
        connection, a 5xx), the tag is looked up; only a job that cannot be found is submitted again, with the same
        tag, and a duplicate that turns up later is cancelled.

        Args:
            program_id: `sampler`, `estimator`, `noise-learner`, `executor`, `calibrate`, ... A type checker learns the class
                of the result from it.
            params: The program's parameters, in the wire's form. Sweeps in typed arrays are not counted against the limit
                of executions before they are sent; those of `client.sampler` and `client.estimator` are.
            backend: Name of a backend, or a backend.
            session: A session or batch, or its id.
            tags: At most 7 strings of at most 86 characters (8 without `submission_tag`, 5 with `key`).
            private: Parameters are never returned and deleted at the end; the result can be read once.
            max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job; the service's
                own limit when not given.
            max_seconds: Seconds of QPU time that the job may cost. A higher estimate (`client.jobs.estimate`) is a
                BudgetExceededError before anything is sent, and so is one of more than the instance has left; and the service
                cancels the job after so many whole seconds, as by `max_execution_time`. This takes three requests, for the
                backend's configuration and properties once an hour, and for the instance's usage once a minute.
            calibration_id: An alternative calibration of the backend.
            log_level: `critical`, `error`, `warning`, `info` or `debug`; the service's default when not given.
            submission_tag: False saves the tag; an unclear failure then raises and nothing is sent twice.
            on_uncertain: `"resolve"`, or `"raise"`, which looks the tag up and never sends a second time.
            advice: Warn when the instance has reached its usage limit or the backend is paused, so that the job waits. This
                takes two further requests, once in ten minutes for each backend; what goes wrong with them is passed over.
            dry_run: True to submit to the backend's mock device (`mock_fez` for `ibm_fez`), on plans that have them: the
                service validates the job and charges nothing, `job.usage` is what a real run would be charged, and the
                result has the right shape and random values. Whether there is a mock is asked once. A backend that is a
                mock device implies it.
            key: Names this one job, in 1 to 200 characters, such as `"vqe/step-12"`. While a job of yours with this key waits or
                runs, and after it has completed, that job is returned (`job.adopted` is True) and nothing is submitted,
                also after a crash. The same key with another program, other parameters or another backend is a
                ConfigurationError that says what differs. A key costs one or two more requests and takes three of the
                job's eight tags: five are left.
            on_failed: What to do with a job of the key that failed or was cancelled: `"submit"` it anew, or `"adopt"` it.
            check: True to compare the job with the backend before it is submitted, as `backend.check` does: what the backend
                would reject is a ConfigurationError that names each problem; what runs, but perhaps not as it was meant, is
                a `CircuitWarning`. Circuits in `pubs` and in `circuits` are compared. This takes two further requests, for
                the backend's configuration and properties; when one is refused, that error is raised.

        Raises:
            BudgetExceededError: It may cost more than `max_seconds`, the client's budget or the instance has left.
            ConfigurationError: An argument is invalid, with `check` the backend would reject the job, with `dry_run`
                the backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            NotFoundError: With `check` or `dry_run`: there is no such backend for this instance.
            SubmissionUncertainError: Whether the job exists is not known.
            ConflictError: The instance's usage limit is reached (409).
            ApiError: The service refused.
        """
        submission = checked_submission(
            program_id,
            params,
            backend=backend,
            session=session,
            tags=tags,
            private=private,
            max_execution_time=max_execution_time,
            max_seconds=max_seconds,
            calibration_id=calibration_id,
            log_level=log_level,
            submission_tag=submission_tag,
            on_uncertain=on_uncertain,
            advice=advice,
            dry_run=dry_run,
            key=key,
            on_failed=on_failed,
            checked_on_device=checked_flag("check", check),
        )
        return self._create(params, submission, check=check)

    def _create(
        self,
        params: Mapping[str, Any],
        submission: Submission,
        *,
        check: bool,
        way: Way | None = None,
    ) -> Job:
        """Create one job, by its program or by the executor in its place."""
        self._mocks.check(submission)
        if check and not (way is not None and way.is_due):
            self._check_on_device([params], [submission])
        return self._submitter.submit(submission, way=way)

    @overload
    def submit_and_wait(
        self,
        program_id: Literal["sampler"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[SamplerResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> SamplerResult: ...

    @overload
    def submit_and_wait(
        self,
        program_id: Literal["estimator"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[EstimatorResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> EstimatorResult: ...

    @overload
    def submit_and_wait(
        self,
        program_id: Literal["noise-learner"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[NoiseLearnerResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> NoiseLearnerResult: ...

    @overload
    def submit_and_wait(
        self,
        program_id: Literal["executor"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[ExecutorResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> ExecutorResult: ...

    @overload
    def submit_and_wait(
        self,
        program_id: Literal["calibrate"],
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[CalibrationResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> CalibrationResult: ...

    @overload
    def submit_and_wait(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> JobResult: ...

    def submit_and_wait(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[Any]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> JobResult:
        """Submit a job of any program, wait for its end, and return its decoded result.

            params = {"pubs": [[circuit, None, 100]], "version": 2}
            result = client.jobs.submit_and_wait("sampler", params, backend="ibm_fez", timeout=600)
            result[0].c.counts()                     # such as {"00": 49, "11": 51}

        When the wait is interrupted or its time is up, the job goes on; the exception names it.

        Args:
            program_id: `sampler`, `estimator`, `noise-learner`, `executor`, `calibrate`, ... A type checker learns the class
                of the result from it.
            params: The program's parameters, in the wire's form.
            backend: Name of a backend, or a backend.
            session: A session or batch, or its id.
            timeout: Seconds to wait once the job has been submitted, whatever the network does; a day when not given.
            on_update: Called with the job whenever its status has changed, and once at the beginning.
            progress: Show the job's status on stderr.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.
            tags: At most 7 strings of at most 86 characters (8 without `submission_tag`, 5 with `key`).
            private: Parameters are never returned and deleted at the end; the result can be read once.
            max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job; the service's
                own limit when not given.
            max_seconds: Seconds of QPU time that the job may cost. A higher estimate (`client.jobs.estimate`) is a
                BudgetExceededError before anything is sent, and so is one of more than the instance has left; and the service
                cancels the job after so many whole seconds, as by `max_execution_time`. This takes three requests, for the
                backend's configuration and properties once an hour, and for the instance's usage once a minute.
            calibration_id: An alternative calibration of the backend.
            log_level: `critical`, `error`, `warning`, `info` or `debug`; the service's default when not given.
            submission_tag: False saves the tag; an unclear failure then raises and nothing is sent twice.
            on_uncertain: `"resolve"`, or `"raise"`, which looks the tag up and never sends a second time.
            advice: Warn when the instance has reached its usage limit or the backend is paused, so that the job waits. This
                takes two further requests, once in ten minutes for each backend; what goes wrong with them is passed over.
            dry_run: True to submit to the backend's mock device (`mock_fez` for `ibm_fez`), on plans that have them: the
                service validates the job and charges nothing, `job.usage` is what a real run would be charged, and the
                result has the right shape and random values. Whether there is a mock is asked once. A backend that is a
                mock device implies it.
            key: Names this one job, in 1 to 200 characters, such as `"vqe/step-12"`. While a job of yours with this key waits or
                runs, and after it has completed, that job is returned (`job.adopted` is True) and nothing is submitted,
                also after a crash. The same key with another program, other parameters or another backend is a
                ConfigurationError that says what differs. A key costs one or two more requests and takes three of the
                job's eight tags: five are left.
            on_failed: What to do with a job of the key that failed or was cancelled: `"submit"` it anew, or `"adopt"` it.
            check: True to compare the job with the backend before it is submitted, as `submit` does, with two further
                requests: what the backend would reject is a ConfigurationError that names each problem.

        Returns:
            `SamplerResult`, `EstimatorResult`, `NoiseLearnerResult`, `ExecutorResult` or `CalibrationResult`, by the program; for another
            program its JSON with typed values decoded, or its text.

        Raises:
            BudgetExceededError: It may cost more than `max_seconds`, the client's budget or the instance has left.
            ConfigurationError: An argument is invalid, with `check` the backend would reject the job, with `dry_run` the
                backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ConflictError: The instance's usage limit is reached (409).
            JobFailedError: The job failed; code, reason and solution are the service's.
            JobCancelledError: It was cancelled, by a person or for running too long.
            JobTimeoutError: The time is up; the job goes on, as `error.job`.
            ResultDecodeError: The result is not what its program promises, or too large.
            ApiError: The service refused.
        """
        check_wait(timeout, on_update, polling, progress=progress)
        job = self.submit(program_id, params, backend=backend, session=session, check=check, **submission)
        return wait_for_result(job, timeout, on_update=on_update, progress=progress, polling=polling)

    @overload
    def submit_many(
        self,
        program_id: Literal["sampler"],
        params: Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job[SamplerResult]]: ...

    @overload
    def submit_many(
        self,
        program_id: Literal["estimator"],
        params: Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job[EstimatorResult]]: ...

    @overload
    def submit_many(
        self,
        program_id: Literal["noise-learner"],
        params: Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job[NoiseLearnerResult]]: ...

    @overload
    def submit_many(
        self,
        program_id: Literal["executor"],
        params: Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job[ExecutorResult]]: ...

    @overload
    def submit_many(
        self,
        program_id: Literal["calibrate"],
        params: Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job[CalibrationResult]]: ...

    @overload
    def submit_many(
        self,
        program_id: str,
        params: Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job]: ...

    def submit_many(
        self,
        program_id: str,
        params: Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job]:
        """Submit several jobs of one program, in order, as fast as the service lets them in.

            params = {"pubs": [[circuit, None, 100]], "version": 2}
            jobs = client.jobs.submit_many("sampler", [params] * 3, backend="ibm_fez")

        The pace is learnt from its refusals (429) and their Retry-After; IBM documents 5 submissions a minute. Each
        job is submitted exactly once, as by `submit`. When it is interrupted (Ctrl-C, a cancelled task), the exception
        passes: a warning names the jobs submitted so far, and so does a note on the exception.

        Args:
            program_id: `sampler`, `estimator`, `noise-learner`, `executor`, `calibrate`, ... A type checker learns the class of the
                results from it.
            params: The parameters of each job, in the wire's form. All are checked before the first is sent.
            backend: Name of a backend, or a backend: the same for every job, as all that follows.
            session: A session or batch, or its id.
            tags: At most 7 strings of at most 86 characters (8 without `submission_tag`, 5 with `key`).
            private: Parameters are never returned and deleted at the end; the result can be read once.
            max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job; the service's
                own limit when not given.
            max_seconds: Seconds of QPU time that each job may cost. A higher estimate (`client.jobs.estimate`) is a
                BudgetExceededError before anything is sent, and so is one of more than the instance has left; and the service
                cancels the job after so many whole seconds, as by `max_execution_time`. This takes three requests, for the
                backend's configuration and properties once an hour, and for the instance's usage once a minute.
            calibration_id: An alternative calibration of the backend.
            log_level: `critical`, `error`, `warning`, `info` or `debug`; the service's default when not given.
            submission_tag: False saves the tag; an unclear failure then raises and nothing is sent twice.
            on_uncertain: `"resolve"`, or `"raise"`, which looks the tag up and never sends a second time.
            advice: Warn when the instance has reached its usage limit or the backend is paused, so that the job waits. This
                takes two further requests, once in ten minutes for each backend; what goes wrong with them is passed over.
            dry_run: True to submit to the backend's mock device (`mock_fez` for `ibm_fez`), on plans that have them: the
                service validates the job and charges nothing, `job.usage` is what a real run would be charged, and the
                result has the right shape and random values. Whether there is a mock is asked once. A backend that is a
                mock device implies it.
            key: Names the series, in 1 to 200 characters, such as `"sweep-7"`: the jobs get the keys `sweep-7/0`, `sweep-7/1`,
                ... in the order of `params`. When the series is submitted again, also after a crash, the jobs that
                exist are returned (`job.adopted` is True) and only the others are submitted. A job that was submitted
                with something else under its key is a ConfigurationError. The series is listed, 200 jobs a page,
                before the first submission and after the last; a job that `submit` gave the key of a member is not
                in that list, and known on the machine that submitted it alone. Five tags are left.
            on_failed: What to do with a job of a key that failed or was cancelled: `"submit"` it anew, or `"adopt"` it.
            check: True to compare all jobs with the backend before the first is submitted, as `submit` does, with two
                further requests in all: what the backend would reject is a ConfigurationError that names each problem.

        Returns:
            The jobs, in the order of `params`.

        Raises:
            BudgetExceededError: It may cost more than `max_seconds`, the client's budget or the instance has left.
            ConfigurationError: An argument is invalid, with `check` the backend would reject a job, with `dry_run` the
                backend has no mock device, or a job of the `key` was submitted with something else; no job was created.
            SubmissionsStoppedError: One could not be submitted; `jobs` holds those before it.
        """
        on_device = checked_flag("check", check)
        many = checked_list("params", params, "the parameters of each job, in a list")
        series, waiting = self._checked_series(
            program_id, many, backend=backend, session=session, on_device=on_device, submission=submission
        )
        return self._create_series(many, waiting, series, check=on_device)

    def _checked_series(
        self,
        program_id: str,
        many: Sequence[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        session: SessionOrId | None,
        on_device: bool,
        submission: SubmissionOptions,
    ) -> tuple[str | None, Sequence[Submission]]:
        """Return the key of a series, if it has one, and its submissions."""
        from qrt_facade._policy.keys import checked_key

        # An iterator would be used up by the first job.
        submission["tags"] = checked_texts("tags", submission.get("tags", ()))
        series = submission.pop("key", None)
        if series is not None:
            series = checked_key(series)
        waiting = [
            checked_submission(
                program_id,
                one,
                backend=backend,
                session=session,
                checked_on_device=on_device,
                **_member(submission, series, number),
            )
            for number, one in enumerate(many)
        ]
        return series, waiting

    def _create_series(
        self,
        many: Sequence[Mapping[str, Any]],
        waiting: Sequence[Submission],
        series: str | None,
        *,
        check: bool,
        ways: Sequence[Way] = (),
    ) -> Sequence[Job]:
        """Create the jobs of a series, in order, by their program or by the executor in its place."""
        from qrt_facade._policy.submission import (
            SubmissionPace,
            note_interrupted_series,
            stopped,
        )

        if waiting:
            self._mocks.check(waiting[0])
        if ways and ways[0].is_due:
            if series is None:
                ways[0].params()  # what the executor does not have is refused before anything is sent
        elif check and many:
            self._check_on_device(many, waiting)
        jobs: list[Job] = []
        pace = SubmissionPace()
        reserved: Mapping[int, Reserved] = {}
        try:
            try:
                if series is not None and waiting:
                    self._submitter.keys.load(series, waiting)
                reserved = self._submitter.reserve_series(waiting, ways)
                for number, (one, way) in enumerate(zip(waiting, ways or repeat(None), strict=False)):
                    jobs.append(self._submit_paced(one, pace, way, number, reserved))
                # Within the block: an interruption at the very end is one of the series too.
                return jobs if series is None else self._submitter.settle_series(waiting, jobs)
            finally:
                self._submitter.release_series(reserved)
        except QrtError as error:
            by_executor = any(way.is_due for way in ways)
            all_at_once = series is not None or by_executor or isinstance(error, BudgetExceededError)
            if all_at_once and isinstance(error, ConfigurationError) and not jobs:
                raise  # its keys have jobs of something else, or the executor cannot do it, and nothing was sent
            raise stopped(error, jobs, len(waiting), key=series) from error
        except BaseException as stop:
            note_interrupted_series(stop, jobs, waiting)
            raise

    def _check_on_device(
        self, params: Sequence[Mapping[str, Any]], submissions: Sequence[Submission]
    ) -> None:
        from qrt_facade._sync.device_check import check_on_device

        check_on_device(self._connection, params, submissions)

    def _submit_paced(
        self,
        submission: Submission,
        pace: SubmissionPace,
        way: Way | None,
        number: int,
        reserved: Mapping[int, Reserved],
    ) -> Job:
        """Submit one job of a series, when the service lets it in."""
        while True:
            self._submitter.renew_series(reserved)
            try:
                job = self._submitter.submit(
                    submission, in_series=True, way=way, reserved=reserved.get(number)
                )
            except RateLimitError as refusal:
                time.sleep(pace.refused(refusal))
            else:
                pace.accepted()
                return job

    def get(self, job_id: str) -> Job:
        """Return a job by its id.

            job = client.jobs.get(job_id)
            job.status                                   # "Completed"

        Args:
            job_id: The id, as `job.id` has it.

        Returns:
            The job, which may result in anything; `job.result(as_=...)` names the class.

        Raises:
            ConfigurationError: `job_id` is not an id; nothing was sent.
            NotFoundError: There is no such job, or not for these credentials (code 1291).
            UnexpectedResponseError: The answer is about another job, or not what the API promises.
        """
        unknown = JobState(id=stripped_id("job id", job_id), status=UNKNOWN)
        return Job(self._connection, unknown).refresh()

    def list(
        self,
        *,
        limit: WholeNumber | None = None,
        pending: bool | None = None,
        backend: BackendOrName | None = None,
        program: str | None = None,
        created_after: datetime | date | str | None = None,
        created_before: datetime | date | str | None = None,
        tags: TagList = (),
        session: SessionOrId | None = None,
        descending: bool = True,
        include_mocks: bool = False,
        mine: bool | None = None,
    ) -> Iterator[Job]:
        """Iterate over the jobs of the instance, newest first, fetching pages of up to 200 as they are needed.

        They are those of all of its users, except on the Open plan (a maintainer of IBM's client in qiskit-ibm-runtime#2349).
        `mine=True` gives your own alone, such as before cancelling what is pending:

            for job in client.jobs.list(limit=5, program="sampler"):
                print(job.id, job.status, job.user_id)
            from qrt_facade import ConflictError

            for job in client.jobs.list(mine=True, pending=True):
                try:
                    job.cancel()
                except ConflictError:  # it has ended meanwhile
                    pass

        Args:
            limit: How many at most; all when not given.
            pending: True for queued and running jobs, False for ended ones; both when not given.
            backend: Of this backend only: its name, or a backend.
            program: Of this program only, such as `"sampler"`. Jobs of `client.sampler` and `client.estimator` that ran by the
                executor are among those of `"executor"`.
            created_after: Created at this moment or later: a datetime, a date (its first moment), or text such as
                `2026-09-30 14:00`. Without an offset it is local time. Text that could be two days (`12/11/2026`) is refused.
            created_before: Created at this moment or earlier, in the same form.
            tags: With all of these tags.
            session: Of this session or batch only: its id, or a session.
            descending: False for oldest first.
            include_mocks: True for dry runs as well, which run on mock devices. They are also listed when `backend` names a
                mock device, such as `mock_fez`, or `session` is a session on one.
            mine: True for your own jobs only: those whose `user_id` is that of `client.user_id()`. The service has no such filter,
                so that the pages of all users are read. Jobs without a `user_id` are left out; one warning says how many.
                All users' when not given.

        Raises:
            ConfigurationError: An argument is invalid, and nothing was sent; or `mine` and who you are is not known.
            UnexpectedResponseError: The answer is a list of jobs of another session or backend.
        """
        from qrt_facade._policy.listing import MyJobs, NewEntries, first_page
        from qrt_facade._sync.own_user import own_user
        from qrt_facade._sync.pages import job_pages

        only_mine = mine is not None and checked_flag("mine", mine)
        unseen = NewEntries(limit)
        first = first_page(
            # Of others' jobs there may be any number before one's own.
            limit=None if only_mine else limit,
            pending=pending,
            backend=backend,
            program=program,
            created_after=created_after,
            created_before=created_before,
            tags=tags,
            session=session,
            descending=descending,
            include_mocks=include_mocks,
        )
        whose = MyJobs(own_user(self._connection)) if only_mine and not unseen.is_full else None
        with closing(job_pages(self._connection, first, unseen, wanted=whose)) as pages:
            for states in pages:
                for state in states:
                    yield Job(self._connection, state)
        if whose is not None:
            whose.warn_of_unknown()

    @overload
    def to_frame(self, *, as_: type[FrameT], **filters: Unpack[JobFilters]) -> FrameT: ...

    @overload
    def to_frame(
        self, *, as_: DataFrameLibrary | None = None, **filters: Unpack[JobFilters]
    ) -> AnyDataFrame: ...

    @overload
    def to_frame(self, *, as_: FrameLibrary, **filters: Unpack[JobFilters]) -> Frame: ...

    def to_frame(
        self, *, as_: type[Any] | FrameLibrary | None = None, **filters: Unpack[JobFilters]
    ) -> Frame:
        """Return the list as a frame of pandas or polars, or a table of pyarrow: one row for each job.

            frame = client.jobs.to_frame(backend="ibm_fez", created_after="2026-09-01")
            frame["usage_seconds"]

        The columns: `id`, `status`, `backend`, `program`, `created`, `user_id`, `session_id`, `tags`, `usage_seconds`, `usage_ru`,
        `usage_status`, `estimated_seconds`, `error_code`, `error`, `private` and `dry_run`.
        Times are in UTC, tags are lists, and what is absent is null.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, from which a type checker knows what is returned;
                or `"pandas"`, `"polars"` or `"pyarrow"`. When not given, pandas or polars, whichever is installed (pandas, if both are).
            filters: As of `list`.

        Raises:
            ConfigurationError: The library is not installed, or none is; or a filter is invalid. Nothing was sent.
        """
        from qrt_facade._display.frames import checked_library, frame_of_rows
        from qrt_facade._service.usage_rows import JOB_COLUMNS, job_row

        library = checked_library(as_)
        rows = [job_row(job.state) for job in self.list(**filters)]
        return frame_of_rows(JOB_COLUMNS, rows, library)

    def export(
        self,
        path: str | Path,
        *,
        format: TableFormat | None = None,  # noqa: A002 - the word that users type
        **filters: Unpack[JobFilters],
    ) -> int:
        """Write the list to a file, page by page, and return how many jobs it has.

            client.jobs.export("jobs.csv", created_after="2026-09-01")

        The columns are those of `to_frame`. Memory does not grow with the list (but for Parquet written by polars, without pyarrow).
        The file gets its name when the list is complete; after a failure there is none, or the one from before. In CSV, lists of
        tags are JSON, and a text that a spreadsheet would run as a formula has an apostrophe before it.

        Args:
            path: The file: `.csv`, `.json` (an array), `.jsonl` or `.ndjson` (a line for each), or `.parquet`.
            format: `csv`, `json`, `jsonl` or `parquet`, whatever the suffix is.
            filters: As of `list`.

        Raises:
            ConfigurationError: The file cannot be written, a filter is invalid, or Parquet and neither pyarrow nor polars is installed.
        """
        from qrt_facade._service.usage_rows import JOB_COLUMNS, job_row
        from qrt_facade._sync.exports import export

        return export(path, format, JOB_COLUMNS, self.list(**filters), lambda job: job_row(job.state))

    @overload
    def wait_all(
        self,
        jobs: Iterable[J],
        timeout: float = DEFAULT_TIMEOUT,
        *,
        on_update: Callable[[J], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
    ) -> Sequence[J]: ...

    @overload
    def wait_all(
        self,
        jobs: Iterable[Job | str],
        timeout: float = DEFAULT_TIMEOUT,
        *,
        on_update: Callable[[Job], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
    ) -> Sequence[Job]: ...

    def wait_all(
        self,
        jobs: Iterable[Job[Any] | str],
        timeout: float = DEFAULT_TIMEOUT,
        *,
        on_update: Callable[[Any], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
    ) -> Sequence[Job]:
        """Wait until all jobs have ended, well or not, and return them in the order given.

            for job in client.jobs.wait_all(jobs, timeout=3600):
                print(job.id, job.status)

        The list of pending jobs is asked, 200 at a time, not each job: for thousands of jobs of which a few go on, that is
        one request a round. What the list does not show, such as another user's job, is asked for by its id. Jobs of
        different sessions and of none may be mixed. Nothing is asked about jobs that are known to have ended.

        `job.result()` then returns or raises for each job by itself. A job that cannot be found, because it was deleted or
        these credentials do not show it, does not end the wait for the others. The service must deny it several times over
        a minute; then it is logged, `job.missing` is True, and `job.missing_error`, which `job.result()` raises, says why.

        Args:
            jobs: Jobs, ids of jobs, or both. The same one may be given several times: an id stands for the handle of its
                job among the others, and for a new handle when there is none.
            timeout: Seconds for all of them together, whatever the network does; a day when not given.
            on_update: Called with a job whenever its status has changed, and once at the beginning.
            progress: Show how many have ended on stderr.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.

        Returns:
            A job for each of `jobs`. Those made of ids may result in anything; `job.result(as_=...)` names the class.

        Raises:
            ConfigurationError: `jobs` is not a list of jobs of this kind of client and ids, or `polling` does not give
                pauses; nothing was sent.
            JobTimeoutError: The time is up; `pending` holds the jobs that go on.
            QrtError: The service itself refused to answer, several times over a minute.
        """
        from qrt_facade._sync.wait_many import checked_jobs, iter_completed

        listed = checked_jobs(self._connection, jobs)
        for _ in iter_completed(
            self._connection, listed, timeout, on_update=on_update, progress=progress, polling=polling
        ):
            pass
        return listed

    @overload
    def as_completed(
        self,
        jobs: Iterable[J],
        timeout: float = DEFAULT_TIMEOUT,
        *,
        polling: PollingStrategy | None = None,
    ) -> Iterator[J]: ...

    @overload
    def as_completed(
        self,
        jobs: Iterable[Job | str],
        timeout: float = DEFAULT_TIMEOUT,
        *,
        polling: PollingStrategy | None = None,
    ) -> Iterator[Job]: ...

    def as_completed(
        self,
        jobs: Iterable[Job[Any] | str],
        timeout: float = DEFAULT_TIMEOUT,
        *,
        polling: PollingStrategy | None = None,
    ) -> Iterator[Job]:
        """Iterate over jobs as they end, the sooner ones first; those that cannot be found (`job.missing`) come last.

            for job in client.jobs.as_completed(jobs, timeout=3600):
                print(job.id, job.status)

        Jobs are asked about, and found to be missing, as by `wait_all`.

        Args:
            jobs: Jobs, ids of jobs, or both. Each handle is given once, two handles of one job both. An id stands for the
                handle of its job among the others, and for a new handle when there is none.
            timeout: Seconds for all of them together; a day when not given.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.

        Raises:
            ConfigurationError: `jobs` is not a list of jobs of this kind of client and ids, or `polling` does not give
                pauses; nothing was sent.
            JobTimeoutError: The time is up; `pending` holds the jobs that go on.
            QrtError: The service itself refused to answer, several times over a minute.
        """
        from qrt_facade._sync.wait_many import checked_jobs, iter_completed

        listed = checked_jobs(self._connection, jobs)
        with closing(iter_completed(self._connection, listed, timeout, polling=polling)) as ended:
            for job in ended:
                yield job

    def find_submission(self, tag: str, *, cancel_duplicates: bool = False) -> Job | None:
        """Return the job that a submission with this tag created, or None.

            client.jobs.find_submission(job.submission_tag or "")

        Of several the oldest is returned, unless it has failed or was cancelled and a younger one has not. When others
        go on besides it, which costs twice, a `RuntimeWarning` names them.

        Args:
            tag: The submission's tag, as `job.submission_tag` and errors of a submission have it.
            cancel_duplicates: Cancel the others that go on; when not given they are only named.

        Raises:
            UnexpectedResponseError: The answer lists jobs, and none with this tag.
        """
        if not isinstance(tag, str) or not tag.strip() or not tag.isprintable():
            raise ConfigurationError(
                f"tag={redacted_repr(tag)}: expected the tag of a submission, as job.submission_tag has it"
            )
        return self._submitter.find(
            tag, cancel_duplicates=checked_flag("cancel_duplicates", cancel_duplicates)
        )


def checked_submission(
    program_id: str,
    params: Mapping[str, Any],
    *,
    backend: BackendOrName,
    session: SessionOrId | None,
    checked_on_device: bool,
    **submission: Unpack[SubmissionOptions],
) -> Submission:
    """Return a submission that can work, as far as can be known before anything is sent.

    Args:
        program_id: Program of the job.
        params: Its parameters.
        backend: Where it goes.
        session: The session that it belongs to.
        checked_on_device: Whether it is compared with the backend next. That finds all that would be found here.
        submission: What else it was submitted with.

    Raises:
        ConfigurationError: An argument is invalid.
    """
    from qrt_facade._policy.submission import Submission

    program_id = stripped_id("program id", program_id)
    if not checked_on_device:
        from qrt_facade._programs.preflight import examine_submission, refuse

        found = examine_submission(program_id, params)
        refuse(found.problems)
        for text in found.warnings:
            warn_caller(text, CircuitWarning)
    return Submission.checked(
        program_id, params, backend=backend, session=session, fingerprint=_fingerprint, **submission
    )


def _member(submission: SubmissionOptions, series: str | None, number: int) -> SubmissionOptions:
    """Return what one job of several is submitted with: its own key, when they have one in common."""
    if series is None:
        return submission
    from qrt_facade._policy.keys import member_key

    return {**submission, "key": member_key(series, number)}


def _fingerprint(request: JobRunParams) -> str:
    """Return the fingerprint of what a request would run, as a tag."""
    from qrt_facade._programs.fingerprints import Fingerprint

    params = none_if_unset(request.params)
    return Fingerprint.of(
        request.program_id,
        {} if params is None else params.additional_properties,
        request.backend,
        calibration_id=none_if_unset(request.calibration_id),
    ).tag


def listings_of(jobs: Jobs) -> SeriesListings:
    """Return the listings of series by which the jobs of a client are submitted with keys.

    Args:
        jobs: The jobs: `client.jobs`.
    """
    # Internal to the package, and therefore no public attribute.
    return jobs._submitter.keys.listings  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def submit_work(
    jobs: Jobs,
    work: Work,
    program: ProgramChoice,
    *,
    backend: BackendOrName,
    session: SessionOrId | None,
    check: bool,
    **submission: Unpack[SubmissionOptions],
) -> Job[Any]:
    """Submit the work of a sampler or an estimator, by its own program or by the executor.

    Args:
        jobs: The jobs: `client.jobs`.
        work: What is asked for.
        program: By which program; "auto" takes the executor once the service has said that it has no other.
        backend: Where it goes.
        session: The session that it belongs to.
        check: Whether what is sent is compared with the backend first.
        submission: What else it is submitted with.

    Raises:
        QrtError: As raised by `client.sampler.submit`.
    """
    return jobs._submit_work(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        work, program, backend=backend, session=session, check=check, **submission
    )


def submit_works(
    jobs: Jobs,
    works: Sequence[Work],
    program: ProgramChoice,
    *,
    backend: BackendOrName,
    session: SessionOrId | None,
    check: bool,
    **submission: Unpack[SubmissionOptions],
) -> Sequence[Job[Any]]:
    """Submit the work of several jobs of one primitive, in order.

    Args:
        jobs: The jobs: `client.jobs`.
        works: What is asked for.
        program: By which program.
        backend: Where they go.
        session: The session that they belong to.
        check: Whether what is sent is compared with the backend first.
        submission: What else they are submitted with.

    Raises:
        QrtError: As raised by `client.sampler.submit_many`.
    """
    return jobs._submit_works(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        works, program, backend=backend, session=session, check=check, **submission
    )


def estimate_work(
    jobs: Jobs,
    work: Work,
    program: ProgramChoice,
    *,
    backend: BackendOrName,
    session: SessionOrId | None,
    calibration_id: str | None,
) -> Estimate:
    """Estimate the work of a sampler or an estimator, by its own program or by the executor.

    Args:
        jobs: The jobs: `client.jobs`.
        work: What is asked for.
        program: By which program; "auto" takes the executor once the service has said that it has no other.
        backend: Where it would go.
        session: The session that it would belong to.
        calibration_id: Id of an alternative calibration.

    Raises:
        QrtError: As raised by `client.sampler.estimate`.
    """
    (found,) = jobs._estimate_works(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        [work], program, backend=backend, session=session, calibration_id=calibration_id
    )
    return found


def estimate_works(
    jobs: Jobs,
    works: Sequence[Work],
    program: ProgramChoice,
    *,
    backend: BackendOrName,
    session: SessionOrId | None,
    calibration_id: str | None,
) -> Estimate:
    """Estimate the work of several jobs of one primitive together.

    Args:
        jobs: The jobs: `client.jobs`.
        works: What is asked for.
        program: By which program.
        backend: Where they would go.
        session: The session that they would belong to.
        calibration_id: Id of an alternative calibration.

    Raises:
        QrtError: As raised by `client.sampler.estimate_many`.
    """
    from qrt_facade._service.estimates import together

    found = jobs._estimate_works(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        works, program, backend=backend, session=session, calibration_id=calibration_id
    )
    return together(found, backend=backend)


def estimate_each(
    jobs: Jobs,
    program_id: str,
    params: Sequence[Mapping[str, Any]],
    *,
    backend: BackendOrName,
    session: SessionOrId | None,
    calibration_id: str | None,
) -> Estimate:
    """Estimate several jobs of one program together.

    Args:
        jobs: The jobs: `client.jobs`.
        program_id: Their program.
        params: The parameters of each.
        backend: Where they would go.
        session: The session that they would belong to.
        calibration_id: Id of an alternative calibration.

    Raises:
        QrtError: As raised by `client.jobs.estimate`.
    """
    from qrt_facade._service.estimates import together

    found = [
        jobs.estimate(program_id, one, backend=backend, session=session, calibration_id=calibration_id)
        for one in params
    ]
    return together(found, backend=backend)


@error_boundary
class Tags(Resource):
    """Tags of the instance's jobs: `client.tags`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def search(self, text: str) -> list[str]:
        """Return the tags that hold this text, without those that submissions add.

        Args:
            text: 3 to 100 characters; the service answers a shorter text with a 400 that names neither.

        Raises:
            ConfigurationError: The text is shorter or longer; nothing was sent.
        """
        from qrt_client.api.tags import list_tags

        if not isinstance(text, str) or not MIN_TAG_SEARCH <= len(text) <= MAX_TAG_SEARCH:
            raise ConfigurationError(f"text={text!r}: expected 3 to 100 characters of a tag")
        answer = self._connection.read(list_tags.sync_detailed, client=self._connection.raw, search=text)
        return list(visible_tags(with_tags_restored(texts_of(answer.get("tags")))))

# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The jobs of an instance: submit, get, list and wait for them."""

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
    from qrt_facade._sync.executor_routes import ExecutorRoute, ExecutorRoutes
    from qrt_facade._sync.mock_devices import MockDevices
    from qrt_facade._sync.series import SeriesListings
    from qrt_facade._sync.submit import Submitter
    from qrt_facade._sync.wait_many import J
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
    def _routes(self) -> ExecutorRoutes:
        from qrt_facade._sync.executor_routes import ExecutorRoutes

        return ExecutorRoutes(self._connection)

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
        """Submit one job of a primitive: see `submit_work`."""
        on_device = checked_flag("check", check)
        made = checked_submission(
            work.program_id,
            work.params,
            backend=backend,
            session=session,
            checked_on_device=on_device,
            **submission,
        )
        route = None
        if program != "primitives":
            (route,) = self._routes.of([work], [made], program=program, check=on_device)
        return self._create(work.params, made, check=on_device, route=route)

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
        """Submit several jobs of a primitive: see `submit_works`."""
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
        routes: Sequence[ExecutorRoute] = ()
        if program != "primitives":
            routes = self._routes.of(works, waiting, program=program, check=on_device)
        return self._create_series(many, waiting, series, check=on_device, routes=routes)

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
        """Estimate jobs of a primitive: see `estimate_works`."""
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
        """Estimate the QPU time of a job of any program, without submitting it.

            print(client.jobs.estimate("sampler", {"pubs": [[circuit]]}, backend="ibm_fez"))

        Reads the backend's configuration and properties, at most once an hour. `client.sampler.estimate` and
        `client.estimator.estimate` take PUBs and explain the figures. Parameters that the service would reject, such as
        -5 shots, are named in `estimate.unknown`, and the figure is then a lower bound.

        Args:
            program_id: Program of the job. For programs other than `sampler`, `estimator`, `executor` and
                `noise-learner` only the fixed 2 s per job are counted, as a lower bound.
            params: The program's parameters, as for `submit`.
            backend: Name of a backend, or a backend. Optional inside a session.
            session: Session or batch that the job would run in, or its id.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was sent.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return the backend's description.
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

        Each submission is marked with a unique tag. If it is unclear whether the service received it (no response, a
        cut connection, a 5xx), the job is looked up by that tag. It is submitted again, with the same tag, only if it
        cannot be found, and a duplicate that appears later is cancelled.

        Args:
            program_id: `sampler`, `estimator`, `noise-learner`, `executor`, `calibrate`, ... Determines the type of the
                result for type checkers.
            params: The program's parameters, in the wire format. Parameter sweeps in typed arrays are not checked
                against the limit of executions before sending; those of `client.sampler` and `client.estimator` are.
            backend: Name of a backend, or a backend.
            session: Session or batch to run in, or its id.
            tags: Up to 7 tags of at most 86 characters each (8 without `submission_tag`, 5 with `key`).
            private: Whether the job is private: its parameters cannot be read and are deleted when it ends, and its
                result can be read only once.
            max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job. Defaults to
                the service's limit.
            max_seconds: Seconds of QPU time that the job may cost. If its estimate (`client.jobs.estimate`) is higher
                than this or than what the instance has left, `BudgetExceededError` is raised before anything is sent.
                The service cancels the job after this many whole seconds, as with `max_execution_time`. Needs three
                requests: the backend's configuration and properties once an hour, the instance's usage once a minute.
            calibration_id: Id of an alternative calibration of the backend.
            log_level: `critical`, `error`, `warning`, `info` or `debug`. Defaults to the service's default.
            submission_tag: Whether to add the unique tag. If False, an unclear failure raises and nothing is sent
                twice.
            on_uncertain: What to do if it is unclear whether the job was created: `"resolve"`, or `"raise"`, which
                looks up the tag but never submits again.
            advice: Whether to warn if the instance has reached its usage limit or the backend is paused, so that the
                job has to wait. Needs two requests, once in ten minutes per backend; their failures are ignored.
            dry_run: Whether to submit to the backend's mock device (`mock_fez` for `ibm_fez`), on plans that have them.
                The service validates the job and charges nothing; `job.usage` is the charge of a real run, and the
                result has the right shape and random values. The existence of the mock device is checked once. Implied
                if the backend is a mock device.
            key: A name for this job, 1 to 200 characters, such as `"vqe/step-12"`, that makes the submission
                idempotent. If you have a job with this key that is queued, running or completed, that job is returned
                (`job.adopted` is True) and nothing is submitted, even after a crash. Using the key with another
                program, backend or other parameters raises `ConfigurationError`, which names the differences. A key
                needs one or two more requests and three of the job's eight tags, which leaves five.
            on_failed: What to do if the job with this key failed or was cancelled: `"submit"` it again, or `"adopt"`
                it.
            check: Whether to check the job against the backend before it is submitted, as `backend.check` does.
                Problems that the backend would reject raise `ConfigurationError`; circuits that run but may be wrong
                issue a `CircuitWarning`. Checks the circuits in `pubs` and in `circuits`. Needs two requests, for the
                backend's configuration and properties; their errors are raised.

        Raises:
            BudgetExceededError: The job may cost more than `max_seconds`, or than the client's budget or the instance
                has left.
            ConfigurationError: An argument is invalid; with `check`, the backend would reject the job; with `dry_run`,
                the backend has no mock device; or the job with this `key` differs. No job was created.
            NotFoundError: With `check` or `dry_run`: the instance has no such backend.
            SubmissionUncertainError: It is unknown whether the job was created.
            ConflictError: The instance's usage limit is reached (409).
            ApiError: The service rejected the job.
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
        route: ExecutorRoute | None = None,
    ) -> Job:
        """Submit one job to its program, or to the executor in its place."""
        self._mocks.check(submission)
        if check and not (route is not None and route.is_due):
            self._check_on_device([params], [submission])
        return self._submitter.submit(submission, route=route)

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
        """Submit a job of any program, wait for it to end, and return its decoded result.

            params = {"pubs": [[circuit, None, 100]], "version": 2}
            result = client.jobs.submit_and_wait("sampler", params, backend="ibm_fez", timeout=600)
            result[0].c.counts()                     # such as {"00": 49, "11": 51}

        If the wait is interrupted or times out, the job keeps running; the exception names it.

        Args:
            program_id: `sampler`, `estimator`, `noise-learner`, `executor`, `calibrate`, ... Determines the type of the
                result for type checkers.
            params: The program's parameters, in the wire format.
            backend: Name of a backend, or a backend.
            session: Session or batch to run in, or its id.
            timeout: Maximum wait in seconds after the submission, including network outages; one day by default.
            on_update: Called with the job once at the beginning and whenever its status changes.
            progress: Whether to show the job's status on stderr.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.
            tags: Up to 7 tags of at most 86 characters each (8 without `submission_tag`, 5 with `key`).
            private: Whether the job is private: its parameters cannot be read and are deleted when it ends, and its
                result can be read only once.
            max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job. Defaults to
                the service's limit.
            max_seconds: Seconds of QPU time that the job may cost. If its estimate (`client.jobs.estimate`) is higher
                than this or than what the instance has left, `BudgetExceededError` is raised before anything is sent.
                The service cancels the job after this many whole seconds, as with `max_execution_time`. Needs three
                requests: the backend's configuration and properties once an hour, the instance's usage once a minute.
            calibration_id: Id of an alternative calibration of the backend.
            log_level: `critical`, `error`, `warning`, `info` or `debug`. Defaults to the service's default.
            submission_tag: Whether to add the unique tag. If False, an unclear failure raises and nothing is sent
                twice.
            on_uncertain: What to do if it is unclear whether the job was created: `"resolve"`, or `"raise"`, which
                looks up the tag but never submits again.
            advice: Whether to warn if the instance has reached its usage limit or the backend is paused, so that the
                job has to wait. Needs two requests, once in ten minutes per backend; their failures are ignored.
            dry_run: Whether to submit to the backend's mock device (`mock_fez` for `ibm_fez`), on plans that have them.
                The service validates the job and charges nothing; `job.usage` is the charge of a real run, and the
                result has the right shape and random values. The existence of the mock device is checked once. Implied
                if the backend is a mock device.
            key: A name for this job, 1 to 200 characters, such as `"vqe/step-12"`, that makes the submission
                idempotent. If you have a job with this key that is queued, running or completed, that job is returned
                (`job.adopted` is True) and nothing is submitted, even after a crash. Using the key with another
                program, backend or other parameters raises `ConfigurationError`, which names the differences. A key
                needs one or two more requests and three of the job's eight tags, which leaves five.
            on_failed: What to do if the job with this key failed or was cancelled: `"submit"` it again, or `"adopt"`
                it.
            check: Whether to check the job against the backend before it is submitted, as in `submit`, with two
                requests. Problems that the backend would reject raise `ConfigurationError`.

        Returns:
            `SamplerResult`, `EstimatorResult`, `NoiseLearnerResult`, `ExecutorResult` or `CalibrationResult`, depending
            on the program; for other programs the JSON with typed values decoded, or the text.

        Raises:
            BudgetExceededError: The job may cost more than `max_seconds`, or than the client's budget or the instance
                has left.
            ConfigurationError: An argument is invalid; with `check`, the backend would reject the job; with `dry_run`,
                the backend has no mock device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ConflictError: The instance's usage limit is reached (409).
            JobFailedError: The job failed; code, reason and solution are those of the service.
            JobCancelledError: The job was cancelled, by a user or because it ran too long.
            JobTimeoutError: The timeout expired; the job, `error.job`, keeps running.
            ResultDecodeError: The result is invalid for its program, or too large.
            ApiError: The service rejected the job.
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
        """Submit several jobs of one program, in order, as fast as the service accepts them.

            params = {"pubs": [[circuit, None, 100]], "version": 2}
            jobs = client.jobs.submit_many("sampler", [params] * 3, backend="ibm_fez")

        The pace adapts to the service's 429 responses and their Retry-After; IBM documents 5 submissions per minute.
        Each job is submitted exactly once, as with `submit`. If the call is interrupted (Ctrl-C, a cancelled task), the
        exception propagates; a warning, and a note on the exception, name the jobs submitted so far.

        Args:
            program_id: `sampler`, `estimator`, `noise-learner`, `executor`, `calibrate`, ... Determines the type of the
                results for type checkers.
            params: The parameters of each job, in the wire format. All are checked before the first job is submitted.
            backend: Name of a backend, or a backend. This and all further arguments apply to every job.
            session: Session or batch to run in, or its id.
            tags: Up to 7 tags of at most 86 characters each (8 without `submission_tag`, 5 with `key`).
            private: Whether the job is private: its parameters cannot be read and are deleted when it ends, and its
                result can be read only once.
            max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job. Defaults to
                the service's limit.
            max_seconds: Seconds of QPU time that each job may cost. If its estimate (`client.jobs.estimate`) is higher
                than this or than what the instance has left, `BudgetExceededError` is raised before anything is sent.
                The service cancels the job after this many whole seconds, as with `max_execution_time`. Needs three
                requests: the backend's configuration and properties once an hour, the instance's usage once a minute.
            calibration_id: Id of an alternative calibration of the backend.
            log_level: `critical`, `error`, `warning`, `info` or `debug`. Defaults to the service's default.
            submission_tag: Whether to add the unique tag. If False, an unclear failure raises and nothing is sent
                twice.
            on_uncertain: What to do if it is unclear whether the job was created: `"resolve"`, or `"raise"`, which
                looks up the tag but never submits again.
            advice: Whether to warn if the instance has reached its usage limit or the backend is paused, so that the
                job has to wait. Needs two requests, once in ten minutes per backend; their failures are ignored.
            dry_run: Whether to submit to the backend's mock device (`mock_fez` for `ibm_fez`), on plans that have them.
                The service validates the job and charges nothing; `job.usage` is the charge of a real run, and the
                result has the right shape and random values. The existence of the mock device is checked once. Implied
                if the backend is a mock device.
            key: A name for the series, 1 to 200 characters, such as `"sweep-7"`: the jobs get the keys `sweep-7/0`,
                `sweep-7/1`, ... in the order of `params`. If the series is submitted again, even after a crash,
                existing jobs are returned (`job.adopted` is True) and only the others are submitted. A job that differs
                from the one submitted with its key raises `ConfigurationError`. The series is listed, 200 jobs per
                page, before the first submission and after the last; a job that got the key of a member from `submit`
                is not in that list, and is known only on the machine that submitted it. Leaves five tags.
            on_failed: What to do if the job with a key failed or was cancelled: `"submit"` it again, or `"adopt"` it.
            check: Whether to check all jobs against the backend before the first is submitted, as in `submit`, with two
                requests in total. Problems that the backend would reject raise `ConfigurationError`.

        Returns:
            The jobs, in the order of `params`.

        Raises:
            BudgetExceededError: The job may cost more than `max_seconds`, or than the client's budget or the instance
                has left.
            ConfigurationError: An argument is invalid; with `check`, the backend would reject a job; with `dry_run`,
                the backend has no mock device; or a job with the `key` differs. No job was created.
            SubmissionsStoppedError: A job could not be submitted; `jobs` contains those before it.
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
        """Return the key of a series, or None, and its checked submissions."""
        from qrt_facade._policy.keys import checked_key

        # Read the tags now: the first job would exhaust an iterator.
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
        routes: Sequence[ExecutorRoute] = (),
    ) -> Sequence[Job]:
        """Submit the jobs of a series, in order, to their program or to the executor in its place."""
        from qrt_facade._policy.submission import (
            SubmissionPace,
            note_interrupted_series,
            stopped,
        )

        if waiting:
            self._mocks.check(waiting[0])
        if routes and routes[0].is_due:
            if series is None:
                routes[0].params()  # raises for what the executor does not support, before anything is sent
        elif check and many:
            self._check_on_device(many, waiting)
        jobs: list[Job] = []
        pace = SubmissionPace()
        reserved: Mapping[int, Reserved] = {}
        try:
            try:
                if series is not None and waiting:
                    self._submitter.keys.load(series, waiting)
                reserved = self._submitter.reserve_series(waiting, routes)
                for number, (one, route) in enumerate(zip(waiting, routes or repeat(None), strict=False)):
                    jobs.append(self._submit_paced(one, pace, route, number, reserved))
                # Inside the block, so that an interruption at the very end also counts as one of the series.
                return jobs if series is None else self._submitter.settle_series(waiting, jobs)
            finally:
                self._submitter.release_series(reserved)
        except QrtError as error:
            by_executor = any(route.is_due for route in routes)
            all_at_once = series is not None or by_executor or isinstance(error, BudgetExceededError)
            if all_at_once and isinstance(error, ConfigurationError) and not jobs:
                raise  # a key belongs to a different job, or the executor does not support it; nothing was sent
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
        route: ExecutorRoute | None,
        number: int,
        reserved: Mapping[int, Reserved],
    ) -> Job:
        """Submit one job of a series; on a 429, wait and try again."""
        while True:
            self._submitter.renew_series(reserved)
            try:
                job = self._submitter.submit(
                    submission, in_series=True, route=route, reserved=reserved.get(number)
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
            job_id: The job's id, as in `job.id`.

        Returns:
            The job. Its result type is unknown to type checkers; state it with `job.result(as_=...)`.

        Raises:
            ConfigurationError: `job_id` is not an id; nothing was sent.
            NotFoundError: The job does not exist or is not visible to these credentials (code 1291).
            UnexpectedResponseError: The response is for another job, or does not follow the API's schema.
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
        """Iterate over the jobs of the instance, newest first, fetching pages of up to 200 on demand.

        Includes the jobs of all users of the instance, except on the Open plan (stated by a maintainer of IBM's client
        in qiskit-ibm-runtime#2349). `mine=True` returns only your own, for example before cancelling pending jobs:

            for job in client.jobs.list(limit=5, program="sampler"):
                print(job.id, job.status, job.user_id)
            from qrt_facade import ConflictError

            for job in client.jobs.list(mine=True, pending=True):
                try:
                    job.cancel()
                except ConflictError:  # it has ended in the meantime
                    pass

        Args:
            limit: Maximum number of jobs. All by default.
            pending: True for queued and running jobs, False for ended ones. Both by default.
            backend: Only jobs of this backend, or of the backend with this name.
            program: Only jobs of this program, such as `"sampler"`. Jobs of `client.sampler` and `client.estimator`
                that were run by the executor are listed under `"executor"`.
            created_after: Only jobs created at or after this time: a datetime, a date (its start), or text such as
                `2026-09-30 14:00`. Without a UTC offset, local time is assumed. Ambiguous dates (`12/11/2026`) are
                rejected.
            created_before: Only jobs created at or before this time, in the same formats.
            tags: Only jobs with all of these tags.
            session: Only jobs of this session or batch, or of the one with this id.
            descending: Whether to list the newest jobs first. If False, the oldest.
            include_mocks: Whether to include dry runs, which run on mock devices. They are always included if `backend`
                is a mock device, such as `mock_fez`, or `session` is a session on one.
            mine: Whether to return only your own jobs: those whose `user_id` is `client.user_id()`. The service has no
                such filter, so the pages of all users are read. Jobs without a `user_id` are left out; a warning gives
                their number.

        Raises:
            ConfigurationError: An argument is invalid and nothing was sent; or with `mine`, your user id is unknown.
            UnexpectedResponseError: The response lists jobs of another session or backend.
        """
        from qrt_facade._policy.listing import MyJobs, NewEntries, first_page
        from qrt_facade._sync.own_user import own_user
        from qrt_facade._sync.pages import job_pages

        only_mine = mine is not None and checked_flag("mine", mine)
        unseen = NewEntries(limit)
        first = first_page(
            # Any number of other users' jobs may precede one's own.
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
        own_jobs = MyJobs(own_user(self._connection)) if only_mine and not unseen.is_full else None
        with closing(job_pages(self._connection, first, unseen, wanted=own_jobs)) as pages:
            for states in pages:
                for state in states:
                    yield Job(self._connection, state)
        if own_jobs is not None:
            own_jobs.warn_of_unknown()

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
        """Return the jobs as a pandas or polars data frame, or a pyarrow table, with one row per job.

            frame = client.jobs.to_frame(backend="ibm_fez", created_after="2026-09-01")
            frame["usage_seconds"]

        Columns: `id`, `status`, `backend`, `program`, `created`, `user_id`, `session_id`, `tags`, `usage_seconds`,
            `usage_ru`, `usage_status`, `estimated_seconds`, `error_code`, `error`, `private` and `dry_run`. Times are
            in UTC, tags are lists, and missing values are null.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, which also type the return value; or
                `"pandas"`, `"polars"` or `"pyarrow"`. Defaults to whichever of pandas and polars is installed,
                preferring pandas.
            filters: Filters, as for `list`.

        Raises:
            ConfigurationError: The library is not installed, or a filter is invalid. Nothing was sent.
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
        """Write the jobs to a file, page by page, and return their number.

            client.jobs.export("jobs.csv", created_after="2026-09-01")

        The columns are those of `to_frame`. Memory use does not grow with the number of jobs, except for Parquet
        written by polars (without pyarrow). The file appears under its name when it is complete; a failure leaves no
        file, or the previous one. In CSV, lists of tags are JSON, and text that a spreadsheet would evaluate as a
        formula is prefixed with an apostrophe.

        Args:
            path: Path of the file: `.csv`, `.json` (an array), `.jsonl` or `.ndjson` (one object per line), or
                `.parquet`.
            format: `csv`, `json`, `jsonl` or `parquet`. Defaults to the format of the suffix.
            filters: Filters, as for `list`.

        Raises:
            ConfigurationError: The file cannot be written, a filter is invalid, or neither pyarrow nor polars, needed
                for Parquet, is installed.
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
        """Wait until all jobs have ended, whatever their status, and return them in the order given.

            for job in client.jobs.wait_all(jobs, timeout=3600):
                print(job.id, job.status)

        Polls the list of pending jobs, 200 per request, rather than each job: for thousands of jobs of which few are
        pending, that is one request per round. Jobs missing from the list, such as another user's, are polled by id.
        The jobs may belong to different sessions or to none. No request is made for jobs known to have ended.

        `job.result()` then returns or raises for each job separately. A job that cannot be found, because it was
        deleted or is not visible to these credentials, does not stop the wait for the others. If the service denies it
        several times over one minute, this is logged, `job.missing` becomes True, and `job.missing_error`, which
        `job.result()` raises, gives the reason.

        Args:
            jobs: Jobs, ids of jobs, or both; duplicates are allowed. An id refers to the job object with that id among
                the others; if there is none, a new one is created.
            timeout: Maximum wait in seconds for all jobs together, including network outages; one day by default.
            on_update: Called with each job once at the beginning and whenever its status changes.
            progress: Whether to show on stderr how many have ended.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.

        Returns:
            A job for each item of `jobs`. For those created from ids, state the type of the result with
            `job.result(as_=...)`.

        Raises:
            ConfigurationError: `jobs` is not a list of ids and of jobs of this kind of client, or `polling` does not
                return pauses; nothing was sent.
            JobTimeoutError: The timeout expired; `pending` contains the jobs that have not ended.
            QrtError: The service rejected the requests several times over one minute.
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
        """Iterate over jobs in the order in which they end; jobs that cannot be found (`job.missing`) come last.

            for job in client.jobs.as_completed(jobs, timeout=3600):
                print(job.id, job.status)

        Jobs are polled, and found to be missing, as in `wait_all`.

        Args:
            jobs: Jobs, ids of jobs, or both. Each job object is yielded once, also if two have the same id. An id
                refers to the job object with that id among the others; if there is none, a new one is created.
            timeout: Maximum wait in seconds for all jobs together; one day by default.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.

        Raises:
            ConfigurationError: `jobs` is not a list of ids and of jobs of this kind of client, or `polling` does not
                return pauses; nothing was sent.
            JobTimeoutError: The timeout expired; `pending` contains the jobs that have not ended.
            QrtError: The service rejected the requests several times over one minute.
        """
        from qrt_facade._sync.wait_many import checked_jobs, iter_completed

        listed = checked_jobs(self._connection, jobs)
        with closing(iter_completed(self._connection, listed, timeout, polling=polling)) as ended:
            for job in ended:
                yield job

    def find_submission(self, tag: str, *, cancel_duplicates: bool = False) -> Job | None:
        """Return the job that a submission with this tag created, or None.

            client.jobs.find_submission(job.submission_tag or "")

        If there are several, the oldest is returned, unless it failed or was cancelled and a newer one did not. If
        others are still queued or running, which costs twice, a `RuntimeWarning` names them.

        Args:
            tag: The submission's tag, from `job.submission_tag` or from an error raised while submitting.
            cancel_duplicates: Whether to cancel the others that are still queued or running.

        Raises:
            UnexpectedResponseError: The response lists jobs, but none with this tag.
        """
        if not isinstance(tag, str) or not tag.strip() or not tag.isprintable():
            raise ConfigurationError(
                f"tag={redacted_repr(tag)}: expected the tag of a submission, as in job.submission_tag"
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
    """Check the arguments of a submission, as far as possible without a request, and return it.

    Args:
        program_id: Program of the job.
        params: Its parameters.
        backend: The backend.
        session: The session, or None.
        checked_on_device: Whether the job is checked against the backend next, which finds the same problems.
        submission: The other arguments of the submission.

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
    """Return the options of one job of a series: with its own key if the series has one."""
    if series is None:
        return submission
    from qrt_facade._policy.keys import member_key

    return {**submission, "key": member_key(series, number)}


def _fingerprint(request: JobRunParams) -> str:
    """Return the fingerprint of a request's job, as a tag."""
    from qrt_facade._programs.fingerprints import Fingerprint

    params = none_if_unset(request.params)
    return Fingerprint.of(
        request.program_id,
        {} if params is None else params.additional_properties,
        request.backend,
        calibration_id=none_if_unset(request.calibration_id),
    ).tag


def listings_of(jobs: Jobs) -> SeriesListings:
    """Return the listings that a client uses to submit series with keys.

    Args:
        jobs: The jobs: `client.jobs`.
    """
    # Internal to the package, so not a public attribute.
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
    """Submit a job of a sampler or an estimator, to its own program or to the executor.

    Args:
        jobs: The jobs: `client.jobs`.
        work: The job's content.
        program: Which program to use; "auto" switches to the executor once the service has retired the primitive.
        backend: The backend.
        session: The session, or None.
        check: Whether to check the jobs against the backend first.
        submission: The other arguments of the submission.

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
    """Submit several jobs of one primitive, in order.

    Args:
        jobs: The jobs: `client.jobs`.
        works: The content of each job.
        program: Which program to use.
        backend: The backend.
        session: The session, or None.
        check: Whether to check the jobs against the backend first.
        submission: The other arguments of the submissions.

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
    """Estimate a job of a sampler or an estimator, run by its own program or by the executor.

    Args:
        jobs: The jobs: `client.jobs`.
        work: The job's content.
        program: Which program to use; "auto" switches to the executor once the service has retired the primitive.
        backend: The backend.
        session: The session, or None.
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
    """Estimate several jobs of one primitive together.

    Args:
        jobs: The jobs: `client.jobs`.
        works: The content of each job.
        program: Which program to use.
        backend: The backend.
        session: The session, or None.
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
        program_id: The jobs' program.
        params: The parameters of each job.
        backend: The backend.
        session: The session, or None.
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
        """Return the tags that contain this text, except those added by submissions.

        Args:
            text: 3 to 100 characters. The service rejects a shorter text with a 400 that does not name the problem.

        Raises:
            ConfigurationError: The text is too short or too long; nothing was sent.
        """
        from qrt_client.api.tags import list_tags

        if not isinstance(text, str) or not MIN_TAG_SEARCH <= len(text) <= MAX_TAG_SEARCH:
            raise ConfigurationError(f"text={text!r}: expected 3 to 100 characters of a tag")
        answer = self._connection.read(list_tags.sync_detailed, client=self._connection.raw, search=text)
        return list(visible_tags(with_tags_restored(texts_of(answer.get("tags")))))

# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The calibrator: asks for a calibration of a backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.resources import Resource
from qrt_facade._policy.submission_options import SubmissionOptions  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade._service.names import backend_for
from qrt_facade._sync.job import wait_for_result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade._sync.job import Job
    from qrt_facade._sync.jobs import Jobs
    from qrt_facade.results import CalibrationResult


@error_boundary
class Calibrator(Resource):
    """Calibrates a backend.

    IBM's client does so within sessions alone, which is what `session.calibrator` is for.
    """

    def __init__(self, jobs: Jobs, *, session: SessionOrId | None = None) -> None:
        self._jobs = jobs
        self._session = session

    def submit(
        self,
        *,
        backend: BackendOrName | None = None,
        experimental: Mapping[str, Any] | None = None,
        session: SessionOrId | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[CalibrationResult]:
        """Submit a calibrate job and return it without waiting.

            job = session.calibrator.submit()
            (job.result()).duration

        Args:
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            experimental: Options that the service may change without notice, as a dict.
            session: A session, or its id; that of `session.calibrator` by default.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid, with `dry_run` the backend has no mock device, or the job of its
                `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused.
        """
        from qrt_facade._programs.calibrator import calibrate_params

        session = self._session if session is None else session
        return self._jobs.submit(
            "calibrate",
            calibrate_params(experimental),
            backend=backend_for("calibrator", backend, session),
            session=session,
            **submission,
        )

    def run(
        self,
        *,
        backend: BackendOrName | None = None,
        experimental: Mapping[str, Any] | None = None,
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[CalibrationResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> CalibrationResult:
        """Submit a calibrate job, wait for its end, and return its result.

            result = session.calibrator.run()
            result.start, result.stop

        Args:
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            experimental: Options that the service may change without notice, as a dict.
            session: A session, or its id; that of `session.calibrator` by default.
            timeout: Seconds to wait from the submission on; a day when not given. The job goes on when they are over.
            on_update: Called with the job whenever its status has changed, and once at the beginning.
            progress: Show how the job stands on stderr.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Returns:
            When the calibration began and ended.

        Raises:
            ConfigurationError: An argument is invalid, with `dry_run` the backend has no mock device, or the job of its
                `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused.
            JobTimeoutError: The time is up; the job goes on.
            JobFailedError: The job failed; `code` and `reason` say why.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is not what the program promises.
        """
        check_wait(timeout, on_update, polling, progress=progress)
        job = self.submit(backend=backend, experimental=experimental, session=session, **submission)
        return wait_for_result(job, timeout, on_update=on_update, progress=progress, polling=polling)

"""Job handles with Qiskit's names: their common base, and the jobs of `backend.run`."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUntypedBaseClass=false, reportMissingTypeStubs=false
# Qiskit publishes no types.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qiskit.providers import BackendV2, JobStatus, JobV1
from qiskit.providers.jobstatus import JOB_FINAL_STATES

from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.secrets import safe_repr
from qrt_facade._service.statuses import CANCELLED, COMPLETED, FAILED, QUEUED, RAN_TOO_LONG, RUNNING
from qrt_facade.errors import ConflictError
from qrt_facade.qiskit.failures import as_qiskit_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from qrt_facade._sync.job import Job
    from qrt_facade.qiskit.device import BackendProperties

_STATUSES: Final = {
    QUEUED: JobStatus.QUEUED,
    RUNNING: JobStatus.RUNNING,
    COMPLETED: JobStatus.DONE,
    CANCELLED: JobStatus.CANCELLED,
    RAN_TOO_LONG: JobStatus.CANCELLED,
    FAILED: JobStatus.ERROR,
}


class JobHandle:
    """Base of both kinds of job."""

    _job: Job[Any]
    _read: Callable[[Any], Any]
    _found: Any

    def backend(self) -> BackendV2:
        """Return the backend that the job was submitted to."""
        raise NotImplementedError

    @property
    def job(self) -> Job[Any]:
        """The client's job, for tags, usage, logs, metrics, and waiting with a progress bar.

        The class of its result depends on its program, hence `Any`.
        """
        return self._job

    def status(self) -> JobStatus:
        """Request the status as Qiskit's `JobStatus`; `INITIALIZING` for an unknown status.

        Raises:
            NotFoundError: There is no such job, or it no longer exists.
        """
        if not self._job.ended:
            self._job.refresh()
        return _STATUSES.get(str(self._job.status), JobStatus.INITIALIZING)

    def done(self) -> bool:
        """Request whether the job has completed."""
        return bool(self.status() == JobStatus.DONE)

    def running(self) -> bool:
        """Request whether the job is running."""
        return bool(self.status() == JobStatus.RUNNING)

    def cancelled(self) -> bool:
        """Request whether the job was cancelled."""
        return bool(self.status() == JobStatus.CANCELLED)

    def errored(self) -> bool:
        """Request whether the job has failed."""
        return bool(self.status() == JobStatus.ERROR)

    def in_final_state(self) -> bool:
        """Request whether the job has completed, failed or was cancelled."""
        return bool(self.status() in JOB_FINAL_STATES)

    def error_message(self) -> str | None:
        """Return why the job failed, or None."""
        self.status()
        return None if self._job.error is None else str(self._job.error)

    def wait_for_final_state(
        self,
        timeout: float | None = None,
        wait: float | None = None,  # noqa: ARG002 - Qiskit's signature; the client chooses its polling interval
        callback: Callable[..., object] | None = None,
    ) -> None:
        """Wait until the job has completed, failed or was cancelled.

        Args:
            timeout: Maximum time to wait in seconds; defaults to one day.
            wait: Ignored; the client chooses its polling interval.
            callback: Called with id, status and this job at the start and after each change.

        Raises:
            JobTimeoutError: The timeout has passed; the job continues. Also Qiskit's `JobTimeoutError`.
        """

        def report(job: Job[Any]) -> None:
            if callback is not None:
                callback(job.id, _STATUSES.get(str(job.status), JobStatus.INITIALIZING), self)

        with as_qiskit_errors():
            self._job.wait(**_limit(timeout), on_update=report)

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the job and return its result: `PrimitiveResult`, or Qiskit's `Result` for `backend.run`.

        It is fetched once and then cached. Qiskit publishes no types, hence `Any`.

        Args:
            timeout: Maximum time to wait in seconds; defaults to one day.

        Raises:
            JobFailedError: The job failed; code, reason and solution are those of the service.
            JobCancelledError: The job was cancelled, by a user or because it ran too long.
            JobTimeoutError: The timeout has passed; the job continues. All three are also Qiskit's `JobError`.
            ResultDecodeError: The result does not have the format of its program.
        """
        if self._found is None:
            with as_qiskit_errors():
                result = self._job.result(**_limit(timeout))
            self._found = self._read(result)
        return self._found

    def cancel(self) -> bool:
        """Cancel the job and return True; False if it had already ended.

        Raises:
            ApiError: The service rejected the request for another reason.
        """
        try:
            self._job.cancel()
        except ConflictError:
            self._job.refresh()
            if not self._job.ended:
                raise
            return False
        return True

    @property
    def tags(self) -> list[str]:
        """The caller's tags."""
        return list(self._job.tags)

    @property
    def session_id(self) -> str | None:
        """Id of its session or batch, or None."""
        return self._job.session_id

    @property
    def creation_date(self) -> datetime | None:
        """When it was submitted, aware, in UTC; requested if the response to the submission did not contain it."""
        if self._job.created is None:
            self._job.refresh()
        return self._job.created

    @property
    def primitive_id(self) -> str | None:
        """The service's program that runs it: `sampler`, `estimator` or `executor`."""
        return self._job.program_id

    @property
    def private(self) -> bool:
        """Whether its parameters are never returned and its result can be read only once."""
        return self._job.private

    @property
    def usage_estimation(self) -> dict[str, float | None]:
        """The QPU seconds that the service expects, as `quantum_seconds`; None if it does not report them."""
        return {"quantum_seconds": self._job.state.estimated_seconds}

    def logs(self) -> str:
        """Request the log of the program; an empty string before the job has ended.

        Raises:
            ApiError: The service rejected the request.
        """
        return self._job.logs()

    def update_tags(self, new_tags: list[str]) -> list[str]:
        """Replace the caller's tags, and return them.

        Args:
            new_tags: At most 7 strings of at most 86 characters (8 for a job without a submission tag, 5 for one with a
                key).

        Raises:
            ConfigurationError: A tag is invalid.
            ApiError: The service rejected the request.
        """
        return list(self._job.set_tags(new_tags).tags)

    def properties(self) -> BackendProperties | None:
        """Request the properties of the device at the time of the submission.

        Raises:
            ApiError: The service rejected the request.
        """
        backend: Any = self.backend()
        found: BackendProperties | None = backend.properties(datetime=self.creation_date)
        return found

    def usage(self) -> float | None:
        """Request the charged seconds of QPU time; None until they are final."""
        return self._job.refresh().usage_seconds

    def metrics(self) -> dict[str, Any]:
        """Request when the job ran and what it used, as JSON in the service's format."""
        return dict(self._job.metrics().raw)


def _limit(timeout: float | None) -> dict[str, Any]:
    return {} if timeout is None else {"timeout": timeout}


@error_boundary
class BackendJob(JobHandle, JobV1):  # type: ignore[misc] # Qiskit publishes no types
    """A job of `backend.run`, as Qiskit's `JobV1`.

    `job.job` is the client's job.
    """

    def __init__(self, backend: BackendV2, job: Job[Any], read: Callable[[Any], Any]) -> None:
        """Create a handle.

        Args:
            backend: The backend that it was submitted to.
            job: The client's job.
            read: Converts the client's result to Qiskit's `Result`.
        """
        super().__init__(backend, job.id)
        self._job = job
        self._found = None
        self._read = read

    def backend(self) -> BackendV2:
        """Return the backend that the job was submitted to."""
        backend: Any = self._backend
        return backend

    def submit(self) -> None:
        """Do nothing: `backend.run` has already submitted the job."""

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__}({self._job!r})>"

"""Jobs under Qiskit's names: what all have, and those of `backend.run`."""

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
from qrt_facade.qiskit.failures import as_qiskits_too

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
    """What both kinds of job have."""

    _job: Job[Any]
    _read: Callable[[Any], Any]
    _found: Any

    def backend(self) -> BackendV2:
        """Return the backend that the job was submitted to."""
        raise NotImplementedError

    @property
    def job(self) -> Job[Any]:
        """The client's own job: tags, usage, logs, metrics, waiting for it with a progress bar.

        Its result is of the class that its program has, hence `Any`.
        """
        return self._job

    def status(self) -> JobStatus:
        """Ask how the job stands: Qiskit's `JobStatus`; `INITIALIZING` for a status that is not known.

        Raises:
            NotFoundError: There is no such job (any more).
        """
        if not self._job.ended:
            self._job.refresh()
        return _STATUSES.get(str(self._job.status), JobStatus.INITIALIZING)

    def done(self) -> bool:
        """Ask whether the job has completed."""
        return bool(self.status() == JobStatus.DONE)

    def running(self) -> bool:
        """Ask whether the job is running."""
        return bool(self.status() == JobStatus.RUNNING)

    def cancelled(self) -> bool:
        """Ask whether the job was cancelled."""
        return bool(self.status() == JobStatus.CANCELLED)

    def errored(self) -> bool:
        """Ask whether the job has failed."""
        return bool(self.status() == JobStatus.ERROR)

    def in_final_state(self) -> bool:
        """Ask whether the job has completed, failed or was cancelled."""
        return bool(self.status() in JOB_FINAL_STATES)

    def error_message(self) -> str | None:
        """Return why the job failed, or None."""
        self.status()
        return None if self._job.error is None else str(self._job.error)

    def wait_for_final_state(
        self,
        timeout: float | None = None,
        wait: float | None = None,  # noqa: ARG002 - Qiskit's signature; the client paces its questions
        callback: Callable[..., object] | None = None,
    ) -> None:
        """Wait until the job has completed, failed or was cancelled.

        Args:
            timeout: Seconds to wait for; a day when not given.
            wait: Not used: the client paces its questions.
            callback: Called with id, status and this job at the beginning and after each change.

        Raises:
            JobTimeoutError: The time is up; the job goes on. It is Qiskit's `JobTimeoutError` too.
        """

        def report(job: Job[Any]) -> None:
            if callback is not None:
                callback(job.id, _STATUSES.get(str(job.status), JobStatus.INITIALIZING), self)

        with as_qiskits_too():
            self._job.wait(**_limit(timeout), on_update=report)

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the end and return the result: of a primitive `PrimitiveResult`, of `backend.run` Qiskit's `Result`.

        It is fetched once and then kept. Qiskit publishes no types, hence `Any`.

        Args:
            timeout: Seconds to wait for; a day when not given.

        Raises:
            JobFailedError: The job failed; code, reason and solution are the service's.
            JobCancelledError: It was cancelled, by a person or for running too long.
            JobTimeoutError: The time is up; the job goes on. All three are Qiskit's `JobError` too.
            ResultDecodeError: The result is not what its program promises.
        """
        if self._found is None:
            with as_qiskits_too():
                result = self._job.result(**_limit(timeout))
            self._found = self._read(result)
        return self._found

    def cancel(self) -> bool:
        """Cancel the job and return True; False if it had ended before.

        Raises:
            ApiError: The service refused for another reason.
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
        """When it was submitted, aware, in UTC; asked for where the answer to the submission did not say."""
        if self._job.created is None:
            self._job.refresh()
        return self._job.created

    @property
    def primitive_id(self) -> str | None:
        """The service's program that runs it: `sampler`, `estimator` or `executor`."""
        return self._job.program_id

    @property
    def private(self) -> bool:
        """Whether its parameters are never returned and its result can be read once."""
        return self._job.private

    @property
    def usage_estimation(self) -> dict[str, float | None]:
        """The seconds of QPU time that the service expects, as `quantum_seconds`; None where it does not say."""
        return {"quantum_seconds": self._job.state.estimated_seconds}

    def logs(self) -> str:
        """Ask for what the program logged; an empty text before the job has ended.

        Raises:
            ApiError: The service refused.
        """
        return self._job.logs()

    def update_tags(self, new_tags: list[str]) -> list[str]:
        """Replace the caller's tags, and return them.

        Args:
            new_tags: At most 7 strings of at most 86 characters (8 for a job without a submission tag, 5 for one with a key).

        Raises:
            ConfigurationError: A tag is invalid.
            ApiError: The service refused.
        """
        return list(self._job.set_tags(new_tags).tags)

    def properties(self) -> BackendProperties | None:
        """Ask for the properties of the device as they were when the job was submitted.

        Raises:
            ApiError: The service refused.
        """
        backend: Any = self.backend()
        found: BackendProperties | None = backend.properties(datetime=self.creation_date)
        return found

    def usage(self) -> float | None:
        """Ask for the seconds of QPU time that the job was charged; None until that is settled."""
        return self._job.refresh().usage_seconds

    def metrics(self) -> dict[str, Any]:
        """Ask when the job ran and what it used, as JSON in the service's form."""
        return dict(self._job.metrics().raw)


def _limit(timeout: float | None) -> dict[str, Any]:
    return {} if timeout is None else {"timeout": timeout}


@error_boundary
class BackendJob(JobHandle, JobV1):  # type: ignore[misc] # Qiskit publishes no types
    """A job of `backend.run`, as Qiskit's `JobV1`.

    `job.job` is the client's own job.
    """

    def __init__(self, backend: BackendV2, job: Job[Any], read: Callable[[Any], Any]) -> None:
        """Make a handle.

        Args:
            backend: Where it was submitted to.
            job: The client's job.
            read: Makes Qiskit's `Result` of the client's.
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
        """Do nothing: the job was submitted by `backend.run`."""

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__}({self._job!r})>"

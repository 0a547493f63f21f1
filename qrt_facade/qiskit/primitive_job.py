"""Jobs of the primitives under Qiskit's names."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUntypedBaseClass=false, reportMissingTypeStubs=false
# Qiskit publishes no types.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qiskit.primitives.base.base_primitive_job import BasePrimitiveJob

from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.secrets import safe_repr
from qrt_facade.errors import ConfigurationError
from qrt_facade.qiskit.backend import Backend
from qrt_facade.qiskit.clients import client_behind, is_job, refuse
from qrt_facade.qiskit.jobs import JobHandle

if TYPE_CHECKING:
    from collections.abc import Callable

    from qiskit.providers import BackendV2

    from qrt_facade._service.estimates import Estimate
    from qrt_facade._sync.job import Job


@error_boundary
class PrimitiveJob(JobHandle, BasePrimitiveJob):  # type: ignore[misc] # Qiskit publishes no types
    """A job of a primitive, as Qiskit's `BasePrimitiveJob`.

        from qrt_facade.qiskit import PrimitiveJob
        job = PrimitiveJob(client.jobs.get(job_id))  # of another program, or of another day
        len(job.result())  # one result for each PUB

    `job.job` is the client's own job.
    """

    def __init__(
        self,
        job: Job[Any],
        *,
        inputs: dict[str, Any] | None = None,
        estimate: Callable[[], Estimate] | None = None,
        backend: Callable[[], BackendV2] | None = None,
    ) -> None:
        """Make a handle.

        Args:
            job: The client's job, of a sampler or an estimator.
            inputs: What was submitted: `pubs`, which qiskit-experiments looks for circuits in.
            estimate: Estimates what was submitted.
            backend: Returns where it went.

        Raises:
            ConfigurationError: It is not a job of a blocking client.
        """
        if not is_job(job):
            refuse("job", job, "a job of a RuntimeClient, such as client.jobs.get(job_id)")
        super().__init__(job.id)
        self._job = job
        self._found = None
        self._estimate = estimate
        self._where = backend
        self._inputs = inputs

    @property
    def inputs(self) -> dict[str, Any]:
        """What was submitted: `pubs` as Qiskit's; of a job that was looked up by its id, the parameters as JSON.

        Raises:
            ApiError: The service does not return the parameters.
        """
        if self._inputs is None:
            self._inputs = self._job.params()
        return self._inputs

    def _read(self, result: Any) -> Any:
        if not hasattr(result, "to_qiskit"):
            raise ConfigurationError(
                f"job {self._job.id} runs the program {self._job.program_id!r}, whose result Qiskit's primitives do not "
                "have; job.job.result() returns it"
            )
        return result.to_qiskit()

    def backend(self) -> BackendV2:
        """Return the backend that the job was submitted to.

        Raises:
            ConfigurationError: The service does not say.
        """
        if self._where is not None:
            return self._where()
        if self._job.backend is None:
            raise ConfigurationError(f"the service does not report the backend of job {self._job.id}")
        return Backend(client_behind(self._job), self._job.backend)

    def estimate(self) -> Estimate:
        """Estimate the QPU time of what was submitted, as `client.sampler.estimate` does.

        Raises:
            ConfigurationError: The job was looked up by its id.
            ApiError: The service refused to describe the backend.
        """
        if self._estimate is None:
            raise ConfigurationError(
                f"job {self._job.id} was looked up by its id: its PUBs are not at hand to be estimated; "
                "job.usage_estimation has the service's own estimate"
            )
        return self._estimate()

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__}({self._job!r})>"

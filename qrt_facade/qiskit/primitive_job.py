"""Jobs of the primitives with Qiskit's names."""

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
        job = PrimitiveJob(client.jobs.get(job_id))  # submitted elsewhere or earlier
        len(job.result())  # one result for each PUB

    `job.job` is the client's job.
    """

    def __init__(
        self,
        job: Job[Any],
        *,
        inputs: dict[str, Any] | None = None,
        estimate: Callable[[], Estimate] | None = None,
        backend: Callable[[], BackendV2] | None = None,
    ) -> None:
        """Create a handle.

        Args:
            job: The client's job, of a sampler or an estimator.
            inputs: The submitted inputs: `pubs`, in which qiskit-experiments looks for circuits.
            estimate: Estimates the submitted inputs.
            backend: Returns the backend that it was submitted to.

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
        """The submitted inputs: `pubs` as Qiskit's; for a job looked up by id, the parameters as JSON.

        Raises:
            ApiError: The service does not return the parameters.
        """
        if self._inputs is None:
            self._inputs = self._job.params()
        return self._inputs

    def _read(self, result: Any) -> Any:
        if not hasattr(result, "to_qiskit"):
            raise ConfigurationError(
                f"job {self._job.id} runs the program {self._job.program_id!r}, whose result is not one of Qiskit's "
                "primitives; "
                "job.job.result() returns it"
            )
        return result.to_qiskit()

    def backend(self) -> BackendV2:
        """Return the backend that the job was submitted to.

        Raises:
            ConfigurationError: The service does not report it.
        """
        if self._where is not None:
            return self._where()
        if self._job.backend is None:
            raise ConfigurationError(f"the service does not report the backend of job {self._job.id}")
        return Backend(client_behind(self._job), self._job.backend)

    def estimate(self) -> Estimate:
        """Estimate the QPU time of the submitted inputs, like `client.sampler.estimate`.

        Raises:
            ConfigurationError: The job was looked up by its id.
            ApiError: The service rejected a request for the backend's configuration.
        """
        if self._estimate is None:
            raise ConfigurationError(
                f"job {self._job.id} was looked up by its id, so its PUBs are not available to estimate; "
                "job.usage_estimation has the service's estimate"
            )
        return self._estimate()

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__}({self._job!r})>"

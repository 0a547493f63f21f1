"""Cost estimates of jobs, from a backend's configuration and properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qrt_facade._async.backends import AsyncBackend
from qrt_facade._policy import timing
from qrt_facade._policy.programs import EXECUTOR
from qrt_facade._service.backends import BackendState, Described

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._programs.through_executor.work import Work
    from qrt_facade._service.estimates import Estimate

KEPT_FOR: Final = 3600.0
"""Seconds for which a backend's description is cached; gate lengths change with a calibration."""


class AsyncEstimates:
    """Estimates jobs; each client fetches a backend's description at most once an hour.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: str,
        calibration_id: str | None = None,
    ) -> Estimate:
        """Return the estimated cost of a job.

        Args:
            program_id: Program of the job.
            params: The job's parameters, in the wire format.
            backend: Name of the backend.
            calibration_id: Id of the alternative calibration used, or None.

        Raises:
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return its description.
        """
        from qrt_facade._programs.estimates import estimate_params

        device = await self._device(backend, calibration_id)
        return estimate_params(
            program_id,
            params,
            backend=backend,
            configuration=device.configuration,
            properties=device.properties,
        )

    async def of_works(
        self,
        works: Sequence[Work],
        *,
        by_executor: bool,
        backend: str,
        calibration_id: str | None = None,
    ) -> Sequence[Estimate]:
        """Return the estimated costs of jobs of a sampler or an estimator.

        Args:
            works: The content of each job.
            by_executor: Whether the executor runs them.
            backend: Name of the backend.
            calibration_id: Id of the alternative calibration used, or None.

        Raises:
            ConfigurationError: The executor does not support a job.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return its description.
        """
        found: list[Estimate] = []
        for work in works:
            program_id: str = work.program_id
            params: Mapping[str, Any] = work.params
            if by_executor:
                device = await self._device(backend, calibration_id)
                program_id, params = EXECUTOR, work.executor_params(0, device.configuration)
            found.append(await self.of(program_id, params, backend=backend, calibration_id=calibration_id))
        return found

    async def _device(self, name: str, calibration_id: str | None) -> Described:
        now = timing.current().clock.monotonic()
        known = self._connection.described.get((name, calibration_id))
        if known is not None and now - known.asked < KEPT_FOR:
            return known
        backend = AsyncBackend(self._connection, BackendState.named(name))
        configuration = await backend.configuration(calibration_id=calibration_id)
        properties = await backend.properties(calibration_id=calibration_id)
        measured = None if properties is None else properties.to_dict()
        device = Described(configuration.to_dict(), measured, now)
        self._connection.described[name, calibration_id] = device
        return device

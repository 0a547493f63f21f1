"""The estimate of one job, whatever its program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._service.estimates import OVERHEAD_SECONDS, Estimate, EstimatePart

if TYPE_CHECKING:
    from collections.abc import Mapping


def estimate_params(
    program_id: str,  # noqa: ARG001
    params: Mapping[str, Any],  # noqa: ARG001
    *,
    backend: str,
    configuration: Mapping[str, Any],  # noqa: ARG001
    properties: Mapping[str, Any] | None,  # noqa: ARG001
) -> Estimate:
    """Return what a job is expected to cost.

    Args:
        program_id: Program of the job.
        params: Its parameters, as they go over the wire.
        backend: Name of the backend.
        configuration: The backend's configuration, as JSON.
        properties: Its properties, as JSON; None where it publishes none.
    """
    job = EstimatePart("job", OVERHEAD_SECONDS, 0)
    return Estimate(backend, (job,), unknown=("how often its circuits run",))

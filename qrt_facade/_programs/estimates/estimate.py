"""Estimate one job of any program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qrt_facade._programs.estimates.builder import EstimateBuilder
from qrt_facade._programs.estimates.estimator import add_estimator
from qrt_facade._programs.estimates.executor import add_executor, execution_options
from qrt_facade._programs.estimates.learning import add_noise_learner
from qrt_facade._programs.estimates.sampler import add_sampler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qrt_facade._service.estimates import Estimate

_PROGRAMS: Final[Mapping[str, Callable[[EstimateBuilder, Mapping[str, Any]], None]]] = {
    "sampler": add_sampler,
    "estimator": add_estimator,
    "executor": add_executor,
    "noise-learner": add_noise_learner,
}


def estimate_params(
    program_id: str,
    params: Mapping[str, Any],
    *,
    backend: str,
    configuration: Mapping[str, Any],
    properties: Mapping[str, Any] | None,
) -> Estimate:
    """Return the expected cost of a job.

    Args:
        program_id: Program of the job; for an unknown program only the job's overhead is counted.
        params: Its parameters, as sent on the wire.
        backend: Name of the backend.
        configuration: The backend's configuration, as JSON.
        properties: Its properties, as JSON; None if it publishes none.
    """
    builder = EstimateBuilder(backend, configuration, properties, execution_options(program_id, params))
    add = _PROGRAMS.get(program_id)
    if add is None:
        builder.is_unknown(f"the executions of the program {program_id}")
    else:
        add(builder, params)
    return builder.estimate()

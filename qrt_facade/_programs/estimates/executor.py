"""Count the executions of an executor job: the program's shots for each element of each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import mapping_of
from qrt_facade._base.wording import pluralize
from qrt_facade._programs.estimates.lengths import SweptCircuit
from qrt_facade._programs.written_items import written_items, written_points, written_shots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.estimates.builder import EstimateBuilder


def add_executor(builder: EstimateBuilder, params: Mapping[str, Any]) -> None:
    """Add the executions of an executor job.

    Args:
        builder: The estimate to add to.
        params: The job's parameters, in any version of their schema.
    """
    shots = written_shots(params)
    if shots is None or shots < 1:
        shots = None
        builder.is_unknown("the shots of the program")
    items = written_items(params)
    for index, (item, points) in enumerate(zip(items, written_points(params), strict=True)):
        circuit, arguments = [*item, None][:2]
        if points < 0:
            builder.is_unknown(f"the number of points of item {index}")
        if circuit is None:
            builder.is_unknown(f"the duration of the circuit of item {index}")
            seconds = 0.0
        else:
            swept = SweptCircuit.of(builder, circuit, arguments, for_executor=True)
            length = swept.length()
            builder.is_unknown(*length.unknown)
            seconds = length.seconds
        builder.add(
            f"item {index}",
            circuits=max(points, 0),
            shots=shots or 0,
            seconds=seconds,
            note=f"{pluralize(points, 'element')} x {pluralize(shots or 0, 'shot')}",
        )


def execution_options(program_id: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a job's options `rep_delay` and `init_qubits`.

    Args:
        program_id: Its program.
        params: Its parameters.
    """
    options = mapping_of(params.get("options"))
    return mapping_of(options.get("execution")) if program_id in {"sampler", "estimator"} else options

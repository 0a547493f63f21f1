"""Count the executions of a sampler: shots for each point of each PUB."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import mapping_of
from qrt_facade._programs.estimates.job_numbers import note_missing_pubs, read_whole
from qrt_facade._programs.estimates.lengths import SweptCircuit
from qrt_facade._programs.estimates.twirls import Twirl, twirled_length
from qrt_facade._programs.sizes import default_shots, pubs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.estimates.builder import EstimateBuilder


def add_sampler(builder: EstimateBuilder, params: Mapping[str, Any]) -> None:
    """Add the executions of a sampler job.

    Args:
        builder: The estimate to add to.
        params: The job's parameters.
    """
    options = mapping_of(params.get("options"))
    note_missing_pubs(builder, params)
    asked = read_whole(builder, "shots of the job", params.get("shots"))
    read_whole(builder, "default_shots", options.get("default_shots"))
    default = default_shots("sampler", params)
    twirl = Twirl.of(builder, mapping_of(options.get("twirling")), gates=False, measurements=False)
    for index, pub in enumerate(pubs_of(params)):
        circuit, values, own = [*pub, None, None][:3]
        swept = SweptCircuit.of(builder, circuit, values)
        shots = read_whole(builder, f"shots of PUB {index}", own) or asked
        each = twirl.shots(shots, default)
        length = twirled_length(swept, builder, twirl)
        builder.is_unknown(*swept.unknown, *length.unknown)
        builder.add(
            f"PUB {index}",
            circuits=math.prod(swept.shape),
            shots=each,
            seconds=length.seconds,
        )

"""Run jobs of the emulator in this process: no server, no waiting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.records import Outcome


def outcome_of(
    program: str,
    params: dict[str, Any],
    device: Device | str = "ibm_fez",
    *,
    noise: bool = True,
    seed: int = 1,
) -> Outcome:
    """Return how a job with these params ends on a device."""
    on = Device.named(device) if isinstance(device, str) else device
    return execute(
        {
            "program_id": program,
            "params": json.dumps(params),
            "device": on.name,
            "configuration": str(on.configuration_file),
            "properties": str(on.properties_file),
            "noise": noise,
            "seed": seed,
            "cost": 10_000,
            "memory_mb": 2048,
        }
    )


def result_of(program: str, params: dict[str, Any], device: Device | str = "ibm_fez", **options: Any) -> Any:
    """Return the result of a job that completes, which must be valid JSON."""
    outcome = outcome_of(program, params, device, **options)
    assert outcome.status == "Completed", outcome
    return json.loads(outcome.body, parse_constant=_not_json)


def _not_json(constant: str) -> Any:
    raise AssertionError(f"{constant} is not JSON")

"""Run jobs of the emulator's programs without HTTP, to compare their results."""

from __future__ import annotations

import json
from typing import Any

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute


def outcome(
    program: str, params: dict[str, Any], *, device: str = "ibm_fez", noise: bool = False, seed: int = 11
) -> Any:
    """Return the outcome of a job."""
    found = Device.named(device)
    return execute(
        {
            "device": found.name,
            "configuration": str(found.configuration_file),
            "properties": str(found.properties_file),
            "program_id": program,
            "params": json.dumps(params),
            "cost": 100_000,
            "noise": noise,
            "seed": seed,
            "memory_mb": 4096,
        }
    )


def body_of(program: str, params: dict[str, Any], **circumstances: Any) -> str:
    """Return the result of a job that completes, as `GET /jobs/{id}/results` returns it."""
    ended = outcome(program, params, **circumstances)
    assert ended.status == "Completed", ended
    return str(ended.body)

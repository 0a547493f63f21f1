"""The program `calibrate`: the emulated device stays as in its snapshot, and the result reports the time of the run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.domain.quantum_programs import CALIBRATION

if TYPE_CHECKING:
    from qrt_facade.emulator.simulation.execution import Machine


def run_calibration(_params: dict[str, Any], _machine: Machine) -> dict[str, Any]:
    """Return the result of a calibration that changes nothing; the job is charged only its overhead.

    Source of the result: `ibm_quantum_schemas/calibrator/version_0_1/models.py` of version 0.13.
    """
    start = datetime.now(UTC)
    return {"schema_version": CALIBRATION, "start": start.isoformat(), "stop": datetime.now(UTC).isoformat()}

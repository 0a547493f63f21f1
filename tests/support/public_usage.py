"""Published usage of jobs on IBM's devices, and the params of similar jobs.

The circuits are replacements of the same size: the number of circuits, bases, shots and two-qubit gates, where
published; the 600 and 280 circuits are assumed to have 60 gates on two qubits. The shots that learn the readout noise
and the number of resets were derived from the figures of QCchem and gradvar, so that the others are the ones that
test them. Seconds are the charge, in whole seconds, or where stated the service's own estimate, or IBM's timing of
the circuits (plus 2 s for the job).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from support.snapshots import snapshot

from qrt_facade._programs.estimates import estimate_params
from qrt_facade._programs.params import estimator_params, sampler_params

if TYPE_CHECKING:
    from qrt_facade import Estimate

_QCCHEM = "github.com/wuls968/QCchem, artifacts/*/report.md, 2026-04 and 2026-05"
_SCPN = "github.com/anulum/scpn-quantum-control, Phase 2 publication package, 2026-05-05"
_GRADVAR = "project gradvar, tests of budget model v2, run of 2026-09-19 (circuits_execution_time_ns)"
_FEZ = "project skqd, data/hardware/H0_ibm_fez_canary/session.json, 2026-09-22"
_GUIDE = "IBM, docs/guides/estimate-job-run-time"

_HEAD = 'OPENQASM 3.0; include "stdgates.inc"; '
_BASES = ("ZZ", "XX", "YY", "XY", "YX")


@dataclass(frozen=True)
class Observation:
    """One published figure.

    Attributes:
        what: What was run, and where it is published.
        device: The snapshot of the device.
        program_id: The program.
        params: Parameters of a job of the same size.
        seconds: The published seconds.
        factor: The accepted error of the estimate, in either direction.
    """

    what: str
    source: str
    device: str
    program_id: str
    params: dict[str, Any]
    seconds: float
    factor: float = 1.1

    @property
    def estimate(self) -> Estimate:
        """Return the estimate of the similar job."""
        configuration, properties = snapshot(self.device)
        return estimate_params(
            self.program_id,
            self.params,
            backend=f"ibm_{self.device}",
            configuration=configuration,
            properties=properties,
        )


def circuit(pairs: int, *, measured: bool = True, delay_us: float = 0.0) -> str:
    """A circuit on two neighbours with this many two-qubit gates in sequence, and gates on one qubit between them."""
    body = "sx $0; cz $0, $1; " * pairs or "sx $0; "
    wait = f"delay[{delay_us}us] $0; " if delay_us else ""
    return f"{_HEAD}{'bit[2] c; ' if measured else ''}{body}{wait}{'c[0] = measure $0; c[1] = measure $1;' if measured else ''}"


def _sampler(circuits: int, shots: int, pairs: int, **options: Any) -> dict[str, Any]:
    return sampler_params([circuit(pairs)] * circuits, shots=shots, options=options or None)


def _estimator(bases: int, shots: int, pairs: int, level: int, **options: Any) -> dict[str, Any]:
    observed = dict.fromkeys(_BASES[:bases], 1.0)
    return estimator_params(
        (circuit(pairs, measured=False), observed),
        precision=shots**-0.5,
        resilience_level=level,
        options=options or None,
    )


OBSERVATIONS = (
    Observation("Bell, 4,096 shots: 3 s charged", "n8n community node for IBM Quantum, README, 2026", "fez", "sampler", _sampler(1, 4096, 1), 3),
    Observation("quick formula 2 + 0.00035 x executions, 4,096", _GUIDE, "fez", "sampler", _sampler(1, 4096, 1), 2 + 0.00035 * 4096, 1.25),
    Observation("Bell, default shots: the service's own estimate", f"{_GUIDE} (2025)", "fez", "sampler", _sampler(1, 4096, 1), 4.1058720028432445, 1.5),
    Observation("small sampler job: estimated_running_time_seconds", "recorded 2026-08-17 on ibm_fez; shots not recorded, 4,096 assumed", "fez", "sampler", _sampler(1, 4096, 10), 4.558073203, 1.5),
    Observation("600 circuits x 4,096 shots: 660 s charged", _SCPN, "kingston", "sampler", _sampler(600, 4096, 60), 660),
    Observation("280 circuits x 4,096 shots: 305 s charged", _SCPN, "kingston", "sampler", _sampler(280, 4096, 60), 305),
    Observation("12 circuits x 8,192 shots: 27 s charged", _SCPN, "kingston", "sampler", _sampler(12, 8192, 0), 27),
    Observation(
        "3 PUBs x 267 shots, twirled, one of 43.7 us: 0.265 s timed", _FEZ, "fez", "sampler",
        sampler_params(
            [circuit(0, delay_us=43.7), circuit(0), circuit(0)], shots=267,
            options={"twirling": {"enable_gates": True, "enable_measure": True}},
        ),
        2.265274624,
    ),
    Observation("level 0, 10 circuits x 1,024 shots: 2.704 s timed", _GRADVAR, "marrakesh", "estimator", _estimator(5, 2048, 4, 0), 4.704611328),
    Observation("level 0, 4 circuits x 1,024 shots: 1.088 s timed", _GRADVAR, "marrakesh", "estimator", _estimator(4, 1024, 4, 0), 3.088),
    Observation("level 1, 10 circuits x 1,024 shots: 11.35 s timed", _GRADVAR, "marrakesh", "estimator", _estimator(5, 2048, 4, 1), 13.35),
    Observation("level 1, 5 bases x 1,024 shots: 12 s charged", _QCCHEM, "marrakesh", "estimator", _estimator(5, 1024, 50, 1), 12),
    Observation("level 1, 2 bases x 1,024 shots: 11 s charged", _QCCHEM, "kingston", "estimator", _estimator(2, 1024, 0, 1), 11),
    Observation("level 2, 2 bases x 4,096 shots: 18 s charged", _QCCHEM, "marrakesh", "estimator", _estimator(2, 4096, 2, 2), 18),
    Observation("level 2, 2 bases x 131,072 shots: 217 s charged", _QCCHEM, "marrakesh", "estimator", _estimator(2, 131072, 2, 2), 217),
    Observation("level 2, 2 bases x 8,192 shots: 23 s charged", _QCCHEM, "kingston", "estimator", _estimator(2, 8192, 4, 2), 23),
    Observation("level 2, 5 bases x 8,192 shots, 42 CZ: 45 s charged", _QCCHEM, "kingston", "estimator", _estimator(5, 8192, 42, 2), 45),
    Observation("level 2, 5 bases x 4,096 shots, 49 CZ: 28 s charged", _QCCHEM, "kingston", "estimator", _estimator(5, 4096, 49, 2), 28),
    Observation(
        "level 1, 5 bases x 8,192 shots, decoupling: 28 s charged", _QCCHEM, "kingston", "estimator",
        _estimator(
            5, 8192, 42, 1, dynamical_decoupling={"enable": True},
            twirling={"enable_gates": True, "enable_measure": True, "num_randomizations": 32, "shots_per_randomization": 256},
        ),
        28, 1.35,
    ),
)  # fmt: skip
"""The last one is the only one with an error beyond its rounding; no publication explains it."""

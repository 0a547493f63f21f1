"""Limits of the service, each in one place; the emulator and the client share them.

They move: IBM has stated other numbers at other times.
"""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias, get_args

MAX_TAGS: Final = 8
"""Tags of a job (code 1204)."""

MAX_TAG_LENGTH: Final = 86
"""Characters of a tag (code 1205)."""

MIN_TAG_SEARCH: Final = 3
MAX_TAG_SEARCH: Final = 100
"""Characters of a text that tags are searched for."""

MAX_EXECUTION_TIME: Final = 10800
"""Seconds of QPU time that a job may ask for."""

MAX_EXECUTIONS: Final = 10_000_000
"""Circuits times shots of a job, after broadcasting (job limits guide, 2026; 5 million before)."""

MAX_PAYLOAD_BYTES: Final = 50_000_000
"""Size of a job's inputs (stated by IBM in 2026; 64 MB in an older guide)."""

DEFAULT_RESULT_BYTES: Final = 1 << 30
"""Size of a result that a client accepts unless it is told otherwise; the service states no limit.

The largest job, 10 million shots of 156 bits, comes to about 450 MB of JSON and 200 MB of arrays.
"""

MAX_VALUES: Final = 1 << 22
"""Expectation values of a PUB that this package computes from an executor's result: as float64 with two errors, 100 MB."""

MAX_PAGE: Final = 200
"""The largest page of jobs the service gives; a larger number is accepted, and has no effect."""

MAX_WORKLOADS_PAGE: Final = 50
"""The largest page of workloads."""

LogLevelName: TypeAlias = Literal["critical", "error", "warning", "info", "debug"]
"""How much a job writes into its log."""

LOG_LEVELS: Final[tuple[LogLevelName, ...]] = get_args(LogLevelName)

DEFAULT_SHOTS: Final = 4096
"""Shots of a PUB for which neither it nor its job sets any; an estimator's default precision is 1/sqrt(4096)."""


RESETS_ADDED: Final = 4
"""Resets that the service adds to each shot unless `init_qubits` is false: two before and two after it.

Seen in the schedule of job dab83qbvpcac73ddf510 on IBM's page "Visualize circuit timing" (docs/guides/
qiskit-runtime-circuit-timing, 2026): with a reset of 680 dt the first gate begins at 1393 dt, and 1360 dt (`FINI_0`) follow the
last measurement. An older schedule, in the tests of qiskit-ibm-runtime, has none of them. On ibm_marrakesh, where a reset takes 2.7 us,
public jobs take 264.1 us for each shot of 2.7 us of readout and 1.4 us of gates, with a pause of 250 us (project gradvar).
"""

READOUT_LEARNING_RANDOMIZATIONS: Final = 32
"""Where `measure_noise_learning.num_randomizations` is not set: `MeasureNoiseLearningOptions` of qiskit-ibm-runtime 0.51."""

READOUT_LEARNING_SHOTS: Final = 1024
"""Where `measure_noise_learning.shots_per_randomization` is "auto", whatever the shots of the PUBs. IBM does not state it.

It is what public jobs took: 217 s for 2 bases x 131,072 shots x 3 noise factors (job d7qq5hfljm6s73b9ig40 on ibm_marrakesh, reports
of github.com/wuls968/QCchem); and beside the same jobs at level 0, 0.26 s for 20 PUBs of 4,096 shots with a pause of 1 us on
ibm_phoenix, and 8.6 s for 1,024 shots with one of 250 us on ibm_marrakesh (project gradvar, docs/postrun, September 2026).
"""

_FINEST: Final = 1e-100
"""Of precisions: the shots for a finer one are beyond a float, and beyond all limits long before."""


def shots_for(precision: float) -> int:
    """Return the shots that bring the standard error down to a precision above 0; 1 at least."""
    precision = max(precision, _FINEST)
    return max(
        math.ceil(precision**-2 - 1e-6), 1
    )  # 1/64 means 4096, whatever the last bits of its square are

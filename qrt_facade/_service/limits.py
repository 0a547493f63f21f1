"""Limits of the service, each defined once for the emulator and the client.

They change: IBM has stated other numbers at other times.
"""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias, get_args

MAX_TAGS: Final = 8
"""Maximum number of a job's tags (code 1204)."""

MAX_TAG_LENGTH: Final = 86
"""Maximum length of a tag (code 1205)."""

MIN_TAG_SEARCH: Final = 3
MAX_TAG_SEARCH: Final = 100
"""Length of a text by which tags are searched."""

MAX_EXECUTION_TIME: Final = 10800
"""Maximum QPU time of a job in seconds."""

MAX_EXECUTIONS: Final = 10_000_000
"""Maximum circuits times shots of a job, after broadcasting (job limits guide, 2026; 5 million before)."""

MAX_PAYLOAD_BYTES: Final = 50_000_000
"""Maximum size of a job's inputs (stated by IBM in 2026; 64 MB in an older guide)."""

DEFAULT_RESULT_BYTES: Final = 1 << 30
"""Default limit of a client for the size of a result; the service states no limit.

The largest job, 10 million shots of 156 bits, is about 450 MB of JSON and 200 MB of arrays.
"""

MAX_VALUES: Final = 1 << 22
"""Maximum expectation values of a PUB computed from an executor's result: as float64 with two errors, 100 MB."""

MAX_PAGE: Final = 200
"""The largest page of jobs that the service returns; a larger number is accepted, but has no effect."""

MAX_WORKLOADS_PAGE: Final = 50
"""The largest page of workloads."""

LogLevelName: TypeAlias = Literal["critical", "error", "warning", "info", "debug"]
"""Log levels of a job."""

LOG_LEVELS: Final[tuple[LogLevelName, ...]] = get_args(LogLevelName)

DEFAULT_SHOTS: Final = 4096
"""Shots of a PUB if neither it nor its job sets any; an estimator's default precision is 1/sqrt(4096)."""


RESETS_ADDED: Final = 4
"""Resets that the service adds to each shot unless `init_qubits` is false: two before and two after it.

Seen in the schedule of job dab83qbvpcac73ddf510 on IBM's page "Visualize circuit timing" (docs/guides/
qiskit-runtime-circuit-timing, 2026): with a reset of 680 dt the first gate begins at 1393 dt, and 1360 dt (`FINI_0`) follow the
last measurement. An older schedule, in the tests of qiskit-ibm-runtime, has none of them. On ibm_marrakesh, where a reset takes 2.7 us,
public jobs take 264.1 us for each shot of 2.7 us of readout and 1.4 us of gates, with a pause of 250 us (project gradvar).
"""

READOUT_LEARNING_RANDOMIZATIONS: Final = 32
"""Default of `measure_noise_learning.num_randomizations`: `MeasureNoiseLearningOptions` of qiskit-ibm-runtime 0.51."""

READOUT_LEARNING_SHOTS: Final = 1024
"""Value of `measure_noise_learning.shots_per_randomization` for "auto", regardless of the shots. IBM does not state it.

It is derived from public jobs: 217 s for 2 bases x 131,072 shots x 3 noise factors (job d7qq5hfljm6s73b9ig40 on
ibm_marrakesh, reports of github.com/wuls968/QCchem); and in addition to the same jobs at level 0, 0.26 s for 20 PUBs of 4,096 shots with a pause of 1 us on
ibm_phoenix, and 8.6 s for 1,024 shots with one of 250 us on ibm_marrakesh (project gradvar, docs/postrun, September 2026).
"""

_FINEST: Final = 1e-100
"""Lower limit of precisions: the shots for a finer one overflow a float, and exceed all limits long before."""


def shots_for(precision: float) -> int:
    """Return the number of shots for a standard error of this precision, above 0; at least 1."""
    precision = max(precision, _FINEST)
    return max(math.ceil(precision**-2 - 1e-6), 1)  # 1/64 means 4096, despite rounding of its square

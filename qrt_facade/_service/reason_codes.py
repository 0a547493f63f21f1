"""Codes of the reasons with which jobs end; `check` predicts them and the emulator returns them.

The documentation takes the meaning of each, and what to do, from here.
"""

from __future__ import annotations

from typing import Final

RAN_TOO_LONG: Final = 1305
"""The service cancelled the job because it exceeded its time limit.

What to do: Raise `max_execution_time`, or submit less work at once.
"""

BAD_PUB: Final = 1501
"""Values or observables do not fit the circuit, or a sampler's circuit measures nothing.

What to do: Compare the shapes of values and observables with the circuit; `backend.check(pubs)` names the PUB.
"""

NOT_VALID: Final = 1506
"""The importer rejects the program, for example because it uses a name that is not defined.

What to do: Correct the program at the line stated by the reason; gates outside `stdgates.inc` need a definition.
"""

NOT_ISA: Final = 1517
"""The circuit is not in the instruction set of its backend.

What to do: Make the circuit fit with `backend.transpile(circuit)`, or choose other qubits.
"""

FRACTIONAL: Final = 1519
"""Fractional gates cannot be combined with gate twirling, PEC or PEA.

What to do: Disable these options, or transpile without fractional gates.
"""

OVER_LIMIT: Final = 1520
"""The job exceeds a limit, such as that of shots, executions or classical bits.

What to do: Split the job into smaller ones; `submit_many` submits them at the pace that the service accepts.
"""

NOT_SUPPORTED: Final = 1521
"""Valid, but not supported by the service: a statement of the program, or a combination of options.

What to do: Avoid in the circuit what the reason names, or change the options.
"""

DYNAMIC: Final = 1522
"""The estimator does not accept dynamic circuits.

What to do: Use the sampler, or a circuit without control flow and mid-circuit measurements.
"""

NOT_LOADED: Final = 1603
"""Not a circuit in a known format, or one that uses a qubit twice in an instruction.

What to do: Send OpenQASM 2 or 3 as text, or a circuit of an SDK; `backend.check(circuit)` shows the line.
"""

INTERNAL: Final = 1500
"""Internal error of the service while it ran the job.

What to do: Submit the same job again.
"""

OF_THE_SYSTEM: Final = frozenset(
    {
        1004,  # backend not available
        1006,  # converter microservice
        1008,  # error of the validation process
        1009,  # backend information missing
        1010,  # error at the level of the backend
        1011,  # error while publishing the job to the queue
        INTERNAL,
        9999,  # internal error
    }
)
"""Failures of the service rather than of the submitted job: the same job may succeed when it is submitted again.

The numbers and their meanings are from IBM's registry of error codes (quantum.cloud.ibm.com/docs/errors, 1004 to
1011, as of 2026) and from its list of 2023 in qiskit-ibm-runtime's `docs/errors.rst` (9999); 1500 was observed on
the service. An unknown code counts as a failure of the job, because a second attempt costs the same again. These
codes count as failures of the job, too: 1217 (the session is closed and accepts no further jobs), and 1305 and
5201 (the job exceeded its time limit, and would exceed it again).
"""

TOO_MANY_PENDING: Final = frozenset({1012, 3458})
"""Codes of a refusal because the maximum number of jobs is queued or running (IBM's list of 2023)."""

"""The codes of the reasons that a job ends with, which `check` foretells and the emulator writes."""

from __future__ import annotations

from typing import Final

RAN_TOO_LONG: Final = 1305
"""The service cancelled the job because it ran longer than it may."""

BAD_PUB: Final = 1501
"""Values or observables do not fit the circuit, or nothing would come back."""

NOT_VALID: Final = 1506
"""A program that the importer refuses, such as one that uses what it does not define."""

NOT_ISA: Final = 1517
"""The circuit is not in the instruction set of its backend."""

FRACTIONAL: Final = 1519
"""Fractional gates together with gate twirling, PEC or PEA."""

OVER_LIMIT: Final = 1520
"""The job is larger than a job may be."""

NOT_TAKEN: Final = 1521
"""Valid, and not taken by the service: what is in a program, or options that do not go together."""

DYNAMIC: Final = 1522
"""A dynamic circuit for the estimator."""

NOT_LOADED: Final = 1603
"""Not a circuit in any known form, or one that names a qubit twice in an instruction."""

INTERNAL: Final = 1500
"""Internal error of the service while it ran the job."""

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
"""Failures of the service, not of what was submitted: the same job may succeed when it is submitted again.

The numbers and their meanings are those of IBM's registry of error codes (quantum.cloud.ibm.com/docs/errors, 1004 to 1011, as
it was in 2026) and of its list of 2023 in qiskit-ibm-runtime's `docs/errors.rst` (9999); 1500 was met on the service. A code
that is not known counts as a failure of the job, since a second attempt costs the same again. So do these, whatever they say
of a service: 1217, a closed session, into which nothing can be submitted again; 1305 and 5201, a job that ran too long,
which would do so again.
"""

TOO_MANY_PENDING: Final = frozenset({1012, 3458})
"""Codes of a refusal to take a job because as many are waiting or running as may be (IBM's list of 2023)."""

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

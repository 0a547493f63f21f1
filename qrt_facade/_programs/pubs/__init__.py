"""PUBs (primitive unified blocs) in the loosest form that is still unambiguous, written for the wire.

A sampler PUB is a circuit, `(circuit, parameters)` or `(circuit, parameters, shots)`; an estimator PUB is
`(circuit, observables)`, `(circuit, observables, parameters)` or `(circuit, observables, parameters, precision)`.
One PUB or an iterable of PUBs is accepted, and Qiskit's `SamplerPub` and `EstimatorPub`.
"""

from __future__ import annotations

from qrt_facade._programs.pubs.encoding import (
    EncodedPub,
    checked_precision,
    checked_shots,
    encode_estimator_pubs,
    encode_sampler_pubs,
)

__all__ = [
    "EncodedPub",
    "checked_precision",
    "checked_shots",
    "encode_estimator_pubs",
    "encode_sampler_pubs",
]

"""PUBs (primitive unified blocs) in every unambiguous form, encoded for the wire.

A sampler PUB is a circuit, `(circuit, parameters)` or `(circuit, parameters, shots)`; an estimator PUB is
`(circuit, observables)`, `(circuit, observables, parameters)` or `(circuit, observables, parameters, precision)`.
One PUB or an iterable of PUBs is accepted, and Qiskit's `SamplerPub` and `EstimatorPub`.
"""

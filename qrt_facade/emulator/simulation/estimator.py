"""The program `estimator`: expectation values by sampling.

The terms of the observables are grouped into sets that one basis measures (qubit-wise commuting); each set is measured
with `ceil(1 / precision**2)` shots on the noisy device. Standard errors come from the shots themselves. Readout
mitigation (resilience level 1 and above) works like TREX: readout is symmetrised, and each term's mean is divided by
the attenuation due to its readout. ZNE and PEC are accepted but not carried out.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit import QuantumCircuit
from qiskit.primitives.containers.estimator_pub import EstimatorPub

from qrt_facade._service import reason_codes
from qrt_facade._service.limits import (
    DEFAULT_SHOTS,
    READOUT_LEARNING_RANDOMIZATIONS,
    READOUT_LEARNING_SHOTS,
    shots_for,
)
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.binding import bound_points, check_values
from qrt_facade.emulator.simulation.failures import JobFailedError, bad_pub, incompatible
from qrt_facade.emulator.simulation.noise_learner import charge_layers
from qrt_facade.emulator.simulation.observables import Values, estimate, grouped, measuring, terms_of
from qrt_facade.emulator.simulation.propagated import Work, propagated
from qrt_facade.emulator.simulation.randomizations import twirled_shots, whole_randomizations
from qrt_facade.emulator.simulation.wire import typed, typed_array, typed_data_bin

if TYPE_CHECKING:
    from qrt_facade.emulator.simulation.execution import Machine

DEFAULT_PRECISION = DEFAULT_SHOTS**-0.5

FACTORS = (1.0, 3.0, 5.0)
"""Default noise factors of zero-noise extrapolation."""


@dataclass(frozen=True)
class Resolved:
    """A job's options after defaults and levels."""

    precision: float
    measure_mitigation: bool
    learns_noise: bool
    twirls_gates: bool
    twirls_measurements: bool
    factors: tuple[float, ...]
    folds: bool
    raw_options: dict[str, Any]

    @property
    def resilience(self) -> dict[str, Any]:
        """The options of the group `resilience`."""
        return self.raw_options.get("resilience") or {}


def run_estimator(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Estimate all PUBs and encode the results.

    Raises:
        JobFailedError: a circuit, an observable, a value or an option is invalid.
    """
    options = _resolve(params)
    machine.meter.apply_options(options.raw_options.get("execution") or {})
    works = [_work(index, entry, options, machine) for index, entry in enumerate(params["pubs"])]
    _charge_learning(works, options, machine)
    with np.errstate(over="ignore", invalid="ignore"):  # values too large for a float are refused below
        results = [(work, *_estimate(work, options, machine)) for work in works]
    for index, (_, evs, stds) in enumerate(results):
        if not (np.isfinite(evs).all() and np.isfinite(stds).all()):
            raise bad_pub(
                index, "its coefficients are so large that an expectation value is not a finite number."
            )
    encode = _encode_typed if params.get("support_qiskit") else _encode_plain
    return encode(results, options)


def _resolve(params: dict[str, Any]) -> Resolved:
    options = params.get("options") or {}
    resilience, twirling = options.get("resilience") or {}, options.get("twirling") or {}
    level = 1 if params.get("resilience_level") is None else params["resilience_level"]
    if resilience.get("zne_mitigation") and resilience.get("pec_mitigation"):
        raise incompatible("zne_mitigation and pec_mitigation cannot both be enabled.")
    mitigated = resilience.get("measure_mitigation", level >= 1)
    gates = bool(twirling.get("enable_gates", level >= 2))
    measurements = bool(mitigated or twirling.get("enable_measure", level >= 1))
    product = whole_randomizations(twirling, gates=gates, measurements=measurements)
    shots = product or options.get("default_shots")
    default = 1 / math.sqrt(shots) if shots else options.get("default_precision") or DEFAULT_PRECISION
    zne = resilience.get("zne") or {}
    amplified = zne.get("amplifier") == "pea"
    cancels = bool(resilience.get("pec_mitigation"))
    extrapolates = bool(resilience.get("zne_mitigation", level >= 2)) and not cancels
    return Resolved(
        precision=params.get("precision") or default,
        measure_mitigation=mitigated,
        learns_noise=cancels or amplified,
        twirls_gates=gates,
        twirls_measurements=measurements,
        factors=tuple(zne.get("noise_factors") or FACTORS) if extrapolates else (1.0,),
        folds=extrapolates and not amplified,
        raw_options=options,
    )


def _work(index: int, entry: list[Any], options: Resolved, machine: Machine) -> Work:
    source, observables, values, precision = [*entry, None, None][:4]
    circuit = isa.load(source, machine.target)
    if options.twirls_gates or options.learns_noise:
        isa.refuse_fractional_gates(circuit)
    circuit = _without_measurements(circuit)
    try:
        values = None if values is None or np.size(values) == 0 else values
        pub = EstimatorPub.coerce((circuit, observables, values, precision or options.precision))
    except Exception as error:  # Qiskit's containers fail in many ways
        raise bad_pub(index, str(error)) from error
    check_values(index, circuit, pub.parameter_values)
    circuits = np.empty(pub.parameter_values.size, dtype=object)
    circuits[:] = bound_points(circuit, pub.parameter_values)
    bound = np.broadcast_to(circuits.reshape(pub.parameter_values.shape), pub.shape)
    observed = np.broadcast_to(pub.observables.sparse_observables_array(), pub.shape)
    terms = {id(observable): terms_of(observable) for observable in observed.flat}
    return Work(
        shape=pub.shape, precision=pub.precision, shots=shots_for(pub.precision),
        observables=[terms[id(observable)] for observable in observed.flat],
        circuits=list(bound.flat), circuit_metadata=circuit.metadata or {},
    )  # fmt: skip


def _without_measurements(circuit: QuantumCircuit) -> QuantumCircuit:
    measured_before = circuit.remove_final_measurements(inplace=False)
    if on_device.has_control_flow(circuit) or measured_before.count_ops().get("measure"):
        raise JobFailedError(
            reason_codes.DYNAMIC,
            "The estimator does not support dynamic circuits.",
            "Remove control flow and mid-circuit measurements.",
        )
    return measured_before


def _estimate(work: Work, options: Resolved, machine: Machine) -> tuple[Values, Values]:
    """Return expectation values and standard errors, each in the PUB's shape."""
    # Entries that share a circuit (observables broadcast over one set of values) share its samples.
    sharing: dict[int, list[int]] = {}
    for position, circuit in enumerate(work.circuits):
        sharing.setdefault(id(circuit), []).append(position)
    support = sorted({qubit for terms in work.observables for term in terms for qubit in term.qubits})
    planned: list[tuple[list[int], set[str]]] = []
    measured: list[QuantumCircuit] = []
    for positions in sharing.values():
        for group in grouped(term for at in positions for term in work.observables[at]):
            planned.append((positions, set(group.to_labels())))
            measured.append(measuring(work.circuits[positions[0]], group, support))
    _charge(measured, work, options, machine)
    if machine.dry_run:
        return _random(work, machine)
    if measured and machine.exceeds_state_methods(measured[0], work.shots):
        # If values do not settle, sampling may still succeed: the gates may entangle less than they could.
        with suppress(JobFailedError):
            return propagated(work, machine, mitigated=options.measure_mitigation)
    samples = machine.sample(measured, work.shots, symmetric_readout=options.measure_mitigation)
    work.used = machine.used()

    means, variances = np.zeros(len(work.observables)), np.zeros(len(work.observables))
    contrasts = np.ones(len(support))
    if options.measure_mitigation and machine.noise:
        contrasts = np.array([machine.target.readout_contrast(qubit) for qubit in support])
    columns = {qubit: column for column, qubit in enumerate(support)}
    for (positions, labels), bits in zip(planned, samples, strict=True):
        outcomes = bits[:, bits.shape[1] - len(support) :]
        for at in positions:
            own = [term for term in work.observables[at] if term.basis in labels]
            found = estimate(own, outcomes, columns, contrasts)
            means[at] += found.value
            variances[at] += found.variance
    return means.reshape(work.shape), np.sqrt(variances).reshape(work.shape)


def _charge(measured: list[QuantumCircuit], work: Work, options: Resolved, machine: Machine) -> None:
    """Charge for the circuits of one PUB, at all noise factors.

    Raises:
        JobFailedError: as for `Meter.charge`.
    """
    shots = twirled_shots(
        work.shots,
        options.raw_options.get("twirling") or {},
        gates=options.twirls_gates,
        measurements=options.twirls_measurements,
    )
    for circuit in measured:
        for factor in options.factors:
            machine.meter.charge(
                circuit,
                shots,
                folding=factor if options.folds else 1.0,
                twirled=options.twirls_gates or options.learns_noise,
            )


def _charge_learning(works: list[Work], options: Resolved, machine: Machine) -> None:
    """Charge for the circuits that learn the noise of layers and of readout, before all other circuits.

    Raises:
        JobFailedError: as for `Meter.charge`.
    """
    if options.learns_noise and not options.resilience.get("layer_noise_model"):
        bound = [work.circuits[0] for work in works if work.circuits]
        charge_layers(machine, bound, options.resilience.get("layer_noise_learning") or {})
    if options.measure_mitigation and works:
        qubits = sorted(
            {qubit for work in works for terms in work.observables for term in terms for qubit in term.qubits}
        )
        readout = QuantumCircuit(machine.target.num_qubits, len(qubits))
        readout.measure(qubits, range(len(qubits)))
        learning = options.resilience.get("measure_noise_learning") or {}
        shots = learning.get("shots_per_randomization")
        machine.meter.charge(
            readout,
            shots if isinstance(shots, int) else READOUT_LEARNING_SHOTS,
            learning.get("num_randomizations") or READOUT_LEARNING_RANDOMIZATIONS,
        )


def _random(work: Work, machine: Machine) -> tuple[Values, Values]:
    """Return the result of a dry run: values that the observables can have, and errors as large as the precision."""
    norms = np.array([sum(abs(term.coefficient) for term in terms) for terms in work.observables])
    evs, stds = machine.uniform(-norms, norms), machine.uniform(0 * norms, norms * work.precision)
    return evs.reshape(work.shape), stds.reshape(work.shape)


Estimated = list[tuple[Work, Values, Values]]


def _encode_plain(results: Estimated, options: Resolved) -> dict[str, Any]:
    pub_results = []
    for work, evs, stds in results:
        data = {name: value.tolist() for name, value in _fields(evs, stds).items()}
        pub_results.append({"data": data, "metadata": _pub_metadata(work)})
    return {"results": pub_results, "metadata": _metadata(options)}


def _encode_typed(results: Estimated, options: Resolved) -> dict[str, Any]:
    pub_results = []
    for work, evs, stds in results:
        fields = {name: typed_array(value) for name, value in _fields(evs, stds).items()}
        data = typed_data_bin(fields, work.shape, "ndarray")
        pub_results.append(typed("PubResult", {"data": data, "metadata": _pub_metadata(work)}))
    return typed("PrimitiveResult", {"pub_results": pub_results, "metadata": _metadata(options)})


def _fields(evs: Values, stds: Values) -> dict[str, Values]:
    return {"evs": evs, "stds": stds, "ensemble_standard_error": stds}


def _pub_metadata(work: Work) -> dict[str, Any]:
    return {
        "shots": work.shots,
        "target_precision": work.precision,
        "circuit_metadata": work.circuit_metadata,
        "resilience": {},
        "num_randomizations": 32,
        **work.used,
    }


def _metadata(options: Resolved) -> dict[str, Any]:
    mitigated = options.measure_mitigation
    return {
        "dynamical_decoupling": {
            "enable": False,
            "sequence_type": "XX",
            "extra_slack_distribution": "middle",
            "scheduling_method": "alap",
        },
        "twirling": {
            "enable_gates": False,
            "enable_measure": mitigated,
            "num_randomizations": "auto",
            "shots_per_randomization": "auto",
            "interleave_randomizations": True,
            "strategy": "active-accum",
        },
        "resilience": {"measure_mitigation": mitigated, "zne_mitigation": False, "pec_mitigation": False},
        "version": 2,
    }

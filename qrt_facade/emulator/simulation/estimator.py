"""The program `estimator`: expectation values by sampling.

Each observable's Paulis are grouped into sets that one basis measures (qubit-wise commuting); each set
is measured with `ceil(1 / precision**2)` shots on the noisy device. Standard errors come from the shots
themselves. Readout mitigation (resilience level 1 and above) is that of TREX: readout is symmetrised, and
each Pauli's mean divided by the attenuation that its readout has. ZNE and PEC are accepted and not carried out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit import ClassicalRegister
from qiskit.primitives.containers.estimator_pub import EstimatorPub
from qiskit.quantum_info import PauliList, SparsePauliOp

from qrt_facade._service.limits import DEFAULT_SHOTS, shots_for
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation.failures import JobFailedError, bad_pub, incompatible
from qrt_facade.emulator.simulation.wire import typed, typed_array, typed_data_bin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.execution import Bits, Machine

Values = np.ndarray[Any, np.dtype[np.float64]]

DEFAULT_PRECISION = DEFAULT_SHOTS**-0.5


@dataclass(frozen=True)
class Resolved:
    """A job's options after defaults and levels."""

    precision: float
    measure_mitigation: bool
    learns_noise: bool
    twirls_gates: bool


@dataclass
class Work:
    """One PUB on its way: operators and circuits share the flat index of the PUB's shape."""

    shape: tuple[int, ...]
    precision: float
    shots: int
    operators: list[SparsePauliOp]
    circuits: list[QuantumCircuit]


def run_estimator(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Estimate all PUBs and encode what came out.

    Raises:
        JobFailedError: a circuit, an observable, a value or an option is not acceptable.
    """
    options = _resolve(params)
    works = [_work(index, entry, options, machine) for index, entry in enumerate(params["pubs"])]
    results = [(work, *_estimate(work, options, machine)) for work in works]
    encode = _encode_typed if params.get("support_qiskit") else _encode_plain
    return encode(results, options)


def _resolve(params: dict[str, Any]) -> Resolved:
    options = params.get("options") or {}
    resilience, twirling = options.get("resilience") or {}, options.get("twirling") or {}
    level = 1 if params.get("resilience_level") is None else params["resilience_level"]
    if resilience.get("zne_mitigation") and resilience.get("pec_mitigation"):
        raise incompatible("zne_mitigation and pec_mitigation cannot both be enabled.")
    shots = options.get("default_shots")
    default = 1 / math.sqrt(shots) if shots else options.get("default_precision") or DEFAULT_PRECISION
    amplifier = (resilience.get("zne") or {}).get("amplifier")
    return Resolved(
        precision=params.get("precision") or default,
        measure_mitigation=resilience.get("measure_mitigation", level >= 1),
        learns_noise=bool(resilience.get("pec_mitigation")) or amplifier == "pea",
        twirls_gates=bool(twirling.get("enable_gates", level >= 2)),
    )


def _work(index: int, entry: list[Any], options: Resolved, machine: Machine) -> Work:
    source, observables, values, precision = [*entry, None, None][:4]
    circuit = on_device.load(source, machine.target)
    if options.twirls_gates or options.learns_noise:
        on_device.refuse_fractional_gates(circuit)
    circuit = _without_measurements(circuit)
    try:
        values = None if values is None or np.size(values) == 0 else values
        pub = EstimatorPub.coerce((circuit, observables, values, precision or options.precision))
    except (ValueError, TypeError, KeyError) as error:
        raise bad_pub(index, str(error)) from error
    bound = np.broadcast_to(np.asarray(pub.parameter_values.bind_all(circuit), dtype=object), pub.shape)
    for one in bound.flat:
        on_device.check_angles(one, list(range(circuit.num_qubits)))
    sparse = np.broadcast_to(pub.observables.sparse_observables_array(), pub.shape)
    return Work(
        shape=pub.shape, precision=pub.precision, shots=shots_for(pub.precision),
        operators=[SparsePauliOp.from_sparse_observable(operator).simplify() for operator in sparse.flat],
        circuits=list(bound.flat),
    )  # fmt: skip


def _without_measurements(circuit: QuantumCircuit) -> QuantumCircuit:
    measured_before = circuit.remove_final_measurements(inplace=False)
    if on_device.has_control_flow(circuit) or measured_before.count_ops().get("measure"):
        raise JobFailedError(
            1522,
            "The estimator does not support dynamic circuits.",
            "Remove control flow and mid-circuit measurements.",
        )
    return measured_before


def _estimate(work: Work, options: Resolved, machine: Machine) -> tuple[Values, Values]:
    """Expectation values and standard errors, each of the PUB's shape."""
    # Entries that share a circuit (observables broadcast over one set of values) share its samples.
    sharing: dict[int, list[int]] = {}
    for position, circuit in enumerate(work.circuits):
        sharing.setdefault(id(circuit), []).append(position)
    support = sorted({int(qubit) for operator in work.operators for qubit in _support(operator.paulis)})
    planned: list[tuple[list[int], PauliList]] = []
    measuring: list[QuantumCircuit] = []
    for positions in sharing.values():
        paulis = PauliList([pauli for at in positions for pauli in work.operators[at].paulis]).unique()
        for group in paulis.group_commuting(qubit_wise=True):
            planned.append((positions, group))
            measuring.append(_measuring(work.circuits[positions[0]], group, support))
    for circuit in measuring:
        machine.meter.charge(circuit, work.shots)
    samples = machine.sample(measuring, work.shots, symmetric_readout=options.measure_mitigation)

    means, variances = np.zeros(len(work.operators)), np.zeros(len(work.operators))
    # By how much each qubit's readout shrinks an expectation value, if that is to be made good.
    mitigation = np.ones(len(support))
    if options.measure_mitigation and machine.noise:
        mitigation = np.array([1 - sum(machine.target.readout_error(qubit)) for qubit in support])
    for (positions, group), bits in zip(planned, samples, strict=True):
        for at in positions:
            outcomes = _outcomes(work.operators[at], group, support, bits, mitigation)
            means[at] += outcomes.mean()
            variances[at] += outcomes.var() / work.shots
    return means.reshape(work.shape), np.sqrt(variances).reshape(work.shape)


def _support(paulis: PauliList) -> Sequence[int]:
    return np.flatnonzero((paulis.x | paulis.z).any(axis=0)).tolist()


def _measuring(circuit: QuantumCircuit, group: PauliList, support: list[int]) -> QuantumCircuit:
    """The circuit followed by the group's change of basis, in native gates, and the measurement of the support."""
    measuring = circuit.copy()
    register = ClassicalRegister(len(support), "outcome")
    measuring.add_register(register)
    x, z = group.x.any(axis=0), group.z.any(axis=0)
    for bit, qubit in enumerate(support):
        if x[qubit]:
            if not z[qubit]:
                measuring.rz(math.pi / 2, qubit)
            measuring.sx(qubit)
        measuring.measure(qubit, register[bit])
    return measuring


def _outcomes(
    operator: SparsePauliOp, group: PauliList, support: list[int], bits: Bits, mitigation: Values
) -> Values:
    """Shot by shot, the part of the operator that this group measures."""
    members = {pauli.to_label() for pauli in group}
    outcomes = np.zeros(bits.shape[0])
    columns = bits[:, bits.shape[1] - len(support) :]
    for pauli, coefficient in zip(operator.paulis, operator.coeffs.real, strict=True):
        if pauli.to_label() in members:
            acts = (pauli.x | pauli.z)[support]
            parity = columns[:, acts].sum(axis=1) % 2
            outcomes += coefficient * (1 - 2.0 * parity) / mitigation[acts].prod()
    return outcomes


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
        "circuit_metadata": {},
        "resilience": {},
        "num_randomizations": 32,
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

"""The program `noise-learner`: it returns the noise of the emulated device.

Nothing is executed: the channels of `noise.py` are converted to Pauli-Lindblad generators and rates. The charge is that
of the learning circuits that a device would run. Its third kind, which learns boxes, is in `box_learner.py`.
"""

from __future__ import annotations

import base64
import io
import itertools
import math
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit import QuantumCircuit
from qiskit.converters import circuit_to_dag
from qiskit.qpy import dump

from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.failures import incompatible
from qrt_facade.emulator.simulation.noise import gate_paulis
from qrt_facade.emulator.simulation.wire import typed, typed_array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade.emulator.simulation.execution import Machine, Values
    from qrt_facade.emulator.simulation.target import Qubits, Target

Generator = tuple[str, list[int], float]
"""A Pauli, the indices of the layer's qubits it acts on (first letter on the first index), and its rate."""

LEAST_FIDELITY = 1e-3
"""Lower bound of learned fidelities: no rate describes gates or readout that leave no information or invert it."""

_RANDOM_RATE = 0.01
"""The largest rate that a dry run returns, about as large as that of real gates."""

_BASES = 9

_MODULE = "qiskit_ibm_runtime.utils.noise_learner_result"
_QPY_VERSION = 17
DEFAULTS: dict[str, Any] = {
    "max_layers_to_learn": 4,
    "shots_per_randomization": 128,
    "num_randomizations": 32,
    "layer_pair_depths": [0, 1, 2, 4, 16, 32],
    "twirling_strategy": "active-accum",
}
"""Default options of the second version, which its result repeats as used; the third has the same defaults."""


def gate_generators(target: Target, gate: str, qubits: Qubits, local: list[int]) -> list[Generator]:
    """Return the rates whose Pauli-Lindblad channel equals the gate's Pauli channel.

    A Pauli's fidelity is exp(-2 * sum of the rates that anticommute with it); the Walsh-Hadamard transform
    of the fidelities' logarithms gives the rates back.
    """
    weights = gate_paulis(target, gate, qubits)
    labels = ["".join(letters) for letters in itertools.product("IXYZ", repeat=len(qubits))]
    signs = np.array([[_sign(one, other) for other in labels] for one in labels])
    fidelities = signs @ np.array([weights.get(label, 0.0) for label in labels])
    logarithms = np.log(np.maximum(fidelities, LEAST_FIDELITY))
    rates = signs @ logarithms / len(labels)
    found = []
    for label, rate in zip(labels, rates, strict=True):
        # The label's last letter acts on the first qubit.
        acting = [(letter, local[at]) for at, letter in enumerate(reversed(label)) if letter != "I"]
        if acting:
            letters, places = zip(*acting, strict=True)
            found.append(("".join(letters), list(places), max(float(rate), 0.0)))
    return found


def _sign(one: str, other: str) -> int:
    differing = sum(b not in {"I", a} and a != "I" for a, b in zip(one, other, strict=True))
    return -1 if differing % 2 else 1


def rates_of(generators: list[Generator], machine: Machine) -> Values:
    """Return the rates of generators; in a dry run, random ones."""
    rates = np.array([rate for _, _, rate in generators], dtype=np.float64)
    return (
        machine.uniform(np.zeros_like(rates), np.full_like(rates, _RANDOM_RATE)) if machine.dry_run else rates
    )


def charge(machine: Machine, circuit: QuantumCircuit, options: dict[str, Any]) -> None:
    """Charge for the circuits that learn a layer.

    Raises:
        JobFailedError: as for `Meter.charge`.
    """
    randomizations = options["num_randomizations"] * len(options["layer_pair_depths"]) * _BASES
    machine.meter.charge(circuit, options["shots_per_randomization"], randomizations)


def run_noise_learner(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Learn the most frequent layers of two-qubit gates, returned as the official client's LayerError objects.

    Raises:
        JobFailedError: a circuit cannot be read, has classical registers, or cannot be executed on the device.
    """
    options = DEFAULTS | (params.get("options") or {})
    circuits = [isa.load(source, machine.target) for source in params["circuits"]]
    if any(circuit.num_clbits for circuit in circuits):
        raise incompatible("Circuits to learn from must not have classical registers.")
    data = []
    for layer in _most_frequent(circuits, options):
        qubits = sorted({qubit for _, where in layer for qubit in where})
        generators = list(_of_layer(machine.target, layer, qubits))
        circuit = _drawn(layer, qubits)
        charge(machine, circuit, options)
        labels = [_dense(letters, places, len(qubits)) for letters, places, _ in generators]
        data.append(_layer_error(circuit, qubits, labels, rates_of(generators, machine)))
    used = {name: options[name] for name in DEFAULTS}
    return {"data": data, "metadata": {"backend": machine.target.name, "input_options": used}}


def charge_layers(machine: Machine, circuits: Iterable[QuantumCircuit], options: dict[str, Any]) -> None:
    """Charge for learning the layers of circuits for an estimator that uses their noise.

    Args:
        machine: The device.
        circuits: The circuits.
        options: The options of the group `layer_noise_learning`.

    Raises:
        JobFailedError: as for `Meter.charge`.
    """
    used = DEFAULTS | options
    for layer in _most_frequent(circuits, used):
        charge(machine, _drawn(layer, sorted({qubit for _, where in layer for qubit in where})), used)


def _most_frequent(
    circuits: Iterable[QuantumCircuit], options: dict[str, Any]
) -> list[tuple[tuple[str, Qubits], ...]]:
    seen: Counter[tuple[tuple[str, Qubits], ...]] = Counter()
    for circuit in circuits:
        seen.update(_layers(circuit))
    return [layer for layer, _ in seen.most_common(options["max_layers_to_learn"])]


def _layer_error(
    circuit: QuantumCircuit, qubits: list[int], labels: list[str], rates: Values
) -> dict[str, Any]:
    """Return a LayerError in the format of qiskit-ibm-runtime 0.51 (`json.py`)."""
    file = io.BytesIO()
    dump(circuit, file, version=_QPY_VERSION)
    drawn = typed("QuantumCircuit", base64.b64encode(zlib.compress(file.getvalue())).decode())
    module = "qiskit.quantum_info.operators.symplectic.pauli_list"
    generators = _object("settings", module, "PauliList", {"data": labels})
    error = {"generators": generators, "rates": typed_array(rates)}
    value = {
        "circuit": drawn,
        "qubits": qubits,
        "error": _object("_json", _MODULE, "PauliLindbladError", error),
    }
    return _object("_json", _MODULE, "LayerError", value)


def _object(kind: str, module: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"__type__": kind, "__module__": module, "__class__": name, "__value__": value}


def _layers(circuit: QuantumCircuit) -> Iterable[tuple[tuple[str, Qubits], ...]]:
    for layer in circuit_to_dag(circuit).layers():
        gates = [
            (gate.name, tuple(circuit.find_bit(qubit).index for qubit in gate.qargs))
            for gate in layer["graph"].two_qubit_ops()
        ]
        if gates:
            yield tuple(sorted(gates))


def _of_layer(target: Target, layer: Iterable[tuple[str, Qubits]], qubits: list[int]) -> Iterable[Generator]:
    for name, where in layer:
        yield from gate_generators(target, name, where, [qubits.index(qubit) for qubit in where])


def _drawn(layer: Iterable[tuple[str, Qubits]], qubits: list[int]) -> QuantumCircuit:
    circuit = QuantumCircuit(len(qubits))
    for name, where in layer:
        parameters = [math.pi / 2] if name == "rzz" else []
        getattr(circuit, name)(*parameters, *(qubits.index(qubit) for qubit in where))
    return circuit


def _dense(letters: str, places: list[int], width: int) -> str:
    label = ["I"] * width
    for letter, place in zip(letters, places, strict=True):
        label[width - 1 - place] = letter
    return "".join(label)

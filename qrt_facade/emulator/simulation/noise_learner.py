"""The program `noise-learner`, both kinds: what it would learn is what the emulated device has.

Nothing is executed: the channels of `noise.py` are written as Pauli-Lindblad generators and rates. The
charge is that of the learning circuits which a device would run.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit import QuantumCircuit
from qiskit.converters import circuit_to_dag
from qiskit.quantum_info import PauliList

from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.failures import incompatible
from qrt_facade.emulator.simulation.noise import gate_paulis
from qrt_facade.emulator.simulation.wire import decode_versioned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade.emulator.simulation.execution import Machine, Values
    from qrt_facade.emulator.simulation.target import Qubits, Target

Generator = tuple[str, list[int], float]
"""A Pauli, the indices of the layer's qubits it acts on (first letter on the first index), and its rate."""

_LEAST_FIDELITY = 1e-3
"""What is learned at least: no rate describes gates that leave nothing, and readout that carries no information, or the opposite."""

_RANDOM_RATE = 0.01
"""The largest rate that a dry run returns; those of real gates are of this size."""

_BASES = 9
_DEFAULTS: dict[str, Any] = {
    "max_layers_to_learn": 4,
    "shots_per_randomization": 128,
    "num_randomizations": 32,
    "layer_pair_depths": [0, 1, 2, 4, 16, 32],
    "twirling_strategy": "active-accum",
}
"""The options of the second version, which its result repeats as they were used; the third has the same defaults."""


def run_noise_learner(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Learn the layers of circuits (version 2), or the boxes of a program (with a `schema_version`).

    Raises:
        JobFailedError: the input cannot be read, or is not executable on the device.
    """
    return _learn_boxes(params, machine) if "schema_version" in params else _learn_layers(params, machine)


def gate_generators(target: Target, gate: str, qubits: Qubits, local: list[int]) -> list[Generator]:
    """The rates whose Pauli-Lindblad channel is the gate's Pauli channel.

    A Pauli's fidelity is exp(-2 * sum of the rates that anticommute with it); the Walsh-Hadamard transform
    of the fidelities' logarithms gives the rates back.
    """
    weights = gate_paulis(target, gate, qubits)
    labels = ["".join(letters) for letters in itertools.product("IXYZ", repeat=len(qubits))]
    signs = np.array([[_sign(one, other) for other in labels] for one in labels])
    fidelities = signs @ np.array([weights.get(label, 0.0) for label in labels])
    logarithms = np.log(np.maximum(fidelities, _LEAST_FIDELITY))
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


def _rates(generators: list[Generator], machine: Machine) -> Values:
    """The rates of generators; in a dry run random ones."""
    rates = np.array([rate for _, _, rate in generators], dtype=np.float64)
    return (
        machine.uniform(np.zeros_like(rates), np.full_like(rates, _RANDOM_RATE)) if machine.dry_run else rates
    )


def _charge(machine: Machine, circuit: QuantumCircuit, options: dict[str, Any]) -> None:
    randomizations = options["num_randomizations"] * len(options["layer_pair_depths"]) * _BASES
    machine.meter.charge(circuit, options["shots_per_randomization"], randomizations)


def _learn_layers(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Version 2: the most frequent layers of two-qubit gates, as the official client's LayerError objects."""
    from qiskit_ibm_runtime.json import RuntimeEncoder
    from qiskit_ibm_runtime.utils.noise_learner_result import LayerError, PauliLindbladError

    options = _DEFAULTS | (params.get("options") or {})
    seen: Counter[tuple[tuple[str, Qubits], ...]] = Counter()
    for source in params["circuits"]:
        circuit = isa.load(source, machine.target)
        if circuit.num_clbits:
            raise incompatible("Circuits to learn from must not have classical registers.")
        seen.update(_layers(circuit))
    data = []
    for layer, _ in seen.most_common(options["max_layers_to_learn"]):
        qubits = sorted({qubit for _, where in layer for qubit in where})
        generators = list(_of_layer(machine.target, layer, qubits))
        circuit = _drawn(layer, qubits)
        _charge(machine, circuit, options)
        paulis = PauliList([_dense(letters, places, len(qubits)) for letters, places, _ in generators])
        error = PauliLindbladError(paulis, _rates(generators, machine))
        data.append(LayerError(circuit, qubits, error))
    used = {name: options[name] for name in _DEFAULTS}
    body = {"data": data, "metadata": {"backend": machine.target.name, "input_options": used}}
    encoded: dict[str, Any] = json.loads(json.dumps(body, cls=RuntimeEncoder))
    return encoded


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


def _learn_boxes(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Version 3: a Pauli-Lindblad map for each box of gates, bit-flip rates for each box of measurements."""
    from qiskit_ibm_runtime.noise_learner_v3.params_converters import NOISE_LEARNER_V3_PARAMS_CONVERTERS

    version = params["schema_version"]
    boxes = decode_versioned(NOISE_LEARNER_V3_PARAMS_CONVERTERS, version, params)
    options = _DEFAULTS | (params.get("options") or {})
    tensor = import_module("ibm_quantum_schemas.common").F64TensorModel
    data = []
    for box in boxes:
        # The client sends only the boxes' qubits; which of the device they are is known to the qubits alone.
        places = [qubit._index for qubit in box.qubits]  # noqa: SLF001
        generators, protocol = _of_box(box.operation.body, places, machine)
        _charge(machine, box.operation.body, options)
        rates = _rates(generators, machine)
        each_depth = {str(depth): 1.0 for depth in options["layer_pair_depths"]}
        nothing_discarded: dict[str, Any] = {"fraction_kept": 1.0 if protocol == "trex" else each_depth}
        if version != "v0.1":
            nothing_discarded["success_rates"] = {}
        data.append(
            {
                "generators_sparse": [[(letters, where)] for letters, where, _ in generators],
                "num_qubits": len(places),
                "rates": tensor.from_numpy(rates).model_dump(mode="json"),
                "rates_std": tensor.from_numpy(np.zeros_like(rates)).model_dump(mode="json"),
                "metadata": {"learning_protocol": protocol, "post_selection": nothing_discarded},
            }
        )
    return {"schema_version": version, "data": data}


def _of_box(body: QuantumCircuit, places: list[int], machine: Machine) -> tuple[list[Generator], str]:
    generators: list[Generator] = []
    protocol = "lindblad"
    # A Lindblad map's indices go by the device's order of the qubits, whatever the order in the box.
    ordered = sorted(places)
    for instruction in body.data:
        local = [body.find_bit(qubit).index for qubit in instruction.qubits]
        where = tuple(places[at] for at in local)
        position = [ordered.index(qubit) for qubit in where]
        if instruction.operation.name == "measure":
            protocol = "trex"
            contrast = max(machine.target.readout_contrast(where[0]), _LEAST_FIDELITY)
            generators.append(("X", position, -math.log(contrast) / 2))
        elif len(where) == 2 and instruction.operation.name != "barrier":
            generators += gate_generators(machine.target, instruction.operation.name, where, position)
    return generators, protocol

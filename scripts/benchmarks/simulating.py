"""Wide and noisy circuits on the emulated device, compared with plain Aer with the same noise."""

from __future__ import annotations

import json
import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit import QuantumCircuit
from qiskit_aer import AerSimulator

from benchmarks.clients import DEVICE
from benchmarks.measuring import in_turn, spent
from benchmarks.table import Row, row
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.circuits import instructions
from qrt_facade.emulator.simulation.execution import Machine, Meter
from qrt_facade.emulator.simulation.noise import noise_model
from qrt_facade.emulator.simulation.programs import execute
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measuring import Effort

_LINE = [*range(16), 19, *range(35, 20, -1), 36, *range(41, 56), 59, *range(75, 60, -1), 76, *range(81, 96), 99,
         *range(115, 100, -1), 116, *range(121, 136)]  # fmt: skip
"""Neighbours on ibm_fez, row by row."""


def simulations(effort: Effort) -> list[Row]:
    """Run a circuit for each of the emulator's methods; Aer gets as few shots as it can compute in seconds."""
    target = Target(Device.named(DEVICE))
    width, depth = effort.size(156, 20), effort.size(10, 2)
    chain, points = effort.size(100, 20), effort.size(1000, 20)
    wide, random = _ghz(target, width), _random(target, 20, depth)
    shots, few = effort.size(4096, 100), 8
    ghz, layers = f"GHZ of {width} qubits, noisy", f"20 qubits x {depth} layers, random, noisy"
    trotter = f"Trotter circuit of {chain} qubits x {depth} layers, noisy, Z of each qubit"
    ours: dict[str, Callable[[], Any]] = {
        f"{ghz}, {few} shots": partial(_sampled, target, wide, few),
        f"{ghz}, {shots} shots": partial(_sampled, target, wide, shots),
        f"{layers}, {few} shots": partial(_sampled, target, random, few),
        f"{layers}, {shots} shots": partial(_sampled, target, random, shots),
        trotter: partial(_job, "estimator", _trotter(target, chain, depth)),
        f"sweep of 5 qubits, noisy, {points} points, 100 shots each": partial(
            _job, "sampler", _sweep(points)
        ),
    }
    peers: dict[str, Callable[[], Any]] = {
        f"{ghz}, {few} shots": partial(_by_aer, target, wide, few),
        f"{layers}, {few} shots": partial(_by_aer, target, random, few),
    }
    rows = []
    for name, work in ours.items():
        works = {"ours": work} | ({"Aer": peers[name]} if name in peers else {})
        values = in_turn({subject: spent(each) for subject, each in works.items()}, effort.rounds(0.4))
        peer = next((subject for subject in works if subject != "ours"), "")
        rows.append(row(name, values, peer=peer, aims={"peer": 1} if peer else None, by="cpu"))
    return rows


def _sampled(target: Target, circuit: QuantumCircuit, shots: int) -> Any:
    machine = Machine(target, Meter(target, math.inf), noise=True, seed=1, memory_mb=4096)
    return machine.sample([circuit], shots)


def _by_aer(target: Target, circuit: QuantumCircuit, shots: int) -> Any:
    gates = [(operation.name, where) for operation, where in instructions(circuit)]
    model = noise_model(target, list(range(circuit.num_qubits)), gates)
    return AerSimulator(noise_model=model).run(circuit, shots=shots, memory=True).result().get_memory()


def _job(program: str, params: dict[str, Any]) -> Any:
    device = Device.named(DEVICE)
    ended = execute(
        {
            "device": device.name, "configuration": str(device.configuration_file),
            "properties": str(device.properties_file), "program_id": program, "params": json.dumps(params),
            "cost": 100_000, "noise": True, "seed": 1, "memory_mb": 4096,
        }
    )  # fmt: skip
    assert ended.status == "Completed", ended.reason  # noqa: S101 - a benchmark of nothing would look good
    return ended


def _hadamard(circuit: QuantumCircuit, qubit: int) -> None:
    circuit.rz(math.pi / 2, qubit)
    circuit.sx(qubit)
    circuit.rz(math.pi / 2, qubit)


def _ghz(target: Target, width: int) -> QuantumCircuit:
    circuit = QuantumCircuit(target.num_qubits, width)
    reached = [0]
    _hadamard(circuit, 0)
    for qubit in reached:
        for other in range(target.num_qubits):
            pair = next((p for p in ((qubit, other), (other, qubit)) if target.couples("cz", p)), None)
            if pair and other not in reached and len(reached) < width:
                reached.append(other)
                _hadamard(circuit, other)
                circuit.cz(*pair)
                _hadamard(circuit, other)
    circuit.measure(reached, range(width))
    return circuit


def _random(target: Target, width: int, depth: int) -> QuantumCircuit:
    random, line = np.random.default_rng(0), _LINE[:width]
    circuit = QuantumCircuit(target.num_qubits, width)
    for layer in range(depth):
        for qubit in line:
            circuit.rz(random.uniform(0, 2 * math.pi), qubit)
            circuit.sx(qubit)
            circuit.rz(random.uniform(0, 2 * math.pi), qubit)
        for one, other in zip(line[layer % 2 :: 2], line[layer % 2 + 1 :: 2], strict=False):
            circuit.cz(*((one, other) if target.couples("cz", (one, other)) else (other, one)))
    circuit.measure(line, range(width))
    return circuit


def _trotter(target: Target, width: int, layers: int) -> dict[str, Any]:
    """A kicked Ising chain with an angle close enough to a Clifford angle for the values to converge."""
    line = _LINE[:width]
    text = ['OPENQASM 3.0; include "stdgates.inc"; gate rzz(t) a, b { cx a, b; rz(t) b; cx a, b; }']
    for _ in range(layers):
        text += [f"rx(0.3) ${qubit};" for qubit in line]
        for first in (0, 1):
            for one, other in zip(line[first::2], line[first + 1 :: 2], strict=False):
                pair = (one, other) if target.couples("rzz", (one, other)) else (other, one)
                text.append(f"rzz(pi/2) ${pair[0]}, ${pair[1]};")
    top = max(line)
    labels = ["I" * (top - qubit) + "Z" + "I" * qubit for qubit in line]
    return {"pubs": [["\n".join(text), labels, None, 1 / 64]]}


def _sweep(points: int) -> dict[str, Any]:
    text = ['OPENQASM 3.0; include "stdgates.inc"; input float[64] a; bit[5] c;']
    for _ in range(3):
        text += [f"rx(a) ${qubit};" for qubit in range(5)]
        text += [f"cz ${qubit}, ${qubit + 1};" for qubit in range(4)]
    text += [f"c[{qubit}] = measure ${qubit};" for qubit in range(5)]
    return {"pubs": [["\n".join(text), [[3 * point / points] for point in range(points)], 100]]}

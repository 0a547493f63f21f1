"""Compare `check` and the emulated job with IBM's own client: is a circuit in the backend's instruction set?

What IBM's client refuses must be refused with the code 1517, and nothing else with that code.

IBM's target has all control flow that the configuration names, and its client accepts variables. What the service
does not support of these is refused with 1521, which is tested elsewhere: loops, `switch`, nested conditions,
variables. None of them are used here.
"""

from __future__ import annotations

import copy
import math
import random
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Gate, Parameter
from qiskit.circuit import library as gates
from qiskit.circuit.classical import expr
from qiskit_ibm_runtime.circuit import MidCircuitMeasure
from qiskit_ibm_runtime.utils.backend_converter import convert_to_target
from qiskit_ibm_runtime.utils.backend_decoder import (
    configuration_from_server_data,
    properties_from_server_data,
)
from qiskit_ibm_runtime.utils.utils import is_isa_circuit
from support.examples_drawn import sampled

from qrt_facade._programs.params import sampler_params
from qrt_facade._programs.preflight import check
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.isa import check_isa
from qrt_facade.emulator.simulation.target import Target as EmulatedTarget

if TYPE_CHECKING:
    from qiskit.transpiler import Target

# Warnings of Qiskit and its runtime are not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")

CLASSES = {
    "Falcon, cx": "ibmq_manila",
    "Falcon, no reset": "ibm_lima",
    "Eagle, ecr": "ibm_sherbrooke",
    "Heron r2, cz and fractional": "ibm_fez",
    "Heron r2, measure_2": "ibm_kingston",
    "Nighthawk": "ibm_miami",
}
OFTEN = {"Falcon, no reset", "Heron r2, cz and fractional", "Nighthawk"}
"""Devices for which every run draws circuits."""
OTHERS = (
    "ibm_boston",
    "ibm_brisbane",
    "ibm_torino",
    "ibm_yorktown",
    "ibm_armonk",
    "ibm_rochester",
    "ibm_hanoi",
    "ibm_nighthawk",
)


@cache
def configuration(device: str) -> dict[str, Any]:
    return Device.named(device).configuration


@cache
def target(device: str) -> Target:
    """The target that IBM's client creates from the data served by the emulator, including faulty parts."""
    served = Device.named(device)
    read = configuration_from_server_data(copy.deepcopy(served.configuration), use_fractional_gates=None)
    properties = properties_from_server_data(copy.deepcopy(served.properties), use_fractional_gates=None)
    return convert_to_target(read, properties, filter_faulty=False)


def by_ibm(circuit: QuantumCircuit, device: str) -> str:
    return str(is_isa_circuit(circuit, target(device)))


def by_check(pub: Any, device: str) -> list[str]:
    found = check("sampler", sampler_params([pub]), configuration(device))
    return [str(problem) for problem in found if problem.code == 1517]


def by_job(circuit: QuantumCircuit, device: str) -> str:
    """Return the code with which the emulated job would fail."""
    try:
        check_isa(circuit, load_target(device))
    except JobFailedError as failure:
        return f"{failure.code}: {failure.message}"
    return ""


@cache
def load_target(device: str) -> EmulatedTarget:
    return EmulatedTarget(Device.named(device))


def check_circuit(circuit: QuantumCircuit, device: str) -> bool:
    """Compare the verdicts; return whether the circuit is refused."""
    theirs, job = by_ibm(circuit, device), by_job(circuit, device)
    ours = by_check((circuit, [0.1] * circuit.num_parameters), device)
    summary = f"{device}: IBM's client: {theirs!r}; check: {ours}; job: {job!r}\n{circuit}"
    assert bool(theirs) == bool(ours) == job.startswith("1517"), summary
    return bool(theirs)


# What circuits are made of

ANGLES = (0.0, 0.3, math.pi / 2, -0.3, 2.0, math.pi / 2 + 1e-12, math.pi / 2 + 5e-10, -1e-12)

ONE = [
    gates.XGate(), gates.SXGate(), gates.RZGate(0.3), gates.RXGate(0.3), gates.IGate(), gates.HGate(), gates.U1Gate(0.1),
    gates.U2Gate(0.1, 0.2), gates.U3Gate(0.1, 0.2, 0.3), gates.UGate(0.1, 0.2, 0.3), gates.PhaseGate(0.1), gates.SGate(),
    gates.RZGate(Parameter("a")), Gate("own", 1, []), Gate("xslow", 1, []),
]  # fmt: skip
TWO = [
    gates.CXGate(), gates.CZGate(), gates.ECRGate(), gates.SwapGate(), gates.CZGate(ctrl_state=0), Gate("own_2", 2, []),
]  # fmt: skip


class Drawn:
    """A circuit for a device, mostly of supported instructions."""

    def __init__(self, device: str, seed: int) -> None:
        self.random = random.Random(seed)
        self.configuration = configuration(device)
        width = int(self.configuration["n_qubits"])
        self.native = set(self.configuration["basis_gates"])
        self.pairs = [tuple(pair) for pair in self.configuration.get("coupling_map") or []]
        self.width = self.random.choice([width, width, width, max(1, width // 2), width + 1])
        self.circuit = QuantumCircuit(QuantumRegister(self.width, "q"), ClassicalRegister(2, "c"))

    def whole(self) -> QuantumCircuit:
        self.statements(self.circuit, self.random.randint(1, 6))
        if self.random.random() < 0.2:
            self.condition()
        self.circuit.measure(self.qubit(), 0)
        return self.circuit

    def statements(self, circuit: QuantumCircuit, number: int) -> None:
        for _ in range(number):
            self.random.choice([self.one, self.one, self.two, self.two, self.rzz, self.other, self.other])(
                circuit
            )

    def qubit(self) -> int:
        return self.random.randrange(self.width)

    def pair(self) -> tuple[int, int]:
        inside = [pair for pair in self.pairs if max(pair) < self.width]
        kind = self.random.random()
        if self.width < 2:
            return (0, 0)
        if not inside or kind < 0.15:
            first, second = self.random.sample(range(self.width), 2)
            return first, second
        first, second = self.random.choice(inside)
        return (second, first) if kind < 0.3 else (first, second)

    def one(self, circuit: QuantumCircuit) -> None:
        mine = [gate for gate in ONE if gate.name in self.native]
        circuit.append(self.random.choice(mine if self.random.random() < 0.85 else ONE), [self.qubit()])

    def two(self, circuit: QuantumCircuit) -> None:
        mine = [gate for gate in TWO if gate.name in self.native]
        if self.width > 1:
            circuit.append(
                self.random.choice(mine if mine and self.random.random() < 0.85 else TWO), self.pair()
            )

    def rzz(self, circuit: QuantumCircuit) -> None:
        if self.width > 1 and self.random.random() < (0.9 if "rzz" in self.native else 0.1):
            circuit.rzz(self.random.choice(ANGLES), *self.pair())

    def other(self, circuit: QuantumCircuit) -> None:
        kind = self.random.randrange(8)
        if kind == 0:
            circuit.barrier()
        elif kind == 1:
            circuit.delay(100, self.qubit(), "dt")
        elif kind == 2:
            circuit.reset(self.qubit())
        elif kind == 3:
            circuit.append(MidCircuitMeasure(), [self.qubit()], [circuit.clbits[0]])
        elif kind == 4:
            circuit.measure(self.qubit(), circuit.clbits[1])
        elif kind == 5 and self.width > 2 and self.random.random() < 0.2:
            circuit.append(gates.CCXGate(), self.random.sample(range(self.width), 3))
        elif kind == 6:
            circuit.append(gates.GlobalPhaseGate(0.1), []) if self.random.random() < 0.2 else circuit.barrier(
                0
            )
        elif kind == 7 and self.random.random() < 0.3:
            circuit.store(circuit.clbits[1], expr.lift(True))

    def condition(self) -> None:
        self.circuit.measure(self.qubit(), 0)
        body = self.circuit.copy_empty_like()
        self.statements(body, 2)
        self.circuit.if_else(
            (self.circuit.clbits[0], 1), body, None, self.circuit.qubits, self.circuit.clbits
        )


@pytest.mark.parametrize(
    "device",
    [
        pytest.param(device, id=name, marks=() if name in OFTEN else pytest.mark.long)
        for name, device in CLASSES.items()
    ],
)
def test_check_and_job_refuse_the_same_circuits_as_ibms_client(device: str) -> None:
    refused = [check_circuit(Drawn(device, seed).whole(), device) for seed in range(sampled(7, 12))]
    assert len(set(refused)) == 2  # both outcomes were tested


@pytest.mark.long
@pytest.mark.parametrize("device", [*CLASSES.values(), *OTHERS])
def test_check_and_job_refuse_the_same_of_many_circuits_as_ibms_client(device: str) -> None:
    refused = [check_circuit(Drawn(device, seed).whole(), device) for seed in range(700)]
    assert 0.1 < np.mean(refused) < 0.95  # both outcomes were tested

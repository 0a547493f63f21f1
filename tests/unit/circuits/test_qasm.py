"""What is read off OpenQASM text; Qiskit's own programs are what it is compared with."""

from __future__ import annotations

import random

import pytest
from qiskit import QuantumCircuit, qasm2, qasm3

from qrt_facade._circuits import qasm
from qrt_facade._circuits.qasm import Call


def _calls_of_qiskit(circuit: QuantumCircuit) -> list[tuple[str, tuple[int, ...]]]:
    return [
        (step.operation.name, tuple(circuit.find_bit(qubit).index for qubit in step.qubits))
        for step in circuit.data
        if step.operation.name not in {"barrier", "delay"}
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_scanner_reads_what_qiskit_wrote(seed: int) -> None:
    rng = random.Random(seed)
    circuit = QuantumCircuit(4, 4)
    for _ in range(30):
        a, b = rng.sample(range(4), 2)
        rng.choice([circuit.x, circuit.h, circuit.sx, circuit.reset, circuit.t])(a)
        rng.choice([circuit.cx, circuit.cz, circuit.swap])(a, b)
        circuit.rz(rng.random(), a)
        circuit.measure(a, b)
    for written in (qasm3.dumps(circuit), qasm2.dumps(circuit)):
        found = qasm.scan(written)
        assert [(call.name, call.qubits) for call in found.calls] == _calls_of_qiskit(circuit)
        assert found.version in {2, 3}


def test_the_scanner_knows_broadcasts_definitions_and_control_flow() -> None:
    found = qasm.scan(
        "OPENQASM 3.1; gate g a { x a; } qubit[2] q; qubit r; cx q, r; g q[-1]; while (true) { g r; }"
    )
    assert found.calls == [Call("cx", (0, 2)), Call("cx", (1, 2)), Call("g", (1,)), Call("g", (2,))]
    assert found.defined == {"g"}
    assert found.has_control_flow
    assert found.includes == frozenset()


def test_scanning_any_text_ends_and_does_not_fail() -> None:
    rng = random.Random(5)
    for _ in range(300):
        text = "".join(
            rng.choice(["x", " ", ";", "{", "}", "$1", "q[0]", "(", ")", ",", "if", "gate", "@", "\n", "//"])
            for _ in range(60)
        )
        qasm.scan(text)
        qasm.declared_inputs(text)
        qasm.declared_qubits(text)

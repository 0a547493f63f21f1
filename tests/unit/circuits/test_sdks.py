"""Circuits of SDKs, real where the SDK is installed, and stand-ins that have its names where it need not be."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from qiskit import QuantumCircuit

from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.sdks import exporter_of, is_qiskit


def stand_in(module: str, name: str, **methods: Any) -> Any:
    """An object of a class that a user derived from an SDK's."""
    base = type(name, (), {"__module__": module, **methods})
    return type("Derived", (base,), {"__module__": "users.own"})()


def test_circuits_are_exported_by_their_own_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    cirq = stand_in("cirq.circuits.circuit", "AbstractCircuit", to_qasm=lambda _, version: f"cirq {version};")
    assert encode_circuit(cirq) == "cirq 3.0;"
    tape = stand_in("pennylane.tape.qscript", "QuantumScript", to_openqasm=lambda _: "pennylane;")
    assert encode_circuit(tape) == "pennylane;"
    exporter = ModuleType("pytket.qasm")
    exporter.circuit_to_qasm_str = lambda _, header: f"pytket {header};"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pytket", ModuleType("pytket"))
    monkeypatch.setitem(sys.modules, "pytket.qasm", exporter)
    assert encode_circuit(stand_in("pytket._tket.circuit", "Circuit")) == "pytket qelib1;"


def test_brakets_gates_get_their_standard_names_and_include() -> None:
    text = "OPENQASM 3.0;\nqubit[2] q;\ncnot q[0], q[1];\nphaseshift(0.3) q[0];\nvi q[0];\nh q[0];"
    program = type("Program", (), {"source": text})
    braket = stand_in("braket.circuits.circuit", "Circuit", to_ir=lambda _, kind: program)
    assert encode_circuit(braket) == (
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\ncx q[0], q[1];\np(0.3) q[0];\ninv @ sx q[0];\nh q[0];'
    )


def test_only_a_class_of_the_sdks_own_name_and_module_is_known() -> None:
    assert is_qiskit(QuantumCircuit(1))
    assert not is_qiskit(stand_in("cirq.circuits.circuit", "AbstractCircuit"))
    assert exporter_of(stand_in("mine.circuits", "QuantumCircuit")) is None
    assert exporter_of(stand_in("cirq.circuits.moment", "Moment")) is None


def _qiskit_reading(wire: object) -> QuantumCircuit:
    """The circuit that Qiskit's importers, and so the service, make of the text."""
    from qiskit import qasm2, qasm3

    assert isinstance(wire, str)
    if wire.lstrip().startswith(("OPENQASM 2", "// Generated")) and "OPENQASM 2" in wire:
        return qasm2.loads(wire, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    return qasm3.loads(wire)


def _bell_probabilities(wire: object) -> dict[str, float]:
    from qiskit.quantum_info import Statevector

    circuit = _qiskit_reading(wire)
    circuit.remove_final_measurements()
    return {
        bits: round(value, 6)
        for bits, value in Statevector(circuit).probabilities_dict().items()
        if value > 1e-9
    }


def test_a_cirq_circuit_is_sent_as_its_own_openqasm() -> None:
    cirq = pytest.importorskip("cirq")
    a, b = cirq.LineQubit.range(2)
    wire = encode_circuit(cirq.Circuit(cirq.H(a), cirq.CNOT(a, b), cirq.measure(a, b, key="m")))
    assert _bell_probabilities(wire) == {"00": 0.5, "11": 0.5}


def test_a_pytket_circuit_is_sent_as_its_own_openqasm() -> None:
    pytket = pytest.importorskip("pytket")
    wire = encode_circuit(pytket.Circuit(2, 2).H(0).CX(0, 1).measure_all())
    assert _bell_probabilities(wire) == {"00": 0.5, "11": 0.5}


def test_a_pennylane_tape_is_sent_as_its_own_openqasm() -> None:
    qml = pytest.importorskip("pennylane")
    tape = qml.tape.QuantumScript([qml.Hadamard(0), qml.CNOT([0, 1])], [qml.probs(wires=[0, 1])])
    assert _bell_probabilities(encode_circuit(tape)) == {"00": 0.5, "11": 0.5}


def test_a_braket_circuit_is_sent_with_the_standard_names_of_its_gates() -> None:
    braket = pytest.importorskip("braket.circuits")
    circuit = (
        braket.Circuit().h(0).cnot(0, 1).v(0).vi(0).si(1).s(1).ti(1).t(1).phaseshift(0, 0.3).measure([0, 1])
    )
    assert _bell_probabilities(encode_circuit(circuit)) == {"00": 0.5, "11": 0.5}

"""Circuits of an estimator as text that measures the observables."""

import pytest

from qrt_facade import ConfigurationError
from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._programs.through_executor.observed_text import observed, source_of

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


def test_removes_final_measurements_and_registers_and_keeps_lines() -> None:
    text = f"{HEAD}bit[2] c; // two\nqubit[2] q;\nlet both = c[0:1];\nsx q[0]; // keep\nc[0] = measure q[0];\nmeasure q[1] -> c[1];\n"
    found = observed(source_of(text, "PUB 0"), [1])
    reading = read_circuit(found.text)
    assert reading is not None
    assert (reading.faults, dict(reading.registers)) == ((), {"meas": 1})
    assert found.text.splitlines()[5].endswith("sx q[0]; // keep")
    assert "measure q[0]" not in found.text
    assert "meas[0] = measure q[1];" in found.text


def test_removes_declarations_with_a_measurement() -> None:
    found = observed(source_of(f"{HEAD}qubit[2] q; x q[0]; bit[2] c = measure q;", "PUB 0"), [0, 1])
    assert found.text.count("measure") == 2


def test_physical_qubits_that_the_text_does_not_have_can_be_measured() -> None:
    found = observed(source_of(f"{HEAD}sx $3;", "PUB 0"), [3, 7])
    assert "meas[1] = measure $7;" in found.text


@pytest.mark.parametrize(
    "body",
    [
        "bit[1] c; c[0] = measure $0; x $0;",
        "bit[1] c; c[0] = measure $0; reset $0;",
        "bit[1] c; c[0] = measure $0; if (c[0]) { x $1; }",
    ],
)
def test_a_measurement_before_the_end_is_refused(body: str) -> None:
    with pytest.raises(ConfigurationError, match="PUB 3: the estimator does not support control flow"):
        source_of(HEAD + body, "PUB 3")


def test_a_fault_of_the_text_is_named_with_its_place() -> None:
    with pytest.raises(ConfigurationError, match=r"PUB 0: .*line 3.*nope"):
        source_of(f"{HEAD}nope $0;", "PUB 0")


def test_text_of_openqasm_2_is_written_as_openqasm_3() -> None:
    text = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[2]; sx q[0]; cz q[0],q[1]; measure q -> c;'
    found = observed(source_of(text, "PUB 0"), [1])
    reading = read_circuit(found.text)
    assert reading is not None
    assert (reading.faults, dict(reading.registers), reading.num_qubits) == ((), {"meas": 1}, 2)
    with pytest.raises(ConfigurationError, match="PUB 1: the OpenQASM 2 text cannot be read"):
        source_of('OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; nope q[0];', "PUB 1")


def test_does_not_reuse_names_of_the_circuit() -> None:
    text = f"{HEAD}input float qrt_a0; bit[1] meas; rz(qrt_a0) $0; meas[0] = measure $0; // qrt_1"
    found = observed(source_of(text, "PUB 0"), [0])
    reading = read_circuit(found.text)
    assert reading is not None
    assert reading.faults == ()
    assert reading.parameters == {"qrt_a0", *found.first, *found.second}


def test_a_qiskit_circuit_is_exported_with_its_parameters_in_their_order() -> None:
    from qiskit import QuantumCircuit
    from qiskit.circuit import Parameter, ParameterVector

    vector, other = ParameterVector("v", 11), Parameter("θ")
    circuit = QuantumCircuit(3, metadata={"label": "mine"})
    for parameter in (*vector, other):
        circuit.rz(parameter, 0)
    circuit.cz(0, 1)
    circuit.measure_all()
    source = source_of(encode_circuit(circuit), "PUB 0")
    assert sorted(source.names, key=source.names.__getitem__) == [p.name for p in circuit.parameters]
    assert source.program.reading.num_qubits == 3
    assert source.program.reading.registers == {}
    assert source.metadata == {"label": "mine"}

"""Transpiling from what the REST API says about a backend, without IBM's client."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qiskit import QuantumCircuit, qasm2, qasm3, qpy
from support.heron import configuration

from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.isa import isa_violations
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._circuits.sdks import MAX_QPY_VERSION
from qrt_facade._circuits.transpiling import target_of, transpiled
from qrt_facade.errors import ConfigurationError, UnexpectedResponseError


def bell() -> QuantumCircuit:
    circuit = QuantumCircuit(2, 2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    return circuit


def properties() -> dict[str, Any]:
    return {
        "gates": [
            {
                "gate": "cz",
                "qubits": [0, 1],
                "parameters": [
                    {"name": "gate_length", "value": 68, "unit": "ns"},
                    {"name": "gate_error", "value": 0.002, "unit": ""},
                ],
            }
        ],
        "qubits": [
            [
                {"name": "readout_length", "value": 1.5, "unit": "us"},
                {"name": "readout_error", "value": 0.01, "unit": ""},
            ]
        ],
    }


@pytest.mark.parametrize("form", ["object", "qasm2", "qasm3", "qasm path", "qpy path", "encoded"])
def test_a_circuit_in_any_form_comes_out_in_the_backends_instructions(form: str, tmp_path: Path) -> None:
    path = tmp_path / "bell"
    circuit: Any = bell()
    match form:
        case "qasm2":
            circuit = "// OPENQASM 3 is not what follows\n" + qasm2.dumps(circuit)
        case "qasm3":
            circuit = "// OPENQASM 2 is not what follows\n" + qasm3.dumps(circuit)
        case "qasm path":
            path.write_text(qasm3.dumps(circuit), encoding="utf-8")
            circuit = path
        case "qpy path":
            with path.open("wb") as file:
                qpy.dump(circuit, file, version=MAX_QPY_VERSION)
            circuit = path
        case "encoded":
            circuit = encode_circuit(circuit)
    found = transpiled(circuit, configuration(), None, seed=1)
    reading = read_circuit(encode_circuit(found))
    assert reading is not None
    assert list(isa_violations(reading, configuration())) == []
    assert {"cz", "measure"} <= set(found.count_ops()) <= {"cz", "measure", "rz", "sx", "x", "barrier"}


def test_a_list_of_circuits_comes_back_as_a_list() -> None:
    assert len(transpiled([bell(), bell()], configuration(), None)) == 2


@pytest.mark.parametrize(
    ("circuit", "said"),
    [
        (3, "3 is not a circuit"),
        ("OPENQASM 3.0; qubit[", "OpenQASM text cannot be read"),
        ("OPENQASM 2.0; qreg q[", "OpenQASM text cannot be read"),
        (Path("nowhere.qasm"), r"Cannot read the circuit file nowhere\.qasm"),
        ({"__type__": "QuantumCircuit", "__value__": "eJw="}, "cut short"),
    ],
)
def test_what_cannot_be_read_is_a_configuration_error(circuit: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        transpiled(circuit, configuration(), None)


@pytest.mark.parametrize("level", [-1, 4, True, "1", None])
def test_an_optimization_level_that_does_not_exist_is_refused(level: Any) -> None:
    with pytest.raises(ConfigurationError, match="optimization_level="):
        transpiled(bell(), configuration(), None, optimization_level=level)


def test_the_target_has_durations_in_seconds_and_errors() -> None:
    target = target_of(configuration(), properties())
    assert target["cz"][0, 1].duration == pytest.approx(68e-9)
    assert target["cz"][0, 1].error == 0.002
    assert target["measure"][(0,)].duration == pytest.approx(1.5e-6)
    assert target["measure"][(0,)].error == 0.01
    assert target["measure"][(1,)].error is None
    assert target.dt == pytest.approx(configuration()["dt"] * 1e-9)


def test_fractional_gates_and_control_flow_exclude_each_other() -> None:
    without = target_of(configuration(), None)
    assert not {"rx", "rzz"} & set(without.operation_names)
    assert "if_else" in without.operation_names
    fractional = target_of(configuration(), None, fractional_gates=True)
    assert {"rx", "rzz"} <= set(fractional.operation_names)
    assert set(fractional.qargs_for_operation_name("rzz")) == {(0, 1), (1, 2)}
    assert "if_else" not in fractional.operation_names


def test_a_configuration_without_its_number_of_qubits_is_the_service_s_error() -> None:
    with pytest.raises(UnexpectedResponseError, match="n_qubits"):
        target_of({"basis_gates": ["x"]}, None)

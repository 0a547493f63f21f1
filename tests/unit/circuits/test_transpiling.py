"""Transpiling from the REST API's responses, without IBM's client."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from qiskit import QuantumCircuit, QuantumRegister, qasm2, qasm3, qpy
from qiskit.circuit import Gate
from qiskit.quantum_info import SparsePauliOp, Statevector
from qiskit.transpiler import TranspilerError
from support.heron import configuration

from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.isa import isa_violations
from qrt_facade._circuits.qpy.reader import NEWEST
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._circuits.transpiling import transpiled
from qrt_facade.errors import ConfigurationError


def bell() -> QuantumCircuit:
    circuit = QuantumCircuit(2, 2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    return circuit


@pytest.mark.parametrize("form", ["object", "qasm2", "qasm3", "qasm path", "qpy path", "encoded"])
def test_transpiles_every_form_of_circuit_to_the_backends_instructions(form: str, tmp_path: Path) -> None:
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
                qpy.dump(circuit, file, version=NEWEST)
            circuit = path
        case "encoded":
            circuit = encode_circuit(circuit)
    found = transpiled(circuit, configuration(), None, seed=1)
    reading = read_circuit(encode_circuit(found))
    assert reading is not None
    assert list(isa_violations(reading, configuration())) == []
    assert {"cz", "measure"} <= set(found.count_ops()) <= {"cz", "measure", "rz", "sx", "x", "barrier"}


def test_a_list_of_circuits_is_returned_as_a_list() -> None:
    assert len(transpiled([bell(), bell()], configuration(), None)) == 2


@pytest.mark.parametrize(
    ("circuit", "message"),
    [
        (3, "3 is not a circuit"),
        (None, "None is not a circuit"),
        ([], "list of circuits to transpile is empty"),
        ([bell(), 3], "circuit 1 of the list: 3 is not a circuit"),
        (
            [bell(), bell(), "OPENQASM 3; qubit"],
            "circuit 2 of the list: the OpenQASM 3 text cannot be read: line 1",
        ),
        ([[bell()]], "circuit 0 of the list: .* is not a circuit"),
        (Path("nowhere.qasm"), r"Cannot read the circuit file nowhere\.qasm"),
        (Path(), "Cannot read the circuit file"),
        (Path("a\0b"), "cannot be read"),
        ({"__type__": "QuantumCircuit", "__value__": "eJw="}, "truncated"),
        ({"__type__": "QuantumCircuit", "__value__": 3}, "cannot be read"),
    ],
)
def test_an_unreadable_circuit_is_a_configuration_error(circuit: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        transpiled(circuit, configuration(), None)


@pytest.mark.parametrize(
    "content", [b"QISKIT", b"QISKIT\x0d" + bytes(12), "// \xe9 OPENQASM 3;".encode("latin-1"), b""]
)
def test_a_file_that_cannot_be_read_is_a_configuration_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "circuit").write_bytes(content)
    with pytest.raises(ConfigurationError):
        transpiled(tmp_path / "circuit", configuration(), None)


@pytest.mark.parametrize(
    ("text", "place", "line", "caret"),
    [
        ("OPENQASM 3.0;\nqubit q\nh q;", "line 3, column 1", "h q;", 0),
        ("OPENQASM 3.0;\nqubit q;\n  $ q;", "line 3, column 3", "  $ q;", 2),
        (
            'OPENQASM 3.0;\r\ninclude "stdgates.inc";\r\nqubit q; foo q;',
            "line 3, column 10",
            "qubit q; foo q;",
            9,
        ),
        ("OPENQASM 3.0;\nint[8] i;\n", "line 2, column 1", "int[8] i;", 0),
        ("OPENQASM 2.0;\nqreg q[2]\nh q[0];", "line 3, column 1", "h q[0];", 0),
        ("OPENQASM 2.0;\nqreg q[2];\nU(0,0,0) q[7];", "line 3, column 12", "U(0,0,0) q[7];", 11),
    ],
)
def test_a_fault_of_a_text_is_shown_with_its_line_and_a_caret(
    text: str, place: str, line: str, caret: int
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        transpiled(text, configuration(), None)
    message, *excerpt = str(caught.value).splitlines()
    assert f"text cannot be read: {place}: " in message
    assert excerpt == [line, " " * caret + "^"]
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    ("module", "circuit", "install"),
    [
        ("qiskit.transpiler", bell(), "install qiskit"),
        ("qiskit_qasm3_import", "OPENQASM 3; qubit q;", "install qiskit and qiskit-qasm3-import"),
    ],
)
def test_a_missing_package_error_names_what_to_install(
    module: str, circuit: Any, install: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigurationError, match=install):
        transpiled(circuit, configuration(), None)


@pytest.mark.parametrize(
    "argument",
    [
        *({"optimization_level": level} for level in (-1, 4, True, 1.0, "1", None)),
        *({"seed": seed} for seed in (-1, True, 1.5, "1", 2**64)),
        *({"fractional_gates": flag} for flag in (None, "yes", 2)),
    ],
)
def test_rejects_an_invalid_argument_by_name(argument: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=f"{next(iter(argument))}="):
        transpiled(bell(), configuration(), None, **argument)


@pytest.mark.parametrize("seed", [None, 0, 2**64 - 1])
def test_accepted_seeds_are_valid_for_qiskit(seed: int | None) -> None:
    for level in range(4):
        assert transpiled(triangle(), configuration(), None, optimization_level=level, seed=seed)


def test_qiskits_exceptions_become_configuration_errors() -> None:
    opaque = QuantumCircuit(3)
    opaque.append(Gate("mine", 3, []), [0, 1, 2])
    with pytest.raises(
        ConfigurationError, match=r"cannot transpile the circuit .* for ibm_fez: .*mine"
    ) as caught:
        transpiled(opaque, configuration(), None)
    assert isinstance(caught.value.__cause__, TranspilerError)


def triangle() -> QuantumCircuit:
    circuit = QuantumCircuit(3, 3)
    circuit.h(range(3))
    for pair in ((0, 1), (1, 2), (2, 0)):
        circuit.cx(*pair)
    circuit.measure(range(3), range(3))
    return circuit


def line_of(
    width: int, *, broken: tuple[int, ...] = (), cut: tuple[int, ...] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a device of qubits in a line, with broken qubits and cut couplings."""

    def gate(name: str, qubits: list[int], *, works: bool) -> dict[str, Any]:
        figures = {"gate_error": 0.001 if works else 1, "gate_length": 32}
        readings = [
            {"name": name, "value": value, "unit": "ns" if value == 32 else ""}
            for name, value in figures.items()
        ]
        return {"gate": name, "qubits": qubits, "parameters": readings}

    pairs = [pair for left in range(width - 1) for pair in ([left, left + 1], [left + 1, left])]
    singles = [[qubit] for qubit in range(width)]
    gates = [gate(name, [qubit], works=qubit not in broken) for name in ("sx", "x") for qubit in range(width)]
    gates += [gate("cz", pair, works=min(pair) not in cut and not {*pair} & {*broken}) for pair in pairs]
    listed = [{"name": name, "coupling_map": singles} for name in ("sx", "x", "rz")]
    found = {
        "backend_name": "ibm_line",
        "n_qubits": width,
        "basis_gates": ["cz", "rz", "sx", "x"],
        "coupling_map": pairs,
        "gates": [*listed, {"name": "cz", "coupling_map": pairs}],
        "supported_instructions": ["measure", "delay", "reset", "if_else"],
        "dt": 4,
    }
    return found, {"gates": gates, "qubits": [[] for _ in range(width)]}


def used(circuit: QuantumCircuit) -> set[int]:
    return {
        circuit.find_bit(qubit).index for one in circuit.data if one.name != "barrier" for qubit in one.qubits
    }


def lone(width: int, *, of: int | None = None) -> QuantumCircuit:
    circuit = QuantumCircuit(of or width, width)
    circuit.h(range(width))
    circuit.barrier()
    circuit.measure(range(width), range(width))
    return circuit


def beside(circuit: QuantumCircuit, idle: int) -> QuantumCircuit:
    """Return the circuit with idle qubits before and after its own."""
    wide = QuantumCircuit(
        QuantumRegister(idle, "before"), QuantumRegister(circuit.num_qubits + 1, "own"), *circuit.cregs
    )
    wide.compose(circuit, range(idle, idle + circuit.num_qubits), circuit.clbits, inplace=True)
    wide.barrier()
    return wide


@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize(
    ("circuit", "broken"),
    [
        (lone(1), (0,)),
        (lone(3), (0, 2)),
        (bell(), (0,)),
        (triangle(), (1,)),
        (beside(bell(), 4), (3,)),
        (beside(triangle(), 3), (0, 3)),
    ],
)
def test_circuits_run_on_working_qubits_at_every_level(
    circuit: QuantumCircuit, broken: tuple[int, ...], level: int
) -> None:
    device, marks = line_of(7, broken=broken)
    found = transpiled(circuit, device, marks, optimization_level=level, seed=3)
    assert found.num_qubits == 7
    assert not used(found) & set(broken)
    reading = read_circuit(encode_circuit(found))
    assert reading is not None
    assert list(isa_violations(reading, device)) == []


@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize(
    ("circuit", "broken"), [(triangle(), (1,)), (beside(triangle(), 3), (0, 3)), (lone(2), (0,))]
)
def test_the_layout_shows_where_qubits_were_moved_around_broken_ones(
    circuit: QuantumCircuit, broken: tuple[int, ...], level: int
) -> None:
    device, marks = line_of(7, broken=broken)
    unmeasured = circuit.remove_final_measurements(inplace=False)
    unmeasured.rx(0.3, 1)
    found = transpiled(unmeasured, device, marks, optimization_level=level, seed=3)
    assert len(found.layout.final_index_layout()) == unmeasured.num_qubits
    for qubit in range(unmeasured.num_qubits):
        label = "".join("Z" if at == qubit else "I" for at in reversed(range(unmeasured.num_qubits)))
        observable = SparsePauliOp([label, label.replace("Z", "X").replace("I", "Z")])
        expected = Statevector(unmeasured).expectation_value(observable)
        assert Statevector(found).expectation_value(observable.apply_layout(found.layout)) == pytest.approx(
            expected
        )


@pytest.mark.parametrize("level", range(4))
def test_cut_couplings_are_not_used(level: int) -> None:
    device, marks = line_of(6, cut=(0, 1))
    found = transpiled(triangle(), device, marks, optimization_level=level, seed=3)
    assert used(found) <= {2, 3, 4, 5}


@pytest.mark.parametrize("level", range(4))
def test_rejects_a_circuit_with_more_qubits_than_work(level: int) -> None:
    device, marks = line_of(5, broken=(1,))
    for circuit, message in (
        (lone(6), "has 6 qubits; ibm_line has 5 qubits, of which 4 work"),
        (lone(5), "uses 5 qubits; ibm_line has 5 qubits, of which 4 work"),
    ):
        with pytest.raises(ConfigurationError, match=message):
            transpiled(circuit, device, marks, optimization_level=level)
    chain = QuantumCircuit(4)
    for qubit in range(3):
        chain.cx(qubit, qubit + 1)
    with pytest.raises(ConfigurationError, match="4 of its 5 qubits work"):
        transpiled(chain, device, marks, optimization_level=level)


@pytest.mark.parametrize("level", [0, 1])
def test_keeps_the_layout_of_an_already_transpiled_circuit(level: int) -> None:
    device, marks = line_of(7, broken=(1,))
    once = transpiled(triangle(), device, marks, seed=3)
    again = transpiled(once, device, marks, optimization_level=level)
    assert again.count_ops() == once.count_ops()
    assert used(again) == used(once)


def test_converts_delays_to_dt_without_changing_the_circuit_passed_in() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.delay(100, 0, "us")
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.delay(44, 0, "ns")
    device, marks = line_of(3)
    before = circuit.copy()
    for level in range(4):
        found = transpiled(
            circuit, device | {"timing_constraints": {"pulse_alignment": 16}}, marks, optimization_level=level
        )
        (outer, _, condition) = found.data
        assert (outer.operation.duration, outer.operation.unit) == (25_000, "dt")
        (inner,) = condition.operation.blocks[0].data
        assert (inner.operation.duration, inner.operation.unit) == (11, "dt")
    assert circuit == before


def test_rejects_a_delay_in_seconds_if_the_devices_dt_is_unknown() -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(100, 0, "us")
    device, marks = line_of(3)
    with pytest.raises(ConfigurationError, match="the configuration of ibm_line contains no dt"):
        transpiled(circuit, device | {"dt": None}, marks)


def test_qpy_that_only_qiskit_reads_is_transpiled(tmp_path: Path) -> None:
    circuit = QuantumCircuit(1)
    circuit.h(0)
    path = tmp_path / "newer.qpy"
    with path.open("wb") as file:
        qpy.dump(circuit, file, version=NEWEST + 1)
    assert transpiled(path, configuration(), None).count_ops()["sx"] == 1


@pytest.mark.parametrize(
    "text",
    [
        'include "qelib1.inc"; qreg q[1]; creg c[1]; sx q[0]; measure q -> c;',
        '// OPENQASM 3.0;\nOPENQASM 2.0; include "qelib1.inc"; qreg q[1]; creg c[1]; sx q[0]; measure q -> c;',
        "\ufeff"
        + "\n" * 5000
        + 'OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; creg c[1]; sx q[0]; measure q -> c;',
        'gate cu a,b { } include "qelib1.inc"; qreg q[1]; creg c[1]; sx q[0]; measure q -> c;',
        'include "qelib1.inc"; qreg q[1]; creg c[1]; sx q[0]; rz(asin(0)) q[0]; measure q -> c;',
        'include "stdgates.inc"; qubit q; bit[1] c; sx q; c[0] = measure q;',
    ],
)
def test_a_text_is_transpiled_in_the_version_that_check_and_submit_read_it_in(text: str) -> None:
    names = transpiled(text, configuration(), None, optimization_level=0).count_ops()
    assert (names["sx"], names["measure"]) == (1, 1)
    reading = read_circuit(encode_circuit(text))
    assert reading is not None
    assert reading.faults == ()
    assert [call.name for call in reading.calls if call.name != "rz"] == ["sx", "measure"]


def test_an_impossible_circuit_error_names_the_number_of_working_qubits() -> None:
    from support.snapshots import snapshot

    loop = QuantumCircuit(1)
    with loop.for_loop(range(2)):
        loop.x(0)
    with pytest.raises(ConfigurationError) as caught:
        transpiled(loop, *snapshot("kingston"))
    assert "'for_loop' is not supported by the backend; " in str(caught.value)

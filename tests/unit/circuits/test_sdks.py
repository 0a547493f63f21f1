"""Circuits of SDKs, real where the SDK is installed, and stand-ins that have its names where it need not be."""

from __future__ import annotations

import re
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import library

from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.sdks import exporter_of, is_qiskit
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def stand_in(module: str, name: str, **methods: Any) -> Any:
    """An object of a class that a user derived from an SDK's."""
    base = type(name, (), {"__module__": module, **methods})
    return type("Derived", (base,), {"__module__": "users.own"})()


def test_circuits_are_exported_by_their_own_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[1] q;'
    cirq = stand_in("cirq.circuits.circuit", "AbstractCircuit", to_qasm=lambda _, version, precision: text)
    assert encode_circuit(cirq) == text
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


@pytest.mark.parametrize(
    ("module", "name", "reason"),
    [
        ("pyquil.quil", "Program", "pyQuil writes Quil, and no OpenQASM"),
        ("cudaq.kernel.kernel_decorator", "PyKernelDecorator", "cudaq.translate"),
        ("stim", "Circuit", "to_qasm"),
    ],
)
def test_a_tool_that_exports_no_openqasm_is_refused_by_its_name(module: str, name: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        encode_circuit(stand_in(module, name))


def test_what_an_sdk_cannot_write_is_refused_with_its_name_and_its_words() -> None:
    def to_qasm(_: object, **options: object) -> str:
        raise ValueError("Cannot output operation as QASM: depolarize(p=0.1)")

    circuit = stand_in("cirq.circuits.circuit", "AbstractCircuit", to_qasm=to_qasm)
    with pytest.raises(ConfigurationError, match=r"users's Derived cannot be written.*depolarize\(p=0\.1\)"):
        encode_circuit(circuit)


def test_pytkets_symbols_become_inputs_of_openqasm_3(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """OPENQASM 2.0;
include "qelib1.inc";

qreg q[2];
creg c[2];
rzz((2*a + 1)*pi) q[0],q[1];
sxdg q[0];
if(c==1) x q[1];
measure q[0] -> c[1];
"""
    exporter = ModuleType("pytket.qasm")
    exporter.circuit_to_qasm_str = lambda _, header: text  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pytket", ModuleType("pytket"))
    monkeypatch.setitem(sys.modules, "pytket.qasm", exporter)
    wire = encode_circuit(stand_in("pytket._tket.circuit", "Circuit", free_symbols=lambda _: {"a"}))
    assert isinstance(wire, str)
    circuit = _qiskit_reading(wire)
    assert [parameter.name for parameter in circuit.parameters] == ["a"]
    assert "\ninput float[64] a;\n" in wire
    assert wire.endswith("inv @ sx q[0];\nif (c==1) x q[1];\nc[1] = measure q[0];\n")


BRAKET_MATRICES: dict[str, tuple[str, Callable[[], Any]]] = {
    "iswap": ("iswap q[0], q[1];", library.iSwapGate),
    "ecr": ("ecr q[0], q[1];", library.ECRGate),
    "xx": ("xx(0.3) q[0], q[1];", lambda: library.RXXGate(0.3)),
    "yy": ("yy(0.3) q[0], q[1];", lambda: library.RYYGate(0.3)),
    "zz": ("zz(0.3) q[0], q[1];", lambda: library.RZZGate(0.3)),
    "xy": ("xy(0.3) q[0], q[1];", lambda: library.XXPlusYYGate(-0.3)),
    "cv": ("cv q[0], q[1];", lambda: library.SXGate().control()),
    "cnot under a modifier": ("ctrl @ cnot q[0], q[1], q[2];", library.CCXGate),
    "prx": ("prx(0.3, 0.2) q[0];", lambda: library.RGate(0.3, 0.2)),
    "cphaseshift00": ("cphaseshift00(0.3) q[0], q[1];", lambda: library.CPhaseGate(0.3, ctrl_state=0)),
}


@pytest.mark.parametrize("name", BRAKET_MATRICES)
def test_each_gate_of_brakets_that_stdgates_lacks_is_defined(name: str) -> None:
    from qiskit.quantum_info import Operator

    applied, expected = BRAKET_MATRICES[name]
    gate = expected()
    program = type("Program", (), {"source": f"OPENQASM 3.0;\nqubit[{gate.num_qubits}] q;\n{applied}"})
    wire = encode_circuit(stand_in("braket.circuits.circuit", "Circuit", to_ir=lambda _, kind: program))
    if name == "cphaseshift00":  # its phase is on |00>, and Qiskit's control is on the first qubit alone
        circuit = QuantumCircuit(2)
        circuit.x([0, 1])
        circuit.cp(0.3, 0, 1)
        circuit.x([0, 1])
        gate = circuit
    assert Operator(_qiskit_reading(wire)).equiv(Operator(gate))


@pytest.mark.parametrize(
    "pragma", ["unitary([[0, 1.0], [1.0, 0]]) q[0]", "noise bit_flip(0.1) q[0]", "result probability all"]
)
def test_brakets_pragmas_which_others_pass_over_are_refused(pragma: str) -> None:
    program = type("Program", (), {"source": f"OPENQASM 3.0;\nqubit[1] q;\n#pragma braket {pragma}\n"})
    circuit = stand_in("braket.circuits.circuit", "Circuit", to_ir=lambda _, kind: program)
    with pytest.raises(ConfigurationError, match=re.split(r"\W", pragma)[0]):
        encode_circuit(circuit)


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


def _assert_same(
    wire: object, expected: Sequence[float], *, first_is_most: bool = True, bits: int = 3
) -> None:
    """Compare the text, read by Qiskit, with the probabilities that the SDK's own simulator gives its outcomes.

    Qiskit's outcome has bit 0 of the register at its right end, the SDKs have theirs at the left.
    """
    from qiskit.quantum_info import Statevector

    circuit = _qiskit_reading(wire)
    measured = {
        circuit.find_bit(one.clbits[0]).index: circuit.find_bit(one.qubits[0]).index
        for one in circuit.data
        if one.operation.name == "measure"
    }
    circuit.remove_final_measurements()
    found = Statevector(circuit).probabilities([measured[bit] for bit in range(bits)])
    order = [int(f"{index:0{bits}b}"[::-1], 2) if first_is_most else index for index in range(2**bits)]
    assert [found[index] for index in order] == pytest.approx(list(expected), abs=1e-6)


def test_cirqs_bits_are_those_of_its_simulator() -> None:
    cirq = pytest.importorskip("cirq")
    a, b, c = cirq.LineQubit.range(3)
    gates = [
        cirq.X(a),
        cirq.ry(0.7).controlled()(a, c),
        cirq.rx(0.4)(b),
        cirq.CNOT(b, c),
        cirq.ISWAP(a, b) ** 0.3,
    ]
    circuit = cirq.Circuit(gates)
    expected = abs(circuit.final_state_vector(qubit_order=[a, b, c])) ** 2
    _assert_same(encode_circuit(circuit + cirq.measure(a, b, c, key="m")), expected)


def test_a_condition_of_cirqs_on_a_measurement_is_read_by_qiskit() -> None:
    cirq = pytest.importorskip("cirq")
    a, b = cirq.LineQubit.range(2)
    turned = cirq.X(b).with_classical_controls("m")
    circuit = cirq.Circuit(cirq.measure(a, key="m"), turned, cirq.measure(b, key="n"))
    read = _qiskit_reading(encode_circuit(circuit))
    assert read.count_ops()["if_else"] == 1
    assert [register.name for register in read.cregs] == ["m_m", "m_n"]


def test_a_cirq_circuit_with_symbols_is_refused_with_what_to_do() -> None:
    cirq = pytest.importorskip("cirq")
    import sympy

    with pytest.raises(ConfigurationError, match=r"parameters t, .*cirq\.resolve_parameters"):
        encode_circuit(cirq.Circuit(cirq.rx(sympy.Symbol("t"))(cirq.LineQubit(0))))


def test_pytkets_bits_are_those_of_its_simulator() -> None:
    pytket = pytest.importorskip("pytket")
    circuit = (
        pytket.Circuit(3, 3).X(0).CRy(0.3, 0, 2).Rx(0.4, 1).ZZPhase(0.2, 0, 1).TK1(0.1, 0.2, 0.3, 0).CX(1, 2)
    )
    expected = abs(circuit.get_statevector()) ** 2
    _assert_same(encode_circuit(circuit.measure_all()), expected)


def test_pytkets_symbols_are_parameters_with_its_own_values() -> None:
    pytket = pytest.importorskip("pytket")
    from pytket.circuit import fresh_symbol
    from qiskit.quantum_info import Statevector

    angle = fresh_symbol("a")
    circuit = pytket.Circuit(2).Ry(2 * angle + 0.1, 0).CX(0, 1).ZZPhase(angle, 0, 1).SXdg(0).V(1)
    read = _qiskit_reading(encode_circuit(circuit)).assign_parameters([0.3])
    circuit.symbol_substitution({angle: 0.3})
    found = Statevector(read.reverse_bits()).data
    assert abs(abs(found @ circuit.get_statevector().conj()) - 1) < 1e-9


def test_pennylanes_bits_are_its_wires_whatever_wire_is_used_first() -> None:
    qml = pytest.importorskip("pennylane")
    gates = [qml.PauliX(2), qml.CRY(0.7, [2, 0]), qml.RX(0.4, 1), qml.CNOT([0, 1])]
    tape = qml.tape.QuantumScript(gates, [qml.probs(wires=[0, 1, 2])])
    (expected,) = qml.execute([tape], qml.device("default.qubit"))
    _assert_same(encode_circuit(tape), expected)

    @qml.qnode(qml.device("default.qubit", wires=3))
    def node() -> Any:
        for gate in gates:
            qml.apply(gate)
        return qml.probs(wires=[0, 1, 2])

    _assert_same(encode_circuit(node), node())


def test_a_qnode_with_arguments_is_refused_with_what_to_do() -> None:
    qml = pytest.importorskip("pennylane")

    @qml.qnode(qml.device("default.qubit", wires=1))
    def node(angle: float) -> Any:
        qml.RX(angle, 0)
        return qml.probs(wires=0)

    with pytest.raises(ConfigurationError, match=r"QNode.*argument angle.*construct_tape"):
        encode_circuit(node)


def test_a_pennylane_condition_on_a_measurement_is_valid_openqasm() -> None:
    qml = pytest.importorskip("pennylane")

    def work() -> Any:
        qml.PauliX(0)
        qml.cond(qml.measure(0), qml.PauliX)(1)
        return qml.counts(wires=[0, 1])

    with qml.queuing.AnnotatedQueue() as queue:
        work()
    circuit = _qiskit_reading(encode_circuit(qml.tape.QuantumScript.from_queue(queue)))
    assert circuit.count_ops()["if_else"] == 1


def test_brakets_bits_are_those_of_its_simulator() -> None:
    braket = pytest.importorskip("braket.circuits")
    from braket.devices import LocalSimulator

    circuit = (
        braket.Circuit()
        .x(0)
        .ry(2, 0.4)
        .cphaseshift01(0, 1, 0.3)
        .xy(0, 1, 0.6)
        .prx(1, 0.3, 0.2)
        .ms(1, 2, 0.1, 0.2, 0.7)
    )
    circuit.pswap(0, 2, 0.4).gpi(0, 0.2).gpi2(2, 0.1).cv(2, 1).ecr(0, 2).cnot(1, 2)
    text = encode_circuit(circuit)
    expected = LocalSimulator().run(circuit.probability(), shots=0).result().values[0]
    _assert_same(text, expected)


def test_brakets_free_parameters_are_inputs() -> None:
    braket = pytest.importorskip("braket.circuits")
    angle = braket.FreeParameter("theta")
    wire = encode_circuit(braket.Circuit().rx(0, 2 * angle + 1).xx(0, 1, angle))
    assert [parameter.name for parameter in _qiskit_reading(wire).parameters] == ["theta"]


def test_a_pyquil_program_is_refused_by_name() -> None:
    pyquil = pytest.importorskip("pyquil")
    with pytest.raises(ConfigurationError, match="pyQuil writes Quil, and no OpenQASM"):
        encode_circuit(pyquil.Program("X 0"))

"""Circuits of SDKs: real ones if the SDK is installed, otherwise fakes with its names."""

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
from qrt_facade._programs.fingerprints import Fingerprint
from qrt_facade._programs.params import estimator_params, sampler_params
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def stand_in(module: str, name: str, **methods: Any) -> Any:
    """An instance of a user's subclass of an SDK class."""
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


def test_recognises_an_sdk_class_only_by_name_and_module() -> None:
    assert is_qiskit(QuantumCircuit(1))
    assert not is_qiskit(stand_in("cirq.circuits.circuit", "AbstractCircuit"))
    assert exporter_of(stand_in("mine.circuits", "QuantumCircuit")) is None
    assert exporter_of(stand_in("cirq.circuits.moment", "Moment")) is None


@pytest.mark.parametrize(
    ("module", "name", "reason"),
    [
        ("pyquil.quil", "Program", "pyQuil writes Quil, not OpenQASM"),
        ("cudaq.kernel.kernel_decorator", "PyKernelDecorator", "cudaq.translate"),
        ("stim", "Circuit", "to_qasm"),
    ],
)
def test_rejects_a_tool_without_openqasm_export_by_name(module: str, name: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        encode_circuit(stand_in(module, name))


def test_reports_an_sdks_export_error_with_its_name_and_message() -> None:
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
def test_defines_each_braket_gate_missing_from_stdgates(name: str) -> None:
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
def test_rejects_braket_pragmas_that_readers_would_skip(pragma: str) -> None:
    program = type("Program", (), {"source": f"OPENQASM 3.0;\nqubit[1] q;\n#pragma braket {pragma}\n"})
    circuit = stand_in("braket.circuits.circuit", "Circuit", to_ir=lambda _, kind: program)
    with pytest.raises(ConfigurationError, match=re.split(r"\W", pragma)[0]):
        encode_circuit(circuit)


def from_cirq(body: str, **methods: Any) -> Any:
    text = f'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nbit[2] m_m;\nbit[1] m_k;\n{body}\n'
    return encode_circuit(
        stand_in(
            "cirq.circuits.circuit", "AbstractCircuit", to_qasm=lambda _, version, precision: text, **methods
        )
    )


def test_a_condition_of_cirqs_on_several_qubits_compares_the_register_with_zero() -> None:
    read = _qiskit_reading(from_cirq("m_m[0] = measure q[0];\nif (m_m!=0) x q[2];"))
    (operation,) = (one.operation for one in read.data if one.operation.name == "if_else")
    assert operation.condition == (read.cregs[0], 0)
    assert [len(block.data) for block in operation.blocks] == [0, 1]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("if (m_m!=0 && m_k!=0) x q[2];", r"depends on several measurements \(m_m!=0 && m_k!=0\)"),
        ("m_m[0] = measure q[0];\nm_m[0] = measure q[1];", r"twice under one key \(m_m\[0\]\)"),
        ("// Gate: WaitGate(10 ns)\n", "it has waits, which Cirq omits"),
    ],
)
def test_rejects_cirq_circuits_whose_export_differs_from_the_circuit(body: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        from_cirq(body)


def test_rejects_cirq_qudits() -> None:
    qutrit = type("LineQid", (), {"dimension": 3})()
    with pytest.raises(ConfigurationError, match="qudits of more than two levels"):
        from_cirq("", all_qubits=lambda _: [qutrit])


@pytest.mark.parametrize(
    ("name", "angle", "reason"),
    [
        ("a b", "a b", "'a b' is not an identifier"),
        ("pi", "pi", "'pi' is already used"),
        ("q", "q", "'q' is already used"),
        ("delay", "delay", "'delay' is already used"),
        ("a", "a**2", r"rx\(a\*\*2\) q\[0\];' has a power or a function"),
        ("a", "2*sin(a)", "has a power or a function"),
    ],
)
def test_rejects_parameters_that_the_services_reader_does_not_support(
    name: str, angle: str, reason: str
) -> None:
    text = f"OPENQASM 3.0;\ninput float {name};\nqubit[1] q;\nrx({angle}) q[0];\n"
    program = type("Program", (), {"source": text})
    with pytest.raises(ConfigurationError, match=reason):
        encode_circuit(stand_in("braket.circuits.circuit", "Circuit", to_ir=lambda _, kind: program))


def test_sums_and_powers_of_gates_are_not_read_as_functions_of_parameters() -> None:
    text = "OPENQASM 3.0;\ninput float θ;\nqubit[1] q;\nrx((θ + 1)*(2 - θ)/3) q[0];\npow(2) @ rx(θ) q[0];\n"
    program = type("Program", (), {"source": text})
    wire = encode_circuit(stand_in("braket.circuits.circuit", "Circuit", to_ir=lambda _, kind: program))
    assert "pow(2) @ rx(θ)" in str(wire)


def test_exports_pytket_registers_wider_than_its_default_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []
    exporter = ModuleType("pytket.qasm")
    exporter.circuit_to_qasm_str = lambda _, header, maxwidth: widths.append(maxwidth) or "x;"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pytket", ModuleType("pytket"))
    monkeypatch.setitem(sys.modules, "pytket.qasm", exporter)
    encode_circuit(stand_in("pytket._tket.circuit", "Circuit", n_bits=150))
    assert widths == [150]


def test_exports_a_pennylane_tape_without_measurements_for_an_estimator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[str, Any]] = []
    library = ModuleType("pennylane")
    library.wires = type("Module", (), {"Wires": list})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pennylane", library)

    def to_openqasm(_: object, *, wires: object, **options: Any) -> str:
        asked.append(options)
        return 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\nh q[0];\ngphase(0.2) ;\nif(c[0]==1) gphase(1) q[0];\nx q[0];\n'

    tape = stand_in("pennylane.tape.qscript", "QuantumScript", to_openqasm=to_openqasm, wires=[0])
    assert isinstance(wire := estimator_params([(tape, "Z")])["pubs"][0][0], str)
    sampler_params([tape])
    assert asked == [{"rotations": False, "measure_all": False}, {}]
    assert wire.endswith("\nh q[0];\nx q[0];\n")  # what OpenQASM 2 has no gate for, and nothing depends on


def _qiskit_reading(wire: object) -> QuantumCircuit:
    """Return the circuit that Qiskit's importers, and so the service, read from the text."""
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
    """Compare the text, read by Qiskit, with the outcome probabilities of the SDK's own simulator.

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


def test_rejects_a_cirq_circuit_with_symbols_and_says_what_to_do() -> None:
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


def test_pytket_gates_that_openqasm_does_not_have_are_rebased() -> None:
    pytket = pytest.importorskip("pytket")
    circuit = pytket.Circuit(3, 3).X(0).PhasedX(0.3, 0.1, 1).ISWAP(0.4, 0, 1).FSim(0.1, 0.2, 1, 2).ECR(0, 2)
    expected = abs(circuit.get_statevector()) ** 2
    before = circuit.get_commands()
    _assert_same(encode_circuit(circuit.copy().measure_all()), expected)
    assert circuit.get_commands() == before


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


def test_rejects_a_qnode_with_arguments_and_says_what_to_do() -> None:
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
    with pytest.raises(ConfigurationError, match="pyQuil writes Quil, not OpenQASM"):
        encode_circuit(pyquil.Program("X 0"))


def test_pennylanes_observables_are_left_to_an_estimator() -> None:
    qml = pytest.importorskip("pennylane")
    tape = qml.tape.QuantumScript(
        [qml.RX(0.4, 0), qml.QubitUnitary([[0, 1j], [1j, 0]], 1)], [qml.expval(qml.X(0))]
    )
    read = _qiskit_reading(encode_circuit(tape, measured=False))
    assert "h" not in read.count_ops()
    assert _qiskit_reading(encode_circuit(tape)).count_ops()["h"] == 1  # of X


SDKS: dict[str, Callable[[Any], Any]] = {
    "cirq": lambda cirq: cirq.Circuit(
        cirq.rx(0.3)(cirq.LineQubit(0)), cirq.measure(cirq.LineQubit(0), key="m")
    ),
    "pytket": lambda pytket: pytket.Circuit(2, 2).H(0).CX(0, 1).measure_all(),
    "pennylane": lambda qml: qml.tape.QuantumScript([qml.Hadamard(0)], [qml.probs(wires=[0])]),
    "braket.circuits": lambda braket: braket.Circuit().h(0).cnot(0, 1).measure([0, 1]),
}


@pytest.mark.parametrize("sdk", SDKS)
def test_fingerprints_an_sdk_circuit_as_its_exported_text(sdk: str) -> None:
    module = pytest.importorskip(sdk)
    first, again, text = (
        Fingerprint.of("sampler", sampler_params([circuit]), "ibm_fez")
        for circuit in (SDKS[sdk](module), SDKS[sdk](module), encode_circuit(SDKS[sdk](module)))
    )
    assert first == again == text


def test_rejects_features_that_an_sdk_cannot_export_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_symbols = stand_in(
        "cirq.circuits.circuit", "AbstractCircuit", _parameter_names_=lambda _: frozenset({"theta", "phi"})
    )
    with pytest.raises(ConfigurationError, match=r"the parameters phi, theta.*resolve_parameters"):
        encode_circuit(with_symbols)
    with pytest.raises(ConfigurationError, match=r"3 values for one parameter; .*broadcast_expand"):
        encode_circuit(stand_in("pennylane.tape.qscript", "QuantumScript", batch_size=3))

    def circuit(theta: float, phi: float = 0.0, *others: float) -> None: ...

    node = stand_in("pennylane.workflow.qnode", "QNode", func=staticmethod(circuit))
    with pytest.raises(ConfigurationError, match=r"the argument theta; .*construct_tape"):
        encode_circuit(node)

    def failing(_: object, header: str) -> str:
        raise ValueError("a mistake of the exporter's own")

    exporter = ModuleType("pytket.qasm")
    exporter.circuit_to_qasm_str = failing  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pytket", ModuleType("pytket"))
    monkeypatch.setitem(sys.modules, "pytket.qasm", exporter)
    with pytest.raises(ConfigurationError, match="a mistake of the exporter's own"):
        encode_circuit(stand_in("pytket._tket.circuit", "Circuit"))

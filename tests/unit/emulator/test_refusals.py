"""Invalid programs are refused with the code of the problem, its place, and what to write."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qpy
from qiskit.circuit import Clbit, Gate, Parameter
from qiskit.circuit.classical import expr, types
from support.circuits import HEADER

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.records import Outcome

LINES = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nbit[2] c;\n'
SECOND = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\n'
END = "\nc[0] = measure $0;"


def outcome(circuit: Any, *rest: Any, program: str = "sampler") -> Outcome:
    """Return the outcome of a job with one PUB on a noiseless ibm_fez."""
    device = Device.named("ibm_fez")
    return execute(
        {
            "device": device.name,
            "configuration": str(device.configuration_file),
            "properties": str(device.properties_file),
            "program_id": program,
            "params": json.dumps({"pubs": [[circuit, *rest]], "options": {"default_shots": 10}}),
            "cost": 600,
            "seed": 1,
            "noise": False,
            "memory_mb": 1024,
        }
    )


def packed(circuit: QuantumCircuit) -> dict[str, str]:
    buffer = io.BytesIO()
    qpy.dump(circuit, buffer, version=17)
    content = base64.b64encode(zlib.compress(buffer.getvalue())).decode()
    return {"__type__": "QuantumCircuit", "__value__": content}


def counted(circuit: Any) -> list[str]:
    """Return the shots of a job that completes."""
    ended = outcome(circuit)
    assert ended.status == "Completed", ended.reason
    samples: list[str] = json.loads(ended.body)["results"][0]["data"]["c"]["samples"]
    return samples


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            LINES + "x $0\nc[0] = measure $0;",
            "line 5, column 1: unexpected 'c'; is a semicolon missing before it?\n    c[0] = measure $0;\n    ^",
        ),
        (
            LINES + "x $0\nmeasure $0 -> c[0];",
            "line 5, column 1: unexpected 'measure'; is a semicolon missing before it?\n    measure $0 -> c[0];\n    ^",
        ),
        (
            LINES + "x $0",
            "line 4, column 5: the text ends too early; is a semicolon missing?\n    x $0\n        ^",
        ),
        (LINES + "x $0;\n  rz(0.1 $0;", "line 5, column 10: unexpected '$0'"),
        (LINES + "x $0; ?", "line 4, column 7: unexpected '?'\n    x $0; ?\n          ^"),
        (LINES + "if (c == 1) { x $0;", "the text ends too early\n"),
        (
            SECOND + "x q[0]\nmeasure q -> c;",
            "line 6, column 1: needed ';', but found measure; is a semicolon missing?\n    measure q -> c;\n    ^",
        ),
        (SECOND + "if (c = 1) x q[0];", "line 5, column 7: single equals '=' is never valid"),
        (SECOND + "x q[0]", "line 5, column 7: unexpected end-of-file"),
        ("OPENQASM 4.0;\nx $0;", "line 1, column 10: OpenQASM 4 does not exist; write 2.0 or 3.0"),
        (LINES + "rz(" + "(" * 400 + "1" + ")" * 400 + ") $0;", "nested too deeply"),
    ],
)
def test_a_syntax_error_is_shown_with_its_line_and_a_caret(text: str, shown: str) -> None:
    ended = outcome(text)
    assert ended.reason_code == 1603
    assert shown in str(ended.reason)


def test_a_long_line_is_shown_around_the_error_and_without_escape_sequences() -> None:
    reason = str(
        outcome(HEADER + "bit[1] c; /* \x1b[31m */ " + "x $0; " * 40 + "x $0 y; " + "x $0; " * 40).reason
    )
    line, caret = reason.split("\n")[1:]
    assert len(line) < 110
    assert line[len(caret) - 1] == "y"
    assert "\x1b" not in str(outcome(HEADER + "/* \x1b[31m */ ?").reason)


@pytest.mark.parametrize(
    ("statement", "code", "words"),
    [
        ("qubit[2] q; x q[5];", 1506, "an index is out of range: 'q' has 2 bits"),
        ("if (c[7]) { x $0; }", 1506, "an index is out of range: 'c' has 2 bits"),
        ("rz $0;", 1506, "'rz' takes 1 angle, but got 0"),
        ("rz(1, 2) $0;", 1506, "'rz' takes 1 angle, but got 2"),
        ("x(0.5) $0;", 1506, "'x' takes 0 angles, but got 1"),
        ("U(1) $0;", 1506, "'U' takes 3 angles, but got 1"),
        ("cz $0;", 1506, "'cz' takes 2 qubits, but got 1"),
        ("ctrl @ x $0;", 1506, "'x' takes 2 qubits, but got 1"),
        ("ctrl(0) @ x $0;", 1506, "a gate cannot have 0 controls"),
        ("rz(1 / 0) $0;", 1506, "division by zero"),
        ("rz(1e400) $0;", 1506, "inf is not a finite number"),
        ("rz(sin(1)) $0;", 1506, "function calls are not evaluated"),
        ("rz(a) $0;", 1506, "'a' is not defined"),
        ("pi $0;", 1506, "'pi' is not a gate, but of type const float"),
        ("bit[2] c;", 1506, "'c' is already defined"),
        ("input float c;", 1506, "'c' is already defined"),
        ("bit[-1] d;", 1506, "a register cannot have -1 bits"),
        ("qubit[2] q; qubit[3] r; cz q, r;", 1506, "the registers differ in size"),
        ("qubit[3] q; c = measure q;", 1506, "qubits and the bits of the measurement differ in number"),
        ("delay[1.5dt] $0;", 1506, "Integer duration"),
        ("if (c[0] == 2) { x $0; }", 1506, "conditions must be"),
        ("foo $0;", 1506, "'foo' is not defined; gates outside stdgates.inc need a definition"),
        ("rzz(0.1) $0, $1;", 1506, "define it first: gate rzz(p) a, b { cx a, b; rz(p) b; cx a, b; }"),
        ("ecr $0, $1;", 1506, "define it first: gate rzx(p)"),
        ("cz $0, $0;", 1603, "a qubit occurs twice"),
        ("id $0;", 1517, "the id of stdgates.inc is U(0, 0, 0), which no device has: remove it"),
        ("qubit[157] q;", 1517, "The circuit has 157 qubits, but ibm_fez has 156 qubits"),
        ("qubit[1000000000] q;", 1517, "The circuit has 1000000000 qubits"),
        ("x $1000000000;", 1517, "The circuit has 1000000001 qubits"),
        ("gate sxx a { x a; } sxx $0;", 1517, "The instruction sxx on qubits (0,)"),
        (
            "ctrl(20) @ x " + ", ".join(f"${i}" for i in range(21)) + ";",
            1517,
            "The instruction c20x on qubits",
        ),
        ("pow(0.5) @ x $0;", 1517, "is not supported by the target system"),
        ("bit[1000000000] d;", 1520, "The circuit has 1000000002 classical bits"),
        ("stretch a;", 1521, "variables of type stretch are not supported"),
        ("int[8] a = 3;", 1521, "variables of type int are not supported"),
        ("bool a;", 1521, "variables of type bool are not supported"),
        ("const int a = 3;", 1521, "'const' is not supported"),
        ("input int a;", 1521, "only 'float' and 'angle' inputs are supported"),
        ("output float a;", 1521, "'output'"),
        ("for int i in [0:1000000000] { x $0; }", 1521, "'for' loops are no longer supported"),
        ("while (c[0]) { x $0; }", 1521, "'while' loops are no longer supported"),
        ("switch (c) { case 1 { x $0; } }", 1521, "'switch' is no longer supported"),
        ("if (c[0]) { if (c[1]) { x $0; } }", 1521, "an 'if' inside an 'if' or 'else'"),
        ("if (c[0]) { x $0; } else if (c[1]) { x $0; }", 1521, "an 'if' inside an 'if' or 'else'"),
        ("box { x $0; }", 1521, "'box' is not supported"),
        ("def f() { x $0; }", 1521, "'def' is not supported"),
        ("extern f(int) -> int;", 1521, "'extern' is not supported"),
        ("cal { }", 1521, "'cal' is not supported"),
        ("@mine\nx $0;", 1521, "annotations are not supported"),
        ("#pragma mine", 1521, "pragmas are not supported"),
        ("c[0] = 1;", 1521, "assignments are not supported"),
        ('include "mine.inc";', 1521, "only stdgates.inc can be included"),
    ],
)
def test_an_invalid_openqasm_3_statement_is_refused_with_its_code(
    statement: str, code: int, words: str
) -> None:
    ended = outcome(LINES + statement + "\n")
    assert (ended.reason_code, ended.status) == (code, "Failed"), ended.reason
    assert words in str(ended.reason)
    if code in {1506, 1521}:
        assert f"line {4 + statement.startswith('@')}" in str(ended.reason) or "line 4" in str(ended.reason)


@pytest.mark.parametrize(
    ("statement", "code", "words"),
    [
        ("x q[5];", 1506, "line 5, column 5: index 5 is out-of-range for register 'q' of size 2"),
        ("x q[99999999999999999999];", 1506, "the index is out of range"),
        ("rz q[0];", 1506, "line 5, column 1: 'rz' takes 1 parameter, but got 0"),
        ("x(1) q[0];", 1506, "'x' takes 0 parameters, but got 1"),
        ("foo q[0];", 1506, "'foo' is not defined in this scope; gates of qelib1.inc need include"),
        ("rz(1/0) q[0];", 1506, "cannot divide by zero"),
        ("rz(1e400) q[0];", 1506, "which is not finite"),
        ("cx q[0], q[0];", 1603, "a qubit occurs twice"),
        ("opaque delay(t) a; delay(1e30) q[0];", 1506, "OverflowError"),
        ("opaque foo a; foo q[0];", 1517, "The instruction foo on qubits (0,)"),
        ("qreg r[1000000000];", 1517, "The circuit has 1000000002 qubits"),
        ("creg d[1000000000];", 1520, "classical bits"),
        ('include "mine.inc";', 1521, "only qelib1.inc can be included"),
    ],
)
def test_an_invalid_openqasm_2_statement_is_refused_with_its_code(
    statement: str, code: int, words: str
) -> None:
    ended = outcome(SECOND + statement)
    assert (ended.reason_code, ended.status) == (code, "Failed"), ended.reason
    assert words in str(ended.reason)


@pytest.mark.parametrize(
    "circuit", ["", " \n// nothing\n", None, 5, True, [], {}, {"__type__": "QuantumCircuit"}]
)
@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_input_that_is_not_a_circuit_is_refused(circuit: Any, program: str) -> None:
    ended = outcome(circuit, *(["Z"] if program == "estimator" else []), program=program)
    assert ended.reason_code == 1603, ended.reason


@pytest.mark.parametrize(
    "text",
    [
        "// OPENQASM 2.0 was here\n" + LINES + "x $0;" + END,
        "/* OPENQASM 2.0 */" + " " * 5000 + LINES + "x $0;" + END,
        LINES.replace("M 3.0", "M\t 3") + "x $0;" + END,
        "\ufeff" + LINES + "x $0;" + END,
        (LINES + "x $0;" + END).replace("\n", "\r\n"),
        'include "stdgates.inc"; bit[2] c; x $0;' + END,
        "// OPENQASM 3.0 was here\n" + SECOND + "x q[0]; measure q -> c;",
        SECOND.replace("M 2.0", "M   2.0") + "x q[0]; measure q -> c;",
        SECOND.replace("OPENQASM 2.0;", "// x") + "x q[0]; measure q -> c;",
        "\ufeff" + (SECOND + "x q[0]; measure q -> c;").replace("\n", "\r\n"),
    ],
)
def test_the_version_of_a_text_is_found_by_its_tokens(text: str) -> None:
    assert set(counted(text)) == {"0x1"}


@pytest.mark.parametrize(
    "condition", ["c[0]", "c[0] == 1", "c[0] == true", "c == 1", "1 == c[0]", "!c[1]", "c[1] != 1"]
)
def test_conditions_on_bits_and_registers_run(condition: str) -> None:
    program = LINES + f"x $0;{END} if ({condition}) {{ x $1; c[1] = measure $1; }}"
    assert set(counted(program)) == {"0x3"}


@pytest.mark.parametrize(
    "program",
    [HEADER + "x $0;", HEADER + "bit[0] c;", HEADER + "bit c; c = measure $0;", HEADER + "bit[2] c; x $0;"],
    ids=["no register", "size 0", "a loose bit", "no measurement"],
)
def test_a_sampler_circuit_that_returns_nothing_is_refused(program: str) -> None:
    ended = outcome(program)
    assert ended.reason_code == 1501
    assert "nothing would be returned" in str(ended.reason)


def two(classical: int = 2) -> QuantumCircuit:
    circuit = QuantumCircuit(QuantumRegister(2, "q"), ClassicalRegister(classical, "c"))
    circuit.x(0)
    circuit.measure(0, 0)
    return circuit


def _with(name: str) -> QuantumCircuit:  # noqa: C901, PLR0912  # one branch for each circuit
    circuit = two()
    bits = circuit.cregs[0]
    match name:
        case "for":
            with circuit.for_loop(range(3)):
                circuit.x(0)
        case "while":
            with circuit.while_loop((bits, 0)):
                circuit.x(0)
        case "switch":
            with circuit.switch(bits) as case, case(1):
                circuit.x(0)
        case "nested":
            with circuit.if_test((bits, 1)), circuit.if_test((bits, 1)):
                circuit.x(0)
        case "box":
            with circuit.box():
                circuit.x(0)
        case "uint":
            variable = circuit.add_var("v", expr.lift(3, types.Uint(8)))
            with circuit.if_test(expr.equal(variable, 3)):
                circuit.x(0)
        case "bool":
            circuit.add_var("v", expr.lift(bits[0]))
        case "input":
            circuit.add_input("v", types.Bool())
        case "stretch":
            circuit.delay(circuit.add_stretch("s"), 0)
        case "shift":
            with circuit.if_test(expr.equal(expr.shift_left(bits, 1), 2)):
                circuit.x(0)
        case "index":
            with circuit.if_test(expr.index(bits, 0)):
                circuit.x(0)
        case "float":
            with circuit.if_test(expr.less(expr.lift(1.0), expr.lift(2.0))):
                circuit.x(0)
        case "wide":
            with circuit.if_test(
                expr.less(expr.lift(2**70, types.Uint(80)), expr.cast(bits, types.Uint(80)))
            ):
                circuit.x(0)
    return circuit


@pytest.mark.parametrize(
    "name",
    [
        "for",
        "while",
        "switch",
        "nested",
        "box",
        "uint",
        "bool",
        "input",
        "stretch",
        "shift",
        "index",
        "float",
        "wide",
    ],
)
def test_a_qpy_circuit_with_an_unsupported_feature_is_refused(name: str) -> None:
    ended = outcome(packed(_with(name)))
    assert ended.reason_code == 1521, ended.reason


def test_a_condition_with_an_expression_and_a_store_run() -> None:
    circuit = two()
    bits = circuit.cregs[0]
    with circuit.if_test(expr.logic_and(bits[0], expr.logic_not(bits[1]))):
        circuit.x(1)
    circuit.measure(1, 1)
    assert set(counted(packed(circuit))) == {"0x3"}
    stored = two()
    stored.store(stored.cregs[0][1], True)
    assert set(counted(packed(stored))) == {"0x3"}


def test_qpy_gates_that_the_device_does_not_have_are_refused() -> None:
    for operation in ("initialize", "unitary", "mine", "store", "delay", "measure"):
        circuit = two()
        if operation == "initialize":
            circuit.initialize([0, 1], 1)
        elif operation == "unitary":
            circuit.unitary([[0, 1], [1, 0]], [0])
        else:
            try:
                circuit.append(Gate(operation, 1, []), [0])
            except Exception:  # noqa: BLE001  # Qiskit refuses to build some
                continue
        assert outcome(packed(circuit)).reason_code == 1517, operation


def test_a_loose_bit_is_refused_alone_and_runs_with_a_register() -> None:
    alone = QuantumCircuit([Clbit()])
    alone.add_register(QuantumRegister(1, "q"))
    alone.measure(0, 0)
    assert outcome(packed(alone)).reason_code == 1501
    beside = two()
    beside.add_bits([Clbit()])
    beside.measure(1, 2)
    assert set(counted(packed(beside))) == {"0x1"}


def test_a_parameter_without_a_value_is_named() -> None:
    circuit = two()
    circuit.rz(Parameter("theta"), 0)
    ended = outcome(packed(circuit))
    assert ended.reason_code == 1501

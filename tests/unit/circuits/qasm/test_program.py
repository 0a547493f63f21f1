"""OpenQASM 3 read without Qiskit, compared with Qiskit's importer: verdicts, calls, angles and registers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from qiskit import QuantumCircuit, qasm3
from qiskit.circuit import Parameter
from support.qasm3_importer import differences

from qrt_facade._circuits import expressions
from qrt_facade._circuits.expressions import evaluate
from qrt_facade._circuits.qasm import calls
from qrt_facade._circuits.qasm.program import read_version_3
from qrt_facade._circuits.reading import Call
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.loading import load_circuit

HEAD = 'OPENQASM 3.0; include "stdgates.inc"; qubit[4] q; bit[4] c; input float a; input angle b; '
_BODIES = Path(__file__).with_name("bodies.txt").read_text(encoding="utf-8").splitlines()
_PROGRAMS = [
    "x q;",
    "",
    "  ",
    "// nothing",
    "OPENQASM 3;",
    "OPENQASM 3.1; qubit q; U(0,0,0) q;",
    "OPENQASM 3.0; qubit q; x q;",
    "qubit q; U(0,0,0) q;",
    "OPENQASM 3.0\nqubit q;",
    "OPENQASM three; qubit q;",
    "qubit q; OPENQASM 3.0;",
    'OPENQASM 3.0; include "stdgates.inc"; x $0; cx $1, $3; measure $0;',
    'OPENQASM 3.0; include "stdgates.inc"; bit[2] c; x $3; cz $1, $0; c[0] = measure $1;',
    'OPENQASM 3.0; include "stdgates.inc"; x $0; qubit q;',
    'OPENQASM 3.0; include "stdgates.inc"; qubit q; x $0;',
    'include "stdgates.inc"; x $01;',
    'include "stdgates.inc"; x $1; x $01;',
    'include "stdgates.inc"; reset $2; barrier $0, $4; delay[1dt] $3;',
    'gate x a { U(pi, 0, pi) a; } include "stdgates.inc";',
    "gate x a { U(pi, 0, pi) a; } qubit q; x q;",
    'include "stdgates.inc"; include "stdgates.inc";',
    'OPENQASM 3.0;\r\ninclude "stdgates.inc";\r\nqubit[2] q;\r\nbit[2] c;\r\nh q[0];\r\ncx q[0], q[1];\r\nc = measure q;\r\n',
    "include 'stdgates.inc'; qubit q; x q;",
    'include "stdgates.inc"; qubit[3] q; bit[3] c; c[{0,2}] = measure q[{1,2}];',
    'include "stdgates.inc"; qubit Ψ; x Ψ; qubit[2] Δ_1; x Δ_1;',
    'include "stdgates.inc"; g q; gate g r { x r; } qubit q;',
    'include "stdgates.inc"; input float θ; qubit q; rx(θ/2) q; ry(2*θ + π) q;',
    'include "stdgates.inc"; if (true) { qubit q; }',
    'include "stdgates.inc"; qubit q; bit c; if (c) { include "a.inc"; }',
    'include "stdgates.inc"; bit c; if (c) { input float x; }',
    'include "stdgates.inc"; bit c; if (c) { pragma x\n }',
    'include "stdgates.inc"; bit c; if (c) { let d = c; }',
    'include "stdgates.inc"; qubit[3] q; bit[2] c; bit[2] d; let e = c ++ d; e[0:2] = measure q; if (e == 3) x q;',
    "OPENQASM 3.0; qubit q; id q;",
    "@note\npragma x\n",
    'include "stdgates.inc"; qubit q; x q; gate x a { U(0, 0, 0) a; }',
    "rx(" + "1" * 5000 + ") q;",
    'include "stdgates.inc"; bit[3] None_0; bit c; qubit q; if (None_0[0:1] == 2) x q;',
]


@pytest.mark.parametrize("part", range(8))
def test_accepts_the_same_programs_as_qiskits_importer(part: int) -> None:
    texts = [*(HEAD + body.replace("\\t", "\t") for body in _BODIES), *_PROGRAMS]
    found = {text: differences(read_version_3(text), text) for text in texts[part::8]}
    assert {text: differing for text, differing in found.items() if differing} == {}


# Random programs from a grammar: valid and invalid statements with random operands, angles and sizes.

_NUMBERS = st.sampled_from(["0", "1", "2", "-1", "3", "7", "1.5", ".5", "2e-1", "0x3", '"10"', "true", "1_0"])
_TERMS = st.one_of(
    _NUMBERS, st.sampled_from(["pi", "π", "tau", "a", "b", "a", "b", "c[0]", "q[0]", "nope", "sin(1)"])
)
_ANGLES = st.recursive(
    _TERMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "*", "/", "**", "%"]), inner).map(" ".join),
        inner.map("-{}".format),
        inner.map("({})".format),
    ),
    max_leaves=4,
)
_INDICES = st.one_of(
    st.sampled_from(
        [
            "0",
            "1",
            "2",
            "3",
            "-1",
            "-4",
            "4",
            "1.0",
            "a",
            "0, 1",
            "{0, 2}",
            "{1, 1}",
            "1+1",
            "3/2",
            ":",
            "true",
        ]
    ),
    st.tuples(*[st.sampled_from(["", "0", "1", "3", "-1", "9"])] * 2).map(":".join),
    st.tuples(*[st.sampled_from(["0", "1", "3", "-1", "2", "0"])] * 3).map(":".join),
)
_QUBITS = st.one_of(
    st.sampled_from(["q", "r", "s", "q[0]", "q[1]", "q[2]", "r[0]", "e", "c", "nope", "$0"]),
    _INDICES.map("q[{}]".format),
    _INDICES.map("e[{}]".format),
)
_BITS = st.one_of(
    st.sampled_from(["c", "d", "f", "c[0]", "c[-1]", "d[1]", "q"]), _INDICES.map("c[{}]".format)
)
_GATES = st.sampled_from(
    [
        "x",
        "sx",
        "h",
        "s",
        "rx",
        "rz",
        "p",
        "U",
        "cx",
        "cz",
        "cp",
        "crx",
        "cu",
        "ccx",
        "swap",
        "id",
        "u2",
        "mine",
        "rzz",
        "nope",
    ]
)
_MODIFIERS = st.lists(
    st.sampled_from(
        ["inv @ ", "ctrl @ ", "negctrl @ ", "pow(2) @ ", "pow(0.5) @ ", "ctrl(2) @ ", "ctrl(a) @ "]
    ),
    max_size=2,
).map("".join)
_CALLS = st.tuples(
    _MODIFIERS,
    _GATES,
    st.lists(_ANGLES, max_size=3).map(lambda angles: f"({', '.join(angles)})" if angles else ""),
    st.lists(_QUBITS, min_size=1, max_size=3).map(", ".join),
).map(lambda parts: f"{parts[0]}{parts[1]}{parts[2]} {parts[3]};")
_ACTIONS = st.one_of(
    _CALLS,
    _CALLS,
    st.tuples(_BITS, _QUBITS).map(lambda pair: f"{pair[0]} = measure {pair[1]};"),
    st.tuples(_QUBITS, _BITS).map(lambda pair: f"measure {pair[0]} -> {pair[1]};"),
    _QUBITS.map("reset {};".format),
    st.lists(_QUBITS, max_size=2).map(lambda qubits: f"barrier {', '.join(qubits)};"),
    st.tuples(st.sampled_from(["10ns", "1.5us", "3dt", "0.5dt", "2", "a", "1 s"]), _QUBITS).map(
        lambda pair: f"delay[{pair[0]}] {pair[1]};"
    ),
    st.tuples(st.sampled_from("efg"), st.lists(st.one_of(_QUBITS, _BITS), min_size=1, max_size=2)).map(
        lambda pair: f"let {pair[0]} = {' ++ '.join(pair[1])};"
    ),
    _ANGLES.map("gphase({});".format),
    st.just("x q; // and ; more\n"),
    st.just("/* { */ x q;"),
)
_DECLARATIONS = st.one_of(
    _ANGLES.map("bit[{}] d;".format),
    _ANGLES.map("qubit[{}] r;".format),
    st.sampled_from(["bit f;", "qubit s;", "int i;", "input float t;", "end;"]),
    st.tuples(st.lists(st.sampled_from(["t", "u"]), max_size=2), _ANGLES).map(
        lambda pair: f"gate mine({', '.join(pair[0])}) q {{ rx({pair[1]}) q; }}"
    ),
)
_PLAIN = st.one_of(_ACTIONS, _ACTIONS, _ACTIONS, _DECLARATIONS)
_CONDITIONS = st.one_of(
    _BITS,
    _BITS.map("!{}".format),
    st.tuples(
        _BITS,
        st.sampled_from(["==", "==", "!=", "<"]),
        st.sampled_from(["true", "2", "3", "-1", "c", "1.5", "false"]),
    ).map(" ".join),
)
_STATEMENTS = st.one_of(
    _PLAIN,
    _PLAIN,
    _PLAIN,
    st.tuples(
        _CONDITIONS, st.lists(_ACTIONS, max_size=2).map(" ".join), st.sampled_from(["", " else { x q; }"])
    ).map(lambda parts: f"if ({parts[0]}) {{ {parts[1]} }}{parts[2]}"),
)
_GENERATED = st.lists(_STATEMENTS, min_size=1, max_size=4).map(
    lambda statements: HEAD + "\n".join(statements)
)
_TOKENS = st.sampled_from(
    [
        ";",
        ",",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "=",
        "->",
        "+",
        "-",
        "*",
        "@",
        ":",
        "q",
        "c",
        "x",
        "1",
        "1.5",
        "if",
        "gate",
        "measure",
        "qubit",
        "let",
        "bit",
        "$0",
        "pi",
        "//",
        "inv",
    ]
)


@st.composite
def _slips(draw: st.DrawFn) -> str:
    """Return a program with one token removed, inserted or replaced."""
    body = draw(st.sampled_from(_BODIES))
    pieces = body.replace(";", " ; ").replace("(", " ( ").replace(")", " ) ").replace("[", " [ ").split(" ")
    place = draw(st.integers(0, len(pieces) - 1))
    pieces[place : place + draw(st.integers(0, 1))] = draw(st.lists(_TOKENS, max_size=1))
    return HEAD + " ".join(pieces)


@settings(suppress_health_check=list(HealthCheck))
@given(_GENERATED)
def test_accepts_the_same_generated_programs_as_qiskits_importer(text: str) -> None:
    assert differences(read_version_3(text), text) == []


@settings(suppress_health_check=list(HealthCheck))
@example(HEAD + "ctrl(1 - 1) @ x q[0];")
@given(_slips())
def test_rejects_the_same_typos_as_qiskits_importer(text: str) -> None:
    assert differences(read_version_3(text), text) == []


@pytest.mark.long
@settings(max_examples=6000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(_GENERATED, _slips()))
def test_accepts_the_same_thousands_of_generated_programs_as_qiskits_importer(text: str) -> None:
    assert differences(read_version_3(text), text) == []


@pytest.mark.parametrize("seed", range(10))
def test_reads_programs_written_by_qiskit_like_qiskit(seed: int) -> None:
    rng = random.Random(seed)
    circuit = QuantumCircuit(4, 4)
    theta = Parameter("θ")
    for _ in range(20):
        first, second = rng.sample(range(4), 2)
        rng.choice([circuit.x, circuit.h, circuit.sx, circuit.reset, circuit.sxdg])(first)
        rng.choice([circuit.cx, circuit.cz, circuit.swap, circuit.ecr, circuit.iswap])(first, second)
        circuit.rz(rng.choice([theta, 2 * theta + 1.5, rng.random()]), first)
        circuit.rzz(rng.random(), first, second)
        circuit.measure(first, second)
        with circuit.if_test((circuit.clbits[second], 1)):
            circuit.x(first)
    text = qasm3.dumps(circuit)
    assert differences(read_version_3(text), text) == []


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ("for int i in [0:2] { x q[0]; }", "for", "'for' loops are no longer supported"),
        ("for uint i in {1, 2} x q[0];", "for", "'for' loops"),
        ("while (c[0]) { x q[0]; }", "while", "'while' loops are no longer supported"),
        ("while (c[0]) { break; }", "while", "'while' loops"),
        ("box { x q[0]; }", "box", "'box' is not supported"),
        ("box[100ns] { x q[0]; }", "box", "'box' is not supported"),
        ("if (c[0]) { if (c[1]) { x q[0]; } }", "nested if", "an 'if' inside an 'if'"),
        ("if (c[0]) { x q[0]; } else if (c[1]) { x q[1]; }", "nested if", "an 'if' inside an 'if'"),
        ("@reuse\nx q[0];", "", "annotations are not supported"),
    ],
)
def test_rejects_syntax_the_service_no_longer_supports_even_if_the_importer_reads_it(
    body: str, kind: str, message: str
) -> None:
    assert differences(read_version_3(HEAD + body), HEAD + body) != []
    reading = read_version_3(HEAD + body)
    (fault,) = reading.faults
    assert fault.code == 1521
    assert message in fault.message
    assert not kind or kind in reading.control_flow


@pytest.mark.parametrize("condition", ["c[0] == 1", "c[1] == 0", "1 == c[0]", "c[0] != 1", "d == 1"])
def test_a_bit_can_be_compared_with_a_number(condition: str) -> None:
    reading = read_version_3(HEAD + f"bit d; if ({condition}) {{ x q[0]; }}")
    assert reading.faults == ()
    assert reading.control_flow == {"if"}


@pytest.mark.parametrize(
    ("body", "message", "caret"),
    [
        (
            "x q[0]\nmeasure q -> c;",
            "unexpected 'measure'; is a semicolon missing before it?",
            "measure q -> c;\n^",
        ),
        (
            "x q[0];\ncx q[0], q[1]",
            "unexpected end of the program; is a semicolon missing?",
            "cx q[0], q[1]\n             ^",
        ),
        (
            "x q[0];\n  rx(a q[0];",
            "unexpected 'q'; is a semicolon missing before it?",
            "  rx(a q[0];\n       ^",
        ),
        ("x q[7];", "an index is out of range: 'q' has the indices 0 to 3", "x q[7];\n  ^"),
        ("inv @x q[0];", "a space is missing after '@'", "inv @x q[0];\n    ^"),
        ("rx(2**a) q[0];", "'**' is not evaluated; write the value", "rx(2**a) q[0];\n   ^"),
        (
            "gate g r {\n  reset r;\n}",
            "'reset' is not allowed in the definition of a gate",
            "  reset r;\n  ^",
        ),
    ],
)
def test_a_fault_has_line_column_and_caret(body: str, message: str, caret: str) -> None:
    text = HEAD + "\n" + body
    fault = read_version_3(text).faults[0]
    assert fault.message == message
    assert fault.excerpt == caret
    assert fault.line is not None
    assert fault.column is not None
    assert text.splitlines()[fault.line - 1] == caret.splitlines()[0]
    assert fault.column - 1 == caret.splitlines()[1].index("^")


def test_reports_several_faults_but_not_their_consequences() -> None:
    reading = read_version_3(
        HEAD + "int i = 3; x q[i]; nope q[0]; bit[2] d = i; x q[9]; const int n = 2; qubit[n] r; x r;"
    )
    assert [(fault.code, fault.message.partition(";")[0]) for fault in reading.faults] == [
        (1521, "variables of type int are not supported"),
        (1506, "the gate nope is not defined"),
        (1521, "a bit cannot be declared with a value"),
        (1506, "an index is out of range: 'q' has the indices 0 to 3"),
        (1521, "'const' is not supported"),
    ]
    assert len(read_version_3(HEAD + "x q[9];\n" * 50).faults) == 10


def test_reports_only_the_first_fault_of_text_that_is_not_openqasm_3() -> None:
    reading = read_version_3(HEAD + "x q[9]; nope q; x q[0] y q[0];")
    assert [fault.code for fault in reading.faults] == [1603]
    assert reading.calls == ()
    assert [fault.code for fault in read_version_3("OPENQASM 4.0; qubit q;").faults] == [1603]


def test_angles_of_parameters_are_expressions() -> None:
    reading = read_version_3(HEAD + "gate rzz(t) u, v { } rzz(2*a + pi) q[0], q[1]; inv @ rz(a/4) q[2];")
    first, second = reading.calls
    assert first.angles != ()
    assert evaluate(first.angles[0], {"a": 1.0}) == pytest.approx(5.14159265)
    assert evaluate(second.angles[0], {"a": 1.0}) == -0.25
    assert evaluate(first.angles[0]) is None
    assert reading.redefined == {"rzz"}
    assert reading.parameters == {"a", "b"}
    assert read_version_3(HEAD + "rx(a) q[0];").calls[0] == Call(
        "rx", (0,), (expressions.Parameter("a"),), None, 1
    )


@pytest.mark.parametrize(
    "body", ["rx(1e400) q;", "rx(1e200*1e200) q;", "delay[1e400ns] q;", "rx(1" + "0" * 400 + ") q;"]
)
def test_a_number_that_is_not_finite_is_refused(body: str) -> None:
    assert [fault.code for fault in read_version_3(HEAD + body).faults] == [1506]


@pytest.mark.parametrize(
    "body",
    [
        "qubit[{}] r;",
        "bit[{}] d;",
        "qubit[-{}] r;",
        "rx({}) q;",
        "rx({}*a) q[0];",
        "rx({}*1.5) q;",
        "x q[{}];",
        "x q[-{}];",
        "x q[{{0, {}}}];",
        "ctrl({}) @ x q[0], q[1];",
        "ctrl(-{}) @ x q[0], q[1];",
        "pow({}) @ rx(1) q[0];",
        "pow({}) @ x q[0];",
        "if (c == -{}) x q[0];",
        "input float[{}] w;",
    ],
)
def test_numbers_of_ten_thousand_digits_are_faults_or_numbers(body: str) -> None:
    for fault in read_version_3(HEAD + body.format("0x" + "f" * 10_000)).faults:
        assert fault.code in {1506, 1517, 1520}
        assert len(fault.message) < 200


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("gate g r { x r; } pow(2) @ g q[0];", "g^2.0"),
        ("gate g r { x r; } inv @ g q[0];", "g_dg"),
        ("inv @ ctrl(3) @ x q[0], q[1], q[2], q[3];", "c3x_dg"),
        ("negctrl @ gphase(a) q[0];", "cgphase"),
    ],
)
def test_modified_gates_that_no_device_has_get_a_name_that_no_device_has(body: str, name: str) -> None:
    reading = read_version_3(HEAD + body)
    assert (reading.faults, [call.name for call in reading.calls]) == ((), [name])


def test_reports_which_bits_measurements_write() -> None:
    loose = read_version_3("OPENQASM 3.0; qubit q; bit c; c = measure q;")
    assert (loose.measures, loose.measures_loose_bits, dict(loose.registers)) == (False, True, {})
    register = read_version_3(HEAD + "bit d; d = measure q[0]; if (d) { c[0] = measure q[0]; }")
    assert (register.measures, register.measures_loose_bits, register.measures_conditionally) == (
        True,
        True,
        True,
    )
    nothing = read_version_3(HEAD + "bit[0] z; x q;")
    assert (nothing.measures, dict(nothing.registers)) == (False, {"c": 4, "z": 0})


@pytest.mark.parametrize(
    "text",
    [
        "rx(" + "(" * 3000 + "1" + ")" * 3000 + ") q[0];",
        "rx(" + "-" * 3000 + "1) q[0];",
        "rx(" + "1+" * 3000 + "1) q[0];",
        "rx(" + "2**" * 3000 + "1) q[0];",
        "if (c[0]) {" * 3000 + "}" * 3000,
        "{" * 3000,
        "x q" + "[0]" * 3000 + ";",
        "let e = " + " ++ ".join(["q[0:0]"] * 3000) + ";",
        "array[int, 2] z = " + "{" * 3000,
        "delay[" + "durationof({" * 3000,
    ],
)
def test_deep_nesting_is_a_fault(text: str) -> None:
    (fault,) = read_version_3(HEAD + text).faults
    assert fault.code in {1603, 1506}
    assert "nested too deeply" in fault.message or "without repeated bits or qubits" in fault.message


def test_rejects_huge_declarations_before_allocating_them() -> None:
    codes = [
        [fault.code for fault in read_version_3(HEAD + body).faults]
        for body in ("qubit[1000000000] r;", "bit[1000000000] d;", "qubit[99999] r; qubit t9;")
    ]
    assert codes == [[1517], [1520], [1517]]
    assert [fault.code for fault in read_version_3('include "stdgates.inc"; x $99999999999;').faults] == [
        1517
    ]


def test_expands_registers_qubit_by_qubit_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "_MOST_BROADCAST", 10)
    found = read_version_3(HEAD + "x q; " * 9).calls
    assert len(found) == 8 + 7
    assert found[-1] == Call("x", None, (), None, 1)


@given(st.lists(st.one_of(_TOKENS, st.text(max_size=3)), max_size=30).map(" ".join))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for fault in read_version_3(text).faults:
        assert fault.code in {1506, 1517, 1520, 1521, 1603}
        assert "\n^" in fault.excerpt or " ^" in fault.excerpt


@pytest.mark.long
@settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(_GENERATED, _slips(), st.sampled_from([HEAD + body for body in _BODIES])))
def test_a_fault_has_the_same_code_as_in_the_emulator(text: str) -> None:
    found = read_version_3(text).faults
    try:
        load_circuit(text)
        code = None
    except JobFailedError as error:
        code = error.code
    assert (found[0].code if found else None) == code

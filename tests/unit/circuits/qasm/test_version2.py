"""OpenQASM 2 compared with Qiskit's own reader: the same verdict, instructions, registers and angles."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import qasm2
from qiskit.circuit import ControlFlowOp
from qiskit.exceptions import QiskitError

from qrt_facade._circuits.qasm.version2 import reader
from qrt_facade._circuits.qasm.version2.reader import read_version_2

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'
BODY = HEAD + "qreg q[3];\nqreg r[2];\ncreg c[3];\ncreg d[1];\n"


def by_qiskit(text: str) -> Any:
    """Return Qiskit's reading of a program; gates defined in another shape than Qiskit's are custom gates."""
    customs = list(qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    while True:
        try:
            circuit = qasm2.loads(
                text,
                include_path=(),
                custom_instructions=customs,
                custom_classical=qasm2.LEGACY_CUSTOM_CLASSICAL,
            )
            for instruction in circuit.data:
                # Gates are built, and thereby checked, on access, as when a job uses the circuit.
                _ = instruction.operation.definition
        except qasm2.QASM2ParseError as error:
            mismatched = re.search(r"custom instruction '(\w+)' is mismatched", str(error))
            if mismatched is None:
                raise
            customs = [custom for custom in customs if custom.name != mismatched[1]]
        else:
            return circuit


def flattened(circuit: Any, places: list[int]) -> list[tuple[str, tuple[int, ...], str]]:
    found = []
    for instruction in circuit.data:
        qubits = [places[circuit.find_bit(qubit).index] for qubit in instruction.qubits]
        if isinstance(instruction.operation, ControlFlowOp):
            for block in instruction.operation.blocks:
                found += flattened(block, qubits)
        else:
            # As text, since NaN is unequal to itself.
            found.append(
                (instruction.name, tuple(qubits), repr([float(angle) for angle in instruction.params]))
            )
    return found


def compare(text: str) -> None:
    reading = read_version_2(text)
    circuit = None
    with contextlib.suppress(QiskitError, TypeError, ValueError, OverflowError):
        circuit = by_qiskit(text)
    assert (circuit is None) == bool(reading.faults), (text, reading.faults)
    if circuit is None:
        assert all(fault.code in {1603, 1506, 1521} for fault in reading.faults)
        assert all(fault.excerpt.endswith("^") for fault in reading.faults)
        return
    assert [(one.name, one.qubits, repr(list(one.angles))) for one in reading.calls] == flattened(
        circuit, list(range(circuit.num_qubits))
    ), text
    assert reading.num_qubits == circuit.num_qubits
    assert reading.registers == {register.name: register.size for register in circuit.cregs}
    assert reading.measures == any(name == "measure" for name, _, _ in flattened(circuit, list(range(999))))
    assert bool(reading.control_flow) == any(
        isinstance(instruction.operation, ControlFlowOp) for instruction in circuit.data
    )


WHOLE = [
    "",
    "// nothing",
    "OPENQASM 2;",
    "OPENQASM 2.1;",
    "OPENQASM 2.;",
    "OPENQASM 3.0;",
    "qreg q[1]; OPENQASM 2.0;",
    "x",
    "qreg q[01];",
    "qreg Q[1];",
    "qreg _q[1];",
    "qreg q[1]; = ;",
    "qreg q[1]; creg q[1];",
    "qreg u[1]; u(1,2,3) u[0];",
    "qreg q[1]; \f u(1,2,3) q[0];",
    "qreg q[1]; u(1,2,3) q[0]",
    "qreg q[1]; x q[0];",
    "qreg h[1];" + HEAD,
    HEAD + 'include "qelib1.inc";',
    'gate h a {} include "qelib1.inc";',
    HEAD + "gate h a {}",
    'include "my.inc";',
    "include 'qelib1.inc'; qreg q[1]; h q;",
    "gate cu a,b {} qreg q[2]; cu q[0],q[1];",
    "gate rzz(t) a,b { cx a,b; }",
    HEAD + "gate rzz(t) a,b { cx a,b; u1(t) b; cx a,b; } qreg q[2]; rzz(0.5) q[0],q[1];",
    "gate x(a) b {}",
    "gate a(x) x {}",
    "gate a(x,) y, {U(x/0,0,0) y;}",
    "gate a(x,) y, {U(ln(-1),0,0) y;}",
    "gate a(x) y {U(x+z,0,0) y;}",
    "gate a(x) y {U(x+y,0,0) y;}",
    "gate a(x) y {U(x,0,0) x;}",
    "gate a {}",
    "gate a() q {a q;}",
    "gate a b {U(0,0,0) b}",
    "gate a b {measure b;}",
    "gate a b {",
    "gate a(p) q {barrier; barrier q; U(sin(p)^2,-p,p*p/2) q;} qreg r[1]; a(1) r[0]; a r[0];",
    "gate U a {}",
    "opaque a;",
    "opaque a() b; qreg q[1]; a q;",
    "opaque a(b,b) c,c; qreg q[2]; a(1,2) q[0],q[1];",
    "opaque delay(t) q; qreg q[1]; delay(3) q[0];",
    "opaque delay(t) q; qreg q[1]; delay(3.5) q[0];",
    "opaque delay(t) q; qreg q[1]; delay(-3) q[0];",
    "opaque delay(t) q; qreg q[1]; delay q[0];",
    "gate delay(t) q {} qreg q[1]; delay(1e400) q[0];",
    "gate a(b,b) c {}",
    'include "é.inc";',
    HEAD + "qreg z[0]; barrier z; cx z,z;",
    HEAD + "qreg z[0]; barrier;",
    "qreg q[0]; creg c[0];" + HEAD + "h q; measure q -> c; barrier q; reset q;",
]
STATEMENTS = [
    "h q;",
    "cx q[0], r;",
    "cx q, r;",
    "cx q[0],q[0];",
    "cx q,q[1];",
    "cx q[0];",
    "cx q[0] q[1];",
    "ccx q[0],q[1],r[1];",
    "ccx q[0],q[1],r;",
    "ccx q[0],q[1],q[1];",
    "rx q[0];",
    "rx() q[0];",
    "rx(1,2) q[0];",
    "rx(pi/2,) q[0];",
    "rx(1e400) q[0];",
    "rx((-1)^0.5) q[0];",
    "rx(10^400) q[0];",
    "rx(0^-1) q[0];",
    "rx(-2^2) q[0];",
    "rx(2^-1*3) q[0];",
    "rx(2^3^2 - 1 - 1) q[0];",
    "rx(+1--2) q[0];",
    "rx(1/0) q[0];",
    "rx(sin(1,)) q[0];",
    "rx(asin(0.5)+acos(2)) q[0];",
    "rx(exp(1000)) q[0];",
    "rx(*2) q[0];",
    "rx(2*) q[0];",
    "rx((2) q[0];",
    "rx(2)) q[0];",
    "rx(2pi) q[0];",
    "rx(q) q[0];",
    "rx(theta) q[0];",
    "rx(.5e1+1.) q[0];",
    "rx(5e) q[0];",
    "rx(" + "(" * 5000 + "1" + ")" * 5000 + ") q[0];",
    "u(1,2,3) q[0]; u0(1) q[0]; u0(0.5) q[0];",
    "u2(1,2) q[0]; u3(1,2,3) q[1]; p(1) q; id q[0]; sx q[0]; sxdg q[0]; cu(1,2,3,4) q[0],q[1];",
    "c3x q[0],q[1],q[2],r[0]; c3sqrtx q[0],q[1],q[2],r[0]; rc3x q[0],q[1],q[2],r[0]; rccx q[0],q[1],q[2];",
    "c4x q[0],q[1],q[2],r[0],r[1]; U(0,0,0) q[0]; CX q[0],q[1]; rzz(1) q[0],q[1]; cswap q[0],q[1],q[2];",
    "foo q[0];",
    "q q[0];",
    "h c[0];",
    "h q[3];",
    "h q[-1];",
    "h q[1.0];",
    "h q[0], q[1];",
    "h;",
    "measure q -> c;",
    "measure q[0] -> c;",
    "measure q -> d;",
    "measure q[0] -> d[0];",
    "measure q[0] -> c[3];",
    "measure q[0] -> q[0];",
    "measure q[0];",
    "measure q[0] > c[0];",
    "reset q; reset r[1];",
    "reset c;",
    "barrier; barrier q,q; barrier q[0],r;",
    "barrier q q;",
    "if (c==5) x q[0];",
    "if (c == 99999999999999999999999) h q;",
    "if (c==1) measure q -> c;",
    "if (c==1) reset q;",
    "if (c==1) barrier q;",
    "if (c==1) if (c==2) x q[0];",
    "if (c[0]==1) x q[0];",
    "if (c=1) x q[0];",
    "if (q==1) x q[0];",
    "if (e==1) x q[0];",
    "if (c==1.5) x q[0];",
    ";;;",
    "h q[0];;",
    "h q[0]; // unicode θ\n",
    "/* comment */ h q[0];",
    "h θ;",
    "h q[0]\r\n;",
    '"text";',
    "5;",
    "}",
]


@pytest.mark.parametrize("text", [*WHOLE, *(BODY + one for one in STATEMENTS)])
def test_accepts_the_same_version_2_programs_as_qiskit(text: str) -> None:
    compare(text)


_ANGLE = st.recursive(
    st.sampled_from(["0.1", "2", "pi", ".5", "1e-3", "0", "7.", "t"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/^"), inner).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        st.tuples(st.sampled_from(["sin", "cos", "exp", "ln", "sqrt", "atan"]), inner).map(
            "{0[0]}({0[1]})".format
        ),
    ),
    max_leaves=6,
)
_QUBIT = st.sampled_from(["q", "r", "q[0]", "q[1]", "q[2]", "r[0]", "r[1]", "q[3]", "c[0]", "s"])
_BIT = st.sampled_from(["c", "d", "c[0]", "c[2]", "d[0]", "d[1]", "q"])
_GATE = st.builds(
    "{}{} {};".format,
    st.sampled_from(
        ["h", "x", "cx", "cz", "rx", "rz", "u3", "ccx", "rzz", "u", "cu", "mine", "swap", "id", "delay"]
    ),
    st.one_of(st.just(""), st.lists(_ANGLE, max_size=3).map(",".join).map("({})".format)),
    st.lists(_QUBIT, max_size=3).map(", ".join),
)
_STATEMENT = st.one_of(
    _GATE,
    _GATE,
    st.builds("measure {} -> {};".format, _QUBIT, _BIT),
    st.builds("reset {};".format, _QUBIT),
    st.builds("barrier {};".format, st.lists(_QUBIT, max_size=2).map(",".join)),
    st.builds("if ({} == {}) {}".format, _BIT, st.integers(0, 9), _GATE),
    st.builds("gate {}({}) {} {{ {} }}".format, st.sampled_from(["mine", "rzz", "cu"]), st.sampled_from(["", "t"]),
              st.sampled_from(["a", "a,b"]), st.sampled_from(["", "cx a,b;", "U(t,0,0) a;", "h a"])),
    st.just("opaque delay(t) a;"),
)  # fmt: skip
_PROGRAM = st.lists(_STATEMENT, max_size=8).map("\n".join).map(BODY.__add__)


@given(_PROGRAM)
@settings(max_examples=40)
def test_accepts_the_same_generated_version_2_programs_as_qiskit(text: str) -> None:
    compare(text)


@given(_PROGRAM, st.integers(0, 400), st.sampled_from([";", "", "(", "]", "q", " 5 ", "->", "=", "{", '"']))
@settings(max_examples=40)
def test_accepts_the_same_damaged_version_2_programs_as_qiskit(text: str, place: int, inserted: str) -> None:
    place = min(place, len(text))
    compare(text[:place] + inserted + text[place + 1 :])


@pytest.mark.long
@pytest.mark.timeout(900)
@given(_PROGRAM, st.integers(0, 400), st.sampled_from([";", "", "(", "]", "q", " 5 ", "->", "=", "{", '"']))
@settings(max_examples=6000)
def test_accepts_the_same_thousands_of_version_2_programs_as_qiskit(
    text: str, place: int, inserted: str
) -> None:
    compare(text)
    place = min(place, len(text))
    compare(text[:place] + inserted + text[place + 1 :])


@pytest.mark.parametrize("condition", ["", "if (c == 0) "])
def test_a_custom_gate_that_uses_its_angle_cannot_be_called_without_it(condition: str) -> None:
    compare(BODY + f"gate mine(t) a {{ rz(t) a; }}\n{condition}mine q;")
    compare(BODY + f"gate mine(t) a {{ rz(1) a; }}\n{condition}mine q;")
    (fault,) = read_version_2(BODY + f"gate mine(t) a {{ rz(t) a; }}\n{condition}mine q;").faults
    assert fault.message == "'mine' takes 1 angle, but got 0"


def test_a_missing_semicolon_is_reported_with_line_and_caret() -> None:
    (fault,) = read_version_2(BODY + "h q[0]\ncx q[0], q[1];").faults
    assert (fault.code, fault.line, fault.column) == (1603, 8, 1)
    assert fault.message == "expected ';', but found 'cx'; is a semicolon missing before it?"
    assert fault.excerpt == "cx q[0], q[1];\n^"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('include "my.inc";', 1521),
        ("qreg q[200000];", 1517),
        ("creg c[200000];", 1520),
        (BODY + "cx q[0],q[0];", 1603),
        (BODY + "h q[9];", 1506),
        (BODY + "h q[99999999999999999999];", 1506),  # Qiskit panics
    ],
)
def test_a_fault_has_the_code_that_the_job_would_fail_with(text: str, code: int) -> None:
    assert [fault.code for fault in read_version_2(text).faults] == [code]


def test_rejects_a_program_with_too_many_instructions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MOST_CALLS", 5)
    assert read_version_2(BODY + "h q[0];" * 5).faults == ()
    (fault,) = read_version_2(BODY + "h q;" * 2).faults
    assert (fault.code, fault.message) == (1520, "more than 5 instructions")


def test_reads_registers_measurements_and_conditions() -> None:
    reading = read_version_2(BODY + "gate sx a {}\nif (c==1) measure q[0] -> c[0];\n")
    assert reading.measures
    assert reading.measures_conditionally
    assert reading.redefined == {"sx"}
    assert reading.parameters == frozenset()
    assert [call.line for call in reading.calls] == [8]

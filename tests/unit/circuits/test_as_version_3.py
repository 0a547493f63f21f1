"""OpenQASM 2 converted to OpenQASM 3: Qiskit reads the same from both."""

from __future__ import annotations

import pytest
from qiskit import qasm2, qasm3
from qiskit.quantum_info import Operator

from qrt_facade import ConfigurationError
from qrt_facade._circuits.qasm.version2.as_version_3 import as_version_3

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[5];\n'
CALLS = {
    "u0": "(1)", "u": "(0.1,0.2,0.3)", "u1": "(0.1)", "u2": "(0.1,0.2)", "u3": "(0.1,0.2,0.3)", "p": "(0.3)", "x": "", "y": "",
    "z": "", "h": "", "s": "", "sdg": "", "t": "", "tdg": "", "sx": "", "sxdg": "", "id": "", "rx": "(1/2)", "ry": "(2^0.5)",
    "rz": "(sin(pi/5)*2)", "cx": "", "cy": "", "cz": "", "ch": "", "swap": "", "csx": "", "crx": "(3*pi/4)", "cry": "(-0.1)",
    "crz": "(-pi/7)", "cu1": "(0.4)", "cp": "(1e-1)", "cu3": "(0.1,0.2,0.3)", "cu": "(0.1,0.2,0.3,0.4)", "rxx": "(0.7)",
    "rzz": "(0.7)", "ccx": "", "cswap": "", "rccx": "", "rc3x": "", "c3x": "", "c3sqrtx": "", "c4x": "", "U": "(1,2/3,3)", "CX": "",
}  # fmt: skip
QUBITS = {"csx": 2, "swap": 2, "ccx": 3, "cswap": 3, "rccx": 3, "rc3x": 4, "c3x": 4, "c3sqrtx": 4, "c4x": 5, "CX": 2,
          "rxx": 2, "rzz": 2}  # fmt: skip


def of_version_2(text: str) -> object:
    return qasm2.loads(
        text,
        custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS,
        custom_classical=qasm2.LEGACY_CUSTOM_CLASSICAL,
    )


@pytest.mark.parametrize("gate", CALLS)
def test_every_version_2_gate_is_equivalent_in_version_3(gate: str) -> None:
    width = QUBITS.get(gate, 2 if gate.startswith("c") else 1)
    operands = ",".join(f"q[{index}]" for index in range(width))
    text = f"{HEAD}{gate}{CALLS[gate]} {operands};"
    written = as_version_3(text)
    assert Operator(of_version_2(text)).equiv(Operator(qasm3.loads(written)))
    assert len(written.splitlines()) == len(text.splitlines())


PROGRAM = """// a comment
OPENQASM 2.0;
include "qelib1.inc";
gate mine(t, w) a, b { rx(-t/2) a; barrier a, b; rz((t + 1)/3 - w) b; }
gate plain() a { x a; }
gate sx a { sdg a; h a; sdg a; }
opaque delay(t) q;
qreg q[2]; qreg r[1];
creg c[2]; creg d[1];;
mine(0.3, pi) q[0], r[0];
plain() q[1];
barrier;
if (c == 2) x q[0];
delay(100) q[1];
reset r;
h q; sx q;
cx q[0], r;
measure q -> c;
measure r[0] -> d[0];
"""


def test_a_converted_program_has_the_same_instructions_registers_and_conditions() -> None:
    written = as_version_3(PROGRAM)
    one, other = of_version_2(PROGRAM), qasm3.loads(written)
    assert [(reg.name, reg.size) for reg in one.cregs] == [(reg.name, reg.size) for reg in other.cregs]  # type: ignore[attr-defined]
    for left, right in zip(one.data, other.data, strict=True):  # type: ignore[attr-defined]
        assert left.operation.name == right.operation.name
        assert [one.find_bit(bit).index for bit in left.qubits] == [
            other.find_bit(bit).index for bit in right.qubits
        ]  # type: ignore[attr-defined]
    assert written.count("\n") == PROGRAM.count("\n")
    assert "100dt" in written


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("qreg q[1]", "cannot be read"),
        (HEAD + "creg input[1];", "'input' has another meaning"),
        (HEAD + "opaque far q; far q[0];", "'far' is opaque (has no definition)"),
        (HEAD + "gate g(t) a { rx(sin(t)) a; }", "'sin' of a gate's parameter"),
        (HEAD + "gate g(t) a { rx(t^2) a; }", "'^' of a gate's parameter"),
        (HEAD + "gate g(t, w) a { rx(t*w) a; }", "does not support angle and angle"),
        (HEAD + "rx(1e400) q[0];", "1e400 is not finite"),
        (HEAD + "opaque delay(t) w; gate g(t) a { delay(t) a; }", "a delay of a parameter"),
        ("OPENQASM 2.0; gate x a, b { CX a, b; } qreg q[2]; x q[0], q[1];", "'x' is a gate of OpenQASM 3"),
    ],
)
def test_rejects_constructs_without_equivalent_and_reports_the_place(program: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        as_version_3(program)
    assert says in str(caught.value)
    assert "line " in str(caught.value)
    assert "^" in str(caught.value)

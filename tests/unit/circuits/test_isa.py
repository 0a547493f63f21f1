"""Circuits compared with a backend's instruction set."""

from __future__ import annotations

from typing import Any

import pytest
from support.heron import configuration

from qrt_facade._circuits.expressions import Operation, Parameter
from qrt_facade._circuits.isa import angle_fault, isa_violations
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._circuits.reading import Call, Fault, Reading

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
RZZ = "gate rzz(p0) a, b { cx a, b; rz(p0) b; cx a, b; }\n"


def faults(text: str) -> list[Fault]:
    reading = read_circuit(text)
    assert reading is not None
    return list(reading.faults) or list(isa_violations(reading, configuration()))


def violations(text: str) -> list[tuple[int, str]]:
    return [(fault.code, fault.message) for fault in faults(text)]


def codes(text: str) -> list[int]:
    return [code for code, _ in violations(text)]


def test_an_isa_circuit_has_no_problems() -> None:
    text = (
        HEAD
        + "bit[2] meas; rz(pi/2) $1; sx $1; x $0; cz $2,$1; meas[0] = measure $1; reset $1; barrier $1, $2;"
    )
    assert violations(text) == []
    registers = (
        HEAD
        + "qubit[20] q; bit[20] c; cz q[0], q[1]; delay[100ns] q[3]; if (c[0] == 1) { x q[1]; } c = measure q;"
    )
    assert violations(registers) == []
    assert violations(HEAD + RZZ + "rzz(pi/2) $0, $1; rx(0.1) $3;") == []


@pytest.mark.parametrize(
    ("body", "code", "expected"),
    [
        (
            "h $0;",
            1517,
            "the instruction h on qubits (0,) is not in the basis gates of ibm_fez (cz, id, rz, sx, x, rx, rzz)",
        ),
        ("qubit[2] q; h q[1];", 1517, "h on qubits (1,)"),
        ("qubit[9] q; cz q[0], q[5];", 1517, "cz on qubits (0, 5) does not exist on ibm_fez"),
        ("qubit a; qubit[2] b; cz a, b[1];", 1517, "cz on qubits (0, 2)"),
        ("qubit[157] q; x q[0];", 1517, "the circuit has 157 qubits, but ibm_fez has 156"),
        ("id $0;", 1517, "u (id in the program)"),
        ("U(0, 0, 0) $0;", 1517, "u (U in the program)"),
        ("gate mine a { x a; } mine $0;", 1517, "mine on qubits (0,) is not in the basis"),
        ("bit c; if (c == 1) { h $0; }", 1517, "h on qubits (0,)"),
        ("bit c; if (c == 1) h $0;", 1517, "h on qubits (0,)"),
        (
            "bit[2] c; switch (c) { case 1 { h $0; } default { x $0; } }",
            1521,
            "'switch' is no longer supported",
        ),
        ("qubit[3] q; for int i in [0:2] { h q[i]; }", 1521, "'for' loops are no longer supported"),
        ("qubit[3] q; let a = q[0:1]; x a; cz a[0], q[2];", 1517, "cz on qubits (0, 2) does not exist"),
        ("const int n = 3; qubit[3] q; x q;", 1521, "'const' is not supported"),
        ("inv @ sx $0;", 1517, "the instruction sxdg"),
        ("ctrl @ x $0, $5;", 1517, "the instruction cx"),
        ("def f(qubit a) { h a; } qubit q; x q;", 1521, "'def' is not supported"),
        ("int n = 3; x $0;", 1521, "variables of type int are not supported"),
        ("input float[64] w; rz(sin(9) + w) $0;", 1506, "function calls"),
        ("#pragma h $0;\nx $0;", 1521, "pragmas are not supported"),
        ("@h $0;\nx $0;", 1521, "annotations are not supported"),
        ("cal { h $0; }", 1521, "'cal' is not supported"),
        ("x $0; %% not openqasm ((( [[[", 1603, "unexpected '%'"),
        ("rzz(0.1) $0, $1;", 1506, "rzz is not defined"),
        ("foo(1) $0;", 1506, "foo is not defined"),
        ("cz $1, $1;", 1603, "names a qubit twice"),
        (
            "gate rzz(a, b) c, d { cx c, d; } rzz(1, 2) $0, $1;",
            1517,
            "is defined with 2 angles, but on ibm_fez it has 1",
        ),
        (RZZ + "rzz(2) $0, $1;", 1517, "angle 2; ibm_fez accepts 0 to pi/2"),
        (RZZ + "rzz(-pi/4) $0, $1;", 1517, "angle -0.785398"),
        (RZZ + "rzz(0.1) $2, $1;", 1517, "(2, 1) does not exist"),
    ],
)
def test_reports_unsupported_instructions_with_the_services_code(body: str, code: int, expected: str) -> None:
    ((found, message),) = violations(HEAD + body)
    assert found == code
    assert expected in message


def test_standard_gates_without_their_include_are_undefined() -> None:
    assert codes("OPENQASM 3.0; x $0;") == [1506]
    assert codes('OPENQASM 3.0; include "mine.inc"; x $0;')[0] == 1521


@pytest.mark.parametrize(
    "body",
    [
        "qubit[3] q; let a = q[0:1]; x a; cz a[0], a[1];",
        "qubit[3] q; cz q[0:1], q[1:2];",
        "qubit[4] q; sx q[{0, 2}]; x q[-1]; x q[1:];",
        "inv @ x $0; ctrl @ z $0, $1; pow(2) @ rz(0.1) $0;",
        "qubit[2] q; gphase(0.2); delay[2us] q; barrier q;",
        RZZ + "input float[64] w; rzz(w) $0, $1;",
        "/* h $0; */ // h $0;\nx $0;",
    ],
)
def test_accepts_native_instructions_in_every_notation(body: str) -> None:
    assert violations(HEAD + body) == []


def test_openqasm_2_is_read_with_its_own_names() -> None:
    head = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[6]; creg c[6]; '
    assert violations(head + "id q[0]; cz q[0],q[1]; rz(pi) q[2]; if(c==1) x q[0]; measure q -> c;") == []
    assert codes(head + "h q; cz q[0],q[5];") == [1517, 1517]


def test_reports_a_gate_with_a_native_name_but_other_angles() -> None:
    text = 'OPENQASM 2.0; include "qelib1.inc"; gate sx(t) a { rz(t) a; } qreg q[1]; sx(1) q[0];'
    ((code, message),) = violations(text)
    assert code == 1517
    assert "the instruction sx on qubits (0,) is defined with 1 angles, but on ibm_fez it has 0" in message


def test_reports_the_same_violation_once() -> None:
    assert codes(HEAD + "h $0; h $1; h $2; " + "cz $0, $9; " * 5) == [1517, 1517]
    many = HEAD + "".join(f"cz $0, ${qubit}; " for qubit in range(20, 60))
    assert len(violations(many)) == 10


def test_ignores_malformed_entries_of_the_configuration() -> None:
    odd = {"n_qubits": "many", "basis_gates": ["x", 5], "gates": ["x", {"name": "cz", "coupling_map": 3}]}
    reading = read_circuit(HEAD + "x $0; h $0;")
    assert reading is not None
    assert [fault.code for fault in isa_violations(reading, odd)] == [1517]


def found_in(*calls: Call, configuration: dict[str, Any] = configuration(), **other: Any) -> list[Fault]:  # noqa: B008 - cached, and not changed
    return list(isa_violations(Reading(calls, **other), configuration))


def test_rejects_more_qubits_than_the_backend_has_even_if_idle() -> None:
    (fault,) = found_in(Call("x", (0,)), num_qubits=157)
    assert fault.code == 1517
    assert "the circuit has 157 qubits, but ibm_fez has 156" in fault.message
    assert found_in(Call("x", (0,)), num_qubits=156) == []
    (fault,) = found_in(Call("x", (156,)))
    assert "out of range: ibm_fez has 156 qubits" in fault.message


@pytest.mark.parametrize("name", ["barrier", "store", "gphase"])
def test_exempts_the_same_instructions_as_ibms_check(name: str) -> None:
    assert found_in(Call(name, (0, 9)), Call(name, ())) == []


def test_measure_reset_and_delay_need_to_be_in_the_configuration() -> None:
    calls = [Call("measure", (0,)), Call("reset", (0,)), Call("delay", (0,))]
    without_reset = {**configuration(), "supported_instructions": ["measure", "delay"]}
    (fault,) = found_in(*calls, configuration=without_reset)
    assert "the instruction reset on qubits (0,) is not in the basis gates of ibm_fez" in fault.message
    silent = {**configuration(), "supported_instructions": None}
    assert found_in(*calls, configuration=silent) == []


def test_conditions_need_to_be_in_the_configuration() -> None:
    static = {**configuration(), "supported_instructions": ["measure", "delay", "reset"]}
    (fault,) = found_in(configuration=static, control_flow=frozenset({"if"}))
    assert (fault.code, fault.message) == (1517, "ibm_fez does not support control flow of the kind if_else")
    assert found_in(control_flow=frozenset({"if"})) == []


def test_faults_follow_the_program_and_name_its_lines() -> None:
    calls = Call("h", (3,), line=2), Call("cz", (0, 9), line=3), Call("y", (1,), line=4)
    assert [fault.line for fault in found_in(*calls)] == [2, 3, 4]
    assert found_in(*calls)[0].message.startswith("line 2: the instruction h on qubits (3,)")


def test_rejects_id_of_stdgates_and_suggests_an_alternative() -> None:
    (fault,) = found_in(Call("u", (0,), (0.0, 0.0, 0.0), source="id"))
    assert "Remove it, or use a delay" in fault.message


def test_angles_with_parameters_are_checked_with_their_values() -> None:
    call = Call("rzz", (0, 1), (Operation("neg", (Parameter("t"),)),))
    assert found_in(call) == []
    assert angle_fault(call, 0.3, "ibm_fez") is None
    fault = angle_fault(call, -0.3, "ibm_fez", " for t = 0.3")
    assert fault is not None
    assert fault.code == 1517
    assert "has the angle -0.3 for t = 0.3; ibm_fez accepts 0 to pi/2" in fault.message


def test_a_gate_that_a_program_defines_is_not_the_instruction_of_its_name() -> None:
    assert codes("OPENQASM 3.0; gate if_else a { } qubit q; if_else q;") == [1517]
    assert codes('OPENQASM 2.0; include "qelib1.inc"; gate if_else a { } qreg q[1]; if_else q[0];') == [1517]
    kingston = {"n_qubits": 1, "basis_gates": ["x"], "supported_instructions": ["measure_2"]}
    reading = read_circuit("OPENQASM 3.0; gate measure_2 a { } qubit q; measure_2 q;")
    assert reading is not None
    assert [fault.code for fault in isa_violations(reading, kingston)] == [1517]

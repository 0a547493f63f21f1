"""Gates and measurements inserted into OpenQASM 3 text."""

from __future__ import annotations

import numpy as np
import pytest

from qrt_facade import ConfigurationError
from qrt_facade._circuits.qasm.versions import version_of
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._programs.through_executor.bases import angles, codes_of
from qrt_facade._programs.through_executor.measured_text import (
    FLIP,
    REST,
    FinalMeasurement,
    MeasuredText,
    with_measurements,
    with_rotations,
)

HEADER = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


def finals(body: str) -> list[tuple[int, tuple[int, ...]]]:
    return [(one.qubit, one.bits) for one in MeasuredText.read(HEADER + body).final]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("qubit[2] q; bit[2] c; c = measure q;", [(0, (0,)), (1, (1,))]),
        ("bit[2] c = measure $5;", [(5, (0, 1))]),
        ("bit[2] c; measure $5 -> c[1];", [(5, (1,))]),
        ("bit[1] c; bit d; d = measure $2;", [(2, (1,))]),
        ("qubit q; bit[1] c; c[0] = measure q; barrier q; delay[10dt] q;", [(0, (0,))]),
        ("qubit q; bit[2] c; c[0] = measure q; c[1] = measure q;", [(0, (1,))]),
        ("qubit q; bit[2] c; c[0] = measure q; x q;", []),
        ("qubit q; bit[2] c; c[0] = measure q; reset q;", []),
        ("qubit[2] q; bit[2] c; c[0] = measure q[0]; cx q[1], q[0]; c[1] = measure q[1];", [(1, (1,))]),
        ("qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c[0]) { c[1] = measure q[1]; }", [(0, (0,))]),
        ("qubit q; bit[1] c; c[0] = measure q; if (c[0]) { x q; }", []),
    ],
)
def test_final_measurements_are_the_last_operation_on_their_qubit(
    body: str, expected: list[tuple[int, tuple[int, ...]]]
) -> None:
    assert finals(body) == expected


def test_registers_of_a_result_include_aliases_and_compared_parts_with_the_bits_they_share() -> None:
    program = MeasuredText.read(
        HEADER
        + "qubit[3] q; bit[2] c; bit one; bit[1] d; let both = c ++ d; if (c[0:1] == 2) { x q[0]; } d = measure q[2];"
    )
    assert program.registers == {"c": (0, 1), "d": (3,), "both": (0, 1, 3), "esc_None_0": (0, 1)}
    assert {name: len(bits) for name, bits in program.registers.items()} == dict(program.reading.registers)
    assert program.bits_read == {0, 1}


@pytest.mark.parametrize(
    ("condition", "bits"),
    [("c[1]", {1}), ("!c[0]", {0}), ("c == 2", {0, 1}), ("d", {2}), ("c[0:1] == 1", {0, 1})],
)
def test_bits_that_a_condition_reads_are_those_it_names(condition: str, bits: set[int]) -> None:
    program = MeasuredText.read(HEADER + f"qubit q; bit[2] c; bit d; if ({condition}) {{ x q; }}")
    assert program.bits_read == bits


def test_inserts_rotations_before_measurements_and_keeps_lines_and_comments() -> None:
    text = (
        HEADER
        + "// a comment; measure\ninput float theta;\nqubit[2] q; bit[2] c;\nrx(theta) q[0]; c = measure q; // end"
    )
    program = MeasuredText.read(text)
    rotated = with_rotations(program, program.final[1:])
    assert rotated.text == text.replace(
        "input float theta", "input float qrt_a0; input float qrt_b0; input float theta"
    ).replace("c = measure", "rz(qrt_a0) q[1]; sx q[1]; rz(qrt_b0) q[1]; sx q[1]; c = measure")
    assert (rotated.first, rotated.second) == (("qrt_a0",), ("qrt_b0",))


def test_flips_are_two_pulses_and_one_angle() -> None:
    program = MeasuredText.read(HEADER + "bit[1] c; c[0] = measure $7;")
    rotated = with_rotations(program, program.final, flips_only=True)
    assert rotated.text.endswith("sx $7; rz(qrt_b0) $7; sx $7; c[0] = measure $7;")
    assert rotated.first == ()


def test_a_program_of_openqasm_2_is_edited_as_openqasm_3() -> None:
    program = MeasuredText.read(
        'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2]; creg c[2]; h q[0]; cx q[0], q[1]; measure q -> c;'
    )
    assert [(one.qubit, one.bits) for one in program.final] == [(0, (0,)), (1, (1,))]
    rotated = with_rotations(program, program.final, flips_only=True).text
    assert version_of(rotated) == 3
    reading = read_circuit(rotated)
    assert reading is not None
    assert not reading.faults


def test_without_rotations_the_text_is_unchanged() -> None:
    program = MeasuredText.read(HEADER + "bit[1] c; c[0] = measure $7;")
    assert with_rotations(program, []).text == program.text


def test_new_parameter_names_are_not_prefixes_of_existing_words() -> None:
    program = MeasuredText.read(HEADER + "input float qrt_b0; bit[1] c; rz(qrt_b0) $0; c[0] = measure $0;")
    rotated = with_rotations(program, program.final)
    assert rotated.second == ("qrt_1_b0",)
    reading = read_circuit(rotated.text)
    assert reading is not None
    assert reading.parameters == {"qrt_b0", "qrt_1_a0", "qrt_1_b0"}


def test_parameters_sort_by_their_number() -> None:
    program = MeasuredText.read(HEADER + "qubit[12] q; bit[12] c; c = measure q;")
    rotated = with_rotations(program, program.final)
    assert list(rotated.second) == sorted(rotated.second)


@pytest.mark.parametrize(
    ("before", "put_in"),
    [
        ("", 'include "stdgates.inc"; input'),
        (
            "gate sx a { U(pi/2, -pi/2, pi/2) a; } ",
            "gate rz(angle_) qubit_ { U(0, 0, angle_) qubit_; } input",
        ),
        ("gate x a { U(pi, 0, pi) a; } ", "gate rz(angle_)"),
        ('include "stdgates.inc"; ', "input"),
    ],
)
def test_includes_or_defines_missing_gates(before: str, put_in: str) -> None:
    program = MeasuredText.read(f"OPENQASM 3.0; {before}bit[1] c; c[0] = measure $0;")
    rotated = with_rotations(program, program.final).text
    assert rotated[program.start :].startswith(put_in)
    reading = read_circuit(rotated)
    assert reading is not None
    assert not reading.faults


def test_measurements_at_the_end_come_after_rotations_and_a_barrier() -> None:
    program = MeasuredText.read(HEADER + "qubit[2] q; h q[0]; cx q[0], q[1]; // meas")
    found = with_measurements(program, [1, 0], register=program.unused_name("meas"))
    assert found.text.splitlines()[-6:] == [
        "bit[2] meas1_;",
        "rz(qrt_a0) q[1]; sx q[1]; rz(qrt_b0) q[1]; sx q[1];",
        "rz(qrt_a1) q[0]; sx q[0]; rz(qrt_b1) q[0]; sx q[0];",
        "barrier q[1], q[0];",
        "meas1_[0] = measure q[1];",
        "meas1_[1] = measure q[0];",
    ]
    assert MeasuredText.read(found.text).final[0] == FinalMeasurement(
        1, found.text.index("meas1_[0] ="), (0,)
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("OPENQASM 2.0; qreg q[1]; x q[1];", "PUB 3: the OpenQASM 2 text cannot be read: line 1"),
        (
            HEADER + "qubit[1] q; h q[1];",
            "PUB 3: the circuit cannot be read: line 3, column 15: an index is out",
        ),
        (HEADER + "qubit[1] q; measure", "PUB 3: the circuit cannot be read: line 3"),
        ("OPENQASM 3.0; qubit sx; U(0, 0, 0) sx;", "PUB 3: the circuit defines 'sx' differently"),
        ("OPENQASM 3.0; gate rz a {} qubit q; rz q;", "PUB 3: the circuit defines 'rz' differently"),
    ],
)
def test_rejects_programs_that_cannot_be_edited_and_reports_the_place(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        MeasuredText.read(text, "PUB 3")


def test_angles_of_a_rotation_rest_flip_and_measure_in_other_bases() -> None:
    pytest.importorskip("qiskit")
    from qiskit import qasm3
    from qiskit.quantum_info import Operator, Pauli

    program = MeasuredText.read(HEADER + "qubit[1] q;")
    measured = with_measurements(program, [0]).text
    circuit = qasm3.loads(measured).remove_final_measurements(inplace=False)
    for pauli in "ZXY":
        for flipped, sign in ((False, ""), (True, "-")):
            first, second = angles(codes_of([pauli]), np.array([flipped]))
            values = {"qrt_a0": float(first[0, 0]), "qrt_b0": float(second[0, 0])}
            gate = Operator(circuit.assign_parameters(values))
            assert gate.adjoint() @ Operator(Pauli("Z")) @ gate == Operator(Pauli(sign + pauli))
    assert [angles(codes_of(["Z"]), np.array([flipped]))[1] for flipped in (False, True)] == [REST, FLIP]

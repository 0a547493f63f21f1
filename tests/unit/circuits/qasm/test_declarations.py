"""Declarations found in a text without reading all of it."""

from __future__ import annotations

import pytest

from qrt_facade._circuits.qasm.declarations import declared_parameters, declared_qubits
from qrt_facade._circuits.qasm.program import read_version_3


@pytest.mark.parametrize(
    ("text", "qubits", "parameters"),
    [
        ("OPENQASM 3.0; qubit[3] q; qubit r; input float[64] a; input angle θ; x q;", 4, {"a", "θ"}),
        ("OPENQASM 2.0; qreg q[2]; qreg r[3]; x q[0];", 5, frozenset()),
        (
            "OPENQASM 3.0;\r\nqubit[2*3] q; // qubit[9] r;\r\n/* input float x; */ qubit[0x2] s;",
            8,
            frozenset(),
        ),
        ('include "qubit[3] q;"; qubit[2] q; input angle[8] /* ; */ t;', 2, {"t"}),
        ("qubit[1_0] q; gate inputs a { } inputs q;", 10, frozenset()),
        ("qubit[n] q; input int k;", None, None),
        ("x $0; x $5; input float a;", None, {"a"}),
        ("bit c; input_float = 3;", None, frozenset()),
        ("qubit[ q; input float;", None, None),
        ("OPENQASM 2.0; qreg input[2]; gate output a { } output input[0];", None, frozenset()),
        ("", None, frozenset()),
    ],
)
def test_declared_qubits_and_parameters(
    text: str, qubits: int | None, parameters: frozenset[str] | set[str] | None
) -> None:
    assert declared_qubits(text) == qubits
    assert declared_parameters(text) == parameters


@pytest.mark.parametrize(
    "body",
    [
        "qubit[3] q;",
        "qubit q; qubit[2] r; input float a;",
        "qreg q[4]; input angle t;",
        "qubit[5-2] q; // qubit r;",
    ],
)
def test_declarations_are_those_of_the_whole_program(body: str) -> None:
    reading = read_version_3(f"OPENQASM 3.0; {body}")
    assert reading.faults == ()
    assert (declared_qubits(body), declared_parameters(body)) == (reading.num_qubits, reading.parameters)


@pytest.mark.parametrize("piece", ["qubit ", "/*", "/", "input //", "qubit[2] q;", '"', "x $0;"])
def test_scans_a_text_of_megabytes_only_once(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    declared_qubits(text)
    declared_parameters(text + "input")

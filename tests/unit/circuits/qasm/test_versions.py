"""The OpenQASM version of a text, and the text sent on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.versions import is_program, version_of, with_version
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("OPENQASM 2.0;", 2),
        ("OPENQASM 3;", 3),
        ("OPENQASM 3.1;", 3),
        ("OPENQASM\n\t2.0 ;", 2),
        ("\ufeffOPENQASM 2.0;", 2),
        ("\r\n\r\nOPENQASM 2.0;\r\n", 2),
        ("// OPENQASM 2.0;\nOPENQASM 3.0;", 3),
        ("/* OPENQASM 3.0;\n */ OPENQASM 2.0;", 2),
        ("OPENQASM /* 2 */ 3.0;", 3),
        ("OPENQASM 3.0; // OPENQASM 2.0;", 3),
        ("// " + "long " * 2000 + "\nOPENQASM 2.0;", 2),
        ("\n" * 5000 + "OPENQASM 2.0;", 2),
        ('include "qelib1.inc"; qreg q[1];', 2),
        ("include 'qelib1.inc';", 2),
        ('// include "qelib1.inc";\nqubit q;', 3),
        ('include "stdgates.inc"; qubit q;', 3),
        ("qubit q;", 3),
        ("qreg q[1];", 3),
        ("OPENQASM2.0;", 3),
        ("qubit q; " + "/* " * 60_000, 3),
        ("/**/" * 20_000 + "qubit q;", 3),
        ("bit OPENQASM_2;", 3),
    ],
)
def test_the_version_is_that_of_the_first_statement(text: str, version: int) -> None:
    assert version_of(text) == version
    assert version_of(with_version(text)) == version


@pytest.mark.parametrize(
    "text", ["OPENQASM 4.0;", "OPENQASM 1.0;", "OPENQASM 20;", "", "// nothing", "\n/* ; */"]
)
def test_empty_text_and_an_unknown_version_are_faults(text: str) -> None:
    with pytest.raises(FaultError) as caught:
        version_of(text)
    assert caught.value.code == 1603


def test_a_missing_version_is_added_without_moving_lines() -> None:
    assert with_version("qubit q;\nh q;") == "OPENQASM 3.0; qubit q;\nh q;"
    assert with_version('\ufeffinclude "qelib1.inc";') == 'OPENQASM 2.0; include "qelib1.inc";'
    assert with_version("\ufeffOPENQASM 2.0;\r\n") == "OPENQASM 2.0;\r\n"


def test_a_semicolon_in_a_comment_is_not_a_statement() -> None:
    assert not is_program("// h q;")
    with pytest.raises(ConfigurationError, match="has no statement"):
        encode_circuit("// h q;\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_is_decoded_by_its_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "circuit.qasm"
    text = "OPENQASM 3.0;\r\nqubit q; // θ\r\n"
    path.write_bytes(text.encode(encoding))
    assert encode_circuit(path) == text


def test_rejects_a_latin_1_file_and_reports_the_line(tmp_path: Path) -> None:
    path = tmp_path / "circuit.qasm"
    path.write_bytes("OPENQASM 3.0;\n// Schrödinger\nqubit q;".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"circuit\.qasm is not UTF-8 .*0xf6 on line 2.*Latin-1"):
        encode_circuit(path)

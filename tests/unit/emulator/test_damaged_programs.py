"""Damaged programs fail their job with a code that concerns the program, never with an internal error."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import zlib
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import QuantumCircuit, qpy
from qiskit.circuit.classical import expr

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.packed import read_circuits
from qrt_facade.emulator.simulation.programs import execute

THIRD = """OPENQASM 3.0;
include "stdgates.inc";
bit[2] c; qubit[3] q; input float th;
gate rzz(p) a, b { cx a, b; rz(p) b; cx a, b; }
x q[0]; rz(th / 2) q[1]; sx q; rzz(0.3) q[0], q[1];
if (c[0] == 1) { x q[1]; } else { rz(-pi / 4 + 2 * 0.3) q[0]; }
ctrl @ inv @ z q[0], q[1]; pow(2) @ rz(0.2) q[0]; let r = q[0:1]; barrier r; delay[100ns] q[0]; reset q[2];
c[0] = measure q[0]; measure q[1] -> c[1];
"""
SECOND = """OPENQASM 2.0;
include "qelib1.inc";
qreg q[2]; creg c[2]; gate g(a) x1, y1 { rz(a) x1; cx x1, y1; } opaque o(a) z1;
x q[0]; rz(pi / 2) q[1]; cz q[0], q[1]; barrier q; if (c == 1) x q[0]; rzz(sin(0.3)) q[0], q[1]; reset q; measure q -> c;
"""
WORDS = """
[ ] ( ) { } ; , $0 $999 -1 0 1 2 1e400 pi x rz cz rzz measure -> = == ! ~ && if else for while in int uint float angle bool
input output const let gate def ctrl inv pow negctrl @ gphase reset barrier delay [3dt] [1.5us] stretch box c q th / * - + ** %
++ 0:1 {0,1} "a" @a #pragma true end break import U store 99999999999999999999999 0x1F "01" 1.5im sin(1) sizeof creg qreg
include opaque é // /* OPENQASM switch return extern duration
""".split()  # noqa: SIM905  # a hundred quoted words are no easier to read

CODES = {None, 1501, 1506, 1517, 1520, 1521, 1522, 1603}


def code(circuit: Any, program: str) -> int | None:
    """Return the code of a job on a noiseless ibm_fez; None if it completes."""
    device = Device.named("ibm_fez")
    pub = [circuit, [0.3]] if program == "sampler" else [circuit, "ZZZ", [0.3]]
    return execute(
        {
            "device": device.name,
            "configuration": str(device.configuration_file),
            "properties": str(device.properties_file),
            "program_id": program,
            "params": json.dumps({"pubs": [pub], "options": {"default_shots": 5}}),
            "cost": 600,
            "seed": 1,
            "noise": False,
            "memory_mb": 1024,
        }
    ).reason_code


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw a program with some tokens removed, replaced or added, or truncated."""
    tokens = re.findall(r"\s+|\w+|[^\w\s]", draw(st.sampled_from([THIRD, SECOND])))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(tokens) - 1))
        word = [f" {draw(st.sampled_from(WORDS))} "]
        taken, put = draw(st.sampled_from([(1, []), (1, word), (0, word), (len(tokens), ["x"])]))
        tokens[at : at + taken] = put
        tokens = tokens or ["x"]
    return "".join(tokens)


def packed(content: bytes) -> dict[str, str]:
    return {"__type__": "QuantumCircuit", "__value__": base64.b64encode(zlib.compress(content)).decode()}


def content_of(circuit: QuantumCircuit, version: int = qpy.common.QPY_VERSION) -> bytes:
    buffer = io.BytesIO()
    qpy.dump(circuit, buffer, version=version)
    return buffer.getvalue()


def dynamic() -> QuantumCircuit:
    circuit = QuantumCircuit(3, 2, name="damaged")
    circuit.x(0)
    circuit.measure(0, 0)
    with circuit.if_test(expr.logic_and(circuit.clbits[0], circuit.clbits[1])):
        circuit.x(1)
    circuit.store(circuit.clbits[1], expr.logic_not(circuit.clbits[0]))
    circuit.unitary([[0, 1], [1, 0]], [2])
    circuit.delay(100, 0)
    return circuit


@cache
def dynamic_content(version: int) -> bytes:
    """Return the same bytes each time: Qiskit numbers and names what it writes."""
    return content_of(dynamic(), version)


@given(damaged(), st.sampled_from(["sampler", "estimator"]))
@settings(max_examples=20, deadline=None)
def test_a_damaged_text_is_refused_with_a_program_error_code(text: str, program: str) -> None:
    assert code(text, program) in CODES


@pytest.mark.long
@given(damaged(), st.sampled_from(["sampler", "estimator"]))
@settings(max_examples=1500, deadline=None)
def test_many_damaged_texts_are_refused_with_a_program_error_code(text: str, program: str) -> None:
    assert code(text, program) in CODES


@given(st.sampled_from([13, 14, 15, 16, 17]), st.floats(0, 1, exclude_max=True))
@settings(max_examples=20, deadline=None)
def test_truncated_qpy_is_refused_with_a_program_error_code(version: int, part: float) -> None:
    content = dynamic_content(version)
    assert code(packed(content[: int(part * len(content))]), "sampler") == 1603


@pytest.mark.long
@given(st.sampled_from([13, 14, 15, 16, 17]), st.data())
@settings(max_examples=1500, deadline=None)
def test_damaged_qpy_is_refused_with_a_program_error_code(version: int, data: st.DataObject) -> None:
    content = bytearray(dynamic_content(version))
    at = data.draw(st.integers(0, len(content) - 1))
    # Except the high bytes of lengths, which make the reader request gigabytes.
    content[at] = data.draw(st.integers(0, 255)) if content[at] else data.draw(st.integers(0, 3))
    assert code(packed(bytes(content)), "sampler") in CODES


@pytest.mark.parametrize("version", [13, 14, 15, 16, 17])
def test_qpy_that_declares_a_billion_qubits_is_refused_before_allocating_them(version: int) -> None:
    content = content_of(QuantumCircuit(3, 2), version)
    header = struct.pack("!II", 3, 2)
    assert content.count(header) == 1
    assert code(packed(content.replace(header, struct.pack("!II", 10**9, 2))), "sampler") == 1517
    assert code(packed(content.replace(header, struct.pack("!II", 3, 10**9))), "sampler") == 1520


def test_the_backtrace_of_qiskits_reader_becomes_one_plain_line() -> None:
    content = b"QISKIT" + bytes([17]) + bytes(100)
    with pytest.raises(JobFailedError) as caught:
        read_circuits(content)
    assert caught.value.message.isprintable(), caught.value.message
    assert "╺" not in caught.value.message
    assert "symbolic_encoding" in caught.value.message

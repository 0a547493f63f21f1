"""Untrusted circuits: no files are read, nothing is executed, and unpacking is limited."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import QuantumCircuit, qpy

from qrt_facade.emulator.simulation import wire
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.loading import load_circuit
from qrt_facade.emulator.simulation.wire import decode_params

if TYPE_CHECKING:
    from pathlib import Path


def refusal(source: Any) -> str:
    with pytest.raises(JobFailedError) as caught:
        load_circuit(source)
    return str(caught.value)


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("between", [" ", "\n\t", " // a comment\n"])
@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_openqasm_includes_no_file_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, between: str, quote: str
) -> None:
    (tmp_path / "secret.inc").write_text("a_secret_of_the_file;")
    monkeypatch.chdir(tmp_path)
    for name in (
        str(tmp_path / "secret.inc"),
        "secret.inc",
        "./secret.inc",
        "../" + tmp_path.name + "/secret.inc",
    ):
        text = refusal(f"OPENQASM {version};\ninclude{between}{quote}{name}{quote};\n")
        assert "a_secret_of_the_file" not in text


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", "/proc/self/environ", "/etc/passwd"])
def test_openqasm_opens_no_device(name: str) -> None:
    assert "unable to find" in refusal(f'OPENQASM 2.0; include "{name}";')
    assert "only stdgates.inc can be included" in refusal(f'OPENQASM 3.0; include "{name}";')


def test_openqasm_includes_its_standard_libraries() -> None:
    assert load_circuit('OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; x q[0];').count_ops() == {"x": 1}
    assert load_circuit('OPENQASM 3.0; include "stdgates.inc"; qubit[1] q; x q[0];').count_ops() == {"x": 1}


@pytest.mark.parametrize("comments", ["/**/" * 60, "/* a */ // b\n" * 60, "/**/" * 20_000])
def test_a_program_may_begin_with_many_comments(comments: str) -> None:
    circuit = load_circuit(f'{comments} include "stdgates.inc"; qubit q; x q;')
    assert circuit.count_ops() == {"x": 1}


def test_a_comment_without_an_end_is_refused() -> None:
    assert "unexpected '/'" in refusal("qubit q; " + "/* " * 30_000)


def test_many_blanks_before_an_invalid_angle_are_parsed_in_linear_time() -> None:
    assert "missing" in refusal(f'include "stdgates.inc"; qubit q; rz({" " * 30_000}0.5x) q;')


def test_a_comment_before_the_number_of_the_version_is_refused() -> None:
    for comment in ("/* c */", " /**/ ", "\n// c\n"):
        assert "not valid OpenQASM 3: line" in refusal(f"OPENQASM{comment}3.0; qubit q;")


@pytest.mark.parametrize("modifiers", ["inv @", "pow(2) @", "inv @ pow(0.5) @"])
def test_a_global_phase_can_have_modifiers(modifiers: str) -> None:
    circuit = load_circuit(f'OPENQASM 3.0; include "stdgates.inc"; qubit q; {modifiers} gphase(0.25); x q;')
    assert circuit.count_ops() == {"x": 1}
    assert float(circuit.global_phase) != 0


def packed(content: bytes) -> dict[str, str]:
    return {"__type__": "QuantumCircuit", "__value__": base64.b64encode(zlib.compress(content)).decode()}


def test_qpy_versions_with_expressions_as_text_are_refused() -> None:
    circuit = QuantumCircuit(1)
    circuit.x(0)
    buffer = io.BytesIO()
    qpy.dump(circuit, buffer, version=17)
    content = bytearray(buffer.getvalue())
    assert load_circuit(packed(bytes(content))) == circuit
    for version in range(1, 13):
        content[6] = version
        assert f"its QPY has version {version}" in refusal(packed(bytes(content)))


@pytest.mark.parametrize("content", [b"QISKIT", b"QISKI", b"", b"QISKIT\xff", b"\x80\x04cos\nsystem\n."])
def test_truncated_or_invalid_qpy_is_refused(content: bytes) -> None:
    assert "could not be loaded" in refusal(packed(content))


def test_a_decompression_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_UNPACKED_BYTES", 2**20)
    bomb = packed(bytes(2**21))
    assert "unpacked, it exceeds 1 MiB" in refusal(bomb)
    array = {"__type__": "ndarray", "__value__": bomb["__value__"]}
    with pytest.raises(JobFailedError, match="exceeds 1 MiB"):
        decode_params(json.dumps(array))


def test_truncated_compressed_data_is_refused() -> None:
    text = packed(b"QISKIT" * 1000)["__value__"]
    assert "its end is missing" in refusal({"__type__": "QuantumCircuit", "__value__": text[:-8]})

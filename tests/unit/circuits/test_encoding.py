"""Encoding of circuits for the service."""

from __future__ import annotations

import base64
import io
import zlib
from typing import TYPE_CHECKING

import pytest
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Parameter

from qrt_facade._circuits import encoding
from qrt_facade._circuits.encoding import (
    decode_circuit,
    encode_circuit,
    is_circuit,
    num_qubits_of,
    parameters_of,
)
from qrt_facade._circuits.qpy.reader import NEWEST
from qrt_facade.errors import ConfigurationError, ResultDecodeError

if TYPE_CHECKING:
    from pathlib import Path

BELL = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nbit[2] c;\nh q[0];\ncx q[0], q[1];\nc = measure q;\n'


def test_openqasm_text_is_sent_unchanged() -> None:
    assert encode_circuit(BELL) == BELL


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_rejects_a_lone_surrogate_before_sending(version: str) -> None:
    with pytest.raises(ConfigurationError, match=r"lone surrogate \(half a character\) at 17"):
        encode_circuit(f"OPENQASM {version}; // \ud83d\nqubit q;")


def test_a_path_is_read_as_utf_8_text_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "bell.qasm"
    path.write_bytes(b"\xef\xbb\xbf" + BELL.replace("q;", "q; // θ", 1).encode())
    assert encode_circuit(path) == BELL.replace("q;", "q; // θ", 1)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.qasm"):
        encode_circuit(tmp_path / "nowhere.qasm")


def test_rejects_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\xff\xfe;\0")
    with pytest.raises(ConfigurationError, match="neither UTF-8 OpenQASM text nor QPY"):
        encode_circuit(path)


def test_rejects_a_file_name_in_a_str_and_suggests_a_path() -> None:
    with pytest.raises(ConfigurationError, match=r"pathlib\.Path\('bell\.qasm'\)"):
        encode_circuit("bell.qasm")


def test_rejects_bare_base64_qpy_which_the_service_cannot_load() -> None:
    with pytest.raises(ConfigurationError, match="bare base64 QPY"):
        encode_circuit(base64.b64encode(b"QISKIT\x0d and so on").decode())


@pytest.mark.parametrize("value", [None, 3, b"OPENQASM 3;", {"theta": 1}, ""])
def test_rejects_values_that_are_not_circuits_and_names_accepted_ones(value: object) -> None:
    with pytest.raises(ConfigurationError, match="OpenQASM 2 or 3 text"):
        encode_circuit(value)


def test_a_qiskit_circuit_survives_encoding_and_decoding() -> None:
    circuit = QuantumCircuit(2, 2, name="bell", metadata={"who": "me"})
    circuit.rx(Parameter("θ"), 0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    wire = encode_circuit(circuit)
    assert isinstance(wire, dict)
    assert wire["__type__"] == "QuantumCircuit"
    content = zlib.decompress(base64.b64decode(wire["__value__"]))
    assert content[6] <= NEWEST
    restored = qpy.load(io.BytesIO(content))[0]
    assert restored == circuit
    assert restored.metadata == {"who": "me"}


def test_ibms_own_decoder_reads_our_wire_form() -> None:
    import json

    from qiskit_ibm_runtime import RuntimeDecoder

    circuit = QuantumCircuit(3)
    circuit.h(range(3))
    assert json.loads(json.dumps(encode_circuit(circuit)), cls=RuntimeDecoder) == circuit


def test_an_encoded_circuit_is_decoded_unchanged() -> None:
    circuit = QuantumCircuit(2)
    circuit.rx(Parameter("t"), 1)
    assert decode_circuit(encode_circuit(circuit)) == circuit
    assert decode_circuit(BELL) == BELL


@pytest.mark.parametrize(
    "wire",
    [
        None,
        {"__type__": "QuantumCircuit"},
        {"__type__": "QuantumCircuit", "__value__": "%%%"},
        {"__type__": "QuantumCircuit", "__value__": 3},
        {"__type__": "QuantumCircuit", "__value__": base64.b64encode(zlib.compress(b"QISKIT")).decode()},
        {"__type__": "QuantumCircuit", "__value__": base64.b64encode(zlib.compress(bytes(99))[:-6]).decode()},
    ],
    ids=range(6),
)
def test_rejects_a_wire_value_that_is_not_a_circuit(wire: object) -> None:
    with pytest.raises(ResultDecodeError, match="circuit"):
        decode_circuit(wire)


def test_rejects_a_decompression_bomb_instead_of_a_circuit(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = encode_circuit(QuantumCircuit(1))
    monkeypatch.setattr(encoding, "_MAX_QPY_BYTES", 100)
    with pytest.raises(ResultDecodeError, match="more than 100 bytes"):
        decode_circuit(wire)


def test_a_subclass_of_a_qiskit_circuit_is_a_circuit() -> None:
    class Ansatz(QuantumCircuit):
        pass

    assert is_circuit(Ansatz(1))


def test_a_qpy_file_is_wrapped(tmp_path: Path) -> None:
    circuit = QuantumCircuit(1)
    circuit.x(0)
    path = tmp_path / "circuit.qpy"
    with path.open("wb") as file:
        qpy.dump(circuit, file, version=15)
    wire = encode_circuit(path)
    assert isinstance(wire, dict)
    assert zlib.decompress(base64.b64decode(wire["__value__"])) == path.read_bytes()


@pytest.mark.parametrize("start", [bytes([NEWEST + 1]), bytes([12]), b""])
def test_rejects_qpy_that_the_service_does_not_read(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "future.qpy"
    path.write_bytes(b"QISKIT" + start)
    with pytest.raises(ConfigurationError, match=f"version={NEWEST}"):
        encode_circuit(path)


def test_names_a_circuit_that_qiskit_cannot_write() -> None:
    circuit = QuantumCircuit(1, name="odd", metadata={"set": {1}})
    with pytest.raises(ConfigurationError, match="'odd'"):
        encode_circuit(circuit)


def test_an_encoded_circuit_is_accepted_as_a_circuit() -> None:
    wire = encode_circuit(QuantumCircuit(1))
    assert encode_circuit(wire) == wire


@pytest.mark.parametrize(
    ("text", "parameters", "num_qubits"),
    [
        (BELL, [], 2),
        ("OPENQASM 3.0; input float[64] phi; input angle θ_1; qubit a; qubit[3] b;", ["phi", "θ_1"], 4),
        ("OPENQASM 3.0; // input float nothing;\n/* qubit[9] q; */ qubit[2] q;", [], 2),
        ("OPENQASM 2.0; qreg q[3]; qreg r[2]; creg c[3];", [], 5),
        ("OPENQASM 3.0; bit[1] c; sx $7; c[0] = measure $7;", [], None),
        ("OPENQASM 3.0; const int n = 3; qubit[n] q;", [], None),
        ("OPENQASM 3.0; input array[float[64], 3] x; qubit q;", None, 1),
        ("OPENQASM 3.0; input int[32] steps; input float t; qubit q;", None, 1),
        ("OPENQASM 3.0; int input_size = 3; qubit q;", [], 1),
    ],
)
def test_reads_parameters_and_width_from_the_text_if_possible(
    text: str, parameters: list[str] | None, num_qubits: int | None
) -> None:
    assert parameters_of(text, text) == (None if parameters is None else frozenset(parameters))
    assert num_qubits_of(text, text) == num_qubits


def test_parameters_and_width_of_a_qiskit_circuit_come_from_the_object() -> None:
    circuit = QuantumCircuit(5)
    circuit.rz(Parameter("b") + Parameter("a"), 0)
    wire = encode_circuit(circuit)
    assert parameters_of(circuit, wire) == {"a", "b"}
    assert num_qubits_of(circuit, wire) == 5
    assert parameters_of(wire, wire) == {"a", "b"}
    assert num_qubits_of(wire, wire) == 5


@pytest.mark.parametrize("version", [13, qpy.QPY_VERSION])
@pytest.mark.parametrize("number", ["circuits", "qubits", "bits"])
def test_rejects_qpy_that_declares_too_many_bits_before_qiskit_allocates_them(
    version: int, number: str
) -> None:
    with io.BytesIO() as written:
        qpy.dump(QuantumCircuit(3, 2), written, version=version)
        content = bytearray(written.getvalue())
    circuit = int.from_bytes(content[20:28], "big") if version >= 16 else 20
    place = {"circuits": 14, "qubits": circuit + 5, "bits": circuit + 9}[number]
    content[place : place + 4] = (400_000_000).to_bytes(4, "big")
    wire = {"__type__": "QuantumCircuit", "__value__": base64.b64encode(zlib.compress(content)).decode()}
    with pytest.raises(ResultDecodeError, match=f"400,000,000 .*{number}"):
        decode_circuit(wire)


def test_rejects_a_file_larger_than_the_limit_of_a_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "MAX_PAYLOAD_BYTES", 10)
    path = tmp_path / "large.qasm"
    path.write_text(BELL)
    with pytest.raises(ConfigurationError, match=r"large\.qasm has more than 10 bytes"):
        encode_circuit(path)

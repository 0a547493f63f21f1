"""The params of a noise-learner job of the third version: boxes as QPY, and options."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from ibm_quantum_schemas.common.annotation_serializer import AnnotationSerializer
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qpy
from samplomatic import ChangeBasis, InjectNoise, Tag, Twirl

from qrt_facade import NoiseLearnerV3Options
from qrt_facade._circuits.boxes import annotation_bytes
from qrt_facade._programs.fingerprints import Fingerprint
from qrt_facade._programs.noise_learner_v3 import noise_learner_v3_params
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore")  # what Qiskit warns of is its own


def boxes() -> QuantumCircuit:
    circuit = QuantumCircuit(QuantumRegister(156, "q"), ClassicalRegister(2, "c"))
    with circuit.box([Twirl()]):
        circuit.cz(3, 2)
    with circuit.box([Twirl()]):
        circuit.measure([1, 0], [0, 1])
    return circuit


def written(circuit: QuantumCircuit) -> bytes:
    buffer = io.BytesIO()
    qpy.dump(circuit, buffer)
    return buffer.getvalue()


def test_a_circuit_and_its_instructions_are_encoded_alike() -> None:
    circuit = boxes()
    params = noise_learner_v3_params(circuit)
    assert params["version"] == 3
    assert params["schema_version"] == "v0.3"
    assert noise_learner_v3_params(list(circuit.data)) == params
    assert noise_learner_v3_params(circuit.data[:1]) == noise_learner_v3_params(circuit.data[0])
    assert noise_learner_v3_params(circuit.data[0]) != params


def test_qpy_is_sent_unchanged(tmp_path: Path) -> None:
    params = noise_learner_v3_params(boxes())
    content = base64.b64decode(params["instructions"]["circuit_b64"])
    (tmp_path / "boxes.qpy").write_bytes(content)
    for given in (content, bytearray(content), params["instructions"], tmp_path / "boxes.qpy"):
        assert noise_learner_v3_params(given) == params  # type: ignore[arg-type]


def test_qubits_keep_their_places_on_the_device() -> None:
    content = base64.b64decode(noise_learner_v3_params(boxes())["instructions"]["circuit_b64"])
    (circuit,) = qpy.load(io.BytesIO(content), annotation_factories={"samplomatic": AnnotationSerializer})
    assert [qubit._index for box in circuit.data for qubit in box.qubits] == [3, 2, 1, 0]
    assert {len(qubit._register) for qubit in circuit.qubits} == {156}


def test_rebuilt_boxes_have_the_same_fingerprint() -> None:
    def fingerprint(circuit: QuantumCircuit) -> Fingerprint:
        return Fingerprint.of("noise-learner", noise_learner_v3_params(circuit), "ibm_fez")

    another = boxes()
    with another.box([Twirl()]):
        another.cz(3, 2)
    assert fingerprint(boxes()) == fingerprint(boxes())
    assert fingerprint(boxes()).differences(fingerprint(another)) == ("the circuits",)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("OPENQASM 3.0; qubit[2] q;", "does not accept OpenQASM text: it learns boxes"),
        (b"text", "bytes that are not QPY"),
        (
            b"QISKIT\x0a" + bytes(30),
            "QPY version 10; the noise learner reads versions 13 to 17 in this schema version",
        ),
        (b"QISKIT\x12" + bytes(30), "QPY version 18"),
        (b"QISKIT\x0d" + bytes(10) + b"\x02" + bytes(9), "QPY of 2 circuits"),
        ({"circuit_b64": "!", "qpy_version": 17}, "circuit_b64 is not base64"),
        (3, "instructions=3 is not valid; accepted"),
        ([], "no instructions"),
        ([3], "instruction 0 is 3; accepted"),
    ],
)
def test_rejects_values_that_are_not_boxes_with_the_reason(given: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        noise_learner_v3_params(given)


def test_schema_v01_accepts_only_older_qpy() -> None:
    content = b"QISKIT\x11" + bytes(10) + b"\x01" + bytes(9)
    assert noise_learner_v3_params(content, schema_version="v0.2")["instructions"]["qpy_version"] == 17
    with pytest.raises(ConfigurationError, match="reads versions 13 to 16"):
        noise_learner_v3_params(content, schema_version="v0.1")


def test_rejects_gates_and_boxes_without_a_twirl_by_index() -> None:
    circuit = QuantumCircuit(2)
    with circuit.box([Twirl()]):
        circuit.cz(0, 1)
    circuit.cz(0, 1)
    with pytest.raises(ConfigurationError, match="instruction 1 is 'cz', not a box"):
        noise_learner_v3_params(circuit)
    bare = QuantumCircuit(2)
    with bare.box():
        bare.cz(0, 1)
    with pytest.raises(ConfigurationError, match="instruction 0 is a box without a twirl"):
        noise_learner_v3_params(bare)


def test_rejects_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "bell.qasm").write_text("OPENQASM 3.0; qubit[2] q;")
    with pytest.raises(ConfigurationError, match=r"bell\.qasm is OpenQASM text"):
        noise_learner_v3_params(tmp_path / "bell.qasm")


def test_options_that_are_set_are_sent() -> None:
    options = NoiseLearnerV3Options(
        layer_pair_depths=[0, 4],
        bit_flip_checks={"pre_circuit": {"enable": True}, "post_circuit": {"strategy": "edge"}},
        post_selection={"x_pulse_type": "rx"},
        rep_delay=0.0002,
    )
    assert noise_learner_v3_params(boxes(), options=options)["options"] == {
        "layer_pair_depths": [0, 4],
        "bit_flip_checks": {"pre_circuit": {"enable": True}, "post_circuit": {"strategy": "edge"}},
        "post_selection": {"x_pulse_type": "rx"},
        "rep_delay": 0.0002,
    }


@pytest.mark.parametrize(
    ("version", "options", "words"),
    [
        (
            "v0.1",
            {"init_qubits": False},
            "init_qubits is not supported by schema version v0.1; .* v0.2",
        ),
        ("v0.2", {"bit_flip_checks": {"pre_circuit": {"enable": True}}}, "bit_flip_checks .* requires v0.3"),
        ("v0.4", {}, "schema_version='v0.4' is not valid; accepted: 'v0.1', 'v0.2', 'v0.3'"),
        ("v0.3", {"num_randomizations": 0}, "num_randomizations=0; accepted"),
        ("v0.3", {"simulator": {}}, "no option 'simulator'"),
    ],
)
def test_rejects_unsupported_options_by_name(version: Any, options: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        noise_learner_v3_params(boxes(), options=options, schema_version=version)


def test_annotations_are_written_with_all_their_texts() -> None:
    twirl = annotation_bytes(Twirl(group="pauli", dressing="right", decomposition="rzsx"))
    assert (
        twirl
        == b"\0\x05Twirl" + b"".join(length.to_bytes(8, "big") for length in (5, 5, 4)) + b"paulirightrzsx"
    )
    assert annotation_bytes(InjectNoise("a", "bc")).endswith(b"abc")
    assert annotation_bytes(Tag("ref")).endswith(b"\x03ref")
    assert b"ChangeBasis" in annotation_bytes(ChangeBasis(ref="r"))
    assert annotation_bytes("another") is NotImplemented

"""Encode boxed instructions for the noise learner: Qiskit boxes with samplomatic annotations, written as QPY.

The byte format of an annotation comes from the serializer in ibm-quantum-schemas 0.13.20261016
(common/annotation_serializer): the length of the class name in two bytes, the name, the length of each text in eight
bytes, and the texts.
"""

from __future__ import annotations

import base64
import binascii
import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_iterable, is_mapping
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._circuits import sdks
from qrt_facade._circuits.encoding import encode_circuit, unpacked
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

OLDEST: Final = 13
"""The oldest QPY version that the noise learner reads."""

_MAGIC: Final = b"QISKIT"
_ACCEPTED: Final = (
    "a QuantumCircuit whose instructions are boxes, instructions such as those of circuit.data, QPY as bytes or in "
    "the wire "
    "format, or a pathlib.Path to QPY"
)
_TEXTS: Final = {
    "ChangeBasis": ("decomposition", "mode", "ref"),
    "InjectNoise": ("ref", "modifier_ref"),
    "Tag": ("ref",),
    "Twirl": ("group", "dressing", "decomposition"),
}
"""The attributes written for each annotation class, in this order."""


def boxes_as_qpy(instructions: Any, *, newest: int) -> bytes:
    """Write boxed instructions as the QPY of one circuit.

    Args:
        instructions: A `QuantumCircuit`, of which the instructions are used; one instruction or an iterable of them; or
            QPY of one circuit: as bytes, in the wire format, as `{"circuit_b64": ..., "qpy_version": ...}`, or in a
            file.
        newest: The newest QPY version that the noise learner reads.

    Raises:
        ConfigurationError: The value is text, contains an instruction that is not a box with a twirl, or is QPY that is
            damaged, of an unsupported version, or of several circuits.
    """
    if isinstance(instructions, str):
        raise ConfigurationError(
            "The noise learner does not accept OpenQASM text: it learns boxes with twirl annotations, and reads them "
            "only from "
            f"QPY. Accepted: {_ACCEPTED}."
        )
    if isinstance(instructions, (bytes, bytearray)):
        return _checked(bytes(instructions), newest)
    if isinstance(instructions, Path) or is_mapping(instructions):
        return _checked(_packed(instructions), newest)
    if sdks.is_qiskit(instructions):
        return _written(list(instructions.data), newest)
    if _is_instruction(instructions):
        instructions = [instructions]
    if not is_iterable(instructions):
        raise ConfigurationError(
            f"instructions={redacted_repr(instructions)} is not valid; accepted: {_ACCEPTED}."
        )
    return _written(list(instructions), newest)


def _packed(value: Any) -> bytes:
    """Return the QPY from a file or from one of the wrappers used on the wire."""
    if is_mapping(value) and "circuit_b64" in value:
        try:
            return base64.b64decode(value["circuit_b64"], validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ConfigurationError(f"circuit_b64 is not base64 ({error}).") from error
    wire = encode_circuit(value, for_service=False)
    if isinstance(wire, str):
        raise ConfigurationError(
            f"{value} is OpenQASM text, which the noise learner does not accept. Accepted: {_ACCEPTED}."
        )
    return unpacked(wire)


def _checked(content: bytes, newest: int) -> bytes:
    """Return QPY after checking that it has one circuit and a version that the noise learner reads.

    Header layout, from Qiskit's qpy.formats: six letters, the version, three bytes of Qiskit's version, the number of
    circuits.
    """
    if len(content) < 18 or not content.startswith(_MAGIC):
        raise ConfigurationError("The instructions are bytes that are not QPY.")
    version = content[len(_MAGIC)]
    if not OLDEST <= version <= newest:
        raise ConfigurationError(
            f"The instructions are QPY version {version}; the noise learner reads versions {OLDEST} to {newest} in "
            "this schema version."
        )
    (circuits,) = struct.unpack_from("!Q", content, 10)
    if circuits != 1:
        raise ConfigurationError(
            f"The instructions are QPY of {circuits} circuits; the noise learner accepts one circuit with a box per "
            "instruction."
        )
    return content


def _is_instruction(value: Any) -> bool:
    return all(hasattr(value, name) for name in ("operation", "qubits", "clbits"))


def _written(instructions: list[Any], newest: int) -> bytes:
    """Return the QPY of a circuit with only the qubits of the boxes, in order of first use.

    The device index of each qubit survives: it is the index in the register that the qubit belongs to, which QPY
    stores.
    """
    _check_boxes(instructions)
    circuits: Any = sdks.qiskit("qiskit.circuit", "learning the noise of boxes")
    qpy: Any = sdks.qiskit("qiskit.qpy", "learning the noise of boxes")
    circuit = circuits.QuantumCircuit(
        list(dict.fromkeys(bit for each in instructions for bit in each.qubits)),
        list(dict.fromkeys(bit for each in instructions for bit in each.clbits)),
        name="instructions",  # Qiskit's default name is a process-wide counter
    )
    buffer = io.BytesIO()
    try:
        for each in instructions:
            circuit.append(each)
        qpy.dump(
            circuit,
            buffer,
            version=min(newest, qpy.QPY_VERSION),
            annotation_factories={"samplomatic": _serializer_class()},
        )
    except Exception as error:  # Qiskit raises many types here
        raise ConfigurationError(f"Qiskit cannot write the instructions as QPY: {error}") from error
    return buffer.getvalue()


def _check_boxes(instructions: Iterable[Any]) -> None:
    count = 0
    for count, each in enumerate(instructions, 1):
        name = f"instruction {count - 1}"
        if not _is_instruction(each):
            raise ConfigurationError(f"{name} is {redacted_repr(each)}; accepted: {_ACCEPTED}.")
        if each.operation.name != "box":
            raise ConfigurationError(
                f"{name} is {each.operation.name!r}, not a box; put the instructions to learn into `with "
                "circuit.box([Twirl()]):`."
            )
        if not any(type(one).__name__ == "Twirl" for one in getattr(each.operation, "annotations", ())):
            raise ConfigurationError(
                f"{name} is a box without a twirl; create it with `circuit.box([Twirl()])`, with Twirl from "
                "samplomatic."
            )
    if not count:
        raise ConfigurationError("There are no instructions for the noise learner.")


def _serializer_class() -> Any:
    """Return a class for Qiskit's `annotation_factories` that writes samplomatic annotations."""
    base: Any = sdks.qiskit("qiskit.circuit.annotation", "learning the noise of boxes").QPYSerializer

    class Serializer(base):  # type: ignore[misc]  # Qiskit has no types
        def dump_annotation(self, namespace: str, annotation: Any) -> Any:  # noqa: ARG002 - the names are Qiskit's
            return annotation_bytes(annotation)

        def load_annotation(self, payload: bytes) -> Any:  # noqa: ARG002 - the names are Qiskit's
            return NotImplemented

    return Serializer


def annotation_bytes(annotation: Any) -> Any:
    """Encode a samplomatic annotation for QPY; return `NotImplemented`, as Qiskit expects, for an unknown one."""
    name = type(annotation).__name__
    if name not in _TEXTS:
        return NotImplemented
    texts = [
        str.encode(getattr(annotation, text)) for text in _TEXTS[name]
    ]  # some are members of enums of str
    lengths = struct.pack(f"!{len(texts)}Q", *map(len, texts))
    return struct.pack("!H", len(name)) + name.encode() + lengths + b"".join(texts)

"""Boxed instructions on their way to the noise learner: Qiskit's boxes with annotations of samplomatic, as QPY.

The bytes of an annotation were read from the serializer of ibm-quantum-schemas 0.13.20261016 (common/annotation_serializer):
the length of the class's name in two bytes, the name, the length of each text in eight bytes, and the texts.
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
"""The oldest version of QPY that the noise learner reads."""

_MAGIC: Final = b"QISKIT"
_ACCEPTED: Final = (
    "a QuantumCircuit whose instructions are boxes, instructions such as those of circuit.data, QPY as bytes or in the wire's "
    "wrapper, or a pathlib.Path to QPY"
)
_TEXTS: Final = {
    "ChangeBasis": ("decomposition", "mode", "ref"),
    "InjectNoise": ("ref", "modifier_ref"),
    "Tag": ("ref",),
    "Twirl": ("group", "dressing", "decomposition"),
}
"""What is written of each annotation, in this order."""


def boxes_as_qpy(instructions: Any, *, newest: int) -> bytes:
    """Write boxed instructions as the QPY of one circuit.

    Args:
        instructions: A `QuantumCircuit`, whose instructions are meant; one instruction, or an iterable of instructions; or QPY
            of one circuit: as bytes, in the wire's wrapper, as `{"circuit_b64": ..., "qpy_version": ...}` or in a file.
        newest: The newest version of QPY that is read.

    Raises:
        ConfigurationError: It is text, which cannot be sent; not a box, or a box without a twirl; or QPY of another
            version, damaged, or of several circuits.
    """
    if isinstance(instructions, str):
        raise ConfigurationError(
            "OpenQASM text is not taken by the noise learner: it learns boxes with twirl annotations, and reads them from QPY "
            f"alone. Accepted: {_ACCEPTED}."
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
        raise ConfigurationError(f"instructions={redacted_repr(instructions)}; accepted: {_ACCEPTED}.")
    return _written(list(instructions), newest)


def _packed(given: Any) -> bytes:
    """The QPY in a file or in one of the wire's wrappers."""
    if is_mapping(given) and "circuit_b64" in given:
        try:
            return base64.b64decode(given["circuit_b64"], validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ConfigurationError(f"circuit_b64 is not base64 ({error}).") from error
    wire = encode_circuit(given, for_service=False)
    if isinstance(wire, str):
        raise ConfigurationError(
            f"{given} is OpenQASM text, which the noise learner does not take. Accepted: {_ACCEPTED}."
        )
    return unpacked(wire)


def _checked(content: bytes, newest: int) -> bytes:
    """QPY that the noise learner reads: of one circuit, in a version that it knows.

    The header, from Qiskit's qpy.formats: six letters, the version, three bytes of Qiskit's version, the number of circuits.
    """
    if len(content) < 18 or not content.startswith(_MAGIC):
        raise ConfigurationError("The instructions are bytes, but not QPY.")
    version = content[len(_MAGIC)]
    if not OLDEST <= version <= newest:
        raise ConfigurationError(
            f"The instructions are QPY of version {version}; in this schema version the noise learner reads {OLDEST} to {newest}."
        )
    (circuits,) = struct.unpack_from("!Q", content, 10)
    if circuits != 1:
        raise ConfigurationError(
            f"The instructions are QPY of {circuits} circuits; the noise learner takes one, with a box for each instruction."
        )
    return content


def _is_instruction(value: Any) -> bool:
    return all(hasattr(value, name) for name in ("operation", "qubits", "clbits"))


def _written(instructions: list[Any], newest: int) -> bytes:
    """The QPY of a circuit of the boxes' own qubits, in the order in which they occur.

    The place of a qubit on the device is not lost: it is that in the register which the qubit belongs to, and QPY has it.
    """
    _check_boxes(instructions)
    circuits: Any = sdks.qiskit("qiskit.circuit", "learning the noise of boxes")
    qpy: Any = sdks.qiskit("qiskit.qpy", "learning the noise of boxes")
    circuit = circuits.QuantumCircuit(
        list(dict.fromkeys(bit for each in instructions for bit in each.qubits)),
        list(dict.fromkeys(bit for each in instructions for bit in each.clbits)),
        name="instructions",  # by itself Qiskit gives the number of circuits that this process has made
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
    except Exception as error:  # Qiskit raises what it stumbles upon
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
                f"{name} is {each.operation.name!r}, not a box; put what is to be learned into `with circuit.box([Twirl()]):`."
            )
        if not any(type(one).__name__ == "Twirl" for one in getattr(each.operation, "annotations", ())):
            raise ConfigurationError(
                f"{name} is a box without a twirl; make it with `circuit.box([Twirl()])`, Twirl of samplomatic."
            )
    if not count:
        raise ConfigurationError("No instructions are given to the noise learner.")


def _serializer_class() -> Any:
    """A class for Qiskit's `annotation_factories` that writes the annotations of samplomatic."""
    base: Any = sdks.qiskit("qiskit.circuit.annotation", "learning the noise of boxes").QPYSerializer

    class Serializer(base):  # type: ignore[misc]  # Qiskit has no types
        def dump_annotation(self, namespace: str, annotation: Any) -> Any:  # noqa: ARG002 - the names are Qiskit's
            return annotation_bytes(annotation)

        def load_annotation(self, payload: bytes) -> Any:  # noqa: ARG002 - the names are Qiskit's
            return NotImplemented

    return Serializer


def annotation_bytes(annotation: Any) -> Any:
    """What QPY keeps of an annotation of samplomatic; `NotImplemented`, as Qiskit wants it, for one that is not known."""
    name = type(annotation).__name__
    if name not in _TEXTS:
        return NotImplemented
    texts = [
        str.encode(getattr(annotation, text)) for text in _TEXTS[name]
    ]  # some are members of enums of str
    lengths = struct.pack(f"!{len(texts)}Q", *map(len, texts))
    return struct.pack("!H", len(name)) + name.encode() + lengths + b"".join(texts)

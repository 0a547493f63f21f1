"""QPY parsed by Qiskit's reader, with limits on size and version."""

from __future__ import annotations

import io
import re
import struct
import warnings
from typing import Any

import qiskit.qpy
from qiskit import QuantumCircuit
from qiskit.circuit.annotation import Annotation, QPYSerializer
from qiskit.qpy.common import QPY_VERSION

from qrt_facade._base.wording import pluralize
from qrt_facade.emulator.simulation.delays import in_dt
from qrt_facade.emulator.simulation.failures import converting_errors, not_loaded
from qrt_facade.emulator.simulation.texts import check_declared
from qrt_facade.emulator.simulation.wire import unpacked

_OLDEST = 13
"""Older QPY stores expressions as text that is parsed as Python, or as memory of a C++ library (CVE-2025-2000)."""

_NEWEST = 17
"""Newest version that the service reads (constant in qiskit-ibm-runtime 0.51); Qiskit may read newer ones."""

_MAGIC = b"QISKIT"

_HEADER = re.compile(rb"(?=f\x00\x08(.{28}))", re.DOTALL)
"""A circuit's header from its global phase on, an 8-byte number. Blocks and definitions also have one."""


def read_packed(value: Any) -> QuantumCircuit:
    """Parse the circuit of base64-encoded, zlib-compressed QPY.

    Raises:
        JobFailedError: 1603, it cannot be unpacked or read, or does not contain exactly one circuit.
    """
    if not isinstance(value, str):
        raise not_loaded(f"its QPY is not base64 in a string, but {type(value).__name__}")
    with converting_errors(lambda problem: not_loaded(f"its QPY cannot be unpacked ({problem})")):
        content = unpacked(value)
    return read_qpy(content)


def read_qpy(content: bytes) -> QuantumCircuit:
    """Parse a QPY file with exactly one circuit.

    Raises:
        JobFailedError: as for `read_circuits`; 1603, the number of circuits is not 1.
    """
    circuits = read_circuits(content)
    if len(circuits) != 1:
        raise not_loaded(f"its QPY contains {pluralize(len(circuits), 'circuit')}, but 1 is expected")
    return circuits[0]


def read_circuits(content: bytes, newest: int | None = _NEWEST) -> list[QuantumCircuit]:
    """Parse the circuits of a QPY file. Annotations of boxes are ignored.

    Args:
        content: The file.
        newest: The newest accepted QPY version; None for the newest that Qiskit reads.

    Raises:
        JobFailedError: 1603, it cannot be read, or contains something else; 1517 or 1520, it declares too many bits.
    """
    newest = newest or QPY_VERSION
    if content[:6] == _MAGIC and len(content) > 6 and not _OLDEST <= content[6] <= newest:
        advice = "save it with a newer Qiskit" if content[6] < _OLDEST else "save it in an older QPY version"
        raise not_loaded(
            f"its QPY has version {content[6]}, but the emulator reads {_OLDEST} to {newest}; {advice}"
        )
    _check_declared(content)
    with (
        warnings.catch_warnings(),
        converting_errors(lambda problem: not_loaded(f"its QPY cannot be read ({problem})")),
    ):
        warnings.simplefilter("ignore")  # Qiskit's notes on versions do not help the job's owner
        circuits = qiskit.qpy.load(io.BytesIO(content), annotation_factories={"samplomatic": _Unread})
    if not all(isinstance(circuit, QuantumCircuit) for circuit in circuits):
        raise not_loaded("its QPY contains something other than circuits")
    with converting_errors(lambda problem: not_loaded(f"its QPY cannot be read ({problem})")):
        return list(map(in_dt, circuits))


class _Opaque(Annotation):  # type: ignore[misc]  # Qiskit has no types
    """An annotation of a box whose content is ignored: the device executes the body of the box."""

    namespace = "samplomatic"


class _Unread(QPYSerializer):  # type: ignore[misc]  # Qiskit has no types
    """Reads annotations of samplomatic without importing it."""

    def load_annotation(self, payload: bytes) -> Annotation:  # noqa: ARG002  # the name is Qiskit's
        """Return the same annotation for any content."""
        return _Opaque()

    def dump_annotation(self, namespace: str, annotation: Annotation) -> Any:  # noqa: ARG002  # the names are Qiskit's
        """Refuse to write annotations."""
        return NotImplemented


def _check_declared(content: bytes) -> None:
    """Reject circuits, blocks and definitions that declare too many bits, before the reader allocates them.

    Raises:
        JobFailedError: 1517 or 1520, as for `texts.check_declared`.
    """
    for header in _HEADER.finditer(content):
        qubits, bits, metadata, _, instructions = struct.unpack("!IIQIQ", header[1])
        # In other bytes that look like the beginning of a header, the sizes exceed the file.
        if metadata + instructions <= len(content):
            check_declared(qubits=qubits, bits=bits)

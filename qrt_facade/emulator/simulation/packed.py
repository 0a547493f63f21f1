"""QPY to a circuit by Qiskit's reader, within limits of size and version."""

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
from qrt_facade.emulator.simulation.failures import not_loaded, refusing
from qrt_facade.emulator.simulation.texts import check_declared
from qrt_facade.emulator.simulation.wire import unpacked

_OLDEST = 13
"""Older QPY holds expressions as text that is parsed as Python, or as memory of a C++ library (CVE-2025-2000)."""

_NEWEST = 17
"""What the service reads (constant of IBM's own client, qiskit-ibm-runtime 0.51); Qiskit itself may read more."""

_MAGIC = b"QISKIT"

_HEADER = re.compile(rb"(?=f\x00\x08(.{28}))", re.DOTALL)
"""A circuit's header from its global phase on, a number of 8 bytes. Blocks and definitions have one, too."""


def read_packed(value: Any) -> QuantumCircuit:
    """The circuit of QPY that is packed by zlib and written in base64.

    Raises:
        JobFailedError: 1603, it cannot be unpacked or read, or does not hold one circuit.
    """
    if not isinstance(value, str):
        raise not_loaded(f"its QPY is not base64 in a string, but {type(value).__name__}")
    with refusing(lambda problem: not_loaded(f"its QPY cannot be unpacked ({problem})")):
        content = unpacked(value)
    return read_qpy(content)


def read_qpy(content: bytes) -> QuantumCircuit:
    """The one circuit of a QPY file.

    Raises:
        JobFailedError: as for `read_circuits`; 1603, there is another number of circuits.
    """
    circuits = read_circuits(content)
    if len(circuits) != 1:
        raise not_loaded(f"its QPY holds {pluralize(len(circuits), 'circuit')} where 1 is expected")
    return circuits[0]


def read_circuits(content: bytes, newest: int | None = _NEWEST) -> list[QuantumCircuit]:
    """The circuits of a QPY file. Annotations of boxes are not read, and mean nothing here.

    Args:
        content: The file.
        newest: The newest version of QPY that is taken; None for what Qiskit reads.

    Raises:
        JobFailedError: 1603, it cannot be read, or holds something else; 1517 or 1520, it declares too many bits.
    """
    newest = newest or QPY_VERSION
    if content[:6] == _MAGIC and len(content) > 6 and not _OLDEST <= content[6] <= newest:
        advice = "write it with a newer Qiskit" if content[6] < _OLDEST else "write an older version of QPY"
        raise not_loaded(
            f"its QPY has version {content[6]}, and the emulator reads {_OLDEST} to {newest}; {advice}"
        )
    _check_declared(content)
    with (
        warnings.catch_warnings(),
        refusing(lambda problem: not_loaded(f"its QPY cannot be read ({problem})")),
    ):
        warnings.simplefilter("ignore")  # Qiskit's notes on versions are of no use to the job's owner
        circuits = qiskit.qpy.load(io.BytesIO(content), annotation_factories={"samplomatic": _Unread})
    if not all(isinstance(circuit, QuantumCircuit) for circuit in circuits):
        raise not_loaded("its QPY holds something else than circuits")
    with refusing(lambda problem: not_loaded(f"its QPY cannot be read ({problem})")):
        return list(map(in_dt, circuits))


class _Opaque(Annotation):  # type: ignore[misc]  # Qiskit has no types
    """An annotation of a box that is not read: the device executes what is in the box."""

    namespace = "samplomatic"


class _Unread(QPYSerializer):  # type: ignore[misc]  # Qiskit has no types
    """Reads annotations of samplomatic without it."""

    def load_annotation(self, payload: bytes) -> Annotation:  # noqa: ARG002  # the name is Qiskit's
        """An annotation for any content."""
        return _Opaque()

    def dump_annotation(self, namespace: str, annotation: Annotation) -> Any:  # noqa: ARG002  # the names are Qiskit's
        """Nothing is written."""
        return NotImplemented


def _check_declared(content: bytes) -> None:
    """Refuse a circuit, or a block or definition in it, that declares more bits than can be, before the reader makes them.

    Raises:
        JobFailedError: 1517 or 1520, as for `texts.check_declared`.
    """
    for header in _HEADER.finditer(content):
        qubits, bits, metadata, _, instructions = struct.unpack("!IIQIQ", header[1])
        # Other bytes that look like a header's beginning do not have sizes that fit into the file.
        if metadata + instructions <= len(content):
            check_declared(qubits=qubits, bits=bits)

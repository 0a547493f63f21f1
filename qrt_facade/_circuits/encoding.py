"""Encode circuits for the service: OpenQASM text, or QPY in the service's wrapper.

No SDK is imported, except Qiskit to read QPY back. `sdks` recognises SDK objects and knows how to export each.
"""

from __future__ import annotations

import base64
import codecs
import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any, TypeAlias

from qrt_facade._base.coerce import is_mapping
from qrt_facade._base.inflating import TooLargeError, inflate
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits import sdks
from qrt_facade._circuits.delays import in_whole_dt, with_readable_delays
from qrt_facade._circuits.parameter_names import name_of
from qrt_facade._circuits.qasm.declarations import declared_parameters, declared_qubits
from qrt_facade._circuits.qasm.versions import is_program, with_version
from qrt_facade._circuits.qpy.reader import NEWEST, OLDEST, read_qpy
from qrt_facade._circuits.reading import Fault, Reading
from qrt_facade._service.limits import MAX_PAYLOAD_BYTES
from qrt_facade._service.reason_codes import NOT_LOADED
from qrt_facade.errors import ConfigurationError, ResultDecodeError

WireCircuit: TypeAlias = str | dict[str, Any]
"""OpenQASM text, or `{"__type__": "QuantumCircuit", "__value__": <base64 of zlib of QPY>}`."""

_HALF_A_CHARACTER = re.compile(r"[\ud800-\udfff]")

_QPY_MAGIC = b"QISKIT"
_MARKS = {  # longest first: the mark of UTF-16 is a prefix of that of UTF-32
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}
_MAX_QPY_BYTES = 1 << 28
_MAX_QPY_BITS = 100_000
_ACCEPTED = "OpenQASM 2 or 3 text, a pathlib.Path to an OpenQASM or QPY file, or a circuit of Qiskit, Cirq, pytket, PennyLane or Braket"


def encode_circuit(
    circuit: Any,
    *,
    dt: float | None = None,
    for_service: bool = True,
    for_executor: bool = False,
    measured: bool = True,
) -> WireCircuit:
    """Encode a circuit for the service.

    Args:
        circuit: OpenQASM 2 or 3 text; a `pathlib.Path` to such text (UTF-8, or UTF-16 with a byte-order mark) or to a
            QPY file; a Qiskit `QuantumCircuit`; a circuit of Cirq, pytket, PennyLane (a tape, or a QNode without
            arguments) or Braket; or an already encoded circuit.
        dt: Length of the device's `dt` in seconds, the unit in which delays of a `QuantumCircuit` are written; None if
            the device is unknown.
        for_service: Whether to refuse QPY newer than the service reads, which Qiskit may still be able to read.
        for_executor: Whether delays may be stretches, which only the executor supports.
        measured: Whether PennyLane adds rotations to the tape's observables and measurements of all wires.

    Returns:
        OpenQASM text with its version, or for Qiskit the wrapped QPY (IBM's REST reference calls it "base64-encoded
        QPY", but the service loads the compressed, typed form that IBM's client sends).

    Raises:
        DelayUnitError: A `QuantumCircuit` has delays in seconds, and `dt` is None.
        ConfigurationError: The value is not a circuit, a file is unreadable, QPY has an unsupported version (13 to 17
            are supported), a delay is not a number, or the SDK cannot write the circuit as OpenQASM.
    """
    if isinstance(circuit, str):
        return _checked_text(circuit)
    if isinstance(circuit, Path):
        return _read_file(circuit, for_service=for_service)
    if _is_wire_form(circuit):
        return dict(circuit)
    exported = sdks.exported(
        in_whole_dt(circuit, dt, stretches=for_executor) if sdks.is_qiskit(circuit) else circuit,
        measured=measured,
    )
    if exported is None:
        raise ConfigurationError(f"{_describe(circuit)} is not a circuit; accepted: {_ACCEPTED}.")
    return exported if isinstance(exported, str) else _wrap_qpy(exported)


def decode_circuit(wire: Any) -> Any:
    """Decode a circuit from the wire: return OpenQASM text unchanged, and QPY as a Qiskit `QuantumCircuit`.

    Raises:
        ConfigurationError: The circuit is QPY, and Qiskit is not installed.
        ResultDecodeError: It is neither text nor wrapped QPY, or it is damaged, newer than the installed Qiskit, or
            over 256 MiB.
    """
    if isinstance(wire, str):
        return wire
    qpy: Any = sdks.qiskit("qiskit.qpy", "reading a circuit from QPY")
    content = unpacked(wire)
    try:
        _check_header(content)
        return with_readable_delays(qpy.load(io.BytesIO(content))[0])
    except ResultDecodeError:
        raise
    except Exception as error:  # Qiskit raises many types, including MemoryError
        reason = f"{type(error).__name__}: {error}"[:300]
        raise ResultDecodeError(f"A circuit cannot be read from its QPY ({reason})") from error


def unpacked(wire: Any) -> bytes:
    """Return the QPY inside the wire wrapper.

    Raises:
        ResultDecodeError: The wrapper is damaged, or the QPY is larger than 256 MiB.
    """
    if not _is_wire_form(wire):
        raise ResultDecodeError(f"{_describe(wire)} is not an encoded circuit.")
    try:
        return bytes(inflate([base64.b64decode(wire["__value__"])], _MAX_QPY_BYTES))
    except (EOFError, TooLargeError) as error:
        raise ResultDecodeError(
            f"A circuit is truncated, or has more than {_MAX_QPY_BYTES} bytes of QPY."
        ) from error
    except (ValueError, TypeError, zlib.error) as error:
        raise ResultDecodeError(
            f"A circuit cannot be read, because its QPY cannot be unpacked ({error})"
        ) from error


def _check_header(content: bytes) -> None:
    """Check how many circuits and bits a QPY header declares, because Qiskit allocates all of them.

    Raises:
        ResultDecodeError: The header declares more than any circuit has.
        struct.error: The header is truncated.
    """
    version = content[len(_QPY_MAGIC)]
    (circuits,) = struct.unpack_from("!Q", content, 10)
    # From Qiskit's qpy.formats: FILE_HEADER, a type key since version 5, and a table of offsets since version 16.
    first = 18 + (version >= 5) + (version >= 10)
    if version >= 16:
        (first,) = struct.unpack_from("!Q", content, first)
    bits = struct.unpack_from("!II", content, first + (5 if version >= 2 else 10))
    if max(circuits, *bits) > max(_MAX_QPY_BITS, len(content)):
        raise ResultDecodeError(
            f"A circuit cannot be read from its QPY: {len(content):,} bytes declare {pluralize(circuits, 'circuit')}, "
            "the first with "
            f"{pluralize(bits[0], 'qubit')} and {pluralize(bits[1], 'bit')}."
        )


def is_circuit(value: Any) -> bool:
    """Return whether a value is unambiguously a circuit; a str with a Pauli string or a file name is not."""
    if isinstance(value, str):
        return is_program(value) or value.lstrip("\ufeff \t\r\n").startswith("OPENQASM")
    return isinstance(value, Path) or _is_wire_form(value) or sdks.exporter_of(value) is not None


def parameters_of(circuit: Any, wire: WireCircuit, *, for_executor: bool = False) -> frozenset[str] | None:
    """Return the names of the parameters that need a value, or None if they are not known.

    Args:
        circuit: The circuit.
        wire: The encoded circuit.
        for_executor: Whether to accept what only the executor supports.
    """
    if isinstance(wire, str):
        return declared_parameters(wire)
    if sdks.is_qiskit(circuit):
        return frozenset(map(name_of, circuit.parameters))
    reading = read_packed(wire, for_executor=for_executor)
    return None if reading.faults else reading.parameters


def num_qubits_of(circuit: Any, wire: WireCircuit) -> int | None:
    """Return the number of qubits, which is the length of the observables' Pauli strings; None if it is not known."""
    if isinstance(wire, str):
        return declared_qubits(wire)
    return int(circuit.num_qubits) if sdks.is_qiskit(circuit) else read_packed(wire).num_qubits


def read_packed(wire: Any, *, for_executor: bool = False) -> Reading:
    """Read a circuit in the wire wrapper, without Qiskit; a circuit that cannot be unpacked has one fault."""
    try:
        return read_qpy(unpacked(wire), for_executor=for_executor)
    except ResultDecodeError as error:
        return Reading(faults=(Fault(str(error), NOT_LOADED),))


def _checked_text(text: str) -> str:
    """Return program text as it is sent on the wire."""
    if (half := _HALF_A_CHARACTER.search(text)) is not None:
        raise ConfigurationError(
            f"The program contains a lone surrogate (half a character) at {half.start()}; decode its file as UTF-8."
        )
    if is_program(text):
        return with_version(text)
    if text.startswith("UUlTS0lU"):  # base64 of the magic bytes of QPY
        hint = "It looks like bare base64 QPY, which the service accepts and then fails to load; pass the QuantumCircuit itself."
    elif re.search(r"\.(qasm\d?|qpy)$", text.strip(), re.IGNORECASE):
        hint = f"For a file, pass pathlib.Path({text.strip()!r})."
    else:
        hint = f"Accepted: {_ACCEPTED}."
    raise ConfigurationError(f"{_describe(text)} is not OpenQASM: it has no statement. {hint}")


def _read_file(path: Path, *, for_service: bool) -> WireCircuit:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_PAYLOAD_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(
            f"Cannot read the circuit file {path}: {error.strerror or error}."
        ) from error
    if len(content) > MAX_PAYLOAD_BYTES:
        raise ConfigurationError(
            f"The circuit file {path} has more than {MAX_PAYLOAD_BYTES:,} bytes, the maximum for a job."
        )
    if content.startswith(_QPY_MAGIC):
        if for_service:
            _check_version(content)
        return _wrap_qpy(content)
    return _checked_text(_decoded(content, path))


def _decoded(content: bytes, path: Path) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 or UTF-32 if it starts with their byte-order mark.

    Raises:
        ConfigurationError: The file has another encoding, or is not text.
    """
    marked = next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(marked)
    except UnicodeDecodeError as error:
        if b"\0" in content or marked != "utf-8":
            raise ConfigurationError(
                f"The circuit file {path} is neither UTF-8 OpenQASM text nor QPY."
            ) from error
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(
            f"The circuit file {path} is not UTF-8 text: byte 0x{content[error.start]:02x} on line {line}. "
            "It may be Latin-1 (Windows-1252); save it as UTF-8."
        ) from error


def _check_version(content: bytes) -> None:
    version = content[len(_QPY_MAGIC)] if len(content) > len(_QPY_MAGIC) else 0
    if not OLDEST <= version <= NEWEST:
        raise ConfigurationError(
            f"The service does not read QPY version {version}; write the circuit with a version from {OLDEST} to "
            f"{NEWEST}, "
            f"for example qiskit.qpy.dump(circuit, file, version={NEWEST})."
        )


def _wrap_qpy(content: bytes) -> dict[str, Any]:
    return {
        "__type__": "QuantumCircuit",
        "__value__": base64.b64encode(zlib.compress(content)).decode("ascii"),
    }


def _is_wire_form(value: Any) -> bool:
    return is_mapping(value) and value.get("__type__") == "QuantumCircuit" and "__value__" in value


def _describe(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}... ({type(value).__name__})"

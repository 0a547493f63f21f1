"""A circuit on its way to the service: OpenQASM text, or QPY in the wire's own wrapper.

No SDK is imported, save Qiskit to read QPY back: `sdks` knows the objects of SDKs, and how each is written out.
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
_MARKS = {  # the longer ones first: that of UTF-16 begins that of UTF-32
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
    """Write a circuit as the service takes it.

    Args:
        circuit: OpenQASM 2 or 3 text; a `pathlib.Path` to such text (UTF-8, or UTF-16 with a byte-order mark) or to a
            QPY file; a Qiskit `QuantumCircuit`; a circuit of Cirq, pytket, PennyLane (a tape, or a QNode without arguments)
            or Braket; or the wire form itself.
        dt: Seconds of one `dt` of the device, in which the delays of a `QuantumCircuit` are written; None where the
            device is not known.
        for_service: Whether QPY that is newer than the service reads is refused; Qiskit may read it all the same.
        for_executor: Whether delays may be stretches, as for the executor.
        measured: Whether PennyLane adds what measures the tape: rotations to its observables, and measurements of all wires.

    Returns:
        OpenQASM text with its version, or for Qiskit the wrapped QPY (IBM's REST reference calls it "base64-encoded QPY",
        but what the service loads is the compressed, typed form that IBM's client sends).

    Raises:
        DelayUnitError: A `QuantumCircuit` has delays in seconds, and `dt` is None.
        ConfigurationError: Not a circuit, an unreadable file, QPY of another version than 13 to 17, a delay without a number,
            or a circuit that its SDK cannot write as OpenQASM.
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
    """Read a circuit of the wire back: OpenQASM text as it is, QPY as a Qiskit `QuantumCircuit`.

    Raises:
        ConfigurationError: QPY, but Qiskit is not installed.
        ResultDecodeError: Neither text nor wrapped QPY, damaged, newer than the installed Qiskit, or larger than 256 MiB.
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
    except (
        Exception
    ) as error:  # Qiskit raises whatever it stumbles upon, MemoryError and its own errors among them
        reason = f"{type(error).__name__}: {error}"[:300]
        raise ResultDecodeError(f"A circuit cannot be read from its QPY ({reason})") from error


def unpacked(wire: Any) -> bytes:
    """The QPY in the wire's wrapper.

    Raises:
        ResultDecodeError: It is damaged, or larger than 256 MiB.
    """
    if not _is_wire_form(wire):
        raise ResultDecodeError(f"{_describe(wire)} is not an encoded circuit.")
    try:
        return bytes(inflate([base64.b64decode(wire["__value__"])], _MAX_QPY_BYTES))
    except (EOFError, TooLargeError) as error:
        raise ResultDecodeError(
            f"A circuit is cut short, or has more than {_MAX_QPY_BYTES} bytes of QPY."
        ) from error
    except (ValueError, TypeError, zlib.error) as error:
        raise ResultDecodeError(
            f"A circuit cannot be read from its QPY, which cannot be unpacked ({error})"
        ) from error


def _check_header(content: bytes) -> None:
    """Check how many circuits and bits QPY names: there need not be bytes for them, and Qiskit makes each.

    Raises:
        ResultDecodeError: It names more than any circuit has.
        struct.error: The header is cut short.
    """
    version = content[len(_QPY_MAGIC)]
    (circuits,) = struct.unpack_from("!Q", content, 10)
    # In Qiskit's qpy.formats: FILE_HEADER, a type key from version 5 on, and from 16 on a table of places.
    first = 18 + (version >= 5) + (version >= 10)
    if version >= 16:
        (first,) = struct.unpack_from("!Q", content, first)
    bits = struct.unpack_from("!II", content, first + (5 if version >= 2 else 10))
    if max(circuits, *bits) > max(_MAX_QPY_BITS, len(content)):
        raise ResultDecodeError(
            f"A circuit cannot be read from its QPY: {len(content):,} bytes name {pluralize(circuits, 'circuit')}, the first of "
            f"{pluralize(bits[0], 'qubit')} and {pluralize(bits[1], 'bit')}."
        )


def is_circuit(value: Any) -> bool:
    """Tell whether a value can only be meant as a circuit; a Pauli string or a file name in a str is not."""
    if isinstance(value, str):
        return is_program(value) or value.lstrip("\ufeff \t\r\n").startswith("OPENQASM")
    return isinstance(value, Path) or _is_wire_form(value) or sdks.exporter_of(value) is not None


def parameters_of(circuit: Any, wire: WireCircuit, *, for_executor: bool = False) -> frozenset[str] | None:
    """Names of the parameters that need a value, from a circuit and its encoded form; None where they are not known.

    Args:
        circuit: The circuit.
        wire: Its encoded form.
        for_executor: Whether it may have what only the executor takes.
    """
    if isinstance(wire, str):
        return declared_parameters(wire)
    if sdks.is_qiskit(circuit):
        return frozenset(map(name_of, circuit.parameters))
    reading = read_packed(wire, for_executor=for_executor)
    return None if reading.faults else reading.parameters


def num_qubits_of(circuit: Any, wire: WireCircuit) -> int | None:
    """Width of a circuit, which is also the length of its observables' Pauli strings; None where it is not known."""
    if isinstance(wire, str):
        return declared_qubits(wire)
    return int(circuit.num_qubits) if sdks.is_qiskit(circuit) else read_packed(wire).num_qubits


def read_packed(wire: Any, *, for_executor: bool = False) -> Reading:
    """What a circuit in the wire's wrapper holds, without Qiskit; what cannot be unpacked is a fault."""
    try:
        return read_qpy(unpacked(wire), for_executor=for_executor)
    except ResultDecodeError as error:
        return Reading(faults=(Fault(str(error), NOT_LOADED),))


def _checked_text(text: str) -> str:
    """The text of a program as it goes over the wire."""
    if (half := _HALF_A_CHARACTER.search(text)) is not None:
        raise ConfigurationError(
            f"The program contains half a character (a lone surrogate) at {half.start()}; decode its file as UTF-8."
        )
    if is_program(text):
        return with_version(text)
    if text.startswith("UUlTS0lU"):  # base64 of the magic bytes of QPY
        hint = "It looks like bare base64 QPY, which the service takes and then fails to load; pass the QuantumCircuit itself."
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
            f"The circuit file {path} has more than {MAX_PAYLOAD_BYTES:,} bytes, the most that a job may have."
        )
    if content.startswith(_QPY_MAGIC):
        if for_service:
            _check_version(content)
        return _wrap_qpy(content)
    return _checked_text(_decoded(content, path))


def _decoded(content: bytes, path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 or UTF-32 where a byte-order mark says so.

    Raises:
        ConfigurationError: It is in another encoding, or no text.
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
            f"QPY of version {version} is not read by the service; write it with a version of {OLDEST} to {NEWEST}, "
            f"such as qiskit.qpy.dump(circuit, file, version={NEWEST})."
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

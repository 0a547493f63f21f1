"""Load a circuit in any form with Qiskit as a `QuantumCircuit`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qrt_facade._circuits.encoding import decode_circuit, encode_circuit
from qrt_facade._circuits.qasm.faults import FaultError, fault_at
from qrt_facade._circuits.qasm.versions import version_of
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._circuits.sdks import is_qiskit, qiskit
from qrt_facade._service.reason_codes import NOT_LOADED
from qrt_facade.errors import ConfigurationError, ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACE = re.compile(r"(?:<input>:)?(\d+),(\d+): (.*)|L(\d+):C(\d+): (.*)", re.DOTALL)
"""Prefixes of messages from Qiskit's OpenQASM 2 and 3 readers and the version 3 grammar: line from 1, column from 0."""

_OTHER_SHAPE = re.compile(r"custom instruction '(\w+)' is mismatched with its definition")


def loaded(circuit: Any) -> Any:
    """Return a circuit as a Qiskit `QuantumCircuit`; an existing `QuantumCircuit` is returned unchanged.

    Args:
        circuit: A circuit in any form that `encode_circuit` accepts.

    Raises:
        ConfigurationError: The value is not a circuit, or cannot be read (the message shows the line and a caret), or
            Qiskit is not installed.
    """
    if is_qiskit(circuit):
        return circuit
    try:
        decoded = decode_circuit(encode_circuit(circuit, for_service=False))
    except ConfigurationError:
        raise
    except ResultDecodeError as error:
        raise ConfigurationError(str(error)) from error
    except Exception as error:
        # Raised for an invalid path, by another SDK's exporter, or for damaged QPY.
        raise ConfigurationError(f"the circuit cannot be read: {type(error).__name__}: {error}") from error
    return _parsed(decoded) if isinstance(decoded, str) else decoded


def _parsed(text: str) -> Any:
    try:
        version = version_of(text)
    except FaultError as error:
        raise _unreadable("", f"{error.message}\n{error.fault(text).excerpt}") from error
    try:
        return _version_2(text) if version == 2 else _version_3(text)
    except ConfigurationError:
        raise
    except Exception as error:
        raise _unreadable(f" {version}", _reason(error, text)) from error


def _unreadable(version: str, reason: str) -> ConfigurationError:
    return ConfigurationError(f"the OpenQASM{version} text cannot be read: {reason}")


def _version_2(text: str) -> Any:
    """Load a program as `read_version_2` does: no include files, and its own definitions of standard gates win."""
    qasm2: Any = qiskit("qiskit.qasm2", "reading OpenQASM 2")
    instructions = list(qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    while True:
        try:
            return qasm2.loads(
                text,
                include_path=(),
                custom_instructions=instructions,
                custom_classical=qasm2.LEGACY_CUSTOM_CLASSICAL,
            )
        except qasm2.QASM2ParseError as error:
            other_shape = _OTHER_SHAPE.search(str(error))
            if other_shape is None:
                raise
            instructions = [one for one in instructions if one.name != other_shape[1]]


def _version_3(text: str) -> Any:
    loads = qiskit("qiskit.qasm3", "reading OpenQASM 3").loads
    qiskit("qiskit_qasm3_import", "reading OpenQASM 3", install="qiskit and qiskit-qasm3-import")
    return loads(text)


def _reason(error: Exception, text: str) -> str:
    """Return why a text cannot be read, with line and column, the line itself, and a caret, if the place is known.

    Uses the message of `check` if its reader finds the fault too, otherwise that of the importer.
    """
    reading = read_circuit(text)
    for fault in reading.faults if reading else ():
        if fault.excerpt:
            return f"{fault.located}\n{fault.excerpt}"
    for line, column, message in _places(error):
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        if 0 < line <= len(starts):
            position = min(starts[line - 1] + column, len(text))
            found = fault_at(text, position, message, NOT_LOADED)
            return f"{found.located}\n{found.excerpt}"
    reported = getattr(error, "message", None) or str(error)
    return reported or type(error).__name__


def _places(error: BaseException | None) -> Iterator[tuple[int, int, str]]:
    """Yield line (from 1), column (from 0) and message of an importer's exception or of its causes."""
    while error is not None:
        if found := _PLACE.fullmatch(str(getattr(error, "message", None) or error)):
            line, column, message = (part for part in found.groups() if part is not None)
            yield int(line), int(column), message
        # The version 3 parser raises without a message; the offending token is in its cause or among its arguments.
        for one in (error, *error.args):
            token: Any = getattr(one, "offendingToken", None)
            if token is not None:
                shown = "the end of the text" if token.text == "<EOF>" else repr(token.text)
                yield token.line, token.column, f"did not expect {shown}"
        error = error.__cause__ or error.__context__

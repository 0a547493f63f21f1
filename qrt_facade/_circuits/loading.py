"""A circuit in any form, read by Qiskit into a `QuantumCircuit`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qrt_facade._circuits.encoding import decode_circuit, encode_circuit
from qrt_facade._circuits.qasm import declared_version
from qrt_facade._circuits.qasm.faults import NOT_OPENQASM, fault_at
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._circuits.sdks import is_qiskit, qiskit
from qrt_facade.errors import ConfigurationError, ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACE = re.compile(r"(?:<input>:)?(\d+),(\d+): (.*)|L(\d+):C(\d+): (.*)", re.DOTALL)
"""How Qiskit's readers of OpenQASM 2 and 3, and the grammar of version 3, begin a message: line from 1, column from 0."""


def loaded(circuit: Any) -> Any:
    """Return a circuit as Qiskit has it; a `QuantumCircuit` as it is.

    Args:
        circuit: A circuit in any form that `encode_circuit` accepts.

    Raises:
        ConfigurationError: It is not a circuit, or cannot be read: the message has the line and a caret. Or Qiskit is not
            installed.
    """
    if is_qiskit(circuit):
        return circuit
    try:
        decoded = decode_circuit(encode_circuit(circuit))
    except ConfigurationError:
        raise
    except ResultDecodeError as error:
        raise ConfigurationError(str(error)) from error
    except Exception as error:
        # Of a path that cannot be one, of another SDK's exporter, of damaged QPY.
        raise ConfigurationError(f"the circuit cannot be read: {type(error).__name__}: {error}") from error
    return _parsed(decoded) if isinstance(decoded, str) else decoded


def _parsed(text: str) -> Any:
    version = 2 if declared_version(text) == 2 else 3
    if version == 2:
        qasm2: Any = qiskit("qiskit.qasm2", "reading OpenQASM 2")
        load, options = qasm2.loads, {"custom_instructions": qasm2.LEGACY_CUSTOM_INSTRUCTIONS}
    else:
        load, options = qiskit("qiskit.qasm3", "reading OpenQASM 3").loads, {}
        qiskit("qiskit_qasm3_import", "reading OpenQASM 3", install="qiskit and qiskit-qasm3-import")
    try:
        return load(text, **options)
    except Exception as error:
        raise ConfigurationError(
            f"the OpenQASM {version} text cannot be read: {_reason(error, text)}"
        ) from error


def _reason(error: Exception, text: str) -> str:
    """Why a text cannot be read, with the place, the line, and a caret below, where the place is known.

    In the words of `check` where its reader finds the fault too, else in those of the importer.
    """
    reading = read_circuit(text)
    for fault in reading.faults if reading else ():
        if fault.excerpt:
            return f"line {fault.line}, column {fault.column}: {fault.message}\n{fault.excerpt}"
    for line, column, message in _places(error):
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        if 0 < line <= len(starts):
            position = min(starts[line - 1] + column, len(text))
            found = fault_at(text, position, message, NOT_OPENQASM)
            return f"line {found.line}, column {found.column}: {message}\n{found.excerpt}"
    said = getattr(error, "message", None) or str(error)
    return said or type(error).__name__


def _places(error: BaseException | None) -> Iterator[tuple[int, int, str]]:
    """Line from 1, column from 0, and message, from an importer's exception or from what caused it."""
    while error is not None:
        if found := _PLACE.fullmatch(str(getattr(error, "message", None) or error)):
            line, column, message = (part for part in found.groups() if part is not None)
            yield int(line), int(column), message
        # The parser of version 3 says nothing itself; what it stumbled upon is in its cause, or among its arguments.
        for one in (error, *error.args):
            token: Any = getattr(one, "offendingToken", None)
            if token is not None:
                shown = "the end of the text" if token.text == "<EOF>" else repr(token.text)
                yield token.line, token.column, f"did not expect {shown}"
        error = error.__cause__ or error.__context__

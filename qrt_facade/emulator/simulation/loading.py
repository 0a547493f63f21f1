"""Circuits in the formats of the API: OpenQASM 2 or 3 as text, or QPY in its wrapper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.simulation.failures import converting_errors, not_loaded, not_parsed
from qrt_facade.emulator.simulation.openqasm2 import read_openqasm2
from qrt_facade.emulator.simulation.openqasm3 import read_openqasm3
from qrt_facade.emulator.simulation.packed import read_packed
from qrt_facade.emulator.simulation.refusals import check_supported
from qrt_facade.emulator.simulation.texts import version_of

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def load_circuit(source: Any) -> QuantumCircuit:
    """Parse a circuit from OpenQASM 2 or 3 text, or from QPY in the API's wrapper.

    Raises:
        JobFailedError: 1603 if it is not a circuit or has a syntax error, 1506 if a program uses undefined names, 1521
            if it contains something that the service does not support, 1520 if it declares too many bits.
    """
    if isinstance(source, str):
        circuit = _from_text(source)
    elif isinstance(source, dict) and source.get("__type__") == "QuantumCircuit":
        circuit = read_packed(source.get("__value__"))
    else:
        raise not_loaded(
            f"it is neither a string nor a QuantumCircuit in its wrapper, but {_NAMES.get(type(source), 'an object')}"
        )
    check_supported(circuit)
    return circuit


_NAMES = {type(None): "null", bool: "a boolean", int: "a number", float: "a number", list: "a list"}
"""JSON names of the Python types."""


def _from_text(source: str) -> QuantumCircuit:
    text = source.removeprefix("\ufeff")
    if _BASE64.fullmatch(text):
        raise not_loaded(
            "the string is not OpenQASM but looks like base64. Send QPY in its wrapper: "
            '{"__type__": "QuantumCircuit", "__value__": ...}'
        )
    read = read_openqasm2 if version_of(text) == 2 else read_openqasm3
    with converting_errors(lambda problem: not_parsed(f"Qiskit cannot build the circuit ({problem})")):
        return read(text)

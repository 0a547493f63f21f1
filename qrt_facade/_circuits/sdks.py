"""Circuits of SDKs: which SDK an object belongs to, and what it is written out as.

No SDK is imported to find that out. An object is recognised by the module and the name of its class, and written by
its own SDK, which is there because the object is.
"""

from __future__ import annotations

import importlib
import io
import re
from typing import TYPE_CHECKING, Any

from qrt_facade._circuits.qpy.reader import NEWEST
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BRAKET_GATES = {
    "cnot": "cx",
    "ccnot": "ccx",
    "i": "id",
    "si": "sdg",
    "ti": "tdg",
    "v": "sx",
    "vi": "inv @ sx",
    "phaseshift": "p",
    "cphaseshift": "cp",
}


def qiskit(module: str, purpose: str, *, install: str = "qiskit") -> Any:
    """Import a module of Qiskit or of IBM's client, which are installed by those who use them.

    Raises:
        ConfigurationError: It is not installed; `purpose` needs it, and `install` says what to install.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ConfigurationError(f"{purpose} needs Qiskit; install {install}") from error


def exporter_of(value: Any) -> Callable[[Any], str | bytes] | None:
    """What writes a circuit as OpenQASM text or QPY; None for what is not a circuit of a known SDK.

    Subclasses that users write of a circuit class count.
    """
    for cls in type(value).__mro__:
        exporter = _EXPORTERS.get((cls.__module__.partition(".")[0], cls.__name__))
        if exporter is not None:
            return exporter
    return None


def is_qiskit(value: Any) -> bool:
    """Whether a value is a Qiskit `QuantumCircuit`."""
    return exporter_of(value) is _from_qiskit


def _from_qiskit(circuit: Any) -> bytes:
    qpy: Any = importlib.import_module("qiskit.qpy")
    buffer = io.BytesIO()
    try:
        qpy.dump(circuit, buffer, version=min(NEWEST, qpy.QPY_VERSION))
    except (
        Exception
    ) as error:  # what cannot be written is raised by Qiskit, by json, and by what users put into metadata
        raise ConfigurationError(
            f"Qiskit cannot write the circuit {circuit.name!r} as QPY: {error}"
        ) from error
    return buffer.getvalue()


def _from_cirq(circuit: Any) -> str:
    return str(circuit.to_qasm(version="3.0"))


def _from_pytket(circuit: Any) -> str:
    # pytket exports by a function of its own, not by a method; its package is loaded, since the circuit exists.
    export = importlib.import_module("pytket.qasm").circuit_to_qasm_str
    return str(export(circuit, header="qelib1"))


def _from_pennylane(tape: Any) -> str:
    if hasattr(tape, "to_openqasm"):
        return str(tape.to_openqasm())
    return str(importlib.import_module("pennylane").to_openqasm(tape))


def _from_braket(circuit: Any) -> str:
    # Braket's text names its own gates and includes no gate library.
    return _with_standard_gates(str(circuit.to_ir("OPENQASM").source), _BRAKET_GATES)


def _with_standard_gates(text: str, names: Mapping[str, str]) -> str:
    """Rename the gates at the beginning of statements, and include `stdgates.inc` after the version.

    Args:
        text: OpenQASM 3 with one statement a line, as an exporter writes it.
        names: Name in the text -> name in `stdgates.inc`.
    """
    called = re.compile(rf"^(\s*)({'|'.join(map(re.escape, names))})(?=[\s(])", re.MULTILINE)
    text = called.sub(lambda match: match[1] + names[match[2]], text)
    if "stdgates.inc" in text:
        return text
    return re.sub(r"^\s*OPENQASM\s+3(?:\.\d+)?\s*;", '\\g<0>\ninclude "stdgates.inc";', text, count=1)


_EXPORTERS: dict[tuple[str, str], Callable[[Any], str | bytes]] = {
    ("qiskit", "QuantumCircuit"): _from_qiskit,
    ("cirq", "AbstractCircuit"): _from_cirq,
    ("pytket", "Circuit"): _from_pytket,
    ("pennylane", "QuantumScript"): _from_pennylane,
    ("braket", "Circuit"): _from_braket,
}

"""Encode the circuits of an executor program: OpenQASM 3 texts or QPY, depending on the schema version.

Version 2.0 accepts texts, but only if all circuits are texts. If some circuits of a program are QPY, Qiskit, which the
caller then has installed, loads the texts, and all are sent as QPY. Nothing is lost: the service loads texts with the
same function, `qiskit.qasm3.loads` (`OpenQasm3DataModel` of ibm-quantum-schemas 0.13). Exporting QPY as text would
rename parameters that are not valid OpenQASM names, and thereby change their order.
"""

from __future__ import annotations

import base64
import importlib
import io
import zlib
from typing import TYPE_CHECKING, Any

from qrt_facade._circuits.encoding import decode_circuit, encode_circuit, unpacked
from qrt_facade._circuits.loading import loaded
from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.version2.as_version_3 import as_version_3
from qrt_facade._circuits.qasm.versions import version_of as version_of_text
from qrt_facade._circuits.qpy.bundles import bundled, version_of
from qrt_facade.errors import ConfigurationError, ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._programs.executor.versions import Schema


def are_texts(circuits: Sequence[WireCircuit]) -> bool:
    """Return whether all circuits of a program are OpenQASM text."""
    return all(isinstance(circuit, str) for circuit in circuits)


def texts_of_version_3(circuits: Sequence[Any]) -> list[str]:
    """Return the texts of a program, with OpenQASM 2 converted to OpenQASM 3.

    Raises:
        ConfigurationError: A text cannot be read or has no equivalent.
    """
    return [_of_version_3(text, f"item {index}") for index, text in enumerate(circuits)]


def _of_version_3(text: str, where: str) -> str:
    try:
        return as_version_3(text) if version_of_text(text) == 2 else text
    except FaultError:  # an invalid version is reported by the readers of the whole program
        return text
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from error


def encode_qpy_items(
    circuits: Sequence[WireCircuit], schema: Schema, dt: float | None
) -> list[dict[str, Any]]:
    """Encode each circuit as a separate QPY file, as in items of versions before 1.0.

    Raises:
        ConfigurationError: See `qpy_of`.
    """
    found = [qpy_of(circuit, schema, dt, where=f"item {index}") for index, circuit in enumerate(circuits)]
    return [
        {"circuit_b64": base64.b64encode(content).decode("ascii"), "qpy_version": version_of(content)}
        for content in found
    ]


def encode_qpy_file(circuits: Sequence[WireCircuit], schema: Schema, dt: float | None) -> dict[str, Any]:
    """Encode all circuits as one QPY file, as in versions from 1.0 on.

    Raises:
        ConfigurationError: See `qpy_of`.
    """
    files = [qpy_of(circuit, schema, dt, where=f"item {index}") for index, circuit in enumerate(circuits)]
    content = bundled(files)
    if (
        content is None
    ):  # the circuits come from several versions of Qiskit: load and write them with the installed one
        content = _written([_read(one) for one in files], schema)
    return {
        "b64_data": base64.b64encode(zlib.compress(content) if schema.texts else content).decode("ascii"),
        "qpy_version": version_of(content),
        "num_programs": len(circuits),
    }


def qpy_of(circuit: WireCircuit, schema: Schema, dt: float | None, *, where: str) -> bytes:
    """Return a circuit as QPY that a version supports.

    Raises:
        ConfigurationError: The circuit is text, or QPY too new for the version, and Qiskit is not installed; or it
            cannot be read or written.
    """
    if isinstance(circuit, str):
        try:
            circuit = encode_circuit(loaded(circuit), dt=dt)
        except ConfigurationError as error:
            how = (
                "is OpenQASM text and other items are Qiskit circuits, but a program has either texts or QPY"
                if schema.texts
                else f"is OpenQASM text, and version {schema.version} of the executor accepts only QPY"
            )
            raise type(error)(f"{where} {how}: {error}") from error
    content = unpacked_qpy(circuit, where)
    if version_of(content) > schema.newest_qpy:
        content = _written([_read(content)], schema)
    return content


def unpacked_qpy(circuit: Any, where: str) -> bytes:
    """Return the QPY inside a circuit's wire wrapper.

    Raises:
        ConfigurationError: The wrapper is damaged.
    """
    try:
        return unpacked(circuit)
    except ResultDecodeError as error:
        raise ConfigurationError(f"{where}: {error}") from error


def _read(content: bytes) -> Any:
    packed = base64.b64encode(zlib.compress(content)).decode("ascii")
    try:
        return decode_circuit({"__type__": "QuantumCircuit", "__value__": packed})
    except ResultDecodeError as error:
        raise ConfigurationError(str(error)) from error


def _written(circuits: Sequence[Any], schema: Schema) -> bytes:
    qpy: Any = importlib.import_module("qiskit.qpy")
    buffer = io.BytesIO()
    try:
        qpy.dump(list(circuits), buffer, version=min(schema.newest_qpy, qpy.QPY_VERSION))
    except Exception as error:  # Qiskit raises many types here
        raise ConfigurationError(
            f"Qiskit cannot write the circuits as QPY {schema.newest_qpy}: {error}"
        ) from error
    return buffer.getvalue()

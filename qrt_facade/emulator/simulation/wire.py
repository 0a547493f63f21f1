"""Values as they travel: reading typed values and circuits from params, writing Qiskit-typed results."""

from __future__ import annotations

import base64
import io
import json
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import qiskit.qasm2
import qiskit.qasm3
import qiskit.qpy
from openqasm3.parser import QASM3ParsingError
from qiskit import QuantumCircuit

from qrt_facade.emulator.simulation.delays import in_dt
from qrt_facade.emulator.simulation.failures import not_loaded, not_parsed

if TYPE_CHECKING:
    from collections.abc import Mapping


MAX_UNPACKED_BYTES = 512 * 2**20
"""Size of one unpacked circuit or array. zlib packs zeros a thousandfold: 37 MB, which a submission may have, into 37 GB."""

_OLDEST_QPY = 13
"""Older QPY holds expressions as text that is parsed as Python, or as memory of a C++ library (CVE-2025-2000)."""


def decode_params(text: str) -> Any:
    """Params with arrays and numbers decoded; circuits stay as they came until they are needed."""
    return json.loads(text, object_hook=_decode)


def _decode(value: dict[str, Any]) -> Any:
    kind, content = value.get("__type__"), value.get("__value__")
    if kind == "ndarray":
        if isinstance(content, list):
            return np.array(content, dtype=object)
        return np.load(io.BytesIO(_unpacked(str(content))), allow_pickle=False)
    if kind == "complex" and isinstance(content, list):
        return complex(*content)
    if kind in {"ObservablesArray", "BindingsArray", "to_json"}:
        return content
    return value


def decode_versioned(converters: Mapping[str, Any], version: str, params: dict[str, Any]) -> Any:
    """What params with a `schema_version` describe, by qiskit-ibm-runtime's converters.

    Raises:
        JobFailedError: 1603, the version is not known, or params do not fit it.
    """
    if version not in converters:
        raise not_loaded(f"schema_version is {version!r}; known are {', '.join(converters)}")
    try:
        value, _ = converters[version].decoder(converters[version].model(**params))
    except Exception as error:
        raise not_loaded(f"params cannot be read ({error})") from error
    return value


def load_circuit(source: Any) -> QuantumCircuit:
    """A circuit from OpenQASM 2 or 3 text, or from QPY in the wire's wrapper.

    Raises:
        JobFailedError: 1506 if a program cannot be parsed, 1603 if it is no circuit.
    """
    if isinstance(source, str):
        return _from_text(source)
    if isinstance(source, dict) and source.get("__type__") == "QuantumCircuit":
        try:
            return load_qpy(_unpacked(source["__value__"]))
        except (KeyError, ValueError, TypeError, zlib.error) as error:
            raise not_loaded(f"its QPY wrapper cannot be opened ({error})") from error
    raise not_loaded(
        f"it is neither a string nor a QuantumCircuit in its wrapper, but {type(source).__name__}"
    )


def _unpacked(text: str) -> bytes:
    """What is packed by zlib and written in base64.

    Raises:
        ValueError: it is not base64, or has more than `MAX_UNPACKED_BYTES`.
        zlib.error: it is not packed by zlib, or cut short.
    """
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(base64.b64decode(text), MAX_UNPACKED_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError(f"unpacked it has more than {MAX_UNPACKED_BYTES // 2**20} MiB")
    if not unpacker.eof:
        raise zlib.error("its end is missing")
    return content


def load_qpy(data: bytes) -> QuantumCircuit:
    """The one circuit of a QPY file.

    Raises:
        JobFailedError: 1603, it cannot be read, or holds something else.
    """
    if data[:6] == b"QISKIT" and len(data) > 6 and data[6] < _OLDEST_QPY:
        raise not_loaded(
            f"its QPY has version {data[6]}, and the emulator reads {_OLDEST_QPY} and later; write it with a newer Qiskit"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Qiskit's notes on versions are of no use to the job's owner
            circuits = qiskit.qpy.load(io.BytesIO(data))
    except Exception as error:  # a corrupt file makes the reader fail in many ways
        raise not_loaded(f"its QPY cannot be read ({error})") from error
    if len(circuits) != 1 or not isinstance(circuits[0], QuantumCircuit):
        raise not_loaded(f"its QPY holds {len(circuits)} circuits where 1 is expected")
    return in_dt(circuits[0])


def _from_text(source: str) -> QuantumCircuit:
    head = source.lstrip()
    try:
        if "OPENQASM 2" in head[:4096]:
            # Without a folder to look in, `include` knows qelib1.inc, which is built in, and opens no file.
            return qiskit.qasm2.loads(
                source, include_path=(), custom_instructions=qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS
            )
        if "OPENQASM" not in head[:4096]:
            raise not_loaded("the string is not OpenQASM (it has no OPENQASM line)")
        return qiskit.qasm3.loads(source)
    except QASM3ParsingError as error:
        raise not_loaded(f"the text is not OpenQASM 3 ({error})") from error
    except (qiskit.qasm3.QASM3ImporterError, qiskit.qasm2.QASM2ParseError) as error:
        raise not_parsed(str(error).strip("'\"")) from error
    except qiskit.exceptions.QiskitError as error:
        raise not_loaded(str(error).strip("'\"")) from error


def typed(kind: str, value: Any) -> dict[str, Any]:
    """A value in the wrapper that Qiskit's decoder understands."""
    return {"__type__": kind, "__value__": value}


def typed_array(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """An array as zlib-compressed `.npy`, in base64."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return typed("ndarray", base64.b64encode(zlib.compress(buffer.getvalue())).decode())


def typed_data_bin(fields: dict[str, Any], shape: tuple[int, ...], field_type: str) -> dict[str, Any]:
    """A pub's data; `fields` are typed values."""
    types = [field_type] * len(fields)
    value = {"field_names": list(fields), "field_types": types, "shape": list(shape), "fields": fields}
    return typed("DataBin", value)

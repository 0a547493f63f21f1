"""Encoding on the wire: decodes typed values of params, encodes Qiskit-typed results."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import Any

import numpy as np

from qrt_facade.emulator.simulation.failures import converting_errors, not_loaded

MAX_UNPACKED_BYTES = 512 * 2**20
"""Maximum size of one unpacked circuit or array. zlib can expand a submission of 37 MB to 37 GB of zeros."""


def decode_params(text: str) -> Any:
    """Decode params, including arrays and numbers; circuits stay encoded until they are needed.

    Raises:
        JobFailedError: 1603, a typed value cannot be decoded.
    """
    with converting_errors(
        lambda problem: not_loaded(f"a typed value in params cannot be decoded ({problem})")
    ):
        return json.loads(text, object_hook=_decode)


def _decode(value: dict[str, Any]) -> Any:
    kind, content = value.get("__type__"), value.get("__value__")
    if kind == "ndarray":
        if isinstance(content, list):
            return np.array(content, dtype=object)
        return np.load(io.BytesIO(unpacked(str(content))), allow_pickle=False)
    if kind == "complex" and isinstance(content, list):
        return complex(*content)
    if kind in {"ObservablesArray", "BindingsArray", "to_json"}:
        return content
    return value


def unpacked(text: str) -> bytes:
    """Decode base64-encoded, zlib-compressed data.

    Raises:
        ValueError: it is not base64, or exceeds `MAX_UNPACKED_BYTES`.
        zlib.error: it is not zlib data, or incomplete.
    """
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(base64.b64decode(text), MAX_UNPACKED_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError(f"unpacked, it exceeds {MAX_UNPACKED_BYTES // 2**20} MiB")
    if not unpacker.eof:
        raise zlib.error("its end is missing")
    return content


def typed(kind: str, value: Any) -> dict[str, Any]:
    """Return a value in the wrapper that Qiskit's decoder expects."""
    return {"__type__": kind, "__value__": value}


def typed_array(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Encode an array as zlib-compressed `.npy`, in base64."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return typed("ndarray", base64.b64encode(zlib.compress(buffer.getvalue())).decode())


def typed_data_bin(fields: dict[str, Any], shape: tuple[int, ...], field_type: str) -> dict[str, Any]:
    """Encode a PUB's data; `fields` are typed values."""
    types = [field_type] * len(fields)
    value = {"field_names": list(fields), "field_types": types, "shape": list(shape), "fields": fields}
    return typed("DataBin", value)

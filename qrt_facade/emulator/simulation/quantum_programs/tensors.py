"""Encoding of arrays in the executor's params and results.

Source: `ibm_quantum_schemas/common/tensor.py` of version 0.13. A tensor is base64 of little-endian bytes in C order,
with its shape and dtype; Booleans are packed into bits, lowest bit first. Version 2.0 compresses the bytes with zlib
and supports more types.
"""

from __future__ import annotations

import base64
import math
import zlib
from typing import Any

import numpy as np

from qrt_facade._base.coerce import is_integer
from qrt_facade.emulator.simulation.failures import bad_program
from qrt_facade.emulator.simulation.wire import unpacked

Array = np.ndarray[Any, Any]

_PLAIN = {"f64": "<f8", "bool": "?", "u8": "u1", "c128": "<c16"}
_PACKED = _PLAIN | {
    "f16": "<f2", "f32": "<f4", "i8": "i1", "i16": "<i2", "i32": "<i4", "i64": "<i8",
    "u16": "<u2", "u32": "<u4", "u64": "<u8", "c64": "<c8",
}  # fmt: skip
_NAMES = {np.dtype(code): name for name, code in _PACKED.items()}

_QUICK = 1
"""zlib's level: shots are random bits, which higher levels do not compress further."""


def decode(tensor: Any, where: str, *, packed: bool) -> Array:
    """Decode a tensor.

    Args:
        tensor: The tensor as decoded JSON.
        where: Name of its field, for messages.
        packed: Whether it is compressed, as in version 2.0.

    Raises:
        JobFailedError: 1501, it cannot be decoded, or its data do not match its shape.
    """
    types = _PACKED if packed else _PLAIN
    if not isinstance(tensor, dict) or not isinstance(tensor.get("data"), str):
        raise bad_program(f"{where} is not a tensor")
    dtype, shape = tensor.get("dtype", "f64"), tensor.get("shape")
    if not isinstance(dtype, str) or dtype not in types:
        raise bad_program(f"{where}.dtype is {dtype!r:.40}; it must be one of {', '.join(types)}")
    if not isinstance(shape, list) or not all(is_integer(length) and length >= 0 for length in shape):
        raise bad_program(f"{where}.shape is {shape!r:.60}; it must be a list of lengths")
    try:
        raw = unpacked(tensor["data"]) if packed else base64.b64decode(tensor["data"])
    except (ValueError, zlib.error) as error:
        raise bad_program(f"{where}.data cannot be decoded ({error})") from error
    elements = math.prod(shape)
    kind = np.dtype(types[dtype])
    wanted = (elements + 7) // 8 if dtype == "bool" else elements * kind.itemsize
    if len(raw) != wanted:
        raise bad_program(
            f"{where}.data has {len(raw)} bytes, but shape {shape!r:.60} of {dtype} needs {wanted}"
        )
    octets = np.frombuffer(raw, np.uint8)
    try:
        if dtype == "bool":
            return np.unpackbits(octets, count=elements, bitorder="little").astype(bool).reshape(shape)
        return octets.view(kind).reshape(shape)
    except ValueError as error:  # more axes than NumPy has
        raise bad_program(f"{where}.shape is not possible ({error})") from error


def encode(array: Array, *, packed: bool) -> dict[str, Any]:
    """Encode an array as a tensor."""
    dtype = _NAMES[array.dtype.newbyteorder("<")]
    if dtype == "bool":
        raw = np.packbits(array, axis=None, bitorder="little").tobytes()
    else:
        raw = array.astype(np.dtype(_PACKED[dtype]), copy=False).tobytes()
    content = zlib.compress(raw, _QUICK) if packed else raw
    return {"data": base64.b64encode(content).decode(), "shape": list(array.shape), "dtype": dtype}

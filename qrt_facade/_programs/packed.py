"""Compare data packed into text in `params`: circuits, arrays and other bytes, as base64, usually of zlib.

The same bytes can be packed differently, since zlib has levels and several implementations. So the data is unpacked,
and only its content is compared.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import struct
import zlib
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.inflating import TooLargeError, inflate
from qrt_facade._base.npy_bytes import in_c_order, parts_in_c_order
from qrt_facade._circuits.content import content_of, content_of_qpy

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST: Final = 1 << 28  # maximum size after unpacking; larger data is compared as it is
_QPY: Final = "UUlTS0lU"
_ZLIB: Final = ("eJ", "eN", "eA", "eF")
"""Prefixes of base64 that starts with QPY's magic bytes, or with a zlib header of any level."""

_FORMATS: Final = {
    b"'<f8'": "d", b"'<f4'": "f", b"'<f2'": "e", b"'<i8'": "q", b"'<i4'": "i", b"'<i2'": "h", b"'|i1'": "b",
    b"'<u8'": "Q", b"'<u4'": "I", b"'<u2'": "H", b"'|u1'": "B",
}  # fmt: skip
"""`struct` formats of the dtypes of real numbers, as named in array files."""
_EXACT: Final = 2**53  # floats represent all whole numbers up to here exactly


class Kind(Enum):
    """Kind of packed data."""

    CIRCUIT = b"Q"
    OTHER = b"B"


def packed_in(value: Mapping[Any, Any] | str) -> tuple[Kind, bytes] | None:
    """Return the kind of data packed in a value and the SHA-256 of its content; None if nothing is packed in it.

    Args:
        value: A typed value, an object with `__type__` and `__value__`, as the primitives use for circuits and arrays;
            or text, as the executor uses.
    """
    if isinstance(value, str):
        return _packed_in_text(value)
    written = value.get("__value__")
    if set(value) != {"__type__", "__value__"} or not isinstance(written, str):
        return None
    if value["__type__"] == "QuantumCircuit":
        return Kind.CIRCUIT, content_of({"__type__": "QuantumCircuit", "__value__": written})
    found = _packed_in_text(written)
    if found is None:
        return None
    return found[0], hashlib.sha256(f"{value['__type__']}:".encode() + found[1]).digest()


def numbers_in(value: Mapping[Any, Any]) -> tuple[tuple[int, ...], bytes] | None:
    """Return the shape and elements (little-endian doubles in C order) of a typed array of numbers.

    Returns:
        None if the value is not such an array, has no axes or no elements, or has numbers that doubles cannot
        represent.
    """
    written = value.get("__value__")
    if value.get("__type__") != "ndarray" or len(value) != 2 or not isinstance(written, str):
        return None
    content = _unpacked(written)
    found = None if content is None else parts_in_c_order(content)
    if found is None:
        return None
    dtype, shape, data = found
    form, count = _FORMATS.get(dtype), math.prod(shape)
    if form is None or not shape or not count or len(data) != count * struct.calcsize(f"<{form}"):
        return None
    if form == "d":
        return shape, data
    numbers = struct.unpack(f"<{count}{form}", data)
    if form in "qQ" and not -_EXACT <= min(numbers) <= max(numbers) <= _EXACT:
        return None
    return shape, struct.pack(f"<{count}d", *numbers)


def _packed_in_text(text: str) -> tuple[Kind, bytes] | None:
    content = _unpacked(text)
    if content is None:
        return None
    if content.startswith(b"QISKIT"):
        return Kind.CIRCUIT, content_of_qpy(content)
    array = in_c_order(content)
    return Kind.OTHER, hashlib.sha256(content if array is None else b"npy:" + array).digest()


def _unpacked(text: str) -> bytes | None:
    if not text.startswith((_QPY, *_ZLIB)):
        return None
    try:
        raw = base64.b64decode(text, validate=True)
        return raw if text.startswith(_QPY) else bytes(inflate([raw], _MOST))
    except (binascii.Error, ValueError, EOFError, TooLargeError, zlib.error):
        return None

"""Arrays of the wire: typed `ndarray` values and the executor's tensors, without pickle and within a budget of bytes.

A few bytes of zlib can stand for gigabytes. Decompression stops at the budget, and an array is only ever a view of
the bytes that came out: a header that claims more than there is fails.
"""

from __future__ import annotations

import binascii
import io
import math
import zlib
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qrt_facade.errors import ResultDecodeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_BUDGET: Final = 1 << 32
"""Bytes that one result may decompress to, unless the caller says otherwise: 4 GiB."""

_PIECE = 1 << 20  # characters of base64 decoded at a time; a multiple of 4
_DTYPES = {
    "bool": "bool",
    "u8": "<u1",
    "u16": "<u2",
    "u32": "<u4",
    "u64": "<u8",
    "i8": "<i1",
    "i16": "<i2",
    "i32": "<i4",
    "i64": "<i8",
    "f16": "<f2",
    "f32": "<f4",
    "f64": "<f8",
    "c64": "<c8",
    "c128": "<c16",
}

# NumPy reads headers by `ast`, which fails with a SystemError where threads take turns inside it (CPython up to 3.11).
_ONE_HEADER_AT_A_TIME = Lock()


class Budget:
    """Bytes that decompression may still make."""

    def __init__(self, limit: int = DEFAULT_BUDGET) -> None:
        self._limit = limit
        self._left = limit

    def inflate(self, text: bytes | memoryview) -> bytearray:
        """Decompress base64 of zlib.

        Raises:
            ResultDecodeError: More comes out than is left of the budget, or the stream is cut short.
        """
        stream = zlib.decompressobj()
        out = bytearray()
        for start in range(0, len(text), _PIECE):
            out += stream.decompress(
                binascii.a2b_base64(text[start : start + _PIECE]), self._left - len(out) + 1
            )
            if len(out) > self._left:
                raise ResultDecodeError(
                    f"The result decompresses to more than the limit of {self._limit} bytes. If that is really "
                    "its size, decode it with a higher max_bytes."
                )
        if not stream.eof:
            raise ResultDecodeError("An array of the result is cut short.")
        self._left -= len(out)
        return out


def read_npy(text: bytes | memoryview, budget: Budget) -> NDArray[Any]:
    """Read a typed `ndarray`: base64 of zlib of `.npy`, as IBM's client and service write it.

    Raises:
        ResultDecodeError: Over budget, cut short, or an array of Python objects, which only pickle could read.
    """
    content = budget.inflate(text)
    with _ONE_HEADER_AT_A_TIME, io.BytesIO(content[:65536]) as head:
        version = np.lib.format.read_magic(head)
        if version == (1, 0):
            shape, fortran, dtype = np.lib.format.read_array_header_1_0(head)
        else:
            shape, fortran, dtype = np.lib.format.read_array_header_2_0(head)
        start = head.tell()
    if dtype.hasobject:
        raise ResultDecodeError(
            "An array of the result contains Python objects; those are not read, since that is unsafe."
        )
    array = (
        np.frombuffer(content, dtype=dtype, count=math.prod(shape), offset=start)
        if math.prod(shape)
        else np.empty(0, dtype)
    )
    return array.reshape(shape, order="F" if fortran else "C")


def read_tensor(tensor: dict[str, Any], budget: Budget, *, compressed: bool) -> NDArray[Any]:
    """Read a tensor of the executor: base64 of little-endian numbers in C order; bools are bits, lowest first.

    From schema version 2.0 on the bytes are compressed by zlib (models of ibm-quantum-schemas).

    Raises:
        ResultDecodeError: An unknown dtype, or bytes that do not fill the shape.
    """
    name, shape = tensor["dtype"], tuple(tensor["shape"])
    if name not in _DTYPES:
        raise ResultDecodeError(
            f"A tensor of the result has the unknown dtype {name!r}; known: {', '.join(_DTYPES)}."
        )
    text = tensor["data"].encode("ascii")
    content = budget.inflate(text) if compressed else binascii.a2b_base64(text)
    if name == "bool":
        bits = np.unpackbits(
            np.frombuffer(content, dtype=np.uint8), count=math.prod(shape), bitorder="little"
        )
        return bits.view(np.bool_).reshape(shape)
    return np.frombuffer(content, dtype=_DTYPES[name]).reshape(shape)

"""Arrays of the wire: typed `ndarray` values and the executor's tensors, without pickle and bounded by what is there.

A few bytes of zlib can stand for gigabytes. No more is decompressed than the declared shape needs, that is checked
against the budget first, and an array is only ever a view of the bytes that came out.
"""

from __future__ import annotations

import binascii
import io
import math
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qrt_facade._base.coerce import is_mapping
from qrt_facade._base.inflating import MOST_FOR_A_BYTE, Inflater
from qrt_facade._base.worlds import OnePerWorld, this_process
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.bounds import check_empty, checked_shape, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qrt_facade.results.bounds import Budget

_PIECE: Final = 1 << 20  # characters of base64 decoded at a time; a multiple of 4
_HEADER: Final = 1 << 16  # bytes that a header of .npy ends within
_KINDS: Final = "biufcSUMm"  # of NumPy's types, those whose values are bytes of their own and no structures
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
# A thread may be in the middle of one while another forks, so a child has a lock of its own.
_ONE_HEADER_AT_A_TIME = OnePerWorld(this_process, Lock)


class _Inflated:
    """What base64 of zlib decompresses to, taken in two parts: first the header, then as much as that says."""

    def __init__(self, text: bytes | memoryview) -> None:
        self._most = len(text) * MOST_FOR_A_BYTE
        self._inflater = Inflater()
        self._pieces = self._decompressed(text)
        self.content = bytearray()

    def _decompressed(self, text: bytes | memoryview) -> Iterator[bytes]:
        for start in range(0, len(text), _PIECE):
            yield from self._inflater.pieces(binascii.a2b_base64(text[start : start + _PIECE]))

    def begin(self, size: int) -> bytearray:
        """Read at least so many bytes, or all there are."""
        while len(self.content) < size and (piece := next(self._pieces, None)) is not None:
            self.content += piece
        return self.content

    def complete(self, size: int, what: str, budget: Budget) -> bytearray:
        """Read the rest, which must make so many bytes.

        Raises:
            ResultDecodeError: There are more or fewer, or that many are over budget.
        """
        if size > self._most:
            raise ResultDecodeError(f"An array of the result is cut short: {what} needs {size:,} bytes.")
        budget.spend(size)
        content = self.begin(size + 1)
        if len(content) > size:
            raise ResultDecodeError(f"An array of the result has more bytes than the {size:,} of {what}.")
        if len(content) < size or not self._inflater.ended:
            raise ResultDecodeError(
                f"An array of the result is cut short: {what} needs {size:,} bytes, and {len(content):,} are there."
            )
        return content


def read_npy(text: bytes | memoryview, budget: Budget) -> NDArray[Any]:
    """Read a typed `ndarray`: base64 of zlib of `.npy`, as IBM's client and service write it.

    Raises:
        ResultDecodeError: Over budget, cut short, or an array of Python objects, which only pickle could read.
    """
    inflated = _Inflated(text)
    declared, fortran, dtype, start = _header(inflated.begin(_HEADER))
    if dtype.hasobject:
        raise ResultDecodeError(
            "An array of the result contains Python objects; those are not read, since that is unsafe."
        )
    if dtype.kind not in _KINDS or dtype.itemsize == 0:
        raise ResultDecodeError(f"An array of the result has the unknown dtype {shown(dtype)}.")
    shape = checked_shape(declared)
    items = math.prod(shape)
    content = inflated.complete(
        start + items * dtype.itemsize, f"{shown(dtype)} of shape {shown(shape)}", budget
    )
    if not items:
        return _empty(shape, dtype)
    array = np.frombuffer(content, dtype=dtype, count=items, offset=start)
    return array.reshape(shape, order="F" if fortran else "C")


def read_tensor(tensor: Any, budget: Budget, *, compressed: bool) -> NDArray[Any]:
    """Read a tensor of the executor: base64 of little-endian numbers in C order; bools are bits, lowest first.

    From schema version 2.0 on the bytes are compressed by zlib (models of ibm-quantum-schemas).

    Raises:
        ResultDecodeError: An unknown dtype, or bytes that do not fill the shape.
    """
    if not is_mapping(tensor):
        raise ResultDecodeError(f"A tensor of the result is {shown(tensor)}; expected an object.")
    name, shape = tensor["dtype"], checked_shape(tensor["shape"])
    if not isinstance(name, str) or name not in _DTYPES:
        raise ResultDecodeError(
            f"A tensor of the result has the unknown dtype {shown(name)}; known: {', '.join(_DTYPES)}."
        )
    items, dtype = math.prod(shape), np.dtype(_DTYPES[name])
    size = -(-items // 8) if name == "bool" else items * dtype.itemsize
    what = f"{name} of shape {shown(shape)}"
    text = tensor["data"].encode("ascii")
    if compressed:
        content: bytes | bytearray = _Inflated(text).complete(size, what, budget)
    else:
        content = binascii.a2b_base64(text)
    if len(content) != size:
        raise ResultDecodeError(
            f"A tensor of the result does not fit its shape: {what} needs {size:,} bytes, and {len(content):,} are there."
        )
    if not items:
        return _empty(shape, dtype)
    if name == "bool":
        budget.spend(items)
        bits = np.unpackbits(np.frombuffer(content, dtype=np.uint8), count=items, bitorder="little")
        return bits.view(np.bool_).reshape(shape)
    return np.frombuffer(content, dtype=dtype).reshape(shape)


def _header(content: bytearray) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Shape, order, type, and where the data begin."""
    with _ONE_HEADER_AT_A_TIME.here(), io.BytesIO(content[:_HEADER]) as head:
        try:
            if np.lib.format.read_magic(head) == (1, 0):
                shape, fortran, dtype = np.lib.format.read_array_header_1_0(head)
            else:
                shape, fortran, dtype = np.lib.format.read_array_header_2_0(head)
        except (
            Exception
        ) as error:  # of Python's parser and its tokenizer, which NumPy asks: MemoryError, TokenError, ...
            raise ResultDecodeError("The header of an array cannot be read.") from error
        return shape, fortran, dtype, head.tell()


def _empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    check_empty(shape)
    if dtype.itemsize > _HEADER:
        raise ResultDecodeError(f"An array of the result has the unknown dtype {shown(dtype)}.")
    return np.empty(shape, dtype)

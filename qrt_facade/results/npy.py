"""Arrays on the wire: typed `ndarray` values and the executor's tensors, read safely without pickle.

A few bytes of zlib can expand to gigabytes. No more is decompressed than the declared shape needs, which is first
checked against the budget, and an array is always a view of the decompressed bytes.
"""

from __future__ import annotations

import binascii
import io
import math
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._base.inflating import MOST_FOR_A_BYTE, Inflater
from qrt_facade._base.owners import OnePerOwner, this_process
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.bounds import check_empty, checked_shape, shown
from qrt_facade.results.hex_samples import bytes_per_shot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.bounds import Budget

_PIECE: Final = 1 << 20  # characters of base64 decoded at a time; a multiple of 4
_BITS_AT_A_TIME: Final = 1 << 20
_HEADER: Final = 1 << 16  # maximum bytes of a .npy header
_KINDS: Final = "biufcSUMm"  # NumPy kinds whose values are plain bytes, not structures
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

# NumPy reads headers with `ast`, which fails with a SystemError if threads interleave inside it (CPython up to 3.11).
# A thread may hold the lock while another forks, so a child process has its own lock.
_ONE_HEADER_AT_A_TIME = OnePerOwner(this_process, Lock)


class _Inflated:
    """The decompressed content of base64 of zlib, read in two parts: the header, then the length that it declares."""

    def __init__(self, text: bytes | memoryview) -> None:
        self._most = len(text) * MOST_FOR_A_BYTE
        self._inflater = Inflater()
        self._pieces = self._decompressed(text)
        self.content = bytearray()

    def _decompressed(self, text: bytes | memoryview) -> Iterator[bytes]:
        for start in range(0, len(text), _PIECE):
            yield from self._inflater.pieces(binascii.a2b_base64(text[start : start + _PIECE]))

    def begin(self, size: int) -> bytearray:
        """Read at least `size` bytes, or all that there are."""
        while len(self.content) < size and (piece := next(self._pieces, None)) is not None:
            self.content += piece
        return self.content

    def complete(self, size: int, what: str, budget: Budget) -> bytearray:
        """Read the rest, which must have `size` bytes in total.

        Raises:
            ResultDecodeError: There are more or fewer bytes, or the size exceeds the budget.
        """
        self._claim(size, what, budget)
        content = self.begin(size + 1)
        self._check(len(content), size, what)
        return content

    def pieces(self, size: int, what: str, budget: Budget) -> Iterator[bytes]:
        """Return everything in pieces of `size` bytes in total; raises like `complete`."""
        self._claim(size, what, budget)
        return self._checked(size, what)

    def _checked(self, size: int, what: str) -> Iterator[bytes]:
        length = 0
        for piece in self._pieces:
            length += len(piece)
            if length > size:
                break
            yield piece
        self._check(length, size, what)

    def _claim(self, size: int, what: str, budget: Budget) -> None:
        if size > self._most:
            raise ResultDecodeError(f"An array of the result is truncated: {what} needs {size:,} bytes.")
        budget.spend(size)

    def _check(self, length: int, size: int, what: str) -> None:
        if length > size:
            raise ResultDecodeError(f"An array of the result has more bytes than the {size:,} of {what}.")
        if length < size or not self._inflater.ended:
            raise ResultDecodeError(
                f"An array of the result is truncated: {what} needs {size:,} bytes, but its data ends after {length:,}."
            )


def _ascii(value: Any) -> bytes:
    found: bytes = value.encode("ascii")
    return found


def read_npy(text: bytes | memoryview, budget: Budget) -> NDArray[Any]:
    """Read a typed `ndarray`: base64 of zlib of `.npy`, as written by IBM's client and service.

    Raises:
        ResultDecodeError: It exceeds the budget, is truncated, or contains Python objects, which only pickle could
            read.
    """
    inflated = _Inflated(text)
    declared, fortran, dtype, start = _header(inflated.begin(_HEADER))
    if dtype.hasobject:
        raise ResultDecodeError(
            "An array of the result contains Python objects, which are not read because that is unsafe."
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


def read_tensor(
    tensor: Any, budget: Budget, *, compressed: bool, text: Callable[[Any], bytes | memoryview] = _ascii
) -> NDArray[Any]:
    """Read an executor tensor: base64 of little-endian numbers in C order; bools are bits, lowest first.

    From schema version 2.0 on the bytes are compressed with zlib (models of ibm-quantum-schemas).

    Args:
        tensor: The tensor, as JSON.
        budget: Limit on the size of the array.
        compressed: Whether the tensor's bytes are compressed.
        text: Returns the base64 of its `data`, which may have been left in the body.

    Raises:
        ResultDecodeError: The dtype is unknown, or the bytes do not fill the shape.
    """
    name, shape = _kind_of(tensor)
    content = _content_of(text(tensor["data"]), name, shape, budget, compressed=compressed)
    items, dtype = math.prod(shape), np.dtype(_DTYPES[name])
    if not items:
        return _empty(shape, dtype)
    if name == "bool":
        budget.spend(items)
        bits = np.unpackbits(np.frombuffer(content, dtype=np.uint8), count=items, bitorder="little")
        return bits.view(np.bool_).reshape(shape)
    return np.frombuffer(content, dtype=dtype).reshape(shape)


def is_tensor(value: Mapping[str, Any]) -> bool:
    """Return whether an object in a submitter's own data represents an array, by the rules of the service's models."""
    return (
        set(value) == {"data", "shape", "dtype"}
        and isinstance(value["data"], str)
        and is_list(value["shape"])
        and isinstance(value["dtype"], str)
        and value["dtype"] in _DTYPES
    )


def read_register(
    tensor: Any, budget: Budget, *, compressed: bool, text: Callable[[Any], bytes | memoryview] = _ascii
) -> tuple[NDArray[np.uint8], int] | None:
    """Read the bits of a classical register in the packed form of samples; return None if it is not a register.

    Args:
        tensor: A tensor, as in `read_tensor`. A bool tensor with at least two axes is that of a register, whose last
            axes are shots and bits; bit k is `[..., k]`.
        budget: Limit on the size of the packed samples.
        compressed: Whether the tensor's bytes are compressed.
        text: As in `read_tensor`.

    Returns:
        uint8 of shape (*axes, shots, bytes), most significant byte first, and the width of the register in bits.

    Raises:
        ResultDecodeError: As in `read_tensor`.
    """
    name, shape = _kind_of(tensor)
    if name != "bool" or len(shape) < 2:
        return None
    width = shape[-1]
    if not math.prod(shape):
        check_empty(shape)
    rows = math.prod(shape[:-1])
    pieces = _pieces_of(text(tensor["data"]), name, shape, budget, compressed=compressed)
    budget.spend(rows * bytes_per_shot(width))
    packed = _repacked(pieces, rows, width, budget)
    return packed.reshape(*shape[:-1], bytes_per_shot(width)), width


def _repacked(pieces: Iterable[bytes], rows: int, width: int, budget: Budget) -> NDArray[np.uint8]:
    """Repack a sequence of bits, lowest first, into separate bytes for each row, highest first.

    Pieces are processed one at a time: expanding all bits to bytes would take eight times the memory, and the
    decompressed data would be in memory twice.
    """
    packed = np.empty((rows, bytes_per_shot(width)), dtype=np.uint8)
    step = (
        max(_BITS_AT_A_TIME // max(width, 1) // 8, 1) * 8
    )  # rows per step, such that each step begins at a byte
    budget.spend(min(step, rows) * width if width > _BITS_AT_A_TIME else 0)
    start, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) * 8 >= step * width > 0:
            _repack(waiting[: step * width // 8], packed[start : start + step], width)
            del waiting[: step * width // 8]
            start += step
    _repack(waiting, packed[start:], width)
    return packed


def _repack(content: bytearray, into: NDArray[np.uint8], width: int) -> None:
    taken = np.frombuffer(content, dtype=np.uint8)
    if width % 8 == 0:
        into[:] = taken.reshape(len(into), width // 8)[:, ::-1]
        return
    bits = np.unpackbits(taken, count=len(into) * width, bitorder="little").reshape(len(into), width)
    into[:] = np.packbits(bits, axis=1, bitorder="little")[:, ::-1]


def _kind_of(tensor: Any) -> tuple[str, tuple[int, ...]]:
    """Return the dtype's name and the shape of a tensor."""
    if not is_mapping(tensor):
        raise ResultDecodeError(f"A tensor of the result is {shown(tensor)}; expected an object.")
    name, shape = tensor["dtype"], checked_shape(tensor["shape"])
    if not isinstance(name, str) or name not in _DTYPES:
        raise ResultDecodeError(
            f"A tensor of the result has the unknown dtype {shown(name)}; known: {', '.join(_DTYPES)}."
        )
    return name, shape


def _content_of(
    text: bytes | memoryview, name: str, shape: tuple[int, ...], budget: Budget, *, compressed: bool
) -> bytes | bytearray:
    """Return the bytes of a tensor, which fill its shape."""
    size, what = _size_of(name, shape)
    if compressed:
        return _Inflated(text).complete(size, what, budget)
    return next(_pieces_of(text, name, shape, budget, compressed=False))


def _pieces_of(
    text: bytes | memoryview, name: str, shape: tuple[int, ...], budget: Budget, *, compressed: bool
) -> Iterator[bytes]:
    """Yield the bytes of a tensor in pieces; raise after the last valid piece if there are too few or too many."""
    size, what = _size_of(name, shape)
    if compressed:
        return _Inflated(text).pieces(size, what, budget)
    content = binascii.a2b_base64(text)
    if len(content) != size:
        raise ResultDecodeError(
            f"A tensor of the result does not fit its shape: {what} needs {size:,} bytes, but there are "
            f"{len(content):,}."
        )
    return iter([content])


def _size_of(name: str, shape: tuple[int, ...]) -> tuple[int, str]:
    """Return the bytes of a tensor, and its description for error messages."""
    items = math.prod(shape)
    size = -(-items // 8) if name == "bool" else items * np.dtype(_DTYPES[name]).itemsize
    return size, f"{name} of shape {shown(shape)}"


def _header(content: bytearray) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Return shape, order, type, and offset of the data."""
    with _ONE_HEADER_AT_A_TIME.here(), io.BytesIO(content[:_HEADER]) as head:
        try:
            if np.lib.format.read_magic(head) == (1, 0):
                shape, fortran, dtype = np.lib.format.read_array_header_1_0(head)
            else:
                shape, fortran, dtype = np.lib.format.read_array_header_2_0(head)
        except (
            Exception
        ) as error:  # raised by Python's parser and tokenizer, which NumPy uses: MemoryError, TokenError, ...
            raise ResultDecodeError("The header of an array cannot be read.") from error
        return shape, fortran, dtype, head.tell()


def _empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    check_empty(shape)
    if dtype.itemsize > _HEADER:
        raise ResultDecodeError(f"An array of the result has the unknown dtype {shown(dtype)}.")
    return np.empty(shape, dtype)

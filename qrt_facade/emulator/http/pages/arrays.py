"""Arrays in jobs and results as shape and flat values, decoded without NumPy, which the server never imports."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from qrt_facade._base.inflating import inflate
from qrt_facade._base.npy_bytes import parts_in_c_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST_BYTES = 64_000_000

UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError, EOFError, zlib.error, struct.error)
"""Exceptions that decoding JSON and arrays of an unexpected form may raise."""

T = TypeVar("T")


@dataclass(frozen=True)
class Array(Generic[T]):
    """Values in C order, and their shape."""

    shape: tuple[int, ...]
    values: Sequence[T]

    def over(self, shape: tuple[int, ...]) -> list[T] | None:
        """Return the values broadcast to a shape, in C order; None if that is impossible."""
        if len(self.shape) > len(shape):
            return None
        own = (1,) * (len(shape) - len(self.shape)) + self.shape
        if any(size not in {1, wanted} for size, wanted in zip(own, shape, strict=True)):
            return None
        return [
            self.values[_flat(own, [at % size for at, size in zip(index, own, strict=True)])]
            for index in indices(shape)
        ]


def indices(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the indices of an array of this shape, in C order."""
    for number in range(math.prod(shape)):
        index, rest = [], number
        for size in reversed(shape):
            rest, at = divmod(rest, size)
            index.append(at)
        yield tuple(reversed(index))


def _flat(shape: Sequence[int], index: Sequence[int]) -> int:
    number = 0
    for size, at in zip(shape, index, strict=True):
        number = number * size + at
    return number


def nested(value: Any, is_leaf: Callable[[Any], bool] = lambda one: not isinstance(one, list)) -> Array[Any]:
    """Convert nested lists to an array.

    Raises:
        ValueError: The lists have different lengths.
    """
    shape: list[int] = []
    level = [value]
    while level and not all(map(is_leaf, level)):
        sizes = {len(one) for one in level if isinstance(one, list)}
        if len(sizes) != 1 or any(is_leaf(one) for one in level):
            raise ValueError("the lists are of different lengths")
        shape.append(sizes.pop())
        level = [part for one in level for part in one]
    return Array(tuple(shape), level)


def packed(encoded: str) -> tuple[str, tuple[int, ...], bytes]:
    """Return type, shape and bytes of an array written by Qiskit's encoder: `.npy`, zlib, Base64.

    Raises:
        ValueError: It is not such an array, or it exceeds the size limit.
    """
    content = inflate([base64.b64decode(encoded)], _MOST_BYTES)
    parts = parts_in_c_order(content)
    if parts is None:
        raise ValueError("it is not a .npy file")
    dtype, shape, data = parts
    return dtype.decode("ascii", "replace").strip("'"), shape, data


_FORMATS = {"<f8": "d", "<f4": "f", "<i8": "q", "<i4": "i", "|u1": "B"}


def numbers(value: Any) -> Array[float]:
    """Decode numbers in nested lists, or in an array written by Qiskit's encoder.

    Raises:
        ValueError: Some values are not numbers.
    """
    if isinstance(value, dict) and value.get("__type__") == "ndarray":
        dtype, shape, data = packed(value["__value__"])
        if dtype not in _FORMATS:
            raise ValueError(f"numbers of the type {dtype}")
        return Array(shape, struct.unpack(f"<{math.prod(shape)}{_FORMATS[dtype]}", data))
    found = nested(value)
    # JSON has no NaN; some clients write null.
    found = Array(found.shape, [math.nan if one is None else one for one in found.values])
    if not all(isinstance(one, int | float) for one in found.values):
        raise ValueError("not all of it are numbers")
    return found

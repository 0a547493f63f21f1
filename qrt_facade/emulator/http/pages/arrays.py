"""Arrays in jobs and results, as shape and flat values, read without NumPy, which the server never loads."""

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
"""What reading JSON and arrays of an unexpected form may raise."""

T = TypeVar("T")


@dataclass(frozen=True)
class Array(Generic[T]):
    """Values in C order, and the shape that they have."""

    shape: tuple[int, ...]
    values: Sequence[T]

    def over(self, shape: tuple[int, ...]) -> list[T] | None:
        """The values broadcast to a shape, in C order; None where they do not fit."""
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
    """The indices of an array of this shape, in C order."""
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
    """Lists in lists as an array.

    Raises:
        ValueError: The lists are not of equal lengths.
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
    """Type, shape and bytes of an array that Qiskit's encoder has written: `.npy`, zlib, Base64.

    Raises:
        ValueError: It is something else, or larger than is read here.
    """
    content = inflate([base64.b64decode(encoded)], _MOST_BYTES)
    parts = parts_in_c_order(content)
    if parts is None:
        raise ValueError("it is not a .npy file")
    dtype, shape, data = parts
    return dtype.decode("ascii", "replace").strip("'"), shape, data


_FORMATS = {"<f8": "d", "<f4": "f", "<i8": "q", "<i4": "i", "|u1": "B"}


def numbers(value: Any) -> Array[float]:
    """Numbers in nested lists, or in an array that Qiskit's encoder has written.

    Raises:
        ValueError: There are other things among them.
    """
    if isinstance(value, dict) and value.get("__type__") == "ndarray":
        dtype, shape, data = packed(value["__value__"])
        if dtype not in _FORMATS:
            raise ValueError(f"numbers of the type {dtype}")
        return Array(shape, struct.unpack(f"<{math.prod(shape)}{_FORMATS[dtype]}", data))
    found = nested(value)
    # JSON has no NaN: some write null.
    found = Array(found.shape, [math.nan if one is None else one for one in found.values])
    if not all(isinstance(one, int | float) for one in found.values):
        raise ValueError("not all of it are numbers")
    return found

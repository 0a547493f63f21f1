"""Limits on the size of a result's values: a body can declare any size.

A few bytes of zlib can expand to a thousand times as many, and a width or a shape can be any number. So a size is
compared with the available data before anything is allocated, and all sizes together with the caller's limit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_integer, is_list
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade.errors import ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_FOR_A_BYTE: Final = 256
"""Maximum bytes of an array per byte of text: 14,000 bits of which only the lowest few were measured."""

_SPARE: Final = 32 * 1024 * 1024
"""Bytes that the arrays of one result may exceed that ratio by, so that no small result is refused."""

_MOST_EMPTY: Final = 1 << 24
"""Maximum items of an array without data, such as shots of a register without bits; a 0 in its shape counts as 1."""

_MOST_AXES: Final = 32
_MOST_SHOWN: Final = 60


class Budget:
    """Limit on the bytes of the arrays of one result.

    Args:
        limit: Limit on the total size, whatever the arrays are made from.
    """

    def __init__(self, limit: int = DEFAULT_RESULT_BYTES) -> None:
        self._limit = limit
        self._left = limit
        self._spare = _SPARE

    def spend(self, size: int) -> None:
        """Account for an array before it is decompressed.

        Raises:
            ResultDecodeError: The array exceeds the remaining budget.
        """
        if size > self._left:
            raise ResultDecodeError(
                f"The result decompresses to more than the limit of {self._limit} bytes. If that size is plausible, "
                "decode it with a higher max_bytes, or fetch it with a client that has a higher max_result_bytes."
            )
        self._left -= size

    def claim(self, what: str, size: int, present: int) -> None:
        """Account for an array before it is built from text.

        Args:
            what: What it is, as the start of a sentence.
            size: Bytes of the array.
            present: Bytes of the text.

        Raises:
            ResultDecodeError: The array is out of proportion to the text, or exceeds the remaining budget.
        """
        beyond = max(size - _MOST_FOR_A_BYTE * present, 0)
        if beyond > self._spare:
            raise ResultDecodeError(
                f"{what} would take {size:,} bytes, but there are only {present:,} bytes of data."
            )
        self._spare -= beyond
        self.spend(size)


def checked_width(value: Any) -> int:
    """Return the width of a register in bits after checking it.

    Raises:
        ResultDecodeError: It is not a whole number of 0 or more.
    """
    if not is_integer(value) or value < 0:
        raise ResultDecodeError(f"num_bits is {shown(value)}; expected a whole number of 0 or more.")
    return int(value)


def checked_shape(value: Any) -> tuple[int, ...]:
    """Return a shape after checking it.

    Raises:
        ResultDecodeError: It is not a list of whole numbers of 0 or more, or has more axes than an array can have.
    """
    if not is_list(value) or not all(is_integer(length) and length >= 0 for length in value):
        raise ResultDecodeError(f"A shape is {shown(value)}; expected a list of whole numbers of 0 or more.")
    if len(value) > _MOST_AXES:
        raise ResultDecodeError(f"A shape has {len(value)} axes; expected at most {_MOST_AXES}.")
    return tuple(int(length) for length in value)


def check_empty(shape: Sequence[int]) -> None:
    """Check the shape of an array without data, which could declare any size.

    Raises:
        ResultDecodeError: The shape has too many items.
    """
    if math.prod(max(length, 1) for length in shape) > _MOST_EMPTY:
        raise ResultDecodeError(
            f"An array of shape {shown(tuple(shape))} has no data; expected at most {_MOST_EMPTY:,} empty items."
        )


def shown(value: Any) -> str:
    """Return a value for an error message, shortened if needed."""
    if is_list(value) and len(value) > 8:
        value = [*value[:8], ...]
    try:
        text = repr(value)
    except ValueError:  # Python refuses to print numbers of thousands of digits
        return f"a {type(value).__name__} too long to show"
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}..."

"""What the values of a result may take, judged by what is there: a number in a body may name any size.

A few bytes of zlib can stand for a thousand times as many, and a width or a shape for any number. So a size is
compared with what is present before anything is allocated, and all sizes together with a limit that the caller sets.
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
"""Bytes of an array for one byte of text: 14,000 bits of which only the lowest few were measured."""

_SPARE: Final = 32 * 1024 * 1024
"""Bytes that the arrays of one result may take beyond that, so that no small result is refused."""

_MOST_EMPTY: Final = 1 << 24
"""Items of an array without data, with a 0 in its shape taken for 1: shots of a register of no bits, for instance."""

_MOST_AXES: Final = 32
_MOST_SHOWN: Final = 60


class Budget:
    """Bytes that the arrays of one result may take.

    Args:
        limit: All together, whatever they are made of.
    """

    def __init__(self, limit: int = DEFAULT_RESULT_BYTES) -> None:
        self._limit = limit
        self._left = limit
        self._spare = _SPARE

    def spend(self, size: int) -> None:
        """Account for an array that is decompressed, before it is.

        Raises:
            ResultDecodeError: More is asked for than is left.
        """
        if size > self._left:
            raise ResultDecodeError(
                f"The result decompresses to more than the limit of {self._limit} bytes. If that is really its size, "
                "decode it with a higher max_bytes, or fetch it with a client that has a higher max_result_bytes."
            )
        self._left -= size

    def claim(self, what: str, size: int, present: int) -> None:
        """Account for an array that is made of text, before it is.

        Args:
            what: What it is, to begin a sentence with.
            size: Bytes of the array.
            present: Bytes of the text.

        Raises:
            ResultDecodeError: It is out of proportion, or more than is left.
        """
        beyond = max(size - _MOST_FOR_A_BYTE * present, 0)
        if beyond > self._spare:
            raise ResultDecodeError(
                f"{what} would take {size:,} bytes, but only {present:,} bytes are there."
            )
        self._spare -= beyond
        self.spend(size)


def checked_width(value: Any) -> int:
    """Return the width of a register in bits.

    Raises:
        ResultDecodeError: It is not a whole number, 0 or more.
    """
    if not is_integer(value) or value < 0:
        raise ResultDecodeError(f"num_bits is {shown(value)}; expected a whole number, 0 or more.")
    return int(value)


def checked_shape(value: Any) -> tuple[int, ...]:
    """Return a shape.

    Raises:
        ResultDecodeError: It is not a list of whole numbers, 0 or more, or has more axes than an array can have.
    """
    if not is_list(value) or not all(is_integer(length) and length >= 0 for length in value):
        raise ResultDecodeError(f"A shape is {shown(value)}; expected a list of whole numbers, 0 or more.")
    if len(value) > _MOST_AXES:
        raise ResultDecodeError(f"A shape has {len(value)} axes; expected at most {_MOST_AXES}.")
    return tuple(int(length) for length in value)


def check_empty(shape: Sequence[int]) -> None:
    """Check the shape of an array without data, which may name any size.

    Raises:
        ResultDecodeError: It names too many items.
    """
    if math.prod(max(length, 1) for length in shape) > _MOST_EMPTY:
        raise ResultDecodeError(
            f"An array of shape {shown(tuple(shape))} has no data; expected at most {_MOST_EMPTY:,} empty items."
        )


def shown(value: Any) -> str:
    """Return a value as an error shows it, in short."""
    if is_list(value) and len(value) > 8:
        value = [*value[:8], ...]
    try:
        text = repr(value)
    except ValueError:  # a number with more digits than Python writes
        return f"a {type(value).__name__} too long to show"
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}..."

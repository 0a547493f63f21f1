"""Decompression piece by piece: a few bytes of zlib data can expand to gigabytes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE: Final = 1 << 20
"""The largest number of bytes decompressed in one step."""

MOST_FOR_A_BYTE: Final = 1040
"""Upper bound on the expansion of a deflate stream: the format allows about 1032 bytes of output per byte."""

ZLIB: Final = zlib.MAX_WBITS
GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
"""zlib `wbits` that accept either header."""

_SLICE: Final = 1 << 16  # zlib copies the remaining input for every piece, so it gets little at a time


class TooLargeError(ValueError):
    """The decompressed data exceeds its limit."""


class Inflater:
    """Decompresses one stream without holding more than `PIECE` bytes of it.

    Args:
        wbits: The format, as for `zlib.decompressobj`.
    """

    def __init__(self, wbits: int = ZLIB) -> None:
        self._stream = zlib.decompressobj(wbits)
        self.begun = False
        self._late = False

    @property
    def ended(self) -> bool:
        """Whether the end of the stream was reached; data after it is ignored."""
        return self._stream.eof

    @property
    def followed(self) -> bool:
        """Whether data followed the end of the stream."""
        return self._late or bool(self._stream.unused_data)

    def pieces(self, data: bytes | memoryview) -> Iterator[bytes]:
        """Yield the output for the next bytes of the stream.

        Raises:
            zlib.error: The stream is corrupt.
        """
        self.begun = self.begun or bool(data)
        for start in range(0, len(data), _SLICE):
            self._late = self._late or self._stream.eof
            rest: bytes | memoryview = data[start : start + _SLICE]
            while not self._stream.eof:
                out = self._stream.decompress(rest, PIECE)
                rest = self._stream.unconsumed_tail
                if out:
                    yield out
                if not rest and len(out) < PIECE:
                    break


def inflate(data: Iterable[bytes | memoryview], most: int, wbits: int = ZLIB) -> bytearray:
    """Decompress a whole stream.

    Raises:
        TooLargeError: The output exceeds `most` bytes; at most one piece more was decompressed.
        EOFError: The stream is truncated.
        zlib.error: The stream is corrupt, or data follows it.
    """
    inflater = Inflater(wbits)
    out = bytearray()
    for part in data:
        for piece in inflater.pieces(part):
            out += piece
            if len(out) > most:
                raise TooLargeError(f"more than {most} bytes")
    if not inflater.ended:
        raise EOFError("the compressed data is truncated")
    if inflater.followed:
        raise zlib.error("there is trailing data after the compressed data")
    return out

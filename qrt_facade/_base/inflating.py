"""Decompression a piece at a time: a few bytes of zlib can stand for gigabytes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE: Final = 1 << 20
"""The most bytes that are decompressed at once."""

MOST_FOR_A_BYTE: Final = 1040
"""No deflate stream gives more bytes for one of its own; the format's limit is about 1032."""

ZLIB: Final = zlib.MAX_WBITS
GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
"""The `wbits` of zlib that recognise either header."""

_SLICE: Final = 1 << 16  # zlib copies the rest of its input for every piece, so it is given little at a time


class TooLargeError(ValueError):
    """More came out than may."""


class Inflater:
    """Decompresses one stream and never holds more than `PIECE` bytes of it.

    Args:
        wbits: The format, as for `zlib.decompressobj`.
    """

    def __init__(self, wbits: int = ZLIB) -> None:
        self._stream = zlib.decompressobj(wbits)
        self.begun = False
        self._late = False

    @property
    def ended(self) -> bool:
        """Whether the end of the stream was seen; what follows it is ignored."""
        return self._stream.eof

    @property
    def followed(self) -> bool:
        """Whether something followed the end of the stream."""
        return self._late or bool(self._stream.unused_data)

    def pieces(self, data: bytes | memoryview) -> Iterator[bytes]:
        """Yield what more of the stream decompresses to.

        Raises:
            zlib.error: The stream is damaged.
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
        TooLargeError: More than `most` bytes come out; no more than a piece beyond was decompressed.
        EOFError: The stream is cut short.
        zlib.error: It is damaged, or something follows it.
    """
    inflater = Inflater(wbits)
    out = bytearray()
    for part in data:
        for piece in inflater.pieces(part):
            out += piece
            if len(out) > most:
                raise TooLargeError(f"more than {most} bytes")
    if not inflater.ended:
        raise EOFError("the compressed data are cut short")
    if inflater.followed:
        raise zlib.error("something follows the compressed data")
    return out

"""Read bytes sequentially with bounds checks."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Any


class DamagedError(Exception):
    """The bytes are not QPY, or are truncated."""


@lru_cache(maxsize=64)
def _layout(fields: str) -> struct.Struct:
    return struct.Struct(fields)


class Cursor:
    """A read position in bytes."""

    def __init__(self, content: bytes | memoryview) -> None:
        self._content = memoryview(content)
        self._place = 0

    @property
    def ended(self) -> bool:
        """Whether all bytes have been read."""
        return self._place >= len(self._content)

    def fields(self, layout: str) -> tuple[Any, ...]:
        """Read values in a `struct` format.

        Raises:
            DamagedError: There are not enough bytes.
        """
        packed = _layout(layout)
        return packed.unpack(self.take(packed.size))

    def take(self, size: int) -> memoryview:
        """Read `size` bytes without copying them.

        Raises:
            DamagedError: There are not enough bytes.
        """
        end = self._place + size
        if size < 0 or end > len(self._content):
            raise DamagedError("it is truncated")
        taken = self._content[self._place : end]
        self._place = end
        return taken

    def text(self, size: int) -> str:
        """Read `size` bytes of UTF-8.

        Raises:
            DamagedError: There are not enough bytes, or they are not UTF-8.
        """
        try:
            return str(self.take(size), "utf-8")
        except UnicodeDecodeError as error:
            raise DamagedError("a name in it is not UTF-8") from error

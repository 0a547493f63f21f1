"""Bytes read from front to back, never past their end."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Any


class DamagedError(Exception):
    """Bytes that are not QPY, or not whole."""


@lru_cache(maxsize=64)
def _layout(fields: str) -> struct.Struct:
    return struct.Struct(fields)


class Cursor:
    """A place in bytes."""

    def __init__(self, content: bytes | memoryview) -> None:
        self._content = memoryview(content)
        self._place = 0

    @property
    def ended(self) -> bool:
        """Whether all bytes were read."""
        return self._place >= len(self._content)

    def fields(self, layout: str) -> tuple[Any, ...]:
        """Read numbers, as `struct` describes them.

        Raises:
            DamagedError: There are not enough bytes.
        """
        packed = _layout(layout)
        return packed.unpack(self.take(packed.size))

    def take(self, size: int) -> memoryview:
        """Read so many bytes; they are not copied.

        Raises:
            DamagedError: There are not as many.
        """
        end = self._place + size
        if size < 0 or end > len(self._content):
            raise DamagedError("it is cut short")
        taken = self._content[self._place : end]
        self._place = end
        return taken

    def text(self, size: int) -> str:
        """Read so many bytes of UTF-8.

        Raises:
            DamagedError: There are not as many, or they are not UTF-8.
        """
        try:
            return str(self.take(size), "utf-8")
        except UnicodeDecodeError as error:
            raise DamagedError("a name in it is not UTF-8") from error

"""Merge and split QPY files without Qiskit.

The layout is that of `FILE_HEADER_V10` and `CIRCUIT_TABLE_ENTRY` in Qiskit's `qpy/formats.py`: a header with the number
of circuits, from version 16 on a table of their offsets, and then the circuits. A circuit contains no references to
anything before it, so it can be moved.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER: Final = ">6sBBBBQcc"
_HEADER_BYTES: Final = struct.calcsize(_HEADER)
_FIRST_WITH_TABLE: Final = 16
_ENTRY_BYTES: Final = 8


def version_of(content: bytes) -> int:
    """Return the version of a QPY file; 0 if the file is truncated."""
    return content[6] if len(content) > 6 else 0


def bundled(files: Sequence[bytes]) -> bytes | None:
    """Merge several QPY files into one.

    Args:
        files: QPY files, each with one circuit.

    Returns:
        The file, with the Qiskit version of the first one. None if the files differ in QPY version or in the encoding
        of expressions, or if one is damaged or contains more than one circuit.
    """
    heads = [_header(content) for content in files]
    if None in heads or len({(head[1], *head[6:]) for head in heads if head}) != 1:
        return None
    first = struct.unpack(_HEADER, files[0][:_HEADER_BYTES])
    header = struct.pack(_HEADER, *first[:5], len(files), *first[6:])
    if version_of(files[0]) < _FIRST_WITH_TABLE:
        return header + b"".join(content[_HEADER_BYTES:] for content in files)
    bodies = [content[_HEADER_BYTES + _ENTRY_BYTES :] for content in files]
    offset = _HEADER_BYTES + _ENTRY_BYTES * len(files)
    table: list[bytes] = []
    for body in bodies:
        table.append(struct.pack(">Q", offset))
        offset += len(body)
    return header + b"".join(table) + b"".join(bodies)


def _header(content: bytes) -> tuple[bytes | int, ...] | None:
    """Return the fields of the header; None if the circuit cannot be moved."""
    if len(content) < _HEADER_BYTES + _ENTRY_BYTES:
        return None
    head: tuple[bytes | int, ...] = struct.unpack(_HEADER, content[:_HEADER_BYTES])
    if head[0] != b"QISKIT" or head[5] != 1:
        return None
    if version_of(content) >= _FIRST_WITH_TABLE:
        (offset,) = struct.unpack(">Q", content[_HEADER_BYTES : _HEADER_BYTES + _ENTRY_BYTES])
        if offset != _HEADER_BYTES + _ENTRY_BYTES:
            return None
    return head


def unbundled(content: bytes) -> list[bytes] | None:
    """Split a QPY file into one file per circuit.

    Returns:
        The files; None if the file is damaged, or contains several circuits without a table of offsets.
    """
    if len(content) < _HEADER_BYTES + _ENTRY_BYTES:
        return None
    head = struct.unpack(_HEADER, content[:_HEADER_BYTES])
    if head[0] != b"QISKIT":
        return None
    if head[5] == 1:
        return [content]
    table_bytes = _ENTRY_BYTES * head[5]
    if head[5] == 0 or version_of(content) < _FIRST_WITH_TABLE or len(content) < _HEADER_BYTES + table_bytes:
        return None
    offsets: tuple[int, ...] = struct.unpack_from(f">{head[5]}Q", content, _HEADER_BYTES)
    ends = (*offsets[1:], len(content))
    if any(start >= end for start, end in zip(offsets, ends, strict=True)) or ends[-1] > len(content):
        return None
    alone = struct.pack(_HEADER, *head[:5], 1, *head[6:]) + struct.pack(">Q", _HEADER_BYTES + _ENTRY_BYTES)
    return [alone + content[start:end] for start, end in zip(offsets, ends, strict=True)]

"""The canonical bytes of a `.npy` file: elements in C order, without the parts that depend on its writer."""

from __future__ import annotations

import math
import re
from typing import Final

_MAGIC: Final = b"\x93NUMPY"
_HEADER: Final = re.compile(
    rb"\{'descr': (?P<dtype>.+), 'fortran_order': (?P<order>True|False), 'shape': \((?P<shape>[0-9, ]*)\),? ?\}\s*"
)


def in_c_order(content: bytes | bytearray | memoryview) -> bytes | None:
    """Return the dtype, the shape and the elements of an array, as bytes that are equal for equal arrays.

    Returns:
        None if the content is not a `.npy` file as NumPy writes it today.
    """
    found = parts_in_c_order(content)
    return None if found is None else b"%b%a:%b" % found


def parts_in_c_order(
    content: bytes | bytearray | memoryview,
) -> tuple[bytes, tuple[int, ...], bytes] | None:
    """Return the dtype of an array, as in the file (`'<f8'`), its shape, and its elements in C order.

    Imports NumPy only for a multidimensional array in Fortran order.

    Returns:
        None if the content is not a `.npy` file as NumPy writes it today.
    """
    content = memoryview(content)
    if bytes(content[:6]) != _MAGIC or len(content) < 12:
        return None
    wide = content[6] > 1  # the header length has two bytes in version 1, and four in later versions
    start = 12 if wide else 10
    end = start + int.from_bytes(content[8:start], "little")
    found = _HEADER.fullmatch(bytes(content[start:end]))
    if found is None:
        return None
    shape = tuple(int(size) for size in found["shape"].replace(b",", b" ").split())
    elements = content[end:]
    count = math.prod(shape)
    if found["order"] == b"True" and len(shape) > 1 and count:
        import numpy as np

        size, rest = divmod(len(elements), count)
        if rest or not size:
            return None
        items = np.frombuffer(elements, dtype=f"V{size}").reshape(shape, order="F")
        data = items.tobytes(order="C")
    else:
        data = bytes(elements)
    return found["dtype"], shape, data

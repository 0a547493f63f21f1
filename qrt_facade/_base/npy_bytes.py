"""The bytes of a `.npy` file, with the array's elements in C order and without the parts that only its writer chose."""

from __future__ import annotations

import math
import re
from typing import Final

_MAGIC: Final = b"\x93NUMPY"
_HEADER: Final = re.compile(
    rb"\{'descr': (?P<dtype>.+), 'fortran_order': (?P<order>True|False), 'shape': \((?P<shape>[0-9, ]*)\),? ?\}\s*"
)


def in_c_order(content: bytes | bytearray | memoryview) -> bytes | None:
    """The dtype, the shape and the elements of an array, as bytes that are equal for equal arrays.

    Returns:
        None where the content is not a `.npy` file that NumPy writes today.
    """
    found = parts_in_c_order(content)
    return None if found is None else b"%b%a:%b" % found


def parts_in_c_order(
    content: bytes | bytearray | memoryview,
) -> tuple[bytes, tuple[int, ...], bytes] | None:
    """The dtype of an array, as the file describes it (`'<f8'`), its shape, and its elements in C order.

    NumPy is imported for an array of several axes in Fortran order alone.

    Returns:
        None where the content is not a `.npy` file that NumPy writes today.
    """
    content = memoryview(content)
    if bytes(content[:6]) != _MAGIC or len(content) < 12:
        return None
    wide = content[6] > 1  # the length of the header has two bytes in version 1, and four later
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

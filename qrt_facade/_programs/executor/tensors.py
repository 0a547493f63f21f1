"""Encode NumPy arrays for the executor: base64 of their little-endian bytes in C order.

In version 2.0 the bytes are compressed with zlib, and more dtypes are supported
(`CompressedTensorModel` of ibm-quantum-schemas 0.13; `TensorModel` for the versions before).
"""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, Any, Final, cast

from qrt_facade._base.coerce import is_integer, is_mapping, is_real, number_of
from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_PLAIN: Final = ("bool", "u8", "f64", "c128")
"""Dtypes supported by versions before 2.0."""

_NAMES: Final = {
    "bool": "bool", "float16": "f16", "float32": "f32", "float64": "f64", "int8": "i8", "int16": "i16", "int32": "i32",
    "int64": "i64", "uint8": "u8", "uint16": "u16", "uint32": "u32", "uint64": "u64", "complex64": "c64",
    "complex128": "c128",
}  # fmt: skip
"""NumPy dtype name -> name on the wire."""

_KEYS: Final = {"data", "shape", "dtype"}
_MOST_NESTED: Final = 100


def encode_tensor(array: NDArray[Any], *, compressed: bool, where: str) -> dict[str, Any]:
    """Encode an array as a tensor.

    Args:
        array: The array.
        compressed: Whether its bytes are compressed, as in version 2.0.
        where: What it is, used in messages.

    Raises:
        ConfigurationError: The wire does not support its dtype.
    """
    import numpy as np

    name = _NAMES.get(array.dtype.name)
    if name is None or not (compressed or name in _PLAIN):
        accepted = (
            "bool, integers, floats and complex numbers of at most 128 bits"
            if compressed
            else ", ".join(_PLAIN)
        )
        raise ConfigurationError(
            f"{where}: an array with dtype {array.dtype} cannot be sent; accepted: {accepted}."
        )
    if name == "bool":
        content = np.packbits(array.ravel(), bitorder="little").tobytes()
    else:
        content = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
    packed = zlib.compress(content) if compressed else content
    return {"data": base64.b64encode(packed).decode("ascii"), "dtype": name, "shape": list(array.shape)}


def encode_tree(value: Any, *, compressed: bool, where: str = "passthrough_data", depth: int = 0) -> Any:
    """Encode a JSON tree whose leaves may be NumPy arrays.

    Args:
        value: Nested lists, tuples and mappings with string keys, containing texts, numbers, bools, None and arrays. A
            complex number is returned as an array without axes.
        compressed: Whether the bytes of arrays are compressed, as in version 2.0.
        where: The place in the tree, used in messages.
        depth: The depth of that place.

    Raises:
        ConfigurationError: The tree contains another type, a number that is not finite, a key that is not a string, or
            a mapping that would be returned as an array.
    """
    if is_mapping(value):
        return _mapping(value, compressed=compressed, where=where, depth=depth)
    if isinstance(value, (list, tuple)):
        _check_depth(where, depth)
        return [
            encode_tree(item, compressed=compressed, where=f"{where}[{index}]", depth=depth + 1)
            for index, item in enumerate(cast("list[Any]", value))
        ]
    if isinstance(value, complex) or (hasattr(value, "dtype") and hasattr(value, "shape")):
        return _array(value, compressed=compressed, where=where)
    return _leaf(value, where)


def _array(value: Any, *, compressed: bool, where: str) -> Any:
    """Encode an array as a tensor, and a NumPy scalar as a number; a complex number becomes an array without axes."""
    import numpy as np

    array: NDArray[Any] = np.asanyarray(value)  # keeps masked arrays
    if isinstance(value, np.generic) and array.dtype.kind != "c":
        return _leaf(value.item(), where)
    if np.ma.is_masked(array):
        raise ConfigurationError(f"{where}: a masked array cannot be sent, because its mask would be lost.")
    return encode_tensor(array, compressed=compressed, where=where)


def _mapping(value: Mapping[Any, Any], *, compressed: bool, where: str, depth: int) -> dict[str, Any]:
    _check_depth(where, depth)
    if set(value) >= _KEYS:
        raise ConfigurationError(
            f"{where}: a mapping with the keys data, dtype and shape would be returned as an array; rename one of them."
        )
    for key in value:
        if not isinstance(key, str):
            raise ConfigurationError(
                f"{where}: the key {redacted_repr(key)} is not a string, which JSON requires."
            )
    return {
        key: encode_tree(item, compressed=compressed, where=f"{where}[{key!r}]", depth=depth + 1)
        for key, item in value.items()
    }


def _check_depth(where: str, depth: int) -> None:
    if depth > _MOST_NESTED:
        raise ConfigurationError(
            f"{where[:60]}...: lists and mappings are nested more than {_MOST_NESTED} deep."
        )


def _leaf(value: Any, where: str) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if is_integer(value):
        return int(value)
    if not is_real(value):
        raise ConfigurationError(
            f"{where}: {redacted_repr(value)} cannot be sent; accepted: lists, mappings with string keys, strings, "
            "numbers, bools, None "
            "and NumPy arrays."
        )
    number = number_of(value)
    if number is None:
        raise ConfigurationError(
            f"{where}: {redacted_repr(value)} is not finite, which JSON does not support."
        )
    return number

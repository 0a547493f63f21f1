"""Arrays of NumPy as the executor has them on the wire: base64 of their little-endian bytes in C order.

In version 2.0 the bytes are compressed by zlib, and more dtypes have a name
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
"""What versions before 2.0 have a name for."""

_NAMES: Final = {
    "bool": "bool", "float16": "f16", "float32": "f32", "float64": "f64", "int8": "i8", "int16": "i16", "int32": "i32",
    "int64": "i64", "uint8": "u8", "uint16": "u16", "uint32": "u32", "uint64": "u64", "complex64": "c64",
    "complex128": "c128",
}  # fmt: skip
"""NumPy's names of dtypes -> the wire's."""

_KEYS: Final = {"data", "shape", "dtype"}
_MOST_NESTED: Final = 100


def encode_tensor(array: NDArray[Any], *, compressed: bool, where: str) -> dict[str, Any]:
    """Write an array as the wire's tensor.

    Args:
        array: The array.
        compressed: Whether its bytes are compressed, as in version 2.0.
        where: What it is, for messages.

    Raises:
        ConfigurationError: Its dtype has no name on the wire.
    """
    import numpy as np

    name = _NAMES.get(array.dtype.name)
    if name is None or not (compressed or name in _PLAIN):
        accepted = (
            "bool, integers, floats and complex numbers of at most 128 bits"
            if compressed
            else ", ".join(_PLAIN)
        )
        raise ConfigurationError(f"{where}: an array of {array.dtype} cannot be sent; accepted: {accepted}.")
    if name == "bool":
        content = np.packbits(array.ravel(), bitorder="little").tobytes()
    else:
        content = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
    packed = zlib.compress(content) if compressed else content
    return {"data": base64.b64encode(packed).decode("ascii"), "dtype": name, "shape": list(array.shape)}


def encode_tree(value: Any, *, compressed: bool, where: str = "passthrough_data", depth: int = 0) -> Any:
    """Write a JSON tree whose leaves may be arrays of NumPy.

    Args:
        value: Nested lists, tuples and mappings by text, with texts, numbers, bools, None and arrays at their ends. A complex
            number comes back as an array without axes.
        compressed: Whether the bytes of arrays are compressed, as in version 2.0.
        where: The place in the tree, for messages.
        depth: How deep that place is.

    Raises:
        ConfigurationError: Something else is in it, a number that is not finite, a key that is no text, or a mapping
            that would come back as an array.
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
    """An array as a tensor, and a scalar of NumPy as a number; a complex number, which JSON lacks, as an array without axes."""
    import numpy as np

    array: NDArray[Any] = np.asanyarray(value)  # a masked array stays one
    if isinstance(value, np.generic) and array.dtype.kind != "c":
        return _leaf(value.item(), where)
    if np.ma.is_masked(array):
        raise ConfigurationError(f"{where}: a masked array cannot be sent, since its mask would be lost.")
    return encode_tensor(array, compressed=compressed, where=where)


def _mapping(value: Mapping[Any, Any], *, compressed: bool, where: str, depth: int) -> dict[str, Any]:
    _check_depth(where, depth)
    if set(value) >= _KEYS:
        raise ConfigurationError(
            f"{where}: a mapping with the keys data, dtype and shape would come back as an array; rename one of them."
        )
    for key in value:
        if not isinstance(key, str):
            raise ConfigurationError(
                f"{where}: the key {redacted_repr(key)} is not a string, as JSON needs it."
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
            f"{where}: {redacted_repr(value)} cannot be sent; accepted: lists, mappings by text, texts, numbers, bools, None "
            "and NumPy arrays."
        )
    number = number_of(value)
    if number is None:
        raise ConfigurationError(
            f"{where}: {redacted_repr(value)} is not finite, and JSON has no such number."
        )
    return number

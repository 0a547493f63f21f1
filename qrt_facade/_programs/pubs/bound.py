"""Read the parameter values of a PUB on the wire, point by point."""

from __future__ import annotations

import base64
import binascii
import io
import math
import zlib
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._base.inflating import TooLargeError, inflate
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._programs.sizes import literal_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

_MOST_BYTES: Final = 1 << 28


def bound_values(values: Any, names: Iterable[str]) -> Mapping[str, NDArray[np.float64]] | None:
    """Return the values of each parameter, one for each point of the sweep.

    Args:
        values: The values of a PUB on the wire: a mapping name -> number or nested list, or numbers by position, as
            nested lists, a typed array, or an executor tensor.
        names: The circuit's parameters.

    Returns:
        float64 of shape (points,) for each name; None if the values cannot be read or do not fit the names.
    """
    import numpy as np

    ordered = in_order(names)
    try:
        if is_mapping(values) and "__type__" not in values and not _is_tensor(values):
            named = {str(name): _floats(value) for name, value in values.items()}
            shape = np.broadcast_shapes(*(array.shape for array in named.values()))
            found = {name: np.broadcast_to(array, shape).ravel() for name, array in named.items()}
            return found if found.keys() >= set(ordered) else None
        array = _floats(values)
        columns = array.reshape(-1, len(ordered)) if ordered else array.reshape(0, 0)
    except (ValueError, TypeError, EOFError, OverflowError, TooLargeError, zlib.error, binascii.Error):
        return None
    return {name: columns[:, index] for index, name in enumerate(ordered)}


def swept_shape(values: Any, names: Iterable[str] | None) -> tuple[int, ...] | None:
    """Return the shape of the sweep in the parameter values of a PUB on the wire.

    Args:
        values: As in `bound_values`, or None.
        names: The circuit's parameters; None if they are unknown.

    Returns:
        The shape, () for a single point; None if it cannot be determined.
    """
    import numpy as np

    if values is None:
        return ()
    try:
        if is_mapping(values) and "__type__" not in values and not _is_tensor(values):
            return np.broadcast_shapes(*(_floats(value).shape for value in values.values()))
        shape = _floats(values).shape
    except (ValueError, TypeError, EOFError, OverflowError, TooLargeError, zlib.error, binascii.Error):
        return None
    if not shape or names is None:
        return None if names is None and math.prod(shape) else ()
    ordered = in_order(names)
    # As in Qiskit, the axis over a single parameter is optional.
    return shape if len(ordered) == 1 and shape[-1] != 1 else shape[:-1]


def _is_tensor(value: Mapping[str, Any]) -> bool:
    return is_list(value.get("shape")) and {*value} == {"data", "shape", "dtype"}


def _of_tensor(tensor: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return the numbers of an executor tensor: base64 of little-endian bytes, compressed in some versions.

    Raises:
        ValueError: The tensor is damaged, or does not contain doubles.
    """
    import numpy as np

    raw = base64.b64decode(str(tensor.get("data")))
    shape = tuple(int(length) for length in tensor["shape"])
    if tensor.get("dtype") != "f64":
        raise ValueError("not doubles")
    for content in (_inflated(raw), raw):
        if content is not None and len(content) == 8 * math.prod(shape):
            return np.frombuffer(content, dtype="<f8").reshape(shape)
    raise ValueError("damaged")


def _inflated(raw: bytes) -> bytes | None:
    try:
        return bytes(inflate([raw], _MOST_BYTES))
    except (zlib.error, EOFError):
        return None


def _floats(value: Any) -> NDArray[np.float64]:
    """Return numbers from the wire as an array.

    Raises:
        ValueError: They are not numbers, not finite, or ragged.
    """
    import numpy as np

    if is_mapping(value) and value.get("__type__") == "ndarray":
        content = inflate([base64.b64decode(str(value.get("__value__")))], _MOST_BYTES)
        value = np.load(io.BytesIO(content), allow_pickle=False)
    elif is_mapping(value) and _is_tensor(value):
        value = _of_tensor(value)
    elif is_list(value) and literal_shape(value) is None:
        raise ValueError("ragged")
    array = np.asarray(value, dtype=np.float64)  # None becomes NaN
    if not np.isfinite(array).all():
        raise ValueError("not finite")
    return array

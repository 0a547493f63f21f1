"""Merge axes of a sweep into its shots: those along which the same circuit was repeated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._base.coerce import is_integer
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def checked_axes(axes: int | Sequence[int] | None, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return axes counted from the first, in ascending order; all of them for None.

    Raises:
        ConfigurationError: There is no such axis, or one is repeated.
    """
    ndim = len(shape)
    chosen: Sequence[Any] = range(ndim) if axes is None else axes if isinstance(axes, Sequence) else [axes]
    if not all(is_integer(axis) and -ndim <= axis < ndim for axis in chosen):
        accepted = f"0 to {ndim - 1}" if ndim else "none"
        raise ConfigurationError(
            f"axes={axes!r} is not valid for the shape {shape}; accepted axes: {accepted}"
        )
    found = tuple(sorted(int(axis) % ndim for axis in chosen))
    if len(set(found)) != len(found):
        raise ConfigurationError(f"axes={axes!r} repeats an axis")
    return found


def folded(array: NDArray[Any], axes: tuple[int, ...], ndim: int) -> NDArray[Any]:
    """Merge axes into the shots.

    Args:
        array: Of shape (*shape, shots, bits).
        axes: Axes of the shape, in ascending order.
        ndim: Number of axes of the shape.

    Returns:
        Array of shape (*other axes, shots, bits): the shots of the first point of the merged axes, then those of the
        next.
    """
    moved = np.moveaxis(array, axes, range(ndim - len(axes), ndim))
    kept = moved.shape[: ndim - len(axes)]
    shots = math.prod(moved.shape[ndim - len(axes) : ndim + 1])
    return moved.reshape(*kept, shots, array.shape[-1])

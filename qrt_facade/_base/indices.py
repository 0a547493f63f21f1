"""Types of the indices that select points of a sweep, for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import EllipsisType
    from typing import Any, SupportsIndex

    import numpy as np
    from numpy.typing import NDArray

# As strings, because evaluating them would import NumPy.
AxisIndex: TypeAlias = (
    "SupportsIndex | slice | EllipsisType | Sequence[SupportsIndex] | NDArray[np.integer[Any]] | None"
)
"""An index along one axis: an integer, a slice, or a list or array of integers."""

SweepIndex: TypeAlias = "AxisIndex | NDArray[np.bool_] | tuple[AxisIndex, ...]"
"""An index as in NumPy: along the first axis of a sweep, a mask of its shape, or a tuple with one index per axis."""

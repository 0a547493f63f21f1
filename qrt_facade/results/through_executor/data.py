"""The outcomes of an item of the executor's result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.executor import ExecutorResult


def bits_of(result: ExecutorResult, described: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Outcomes of the register of an item: bool of the item's shape, shots and qubits.

    Args:
        result: The executor's result.
        described: The item's number as `item` and the register's name as `register`.
    """
    found: Any = result[int(described["item"])][str(described["register"])]
    return np.asarray(found.bits() if isinstance(found, Samples) else found, dtype=np.bool_)


def unflipped(bits: NDArray[np.bool_], flips: Any) -> NDArray[np.bool_]:
    """Outcomes with the flips of twirled measurements undone.

    Args:
        bits: bool of the item's shape, shots and qubits.
        flips: bool of the item's shape and qubits.

    Raises:
        ResultDecodeError: The flips are of another shape. They are not broadcast, which could make an array of any size.
    """
    found = np.asarray(flips, dtype=np.bool_)
    if found.shape != (*bits.shape[:-2], bits.shape[-1]):
        raise ResultDecodeError(
            f"The flips are of shape {found.shape}, and the outcomes of {bits.shape}.", program_id="executor"
        )
    return bits ^ found[..., None, :]

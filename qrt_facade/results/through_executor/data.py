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


def in_pairs(outcomes: NDArray[np.bool_], flips: Any) -> NDArray[np.bool_]:
    """Outcomes with the shots of randomizations with opposite flips put together: `twirling.balanced_flips`.

    The errors of the two of a pair depend on each other, those of several pairs do not. Where flips are not in pairs nothing
    is put together.

    Args:
        outcomes: (randomizations, ..., shots, qubits) with the flips undone.
        flips: (randomizations, ..., qubits) what was flipped.
    """
    found = np.asarray(flips, dtype=np.bool_)
    if len(found) % 2 or not np.array_equal(found[::2], ~found[1::2]):
        return outcomes
    *_, shots, qubits = outcomes.shape
    pairs = np.moveaxis(outcomes.reshape(len(outcomes) // 2, 2, *outcomes.shape[1:]), 1, -3)
    return pairs.reshape(*pairs.shape[:-3], 2 * shots, qubits)

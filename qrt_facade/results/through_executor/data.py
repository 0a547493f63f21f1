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
    """Return outcomes of a register of an item: bool of the item's shape, shots and qubits.

    Args:
        result: The executor's result.
        described: The item's number in `item` and the register's name in `register`.
    """
    found: Any = result[int(described["item"])][str(described["register"])]
    return np.asarray(found.bits() if isinstance(found, Samples) else found, dtype=np.bool_)


def unflipped(bits: NDArray[np.bool_], flips: Any) -> NDArray[np.bool_]:
    """Return outcomes with the flips of twirled measurements undone.

    Args:
        bits: bool of the item's shape, shots and qubits.
        flips: bool of the item's shape and qubits.

    Raises:
        ResultDecodeError: The flips have another shape. They are not broadcast, which could create an array of any
            size.
    """
    found = np.asarray(flips, dtype=np.bool_)
    if found.shape != (*bits.shape[:-2], bits.shape[-1]):
        raise ResultDecodeError(
            f"The flips have shape {found.shape}, but the outcomes {bits.shape}.", program_id="executor"
        )
    return bits ^ found[..., None, :]


def in_pairs(outcomes: NDArray[np.bool_], flips: Any) -> NDArray[np.bool_]:
    """Merge the shots of randomizations with opposite flips into pairs, see `twirling.balanced_flips`.

    The errors within a pair are correlated, those of different pairs are independent. If flips are not in pairs,
    nothing is merged.

    Args:
        outcomes: (randomizations, ..., shots, qubits) with the flips undone.
        flips: (randomizations, ..., qubits) whether each was flipped.
    """
    found = np.asarray(flips, dtype=np.bool_)
    if len(found) % 2 or not np.array_equal(found[::2], ~found[1::2]):
        return outcomes
    *_, shots, qubits = outcomes.shape
    pairs = np.moveaxis(outcomes.reshape(len(outcomes) // 2, 2, *outcomes.shape[1:]), 1, -3)
    return pairs.reshape(*pairs.shape[:-3], 2 * shots, qubits)

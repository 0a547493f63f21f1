"""Means and variances of sums of Paulis over shots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_MOST: Final = 1 << 23  # numbers in one block of shots and terms


class Moments(NamedTuple):
    """What shots say about sums of Paulis.

    Attributes:
        terms: (terms,) mean of each Pauli.
        means: (repetitions, sums) mean of each sum in each repetition.
        variance: (sums,) variance of a sum's mean over all shots, from shot to shot; NaN for one shot.
    """

    terms: NDArray[np.float64]
    means: NDArray[np.float64]
    variance: NDArray[np.float64]


def moments(bits: NDArray[np.bool_], acting: NDArray[np.bool_], weights: NDArray[np.float64]) -> Moments:
    """Take the moments of sums of Paulis that were measured in the same shots.

    The variance is that of the sum in each shot, so that the covariances of its terms count.

    Args:
        bits: (repetitions, shots, qubits) outcomes.
        acting: (terms, qubits) on which qubits each Pauli acts.
        weights: (terms, sums) coefficient of each Pauli in each sum.
    """
    repetitions, shots, _ = bits.shape
    masks = np.ascontiguousarray(acting.T, dtype=np.float32)
    terms = np.zeros(len(acting))
    means = np.zeros((repetitions, weights.shape[1]))
    squares = np.zeros(weights.shape[1])
    # Sums are taken from that of the first shot, so that sums which never vary have no variance at all.
    origin = _signs(bits[0, :1], masks) @ weights
    for part, outcomes in _blocks(bits, len(acting)):
        signs = _signs(_rows(outcomes), masks)
        terms += signs.sum(axis=0, dtype=np.float64)
        off = signs @ weights - origin
        means[part] += off.reshape(*outcomes.shape[:2], weights.shape[1]).sum(axis=1)
        squares += np.square(off).sum(axis=0)
    number = repetitions * shots
    total = means.sum(axis=0)
    spread = np.maximum(squares - total**2 / number, 0.0)
    variance = spread / (number - 1) / number if number > 1 else np.full_like(spread, np.nan)
    return Moments(terms / number, means / shots + origin, variance)


def parities(bits: NDArray[np.bool_], acting: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean of each Pauli in each of several batches of shots: (batches, terms).

    Args:
        bits: (batches, shots, qubits) outcomes.
        acting: (terms, qubits) on which qubits each Pauli acts.
    """
    masks = np.ascontiguousarray(acting.T, dtype=np.float32)
    found = np.zeros((len(bits), len(acting)))
    for part, outcomes in _blocks(bits, len(acting)):
        signs = _signs(_rows(outcomes), masks)
        found[part] += signs.reshape(*outcomes.shape[:2], len(acting)).sum(axis=1, dtype=np.float64)
    found /= bits.shape[1]
    return found


def _blocks(bits: NDArray[np.bool_], terms: int) -> Iterator[tuple[slice, NDArray[np.bool_]]]:
    """Repetitions, several at once where they are small, or parts of one: which they are, and (repetitions, shots, qubits)."""
    repetitions, shots, _ = bits.shape
    rows = max(_MOST // max(terms, 1), 1)
    for start in range(0, repetitions, at_once := max(rows // shots, 1)):
        part = slice(start, start + at_once)
        for first in range(0, shots, rows):
            yield part, bits[part, first : first + rows]


def _signs(outcomes: NDArray[np.bool_], masks: NDArray[np.float32]) -> NDArray[np.float32]:
    """+1 and -1 of each Pauli in each shot: (shots, terms). Counts of ones are exact in float32 up to 16 million qubits."""
    ones = outcomes.astype(np.float32) @ masks
    signs: NDArray[np.float32] = 1 - 2 * (ones - 2 * np.floor(ones / 2))
    return signs


def _rows(outcomes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The shots of several repetitions, one after the other; there may be no qubit at all, if all terms are the identity."""
    repetitions, shots, qubits = outcomes.shape
    return outcomes.reshape(repetitions * shots, qubits)

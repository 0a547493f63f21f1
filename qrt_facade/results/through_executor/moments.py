"""Compute means and variances of sums of Paulis over shots."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_MOST: Final = 1 << 23  # maximum numbers in one block of shots and terms


class Moments(NamedTuple):
    """Moments of sums of Paulis.

    Attributes:
        terms: (points, terms) mean of each Pauli.
        means: (points, sums) mean of each sum.
        ensemble: (points, sums) variance of that mean, between shots; NaN for one shot.
        between: (points, sums) variance of that mean, between repetitions; NaN for one repetition.
    """

    terms: NDArray[np.float64]
    means: NDArray[np.float64]
    ensemble: NDArray[np.float64]
    between: NDArray[np.float64]


def moments(bits: NDArray[np.bool_], acting: NDArray[np.bool_], weights: NDArray[np.float64]) -> Moments:
    """Compute the moments of sums of Paulis that were measured in the same shots.

    The variances are those of the sum in each shot, so they include the covariances of its terms.

    Args:
        bits: (repetitions, points, shots, qubits) outcomes.
        acting: (terms, qubits) the qubits that each Pauli acts on.
        weights: (terms, sums) coefficient of each Pauli in each sum.
    """
    repetitions, points, shots, _ = bits.shape
    masks = np.ascontiguousarray(acting.T, dtype=np.float32)
    # Values are relative to the first shot of a point, so that constant values have no variance, not even by rounding.
    first = _signs(bits[0, :, 0], masks)
    terms = np.zeros((points, len(acting)))
    means = np.zeros((repetitions, points, weights.shape[1]))
    squares = np.zeros((points, weights.shape[1]))
    for part, outcomes in _blocks(bits, max(weights.shape)):
        signs = _signs(_rows(outcomes), masks).reshape(*outcomes.shape[:-1], len(acting))
        signs -= first[:, None]
        terms += signs.sum(axis=(0, 2), dtype=np.float64)
        off = signs @ weights
        means[part] += off.sum(axis=2)
        squares += np.square(off, out=off).sum(axis=(0, 2))
    number = repetitions * shots
    total = means.sum(axis=0)
    spread = np.maximum(squares - total**2 / number, 0.0)
    unknown = np.full_like(spread, np.nan)
    return Moments(
        terms=first + terms / number,
        means=first @ weights + total / number,
        ensemble=spread / (number - 1) / number if number > 1 else unknown,
        between=(means / shots).var(axis=0, ddof=1) / repetitions if repetitions > 1 else unknown,
    )


def parities(bits: NDArray[np.bool_], acting: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the mean of each Pauli in each of several batches of shots: (batches, terms).

    Args:
        bits: (batches, shots, qubits) outcomes.
        acting: (terms, qubits) the qubits that each Pauli acts on.
    """
    masks = np.ascontiguousarray(acting.T, dtype=np.float32)
    found = np.zeros((len(bits), len(acting)))
    for part, outcomes in _blocks(bits[:, None], len(acting)):
        signs = _signs(_rows(outcomes), masks)
        found[part] += signs.reshape(len(outcomes), outcomes.shape[2], len(acting)).sum(
            axis=1, dtype=np.float64
        )
    found /= bits.shape[1]
    return found


def at_once(bits: NDArray[np.bool_], width: int) -> int:
    """Return how many points of (repetitions, points, shots, qubits) to process together; at least 1.

    Args:
        bits: The outcomes.
        width: Number of terms or of sums, whichever is larger.
    """
    repetitions, shots = int(bits.shape[0]), int(bits.shape[2])
    return max(_MOST // (max(repetitions * shots, width, 1) * max(width, 1)), 1)


def _blocks(bits: NDArray[np.bool_], width: int) -> Iterator[tuple[slice, NDArray[np.bool_]]]:
    """Yield blocks: several small repetitions, or parts of the shots of one; each as a slice and its outcomes."""
    repetitions, points, shots, _ = bits.shape
    rows = max(_MOST // max(width * points, 1), 1)
    for start in range(0, repetitions, together := max(rows // shots, 1)):
        part = slice(start, start + together)
        for first in range(0, shots, rows):
            yield part, bits[part, :, first : first + rows]


def _signs(outcomes: NDArray[np.bool_], masks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return +1 and -1 of each Pauli in each shot: (shots, terms). float32 is exact up to 16 million qubits."""
    ones = outcomes.astype(np.float32) @ masks
    signs: NDArray[np.float32] = 1 - 2 * (ones - 2 * np.floor(ones / 2))
    return signs


def _rows(outcomes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return all shots in sequence; there may be no qubits, if all terms are the identity."""
    qubits = outcomes.shape[-1]
    return outcomes.reshape(math.prod(outcomes.shape[:-1]), qubits)

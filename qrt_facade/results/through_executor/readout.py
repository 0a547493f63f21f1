"""The readout factors of TREX: the factor by which a twirled measurement reduces each Pauli, from its calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from attrs import frozen

from qrt_facade.results.through_executor.data import bits_of, in_pairs, unflipped
from qrt_facade.results.through_executor.moments import parities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.executor import ExecutorResult

_LEAST_BATCHES: Final = 8
_SIGNIFICANT: Final = 3.0


@frozen(eq=False)
class Factors:
    """Readout factors of the terms of a PUB.

    Attributes:
        batches: (batches, terms) factors from each batch of the calibration's shots; their mean is the factor, and
            their spread its error, which is shared by terms of one observable.
        values: (terms,) the factors; 1 if undetermined.
        undetermined: (terms,) whether a factor is within three standard errors of zero.
    """

    batches: NDArray[np.float64]
    values: NDArray[np.float64]
    undetermined: NDArray[np.bool_]

    @classmethod
    def of(cls, batches: NDArray[np.float64]) -> Self:
        """Compute the factors from those of independent batches."""
        values = batches.mean(axis=0)
        if len(batches) > 1:
            errors = batches.std(axis=0, ddof=1) / np.sqrt(len(batches))
        else:
            errors = np.zeros_like(values)
        undetermined = (np.abs(values) < _SIGNIFICANT * errors) | (values == 0)
        return cls(batches, np.where(undetermined, 1.0, values), undetermined)

    @classmethod
    def none(cls, terms: int) -> Self:
        """Return the factors of a readout without errors."""
        return cls(np.ones((1, terms)), np.ones(terms), np.zeros(terms, dtype=np.bool_))

    def shares(self, chosen: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return each batch's contribution to sums of factors, relative to the first batch: (points, batches, sums).

        Args:
            chosen: The terms.
            weights: (points, terms, sums) the weight of each term in each sum.
        """
        factors = self.batches[:, chosen]
        shares: NDArray[np.float64] = (factors - factors[:1]) @ weights
        return shares

    @staticmethod
    def variance(shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the variances of sums of factors: (points, sums).

        Args:
            shares: (points, batches, sums) the contribution of each batch to each sum, up to a constant.
        """
        number = shares.shape[1]
        if number < 2:
            return np.zeros((shares.shape[0], shares.shape[2]))
        variance: NDArray[np.float64] = shares.var(axis=1, ddof=1) / number
        return variance


@frozen(eq=False)
class Calibration:
    """The outcomes of a calibration: measurements without gates, with the flips undone.

    Attributes:
        batches: (batches, shots, qubits) outcomes, in which a one is an error.
        places: Qubit -> its index in the last axis.
    """

    batches: NDArray[np.bool_]
    places: Mapping[int, int]

    @classmethod
    def read(cls, result: ExecutorResult, described: Mapping[str, Any]) -> Self:
        """Read a calibration from a result.

        A batch is a pair of randomizations with opposite flips, or one randomization if flips are not in pairs. If
        there are fewer than eight batches, each is split into parts, whose spread does not include differences between
        batches.
        """
        flips = described["flips"]
        wrong = in_pairs(unflipped(bits_of(result, described), flips), flips)
        number, shots, qubits = wrong.shape
        parts = min(-(-_LEAST_BATCHES // number), shots)
        batches = wrong[:, : shots // parts * parts].reshape(number * parts, shots // parts, qubits)
        return cls(batches, {int(qubit): place for place, qubit in enumerate(described["qubits"])})

    def factors(self, qubits: NDArray[np.int64], acting: NDArray[np.bool_]) -> Factors:
        """Return the factors of terms.

        Args:
            qubits: The qubits of a PUB.
            acting: (terms, qubits) the qubits that each term acts on.
        """
        places = [self.places[int(qubit)] for qubit in qubits]
        return Factors.of(parities(self.batches[..., places], acting))

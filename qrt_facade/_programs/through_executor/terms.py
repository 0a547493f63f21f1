"""The observables of a PUB as arrays of terms and coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from qrt_facade._base.coerce import is_list
from qrt_facade._programs.sizes import literal_shape
from qrt_facade._programs.through_executor.bases import codes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@frozen(eq=False)
class ObservableTerms:
    """All observables of a PUB in sequence, over their distinct terms.

    Attributes:
        shape: Shape of the observables.
        codes: (terms, qubits) the distinct terms that are not the identity, as codes of Paulis, qubit 0 first.
        offsets: (observables + 1,) where the entries of each observable begin.
        terms: (entries,) the term of each entry.
        coefficients: (entries,) the coefficient of each entry.
        constants: (observables,) coefficients of the identity.
    """

    shape: tuple[int, ...]
    codes: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    terms: NDArray[np.int64]
    coefficients: NDArray[np.float64]
    constants: NDArray[np.float64]

    @classmethod
    def read(cls, wire: Any) -> ObservableTerms:
        """Convert observables to arrays.

        Args:
            wire: As returned by `encode_observables`: Pauli strings, mappings Pauli string -> coefficient, nested
                lists.
        """
        shape = literal_shape(wire) or ()
        numbers: dict[str, int] = {}
        constants: list[float] = []
        coefficients: list[float] = []
        terms: list[int] = []
        ends = [0]
        for observable in _flat(wire):
            constant = 0.0
            for label, coefficient in (
                {observable: 1.0} if isinstance(observable, str) else observable
            ).items():
                if label.strip("I"):
                    terms.append(numbers.setdefault(label, len(numbers)))
                    coefficients.append(float(coefficient))
                else:
                    constant += float(coefficient)
            constants.append(constant)
            ends.append(len(terms))
        return cls(
            shape=shape,
            codes=codes_of(list(numbers)),
            offsets=np.array(ends, dtype=np.int64),
            terms=np.array(terms, dtype=np.int64),
            coefficients=np.array(coefficients, dtype=np.float64),
            constants=np.array(constants, dtype=np.float64),
        )

    def terms_of(self, observables: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the distinct terms of some observables."""
        entries = [self.terms[self.offsets[one] : self.offsets[one + 1]] for one in observables]
        return np.unique(np.concatenate([*entries, self.terms[:0]]))


def width_of(wire: Any) -> int:
    """Return the length of the Pauli strings, which is the same for all."""
    first = next(_flat(wire))
    return len(first if isinstance(first, str) else next(iter(first)))


def _flat(wire: Any) -> Iterator[Any]:
    if is_list(wire):
        for item in wire:
            yield from _flat(item)
    else:
        yield wire

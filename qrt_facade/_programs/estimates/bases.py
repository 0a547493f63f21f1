"""How many circuits an estimator measures: for each point, one for each group of terms that one basis measures.

"Estimator groups qubit-wise commuting observables, which reduces the number of executions" (IBM's guide "Workload usage").
Points of the sweep that observables broadcast over are measured once for all of them (`compute_samplex_arguments` of
qiskit-ibm-runtime 0.51).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from qrt_facade._programs.through_executor.grouping import qubitwise_groups
from qrt_facade._programs.through_executor.terms import ObservableTerms

if TYPE_CHECKING:
    from numpy.typing import NDArray


@frozen
class Bases:
    """What an estimator measures of one PUB.

    Attributes:
        circuits: Bound circuits, each with a basis.
        qubits: Qubits that some observable acts on.
    """

    circuits: int
    qubits: tuple[int, ...]


def bases_of(observables: Any, shape: tuple[int, ...]) -> Bases:
    """Count the circuits that the observables of a PUB need.

    Args:
        observables: As they go over the wire: Pauli strings, mappings Pauli string -> coefficient, nested lists.
        shape: Shape of the sweep that they broadcast against.

    Raises:
        ValueError: They do not broadcast.
    """
    terms = ObservableTerms.read(observables)
    acted_on = np.flatnonzero(terms.codes.any(axis=0)) if terms.codes.size else np.empty(0, dtype=int)
    return Bases(
        sum(often * _groups(terms, row) for row, often in _sets(terms.shape, shape)),
        tuple(map(int, acted_on)),
    )


def _sets(observed: tuple[int, ...], swept: tuple[int, ...]) -> list[tuple[NDArray[np.int64], int]]:
    """The distinct sets of observables that points of the sweep have, and how many points have each."""
    points = math.prod(swept)
    if math.prod(observed) == 1:
        return [(np.zeros(1, dtype=np.int64), points)]
    full = np.broadcast_shapes(observed, swept)
    which = np.broadcast_to(np.arange(math.prod(observed)).reshape(observed), full).ravel()
    point = np.broadcast_to(np.arange(points).reshape(swept), full).ravel()
    # Broadcasting gives each point equally many.
    rows = np.sort(which[np.argsort(point, kind="stable")].reshape(points, -1), axis=1)
    distinct, often = np.unique(rows, axis=0, return_counts=True)
    return list(zip(distinct, map(int, often), strict=True))


def _groups(terms: ObservableTerms, observables: NDArray[np.int64]) -> int:
    """Groups of the terms of some observables; the identity alone is measured too."""
    own = terms.terms_of(np.unique(observables))
    return len(qubitwise_groups(terms.codes[own]).bases) if own.size else 1

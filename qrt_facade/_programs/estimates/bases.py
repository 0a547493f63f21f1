"""How many circuits an estimator measures: for each point, one for each group of terms that one basis measures.

"Estimator groups qubit-wise commuting observables, which reduces the number of executions" (IBM's guide "Workload usage").
Points of the sweep that observables broadcast over are measured once for all of them. The groups are those of Qiskit's
`PauliList.group_commuting(qubit_wise=True)`, which are not always the fewest (`compute_samplex_arguments` of qiskit-ibm-runtime
0.51 takes them): the terms that clash with most others come first, in the order of `ObservablesArray` among equals, and each takes the first
group that none of them clashes with.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import frozen

from qrt_facade._programs.through_executor.grouping import qubitwise_groups
from qrt_facade._programs.through_executor.terms import ObservableTerms

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_COLOURED: Final = 3000
"""Terms from which on the clashes of each with each take too much time and memory; then groups of our own are counted."""


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
    ranks = _ranks(terms.codes)
    return Bases(
        sum(often * _groups(terms, row, ranks) for row, often in _sets(terms, shape)),
        tuple(map(int, acted_on)),
    )


def _sets(terms: ObservableTerms, swept: tuple[int, ...]) -> list[tuple[NDArray[np.int64], int]]:
    """The distinct sets of observables that points of the sweep have, and how many points have each."""
    observed, points = terms.shape, math.prod(swept)
    if math.prod(observed) == 1:
        return [(np.zeros(1, dtype=np.int64), points)]
    full = np.broadcast_shapes(observed, swept)
    which = np.broadcast_to(_first_equals(terms).reshape(observed), full).ravel()
    point = np.broadcast_to(np.arange(points).reshape(swept), full).ravel()
    # Broadcasting gives each point equally many.
    rows = np.sort(which[np.argsort(point, kind="stable")].reshape(points, -1), axis=1)
    distinct, often = np.unique(rows, axis=0, return_counts=True)
    return list(zip(distinct, map(int, often), strict=True))


def _first_equals(terms: ObservableTerms) -> NDArray[np.int64]:
    """(observables,) the first observable of the same terms."""
    seen: dict[bytes, int] = {}
    ends = zip(terms.offsets, terms.offsets[1:], strict=False)
    keys = (terms.terms[first:last].tobytes() for first, last in ends)
    return np.array([seen.setdefault(key, number) for number, key in enumerate(keys)], dtype=np.int64)


def _groups(terms: ObservableTerms, observables: NDArray[np.int64], ranks: NDArray[np.int64]) -> int:
    """Groups of the terms of some observables; the identity alone is measured too."""
    each = [terms.terms_of(np.array([one])) for one in np.unique(observables)]
    ordered: list[int] = [int(term) for own in each for term in own[np.argsort(ranks[own])]]
    found = np.array(list(dict.fromkeys(ordered)), dtype=np.intp)
    if found.size > _MOST_COLOURED:
        return len(qubitwise_groups(terms.codes[found]).bases)
    return _colours(_clashes(terms.codes[found])) if found.size else 1


def _ranks(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The place of each term in the order in which Qiskit's `ObservablesArray` has those of an observable."""
    acting = [np.flatnonzero(row) for row in codes]
    keys = [(tuple(places), tuple(row[places])) for row, places in zip(codes, acting, strict=True)]
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks


def _clashes(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """(terms, terms) whether two terms act differently on some qubit on which both act."""
    clash = np.zeros((len(codes), len(codes)), dtype=bool)
    for column in codes.T:
        acting = column != 0
        clash |= (column[:, None] != column) & acting[:, None] & acting
    return clash


def _colours(clashes: NDArray[np.bool_]) -> int:
    """Groups into which the terms are put, one after the other."""
    groups: list[NDArray[np.bool_]] = []  # for each, which terms clash with one of it
    for term in np.argsort(-clashes.sum(axis=1), kind="stable"):
        fitting = next((number for number, group in enumerate(groups) if not group[term]), None)
        if fitting is None:
            groups.append(clashes[term].copy())
        else:
            groups[fitting] |= clashes[term]
    return len(groups)

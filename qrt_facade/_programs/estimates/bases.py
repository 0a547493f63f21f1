"""Count the circuits that an estimator runs: for each point, one per group of terms that share a measurement basis.

"Estimator groups qubit-wise commuting observables, which reduces the number of executions" (IBM's guide "Workload
usage"). Points of the sweep over which observables broadcast are measured once for all of them. The groups are those of
Qiskit's `PauliList.group_commuting(qubit_wise=True)`, which are not always the fewest (`compute_samplex_arguments` of
qiskit-ibm-runtime 0.51 uses them): terms that conflict with the most other terms come first, ties in the order of
`ObservablesArray`, and each term joins the first group without a conflict.
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
"""Above this number of terms, comparing all pairs takes too much time and memory; an own grouping is used instead."""


@frozen
class Bases:
    """The circuits and qubits that an estimator measures for one PUB.

    Attributes:
        circuits: Number of bound circuits, counting each basis.
        qubits: Qubits that at least one observable acts on.
    """

    circuits: int
    qubits: tuple[int, ...]


def bases_of(observables: Any, shape: tuple[int, ...]) -> Bases:
    """Count the circuits that the observables of a PUB need.

    Args:
        observables: As sent on the wire: Pauli strings, mappings Pauli string -> coefficient, nested lists.
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
    """Return the distinct sets of observables at points of the sweep, and the number of points of each."""
    observed, points = terms.shape, math.prod(swept)
    if math.prod(observed) == 1:
        return [(np.zeros(1, dtype=np.int64), points)]
    full = np.broadcast_shapes(observed, swept)
    which = np.broadcast_to(_first_equals(terms).reshape(observed), full).ravel()
    point = np.broadcast_to(np.arange(points).reshape(swept), full).ravel()
    # Broadcasting gives each point the same number of observables.
    rows = np.sort(which[np.argsort(point, kind="stable")].reshape(points, -1), axis=1)
    distinct, often = np.unique(rows, axis=0, return_counts=True)
    return list(zip(distinct, map(int, often), strict=True))


def _first_equals(terms: ObservableTerms) -> NDArray[np.int64]:
    """(observables,) index of the first observable with the same terms."""
    seen: dict[bytes, int] = {}
    ends = zip(terms.offsets, terms.offsets[1:], strict=False)
    keys = (terms.terms[first:last].tobytes() for first, last in ends)
    return np.array([seen.setdefault(key, number) for number, key in enumerate(keys)], dtype=np.int64)


def _groups(terms: ObservableTerms, observables: NDArray[np.int64], ranks: NDArray[np.int64]) -> int:
    """Count the groups of the terms of some observables; the identity alone is measured too."""
    each = [terms.terms_of(np.array([one])) for one in np.unique(observables)]
    ordered: list[int] = [int(term) for own in each for term in own[np.argsort(ranks[own])]]
    found = np.array(list(dict.fromkeys(ordered)), dtype=np.intp)
    if found.size > _MOST_COLOURED:
        return len(qubitwise_groups(terms.codes[found]).bases)
    return _colours(_conflicts(terms.codes[found])) if found.size else 1


def _ranks(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the rank of each term in the order in which Qiskit's `ObservablesArray` sorts an observable's terms."""
    acting = [np.flatnonzero(row) for row in codes]
    keys = [(tuple(places), tuple(row[places])) for row, places in zip(codes, acting, strict=True)]
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks


def _conflicts(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """(terms, terms) whether two terms act differently on some qubit on which both act."""
    clash = np.zeros((len(codes), len(codes)), dtype=bool)
    for column in codes.T:
        acting = column != 0
        clash |= (column[:, None] != column) & acting[:, None] & acting
    return clash


def _colours(conflicts: NDArray[np.bool_]) -> int:
    """Count the groups when terms are assigned to groups greedily."""
    groups: list[NDArray[np.bool_]] = []  # for each group, the terms that conflict with it
    for term in np.argsort(-conflicts.sum(axis=1), kind="stable"):
        fitting = next((number for number, group in enumerate(groups) if not group[term]), None)
        if fitting is None:
            groups.append(conflicts[term].copy())
        else:
            groups[fitting] |= conflicts[term]
    return len(groups)

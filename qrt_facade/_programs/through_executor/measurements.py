"""Find the bases to measure for a PUB: at each point of its sweep, those of the observables combined with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from qrt_facade._programs.through_executor.grouping import qubitwise_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qrt_facade._programs.through_executor.terms import ObservableTerms


@frozen(eq=False)
class Measurements:
    """The bases to measure at each point of a sweep.

    Broadcasting determines the observables at a point: all of them along their own axes, one along axes shared
    with the sweep. Points with the same observables share a set of groups, and a point is measured only in the bases of
    its own set. A configuration is a point and a basis, ordered by point and then by group.

    Attributes:
        set_of_point: (points,) the set of groups of each point.
        groups_of_set: (sets + 1,) where the groups of each set begin.
        terms_of_group: (groups + 1,) where the terms of each group begin in `terms`.
        terms: The terms that each group measures.
        bases: (groups, qubits) codes of the Paulis that each group is measured in.
        points: (configurations,) the point of each configuration.
        groups: (configurations,) the group of each configuration.
    """

    set_of_point: NDArray[np.int64]
    groups_of_set: NDArray[np.int64]
    terms_of_group: NDArray[np.int64]
    terms: NDArray[np.int64]
    bases: NDArray[np.uint8]
    points: NDArray[np.int64]
    groups: NDArray[np.int64]


def measurements_of(observables: ObservableTerms, sweep: tuple[int, ...]) -> Measurements:
    """Find the bases that the observables of a PUB need at the points of its sweep.

    Args:
        observables: The observables.
        sweep: Shape of the parameter values, which broadcasts with that of the observables.
    """
    sets: dict[bytes, int] = {}
    set_of_point: list[int] = []
    distinct: list[NDArray[np.int64]] = []
    for found in _observables_by_point(observables.shape, sweep):
        number = sets.setdefault(found.tobytes(), len(sets))
        set_of_point.append(number)
        if number == len(distinct):
            distinct.append(found)
    groups_of_set, terms_of_group = [0], [0]
    terms, bases = [observables.terms[:0]], [observables.codes[:0]]
    for present in distinct:
        needed = observables.terms_of(present)
        groups = qubitwise_groups(observables.codes[needed])
        groups_of_set.append(groups_of_set[-1] + len(groups.bases))
        bases.append(groups.bases)
        for group in range(len(groups.bases)):
            terms.append(needed[groups.of_term == group])
            terms_of_group.append(terms_of_group[-1] + len(terms[-1]))
    which, starts = np.array(set_of_point, dtype=np.int64), np.array(groups_of_set, dtype=np.int64)
    sizes = np.diff(starts)[which]
    points = np.repeat(np.arange(len(which)), sizes)
    within = np.arange(len(points)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return Measurements(
        set_of_point=which,
        groups_of_set=starts,
        terms_of_group=np.array(terms_of_group, dtype=np.int64),
        terms=np.concatenate(terms),
        bases=np.concatenate(bases),
        points=points,
        groups=starts[which][points] + within,
    )


def _observables_by_point(observables: tuple[int, ...], sweep: tuple[int, ...]) -> list[NDArray[np.int64]]:
    """Return the observables at each point of a sweep, in ascending order."""
    shape = np.broadcast_shapes(observables, sweep)
    which = np.arange(math.prod(observables), dtype=np.int64).reshape(observables)
    points = np.arange(math.prod(sweep), dtype=np.int64).reshape(sweep)
    number = max(which.size, 1)
    pairs = np.unique(np.broadcast_to(points * number, shape) + np.broadcast_to(which, shape))
    return np.split(pairs % number, np.flatnonzero(np.diff(pairs // number)) + 1)

"""What has to be measured for a PUB: at each point of its sweep, the bases of the observables that meet there."""

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
    """The bases that are measured at each point of a sweep.

    Broadcasting decides which observables meet at a point: all of them where they span axes of their own, one where they run
    along with the sweep. Points where the same observables meet share a set of groups, and a point is measured in the bases of
    its own set alone. A configuration is a point and a basis: those of the first point come first, in the order of its groups.

    Attributes:
        set_of_point: (points,) which set of groups each point has.
        groups_of_set: (sets + 1,) where the groups of each set begin.
        terms_of_group: (groups + 1,) where the terms of each group begin in `terms`.
        terms: The terms that each group measures.
        bases: (groups, qubits) codes of the Paulis that each group is measured in.
        points: (configurations,) the point of each.
        groups: (configurations,) the group of each.
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
    meeting: list[NDArray[np.int64]] = []
    for found in _meeting(observables.shape, sweep):
        number = sets.setdefault(found.tobytes(), len(sets))
        set_of_point.append(number)
        if number == len(meeting):
            meeting.append(found)
    groups_of_set, terms_of_group = [0], [0]
    terms, bases = [observables.terms[:0]], [observables.codes[:0]]
    for met in meeting:
        needed = observables.terms_of(met)
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


def _meeting(observables: tuple[int, ...], sweep: tuple[int, ...]) -> list[NDArray[np.int64]]:
    """The observables that meet at each point of a sweep, in ascending order."""
    shape = np.broadcast_shapes(observables, sweep)
    which = np.arange(math.prod(observables), dtype=np.int64).reshape(observables)
    points = np.arange(math.prod(sweep), dtype=np.int64).reshape(sweep)
    number = max(which.size, 1)
    pairs = np.unique(np.broadcast_to(points * number, shape) + np.broadcast_to(which, shape))
    return np.split(pairs % number, np.flatnonzero(np.diff(pairs // number)) + 1)

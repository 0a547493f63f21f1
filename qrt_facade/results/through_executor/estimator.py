"""Read the result of this package's estimator on the program `executor`, see `_programs.through_executor.estimator`.

A value is the mean over all shots. Its errors are estimated from the data:

- `stds` is the error between pairs of randomizations with opposite flips (or between randomizations, if flips are not
  in pairs) if measurements are twirled in at least eight of them, and otherwise between shots. A twirl changes the
  effect of readout on a shot, so the shots of one randomization are not independent of each other. The error of 16
  pairs is itself only known to 18 %, so it is used only if it exceeds the error between shots, which is a lower bound.
- `ensemble_standard_error` is the error between shots, as if all were independent. IBM's client reports the same two,
  with these names (`decoders/executor_estimator/post_processor_v0_1.py` of qiskit-ibm-runtime 0.51).

Both are errors of the whole sum, including covariances between the terms of one basis, which IBM's client ignores. With
mitigation, both include the error of the readout factors. Terms share the calibration's shots, so its errors are added
before squaring.

A factor within three of its own standard errors of zero is meaningless: dividing by it could give any number. The
values of observables with such a term are NaN, and the PUB's metadata lists the terms in
`resilience["measure_mitigation"]["undetermined_terms"]`. The outcomes of a dry run are random, and are not mitigated.
"""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from attrs import frozen

from qrt_facade._programs.through_executor.passthrough import KEY
from qrt_facade._service.limits import MAX_VALUES
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.base import PubData, source_of
from qrt_facade.results.bounds import checked_shape, shown
from qrt_facade.results.estimator import EstimatorPubResult, EstimatorResult
from qrt_facade.results.roles.items import dry_run_mark
from qrt_facade.results.through_executor.data import bits_of, in_pairs, unflipped
from qrt_facade.results.through_executor.moments import at_once, moments
from qrt_facade.results.through_executor.readout import Calibration, Factors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.executor import ExecutorResult

_LEAST_RANDOMIZATIONS: Final = 8
_AT_ONCE: Final = 512
_LETTERS: Final = "IZXY"
_MOST_NAMED: Final = 20


def read_estimator(result: ExecutorResult) -> EstimatorResult:
    """Read an estimator's result from that of the executor.

    Args:
        result: The result of a job whose program was built by `plan_estimator`.

    Raises:
        ResultDecodeError: Its data does not match the plan.
    """
    ours: Mapping[str, Any] = result.passthrough_data[KEY]
    described = ours.get("calibration")
    calibration = None if described is None or result.dry_run else Calibration.read(result, described)
    mark = dry_run_mark(result)
    pubs = [_pub(result, _Plan.read(one), calibration, mark) for one in ours["pubs"]]
    metadata = {**ours["metadata"], "executor": result.metadata, **mark}
    return EstimatorResult(pubs, metadata, source_of(result))


@frozen(eq=False)
class _Plan:
    """The plan of a PUB, as described by `_programs.through_executor.estimator`.

    Attributes:
        described: The complete description.
        shape: The PUB's shape.
        points: The sweep point of each element of the PUB.
        observables: The observable of each element.
        codes: (terms, qubits) the terms that are not the identity.
        offsets: (observables + 1,) where the entries of each observable begin.
        of_entry: (entries,) the observable of each entry.
        terms: (entries,) the term of each entry.
        coefficients: (entries,) the coefficient of each entry.
    """

    described: Mapping[str, Any]
    shape: tuple[int, ...]
    points: NDArray[np.int64]
    observables: NDArray[np.int64]
    codes: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    of_entry: NDArray[np.int64]
    terms: NDArray[np.int64]
    coefficients: NDArray[np.float64]

    @classmethod
    def read(cls, described: Mapping[str, Any]) -> Self:
        """Read a description."""
        observables = checked_shape(described["observables_shape"])
        sweep = checked_shape(described["sweep_shape"])
        shape = np.broadcast_shapes(observables, sweep)
        _check_sizes(described, observables, sweep, shape)
        lengths = np.diff(described["offsets"])
        return cls(
            described=described,
            shape=shape,
            points=_places(sweep, shape),
            observables=_places(observables, shape),
            codes=np.asarray(described["codes"]),
            offsets=np.asarray(described["offsets"]),
            of_entry=np.repeat(np.arange(len(lengths)), lengths),
            terms=np.asarray(described["terms"]),
            coefficients=np.asarray(described["coefficients"]),
        )

    def weights(self, groups: range, observables: NDArray[np.int64], factors: Factors) -> list[_Weights]:
        """Return the terms of each group of a set, with their weights in observables whose terms are all in the set."""
        ends = np.asarray(self.described["terms_of_group"])[groups.start : groups.stop + 1]
        terms = np.asarray(self.described["group_terms"])[ends[0] : ends[-1]]
        starts, lengths = self.offsets[observables], np.diff(self.offsets)[observables]
        columns = np.repeat(np.arange(len(observables)), lengths)
        entries = np.arange(len(columns)) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
        order = np.argsort(terms)
        rows = order[np.searchsorted(terms, self.terms[entries], sorter=order)]
        table = np.zeros((len(terms), len(observables)))
        table[rows, columns] = self.coefficients[entries]
        table /= factors.values[terms][:, None]
        acting = self.codes[terms] != 0
        return [_Weights(terms[a:b], acting[a:b], table[a:b]) for a, b in pairwise(ends - ends[0])]


@frozen(eq=False)
class _Weights:
    """Terms of a group, the qubits they act on, and (terms, observables) coefficients over readout factors."""

    terms: NDArray[np.int64]
    acting: NDArray[np.bool_]
    table: NDArray[np.float64]


@frozen(eq=False)
class _Estimates:
    """Values of all elements of a PUB, with their variances between randomizations and between shots."""

    values: NDArray[np.float64]
    between: NDArray[np.float64]
    ensemble: NDArray[np.float64]

    def put(self, places: NDArray[np.intp], found: tuple[NDArray[np.float64], ...]) -> None:
        for kept, new in zip((self.values, self.between, self.ensemble), found, strict=True):
            kept[places] += new


def _check_sizes(
    described: Mapping[str, Any],
    observables: tuple[int, ...],
    sweep: tuple[int, ...],
    shape: tuple[int, ...],
) -> None:
    """Check declared sizes against the existing arrays, before anything of such a size is allocated.

    Raises:
        ResultDecodeError: They do not match, or there are more values or terms than `plan_estimator` allows.
    """
    terms, ends = len(described["terms"]), np.asarray(described["offsets"])
    values, distinct = math.prod(shape), len(described["codes"])
    counted = (math.prod(observables), math.prod(sweep), int(ends[-1]), len(described["coefficients"]))
    if counted != (len(described["constants"]), len(described["set_of_point"]), terms, terms):
        raise ResultDecodeError(
            f"Observables of shape {shown(observables)} and a sweep of shape {shown(sweep)} do not match the arrays "
            "that describe them."
        )
    if max(values, terms, distinct) > MAX_VALUES:
        raise ResultDecodeError(
            f"A PUB has {values:,} values and {max(terms, distinct):,} terms; at most {MAX_VALUES:,} are supported."
        )


def _places(own: tuple[int, ...], shape: tuple[int, ...]) -> NDArray[np.int64]:
    numbers = np.arange(math.prod(own), dtype=np.int64).reshape(own)
    return np.broadcast_to(numbers, shape).ravel()


def _pub(
    result: ExecutorResult, plan: _Plan, calibration: Calibration | None, mark: Mapping[str, Any]
) -> EstimatorPubResult:
    described = plan.described
    acting = plan.codes != 0
    factors = Factors.none(len(acting))
    if calibration is not None:
        factors = calibration.factors(np.asarray(described["qubits"]), acting)
    constants = np.asarray(described["constants"])[plan.observables]
    found = _Estimates(constants, np.zeros(len(constants)), np.zeros(len(constants)))
    if len(acting):
        _estimate(_outcomes(result, described), plan, factors, found)
        bad = np.isin(plan.observables, plan.of_entry[factors.undetermined[plan.terms]])
        found.put(np.flatnonzero(bad), (np.full(np.count_nonzero(bad), np.nan),) * 3)
    fields = {
        "evs": found.values,
        "stds": np.sqrt(found.between),
        "ensemble_standard_error": np.sqrt(found.ensemble),
    }
    data = {name: values.reshape(plan.shape) for name, values in fields.items()}
    metadata = {**_metadata(plan, factors), **mark}
    return EstimatorPubResult(PubData(data, plan.shape, dry_run=result.dry_run), metadata)


def _outcomes(result: ExecutorResult, described: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Return outcomes with the flips undone: (repetitions or pairs of them, configurations, shots, qubits)."""
    bits = bits_of(result, described)
    flips = described["flips"]
    return bits if flips is None else in_pairs(unflipped(bits, flips), flips)


def _estimate(bits: NDArray[np.bool_], plan: _Plan, factors: Factors, found: _Estimates) -> None:
    """Add the contributions of the shots to the values and variances of a PUB's elements."""
    set_of_point = np.asarray(plan.described["set_of_point"])
    groups_of_set = np.asarray(plan.described["groups_of_set"])
    sizes = np.diff(groups_of_set)[set_of_point]
    starts = np.cumsum(sizes) - sizes
    twirled = plan.described["flips"] is not None and len(bits) >= _LEAST_RANDOMIZATIONS
    for points, elements in zip(_by_set(set_of_point), _by_set(set_of_point[plan.points]), strict=True):
        number = set_of_point[points[0]]
        groups = range(int(groups_of_set[number]), int(groups_of_set[number + 1]))
        for observables in _parts(np.unique(plan.observables[elements]), _AT_ONCE):
            weights = plan.weights(groups, observables, factors)
            here = elements[np.isin(plan.observables[elements], observables)]
            width = max([len(observables), *(len(one.terms) for one in weights)])
            for together in _parts(points, at_once(bits, width)):
                measured = starts[together][:, None] + np.arange(len(weights))
                sums = _sums(bits, measured, weights, factors, len(observables), twirled=twirled)
                mine = here[np.isin(plan.points[here], together)] if len(together) < len(points) else here
                rows = np.searchsorted(together, plan.points[mine])
                columns = np.searchsorted(observables, plan.observables[mine])
                found.put(mine, tuple(one[rows, columns] for one in sums))


def _by_set(sets: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Return the indices of the members of each set, ascending; each set occurs."""
    order = np.argsort(sets, kind="stable")
    return np.split(order, np.cumsum(np.bincount(sets))[:-1])


def _parts(whole: NDArray[np.intp], size: int) -> Iterator[NDArray[np.intp]]:
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


def _sums(
    bits: NDArray[np.bool_],
    measured: NDArray[np.int64],
    weights: list[_Weights],
    factors: Factors,
    number: int,
    *,
    twirled: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return values of observables at some points, and their variances: (points, observables).

    Args:
        bits: (repetitions, configurations, shots, qubits) outcomes.
        measured: (points, groups) the configuration of each.
        weights: The terms of each group.
        factors: Readout factors of all terms.
        number: Number of observables; there are no groups if all of them are identities.
        twirled: Whether the variance is that between randomizations.
    """
    values, between, ensemble = (np.zeros((len(measured), number)) for _ in range(3))
    shares = np.zeros((len(measured), len(factors.batches), number))
    for group, one in enumerate(weights):
        found = moments(bits[:, measured[:, group]], one.acting, one.table)
        values += found.means
        ensemble += found.ensemble
        # The true variance is not lower: twirls can only correlate shots. With few randomizations the estimate may be
        # lower.
        between += np.maximum(found.between, found.ensemble) if twirled else found.ensemble
        if len(factors.batches) > 1:
            share = one.table * (found.terms / factors.values[one.terms])[..., None]
            shares += factors.shares(one.terms, share)
    calibrated = factors.variance(shares)
    return values, between + calibrated, ensemble + calibrated


def _metadata(plan: _Plan, factors: Factors) -> dict[str, Any]:
    described = plan.described
    resilience: dict[str, Any] = {}
    if factors.undetermined.any():
        terms = plan.codes[factors.undetermined]
        qubits = [int(qubit) for qubit in described["qubits"]]
        named = [
            "".join(f"{_LETTERS[code]}{qubit}" for code, qubit in zip(term, qubits, strict=True) if code)
            for term in terms[:_MOST_NAMED]
        ]
        resilience["measure_mitigation"] = {"undetermined_terms": named}
    return {
        "shots": int(described["shots"]),
        "target_precision": float(described["target_precision"]),
        "circuit_metadata": json.loads(described["circuit_metadata"]),
        "resilience": resilience,
        "num_randomizations": int(described["num_randomizations"]),
    }

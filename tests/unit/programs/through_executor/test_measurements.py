"""Bases measured at the points of a sweep."""

import numpy as np

from qrt_facade._programs.through_executor.bases import LETTERS
from qrt_facade._programs.through_executor.measurements import Measurements, measurements_of
from qrt_facade._programs.through_executor.terms import ObservableTerms


def run(found: Measurements) -> list[tuple[int, str]]:
    return [
        (int(point), "".join(LETTERS[code] for code in found.bases[group][::-1]))
        for point, group in zip(found.points, found.groups, strict=True)
    ]


def test_observables_measured_at_every_point_share_bases() -> None:
    found = measurements_of(ObservableTerms.read(["ZI", "IZ", "ZZ", "XX"]), (2, 1))
    assert sorted(run(found)) == [(0, "XX"), (0, "ZZ"), (1, "XX"), (1, "ZZ")]


def test_observables_along_a_sweep_are_measured_only_at_their_points() -> None:
    found = measurements_of(ObservableTerms.read(["ZI", "IX", "YY"]), (3,))
    assert run(found) == [(0, "ZI"), (1, "IX"), (2, "YY")]


def test_the_identity_takes_no_basis() -> None:
    found = measurements_of(ObservableTerms.read(["II", {"ZZ": 1, "II": 2}]), (2,))
    assert run(found) == [(1, "ZZ")]


def test_a_term_of_several_observables_is_measured_once_and_has_one_number() -> None:
    terms = ObservableTerms.read([{"ZZ": 1, "XX": 2}, {"XX": 3, "II": 4}])
    assert len(terms.codes) == 2
    assert terms.coefficients.tolist() == [1, 2, 3]
    assert terms.constants.tolist() == [0, 4]
    assert len(measurements_of(terms, ()).points) == 2


def test_a_long_diagonal_sweep_has_one_configuration_for_each_point() -> None:
    labels = ["ZX"[index % 2] + "XYZ"[index % 3] for index in range(1200)]
    found = measurements_of(ObservableTerms.read(labels), (1200,))
    assert np.array_equal(found.points, np.arange(1200))
    assert len(found.bases) == 1200  # each point has a different observable

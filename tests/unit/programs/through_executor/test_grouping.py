"""Qubit-wise commuting groups."""

import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from qrt_facade._programs.through_executor.bases import codes_of
from qrt_facade._programs.through_executor.grouping import qubitwise_groups


def terms(most: int) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=most), elements=st.integers(0, 3))


@given(terms(70))
def test_the_basis_of_a_group_agrees_with_each_of_its_terms_wherever_the_term_acts(codes: np.ndarray) -> None:
    groups = qubitwise_groups(codes)
    basis = groups.bases[groups.of_term]
    assert ((codes == 0) | (codes == basis)).all()
    assert set(groups.of_term) == set(range(len(groups.bases)))  # none is empty


@given(terms(9))
def test_a_basis_measures_only_what_its_terms_need(codes: np.ndarray) -> None:
    groups = qubitwise_groups(codes)
    for group, basis in enumerate(groups.bases):
        assert np.array_equal(basis, codes[groups.of_term == group].max(axis=0))


@given(terms(9), st.randoms(use_true_random=False))
def test_the_order_of_terms_does_not_change_the_bases(codes: np.ndarray, order: object) -> None:
    rows = list(range(len(codes)))
    order.shuffle(rows)  # type: ignore[attr-defined]
    assert np.array_equal(qubitwise_groups(codes).bases, qubitwise_groups(codes[rows]).bases)


def test_terms_that_commute_qubit_by_qubit_share_a_basis() -> None:
    groups = qubitwise_groups(codes_of(["ZII", "IZI", "ZZZ", "XXI", "IIX", "IXX"]))
    assert len(groups.bases) == 2


def test_terms_that_commute_only_as_wholes_do_not() -> None:
    assert len(qubitwise_groups(codes_of(["XX", "YY", "ZZ"])).bases) == 3


def test_ten_thousand_terms_on_a_hundred_qubits_take_seconds() -> None:
    generator = np.random.default_rng(1)
    codes = np.where(generator.random((10_000, 100)) < 0.02, generator.integers(1, 4, (10_000, 100)), 0)
    start = time.process_time()
    groups = qubitwise_groups(codes.astype(np.uint8))
    assert time.process_time() - start < 10  # measured: 0.4 s
    assert len(groups.bases) < 100

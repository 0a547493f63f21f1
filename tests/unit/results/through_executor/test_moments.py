"""Means and variances of sums of Paulis."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qrt_facade.results.through_executor import moments as module
from qrt_facade.results.through_executor.moments import moments, parities

SIZES = st.tuples(*map(st.integers, (1, 2, 1, 1, 1), (4, 9, 5, 4, 3)))


@given(st.data(), SIZES)
def test_moments_are_those_of_the_sum_of_signs_in_each_shot(
    data: st.DataObject, sizes: tuple[int, ...]
) -> None:
    repetitions, shots, qubits, terms, sums = sizes
    bits = data.draw(arrays(bool, (repetitions, shots, qubits)))
    acting = data.draw(arrays(bool, (terms, qubits)))
    weights = data.draw(arrays(float, (terms, sums), elements=st.floats(-4, 4, width=16)))
    signs = np.prod(np.where(bits[:, :, None, :] & acting, -1.0, 1.0), axis=-1)
    each = signs @ weights
    found = moments(bits, acting, weights)
    assert np.allclose(found.terms, signs.mean(axis=(0, 1)))
    assert np.allclose(found.means, each.mean(axis=1))
    assert np.allclose(found.variance, each.reshape(-1, sums).var(axis=0, ddof=1) / (repetitions * shots))
    assert np.allclose(parities(bits, acting), signs.mean(axis=1))


def test_shots_in_blocks_come_to_the_same(monkeypatch: object) -> None:
    generator = np.random.default_rng(3)
    bits, acting = generator.random((3, 50, 4)) < 0.4, generator.random((6, 4)) < 0.5
    weights = generator.normal(size=(6, 2))
    whole = moments(bits, acting, weights)
    monkeypatch.setattr(module, "_MOST", 100)  # type: ignore[attr-defined]
    assert all(
        np.allclose(one, other) for one, other in zip(whole, moments(bits, acting, weights), strict=True)
    )


def test_terms_that_always_agree_add_up_to_the_variance_of_one_that_is_twice_as_large() -> None:
    bits = np.array([[[False, False], [True, True]] * 8])
    acting = np.array([[True, False], [False, True]])
    both = moments(bits, acting, np.array([[1.0], [1.0]])).variance
    one = moments(bits, acting, np.array([[2.0], [0.0]])).variance
    opposed = moments(bits, acting, np.array([[1.0], [-1.0]])).variance
    assert np.allclose(both, one)
    assert opposed == 0


def test_a_sum_that_never_varies_has_no_variance_at_all_and_one_shot_has_none_that_is_known() -> None:
    bits = np.ones((2, 1000, 3), dtype=bool)
    assert moments(bits, np.ones((1, 3), bool), np.array([[0.1]])).variance.tolist() == [0]
    assert np.isnan(moments(bits[:1, :1], np.ones((1, 3), bool), np.array([[0.1]])).variance).all()

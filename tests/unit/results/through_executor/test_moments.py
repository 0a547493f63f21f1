"""Means and variances of sums of Paulis."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qrt_facade.results.through_executor import moments as module
from qrt_facade.results.through_executor.moments import moments, parities

SIZES = st.tuples(*map(st.integers, (1, 1, 2, 1, 1, 1), (4, 3, 9, 5, 4, 3)))


@given(st.data(), SIZES)
def test_moments_are_those_of_the_sum_of_signs_in_each_shot(
    data: st.DataObject, sizes: tuple[int, ...]
) -> None:
    repetitions, points, shots, qubits, terms, sums = sizes
    bits = data.draw(arrays(bool, (repetitions, points, shots, qubits)))
    acting = data.draw(arrays(bool, (terms, qubits)))
    weights = data.draw(arrays(float, (terms, sums), elements=st.floats(-4, 4, width=16)))
    signs = np.prod(np.where(bits[..., None, :] & acting, -1.0, 1.0), axis=-1)
    each = signs @ weights
    found = moments(bits, acting, weights)
    number = repetitions * shots
    flat = np.moveaxis(each, 1, 0).reshape(points, number, sums)
    assert np.allclose(found.terms, signs.mean(axis=(0, 2)))
    assert np.allclose(found.means, flat.mean(axis=1))
    assert np.allclose(found.ensemble, flat.var(axis=1, ddof=1) / number)
    if repetitions > 1:
        assert np.allclose(found.between, each.mean(axis=2).var(axis=0, ddof=1) / repetitions)
    assert np.allclose(parities(bits[:, 0], acting), signs[:, 0].mean(axis=1))


def test_processing_shots_in_blocks_gives_the_same_moments(monkeypatch: object) -> None:
    generator = np.random.default_rng(3)
    bits, acting = generator.random((3, 2, 50, 4)) < 0.4, generator.random((6, 4)) < 0.5
    weights = generator.normal(size=(6, 2))
    whole = moments(bits, acting, weights)
    monkeypatch.setattr(module, "_MOST", 100)  # type: ignore[attr-defined]
    assert all(
        np.allclose(one, other) for one, other in zip(whole, moments(bits, acting, weights), strict=True)
    )


def test_terms_that_always_agree_add_up_to_the_variance_of_one_that_is_twice_as_large() -> None:
    bits = np.array([[[[False, False], [True, True]] * 8]])
    acting = np.array([[True, False], [False, True]])
    both = moments(bits, acting, np.array([[1.0], [1.0]])).ensemble
    one = moments(bits, acting, np.array([[2.0], [0.0]])).ensemble
    opposed = moments(bits, acting, np.array([[1.0], [-1.0]])).ensemble
    assert np.allclose(both, one)
    assert opposed == 0


def test_constant_values_have_zero_variance_and_one_shot_has_nan() -> None:
    generator = np.random.default_rng(2)
    acting, weights = np.ones((7, 3), bool), generator.normal(size=(7, 5))
    found = moments(np.ones((32, 2, 1000, 3), dtype=bool), acting, weights)
    assert not found.ensemble.any()
    assert not found.between.any()
    one = moments(np.ones((1, 1, 1, 3), dtype=bool), acting, weights)
    assert np.isnan(one.ensemble).all()
    assert np.isnan(one.between).all()

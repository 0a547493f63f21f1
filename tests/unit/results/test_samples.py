"""Samples: bit order, counting and slicing, compared with Qiskit's BitArray."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from qiskit.primitives import BitArray
from support.examples_drawn import drawn

import qrt_facade
from qrt_facade import results
from qrt_facade._base.ranking import ranking
from qrt_facade._display.html import html_of
from qrt_facade.errors import ConfigurationError
from qrt_facade.results import Samples, counting


def random_samples(
    num_bits: int, shots: int, shape: tuple[int, ...] = (), seed: int = 0, distinct: int = 0
) -> Samples:
    rng = np.random.default_rng(seed)
    bits = rng.integers(0, 2, (*shape, shots, num_bits), dtype=np.uint8)
    if distinct:
        bits = bits.reshape(-1, num_bits)[
            rng.integers(0, min(distinct, bits.size // num_bits), (*shape, shots))
        ]
    array = BitArray.from_bool_array(bits, order="little").array
    return Samples(array, num_bits)


def as_qiskit(samples: Samples) -> BitArray:
    return BitArray(samples.array, samples.num_bits)


_ANY = st.builds(
    random_samples,
    num_bits=st.one_of(
        st.integers(1, 20), st.sampled_from([31, 32, 33, 63, 64, 65, 127, 128, 129, 156, 1000])
    ),
    shots=st.integers(1, 30),
    shape=hnp.array_shapes(min_dims=0, max_dims=2, max_side=3),
    seed=st.integers(0, 1000),
    distinct=st.sampled_from([0, 1, 3]),
)


def test_bit_k_is_c_k_and_the_rightmost_character_is_c_0() -> None:
    samples = Samples(np.array([[0b100]], dtype=np.uint8), 3)
    assert samples.counts() == {"100": 1}
    assert samples.ints() == [4]
    assert samples.bits().tolist() == [[False, False, True]]
    assert samples.marginal(2).counts() == {"1": 1}
    assert samples.marginal([2, 0]).counts() == {"01": 1}


def test_the_order_is_that_of_a_circuit_run_by_qiskit() -> None:
    from qiskit import QuantumCircuit
    from qiskit.primitives import StatevectorSampler

    circuit = QuantumCircuit(3, 3)
    circuit.x(2)
    circuit.measure([0, 1, 2], [0, 1, 2])
    data = StatevectorSampler().run([circuit], shots=5).result()[0].data.c
    assert Samples(data.array, data.num_bits).counts() == data.get_counts() == {"100": 5}


@settings(deadline=None, max_examples=drawn(50))
@given(samples=_ANY)
def test_counts_bitstrings_and_ints_match_qiskit(samples: Samples) -> None:
    theirs = as_qiskit(samples)
    assert samples.counts() == theirs.get_counts()
    assert samples.bitstrings() == theirs.get_bitstrings()
    assert Counter(samples.ints()) == theirs.get_int_counts() == samples.int_counts()
    outcomes, shots = samples.distinct()
    assert dict(zip(outcomes.bitstrings(), shots.tolist(), strict=True)) == theirs.get_counts()
    assert outcomes.num_bits == samples.num_bits
    assert (samples.num_bits, samples.num_shots, samples.shape) == (
        theirs.num_bits,
        theirs.num_shots,
        theirs.shape,
    )
    np.testing.assert_array_equal(samples.bits(), theirs.to_bool_array(order="little"))


@settings(deadline=None, max_examples=50)
@given(samples=_ANY)
def test_packing_is_the_inverse_of_unpacking(samples: Samples) -> None:
    assert Samples.from_bits(samples.bits()) == samples


@pytest.mark.parametrize("kinds", [3, 30_000])
@pytest.mark.parametrize("num_bits", [40, 72, 160])
def test_outcomes_of_more_rows_than_a_block_are_counted(num_bits: int, kinds: int) -> None:
    rng = np.random.default_rng(7)
    rows = rng.integers(0, 256, (kinds, num_bits // 8), dtype=np.uint8)
    array = rows[rng.integers(0, kinds, 2 * counting._BLOCK + 5)]
    outcomes, shots = Samples(array, num_bits).distinct()
    order = np.lexsort(outcomes.array.T[::-1])
    wanted, frequencies = np.unique(array, axis=0, return_counts=True)
    np.testing.assert_array_equal(outcomes.array[order], wanted)
    np.testing.assert_array_equal(shots[order], frequencies)


@settings(deadline=None, max_examples=50)
@given(samples=_ANY, seed=st.integers(0, 100))
def test_indexing_a_sweep_matches_qiskit(samples: Samples, seed: int) -> None:
    rng = np.random.default_rng(seed)
    point = tuple(int(rng.integers(0, size)) for size in samples.shape)
    theirs = as_qiskit(samples)
    assert samples.counts(point) == theirs.get_counts(point)
    assert samples[point].counts() == theirs.get_counts(point)
    assert samples.bitstrings(point) == theirs.get_bitstrings(point)
    assert samples.int_counts(point) == theirs.get_int_counts(point)
    assert samples.distinct(point)[0].num_shots == len(theirs.get_counts(point))
    np.testing.assert_array_equal(samples[...].array, samples.array)


def test_indexing_a_sweep_matches_numpy() -> None:
    samples = random_samples(5, 4, (2, 3))
    np.testing.assert_array_equal(samples[:, 1].array, samples.array[:, 1])
    np.testing.assert_array_equal(samples[-1].array, samples.array[-1])
    np.testing.assert_array_equal(samples[np.array([1, 0]), 2].array, samples.array[np.array([1, 0]), 2])
    with pytest.raises(IndexError, match="There is no point"):
        samples[0, 0, 0]


@given(samples=_ANY, data=st.data())
def test_marginals_are_those_of_qiskit(samples: Samples, data: st.DataObject) -> None:
    bits = data.draw(st.lists(st.integers(0, samples.num_bits - 1), min_size=1, max_size=12))
    theirs = as_qiskit(samples).slice_bits(bits)
    ours = samples.marginal(bits)
    assert ours.num_bits == len(bits)
    np.testing.assert_array_equal(ours.array, theirs.array)


@given(samples=_ANY, data=st.data())
def test_postselection_is_that_of_qiskit(samples: Samples, data: st.DataObject) -> None:
    conditions = data.draw(
        st.dictionaries(st.integers(0, samples.num_bits - 1), st.integers(0, 1), min_size=1, max_size=3)
    )
    theirs = as_qiskit(samples).postselect(list(conditions), list(conditions.values()))
    np.testing.assert_array_equal(samples.postselect(conditions).array, theirs.array)


@given(samples=_ANY, seed=st.integers(0, 100))
def test_expectations_of_diagonal_observables_are_those_of_qiskit(samples: Samples, seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = ["".join(rng.choice(list("IIIZ01"), samples.num_bits)) for _ in range(2)]
    weighted = dict(zip(labels, (0.5, -2.0), strict=False))
    ours = samples.expectation(weighted)
    assert ours.shape == samples.shape
    np.testing.assert_allclose(ours, as_qiskit(samples).expectation_values(weighted), atol=1e-12)
    assert samples.expectation("Z" * samples.num_bits).shape == samples.shape


def test_shots_are_sliced_as_python_slices() -> None:
    samples = random_samples(9, 20, (2,))
    np.testing.assert_array_equal(samples.slice(5).array, samples.array[:, :5])
    np.testing.assert_array_equal(samples.slice(5, 15).array, samples.array[:, 5:15])
    np.testing.assert_array_equal(samples.slice(None, None, 2).array, samples.array[:, ::2])


def test_probabilities_are_fractions_of_the_shots() -> None:
    samples = Samples(np.array([[0], [1], [1], [3]], dtype=np.uint8), 2)
    assert samples.probabilities() == {"00": 0.25, "01": 0.5, "11": 0.25}


def test_concatenation_puts_shots_one_after_the_other() -> None:
    first, second = random_samples(10, 3, (2,), seed=1), random_samples(10, 4, (2,), seed=2)
    both = Samples.concatenate([first, second])
    assert both.num_shots == 7
    assert both.slice(3) == first
    assert both.slice(3, 7) == second
    with pytest.raises(ConfigurationError, match="same width and shape"):
        Samples.concatenate([first, random_samples(11, 3, (2,))])
    with pytest.raises(ConfigurationError, match="same width and shape"):
        Samples.concatenate([])


@pytest.mark.parametrize("widths", [(1, 1), (3, 8, 5), (156, 1), (7, 9)])
def test_joining_registers_keeps_the_first_ones_bits_lowest_as_qiskit_does(widths: tuple[int, ...]) -> None:
    parts = [random_samples(width, 6, (2,), seed=width) for width in widths]
    theirs = BitArray.concatenate_bits([as_qiskit(part) for part in parts])
    joined = Samples.join(parts)
    assert joined.num_bits == sum(widths)
    np.testing.assert_array_equal(joined.array, theirs.array)


def test_bits_beyond_the_register_are_cleared_without_changing_the_array_given() -> None:
    array = np.array([[0xFF]], dtype=np.uint8)
    assert Samples(array, 3).ints() == [7]
    assert array[0, 0] == 0xFF


def test_distinct_outcomes_of_a_dry_run_are_of_a_dry_run_and_in_ascending_order() -> None:
    array = np.array([[3], [0], [3], [1]], dtype=np.uint8)
    outcomes, shots = Samples(array, 2, dry_run=True).distinct()
    assert outcomes.dry_run
    assert (outcomes.bitstrings(), shots.tolist()) == (["00", "01", "11"], [1, 1, 2])


def test_supports_registers_without_bits_or_shots() -> None:
    assert Samples(np.zeros((3, 0), dtype=np.uint8), 0).counts() == {"": 3}
    assert Samples(np.zeros((3, 0), dtype=np.uint8), 0).ints() == [0, 0, 0]
    for width in (2, 40, 156):
        empty = Samples(np.zeros((0, (width + 7) // 8), dtype=np.uint8), width)
        assert empty.counts() == {}
        assert empty.bitstrings() == []
        assert empty.ints() == []
        assert empty.int_counts() == {}


def test_rows_that_differ_in_few_bits_have_different_hashes() -> None:
    words = np.zeros((2 + 128 + 128 * 127 // 2, 2), dtype=np.uint64)
    flips = [()] + [(k,) for k in range(128)] + [(k, j) for k in range(128) for j in range(k)]
    for row, flipped in zip(words, flips, strict=False):
        for bit in flipped:
            row[bit // 64] ^= np.uint64(1) << np.uint64(bit % 64)
    words[-1] = ~words[-1]  # the other half of a GHZ state
    hashes = counting._hashed(words)
    assert len(np.unique(hashes)) == len(np.unique(words, axis=0)) == len(words)
    # Random numbers would fill 1 - 1/e of as many slots.
    assert len(np.unique(hashes >> np.uint64(64 - 13))) > 0.6 * (1 << 13)


@given(st.integers(65, 300), st.integers(65, 400), st.integers(1, 300), st.integers(0, 64))
def test_counting_is_exact_however_many_rows_share_a_slot(
    num_bits: int, shots: int, distinct: int, shift: int
) -> None:
    samples = random_samples(num_bits, shots, distinct=distinct)
    hashed = counting._hashed
    with pytest.MonkeyPatch.context() as patch:
        # Hashes with this many leading zeros; all are equal if no bit is left.
        patch.setattr(counting, "_hashed", lambda words: hashed(words) >> np.uint64(min(shift, 63)))
        assert samples.counts() == Counter(samples.bitstrings())


def test_counting_is_exact_despite_hash_collisions(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = random_samples(156, 200, distinct=20)
    expected = as_qiskit(samples).get_counts()
    monkeypatch.setattr(counting, "_hashed", lambda words: words[:, 0] * np.uint64(0))
    assert samples.counts() == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda samples: samples.marginal([0, 5]), "no bit 5; the register has bits 0 to 4"),
        (lambda samples: samples.marginal(-1), "no bit -1"),
        (lambda samples: samples.postselect({9: 1}), "no bit 9"),
        (lambda samples: samples.expectation("ZZ"), "not a diagonal observable of 5 bits"),
        (lambda samples: samples.expectation("XZZZZ"), "characters of I, Z, 0 and 1"),
    ],
)
def test_an_invalid_bit_or_label_is_named(call: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        call(random_samples(5, 3))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("array", "num_bits"),
    [
        (np.zeros((3, 2), dtype=np.uint8), 8),
        (np.zeros(3, dtype=np.uint8), 8),
        (np.zeros((3, 1), dtype=np.int64), 8),
    ],
)
def test_rejects_arrays_that_are_not_packed_bits(array: Any, num_bits: int) -> None:
    with pytest.raises(ConfigurationError, match=r"uint8 of shape \(..., shots, 1\)"):
        Samples(array, num_bits)


@pytest.mark.parametrize(
    "use",
    [
        list,
        len,
        iter,
        set,
        sorted,
        max,
        sum,
        dict,
        reversed,
        enumerate,
        lambda samples: [shot for shot in samples],  # noqa: C416 - what users write
        lambda samples: samples[0],
        lambda samples: samples[:2],
        lambda samples: samples["00"],
        lambda samples: "00" in samples,
        lambda samples: (*samples, None),
        lambda samples: np.zeros(5) == samples,
        lambda samples: samples == np.zeros(5),
        lambda samples: samples != np.zeros(5),
        np.asarray,
        np.mean,
    ],
)
def test_ambiguous_operations_on_samples_raise_type_error(use: Any) -> None:
    with pytest.raises(TypeError) as caught:
        use(random_samples(2, 5))
    words = ("bitstrings()", "counts()", "bits()")
    assert any(word in str(caught.value) for word in words)


def test_samples_are_true_if_there_are_shots() -> None:
    assert random_samples(2, 5)
    assert not Samples(np.zeros((0, 1), dtype=np.uint8), 2)
    assert Samples(np.zeros((5, 0), dtype=np.uint8), 0)


def test_samples_are_not_equal_to_other_types() -> None:
    samples = random_samples(2, 5)
    assert samples == samples.slice(0, 5)
    assert samples != samples.bitstrings()
    assert samples != samples.counts()


def test_indexing_a_missing_point_names_the_shape() -> None:
    samples = random_samples(2, 5, (3, 2))
    assert samples[0].shape == (2,)
    assert samples[..., 1].shape == (3,)
    with pytest.raises(IndexError, match=r"There is no point 3: the sweep has the shape \(3, 2\)"):
        samples[3]


@pytest.mark.parametrize("module", [qrt_facade, results])
def test_iterating_samples_explains_the_alternatives(module: Any) -> None:
    for name in module.__all__:
        found = getattr(module, name)
        if isinstance(found, type) and hasattr(found, "__getitem__"):
            # Without __iter__ Python requests [0], [1], ... until an IndexError, which may come immediately.
            assert {"__iter__", "__len__"} <= set(dir(found)), name


@given(
    st.integers(0, 200), st.integers(0, 300), st.integers(1, 60), st.integers(1, 12), st.integers(0, 2**32)
)
@settings(max_examples=40, deadline=None)
def test_the_most_frequent_are_those_of_the_counts(
    num_bits: int, shots: int, distinct: int, top: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    bits = rng.integers(0, 2, (distinct, num_bits)).astype(bool)[rng.integers(0, distinct, shots)]
    samples = Samples.from_bits(bits)
    assert counting.ranked(samples.array, num_bits, top) == ranking(samples.counts(), top)


def test_a_table_of_many_outcomes_builds_bitstrings_only_for_listed_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[int] = []
    write = counting.bitstrings
    monkeypatch.setattr(
        counting, "bitstrings", lambda rows, bits: written.append(len(rows)) or write(rows, bits)
    )
    assert "4,990 others" in html_of(random_samples(156, 5000))
    assert written == [10]


@pytest.mark.parametrize(("shots", "num_bits"), [(0, 3), (5, 0), (0, 0)])
def test_a_point_of_a_sweep_without_shots_or_bits_is_empty_samples(shots: int, num_bits: int) -> None:
    samples = Samples(np.zeros((2, shots, -(-num_bits // 8)), dtype=np.uint8), num_bits)

    assert samples[1].num_shots == shots
    assert sum(samples.counts(1).values()) == shots


def test_registers_of_different_shots_are_not_joined() -> None:
    with pytest.raises(ConfigurationError, match="same shots and shape"):
        Samples.join([random_samples(2, 5), random_samples(2, 6)])
    with pytest.raises(ConfigurationError, match="same shots and shape"):
        Samples.join([])


def test_outcomes_of_no_bits_are_ranked_as_one() -> None:
    samples = Samples(np.zeros((4, 0), np.uint8), 0)
    assert samples.counts() == {"": 4}
    assert "4" in html_of(samples)


def test_the_packed_bits_are_a_read_only_view_of_the_array_given() -> None:
    array = np.array([[1], [2]], dtype=np.uint8)
    samples = Samples(array, 2)
    assert np.shares_memory(samples.array, array)
    assert not samples.array.flags.writeable
    assert array.flags.writeable
    assert samples.dry_run is False


def test_only_bits_beyond_the_register_are_cleared() -> None:
    array = np.array([[0xFF, 0xFF], [0x00, 0x80]], dtype=np.uint8)
    assert Samples(array, 11).ints() == [0x7FF, 0x80]
    assert Samples(array, 16).ints() == [0xFFFF, 0x80]
    assert Samples(array, 9).ints() == [0x1FF, 0x80]


def test_samples_are_equal_if_their_width_shape_and_bits_are() -> None:
    array = np.array([[1], [0]], dtype=np.uint8)
    assert Samples(array, 2) == Samples(array.copy(), 2)
    assert Samples(array, 2) != Samples(array, 3)
    assert Samples(array, 2) != Samples(array[::-1], 2)
    assert Samples(array, 2) != Samples(array.reshape(1, 2, 1), 2)


def test_samples_of_a_sweep_without_points_are_false() -> None:
    assert not Samples(np.zeros((0, 5, 1), dtype=np.uint8), 2)
    assert Samples(np.zeros((3, 1, 1), dtype=np.uint8), 2)


def test_the_repr_names_width_shots_and_shape() -> None:
    samples = random_samples(3, 5, (2, 4))
    assert repr(samples) == "Samples(num_bits=3, num_shots=5, shape=(2, 4))"


def test_a_slice_with_a_step_begins_at_its_start() -> None:
    samples = random_samples(9, 20, (2,))
    np.testing.assert_array_equal(samples.slice(3, None, 4).array, samples.array[:, 3::4])
    np.testing.assert_array_equal(samples.slice(2, 15, 3).array, samples.array[:, 2:15:3])
    np.testing.assert_array_equal(samples.slice().array, samples.array)


def test_probabilities_of_a_point_are_fractions_of_its_own_shots() -> None:
    samples = Samples(np.array([[[0], [1]], [[1], [1]]], dtype=np.uint8), 1)
    assert samples.probabilities() == {"0": 0.25, "1": 0.75}
    assert samples.probabilities(0) == {"0": 0.5, "1": 0.5}
    assert samples.probabilities(1) == {"1": 1.0}
    assert samples.ints(0) == [0, 1]
    assert samples.ints() == [0, 1, 1, 1]


def test_conditions_of_postselection_may_be_booleans_and_many() -> None:
    samples = Samples(np.arange(16, dtype=np.uint8).reshape(16, 1), 4)
    assert samples.postselect({0: True, 3: False}).ints() == [1, 3, 5, 7]
    assert samples.postselect({}).ints() == list(range(16))
    assert samples.postselect({3: 1, 2: 1, 1: 1, 0: 1}).ints() == [15]


@pytest.mark.parametrize("bit", [4, -1, 100, "0", 1.0, None])
def test_a_bit_that_the_register_does_not_have_is_refused(bit: Any) -> None:
    samples = Samples(np.arange(16, dtype=np.uint8).reshape(16, 1), 4)
    for select in (lambda: samples.marginal([bit]), lambda: samples.postselect({bit: 1})):
        with pytest.raises(ConfigurationError) as caught:
            select()
        assert repr(bit) in str(caught.value)
        assert "0 to 3" in str(caught.value)


def test_the_first_and_the_last_bit_can_be_selected() -> None:
    samples = Samples(np.array([[0b1000], [0b0001]], dtype=np.uint8), 4)
    assert samples.marginal(0).ints() == [0, 1]
    assert samples.marginal(3).ints() == [1, 0]
    assert samples.marginal(np.int64(3)).ints() == [1, 0]


def test_an_expectation_is_the_mean_of_each_point() -> None:
    samples = Samples(np.array([[[0], [3]], [[1], [1]], [[0], [0]]], dtype=np.uint8), 2)
    assert samples.expectation("ZZ").tolist() == [1.0, -1.0, 1.0]
    assert samples.expectation("IZ").tolist() == [0.0, -1.0, 1.0]
    assert samples.expectation("1I").tolist() == [0.5, 0.0, 0.0]
    assert samples.expectation("0Z").tolist() == [0.5, -1.0, 1.0]
    assert samples.expectation({"ZZ": 2.0, "II": 0.5}).tolist() == [2.5, -1.5, 2.5]
    assert samples.expectation({}).tolist() == [0.0, 0.0, 0.0]


def test_combined_samples_of_which_one_is_of_a_dry_run_are_of_a_dry_run() -> None:
    bits = np.ones((2, 3), dtype=bool)
    real, dry = Samples.from_bits(bits), Samples.from_bits(bits, dry_run=True)
    assert (real.dry_run, dry.dry_run) == (False, True)
    for combine in (Samples.concatenate, Samples.join):
        assert [combine(pair).dry_run for pair in ([real, real], [real, dry], [dry, real])] == [
            False,
            True,
            True,
        ]


def test_counts_by_number_are_those_of_a_point_or_of_all_points() -> None:
    samples = Samples(np.array([[[5], [1]], [[5], [5]]], dtype=np.uint8), 3)
    assert samples.int_counts() == {1: 1, 5: 3}
    assert samples.int_counts(0) == {1: 1, 5: 1}
    assert samples.int_counts(1) == {5: 2}


def test_bits_of_every_byte_can_be_selected_and_moved_to_every_byte() -> None:
    number = 0b1000_0001_1000_0000_0100_0001
    samples = Samples(np.array([list(number.to_bytes(3, "big")), [0, 0, 0]], dtype=np.uint8), 24)
    for bit in range(24):
        assert samples.marginal(bit).ints() == [number >> bit & 1, 0]
        assert len(samples.postselect({bit: 1}).ints()) == (number >> bit & 1)
        assert len(samples.postselect({bit: 0}).ints()) == 2 - (number >> bit & 1)
    assert samples.marginal(range(24)).ints() == [number, 0]
    assert samples.marginal(range(23, -1, -1)).ints() == [int(f"{number:024b}"[::-1], 2), 0]
    assert samples.postselect({0: 1, 6: 1, 15: 1, 23: 1}).ints() == [number]
    assert samples.postselect({0: 1, 8: 1}).ints() == []


def test_an_expectation_without_a_sweep_or_without_bits_is_one_number() -> None:
    samples = Samples(np.array([[0], [1], [1], [1]], dtype=np.uint8), 1)
    assert samples.expectation("Z").shape == ()
    assert float(samples.expectation("Z")) == -0.5
    assert samples.expectation("Z").dtype == np.float64
    assert float(Samples(np.zeros((3, 0), dtype=np.uint8), 0).expectation("")) == 1.0
    sweep = Samples(np.array([[[[0], [1]], [[1], [1]]]], dtype=np.uint8), 1)
    assert sweep.expectation("Z").tolist() == [[0.0, -1.0]]


def test_samples_of_one_shot_are_true_and_can_be_concatenated_alone() -> None:
    one = Samples(np.zeros((1, 1), dtype=np.uint8), 2)
    assert bool(one) is True
    assert Samples.concatenate([one]) == one
    assert Samples.join([one]) == one

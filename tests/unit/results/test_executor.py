"""Results of the executor, compared with IBM's models."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from ibm_quantum_schemas.common.tensor import CompressedTensorModel, TensorModel

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import (
    ChunkPart,
    ExecutorItemResult,
    ExecutorResult,
    PubData,
    Samples,
    StretchValue,
    TimedInstruction,
    decode_result,
)


def executor_body(tensor: dict[str, Any], version: str) -> dict[str, Any]:
    part = {"idx_item": 0, "size": 5}
    span = {"start": "2026-08-17T01:40:00", "stop": "2026-08-17T01:40:02Z", "parts": [part]}
    return {
        "schema_version": version,
        "data": [{"results": {"meas": tensor}, "metadata": {"scheduler_timing": None}}],
        "metadata": {"chunk_timing": [span]},
        "passthrough_data": {"mine": [tensor, 3, {"dtype": "no tensor"}]},
    }


_TENSORS = hnp.arrays(
    st.sampled_from([np.float64, np.uint8, np.bool_, np.complex128]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
)


@given(array=_TENSORS, version=st.sampled_from(["v0.1", "v0.2", "v1.0", "v1.1", "v2.0"]))
def test_reads_tensors_written_by_ibms_models(array: Any, version: str) -> None:
    model = (CompressedTensorModel if version == "v2.0" else TensorModel).from_numpy(array)
    body = executor_body(model.model_dump(), version)
    result = decode_result("executor", json.dumps(body, default=bytes.decode))
    assert isinstance(result, ExecutorResult)
    for read in (result[0].array("meas"), result.passthrough_data["mine"][0]):
        assert read.dtype == array.dtype
        np.testing.assert_array_equal(read, array)
    assert result.passthrough_data["mine"][1:] == [3, {"dtype": "no tensor"}]
    assert result.schema_version == version


def item_of(arrays: dict[str, Any], version: str = "v2.0") -> ExecutorItemResult:
    """Return an item of a result with arrays as written by IBM's models."""
    model = CompressedTensorModel if version == "v2.0" else TensorModel
    body = executor_body({"data": "", "shape": [0], "dtype": "f64"}, version) | {"passthrough_data": None}
    body["data"][0]["results"] = {
        name: model.from_numpy(array).model_dump() for name, array in arrays.items()
    }
    result = decode_result("executor", json.dumps(body, default=bytes.decode), as_=ExecutorResult)
    return result[0]


_REGISTERS = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=4, min_side=0, max_side=20))


@given(bits=_REGISTERS, version=st.sampled_from(["v1.1", "v2.0"]))
def test_a_classified_register_of_the_executor_is_samples_with_the_shape_of_the_item(
    bits: Any, version: str
) -> None:
    item = item_of({"c": bits}, version)
    assert item.c == Samples.from_bits(bits)
    assert item.shape == item.c.shape == bits.shape[:-2]
    np.testing.assert_array_equal(item.array("c"), bits)


def test_packs_bits_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qrt_facade.results.npy._BITS_AT_A_TIME", 300)
    bits = np.random.default_rng(1).integers(2, size=(7, 31, 13)).astype(bool)
    assert item_of({"c": bits}).c == Samples.from_bits(bits)
    wide = np.random.default_rng(1).integers(2, size=(9, 333)).astype(bool)
    assert item_of({"c": wide}).c == Samples.from_bits(wide)


def test_registers_take_an_eighth_of_their_bits_as_bytes_while_they_are_decoded() -> None:
    bits = np.random.default_rng(1).integers(2, size=(400_000, 33), dtype=np.uint8).astype(bool)
    text = json.dumps(
        executor_body(CompressedTensorModel.from_numpy(bits).model_dump(), "v2.0"), default=bytes.decode
    )
    body = {**json.loads(text), "passthrough_data": None}
    tracemalloc.start()
    decode_result("executor", body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (
        peak < bits.size * 0.75
    )  # packed once and twice, and the compressed data; unpacked bytes would be 1


@pytest.mark.parametrize("width", [8, 33])
@pytest.mark.parametrize("as_text", [False, True])
def test_decodes_base64_in_place(width: int, as_text: bool) -> None:
    bits = np.random.default_rng(1).integers(2, size=(8_000_000 // width, width), dtype=np.uint8).astype(bool)
    parts = {
        **executor_body(CompressedTensorModel.from_numpy(bits).model_dump(), "v2.0"),
        "passthrough_data": None,
    }
    text = json.dumps(parts, default=bytes.decode)
    body = text if as_text else text.encode()
    tracemalloc.start()
    result = decode_result("executor", body, as_=ExecutorResult)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    samples = result[0]["meas"]
    assert samples == Samples.from_bits(bits)
    # A body passed as text is kept as bytes; in addition there is room for pieces, but not for a second copy.
    assert peak < samples.array.nbytes + 3_500_000 + (len(text) if as_text else 0)


def test_passthrough_data_is_complete_whatever_its_names() -> None:
    long = "A" * 400_000
    mine = {
        "samples": ["0x0"] * 50_000,
        "data": long,
        "deep": [{"__value__": long, "data": long, "shape": [1], "dtype": "mine"}],
        "text": json.dumps({"data": long}),
        "array": CompressedTensorModel.from_numpy(np.random.default_rng(1).random(50_000)).model_dump(),
    }
    item = {"results": {}, "metadata": {"data": long}}
    body = {
        "schema_version": "v2.0",
        "data": [item],
        "passthrough_data": mine,
        "metadata": {"samples": ["0x0"] * 50_000},
    }
    result = decode_result("executor", json.dumps(body, default=bytes.decode), as_=ExecutorResult)
    array = result.passthrough_data.pop("array")
    assert result.passthrough_data == {name: value for name, value in mine.items() if name != "array"}
    np.testing.assert_array_equal(array, np.random.default_rng(1).random(50_000))
    assert result[0].metadata == {"data": long}
    assert result.metadata == {"samples": ["0x0"] * 50_000}


def test_the_only_register_of_an_item_is_counted_without_its_name() -> None:
    bits = np.array([[True, False, False], [True, True, False]])
    item = item_of({"meas": bits}, "v1.0")
    assert item.counts() == item.meas.counts() == item["meas"].counts() == {"001": 1, "011": 1}
    assert item.bitstrings() == ["001", "011"]
    assert item.ints() == [1, 3]
    assert item.probabilities() == {"001": 0.5, "011": 0.5}
    assert (item.registers, item.num_shots, item.samples("meas")) == (["meas"], 2, item.meas)
    two = item_of({"a": bits, "b": bits[:, :1]})
    assert two.join().bitstrings() == ["1001", "1011"]
    with pytest.raises(ConfigurationError, match=r"The item has 2 classical registers \(a, b\); select one"):
        two.counts()
    with pytest.raises(ConfigurationError, match="float64 of shape"):
        item_of({"meas": bits * 1.0}).samples("meas")
    with pytest.raises(KeyError, match="no result 'mess'"):
        item.array("mess")


def test_an_item_without_classified_registers_names_what_it_has_instead() -> None:
    kerneled = item_of({"c_iq": np.ones((3, 2), dtype=np.complex128)}, "v1.0")
    for read in (kerneled.counts, kerneled.bitstrings, kerneled.ints):
        with pytest.raises(ConfigurationError, match="no register of bits; it has 'c_iq'"):
            read()


def test_rejects_registers_with_different_shots() -> None:
    with pytest.raises(ResultDecodeError, match="different shots or shapes"):
        item_of({"a": np.zeros((2, 3, 1), bool), "b": np.zeros((2, 4, 1), bool)})


def test_kerneled_data_are_complex_by_the_name_of_their_register() -> None:
    bits, data = np.zeros((4, 5, 2), bool), np.full((4, 5, 2), 1 + 2j)
    both = item_of({"c": bits, "c_iq": data})
    np.testing.assert_array_equal(both.kerneled(), data)
    np.testing.assert_array_equal(both.kerneled("c"), data)
    assert (both.registers, both.shape, both.c.num_shots) == (["c"], (4,), 5)
    mean = item_of({"c_avg_iq": data.mean(axis=1).astype(np.complex64)})
    assert (mean.kerneled().shape, mean.kerneled().dtype, mean.shape) == ((4, 2), np.complex128, (4,))
    assert item_of({"c_iq": data}).shape == (4,)
    with pytest.raises(KeyError, match=r"no kerneled data of 'd'; it has that of \['c'\]"):
        both.kerneled("d")
    with pytest.raises(ConfigurationError, match="kerneled data of 0 registers: none"):
        item_of({"c": bits}).kerneled()
    with pytest.raises(ConfigurationError, match="kerneled data of 2 registers: c, d"):
        item_of({"c_iq": data, "d_iq": data}).kerneled()


def test_merges_replications_into_shots() -> None:
    bits = np.random.default_rng(1).integers(2, size=(2, 3, 5, 4)).astype(bool)
    data = np.random.default_rng(1).normal(size=(2, 3, 5, 4)) + 0j
    item = item_of({"c": bits, "c_iq": data, "d_avg_iq": data.mean(axis=2)})
    merged = item.merged(0)
    assert (merged.shape, merged.num_shots) == ((3,), 10)
    assert merged.c[1] == Samples.from_bits(bits[:, 1].reshape(10, 4))
    np.testing.assert_array_equal(merged.kerneled("c")[1], data[:, 1].reshape(10, 4))
    np.testing.assert_allclose(merged.kerneled("d"), data.mean(axis=(0, 2)))
    assert item.merged().c == Samples.from_bits(bits.reshape(30, 4)) == item.merged([0, -1]).c
    assert item.merged([]).c == item.c
    with pytest.raises(
        ConfigurationError, match=r"axes=2 is not valid for the shape \(2, 3\); accepted axes: 0 to 1"
    ):
        item.merged(2)
    with pytest.raises(ConfigurationError, match="repeats an axis"):
        item.merged([1, -1])


@pytest.mark.parametrize("other", ["c", "c_iq"])
def test_a_register_named_like_an_average_keeps_its_own_data(other: str) -> None:
    own, more = np.full((3, 5, 2), 1j), np.full((3, 5, 2), 2j)
    first = Samples.from_bits(own == 0) if other == "c" else more
    values: dict[str, Any] = {"c_avg_iq": own, other: first}
    if other == "c":
        values |= {"c_iq": more, "c_avg": first}
    tensors = {
        name: CompressedTensorModel.from_numpy(
            np.asarray(v.bits() if isinstance(v, Samples) else v)
        ).model_dump()
        for name, v in values.items()
    }
    body = {"schema_version": "v2.0", "data": [{"results": tensors}]}
    item = decode_result("executor", json.dumps(body, default=bytes.decode), as_=ExecutorResult)[0]
    assert item.shape == (3,)
    np.testing.assert_array_equal(item.kerneled("c_avg"), own)
    np.testing.assert_array_equal(item.kerneled("c"), more)
    assert item.merged().kerneled("c_avg").shape == (15, 2)


def test_data_of_another_shape_than_the_items_are_not_merged() -> None:
    samples = Samples.from_bits(np.zeros((3, 5, 2), dtype=np.bool_))
    values: dict[str, Any] = {"c": samples, "c_iq": np.zeros((2, 4, 5, 2), dtype=np.complex128)}
    for shape in ((3,), ()):
        item = ExecutorItemResult(PubData(values | {"c": samples[0] if not shape else samples}, shape), {})
        with pytest.raises(ConfigurationError, match=r"'c_iq' cannot be merged: its shape is \(2, 4, 5, 2\)"):
            item.merged()


def test_the_flips_of_twirled_measurements_are_undone() -> None:
    rng = np.random.default_rng(1)
    bits, flips = rng.integers(2, size=(4, 5, 9)).astype(bool), rng.integers(2, size=(4, 1, 9)).astype(bool)
    signs = np.zeros((4, 3), bool)
    item = item_of({"c": bits, "measurement_flips.c": flips, "pauli_signs": signs})
    assert item.registers == ["c"]
    assert item.array("pauli_signs").shape == (4, 3)
    with pytest.raises(ConfigurationError, match=r"untwirled\(\) applies them"):
        item.merged()
    plain = item.untwirled()
    np.testing.assert_array_equal(plain.array("c"), bits ^ flips)
    assert list(plain) == ["c", "pauli_signs"]
    with pytest.raises(ConfigurationError, match="to a register that the item does not have"):
        item_of({"measurement_flips.c": flips}).untwirled()
    with pytest.raises(ConfigurationError, match="has 1 bit, but its register has 9"):
        item_of({"c": bits, "measurement_flips.c": flips[..., :1]}).untwirled()
    with pytest.raises(ConfigurationError, match=r"has shape \(3, 1\), but its register has \(4, 5\)"):
        item_of({"c": bits, "measurement_flips.c": flips[:3]}).untwirled()


def test_chunks_of_the_executor_have_times_in_utc() -> None:
    tensor = {"data": "", "shape": [0], "dtype": "f64"}
    (span,) = decode_result("executor", executor_body(tensor, "v1.0")).chunk_spans
    assert span.start == datetime(2026, 8, 17, 1, 40, tzinfo=UTC)
    assert (span.stop - span.start).total_seconds() == 2
    assert span.parts == (ChunkPart(0, 5),)
    assert span.duration == 2
    with pytest.raises(ConfigurationError, match="does not report which elements ran"):
        span.parts[0].mask((5,))


@pytest.mark.parametrize(
    ("tensor", "message"),
    [
        ({"data": "", "shape": [0], "dtype": "f1024"}, "unknown dtype 'f1024'"),
        ({"data": "AAAA", "shape": [7], "dtype": "f64"}, "needs 56 bytes, but there are 3"),
        ({"data": "AAAAAAAAAAA=", "shape": [2], "dtype": "f64"}, "needs 16 bytes, but there are 8"),
        ({"data": "%%%", "shape": [1], "dtype": "u8"}, "needs 1 bytes, but there are 0"),
    ],
)
def test_tensors_that_do_not_fill_their_shape_are_refused(tensor: dict[str, Any], message: str) -> None:
    with pytest.raises(ResultDecodeError, match=message):
        decode_result("executor", executor_body(tensor, "v1.0"))


@pytest.mark.parametrize("part", [{}, {"idx_item": 0, "size": "five"}, 3])
def test_rejects_malformed_chunks_on_access(part: Any) -> None:
    body = executor_body({"data": "", "shape": [0], "dtype": "f64"}, "v1.0")
    body["metadata"]["chunk_timing"][0]["parts"] = [part]
    result = decode_result("executor", body, as_=ExecutorResult)
    with pytest.raises(ResultDecodeError, match="metadata chunk_timing cannot be read"):
        _ = result.chunk_spans


@given(st.data())
def test_the_elements_of_a_chunk_are_those_of_the_permuted_item(data: st.DataObject) -> None:
    shape = data.draw(hnp.array_shapes(max_dims=3, max_side=4))
    permutation = data.draw(st.permutations(range(len(shape))))
    size = int(np.prod(shape))
    start = data.draw(st.integers(0, size))
    stop, step = data.draw(st.integers(start, size)), data.draw(st.integers(1, 3))
    part = ChunkPart(0, len(range(start, stop, step)), tuple(permutation), (start, stop, step))
    mask = part.mask(shape)
    # As in IBM's models: flatten(permute(array))[start:stop:step].
    numbers = np.arange(size).reshape(shape)
    assert set(numbers[mask]) == set(numbers.transpose(permutation).reshape(-1)[start:stop:step])
    assert mask.sum() == part.size
    with pytest.raises(ConfigurationError, match="does not have the elements"):
        part.mask((*shape, 2))


SCHEDULE = """main,barrier,Qubit 0,0,0,barrier
main,x_0,Qubit 0,0,64,play
main,measure_0,AWGR0_0,64,1400,capture
shift_phase of no use
then,x_10,Qubit 10,1500,64,play
"""


def with_metadata(**metadata: Any) -> ExecutorItemResult:
    return ExecutorItemResult(PubData({}, ()), metadata)


def test_the_schedule_of_an_item_is_a_sequence_of_its_instructions() -> None:
    timing = with_metadata(scheduler_timing={"timing": SCHEDULE, "circuit_duration": 1564}).timing
    assert timing is not None
    assert (len(timing), timing.duration, timing.text) == (4, 1564, SCHEDULE)
    assert timing[1] == TimedInstruction("main", "x_0", "Qubit 0", 0, 64, "play")
    assert (timing[2].name, timing[2].stop) == ("measure", 1464)
    assert [step.channel for step in timing[-2:]] == ["AWGR0_0", "Qubit 10"]
    assert timing.channels == ["Qubit 0", "Qubit 10", "AWGR0_0"]
    assert "<td" in timing._repr_html_()
    assert repr(timing) == "CircuitTiming(4 instructions, duration=1564)"
    assert with_metadata(scheduler_timing=None).timing is None


@pytest.mark.parametrize(
    "value",
    [
        {"timing": "main,x_0,Qubit 0,0,64", "circuit_duration": 64},
        {"timing": "main,x_0,Qubit 0,zero,64,play", "circuit_duration": 64},
        {"timing": None, "circuit_duration": 64},
        {"timing": "", "circuit_duration": "long"},
    ],
)
def test_rejects_a_malformed_schedule(value: Any) -> None:
    with pytest.raises(ResultDecodeError, match="schedule"):
        _ = with_metadata(scheduler_timing=value).timing


def test_stretches_have_the_delays_that_they_became() -> None:
    value = {"name": "s", "value": 16, "remainder": 4, "expanded_values": [[0, 16], [80, 20]]}
    assert with_metadata(stretch_values=[value]).stretches == [StretchValue("s", 16, 4, ((0, 16), (80, 20)))]
    assert with_metadata(stretch_values=None).stretches == []
    with pytest.raises(ResultDecodeError, match="stretch_values cannot be read"):
        _ = with_metadata(stretch_values=[{"name": "s"}]).stretches


def test_passthrough_data_that_only_looks_like_a_tensor_is_unchanged() -> None:
    odd = [
        {"data": [1, 2], "shape": [2], "dtype": "f64"},
        {"data": "text", "shape": "round", "dtype": "f64"},
        {"data": "text", "shape": [1], "dtype": "mine"},
        {"data": "text", "shape": [1], "dtype": ["f64"]},
    ]
    body = executor_body({"data": "", "shape": [0], "dtype": "f64"}, "v2.0") | {
        "passthrough_data": odd,
        "data": [],
    }
    assert decode_result("executor", body, as_=ExecutorResult).passthrough_data == odd


@pytest.mark.parametrize(
    "timing",
    [
        "main,x_0,Qubit 0,0,64,play",
        [],
        {"timing": "", "circuit_duration": 10**400},
        {"timing": f"main,x_0,Qubit 0,{10**400},64,play", "circuit_duration": 64},
        {"timing": f"main,x_0,Qubit 0,0,{-(10**20)},play", "circuit_duration": 64},
    ],
    ids=["text", "list", "endless circuit", "start", "negative duration"],
)
def test_rejects_a_schedule_of_another_type_instead_of_ignoring_it(timing: Any) -> None:
    item = ExecutorItemResult(PubData[Any]({}, ()), {"scheduler_timing": timing})
    with pytest.raises(ResultDecodeError, match="schedule"):
        _ = item.timing


def test_rejects_a_mask_of_a_huge_shape() -> None:
    part = ChunkPart.of({"idx_item": 0, "size": 1, "permutation": [0, 1], "element_range": [0, 1, 1]})
    with pytest.raises(ConfigurationError, match="more than"):
        part.mask((10**6, 10**6))

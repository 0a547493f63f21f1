"""Plain JSON results, read straight from the body and, where that does not work, the slow way."""

from __future__ import annotations

import json
import math
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import (
    EstimatorResult,
    SamplerResult,
    decode_result,
)
from qrt_facade.results import (
    hex_samples as hexadecimal,
)
from qrt_facade.results import (
    sparse_json as lift,
)

# The body that IBM's guide prints, with its dates.
SAMPLER = (
    '{"results":[{"data":{"c":{"samples":["0x3ff","0x0"],"num_bits":20}},"metadata":{"circuit_metadata":{}}}],'
    '"metadata":{"execution":{"execution_spans":[[{"date":"2025-09-02T05:30:55.420561"},'
    '{"date":"2025-09-02T05:30:56.388795"},{"0":[[100],[0,1],[0,100]]}]]},"version":2}}'
)


def hexes(numbers: Any) -> Any:
    return [hexes(item) for item in numbers] if isinstance(numbers, list) else hex(numbers)


def body_of(
    registers: dict[str, tuple[Any, int]], separators: tuple[str, str] = (",", ":"), **more: Any
) -> bytes:
    data = {
        name: {"samples": hexes(numbers), "num_bits": width} for name, (numbers, width) in registers.items()
    }
    return json.dumps(
        {"results": [{"data": data, **more}], "metadata": {"version": 2}}, separators=separators
    ).encode()


def random_numbers(shape: tuple[int, ...], width: int, seed: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    numbers = np.empty(math.prod(shape), dtype=object)
    for index in range(numbers.size):  # some are short, since the service writes no leading zeros
        kept = int(rng.choice([width, width, min(width, 3)]))
        numbers[index] = int.from_bytes(rng.bytes(width // 8 + 1), "little") & ((1 << kept) - 1)
    return numbers.reshape(shape).tolist()


@pytest.fixture
def always_lift(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lift, "_LEAST_BODY", 0)
    monkeypatch.setattr(lift, "_LEAST_LEAF", 0)
    monkeypatch.setattr(hexadecimal, "_CHUNK", 64)


def test_the_sampler_body_of_ibms_guide_is_read() -> None:
    result = decode_result("sampler", SAMPLER)
    assert isinstance(result, SamplerResult)
    assert result[0].c.counts() == {"0" * 10 + "1" * 10: 1, "0" * 20: 1}
    assert result[0]["c"].ints() == [0x3FF, 0]
    assert result[0].counts() == result[0].c.counts()
    assert result[0].metadata == {"circuit_metadata": {}}
    assert result.metadata["version"] == 2
    assert result.raw == json.loads(SAMPLER)


@pytest.mark.parametrize("form", [str, str.encode, json.loads])
def test_a_body_is_taken_as_str_as_bytes_and_decoded(form: Any) -> None:
    result = decode_result("sampler", form(SAMPLER))
    assert result[0].ints() == [0x3FF, 0]
    assert result.raw == json.loads(SAMPLER)


def test_plain_execution_spans_are_utc_and_know_their_shots() -> None:
    (span,) = decode_result("sampler", SAMPLER).execution_spans
    assert span.start == datetime(2025, 9, 2, 5, 30, 55, 420561, tzinfo=UTC)
    assert span.duration == pytest.approx(0.968234)
    assert span.size == 100
    assert span.mask(0).shape == (100,)
    assert span.mask(0).all()


_SHAPES = hnp.array_shapes(min_dims=1, max_dims=4, max_side=5)
_WIDTHS = st.one_of(st.integers(1, 20), st.sampled_from([32, 33, 64, 156, 1000]))


@settings(deadline=None, max_examples=150)
@given(
    shape=_SHAPES,
    width=_WIDTHS,
    seed=st.integers(0, 1000),
    separators=st.sampled_from([(",", ":"), (", ", ": ")]),
    lifted=st.booleans(),
)
def test_samples_of_any_shape_and_width_are_read_the_same_both_ways(
    shape: tuple[int, ...], width: int, seed: int, separators: tuple[str, str], lifted: bool
) -> None:
    numbers = random_numbers(shape, width, seed)
    body = body_of({"c": (numbers, width), "samples": ([1, 0], 1)}, separators)
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (lift, "_LEAST_BODY", 0),
            (lift, "_LEAST_LEAF", 0),
            (hexadecimal, "_CHUNK", 64),
        ):
            patch.setattr(module, name, value if lifted else 1 << 30)
        pub = decode_result("sampler", body)[0]
    assert pub.c.num_bits == width
    assert pub.c.shape == shape[:-1]
    assert pub.c.num_shots == shape[-1]
    assert pub.c.ints() == np.array(numbers, dtype=object).ravel().tolist()
    assert pub["samples"].ints() == [1, 0]


@pytest.mark.usefixtures("always_lift")
def test_samples_are_packed_without_being_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lift.Leaf, "parse", lambda _leaf: pytest.fail("the samples went the slow way"))
    numbers = random_numbers((3, 40), 156, 1)
    for separators in ((",", ":"), (", ", ": ")):
        assert decode_result("sampler", body_of({"c": (numbers, 156)}, separators))[0].c.shape == (3,)


_ODD_BODIES = {
    "indented": json.dumps(json.loads(body_of({"c": ([1, 2, 3], 2)})), indent=2),
    "upper case": '{"results":[{"data":{"c":{"samples":["0X1","0xA"],"num_bits":4}}}]}',
    "padded": '{"results":[{"data":{"c":{"samples":["0x000001","0x0000000A"],"num_bits":4}}}]}',
    "escaped": '{"results":[{"data":{"c":{"samples":["\\u0030x1","0xA"],"num_bits":4}}}]}',
    "width first": '{"results":[{"data":{"c":{"num_bits":4,"samples":["0x1","0xA"]}}}]}',
    "samples in other places": (
        '{"results":[{"data":{"c":{"samples":["0x1","0xA"],"num_bits":4}},'
        '"metadata":{"samples":["a}b",1,{"x":[2]}],"note":"\\"samples\\":[\\"0x1\\"]"}}]}'
    ),
    "brackets in strings": (
        '{"results":[{"data":{"c":{"samples":["0x1","0xA"],"num_bits":4}},'
        '"metadata":{"samples":["]}","],\\"num_bits\\":4},{"]}}]}'
    ),
    "key with a quote": (
        '{"results":[{"data":{"c":{"samples":["0x1","0xA"],"num_bits":4}},"metadata":{"a\\"samples":["0x1"]}}]}'
    ),
}


@pytest.mark.usefixtures("always_lift")
@pytest.mark.parametrize("name", _ODD_BODIES)
def test_bodies_that_are_not_as_json_writers_write_them_are_read_all_the_same(name: str) -> None:
    body = _ODD_BODIES[name]
    result = decode_result("sampler", body)
    expected = [int(text, 16) for text in json.loads(body)["results"][0]["data"]["c"]["samples"]]
    assert result[0].c.ints() == expected
    assert result[0].metadata == json.loads(body)["results"][0].get("metadata", {})


@pytest.mark.usefixtures("always_lift")
@pytest.mark.parametrize(
    "samples",
    [
        '["0x4"]',
        '["0xg"]',
        '["1"]',
        '["0x"]',
        '[["0x1"],["0x1","0x2"]]',
        '["0x1",2]',
        '"0x1"',
        '["-0x1"]',
        '["0x1",["0x1"]]',
        "{}",
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_samples_that_are_none_are_refused(samples: str, as_json: bool) -> None:
    body = f'{{"results":[{{"data":{{"c":{{"samples":{samples},"num_bits":2}}}}}}]}}'
    with pytest.raises(ResultDecodeError) as caught:
        decode_result("sampler", json.loads(body) if as_json else body)
    assert caught.value.program_id == "sampler"


def test_no_shots_are_no_samples() -> None:
    assert decode_result("sampler", body_of({"c": ([], 3)}))[0].c.counts() == {}


def test_a_pub_without_registers_has_no_shots() -> None:
    (pub,) = decode_result("sampler", '{"results":[{"data":{},"metadata":{}}]}')
    assert (pub.registers, pub.num_shots, pub.shape) == ([], 0, ())
    with pytest.raises(AttributeError, match="it has none"):
        _ = pub.c


def test_a_result_without_pubs_is_empty() -> None:
    assert len(decode_result("sampler", '{"results":[],"metadata":{}}')) == 0


@pytest.mark.parametrize(
    "samples",
    [[[[1.0, -2.0], [0.5, 0.0]], [[3.0, 1.0], [0.0, 0.0]]], [[complex(1, -2), 0.5], [complex(3, 1), 0.0]]],
)
def test_plain_kerneled_samples_are_complex_arrays(samples: Any) -> None:
    typed = json.loads(
        json.dumps(samples, default=lambda z: {"__type__": "complex", "__value__": [z.real, z.imag]})
    )
    result = decode_result("sampler", {"results": [{"data": {"c": {"samples": typed, "num_bits": 2}}}]})
    np.testing.assert_array_equal(result[0].c, [[1 - 2j, 0.5], [3 + 1j, 0]])


def test_several_registers_are_picked_by_name_or_joined() -> None:
    pub = decode_result("sampler", body_of({"a": ([1, 2], 2), "counts": ([1, 0], 1)}))[0]
    assert pub.registers == ["a", "counts"]
    assert pub["counts"].ints() == [1, 0]
    assert pub.join().ints() == [0b101, 0b010]
    assert pub.join(["counts", "a"]).ints() == [0b011, 0b100]
    with pytest.raises(ValueError, match="a, counts: pick one, or join"):
        pub.counts()


def test_a_register_that_is_not_there_is_answered_with_those_that_are() -> None:
    pub = decode_result("sampler", SAMPLER)[0]
    with pytest.raises(AttributeError, match="no classical register 'meas'; it has 'c'"):
        _ = pub.meas
    with pytest.raises(KeyError, match="no classical register 'meas'; it has 'c'"):
        pub["meas"]
    with pytest.raises(AttributeError, match="it has 'c'"):
        _ = pub.data.meas
    assert "c" in dir(pub)
    assert "c" in pub
    assert not hasattr(pub, "meas")


def test_a_pub_that_is_not_there_is_answered_with_their_number() -> None:
    result = decode_result("sampler", SAMPLER)
    with pytest.raises(IndexError, match="no PUB 1; the result has 1"):
        result[1]
    assert [pub.registers for pub in result] == [["c"]]
    assert len(result[0:1]) == 1


def test_results_can_be_copied_and_pickled() -> None:
    import copy
    import pickle

    result = decode_result("sampler", SAMPLER)
    for twin in (copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert twin[0].c == result[0].c
        assert twin.raw == result.raw


def test_results_show_what_they_hold() -> None:
    assert repr(decode_result("sampler", SAMPLER)) == (
        "SamplerResult([SamplerPubResult(shape=(), c=Samples(num_bits=20, num_shots=2, shape=()))])"
    )
    estimator = decode_result("estimator", '{"results":[{"data":{"evs":[0.5,1],"stds":0.25}}]}')
    assert repr(estimator) == "EstimatorResult([EstimatorPubResult(shape=(2,), evs=float64[2], stds=0.25)])"


def test_the_estimator_body_of_ibms_guide_is_read() -> None:
    result = decode_result(
        "estimator",
        '{"results":[{"data":{"evs":-0.937,"stds":0.031,"ensemble_standard_error":0.0369},'
        '"metadata":{"shots":4096,"target_precision":0.015625}}],"metadata":{"version":2}}',
    )
    assert isinstance(result, EstimatorResult)
    assert result[0].evs.shape == result[0].shape == ()
    assert result[0].evs == -0.937
    assert result[0].stds == 0.031
    assert result[0].ensemble_standard_error == 0.0369
    assert result[0].metadata["target_precision"] == 0.015625


@settings(deadline=None, max_examples=50)
@given(evs=hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)))
def test_expectation_values_keep_shape_nan_and_infinity(evs: Any) -> None:
    body = json.dumps({"results": [{"data": {"evs": evs.tolist(), "stds": evs.tolist()}}], "metadata": {}})
    pub = decode_result("estimator", body)[0]
    assert pub.evs.dtype == np.float64
    assert pub.shape == evs.shape
    np.testing.assert_array_equal(pub.evs, evs)


def test_null_among_expectation_values_is_nan() -> None:
    pub = decode_result("estimator", '{"results":[{"data":{"evs":[1,null],"stds":null}}]}')[0]
    assert np.isnan(pub.evs[1])
    assert np.isnan(pub.stds)


@pytest.mark.parametrize("program", ["sampler", "estimator", "noise-learner", "executor"])
@pytest.mark.parametrize(
    "body", ["", "Traceback (most recent call last): boom", '{"results":[{"da', b"\xff\xfe", "<html>"]
)
def test_a_body_that_is_no_json_is_refused_with_its_beginning(program: str, body: Any) -> None:
    with pytest.raises(ResultDecodeError, match=r"is not JSON|is empty") as caught:
        decode_result(program, body)
    assert caught.value.program_id == program


@pytest.mark.parametrize("program", ["sampler", "estimator", "noise-learner", "executor"])
@pytest.mark.parametrize(
    "body", ["{}", "[]", "null", "3", '{"results":3}', '{"results":[{}]}', '{"data":[3]}', '"{}"']
)
def test_json_that_is_no_result_is_refused(program: str, body: str) -> None:
    with pytest.raises(ResultDecodeError, match=program):
        decode_result(program, body)


def test_nesting_beyond_all_measure_is_refused() -> None:
    with pytest.raises(ResultDecodeError):
        decode_result("sampler", "[" * 100_000)


def test_a_result_that_comes_as_json_in_a_string_is_read() -> None:
    assert decode_result("sampler", json.dumps(SAMPLER))[0].ints() == [0x3FF, 0]


def test_results_of_unknown_programs_stay_data_or_text() -> None:
    assert decode_result("my-program", '{"a":[1,NaN]}')["a"][0] == 1
    assert decode_result("my-program", "done.") == "done."


def test_decoding_plain_samples_needs_less_than_twice_the_body_beside_it() -> None:
    shots, width = 100_000, 156
    digits = np.random.default_rng(0).bytes(shots * 20).hex()
    numbers = [int(digits[start : start + 39], 16) for start in range(0, shots * 40, 40)]
    body = body_of({"c": (numbers, width)})
    tracemalloc.start()
    try:
        result = decode_result("sampler", body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result[0].c.slice(3).ints() == numbers[:3]
    assert peak < 2 * len(body)  # with the body itself: below three times the JSON

"""Plain samples, read straight from the body or, if that is not possible, on the slow path."""

from __future__ import annotations

import json
import sys
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from support.bodies import body_of, random_numbers
from support.examples_drawn import drawn

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import (
    decode_result,
    sparse_json,
)
from qrt_facade.results import (
    hex_samples as hexadecimal,
)

if TYPE_CHECKING:
    from types import FrameType


@pytest.fixture
def always_sparse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse_json, "_LEAST_BODY", 0)
    monkeypatch.setattr(sparse_json, "_LEAST_LEAF", 0)
    monkeypatch.setattr(hexadecimal, "_CHUNK", 64)


_SHAPES = hnp.array_shapes(min_dims=1, max_dims=4, max_side=5)


_WIDTHS = st.one_of(st.integers(1, 20), st.sampled_from([32, 33, 64, 156, 1000]))


@settings(deadline=None, max_examples=drawn(50))
@given(
    shape=_SHAPES,
    width=_WIDTHS,
    seed=st.integers(0, 1000),
    separators=st.sampled_from([(",", ":"), (", ", ": ")]),
    sparse=st.booleans(),
)
def test_fast_and_slow_paths_read_the_same_samples(
    shape: tuple[int, ...], width: int, seed: int, separators: tuple[str, str], sparse: bool
) -> None:
    numbers = random_numbers(shape, width, seed)
    # A register may have the name of the list that the reader looks for.
    body = body_of({"c": (numbers, width), "samples": (numbers, width)}, separators)
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (sparse_json, "_LEAST_BODY", 0),
            (sparse_json, "_LEAST_LEAF", 0),
            (hexadecimal, "_CHUNK", 64),
        ):
            patch.setattr(module, name, value if sparse else 1 << 30)
        pub = decode_result("sampler", body)[0]
    assert pub.c.num_bits == width
    assert pub.c.shape == shape[:-1]
    assert pub.c.num_shots == shape[-1]
    assert pub.c.ints() == np.array(numbers, dtype=object).ravel().tolist()
    assert pub["samples"] == pub.c


@pytest.mark.usefixtures("always_sparse")
def test_samples_are_packed_without_being_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse_json.Leaf, "parse", lambda _leaf: pytest.fail("the samples went the slow way"))
    numbers = random_numbers((3, 40), 156, 1)
    for separators in ((",", ":"), (", ", ": ")):
        assert decode_result("sampler", body_of({"c": (numbers, 156)}, separators))[0].c.shape == (3,)


def test_a_thousand_shots_are_packed_without_being_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse_json.Leaf, "parse", lambda _leaf: pytest.fail("the samples went the slow way"))
    body = body_of({"c": (random_numbers((1000,), 2, 1), 2)})
    assert len(sparse_json.parse_sparse(body).leaves) == 1
    assert decode_result("sampler", body)[0].c.num_shots == 1000


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


@pytest.mark.usefixtures("always_sparse")
@pytest.mark.parametrize("name", _ODD_BODIES)
def test_reads_unusually_formatted_bodies_on_the_slow_path(name: str) -> None:
    body = _ODD_BODIES[name]
    result = decode_result("sampler", body)
    expected = [int(text, 16) for text in json.loads(body)["results"][0]["data"]["c"]["samples"]]
    assert result[0].c.ints() == expected
    assert result[0].metadata == json.loads(body)["results"][0].get("metadata", {})


@pytest.mark.usefixtures("always_sparse")
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
def test_rejects_invalid_samples(samples: str, as_json: bool) -> None:
    body = f'{{"results":[{{"data":{{"c":{{"samples":{samples},"num_bits":2}}}}}}]}}'
    with pytest.raises(ResultDecodeError) as caught:
        decode_result("sampler", json.loads(body) if as_json else body)
    assert caught.value.program_id == "sampler"


def test_an_empty_list_gives_no_samples() -> None:
    assert decode_result("sampler", body_of({"c": ([], 3)}))[0].c.counts() == {}


def test_decoding_plain_samples_needs_less_than_twice_the_body_in_memory() -> None:
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


def test_packing_strings_calls_no_function_of_pythons_for_each_shot() -> None:
    def calls(shots: int) -> int:
        seen: list[str] = []

        def note(frame: FrameType, event: str, _: object) -> None:
            if (
                event == "call" and "qrt_facade" in frame.f_code.co_filename
            ):  # others' run when garbage is collected
                seen.append(frame.f_code.co_name)

        sys.setprofile(note)
        try:
            hexadecimal.pack_strings(["0x3"] * shots, 2)
        finally:
            sys.setprofile(None)
        return len(seen)

    assert calls(1000) == calls(10)


@pytest.mark.usefixtures("always_sparse")
@pytest.mark.parametrize(
    "samples",
    [
        '["0x1",  "0x2", "0x3"]',
        '["0x1" ,"0x2","0x3"]',
        '["0x1"; "0x2"]',
        '["0x1",\n"0x2", "0x3"]',
        '[["0x1"]  ,["0x2"]]',
        '[["0x1", "0x2"], ["0x3", "0x0"] ]',
        '[["0x1"}, ["0x2"]]',
        '[["0x1","0x2"],["0x3"]]',
        '[["0x1", "0x2"}, ["0x3", "0x0"]]',
        "[" * 40 + '"0x1"' + "]" * 40,
        "[" + ",".join(["[" * 40 + '"0x1"' + "]" * 40] * 2) + "]",
        '[["0x1","0x2","0x3"],["0x0","0x1"],["0x2"]]',
    ],
)
def test_accepts_and_rejects_separators_like_json(samples: str) -> None:
    body = f'{{"results":[{{"data":{{"c":{{"samples":{samples},"num_bits":2}}}}}}]}}'

    def read(value: object) -> object:
        try:
            return decode_result("sampler", value)[0].c.array.tolist()
        except ResultDecodeError:
            return None

    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = {}
    assert read(body) == read(parsed)

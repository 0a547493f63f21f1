"""Decoding takes memory in proportion to the body, and fails only with errors of this package."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.bombs import npy, tensor

from qrt_facade.errors import QrtError, ResultDecodeError
from qrt_facade.results import decode_result
from qrt_facade.results.bounds import Budget, check_empty, checked_shape, checked_width, shown

MEGABYTE = 1 << 20
PROGRAMS = ("sampler", "estimator", "executor", "noise-learner", "other")

numbers = (
    st.sampled_from([0, 1, 7, 8, 9, 100, 4096, 150_000, 10**7, 10**9, 10**18, 10**30, -1, -8]) | st.integers()
)
odd = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["0x0", "0x1f", "0X", "zz"])
)
scalars = numbers | odd
shapes = st.lists(numbers, max_size=4)
dtypes = st.sampled_from(
    ["<f8", "|u1", "|b1", "<c16", "|S1000000000", "|S0", "|V0", "|O", "<U3", "<M8[s]", "zz"]
)
arrays = st.builds(
    lambda dtype, shape, data, order: npy(dtype, str(tuple(shape)), data, order=order),
    dtypes,
    shapes,
    st.binary(max_size=40),
    st.booleans(),
)
tensors = st.builds(
    lambda dtype, shape, data, packed: tensor(dtype, shape, data, packed=packed),
    st.sampled_from(["bool", "u8", "f64", "c128", "x"]) | odd,
    shapes | odd,
    st.binary(max_size=40),
    st.booleans(),
)
samples = st.recursive(
    st.sampled_from(["0x0", "0x1", "0xff"]) | odd, lambda inner: st.lists(inner, max_size=4)
)
registers = st.fixed_dictionaries({"samples": st.lists(samples, max_size=5), "num_bits": scalars})
tags = st.sampled_from(
    [
        *(
            "ndarray",
            "BitArray",
            "complex",
            "datetime",
            "set",
            "ExecutionSpans",
            "DoubleSliceSpan",
            "SliceSpan",
        ),
        *("TwirledSliceSpan", "DataBin", "PubResult", "PrimitiveResult", "to_json", "other"),
    ]
)


def within(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(
        ["array", "num_bits", "spans", "start", "stop", "data_slices", "fields", "shape", "evs"]
    )
    return (
        st.lists(inner, max_size=4)
        | st.dictionaries(names, inner, max_size=4)
        | st.builds(lambda tag, value: {"__type__": tag, "__value__": value}, tags, inner)
    )


things = st.recursive(scalars | arrays | tensors | registers, within, max_leaves=8)
pubs = st.fixed_dictionaries(
    {"data": st.dictionaries(st.sampled_from(["c", "evs", "stds", "fields", "shape"]), things, max_size=3)},
    optional={"metadata": things},
)
documents = (
    st.fixed_dictionaries({"results": st.lists(pubs, max_size=2)}, optional={"metadata": things})
    | st.fixed_dictionaries(
        {"schema_version": st.sampled_from(["v0.1", "v1.0", "v2.0"]) | odd},
        optional={
            "data": st.lists(
                st.dictionaries(
                    st.sampled_from(["results", "rates"]), things | st.dictionaries(st.just("m"), tensors)
                ),
                max_size=2,
            ),
            "metadata": things,
            "passthrough_data": things,
        },
    )
    | things
)


def error_of(program: str, body: Any) -> str:
    """Return the error of this package raised for a body, as text; empty if there is a value, which has a repr."""
    try:
        result = decode_result(program, body)
        assert repr(result)
        assert getattr(result, "_repr_html_", lambda: "")() is not None
    except QrtError as error:
        return str(error)
    return ""


@given(program=st.sampled_from(PROGRAMS), document=documents, as_json=st.booleans())
@example(
    program="sampler",
    document={"results": [{"data": {"c": {"samples": ["0x0"], "num_bits": 10**9}}}]},
    as_json=True,
)
@example(
    program="executor",
    document={"schema_version": "v1", "data": [{"results": {"m": tensor("bool", [10**10])}}]},
    as_json=True,
)
def test_any_document_decodes_or_raises_our_error_within_its_memory_limit(
    program: str, document: Any, as_json: bool
) -> None:
    body = json.dumps(document)
    tracemalloc.start()
    try:
        message = error_of(program, body if as_json else document)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(message) < 1000
    assert peak < 400 * len(body) + 100 * MEGABYTE


@given(program=st.sampled_from(PROGRAMS), body=st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_or_text_decode_or_raise_our_error(program: str, body: bytes | str) -> None:
    assert len(error_of(program, body)) < 1500


def test_accepts_proportionate_sizes_and_limits_the_excess() -> None:
    budget = Budget()
    budget.claim("A", 256 * 1_000_000, 1_000_000)
    budget.claim("B", 30 * MEGABYTE, 1)
    with pytest.raises(
        ResultDecodeError, match=r"C would take 31,457,280 bytes, but there are only 1 bytes of data"
    ):
        budget.claim("C", 30 * MEGABYTE, 1)


def test_all_arrays_together_keep_to_the_limit() -> None:
    budget = Budget(100)
    budget.spend(60)
    budget.claim("A", 40, 40)
    with pytest.raises(ResultDecodeError, match=r"limit of 100 bytes.*max_bytes.*max_result_bytes"):
        budget.spend(1)


@pytest.mark.parametrize("value", [-1, 1.0, "8", None, True, [8], float("nan")])
def test_rejects_an_invalid_width(value: Any) -> None:
    with pytest.raises(ResultDecodeError, match=r"num_bits is .*; expected a whole number"):
        checked_width(value)


@pytest.mark.parametrize("value", [[-1], [1.0], ["8"], None, [True], 8, "8", [[8]], [1] * 33])
def test_rejects_an_invalid_shape(value: Any) -> None:
    with pytest.raises(ResultDecodeError, match=r"A shape (is|has) .*expected"):
        checked_shape(value)


@pytest.mark.parametrize(
    "value", ["x" * 10_000, list(range(10_000)), [10**5000], {"a": "b" * 1000}, (1,) * 100]
)
def test_abbreviates_values_in_messages(value: Any) -> None:
    assert len(shown(value)) <= 60


def test_accounts_for_text_arrays_by_the_longest_item() -> None:
    typed = {"__type__": "ndarray", "__value__": ["a", "bc", ["d"]]}
    document = {"results": [], "metadata": {"texts": {"__type__": "ndarray", "__value__": ["a", "bc"]}}}
    assert decode_result("sampler", document).metadata["texts"].tolist() == ["a", "bc"]
    with pytest.raises(QrtError):
        decode_result("sampler", {"results": [], "metadata": {"texts": typed}})
    many = {"__type__": "ndarray", "__value__": ["a"] * 1000 + ["b" * 10**6]}
    with pytest.raises(ResultDecodeError, match="1,001 texts"):
        decode_result("sampler", {"results": [], "metadata": {"texts": many}})


@pytest.mark.parametrize(
    ("values", "size"),
    [
        ([["a", "b"], ["ccc", "d"]], 4 * 3 * 4),
        (["a", ""], 2 * 1 * 4),
        (["", ""], 0),
        ([1, 2, 3], 0),
    ],
)
def test_texts_of_an_array_count_toward_the_limit_by_items_and_longest_text(
    values: list[Any], size: int
) -> None:
    document = {"results": [], "metadata": {"typed": {"__type__": "ndarray", "__value__": values}}}
    assert decode_result("sampler", document, max_bytes=size).metadata["typed"].tolist() == values
    if size:
        with pytest.raises(ResultDecodeError):
            decode_result("sampler", document, max_bytes=size - 1)


def test_a_set_of_very_many_items_stays_a_list() -> None:
    def of(number: int) -> Any:
        typed = {"__type__": "set", "__value__": list(range(number))}
        return decode_result("sampler", {"results": [], "metadata": {"items": typed}}).metadata["items"]

    assert of(3) == {0, 1, 2}
    assert isinstance(of(1 << 20), list)


def test_rejects_a_huge_shape_without_data() -> None:
    assert checked_shape([0, 5]) == (0, 5)
    check_empty((0, 5))
    with pytest.raises(ResultDecodeError, match="has no data"):
        check_empty((0, 10**9, 10**9))

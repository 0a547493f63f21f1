"""Frames of results: one row per outcome, value or span."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from qrt_facade import ConfigurationError
from qrt_facade.results import (
    EstimatorResult,
    ExecutionSpan,
    ExecutionSpans,
    SamplerResult,
    Samples,
    SpanSlice,
    decode_result,
)


def sampler(*pubs, dry_run=False):
    """Return a sampler's result; each PUB is a mapping of registers to hexadecimal samples and a width."""
    body = {
        "results": [
            {"data": {name: {"samples": shots, "num_bits": width} for name, (shots, width) in pub.items()}}
            for pub in pubs
        ]
    }
    return decode_result("sampler", body, as_=SamplerResult, dry_run=dry_run)


def estimator(*pubs):
    return decode_result("estimator", {"results": [{"data": data} for data in pubs]}, as_=EstimatorResult)


def dicts(framed):
    return framed.to_frame(as_=pl.DataFrame).to_dicts()


def test_counts_are_a_frame_with_a_row_for_each_bitstring():
    assert dicts(sampler({"c": (["0x0", "0x3", "0x3", "0x3"], 2)})[0].c) == [
        {"bitstring": "00", "count": 1, "probability": 0.25},
        {"bitstring": "11", "count": 3, "probability": 0.75},
    ]


def test_a_sweep_has_the_index_of_the_point_in_columns():
    samples = sampler({"c": ([[["0x0", "0x1"]], [["0x1", "0x1"]]], 1)})[0].c

    assert samples.shape == (2, 1)
    assert dicts(samples) == [
        {"index_0": 0, "index_1": 0, "bitstring": "0", "count": 1, "probability": 0.5},
        {"index_0": 0, "index_1": 0, "bitstring": "1", "count": 1, "probability": 0.5},
        {"index_0": 1, "index_1": 0, "bitstring": "1", "count": 2, "probability": 1.0},
    ]


@given(
    hnp.arrays(
        np.uint8,
        st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 6), st.integers(0, 10)),
        elements=st.integers(0, 2),
        fill=st.integers(0, 2),
    )
)
@settings(max_examples=30)
def test_the_rows_of_a_frame_are_the_counts_of_each_point_in_ascending_order(array):
    samples = Samples(array, array.shape[-1] * 8)
    frame = samples.to_frame(as_=pl.DataFrame)
    rows = list(zip(frame["index_0"], frame["index_1"], frame["bitstring"], strict=True))

    counted = {
        (*point, bits): n for point in np.ndindex(samples.shape) for bits, n in samples.counts(point).items()
    }
    assert dict(zip(rows, frame["count"], strict=True)) == counted
    assert rows == sorted(rows)


def test_hundreds_of_points_are_distinct_and_in_order():
    rng = np.random.default_rng(7)
    samples = Samples(rng.integers(0, 2, (300, 4, 17), dtype=np.uint8), 129)

    frame = samples.to_frame(as_=pl.DataFrame)

    assert frame["index_0"].is_sorted()
    for point in (0, 1, 255, 256, 299):
        chosen = frame.filter(pl.col("index_0") == point)
        assert dict(zip(chosen["bitstring"], chosen["count"], strict=True)) == samples.counts(point)
        assert chosen["bitstring"].is_sorted()


def test_a_pub_and_a_result_name_the_register_and_the_pub():
    result = sampler({"a": (["0x1"], 1), "b": (["0x2"], 2)}, {"a": ([["0x0"], ["0x1"]], 1)})

    assert dicts(result[0]) == [
        {"register": "a", "bitstring": "1", "count": 1, "probability": 1.0},
        {"register": "b", "bitstring": "10", "count": 1, "probability": 1.0},
    ]
    frame = result.to_frame(as_=pl.DataFrame)
    assert frame.columns == ["pub", "register", "index_0", "bitstring", "count", "probability"]
    assert frame["pub"].to_list() == [0, 0, 1, 1]
    assert frame["index_0"].to_list() == [None, None, 0, 1]


def test_random_values_of_a_dry_run_are_marked_in_their_frame():
    result = sampler({"c": (["0x0"], 1)}, dry_run=True)

    assert dicts(result[0].c)[0]["dry_run"] is True
    assert dicts(result)[0]["dry_run"] is True
    assert "dry_run" not in sampler({"c": (["0x0"], 1)}).to_frame(as_=pd.DataFrame)


def test_values_are_a_frame_with_a_row_for_each_index():
    result = estimator({"evs": [[0.5, -1.0]], "stds": [[0.1, 0.0]], "evs_noise_factors": [[[1.0], [2.0]]]})

    assert dicts(result[0]) == [
        {"index_0": 0, "index_1": 0, "evs": 0.5, "stds": 0.1},
        {"index_0": 0, "index_1": 1, "evs": -1.0, "stds": 0.0},
    ]


def test_missing_standard_errors_are_null():
    assert dicts(estimator({"evs": 0.5})[0]) == [{"evs": 0.5, "stds": None}]
    frame = estimator({"evs": 0.5}).to_frame(as_=pd.DataFrame)
    assert frame["stds"].isna().all()
    assert frame.columns.tolist() == ["pub", "evs", "stds"]


def test_values_of_pubs_of_different_shapes_are_one_frame():
    result = estimator({"evs": 0.5, "stds": 0.1}, {"evs": [1.0, 0.0], "stds": [0.1, 0.2]})

    assert dicts(result) == [
        {"pub": 0, "index_0": None, "evs": 0.5, "stds": 0.1},
        {"pub": 1, "index_0": 0, "evs": 1.0, "stds": 0.1},
        {"pub": 1, "index_0": 1, "evs": 0.0, "stds": 0.2},
    ]


@pytest.mark.parametrize("result", [sampler(), estimator()])
def test_a_result_without_pubs_is_a_frame_without_rows(result):
    assert result.to_frame(as_=pl.DataFrame).height == 0
    assert result.to_frame(as_=pl.DataFrame).columns[0] == "pub"


def test_kerneled_data_have_no_frame():
    result = sampler({"c": ([[[1.0, 0.5]]], 1)})

    with pytest.raises(ConfigurationError, match="kerneled"):
        result[0].to_frame()


def test_spans_are_a_frame_with_a_row_for_each_pub():
    start, stop = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 2, tzinfo=UTC)
    part = SpanSlice((4,), None, slice(0, 3))
    spans = ExecutionSpans([ExecutionSpan(start, stop, {0: part, 2: part})])

    assert dicts(spans) == [
        {"span": 0, "pub": pub, "start": start, "stop": stop, "duration_seconds": 2.0, "shots": 3}
        for pub in (0, 2)
    ]


def test_results_of_version_1_are_frames():
    sampled = decode_result("sampler", {"quasi_dists": [{"0": 0.25, "3": 0.75}], "metadata": [{}]})
    estimated = decode_result(
        "estimator", {"values": [0.5, 1.0], "metadata": [{"variance": 1.0, "shots": 100}, {}]}
    )

    assert dicts(sampled) == [
        {"circuit": 0, "bitstring": "00", "quasi_probability": 0.25},
        {"circuit": 0, "bitstring": "11", "quasi_probability": 0.75},
    ]
    assert dicts(estimated) == [
        {"circuit": 0, "evs": 0.5, "stds": 0.1},
        {"circuit": 1, "evs": 1.0, "stds": None},
    ]


def test_a_pub_without_registers_adds_no_rows():
    result = sampler({}, {"c": (["0x1"], 1)})

    assert dicts(result) == [{"pub": 1, "register": "c", "bitstring": "1", "count": 1, "probability": 1.0}]
    assert result.to_frame(as_=pd.DataFrame)["count"].dtype == np.int64
    assert result[0].to_frame(as_=pl.DataFrame).columns == ["register", "bitstring", "count", "probability"]


@pytest.mark.parametrize("name", ["index_0", "pub", "dry_run"])
def test_service_fields_do_not_replace_reserved_columns(name):
    assert dicts(estimator({"evs": [1.0, 2.0], name: [7.0, 8.0]})) == [
        {"pub": 0, "index_0": 0, "evs": 1.0, "stds": None},
        {"pub": 0, "index_0": 1, "evs": 2.0, "stds": None},
    ]

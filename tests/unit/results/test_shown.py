"""Reprs and HTML of results and their parts fit on a screen, however large they are."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from support.html import rows

from qrt_facade._display.html import html_of
from qrt_facade.results import (
    EstimatorPubResult,
    EstimatorResult,
    ExecutionSpan,
    ExecutionSpans,
    ExecutorItemResult,
    ExecutorResult,
    LayerError,
    LearnedNoise,
    NoiseLearnerResult,
    PauliLindbladError,
    PubData,
    SamplerPubResult,
    SamplerResult,
    Samples,
    SpanSlice,
)
from qrt_facade.results.storage import Source

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
BITS = Samples(np.zeros((3, 1), np.uint8), 1)


def spans(pubs: int, number: int) -> ExecutionSpans:
    slices = {pub: SpanSlice((10,), slice(0, 1), slice(0, 10)) for pub in range(pubs)}
    return ExecutionSpans([ExecutionSpan(NOON, NOON + timedelta(seconds=2), slices)] * number)


def layer(generators: int) -> LayerError:
    error = PauliLindbladError(["XI"] * generators, np.arange(generators) / 1000)
    return LayerError({"__type__": "QuantumCircuit", "__value__": "A" * 4000}, [4, 7], error)


def learned(rates: int) -> LearnedNoise:
    return LearnedNoise(
        [[("XZ", [0, 1])]] * rates,
        np.full(rates, 0.05),
        np.full(rates, 0.005),
        2,
        {"learning_protocol": "lindblad"},
    )


def registers(number: int) -> SamplerPubResult:
    return SamplerPubResult(PubData({f"r{one}": BITS for one in range(number)}, (), "classical register"), {})


def values() -> EstimatorPubResult:
    return EstimatorPubResult(PubData({"evs": np.zeros(3), "stds": np.ones(3)}, (3,)), {})


def arrays() -> ExecutorItemResult:
    return ExecutorItemResult(PubData({"meas": np.zeros((2, 5, 3), bool)}, (), "result"), {})


LARGE: dict[str, Any] = {
    "PUBs of bits": SamplerResult([registers(1)] * 1000, {}, Source("sampler")),
    "PUBs of values": EstimatorResult([values()] * 1000, {}, Source("estimator")),
    "items": ExecutorResult([arrays()] * 1000, {}, Source("executor"), None, "v1.0"),
    "registers": registers(1000),
    "data": registers(1000).data,
    "spans": spans(1000, 1000),
    "layers": NoiseLearnerResult([layer(500)] * 1000, {}, Source("noise-learner")),
    "instructions": NoiseLearnerResult([learned(500)] * 1000, {}, Source("noise-learner")),
}


@pytest.mark.parametrize("large", LARGE.values(), ids=LARGE)
def test_a_thousand_parts_are_abbreviated_in_text_and_tables(large: Any) -> None:
    assert len(repr(large)) < 2500
    assert " more" in repr(large)
    shown = html_of(large)
    assert len(shown) < 40_000
    assert re.search(r"and \d[\d,]* more [\w ]+</div>$", shown)


@pytest.mark.parametrize(
    "part",
    [layer(500), learned(500), layer(500).error, spans(1000, 1)[0]],
    ids=["layer", "learned", "channel", "span"],
)
def test_a_single_part_fits_in_two_lines(part: Any) -> None:
    assert len(repr(part)) < 600


def test_execution_spans_are_a_table_of_when_which_pubs_ran() -> None:
    head, row = rows(html_of(spans(7, 1)))
    assert head == ["span", "start", "duration", "PUBs", "shots"]
    assert row == ["0", "2026-01-02 12:00:00 UTC", "2 s", "0, 1, 2, 3, 4, and 2 more", "70"]


def test_learned_noise_is_a_table_of_the_highest_rates() -> None:
    unknown = LayerError(layer(1).circuit, [1], None)
    result = NoiseLearnerResult([layer(3), layer(0), unknown], {}, Source("noise-learner"))
    assert rows(html_of(result)) == [
        ["layer", "qubits", "rates", "highest rate", "of"],
        ["0", "4, 7", "3", "0.0020", "XI"],
        ["1", "4, 7", "0", "unknown", "unknown"],
        ["2", "1", "unknown", "unknown", "unknown"],
    ]
    result = NoiseLearnerResult([learned(1), learned(0)], {}, Source("noise-learner"))
    assert rows(html_of(result))[1] == ["0", "2 qubits", "1", "0.0500 ± 0.0050", "XZ on 0, 1"]


def test_the_data_of_a_pub_is_shown_like_the_pub() -> None:
    assert html_of(registers(2).data) == html_of(registers(2))
    assert ">Register r1<" in html_of(registers(2))
    assert ">meas: bool[2, 5, 3]<" in html_of(arrays())

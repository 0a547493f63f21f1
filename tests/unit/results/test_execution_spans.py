"""When which shots ran, in the plain format and in the typed spans of IBM's client."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from qiskit.primitives.containers import PrimitiveResult
from qiskit_ibm_runtime import RuntimeEncoder
from qiskit_ibm_runtime.execution_span import (
    DoubleSliceSpan,
    ExecutionSpans,
    SliceSpan,
    TwirledSliceSpan,
    TwirledSliceSpanV2,
)
from support.bodies import SAMPLER

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import SpanSlice, decode_result

START, STOP = map(
    datetime.fromisoformat, ("2026-08-17T01:40:00.250000", "2026-08-17T01:40:02")
)  # no zone, as the service


def test_plain_execution_spans_are_utc_and_know_their_shots() -> None:
    (span,) = decode_result("sampler", SAMPLER).execution_spans
    assert span.start == datetime(2025, 9, 2, 5, 30, 55, 420561, tzinfo=UTC)
    assert span.duration == pytest.approx(0.968234)
    assert span.size == 100
    assert span.mask(0).shape == (100,)
    assert span.mask(0).all()


_SPANS = [
    DoubleSliceSpan(
        START, STOP, {0: ((3, 10), slice(1, 3), slice(2, 7)), 2: ((5,), slice(0, 1), slice(0, 5))}
    ),
    SliceSpan(START, STOP, {1: ((2, 10), slice(5, 12))}),
    TwirledSliceSpan(START, STOP, {0: ((4, 3, 5), True, slice(2, 9), slice(1, 4))}),
    TwirledSliceSpan(START, STOP, {0: ((3, 4, 5), False, slice(2, 9), slice(1, 4))}),
    TwirledSliceSpanV2(START, STOP, {0: ((4, 3, 5), True, slice(0, 12), slice(0, 5), 18)}),
]


@pytest.mark.parametrize("span", _SPANS, ids=lambda span: type(span).__name__)
def test_execution_spans_of_every_kind_cover_the_shots_that_qiskit_says(span: Any) -> None:
    theirs = PrimitiveResult([], {"execution": {"execution_spans": ExecutionSpans([span])}})
    body = json.dumps(theirs, cls=RuntimeEncoder)
    result = decode_result("sampler", body)
    ours = result.execution_spans[0]
    assert ours.start == START.replace(tzinfo=UTC)
    assert (ours.duration, ours.size) == (span.duration, span.size)
    assert sorted(ours.slices) == span.pub_idxs
    for pub in span.pub_idxs:
        np.testing.assert_array_equal(ours.mask(pub), span.mask(pub))
    assert result.to_qiskit().metadata["execution"]["execution_spans"] == ExecutionSpans([span])


def test_execution_spans_together_begin_with_the_first_and_end_with_the_last() -> None:
    later = DoubleSliceSpan(STOP, STOP.replace(second=9), {})
    theirs = PrimitiveResult([], {"execution": {"execution_spans": ExecutionSpans([later, _SPANS[0]])}})
    spans = decode_result("sampler", json.dumps(theirs, cls=RuntimeEncoder)).execution_spans
    assert len(spans) == 2
    assert (spans.start, spans.stop) == (START.replace(tzinfo=UTC), STOP.replace(second=9, tzinfo=UTC))
    assert spans.duration == pytest.approx(8.75)
    assert spans[:1] == spans[0:1] != spans


def test_a_span_with_invalid_numbers_is_returned_unchanged() -> None:
    body = json.loads(SAMPLER)
    spans = body["metadata"]["execution"]["execution_spans"]
    spans[0][2] = {"0": [[100], [0, 1.5], [0, 100]]}
    assert decode_result("sampler", body).metadata["execution"]["execution_spans"] == spans
    spans[0][2] = {"first": [[100], [0, 1], [0, 100]]}
    assert decode_result("sampler", body).metadata["execution"]["execution_spans"] == spans


def test_a_span_over_more_shots_than_any_job_has_makes_no_mask() -> None:
    span = SpanSlice((10**6, 10**6), slice(0, 1), slice(0, 1))
    assert span.size == 1
    with pytest.raises(ResultDecodeError, match="at most"):
        span.mask()


def test_equal_spans_have_equal_hashes() -> None:
    one, other = (decode_result("sampler", SAMPLER).execution_spans for _ in range(2))
    assert one == other
    assert len({one, other}) == 1

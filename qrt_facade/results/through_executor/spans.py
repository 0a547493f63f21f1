"""Execution spans of a primitive's PUBs, from the chunks in which the executor ran its items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from attrs import field, frozen

from qrt_facade.results.bounds import checked_shape
from qrt_facade.results.execution_spans import ExecutionSpan, ExecutionSpans, SpanSlice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.results.timing import ChunkPart, ChunkSpan


@frozen
class SpannedPub:
    """The executor's work for one PUB.

    Attributes:
        axes: Axes of its item before those of the PUB, such as repetitions, which become shots.
        shape: The PUB's shape.
        each: Shots of each element of the item.
        shots: The PUB's shots.
    """

    axes: tuple[int, ...] = field(converter=checked_shape)
    shape: tuple[int, ...] = field(converter=checked_shape)
    each: int
    shots: int


def spans_of(chunks: Sequence[ChunkSpan], pubs: Sequence[SpannedPub]) -> ExecutionSpans:
    """Return when which shots of which PUB ran.

    Parts of an item whose elements ran in another order of its axes are omitted, because no slice of a PUB's shots
    represents them.

    Args:
        chunks: When which elements of which item ran.
        pubs: The PUB of each item.
    """
    folded = any(pub.axes for pub in pubs)
    tag = "TwirledSliceSpanV2" if folded else "DoubleSliceSpan"  # classes with such slices
    spans: list[ExecutionSpan] = []
    for chunk in chunks:
        slices: dict[int, SpanSlice] = {}
        for part in chunk.parts:
            found = _slice(part, pubs[part.item], folded=folded)
            if found is not None:
                slices[part.item] = found
        spans.append(ExecutionSpan(chunk.start, chunk.stop, slices, tag))
    return ExecutionSpans(spans)


def _slice(part: ChunkPart, pub: SpannedPub, *, folded: bool) -> SpanSlice | None:
    """Return the part of a PUB's data for a part of a chunk; None if no slice represents it."""
    swept = (*pub.axes, *pub.shape)
    size = math.prod(swept)
    elements = range(size)
    if part.size != size:
        if part.element_range is None or part.permutation != tuple(range(len(swept))):
            return None
        elements = range(size)[slice(*part.element_range)]
    points = slice(elements.start, elements.stop, elements.step)
    if not folded:
        return SpanSlice((*pub.shape, pub.each), points, slice(0, pub.each))
    shape = (math.prod(pub.axes), *pub.shape, pub.each)
    return SpanSlice(shape, points, slice(0, pub.each), at_front=True, pub_shots=pub.shots)

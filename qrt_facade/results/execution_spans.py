"""Execution spans: when which shots of which PUB ran.

The service uses two formats. Plain: `[{"date": start}, {"date": stop}, {"<PUB>": [shape, [a0, a1], [s0, s1]]}]`.
Typed: `DoubleSliceSpan` and related classes. Dates have no time zone; they are UTC (documentation of IBM's client).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
from attrs import field, frozen

from qrt_facade._base.coerce import as_utc, is_integer, is_list, is_mapping
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import abbreviated_list, pluralize
from qrt_facade._display.format import seconds, whole
from qrt_facade._display.frames import Framed
from qrt_facade._display.html import MAX_ROWS, more, table
from qrt_facade._display.rows import Column
from qrt_facade._service.limits import MAX_EXECUTIONS
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.bounds import checked_shape, shown
from qrt_facade.results.tables import table_of_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qrt_facade._display.rows import ColumnTable

SPAN_TAGS = frozenset(
    {"DoubleSliceSpan", "TwirledSliceSpan", "TwirledSliceSpanV2", "ExecutionSpan", "SliceSpan"}
)

_COLUMNS: Final = (
    Column("span", "whole"),
    Column("pub", "whole"),
    Column("start", "time"),
    Column("stop", "time"),
    Column("duration_seconds", "number"),
    Column("shots", "whole"),
)

_LARGEST_MASK: Final = 16 * MAX_EXECUTIONS
"""Maximum shots of a mask, one byte each. Its shape comes from the service, independent of the amount of data."""


@frozen
class SpanSlice:
    """The part of one PUB's data that a span covers.

    Attributes:
        shape: The sliced shape: the PUB's, then shots; with twirling also an axis of randomizations.
        points: Slice of all axes but the last, flattened; None if `shots` slices the whole shape, flattened.
        shots: Slice of the last axis.
        at_front: Position of the axis of randomizations: first (True), before the shots (False), or no such axis
            (None).
        pub_shots: Shots of the PUB, if randomizations times their shots are more.
    """

    shape: tuple[int, ...]
    points: slice | None
    shots: slice
    at_front: bool | None = None
    pub_shots: int | None = None

    def mask(self) -> NDArray[np.bool_]:
        """Return which shots are covered: bool of shape (*PUB shape, shots).

        Raises:
            ResultDecodeError: The span's shape has more shots than any job.
        """
        if math.prod(self.shape) > _LARGEST_MASK:
            raise ResultDecodeError(
                f"An execution span has the shape {shown(self.shape)}; expected at most {_LARGEST_MASK:,} shots."
            )
        mask = np.zeros(self.shape, dtype=np.bool_)
        if self.points is None:
            mask.reshape(-1)[self.shots] = True
            return mask
        mask.reshape(math.prod(self.shape[:-1]), self.shape[-1])[self.points, self.shots] = True
        if self.at_front is None:
            return mask
        if self.at_front:
            mask = np.moveaxis(mask, 0, -2)
        return mask.reshape(*mask.shape[:-2], math.prod(mask.shape[-2:]))[..., : self.pub_shots]

    @property
    def size(self) -> int:
        """Number of shots covered."""
        if self.points is None:
            return _length(math.prod(self.shape), self.shots)
        return _length(math.prod(self.shape[:-1]), self.points) * _length(self.shape[-1], self.shots)


def _brief_slices(slices: Mapping[int, SpanSlice]) -> str:
    """Write the first slices, since a span may cover a thousand PUBs."""
    shown = [f"{pub}: {part!r}" for pub, part in islice(slices.items(), 3)]
    left_out = len(slices) - len(shown)
    return f"{{{', '.join(shown + ([f'... {left_out:,} more'] if left_out else []))}}}"


@frozen
class ExecutionSpan:
    """A period in which shots ran.

        span = result.execution_spans[0]
        span.duration, span.size                         # (2.5, 2)

    Attributes:
        start: Start time, aware, in UTC.
        stop: End time, aware, in UTC.
        slices: Index of the PUB -> the part of its data that ran then.
        tag: The service's name of the span's class, such as `DoubleSliceSpan`.
    """

    start: datetime
    stop: datetime
    slices: Mapping[int, SpanSlice] = field(factory=dict[int, SpanSlice], repr=_brief_slices)
    tag: str = "DoubleSliceSpan"

    @property
    def duration(self) -> float:
        """Seconds from start to stop."""
        return (self.stop - self.start).total_seconds()

    @property
    def size(self) -> int:
        """Number of shots covered, over all PUBs."""
        return sum(part.size for part in self.slices.values())

    def mask(self, pub_index: int) -> NDArray[np.bool_]:
        """Return which shots of a PUB ran in this span.

            result.execution_spans[0].mask(0).tolist()   # [True, True]

        Args:
            pub_index: Number of the PUB, from 0.

        Returns:
            bool of shape (*PUB shape, shots).

        Raises:
            KeyError: The span does not cover this PUB.
            ResultDecodeError: The span's shape has more shots than any job.
        """
        return self.slices[pub_index].mask()


class ExecutionSpans(Sequence[ExecutionSpan], Framed):
    """The spans of a job, in the service's order: a sequence of `ExecutionSpan`.

        spans = result.execution_spans
        len(spans)                                       # 1
        spans.duration                                   # 2.5

    The frame (`to_frame`) has one row for each span and PUB: `span` and `pub` are their numbers, followed by
    `start` and `stop` of the span, `duration_seconds` between them, and the `shots` of the PUB.

    Args:
        spans: The spans.
    """

    def __init__(self, spans: Sequence[ExecutionSpan]) -> None:
        self._spans = tuple(spans)

    @overload
    def __getitem__(self, index: int) -> ExecutionSpan: ...

    @overload
    def __getitem__(self, index: slice) -> ExecutionSpans: ...

    def __getitem__(self, index: int | slice) -> ExecutionSpan | ExecutionSpans:
        if isinstance(index, slice):
            return ExecutionSpans(self._spans[index])
        return self._spans[index]

    def __len__(self) -> int:
        return len(self._spans)

    def __iter__(self) -> Iterator[ExecutionSpan]:
        return iter(self._spans)

    def __eq__(self, other: object) -> bool:
        return self._spans == other._spans if isinstance(other, ExecutionSpans) else NotImplemented

    def __hash__(self) -> int:
        return hash(len(self._spans))

    @property
    def start(self) -> datetime:
        """Start of the first span, aware, in UTC; raises ValueError if there are no spans."""
        return min(span.start for span in self._spans)

    @property
    def stop(self) -> datetime:
        """End of the last span, aware, in UTC; raises ValueError if there are no spans."""
        return max(span.stop for span in self._spans)

    @property
    def duration(self) -> float:
        """Seconds from the start of the first span to the end of the last; raises ValueError if there are no spans."""
        return (self.stop - self.start).total_seconds()

    def _table(self) -> ColumnTable:
        return table_of_rows(
            _COLUMNS,
            (
                {
                    "span": number,
                    "pub": pub,
                    "start": span.start,
                    "stop": span.stop,
                    "duration_seconds": span.duration,
                    "shots": part.size,
                }
                for number, span in enumerate(self)
                for pub, part in span.slices.items()
            ),
        )

    @safe_repr
    def __repr__(self) -> str:
        return f"ExecutionSpans([{abbreviated_list(self._spans, 3)}])"

    def _repr_html_(self) -> str:
        columns = ("span", "start", "duration", "PUBs", "shots")
        rows = [
            (str(number), span.start, seconds(span.duration), _pubs(span), whole(span.size))
            for number, span in enumerate(self._spans[:MAX_ROWS])
        ]
        return table(pluralize(len(self), "execution span"), columns, rows) + more(
            len(self) - MAX_ROWS, "span"
        )


def _pubs(span: ExecutionSpan) -> str:
    """List the PUBs of a span, as many as fit into a table cell."""
    named = ", ".join(map(str, islice(span.slices, 5)))
    return f"{named}, and {len(span.slices) - 5:,} more" if len(span.slices) > 5 else named


def typed_span(tag: str, value: Mapping[str, Any]) -> ExecutionSpan:
    """Create a span from the value of a typed one, whose dates are already decoded."""
    slices = {int(pub): _typed_slice(part) for pub, part in value["data_slices"].items()}
    return ExecutionSpan(as_utc(value["start"]), as_utc(value["stop"]), slices, tag)


def plain_spans(value: Any) -> ExecutionSpans | Any:
    """Create spans from the plain format; return any other value unchanged."""
    if not is_list(value) or not all(
        is_list(item) and len(item) == 3 and is_mapping(item[2]) for item in value
    ):
        return value
    try:
        spans = [
            ExecutionSpan(
                read_date(start["date"]),
                read_date(stop["date"]),
                {
                    int(pub): _typed_slice([shape, *_pair(points), *_pair(shots)])
                    for pub, (shape, points, shots) in parts.items()
                },
            )
            for start, stop, parts in value
        ]
    except (KeyError, TypeError, ValueError, OverflowError, ResultDecodeError):
        return value
    return ExecutionSpans(spans)


def read_date(text: str) -> datetime:
    """Read an ISO date; without a time zone it is UTC."""
    return as_utc(datetime.fromisoformat(text))


def _typed_slice(part: Sequence[Any]) -> SpanSlice:
    shape = checked_shape(part[0])
    if not shape or not all(
        number is None or is_integer(number) or isinstance(number, bool) for number in part[1:]
    ):
        raise ValueError("a slice of an execution span does not consist of whole numbers")
    match list(part[1:]):
        case [start, stop]:
            return SpanSlice(shape, None, slice(start, stop))
        case [point0, point1, shot0, shot1]:
            return SpanSlice(shape, slice(point0, point1), slice(shot0, shot1))
        case [at_front, point0, point1, shot0, shot1, *rest]:
            return SpanSlice(shape, slice(point0, point1), slice(shot0, shot1), bool(at_front), *rest[:1])
        case other:
            raise ValueError(f"a slice of an execution span has {len(other)} numbers")


def _pair(value: Any) -> tuple[Any, Any]:
    first, second = value
    return first, second


def _length(items: int, part: slice) -> int:
    """Return the number of items in a slice; `len` of a range is limited to machine words."""
    chosen = range(items)[part]
    return (chosen[-1] - chosen[0]) // chosen.step + 1 if chosen else 0

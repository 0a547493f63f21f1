"""The size of a job: the points and shots of each PUB.

The encoders of PUBs know their sizes, and `ProgramParams` carries them. For `params` already in the wire format,
only plain JSON is counted.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import is_integer, is_list, is_mapping, is_real, mapping_of
from qrt_facade._programs.written_items import (
    is_written_program,
    written_items,
    written_points,
    written_shots,
)
from qrt_facade._service.limits import DEFAULT_SHOTS, shots_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@frozen
class PubSize:
    """The size of one PUB.

    Attributes:
        points: Points of its sweep, or a lower bound if its circuit's parameters are unknown.
        shots: Shots for each point, for an estimator derived from its precision; None for the job's default.
    """

    points: int = 1
    shots: int | None = None


class ProgramParams(dict[str, Any]):
    """The `params` of a job as sent on the wire.

    Attributes:
        pub_sizes: The size of each PUB.
    """

    def __init__(self, wire: Mapping[str, Any], pub_sizes: Iterable[PubSize]) -> None:
        super().__init__(wire)
        self.pub_sizes = tuple(pub_sizes)


def pub_sizes(program_id: str, params: Mapping[str, Any]) -> Sequence[PubSize]:
    """Return the size of each PUB.

    For plain `params`, values in lists and mappings of lists are counted. Typed arrays are not decoded, and circuits
    are not read for their number of parameters, so such a sweep counts with fewer points than it has.
    """
    if isinstance(params, ProgramParams):
        return params.pub_sizes
    if is_written_program(params):
        return [PubSize(points, written_shots(params)) for points in written_points(params)]
    return [_counted(program_id, pub) for pub in pubs_of(params)]


def pubs_of(params: Mapping[str, Any]) -> list[list[Any]]:
    """Return the PUBs as lists, or circuits and arguments of an executor job's items; a bare circuit is a PUB too."""
    if is_written_program(params):
        return written_items(params)
    pubs = params.get("pubs")
    return [list(pub) if is_list(pub) else [pub] for pub in pubs if pub] if is_list(pubs) else []


def default_shots(program_id: str, params: Mapping[str, Any]) -> int:
    """Return the shots for each point of PUBs that set neither shots nor precision."""
    options = mapping_of(params.get("options"))
    precision = params.get("precision")
    if program_id != "estimator":
        shots = params.get("shots") or options.get("default_shots")
    elif precision is None:
        shots = options.get("default_shots") or shots_of(options.get("default_precision"))
    else:
        shots = shots_of(precision)
    return int(shots) if is_integer(shots) else DEFAULT_SHOTS


def shots_of(precision: Any) -> int | None:
    """Return the shots for a precision; None if it is not a positive number."""
    return shots_for(precision) if is_real(precision) and precision > 0 else None


def literal_shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of nested lists; None if they are ragged."""
    if not is_list(value):
        return ()
    shapes = {literal_shape(item) for item in value}
    if len(shapes) > 1 or None in shapes:
        return None
    inner = shapes.pop() if shapes else ()
    return None if inner is None else (len(value), *inner)


def _counted(program_id: str, pub: list[Any]) -> PubSize:
    first = 2 if program_id == "estimator" else 1
    values, measure = [*pub, None, None, None][first : first + 2]
    if is_mapping(values) and "__type__" not in values:
        shape = literal_shape(next(iter(values.values()), 0.0)) or ()
    else:
        shape = (literal_shape(values) or ())[:-1]
    shots = shots_of(measure) if program_id == "estimator" else measure
    return PubSize(math.prod(shape), int(shots) if shots and is_integer(shots) else None)

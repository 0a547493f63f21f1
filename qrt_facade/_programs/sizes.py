"""How much a job asks the service to run: the points and the shots of each PUB.

What encodes PUBs knows their sizes, and `ProgramParams` passes them on. Of `params` that are written in the wire's form
only what is plain JSON is counted.
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
    """What one PUB asks for.

    Attributes:
        points: Points of its sweep, or a lower bound when its circuit's parameters are not known.
        shots: Shots for each point, for an estimator as its precision requires; None for the job's default.
    """

    points: int = 1
    shots: int | None = None


class ProgramParams(dict[str, Any]):
    """The `params` of a job as they go over the wire.

    Attributes:
        pub_sizes: The size of each PUB.
    """

    def __init__(self, wire: Mapping[str, Any], pub_sizes: Iterable[PubSize]) -> None:
        super().__init__(wire)
        self.pub_sizes = tuple(pub_sizes)


def pub_sizes(program_id: str, params: Mapping[str, Any]) -> Sequence[PubSize]:
    """The size of each PUB.

    Of plain `params`, values in lists and mappings of lists are counted. Typed arrays are not opened, and circuits are
    not read for their number of parameters: such a sweep counts with fewer points than it has.
    """
    if isinstance(params, ProgramParams):
        return params.pub_sizes
    if is_written_program(params):
        return [PubSize(points, written_shots(params)) for points in written_points(params)]
    return [_counted(program_id, pub) for pub in pubs_of(params)]


def pubs_of(params: Mapping[str, Any]) -> list[list[Any]]:
    """The PUBs as lists; a bare circuit is one too, for a sampler. Of an executor job its items: circuits and arguments."""
    if is_written_program(params):
        return written_items(params)
    pubs = params.get("pubs")
    return [list(pub) if is_list(pub) else [pub] for pub in pubs if pub] if is_list(pubs) else []


def default_shots(program_id: str, params: Mapping[str, Any]) -> int:
    """Shots for each point of PUBs that set neither shots nor precision."""
    options = mapping_of(params.get("options"))
    precision = params.get("precision")
    if program_id != "estimator":
        given = params.get("shots") or options.get("default_shots")
    elif precision is None:
        given = options.get("default_shots") or shots_of(options.get("default_precision"))
    else:
        given = shots_of(precision)
    return int(given) if is_integer(given) else DEFAULT_SHOTS


def shots_of(precision: Any) -> int | None:
    """Shots that a precision comes to; None for what is not a positive number."""
    return shots_for(precision) if is_real(precision) and precision > 0 else None


def literal_shape(value: Any) -> tuple[int, ...] | None:
    """Shape of nested lists; None when they are ragged."""
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

"""Counts of a sampler job's outcomes, for each register and each point of a sweep."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qrt_facade._base.ranking import ranking
from qrt_facade.emulator.http.pages.arrays import nested, packed
from qrt_facade.emulator.http.pages.pubs import pubs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OUTCOMES = 16
"""Maximum number of outcomes listed per register; the rest are counted together."""

MOST_POINTS = 64
"""Maximum number of points of a sweep that are counted."""


@dataclass(frozen=True)
class Histogram:
    """Counts of measured outcomes, most frequent first.

    Attributes:
        total: Number of shots.
        counts: Bitstrings, highest bit first, with their counts.
        others: Number of other outcomes.
        other_shots: Total shots of those.
    """

    total: int
    counts: tuple[tuple[str, int], ...]
    others: int = 0
    other_shots: int = 0


@dataclass(frozen=True)
class Register:
    """Outcomes of one register.

    Attributes:
        pub: Index of its PUB in the job.
        name: Its name.
        num_bits: Its width.
        shape: Shape of the sweep: () for a circuit without parameters, or with a single value for each.
        points: A histogram for each point of the sweep, in C order; at most `MOST_POINTS`.
    """

    pub: int
    name: str
    num_bits: int
    shape: tuple[int, ...]
    points: tuple[Histogram, ...]


def registers_of(result: str) -> list[Register]:
    """Return the registers of a sampler's result, plain or in Qiskit's types; registers without bits are skipped.

    Raises:
        ValueError, KeyError, TypeError: The text is not a sampler's result.
    """
    return [register for number, pub in enumerate(pubs_of(result)) for register in _registers(number, pub)]


def _registers(number: int, pub: dict[str, Any]) -> Iterator[Register]:
    if "data" in pub:
        for name, register in pub["data"].items():
            if "num_bits" in register:
                samples = nested(register["samples"])
                yield _register(
                    number, name, register["num_bits"], samples.shape, lambda at, of=samples.values: int(of[at], 16)
                )  # fmt: skip
        return
    for name, register in pub["__value__"]["data"]["__value__"]["fields"].items():
        if register.get("__type__") == "BitArray":
            value = register["__value__"]
            # The last axis has the bytes of one shot, most significant byte first.
            _, (*shape, width), data = packed(value["array"]["__value__"])
            yield _register(
                number, name, value["num_bits"], tuple(shape),
                lambda at, of=data, width=width: int.from_bytes(of[at * width : (at + 1) * width]),
            )  # fmt: skip


def _register(number: int, name: str, num_bits: int, shape: tuple[int, ...], outcome: Any) -> Register:
    """Count a register's samples (*shape, shots); `outcome` returns one sample by its index in C order."""
    *sweep, shots = shape
    points = []
    for at in range(min(math.prod(sweep), MOST_POINTS)):
        ranked = ranking(
            Counter(outcome(place) for place in range(at * shots, (at + 1) * shots)), MOST_OUTCOMES
        )
        counts = tuple((f"{value:0{num_bits}b}" if num_bits else "", count) for value, count in ranked.top)
        points.append(Histogram(ranked.shots, counts, ranked.others, ranked.other_shots))
    return Register(number, name, num_bits, tuple(sweep), tuple(points))

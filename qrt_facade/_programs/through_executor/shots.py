"""Compute a single number of shots for an estimator's program: how often each PUB runs so that none gets too few shots.

A sampler's PUBs get exactly their shots, see `sampler_shots`; an estimator's may get more. So the number chosen
minimises the program's time, counting the setup of a bound circuit as a hundred shots, as there.
IBM's client refuses PUBs with different precision (`resolve_precision` of qiskit-ibm-runtime 0.51).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from qrt_facade._programs.through_executor.twirling import twirling_shots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SETTING_UP: Final = 100
_MOST_PARTS: Final = 64


@frozen
class Shots:
    """The shots of a program and its repetitions.

    Attributes:
        each: Shots of each bound circuit, the same for all.
        repetitions: For each PUB, the number of runs of each of its circuits, which are randomizations if it is
            twirled.
    """

    each: int
    repetitions: tuple[int, ...]


def replicated(asked: Sequence[int], sizes: Sequence[int]) -> Shots:
    """Return shots without twirling. PUBs with equal numbers run once, with exactly that number.

    Args:
        asked: Shots that each PUB needs for each of its circuits.
        sizes: Circuits of each PUB.
    """
    candidates = {math.ceil(shots / parts) for shots in set(asked) for parts in range(1, _MOST_PARTS + 1)}
    return _cheapest(candidates, asked, [1] * len(asked), sizes)


def randomized(
    asked: Sequence[int],
    sizes: Sequence[int],
    randomizations: int | Literal["auto"],
    shots: int | Literal["auto"],
) -> Shots:
    """Return shots with twirling, each repetition with its own flips.

    Each PUB gets at least the randomizations given by IBM's rules, see `twirling_shots`. The number is even if
    the options leave it open, to allow pairs of opposite flips: see `balanced_flips`. The shots of each randomization
    are those that the rules give for one of the PUBs.

    Args:
        asked: Shots that each PUB needs for each of its circuits.
        sizes: Circuits of each PUB.
        randomizations: Number of random circuits.
        shots: Shots of each.
    """
    rules = [twirling_shots(one, randomizations, shots) for one in asked]
    if randomizations == shots == "auto":
        rules = [(number, each) if number % 2 == 0 else _even(number, each) for number, each in rules]
    if randomizations != "auto" and shots != "auto":
        return Shots(shots, (randomizations,) * len(asked))
    fewest, step = [number for number, _ in rules], 2 if randomizations == "auto" else 1
    return _cheapest({each for _, each in rules}, asked, fewest, sizes, step=step)


def _even(number: int, each: int) -> tuple[int, int]:
    """Return one more randomization, without reducing the total shots."""
    return number + 1, math.ceil(number * each / (number + 1))


def _cheapest(
    candidates: Iterable[int],
    asked: Sequence[int],
    fewest: Sequence[int],
    sizes: Sequence[int],
    *,
    step: int = 1,
) -> Shots:
    """Return the shots that minimise a program's time; among equal times, the most shots.

    Args:
        candidates: Shots to choose from.
        asked: Shots that each PUB needs for each of its circuits.
        fewest: Minimum repetitions of each PUB.
        sizes: Circuits of each PUB.
        step: Repetitions are a multiple of this.
    """

    def repetitions(each: int) -> tuple[int, ...]:
        needed = [max(math.ceil(shots / each), least) for shots, least in zip(asked, fewest, strict=True)]
        return tuple(-(-number // step) * step for number in needed)

    def cost(each: int) -> tuple[int, int]:
        circuits = sum(often * size for often, size in zip(repetitions(each), sizes, strict=True))
        return circuits * (each + _SETTING_UP), -each

    best = min(candidates, key=cost)
    return Shots(best, repetitions(best))

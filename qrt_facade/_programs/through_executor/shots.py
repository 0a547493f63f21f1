"""One number of shots for a whole program: how often each PUB of an estimator is run so that none gets fewer than it asks for.

A sampler's PUBs get exactly the shots that they ask for, see `sampler_shots`; an estimator's may get more. So the number is the
one with which the program takes least time, for which setting up a bound circuit counts as much as a hundred shots, as there.
IBM's own client refuses PUBs of different precision (`resolve_precision` of qiskit-ibm-runtime 0.51).
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
    """How the shots of a program are shared out.

    Attributes:
        each: Shots of each bound circuit: one number for all.
        repetitions: For each PUB, how often each of its circuits is run, in as many randomizations if it is twirled.
    """

    each: int
    repetitions: tuple[int, ...]


def replicated(asked: Sequence[int], sizes: Sequence[int]) -> Shots:
    """Shots without twirling. PUBs that ask for the same number are run once, with exactly that.

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
    """Shots with twirling, each repetition with flips of its own.

    Each PUB gets the randomizations that the rules of IBM give it, see `twirling_shots`, or more. The number is even where
    the options leave it free, for pairs of opposite flips: see `balanced_flips`. The shots of each randomization are those
    that the rules give to one of the PUBs.

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
    """One randomization more, of no fewer shots altogether."""
    return number + 1, math.ceil(number * each / (number + 1))


def _cheapest(
    candidates: Iterable[int],
    asked: Sequence[int],
    fewest: Sequence[int],
    sizes: Sequence[int],
    *,
    step: int = 1,
) -> Shots:
    """The shots with which a program takes least time; the most shots of those that are alike in that.

    Args:
        candidates: Shots to choose from.
        asked: Shots that each PUB needs for each of its circuits.
        fewest: Repetitions that each PUB has at least.
        sizes: Circuits of each PUB.
        step: What repetitions are a multiple of.
    """

    def repetitions(each: int) -> tuple[int, ...]:
        needed = [max(math.ceil(shots / each), least) for shots, least in zip(asked, fewest, strict=True)]
        return tuple(-(-number // step) * step for number in needed)

    def cost(each: int) -> tuple[int, int]:
        circuits = sum(often * size for often, size in zip(repetitions(each), sizes, strict=True))
        return circuits * (each + _SETTING_UP), -each

    best = min(candidates, key=cost)
    return Shots(best, repetitions(best))

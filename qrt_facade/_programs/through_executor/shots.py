"""One number of shots for a whole program: how often each PUB is repeated so that none gets fewer shots than it asks for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PARTS: Final = 64
_TOLERATED: Final = 0.02
_LEAST_SHOTS: Final = 64
_MOST_RANDOMIZATIONS: Final = 32


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
    """Shots without twirling.

    PUBs that ask for the same shots are run once. Else the shots of the least demanding PUB are split into as few parts as
    lose at most 2 % of all shots to rounding up, or into that number of parts up to 64 which loses least.

    Args:
        asked: Shots that each PUB needs for each of its circuits.
        sizes: Circuits of each PUB.
    """
    least = min(asked)
    wanted = sum(shots * size for shots, size in zip(asked, sizes, strict=True)) or 1
    best = (math.inf, least)
    for parts in range(1, min(_MOST_PARTS, least) + 1):
        each = math.ceil(least / parts)
        total = sum(math.ceil(shots / each) * each * size for shots, size in zip(asked, sizes, strict=True))
        best = min(best, (total, each), key=lambda found: (found[0], -found[1]))
        if total <= wanted * (1 + _TOLERATED):
            best = total, each
            break
    each = best[1]
    return Shots(each, tuple(math.ceil(shots / each) for shots in asked))


def randomized(
    asked: Sequence[int], randomizations: int | Literal["auto"], shots: int | Literal["auto"]
) -> Shots:
    """Shots with twirling, each repetition with flips of its own.

    The rules are those of IBM's client for one PUB (`calculate_twirling_shots` of qiskit-ibm-runtime 0.51): 64 shots for each
    randomization, or a 32nd of all if that is more; where both numbers are given, they count and the precision does not. PUBs
    that ask for more shots than the least demanding one get more randomizations.

    Args:
        asked: Shots that each PUB needs for each of its circuits.
        randomizations: Number of random circuits.
        shots: Shots of each.
    """
    if randomizations != "auto" and shots != "auto":
        return Shots(shots, (randomizations,) * len(asked))
    least = min(asked)
    if shots != "auto":
        each = shots
    elif randomizations != "auto":
        each = math.ceil(least / randomizations)
    else:
        each = max(_LEAST_SHOTS, math.ceil(least / _MOST_RANDOMIZATIONS))
    fewest = 1 if randomizations == "auto" else randomizations
    return Shots(each, tuple(max(math.ceil(one / each), fewest) for one in asked))

"""Compute a single number of shots for a program: PUBs with different shots are repeated.

An executor program has a single number of shots. If PUBs have different numbers, the program runs their greatest common
divisor, and each PUB as often as needed, so that exactly the requested shots run. 1000 and 1500 shots become two
and three repetitions of 500. With twirling, a PUB with more shots gets more randomizations.

The alternative, one job per PUB, would turn one id, one key and one place in the queue into several, which
the user did not request; `submit_many` does that explicitly. IBM's client refuses PUBs with different shots
(`extract_shots_from_pubs` of qiskit-ibm-runtime 0.51).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from attrs import frozen

from qrt_facade._base.wording import pluralize
from qrt_facade._programs.through_executor.twirling import twirling_shots
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._programs.through_executor.sampler_options import Twirling

MOST_ADDED: Final = 1000
"""Bound circuits that different shots may add to a program, or its own number of bound circuits if that is larger.

They add no shots, and their equal arguments compress well. But setting up a circuit takes a device about as long
as a hundred shots: the benchmark of circuit-layer operations per second (CLOPS) runs 100 shots of each of 1,000 bound
circuits, at 200,000 CLOPS and 100 layers in 50 seconds, and the shots take half of that. So they cost at most half a
minute, or as much as the program takes without them.
"""

_MOST_NAMED: Final = 4


@frozen
class SharedShots:
    """The shots of a program and its repetitions.

    Attributes:
        each: Shots of each bound circuit, the same for the whole program.
        times: For each PUB, the number of runs of each of its circuits: repetitions or randomizations.
    """

    each: int
    times: tuple[int, ...]


def repeated(asked: Sequence[int], circuits: Sequence[int]) -> SharedShots:
    """Return the shots of a program without twirling: the greatest common divisor over its PUBs.

    Args:
        asked: Shots of each bound circuit of each PUB.
        circuits: Bound circuits of each PUB.

    Raises:
        ConfigurationError: It is so small that the PUBs would have to be repeated too often.
    """
    each = math.gcd(*asked)
    times = tuple(shots // each for shots in asked)
    _check_added(asked, circuits, times, (1,) * len(asked), each)
    return SharedShots(each, times)


def randomized(asked: Sequence[int], circuits: Sequence[int], twirling: Twirling) -> SharedShots:
    """Return the shots of a program with twirling: by IBM's rules, those of a randomization of the PUB with the fewest.

    Args:
        asked: Shots of each point of each PUB.
        circuits: Points of each PUB.
        twirling: Numbers of randomizations and of their shots, which override the shots of PUBs if both are set.

    Raises:
        ConfigurationError: They are so few that the other PUBs would have to be randomized too often.
    """
    numbers = twirling.randomizations, twirling.shots
    least, each = twirling_shots(min(asked), *numbers)
    if "auto" not in numbers:
        return SharedShots(each, (least,) * len(asked))
    times = tuple(math.ceil(shots / each) for shots in asked)
    alone = tuple(twirling_shots(shots, *numbers)[0] for shots in asked)
    _check_added(asked, circuits, times, alone, each)
    return SharedShots(each, times)


def _check_added(
    asked: Sequence[int], circuits: Sequence[int], times: Sequence[int], alone: Sequence[int], each: int
) -> None:
    """Refuse programs that add too many bound circuits to those that each PUB would have alone."""
    added = sum((n - own) * number for n, own, number in zip(times, alone, circuits, strict=True))
    most = max(MOST_ADDED, sum(own * number for own, number in zip(alone, circuits, strict=True)))
    if added <= most:
        return
    least = min(asked)
    first: dict[int, int] = {}  # shots -> the first PUB with that number
    for index, shots in enumerate(asked):
        first.setdefault(shots, index)
    named = [f"PUB {index} has {shots:,}" for shots, index in list(first.items())[:_MOST_NAMED]]
    more = f", and {len(first) - _MOST_NAMED} more" if len(first) > _MOST_NAMED else ""
    odd = next((shots for shots in first if shots % least), None)
    advice = (
        "Use shots that differ less"
        if odd is None
        else f"Round the shots to multiples of each other, for example {_rounded(odd, least):,} instead of {odd:,}"
    )
    raise ConfigurationError(
        "The PUBs of an executor program run with a single number of shots, but these differ: "
        f"{', '.join(named)}{more}. {pluralize(added, 'bound circuit')} would be added, of {pluralize(each, 'shot')} "
        "each; accepted: "
        f"at most {most:,}. {advice}, or submit each PUB as a separate job with submit_many."
    )


def _rounded(shots: int, least: int) -> int:
    """Return the nearest multiple of the fewest shots."""
    return max(1, round(shots / least)) * least

"""One number of shots for a whole program: PUBs of different shots run several times, and what ran is put together again.

A program of the executor has one number of shots. Where PUBs ask for different numbers, the program runs the greatest common
divisor, and each PUB as often as it takes: exactly the shots that were asked for are run. 1000 and 1500 shots become two
and three repetitions of 500. With twirling, a PUB that asks for more shots gets more randomizations.

One job for each PUB would be the other way. It would turn one id, one key and one place in the queue into several, which
nobody has asked for; `submit_many` does that for those who do. IBM's own client refuses PUBs of different shots
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
"""Bound circuits that different shots may add to a program, or as many as it has without them if that is more.

They take no shots more, and their equal arguments compress well. But to set up a circuit takes a device time too, about as
much as a hundred shots: the benchmark of circuit-layer operations per second (CLOPS) runs 100 shots of each of 1,000 bound
circuits, at 200,000 CLOPS and 100 layers in 50 seconds, and the shots take half of that. So they cost half a minute at most,
or as much as the program does without them.
"""

_MOST_NAMED: Final = 4


@frozen
class SharedShots:
    """How the shots of a program are shared out.

    Attributes:
        each: Shots of each bound circuit: one number for the program.
        times: For each PUB, how often each of its circuits runs: repetitions, or randomizations.
    """

    each: int
    times: tuple[int, ...]


def repeated(asked: Sequence[int], circuits: Sequence[int]) -> SharedShots:
    """The shots of a program without twirling: the greatest common divisor of what its PUBs ask for.

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
    """The shots of a program with twirling: by IBM's rules those of a randomization of the PUB that asks for the fewest.

    Args:
        asked: Shots of each point of each PUB.
        circuits: Points of each PUB.
        twirling: Numbers of randomizations and of their shots, which count alone where both are given.

    Raises:
        ConfigurationError: They are so few that the other PUBs would have to be randomized too often.
    """
    given = twirling.randomizations, twirling.shots
    least, each = twirling_shots(min(asked), *given)
    if "auto" not in given:
        return SharedShots(each, (least,) * len(asked))
    times = tuple(math.ceil(shots / each) for shots in asked)
    alone = tuple(twirling_shots(shots, *given)[0] for shots in asked)
    _check_added(asked, circuits, times, alone, each)
    return SharedShots(each, times)


def _check_added(
    asked: Sequence[int], circuits: Sequence[int], times: Sequence[int], alone: Sequence[int], each: int
) -> None:
    """Refuse what adds too many bound circuits to those that each PUB would have alone."""
    added = sum((n - own) * number for n, own, number in zip(times, alone, circuits, strict=True))
    most = max(MOST_ADDED, sum(own * number for own, number in zip(alone, circuits, strict=True)))
    if added <= most:
        return
    least = min(asked)
    first: dict[int, int] = {}  # shots -> the first PUB that asks for them
    for index, shots in enumerate(asked):
        first.setdefault(shots, index)
    named = [f"PUB {index} has {shots:,}" for shots, index in list(first.items())[:_MOST_NAMED]]
    more = f", and {len(first) - _MOST_NAMED} more" if len(first) > _MOST_NAMED else ""
    odd = next((shots for shots in first if shots % least), None)
    advice = (
        "Give shots that differ less"
        if odd is None
        else f"Round the shots to multiples of each other, such as {_rounded(odd, least):,} in place of {odd:,}"
    )
    raise ConfigurationError(
        f"The PUBs of one program of the executor run with one number of shots, and these ask for different numbers: "
        f"{', '.join(named)}{more}. {pluralize(added, 'bound circuit')} more would have to run, of {pluralize(each, 'shot')} each, and "
        f"at most {most:,} may. {advice}, or submit the PUBs by submit_many, as one job each."
    )


def _rounded(shots: int, least: int) -> int:
    """The multiple of the fewest shots that is nearest."""
    return max(1, round(shots / least)) * least

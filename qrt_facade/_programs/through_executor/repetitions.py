"""One number of shots for a whole program: PUBs of unlike shots are repeated, and their repetitions put together again.

A program of the executor has one number of shots. Where PUBs ask for unlike numbers, the program runs the greatest common
divisor, and each PUB as often as it takes: no shot more or less is run than was asked for. 1000 and 1500 shots become two
and three repetitions of 500.

One job for each PUB would be the other way. It would turn one id, one key and one place in the queue into several, which
nobody has asked for; `submit_many` does that for those who do.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from qrt_facade._base.wording import count
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_REPEATED: Final = 1000
"""Bound circuits that repetitions may add to a program, if it has not more without them.

Repetitions take as many shots as without, and equal arguments that compress well. But to set up a circuit takes a device time
too, about as much as a hundred shots: the benchmark of circuit-layer operations per second (CLOPS) runs 100 shots of each
of 1,000 bound circuits, at 200,000 CLOPS and 100 layers in 50 seconds, and the shots take half of that. So repetitions cost
half a minute at most, or as much as the program without them if that is more. IBM's own client refuses PUBs of unlike shots altogether (`extract_shots_from_pubs` of
qiskit-ibm-runtime 0.51).
"""

_MOST_NAMED: Final = 4


def common_shots(asked: Sequence[int], circuits: Sequence[int]) -> int:
    """The shots of the program: the greatest common divisor of what its PUBs ask for.

    Args:
        asked: Shots of each bound circuit of each PUB.
        circuits: Bound circuits of each PUB.

    Raises:
        ConfigurationError: It is so small that the PUBs would have to be repeated too often.
    """
    each = math.gcd(*asked)
    added = sum((shots // each - 1) * number for shots, number in zip(asked, circuits, strict=True))
    most = max(MOST_REPEATED, sum(circuits))
    if added <= most:
        return each
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
        f"The PUBs of one program of the executor run with one number of shots, and these ask for unlike ones: "
        f"{', '.join(named)}{more}. Their greatest common divisor is {each:,}, for which {count(added, 'bound circuit')} more "
        f"would have to run, and at most {most:,} may. {advice}, or submit the PUBs by submit_many, as one job each."
    )


def _rounded(shots: int, least: int) -> int:
    """The multiple of the fewest shots that is nearest."""
    return max(1, round(shots / least)) * least

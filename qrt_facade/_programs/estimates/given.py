"""Numbers of a job's `params` that count executions; what the service would refuse is named as not known, never left out in silence.

`client.sampler.estimate` and its like check their arguments before; `client.jobs.estimate` takes `params` as they are written.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_integer, is_list, is_mapping, list_of, number_of
from qrt_facade._programs.sizes import shots_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.estimates.tally import Tally

_MOST_CHARACTERS: Final = 40


def given_whole(tally: Tally, name: str, value: Any) -> int | None:
    """Return a whole number of 1 or more; None where none is set, or what is set is another value, which is noted.

    Args:
        tally: The job.
        name: What it is the number of.
        value: What the parameters have.
    """
    if value is None:
        return None
    if is_integer(value) and 1 <= value <= sys.float_info.max:
        return int(value)
    wrong = "too large" if is_integer(value) and value > 1 else "not a whole number of 1 or more"
    tally.is_unknown(f"{name}: {_shown(value)} is {wrong}")
    return None


def given_whole_or_auto(tally: Tally, name: str, value: Any) -> int | None:
    """Return a whole number of 1 or more, as `given_whole`; None for "auto" too.

    Args:
        tally: The job.
        name: What it is the number of.
        value: What the parameters have.
    """
    return None if value == "auto" else given_whole(tally, name, value)


def given_shots(tally: Tally, name: str, precision: Any) -> int | None:
    """Return the shots that a precision comes to; None where none is set, or what is set is not one, which is noted.

    Args:
        tally: The job.
        name: Whose precision it is.
        precision: What the parameters have.
    """
    found = shots_of(number_of(precision))
    if found is None and precision is not None:
        tally.is_unknown(f"{name}: {_shown(precision)} is not a finite number above 0")
    return found


def given_factors(tally: Tally, value: Any, usual: tuple[float, ...]) -> tuple[float, ...]:
    """Return noise factors: the usual ones where none are set.

    Args:
        tally: The job.
        value: What the parameters have.
        usual: The factors where none are set.
    """
    if value is None:
        return usual
    numbers = [number_of(one) for one in list_of(value)]
    factors = tuple(one for one in numbers if one is not None and one >= 1)
    if not factors or len(factors) < len(numbers):
        tally.is_unknown(f"the noise factors: {_shown(value)} is not a list of numbers of 1 or more")
    return factors or usual


def note_missing_pubs(tally: Tally, params: Mapping[str, Any]) -> None:
    """Note that `params` have no PUBs, or some that are empty.

    Args:
        tally: The job.
        params: The job's parameters.
    """
    pubs = params.get("pubs")
    if not (is_list(pubs) and len(pubs)):
        tally.is_unknown("what the job runs: its parameters have no list of PUBs")
    elif not all((is_list(pub) or is_mapping(pub) or isinstance(pub, str)) and len(pub) for pub in pubs):
        tally.is_unknown("what PUBs run that are empty, or not lists")


def _shown(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # an integer of more digits than Python writes out
        return "a number of thousands of digits"
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."

"""Read the numbers in a job's `params` that determine its executions; report invalid ones as unknown.

`client.sampler.estimate` and its like validate their arguments first; `client.jobs.estimate` accepts any `params`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_integer, is_list, is_mapping, list_of, number_of
from qrt_facade._programs.sizes import shots_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.estimates.builder import EstimateBuilder

_MOST_CHARACTERS: Final = 40


def read_whole(builder: EstimateBuilder, name: str, value: Any) -> int | None:
    """Return a whole number of 1 or more; None if it is unset, or is invalid, which is noted.

    Args:
        builder: The estimate, for the note.
        name: What the number counts.
        value: The value in the parameters.
    """
    if value is None:
        return None
    if is_integer(value) and 1 <= value <= sys.float_info.max:
        return int(value)
    wrong = "too large" if is_integer(value) and value > 1 else "not a whole number of 1 or more"
    builder.is_unknown(f"{name}: {_shown(value)} is {wrong}")
    return None


def read_whole_or_auto(builder: EstimateBuilder, name: str, value: Any) -> int | None:
    """Return a whole number of 1 or more, as `read_whole`; None also for "auto".

    Args:
        builder: The estimate, for the note.
        name: What the number counts.
        value: The value in the parameters.
    """
    return None if value == "auto" else read_whole(builder, name, value)


def read_shots(builder: EstimateBuilder, name: str, precision: Any) -> int | None:
    """Return the shots for a precision; None if it is unset, or is invalid, which is noted.

    Args:
        builder: The estimate, for the note.
        name: The name of the precision.
        precision: The value in the parameters.
    """
    found = shots_of(number_of(precision))
    if found is None and precision is not None:
        builder.is_unknown(f"{name}: {_shown(precision)} is not a finite number above 0")
    return found


def read_factors(builder: EstimateBuilder, value: Any, default: tuple[float, ...]) -> tuple[float, ...]:
    """Return the noise factors, or the default if they are unset.

    Args:
        builder: The estimate, for the note.
        value: The value in the parameters.
        default: The default factors.
    """
    if value is None:
        return default
    numbers = [number_of(one) for one in list_of(value)]
    factors = tuple(one for one in numbers if one is not None and one >= 1)
    if not factors or len(factors) < len(numbers):
        builder.is_unknown(f"the noise factors: {_shown(value)} is not a list of numbers of 1 or more")
    return factors or default


def note_missing_pubs(builder: EstimateBuilder, params: Mapping[str, Any]) -> None:
    """Note in the estimate if `params` have no PUBs, or empty ones.

    Args:
        builder: The estimate.
        params: The job's parameters.
    """
    pubs = params.get("pubs")
    if not (is_list(pubs) and len(pubs)):
        builder.is_unknown("the job's executions, because its parameters have no list of PUBs")
    elif not all((is_list(pub) or is_mapping(pub) or isinstance(pub, str)) and len(pub) for pub in pubs):
        builder.is_unknown("the executions of PUBs that are empty or not lists")


def _shown(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python refuses to print integers of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."

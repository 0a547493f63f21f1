"""Numbers, times and counts as text: the same in notebooks, terminals and plots."""

from __future__ import annotations

import math
from datetime import UTC
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo


_HUGE: Final = 1e15
"""From here on a figure is written with an exponent: it has more digits than a float holds, and would fill the screen."""


class Number(str):
    """A number as text; a column that contains one is aligned to the right."""

    __slots__ = ()


def whole(number: float | None) -> Number | None:
    """Return a number rounded to a whole one, with thousands separated; four significant digits from 1e15 on."""
    if number is None:
        return None
    return Number(f"{round(number):,}" if abs(number) < _HUGE else f"{number:.4g}")


def seconds(time: float | None) -> Number | None:
    """Return seconds to four significant digits, or whole seconds from 1000 up to 1e15."""
    return None if time is None else Number(f"{_amount(time)} s")


def resource_units(amount: float | None) -> Number | None:
    """Return resource units to four significant digits, or whole ones from 1000 up to 1e15."""
    return None if amount is None else Number(f"{_amount(amount)} RU")


def _amount(number: float) -> str:
    # 999.96 has four digits before the point once it is rounded.
    return f"{number:,.0f}" if 999.95 <= abs(number) < _HUGE else f"{number:.4g}"


def share(part: float) -> Number:
    """Return a share of the shots, as a percentage with one decimal."""
    return Number(f"{part:.1%}")


def error_rate(probability: float | None) -> Number | None:
    """Return a gate's or readout's error as a percentage, to three decimals where it is a usable one."""
    if probability is None:
        return None
    return Number(f"{probability:.3%}" if probability < 0.1 else f"{probability:.1%}")


def moment(time: datetime, zone: tzinfo | None = UTC) -> str:
    """Return date and time to the second, in UTC and marked so, or in the local time zone when `zone` is None."""
    written = time.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    return written if zone is None else f"{written} UTC"


def yes_or_no(flag: bool | None, *, yes: str = "yes") -> str | None:
    """Return a flag as a word."""
    return None if flag is None else yes if flag else "no"


def shape(sizes: Sequence[int]) -> str:
    """Return an array's shape, or an index into it, as Python writes a tuple."""
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


def count(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural: `1 bit`, `2,000 shots`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def with_error(value: float, error: float | None) -> tuple[Number, Number | None]:
    """Return a value and its standard error, both to two significant digits of the error.

    Four decimals where the error is absent, zero or not finite.
    """
    decimals = 4
    if error is not None and math.isfinite(error) and error > 0:
        decimals = min(max(1 - math.floor(math.log10(error)), 0), 12)
    return Number(f"{value:.{decimals}f}"), None if error is None else Number(f"{error:.{decimals}f}")


def shortened(text: str, longest: int, *, gap: str = "…") -> str:
    """Return a text with its middle left out where it has more than `longest` characters."""
    half = (longest - len(gap)) // 2
    return text if len(text) <= longest else f"{text[:half]}{gap}{text[-half:]}"

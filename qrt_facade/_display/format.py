"""Numbers, times and counts as text: the same in notebooks, terminals and plots."""

from __future__ import annotations

import math
import sys
from datetime import UTC
from typing import TYPE_CHECKING, Final

from qrt_facade._base.wording import with_uncertainty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo


_HUGE: Final = 1e15
"""Numbers from here on are written with an exponent: they exceed a float's precision, and would fill the screen."""


class Number(str):
    """A number as text; a column that contains one is right-aligned."""

    __slots__ = ()


def whole(number: float | None) -> Number | None:
    """Return a number rounded to a whole one, with thousands separators; four significant digits from 1e15 on."""
    if number is None:
        return None
    if abs(number) > sys.float_info.max and isinstance(number, int):
        return Number(f"about 1e+{round(math.log10(abs(number)))}")
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
    """Return a share of the shots as a percentage with one decimal; 0 and 100 % are only used for none and all."""
    if 0 < abs(part) < 0.0005:  # a quasi-probability may be negative
        return Number("<0.1%" if part > 0 else ">-0.1%")
    return Number(">99.9%" if 0.9995 <= part < 1 else f"{part:.1%}")


def error_rate(probability: float | None) -> Number | None:
    """Return a gate's or readout's error as a percentage, with three decimals if it is usable."""
    if probability is None:
        return None
    return Number(f"{probability:.3%}" if probability < 0.1 else f"{probability:.1%}")


def moment(time: datetime, zone: tzinfo | None = UTC) -> str:
    """Return date and time to the second, in UTC and marked so, or in local time if `zone` is None."""
    try:
        written = time.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    except OverflowError:  # in the local time zone it lies before the year 1
        return moment(time)
    return written if zone is None else f"{written} UTC"


def yes_or_no(flag: bool | None, *, yes: str = "yes") -> str | None:
    """Return a flag as a word."""
    return None if flag is None else yes if flag else "no"


def shape(sizes: Sequence[int]) -> str:
    """Return an array's shape, or an index into it, as Python writes a tuple."""
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


def uncertain(value: float | None, error: float | None) -> Number:
    """Return a value with its standard error, such as `-1.02349 ± 0.00012`; see `with_uncertainty`."""
    return Number(with_uncertainty(value, error))


def shortened(text: str, longest: int, *, gap: str = "…") -> str:
    """Return a text with its middle omitted if it has more than `longest` characters."""
    half = (longest - len(gap)) // 2
    return text if len(text) <= longest else f"{text[:half]}{gap}{text[-half:]}"


def outcome(bits: str, widest: int, longest: int = 40) -> str:
    """Return a bitstring as a label: in hexadecimal, after `0x`, if it has more than `widest` bits.

    Args:
        bits: The bitstring.
        widest: Bits of the longest that is written in binary.
        longest: Hexadecimal digits of a label; of more the middle is left out. 40 show 160 bits.
    """
    if len(bits) <= widest:
        return bits or "(no bits)"
    return f"0x{shortened(f'{int(bits, 2):0{-(-len(bits) // 4)}x}', longest)}"

"""Counted nouns and values with their errors as text: the same in notebooks, plots, terminals and the emulator's pages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDING: Final = 1e-9
"""Of a value's size: a smaller standard error is the rounding of a mean of equal numbers, and none of measurement."""

_LONGEST: Final = 9
"""Decimals, and digits before the point: numbers that need more are written with an exponent."""


def pluralize(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural: `1 bit`, `2,000 shots`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def abbreviated_list(items: Sequence[object], most: int = 10) -> str:
    """Return the first of several things as Python writes them, and how many more there are: `1, 2, ... 998 more`."""
    written = [*map(repr, items[:most])]
    left_out = len(items) - most
    return ", ".join(written + ([f"... {left_out:,} more"] if left_out > 0 else []))


def with_uncertainty(value: float | None, error: float | None) -> str:
    """Return a value and its standard error, both to two significant digits of the error: `-1.02349 ± 0.00012`.

        with_uncertainty(0.123456, 0.0123)     # "0.123 ± 0.012"
        with_uncertainty(1.0, 0.0)             # "1.0000 ± 0"

    Args:
        value: The value; `unknown` where it is None or NaN.
        error: Its standard error. One of 0 is written as `0`, and so is one that is no more than the rounding of floats;
            where it is None, not finite or negative, the value stands alone, with four decimals.
    """
    if value is None or math.isnan(value):
        return "unknown"
    if error is None or not math.isfinite(error) or error < 0 or not math.isfinite(value):
        return _plain(value)
    if error <= ROUNDING * abs(value):
        return f"{_plain(value)} ± 0"
    # Of the first of its two digits once it is rounded: 0.0996 is 0.10.
    place = int(f"{error:.1e}".partition("e")[2])
    decimals = max(1 - place, 0)
    if decimals > _LONGEST or max(abs(value), error) >= 10.0**_LONGEST:
        if value == 0 or abs(value) < error / 100:
            return f"0 ± {error:.1e}"
        digits = max(math.floor(math.log10(abs(value))) - place + 1, 0)
        return f"{value:.{min(digits, 15)}e} ± {error:.1e}"
    return f"{_unsigned_zero(f'{value:.{decimals}f}')} ± {error:.{decimals}f}"


def _plain(value: float) -> str:
    size = abs(value)
    if size and (size < 1e-3 or size >= 10.0**_LONGEST):
        return f"{value:.4g}"
    return _unsigned_zero(f"{value:.4f}")


def _unsigned_zero(written: str) -> str:
    """Drop the sign of `-0.000`."""
    return written.removeprefix("-") if not written.strip("-0.") else written

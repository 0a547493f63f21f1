"""Formatting of counts and of values with errors: the same in notebooks, plots, terminals and the emulator's pages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDING: Final = 1e-9
"""Relative to the value: a smaller standard error is rounding of a mean of equal numbers, not a measurement error."""

_LONGEST: Final = 9
"""The most decimals, and digits before the point; numbers that need more are written with an exponent."""


def pluralize(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural: `1 bit`, `2,000 shots`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def abbreviated_list(items: Sequence[object], most: int = 10) -> str:
    """Return the reprs of the first items, and the number of the remaining ones: `1, 2, ... 998 more`."""
    written = [*map(repr, items[:most])]
    left_out = len(items) - most
    return ", ".join(written + ([f"... {left_out:,} more"] if left_out > 0 else []))


def with_uncertainty(value: float | None, error: float | None) -> str:
    """Return a value with its standard error, both rounded to two digits of the error: `-1.02349 ± 0.00012`.

        with_uncertainty(0.123456, 0.0123)     # "0.123 ± 0.012"
        with_uncertainty(1.0, 0.0)             # "1.0000 ± 0"

    Args:
        value: The value; None and NaN are written as `unknown`.
        error: Its standard error. Zero, and an error no larger than floating-point rounding, are written as `0`. If it
            is None, not finite or negative, only the value is written, with four decimals.
    """
    if value is None or math.isnan(value):
        return "unknown"
    if error is None or not math.isfinite(error) or error < 0 or not math.isfinite(value):
        return _plain(value)
    if error <= ROUNDING * abs(value):
        return f"{_plain(value)} ± 0"
    # Position of the error's first digit after rounding: 0.0996 is 0.10.
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
    """Remove the sign of `-0.000`."""
    return written.removeprefix("-") if not written.strip("-0.") else written

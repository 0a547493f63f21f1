"""Types of numeric arguments for type checkers: Python's numbers, and NumPy's, without importing it.

At run time, `is_integer` and `is_real` of `coerce` decide what is accepted. They refuse a `bool`, which type checkers
accept here, because it is an `int` to them.
"""

from __future__ import annotations

from numbers import Rational
from typing import Protocol, TypeAlias


class NumPyInteger(Protocol):
    """A NumPy integer, such as `np.int64`. An array has no `is_integer`."""

    def is_integer(self) -> bool:
        """Return True."""
        ...

    def __index__(self) -> int: ...


class NumPyReal(Protocol):
    """A NumPy real number, such as `np.float32` or `np.int64`."""

    def is_integer(self) -> bool:
        """Return whether the number is an integer."""
        ...

    def __float__(self) -> float: ...


WholeNumber: TypeAlias = int | NumPyInteger
"""A Python or NumPy integer."""

# `int` is listed because mypy takes `float` to be a NumPyReal, which an int of Python 3.11 is not.
RealNumber: TypeAlias = int | float | Rational | NumPyReal
"""A Python (`int`, `float`, `Fraction`, not `Decimal`) or NumPy real number."""

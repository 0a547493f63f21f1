"""Numbers as arguments, for type checkers: those of Python, and those of NumPy, which is not imported.

What is accepted when a program runs is decided by `is_integer` and `is_real` of `coerce`. A `bool` is refused there, and
passes here: for a type checker it is an `int`.
"""

from __future__ import annotations

from numbers import Rational
from typing import Protocol, TypeAlias


class NumPyInteger(Protocol):
    """An integer of NumPy, such as `np.int64`. An array has no `is_integer`."""

    def is_integer(self) -> bool:
        """Return True."""
        ...

    def __index__(self) -> int: ...


class NumPyReal(Protocol):
    """A real number of NumPy, such as `np.float32` or `np.int64`."""

    def is_integer(self) -> bool:
        """Whether it is whole."""
        ...

    def __float__(self) -> float: ...


WholeNumber: TypeAlias = int | NumPyInteger
"""A whole number of Python or NumPy."""

# `int` is named, since mypy takes `float` for a NumPyReal, which an int of Python 3.11 is not.
RealNumber: TypeAlias = int | float | Rational | NumPyReal
"""A real number of Python (`int`, `float`, `Fraction`, not `Decimal`) or NumPy."""

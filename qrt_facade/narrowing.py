"""Tests of a value of any type, which tell the type checker what they tell the reader.

`isinstance` narrows `Any` to containers of unknown elements; these narrow to containers of `Any`. Numbers are those of
Python and NumPy alike, and a bool is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Complex, Integral, Real
from typing import Any, TypeGuard

__all__ = ["is_complex", "is_integer", "is_iterable", "is_list", "is_mapping", "is_real"]


def is_list(value: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """A list or a tuple."""
    return isinstance(value, (list, tuple))


def is_mapping(value: Any) -> TypeGuard[Mapping[Any, Any]]:
    """A dict or any other mapping."""
    return isinstance(value, Mapping)


def is_iterable(value: Any) -> TypeGuard[Iterable[Any]]:
    """Anything that can be looped over, a str included."""
    return isinstance(value, Iterable)


def is_integer(value: Any) -> TypeGuard[int]:
    """An integer of Python or NumPy."""
    return not isinstance(value, bool) and isinstance(value, Integral)


def is_real(value: Any) -> TypeGuard[float]:
    """A real number of Python or NumPy."""
    return not isinstance(value, bool) and isinstance(value, Real)


def is_complex(value: Any) -> TypeGuard[complex]:
    """A number of Python or NumPy."""
    return not isinstance(value, bool) and isinstance(value, Complex)

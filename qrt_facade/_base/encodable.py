"""Checks that a value can be encoded as JSON, before anything is sent; the error locates the invalid value."""

from __future__ import annotations

import math
import reprlib
from typing import Any, Final

from qrt_facade._base.coerce import is_integer, is_list, is_mapping, is_real
from qrt_facade.errors import ConfigurationError

_MAX_BITS: Final = 13_000
"""Bits of the largest whole number: Python refuses to print more than 4300 digits."""

_MAX_DEPTH: Final = 200
"""Largest nesting depth of lists and objects: Python's encoder fails near 1000, the service's parser earlier."""

_PLAIN: Final = frozenset((float, int))


def checked_json(name: str, value: Any) -> Any:
    """Return a value as JSON types, with NumPy scalars converted to Python numbers.

    Args:
        name: What the value is, for messages: with `params`, a message names `params['pubs'][0][1]`.
        value: Mappings with string keys, lists, tuples, strings, numbers, True, False and None.

    Raises:
        ConfigurationError: A value cannot be encoded as JSON, or the service could not parse it (NaN, infinity, a lone
            surrogate).
    """
    return _checked(name, value, ())


def _checked(place: str, value: Any, within: tuple[int, ...]) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _checked_text(place, value)
    if is_mapping(value) or is_list(value):
        if id(value) in within:
            raise ConfigurationError(f"{place} cannot be encoded as JSON: it contains itself")
        if len(within) >= _MAX_DEPTH:
            raise ConfigurationError(
                f"{place} cannot be encoded as JSON: lists and mappings are nested more than {_MAX_DEPTH} deep"
            )
        within = (*within, id(value))
        if is_mapping(value):
            return {
                _checked_key(place, key): _checked(f"{place}[{key!r}]", item, within)
                for key, item in value.items()
            }
        # Copied, so that a retry sends what was checked, even if the caller changes the list meanwhile.
        value = list(value)
        if _are_finite_numbers(value):
            return value
        return [_checked(f"{place}[{index}]", item, within) for index, item in enumerate(value)]
    return _checked_number(place, value)


def _are_finite_numbers(values: list[Any]) -> bool:
    """Return whether all values are finite Python numbers: fast even for the millions of numbers of a sweep."""
    if not values or not _PLAIN.issuperset(map(type, values)):
        return False
    try:
        return all(map(math.isfinite, values))
    except OverflowError:  # an integer too large for a float: checked one by one
        return False


def _checked_key(place: str, key: object) -> str:
    if not isinstance(key, str):
        raise ConfigurationError(
            f"{place} cannot be encoded as JSON: the key {reprlib.repr(key)} is {_kind(key)}, and keys must be strings"
        )
    return _checked_text(f"{place}: the key", key)


def _checked_text(place: str, text: str) -> str:
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ConfigurationError(
                f"{place} cannot be encoded as JSON: {reprlib.repr(text)} contains a lone surrogate "
                f"at position {error.start}"
            ) from None
    return text


def _checked_number(place: str, value: Any) -> Any:
    if is_integer(value):
        number = int(value)
        if number.bit_length() > _MAX_BITS:
            raise ConfigurationError(
                f"{place} cannot be encoded as JSON: a whole number of {number.bit_length()} bits is too large"
            )
        return number
    if is_real(value):
        try:
            real = float(value)
        except OverflowError:
            real = math.inf
        if not math.isfinite(real):
            raise ConfigurationError(
                f"{place} cannot be encoded as JSON: it is {value!r}, and numbers must be finite"
            )
        return real
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return _checked_number_of_numpy(place, value)
    advice = "; convert it with .tolist()" if hasattr(value, "tolist") else ""
    raise ConfigurationError(
        f"{place} cannot be encoded as JSON: it is {_kind(value)}; expected a mapping, a list, a string, a number, "
        f"True, False or None{advice}"
    )


def _checked_number_of_numpy(place: str, value: Any) -> Any:
    """Return a NumPy scalar (or a zero-dimensional array) as a Python value."""
    plain = value.item()
    if getattr(plain, "shape", None) == ():
        raise ConfigurationError(f"{place} cannot be encoded as JSON: it is {_kind(value)}")
    return _checked(place, plain, ())


def _kind(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"

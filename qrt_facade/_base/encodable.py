"""Whether a value can go over the wire as JSON, found out before anything is sent and with the place that cannot."""

from __future__ import annotations

import math
import reprlib
from typing import Any, Final

from qrt_facade._base.coerce import is_integer, is_list, is_mapping, is_real
from qrt_facade.errors import ConfigurationError

_MAX_BITS: Final = 13_000
"""Of a whole number: Python itself refuses to write more than 4300 digits."""

_MAX_DEPTH: Final = 200
"""Of lists and objects within each other: Python's encoder ends near 1000, and a service's parser before that."""

_PLAIN: Final = frozenset((float, int))


def checked_json(name: str, value: Any) -> Any:
    """Return a value as JSON has it, with NumPy's scalars turned into Python's numbers; other things are refused.

    Args:
        name: What the value is, for the error: `params` makes it say `params['pubs'][0][1]`.
        value: Mappings with text as keys, lists, tuples, text, numbers, True, False and None.

    Raises:
        ConfigurationError: JSON has no such value, or the service could not read it (NaN, infinity, half a character).
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
        # A copy, since what is sent again must be what was checked, whatever the caller does with the list meanwhile.
        value = list(value)
        if _are_finite_numbers(value):
            return value
        return [_checked(f"{place}[{index}]", item, within) for index, item in enumerate(value)]
    return _checked_number(place, value)


def _are_finite_numbers(values: list[Any]) -> bool:
    """Tell whether all are Python's own numbers: sweeps have millions, and this takes no loop of ours."""
    if not values or not _PLAIN.issuperset(map(type, values)):
        return False
    try:
        return all(map(math.isfinite, values))
    except OverflowError:  # a whole number too large for a float: looked at one by one
        return False


def _checked_key(place: str, key: object) -> str:
    if not isinstance(key, str):
        raise ConfigurationError(
            f"{place} cannot be encoded as JSON: the key {reprlib.repr(key)} is {_kind(key)}, and only text can be a key"
        )
    return _checked_text(f"{place}: the key", key)


def _checked_text(place: str, text: str) -> str:
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ConfigurationError(
                f"{place} cannot be encoded as JSON: {reprlib.repr(text)} contains half a character "
                f"(a lone surrogate) at {error.start}"
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
    advice = "; .tolist() makes a list of it" if hasattr(value, "tolist") else ""
    raise ConfigurationError(
        f"{place} cannot be encoded as JSON: it is {_kind(value)}; expected a mapping, a list, text, a number, "
        f"True, False or None{advice}"
    )


def _checked_number_of_numpy(place: str, value: Any) -> Any:
    """Return what a scalar of NumPy (or an array without axes) is in Python."""
    plain = value.item()
    if getattr(plain, "shape", None) == ():
        raise ConfigurationError(f"{place} cannot be encoded as JSON: it is {_kind(value)}")
    return _checked(place, plain, ())


def _kind(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"

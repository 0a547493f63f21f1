"""Checks of fields against a program's schema; an invalid field is reported with its name."""

from __future__ import annotations

from typing import Any

from qrt_facade._base.coerce import is_integer
from qrt_facade.emulator.domain import errors


def check_lengths(value: Any, where: str) -> None:
    """Check that a value is an array of non-negative integers.

    Raises:
        ApiError: 400.
    """
    for index, length in enumerate(check_array(value, where)):
        check_integer(length, f"{where}[{index}]", 0)


def check_object(value: Any, where: str) -> dict[str, Any]:
    """Return the value after checking that it is an object.

    Raises:
        ApiError: 400.
    """
    if not isinstance(value, dict):
        raise _invalid(value, where, "an object")
    return value


def check_array(value: Any, where: str) -> list[Any]:
    """Return the value after checking that it is an array.

    Raises:
        ApiError: 400.
    """
    if not isinstance(value, list):
        raise _invalid(value, where, "an array")
    return value


def check_text(value: Any, where: str) -> None:
    """Check that a value is a string.

    Raises:
        ApiError: 400.
    """
    if not isinstance(value, str):
        raise _invalid(value, where, "a string")


def check_flag(value: Any, where: str) -> None:
    """Check that a value is true or false.

    Raises:
        ApiError: 400.
    """
    if not isinstance(value, bool):
        raise errors.invalid(f"{where} is {value!r:.60}; it must be true or false.")


def check_integer(value: Any, where: str, least: int, otherwise: str = "") -> None:
    """Check that a value is an integer not below a minimum.

    Args:
        value: The value.
        where: Name of the field.
        least: The minimum.
        otherwise: Other accepted values, for the message.

    Raises:
        ApiError: 400.
    """
    if not is_integer(value) or value < least:
        raise _invalid(value, where, f"an integer of {least} or more {otherwise}".rstrip())


def check_one_of(value: Any, where: str, known: tuple[str, ...]) -> None:
    """Check that a value is one of some strings.

    Raises:
        ApiError: 400.
    """
    if not isinstance(value, str) or value not in known:
        raise _invalid(value, where, f"one of {', '.join(known)}")


def _invalid(value: Any, where: str, wanted: str) -> errors.ApiError:
    shown = "missing" if value is None else f"{value!r:.60}"
    return errors.invalid(f"{where} is {shown}; it must be {wanted}.")

"""Lenient parsing: return a value of the expected type, or None or an empty value for anything else; nothing raises."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from numbers import Complex, Integral, Real
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_client.types import Unset


T = TypeVar("T")


def none_if_unset(value: T | Unset | None) -> T | None:
    """Return the value, or None when the service omitted it (the generated `UNSET`) or sent null."""
    # Compared by class name: modules that must not load generated code import this one.
    if value is None or type(value).__name__ == "Unset":
        return None
    return cast("T", value)


def or_unset(value: T | None) -> T | Unset:
    """Return the value, or the generated `UNSET` for None, which omits a field or parameter from a request."""
    if value is not None:
        return value
    from qrt_client.types import UNSET

    return UNSET


def parse_time(text: object) -> datetime | None:
    """Return a timestamp of the service as an aware datetime in UTC; None if it is not a valid date or time.

    The service writes ISO 8601 with `Z`, with an offset, or (in execution spans) without a time zone, which means UTC.
    """
    if isinstance(text, datetime):
        moment = text
    elif isinstance(text, str) and text:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
    else:
        return None
    try:
        return as_utc(moment)
    except OverflowError:  # in UTC, before the year 1 or after 9999
        return None


def as_utc(moment: datetime) -> datetime:
    """Convert a time from the service to UTC; a time without a time zone is UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    return value if is_mapping(value) else {}


def list_of(value: object) -> Sequence[Any]:
    """Return a JSON array, or an empty one for anything else."""
    return value if is_list(value) else ()


def texts_of(value: object) -> tuple[str, ...]:
    """Return the strings in a JSON array; an empty tuple for anything else."""
    return tuple(item for item in list_of(value) if isinstance(item, str))


def text_of(value: object) -> str | None:
    """Return a non-empty string, or None for anything else."""
    return value if isinstance(value, str) and value else None


def flag_of(value: object) -> bool | None:
    """Return a boolean, or None for anything else."""
    return value if isinstance(value, bool) else None


def whole_of(value: object) -> int | None:
    """Return a JSON integer, or None for anything else; booleans are not integers here."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number_of(value: object) -> float | None:
    """Return a finite number, or None for anything else."""
    if not is_real(value):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def is_list(value: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Return whether the value is a list or a tuple."""
    return isinstance(value, (list, tuple))


def is_mapping(value: Any) -> TypeGuard[Mapping[Any, Any]]:
    """Return whether the value is a dict or another mapping."""
    # `dict` first: checking it is cheap, while `Mapping` runs an abstract base class's check.
    return isinstance(value, (dict, Mapping))


def is_iterable(value: Any) -> TypeGuard[Iterable[Any]]:
    """Return whether the value is iterable; a str is."""
    return isinstance(value, Iterable)


def is_integer(value: Any) -> TypeGuard[int]:
    """Return whether the value is a Python or NumPy integer; booleans are not."""
    return not isinstance(value, bool) and isinstance(value, (int, Integral))


def is_real(value: Any) -> TypeGuard[float]:
    """Return whether the value is a Python or NumPy real number; booleans are not."""
    return not isinstance(value, bool) and isinstance(value, (int, float, Real))


def is_complex(value: Any) -> TypeGuard[complex]:
    """Return whether the value is a Python or NumPy number; booleans are not."""
    return not isinstance(value, bool) and isinstance(value, Complex)

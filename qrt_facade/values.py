"""Small conversions between what people and the service say and what Python has: ids, times, absent fields."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_client.types import Unset

T = TypeVar("T")

_PATH_UNSAFE: Final = re.compile(r"[/\\?#%\s\x00-\x1f\x7f]")


def checked_id(kind: str, value: object) -> str:
    """Return an id that may go into a path.

    An empty id would be answered by the platform's web application, `..` by another resource.

    Raises:
        ConfigurationError: It is empty, `.` or `..`, or holds a slash, white space or a character with a meaning in
            addresses.
    """
    if not isinstance(value, str) or not value or value in {".", ".."} or _PATH_UNSAFE.search(value):
        raise ConfigurationError(
            f"{value!r} is not a {kind}: expected a name without '/', '?', '#', '%' or spaces"
        )
    return value


def given(value: T | Unset | None) -> T | None:
    """Return the value, or None when the service left it out (the generated `UNSET`) or sent null."""
    # Told by the class's name: this module is imported by what must not load generated code.
    if value is None or type(value).__name__ == "Unset":
        return None
    return cast("T", value)


def parse_time(text: object) -> datetime | None:
    """Return a moment of the service's as an aware datetime in UTC; None for what is no time.

    The service writes ISO 8601 with `Z`, with an offset, or (in execution spans) without a zone, which means UTC.
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
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def moment_from(name: str, value: datetime | str | None) -> datetime | None:
    """Return a moment that a person gave, aware and in UTC.

    Text is read by python-dateutil; a time without a zone is in the zone of this machine.

    Raises:
        ConfigurationError: It is no time.
    """
    if value is None:
        return None
    if isinstance(value, str):
        from dateutil import parser

        try:
            value = parser.parse(value)
        except (ValueError, OverflowError) as error:
            raise ConfigurationError(
                f"{name}={value!r} is no time; expected a datetime or text such as '2026-09-30 14:00'"
            ) from error
    return value.astimezone(UTC)


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def text_of(value: object) -> str | None:
    """Return text that says something, or None for anything else."""
    return value if isinstance(value, str) and value else None


def whole_of(value: object) -> int | None:
    """Return a whole number, or None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number_of(value: object) -> float | None:
    """Return a number, or None for anything else."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

"""Parsing of dates and times in arguments: unambiguous forms are accepted, ambiguous ones are refused."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, time
from typing import Any, Final, TypeGuard

from qrt_facade._base.coerce import is_integer
from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

_NAMED_MONTH: Final = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_UTC: Final = re.compile(r"(?<=[0-9])\s*(?:z|utc|gmt)$", re.IGNORECASE)
_SINCE_1970: Final = re.compile(r"[0-9]{9,13}(?:\.[0-9]+)?")
_MOST: Final = 10**13
"""Upper bound for seconds or milliseconds since 1970."""
_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2012, 2, 2))  # noqa: DTZ001 - they reveal which parts a string leaves out


def moment_from(name: str, value: date | str | None) -> datetime | None:
    """Return a date or time argument as an aware datetime in UTC; None for None.

    A time without a time zone is local time, and a date is its first moment in local time. Strings are ISO 8601
    (`2026-09-30`, `2026-09-30 14:00`, `2026-09-30T12:00Z`), also with slashes or dots (`2026/9/30`) and with `UTC` at
    the end, or have the month as a word. `12/11/2026` is refused: some readers take it for a day in November, others in
    December.

    Args:
        name: The argument's name, for the message.
        value: A datetime, a date, or a string.

    Raises:
        ConfigurationError: The value is not a valid date or time, or is ambiguous; the message suggests how to write
            it.
    """
    if value is None:
        return None
    try:
        return _moment(value).astimezone(UTC)
    except (ValueError, OverflowError, TypeError) as error:
        raise ConfigurationError(
            f"{name}={redacted_repr(value)} is not a valid date or time; {_advice(value)}"
        ) from error


def interval_of(start: date | str | None, end: date | str | None) -> tuple[datetime | None, datetime | None]:
    """Return an interval in UTC from two arguments; an end date without a time includes the whole day.

    Args:
        start: Start of the interval.
        end: End of the interval.

    Raises:
        ConfigurationError: A value is not a valid date or time, or the end is before the start.
    """
    first, last = moment_from("start", start), moment_from("end", end)
    if last is not None and _is_date(end):
        last = _end_of_day("end", end, last)
    if first is not None and last is not None and last < first:
        raise ConfigurationError(
            f"start={redacted_repr(start)} is later than end={redacted_repr(end)}, so nothing would match; are they swapped?"
        )
    return first, last


def _end_of_day(name: str, value: object, first_moment: datetime) -> datetime:
    # fold=1: where clocks are set back over midnight, the day's last second occurs twice.
    end = datetime.combine(first_moment.astimezone().date(), time.max).replace(fold=1)
    try:
        return end.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigurationError(
            f"{name}={redacted_repr(value)} is too late; expected a day before 9999-12-31"
        ) from error


def _is_date(value: object) -> bool:
    """Return whether a value that parses as a moment is a date without a time."""
    if not isinstance(value, str):
        return isinstance(value, date) and not isinstance(value, datetime)
    try:
        date.fromisoformat(_in_iso_form(value.strip()))
    except ValueError:
        # For a string with the month as a word, the parser takes a missing time from its default.
        return len({_read(value.strip(), hour=hour).hour for hour in (1, 2)}) > 1
    return True


def check_order(first_name: str, first: datetime | None, last_name: str, last: datetime | None) -> None:
    """Refuse an interval that ends before it starts, in which nothing can lie.

    Args:
        first_name: Name of the start, for the message.
        first: The start, aware, or None.
        last_name: Name of the end, for the message.
        last: The end, aware, or None.

    Raises:
        ConfigurationError: The end is before the start.
    """
    if first is not None and last is not None and last < first:
        raise ConfigurationError(
            f"{first_name} ({first.isoformat()}) is later than {last_name} ({last.isoformat()}), so nothing would "
            "match; are they swapped?"
        )


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        return _read(value.strip())
    if _is_of_pandas(value):
        value = value.to_pydatetime(warn=False)  # pandas' own `astimezone` refuses a time without a time zone
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - local time, as documented
    raise TypeError(type(value).__name__)


def _is_of_pandas(value: Any) -> TypeGuard[Any]:
    return isinstance(value, datetime) and hasattr(value, "to_pydatetime")


def _in_iso_form(text: str) -> str:
    if (year_first := _YEAR_FIRST.match(text)) is None:
        return text
    # Everyone reads year, month and day in this order, whatever separates them.
    year, _, month, day = year_first.groups()
    return _UTC.sub("+00:00", f"{year}-{month:0>2}-{day:0>2}{text[year_first.end() :]}")


def _read(text: str, *, hour: int = 0) -> datetime:
    """Parse a string; `hour` is used if the month is a word and there is no time."""
    text = _in_iso_form(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        if not (_NAMED_MONTH.search(text) and _YEAR.search(text)):
            raise
    read = {_lenient(text, default=default.replace(hour=hour)) for default in _DEFAULTS}
    if len(read) > 1:
        raise ValueError("the day, the month or the year is missing")
    return read.pop()


def _lenient(text: str, *, default: datetime | None = None, day_first: bool = False) -> datetime:
    """Parse a string with the lenient parser of dateutil.

    Raises:
        ValueError: The string is invalid, or the name of its time zone is ambiguous.
    """
    from dateutil import parser

    with warnings.catch_warnings():
        warnings.simplefilter("error", parser.UnknownTimezoneWarning)
        try:
            return parser.parse(text, default=default, dayfirst=day_first)
        except parser.UnknownTimezoneWarning as error:
            raise ValueError(str(error)) from error


def _advice(value: object) -> str:
    """Return how to write the value that was probably meant."""
    meant: list[str] = []
    kind = type(value).__name__
    number = str(value) if isinstance(value, str | float) or (is_integer(value) and 0 < value < _MOST) else ""
    if _SINCE_1970.fullmatch(number):
        seconds = f"{number} / 1000" if float(number) > _MOST / 1000 else number
        return f"for seconds since 1970, pass datetime.fromtimestamp({seconds})"
    if kind == "datetime64" and str(value)[:1].isdigit():
        return f"pass it as a string: {str(value)!r} is local time, and UTC with 'Z' at the end"
    if isinstance(value, str):
        for day_first in (False,) if _YEAR.match(value.strip()) else (False, True):
            try:
                meant.append(_written(_lenient(value.strip(), day_first=day_first)))
            except (ValueError, OverflowError):
                break
    meant = list(dict.fromkeys(meant))
    if len(meant) > 1:
        return f"it could mean {' or '.join(map(repr, meant))}; write one of these"
    if meant and value != meant[0]:
        return f"write it in ISO format, such as {meant[0]!r}"
    return "expected a datetime, a date, or a string such as '2026-09-30 14:00'"


def _written(moment: datetime) -> str:
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0) and moment.tzinfo is None:
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")

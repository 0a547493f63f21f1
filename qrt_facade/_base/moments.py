"""Points in time that people give: read where they have one meaning, refused where they could have two."""

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
"""Of seconds or milliseconds since 1970."""
_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2012, 2, 2))  # noqa: DTZ001 - they show which parts a text leaves out


def moment_from(name: str, value: date | str | None) -> datetime | None:
    """Return a point in time that a person gave, aware and in UTC; None for None.

    A time without a zone is in the zone of this machine, and a date is its first moment there. Text is ISO 8601
    (`2026-09-30`, `2026-09-30 14:00`, `2026-09-30T12:00Z`), also with slashes or dots (`2026/9/30`) and with `UTC` at its
    end, or has the month as a word. `12/11/2026` is refused: it is a day of November to some readers, and of December to
    others.

    Args:
        name: The argument's name, for the message.
        value: A datetime, a date, or text.

    Raises:
        ConfigurationError: It is not a valid date or time, or it could be two; the message suggests how to write it.
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
    """Return an interval that a person gave, aware and in UTC; a date at its end, without a time, counts as a whole day.

    Args:
        start: Its beginning.
        end: Its end.

    Raises:
        ConfigurationError: One is not a valid date or time, or the end lies before the beginning.
    """
    first, last = moment_from("start", start), moment_from("end", end)
    if last is not None and _is_date(end):
        last = _end_of_day("end", end, last)
    if first is not None and last is not None and last < first:
        raise ConfigurationError(
            f"start={redacted_repr(start)} is later than end={redacted_repr(end)}, so nothing would be found; are they swapped?"
        )
    return first, last


def _end_of_day(name: str, value: object, first_moment: datetime) -> datetime:
    # fold=1: where clocks are set back over midnight, the day's last second comes twice.
    end = datetime.combine(first_moment.astimezone().date(), time.max).replace(fold=1)
    try:
        return end.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigurationError(
            f"{name}={redacted_repr(value)} is too late; expected a day before 9999-12-31"
        ) from error


def _is_date(value: object) -> bool:
    """Tell whether a value that has been read as a moment is a date without a time."""
    if not isinstance(value, str):
        return isinstance(value, date) and not isinstance(value, datetime)
    try:
        date.fromisoformat(_in_iso_form(value.strip()))
    except ValueError:
        # Of a text with the month as a word, the reader takes the time that is missing from its default.
        return len({_read(value.strip(), hour=hour).hour for hour in (1, 2)}) > 1
    return True


def check_order(first_name: str, first: datetime | None, last_name: str, last: datetime | None) -> None:
    """Refuse an interval that ends before it begins, in which nothing can lie.

    Args:
        first_name: Name of its beginning, for the message.
        first: Its beginning, aware, or None.
        last_name: Name of its end, for the message.
        last: Its end, aware, or None.

    Raises:
        ConfigurationError: The end lies before the beginning.
    """
    if first is not None and last is not None and last < first:
        raise ConfigurationError(
            f"{first_name} ({first.isoformat()}) is later than {last_name} ({last.isoformat()}), so nothing would be "
            "found; are they swapped?"
        )


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        return _read(value.strip())
    if _is_of_pandas(value):
        value = value.to_pydatetime(warn=False)  # its own `astimezone` refuses a time without a zone
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - of this machine's zone, as documented
    raise TypeError(type(value).__name__)


def _is_of_pandas(value: Any) -> TypeGuard[Any]:
    return isinstance(value, datetime) and hasattr(value, "to_pydatetime")


def _in_iso_form(text: str) -> str:
    if (year_first := _YEAR_FIRST.match(text)) is None:
        return text
    # All readers take year, month and day in this order, whatever stands between them.
    year, _, month, day = year_first.groups()
    return _UTC.sub("+00:00", f"{year}-{month:0>2}-{day:0>2}{text[year_first.end() :]}")


def _read(text: str, *, hour: int = 0) -> datetime:
    """Return the moment that a text names; `hour` stands in a text with the month as a word that has no time."""
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
    """Return one reading of a text.

    Raises:
        ValueError: It cannot be read, or the name of its zone has several meanings.
    """
    from dateutil import parser

    with warnings.catch_warnings():
        warnings.simplefilter("error", parser.UnknownTimezoneWarning)
        try:
            return parser.parse(text, default=default, dayfirst=day_first)
        except parser.UnknownTimezoneWarning as error:
            raise ValueError(str(error)) from error


def _advice(value: object) -> str:
    """Return how to write what was probably meant."""
    meant: list[str] = []
    kind = type(value).__name__
    number = str(value) if isinstance(value, str | float) or (is_integer(value) and 0 < value < _MOST) else ""
    if _SINCE_1970.fullmatch(number):
        seconds = f"{number} / 1000" if float(number) > _MOST / 1000 else number
        return f"for a number of seconds since 1970 write datetime.fromtimestamp({seconds})"
    if kind == "datetime64" and str(value)[:1].isdigit():
        return f"write it as text: {str(value)!r} is read in local time, and with 'Z' at its end in UTC"
    if isinstance(value, str):
        for day_first in (False,) if _YEAR.match(value.strip()) else (False, True):
            try:
                meant.append(_written(_lenient(value.strip(), day_first=day_first)))
            except (ValueError, OverflowError):
                break
    meant = list(dict.fromkeys(meant))
    if len(meant) > 1:
        return f"it could be {' or '.join(map(repr, meant))}: write the one that is meant"
    if meant and value != meant[0]:
        return f"write it in ISO form, such as {meant[0]!r}"
    return "expected a datetime, a date, or text such as '2026-09-30 14:00'"


def _written(moment: datetime) -> str:
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0) and moment.tzinfo is None:
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")

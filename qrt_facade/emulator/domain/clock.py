"""Timestamps as the service writes them: UTC with microseconds and a Z, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """Return the current time, for example `2026-08-17T01:39:15.646554Z`."""
    return text(datetime.now(UTC))


def text(instant: datetime, precision: str = "microseconds") -> str:
    """Format an aware datetime as the service does; at either end of the calendar the zone is ignored."""
    try:
        utc = instant.astimezone(UTC)
    except OverflowError:
        utc = instant.replace(tzinfo=UTC)
    # strftime writes years before 1000 with fewer digits, which breaks the text order.
    return utc.isoformat(timespec=precision).replace("+00:00", "Z")


def parse(value: str) -> datetime:
    """Parse an ISO 8601 timestamp; without a zone it is taken as UTC.

    Raises:
        ValueError: the text is not an ISO 8601 date or date-time.
    """
    # A '+' that was not percent-encoded in a query arrives as a space.
    instant = datetime.fromisoformat(value.strip().replace(" ", "+") if "T" in value else value.strip())
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def seconds_between(start: str | None, end: str | None) -> float:
    """Return the seconds from one timestamp to a later one; 0 if either is missing."""
    if start is None or end is None:
        return 0.0
    return max((parse(end) - parse(start)).total_seconds(), 0.0)


def seconds_ago(seconds: float) -> str:
    """Return the time this many seconds before now."""
    return text(datetime.now(UTC) - timedelta(seconds=seconds))


def days_ago(days: float) -> str:
    """Return the time this many days before now."""
    return text(datetime.now(UTC) - timedelta(days=days))

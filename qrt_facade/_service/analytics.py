"""Filters of an account's analytics."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - `typing.get_type_hints(AnalyticsFilters)` resolves it
from datetime import date, datetime  # noqa: TC003 - likewise
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict
from uuid import UUID

from qrt_facade._base.arguments import checked_flag
from qrt_facade._base.coerce import (
    is_iterable,
    or_unset,
)
from qrt_facade._base.moments import check_order, moment_from
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.suggestions import did_you_mean
from qrt_facade._service.names import BackendOrName, HasName, name_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_client.types import Unset


Texts: TypeAlias = list[str] | tuple[str, ...]
"""A list of strings. A single string is refused: it would be treated as a list of its characters."""

UsageGrouping: TypeAlias = Literal["instance", "backend", "user_id", "plan", "subscription_id"]
"""The groupings of an account's usage."""

UsageGroupingByDate: TypeAlias = Literal["instance"]
"""The groupings of an account's usage per interval."""


class AnalyticsFilters(TypedDict, total=False):
    """Filters of an account's analytics; everything by default.

    Attributes:
        instances: CRNs.
        backends: Backends or their names.
        users: User ids.
        plans: Plan names.
        subscriptions: UUIDs of subscriptions, as strings or `uuid.UUID`.
        start: Start of the interval: a datetime (local time without a time zone), a date, or a string such as
            `2026-09-30 14:00`.
        end: End of the interval, in the same form.
        simulators: False excludes simulators.
    """

    instances: Texts
    backends: Texts | list[BackendOrName] | Sequence[HasName]
    users: Texts
    plans: Texts
    subscriptions: Texts | Sequence[UUID]
    start: datetime | date | str | None
    end: datetime | date | str | None
    simulators: bool | None


class AnalyticsArguments(TypedDict):
    """The keyword arguments of the generated analytics operations."""

    instance: list[str] | Unset
    backend: list[str] | Unset
    user_id: list[str] | Unset
    plan: list[str] | Unset
    subscription_id: list[UUID] | Unset
    interval_start: datetime | Unset
    interval_end: datetime | Unset
    simulators: bool | Unset


def analytics_arguments(filters: AnalyticsFilters) -> AnalyticsArguments:
    """Convert filters to the keyword arguments of the generated analytics operations.

    Raises:
        ConfigurationError: A filter is invalid.
    """
    unknown = sorted(set(filters) - set(AnalyticsFilters.__annotations__))
    if unknown:
        names = list(AnalyticsFilters.__annotations__)
        raise ConfigurationError(
            f"unknown filter {redacted_repr(unknown[0])}{did_you_mean(unknown[0], names)}; accepted: {', '.join(names)}"
        )
    backends = _listed("backends", filters.get("backends", ()))
    simulators = filters.get("simulators")
    start, end = moment_from("start", filters.get("start")), moment_from("end", filters.get("end"))
    check_order("start", start, "end", end)
    return {
        "instance": or_unset(_listed("instances", filters.get("instances", ())) or None),
        "backend": or_unset([name_of("backend", backend) for backend in backends] or None),
        "user_id": or_unset(_listed("users", filters.get("users", ())) or None),
        "plan": or_unset(_listed("plans", filters.get("plans", ())) or None),
        "subscription_id": or_unset(
            _uuids(_listed("subscriptions", filters.get("subscriptions", ()))) or None
        ),
        "interval_start": or_unset(start),
        "interval_end": or_unset(end),
        "simulators": or_unset(None if simulators is None else checked_flag("simulators", simulators)),
    }


def _uuids(values: Sequence[Any]) -> list[UUID]:
    try:
        return [UUID(str(value)) for value in values]
    except ValueError as error:
        raise ConfigurationError(f"subscriptions={list(values)!r}: expected UUIDs") from error


def _listed(name: str, values: object) -> list[Any]:
    if values is None:
        return []
    if isinstance(values, (str, bytes)) or not is_iterable(values):
        raise ConfigurationError(f"{name}={values!r}: expected a list of strings")
    return list(values)

"""What an instance and an account may use and have used.

Pure: no calls are made here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from qrt_facade._base.arguments import moment_from
from qrt_facade._base.coerce import (
    flag_of,
    list_of,
    mapping_of,
    number_of,
    or_unset,
    parse_time,
    text_of,
    texts_of,
)
from qrt_facade._base.secrets import redacted_text
from qrt_facade._display.format import seconds, yes_or_no
from qrt_facade._display.html import facts_table
from qrt_facade._service.jobs import charged_seconds
from qrt_facade._service.names import name_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from qrt_client.types import Unset

    from qrt_facade._display.facts import Facts


@dataclass(frozen=True, slots=True)
class Usage:
    """QPU time of an instance in the current period; all in seconds.

    Attributes:
        instance_id: CRN or id of the instance, as reported by the service.
        plan_id: Its plan's id in IBM's catalogue.
        consumed_seconds: Used so far.
        limit_seconds: Most it may use, or None without a limit.
        allocation_seconds: What its plan has set aside for it, or None.
        limit_reached: Whether jobs wait until time is available; None when no limit applies.
        period_start: Begin of the period (28 rolling days on most plans), aware, in UTC.
        period_end: End of the period.
        time_available_at: When time becomes available again, if it is used up and the service says it.
        raw: The answer as it came.
    """

    instance_id: str | None = field(repr=False)
    plan_id: str | None
    consumed_seconds: float
    limit_seconds: float | None
    allocation_seconds: float | None
    limit_reached: bool | None
    period_start: datetime | None
    period_end: datetime | None
    time_available_at: datetime | None
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def remaining_seconds(self) -> float | None:
        """What is left of the limit, or else of the allocation; None when there is neither."""
        whole = self.limit_seconds if self.limit_seconds is not None else self.allocation_seconds
        return None if whole is None else max(whole - self.consumed_seconds, 0.0)

    def facts(self) -> Facts:
        """Return labels and values for display.

        The instance is not among them: its CRN contains the account's id.
        """
        return [
            ("used", seconds(self.consumed_seconds)),
            ("limit", seconds(self.limit_seconds)),
            ("allocation", seconds(self.allocation_seconds)),
            ("remaining", seconds(self.remaining_seconds)),
            ("limit reached", yes_or_no(self.limit_reached, yes="yes: jobs wait")),
            ("available again", self.time_available_at),
            ("period start", self.period_start),
            ("period end", self.period_end),
        ]

    def _repr_html_(self) -> str:
        return facts_table("QPU time of the instance", self.facts())

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Usage:
        """Read the service's answer, whatever it leaves out."""
        period = mapping_of(raw.get("usage_period"))
        return cls(
            instance_id=text_of(raw.get("instance_id")),
            plan_id=text_of(raw.get("plan_id")),
            consumed_seconds=number_of(raw.get("usage_consumed_seconds")) or 0.0,
            limit_seconds=number_of(raw.get("usage_limit_seconds")),
            allocation_seconds=number_of(raw.get("usage_allocation_seconds")),
            limit_reached=flag_of(raw.get("usage_limit_reached")),
            period_start=parse_time(period.get("start_time")),
            period_end=parse_time(period.get("end_time")),
            time_available_at=parse_time(raw.get("time_available_at")),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance: what it may use.

    Attributes:
        plan_id: Its plan's id in IBM's catalogue.
        backends: Names of the backends it may use; `ANY` for all.
        limit_seconds: Most QPU seconds it may use, or None. The service writes this number as text.
        allocation_seconds: QPU seconds set aside for it, or None. Written as text too.
        raw: The answer as it came.
    """

    plan_id: str | None
    backends: tuple[str, ...]
    limit_seconds: float | None
    allocation_seconds: float | None
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Instance:
        """Read the service's answer, whatever it leaves out."""
        limit = _seconds(raw.get("instance_limit_seconds"))
        return cls(
            plan_id=text_of(raw.get("plan_id")),
            backends=texts_of(raw.get("backends")),
            limit_seconds=limit if limit is not None else number_of(raw.get("instance_limit")),
            allocation_seconds=_seconds(raw.get("usage_allocation_seconds")),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Workload:
    """A job, a session or a batch, as the list of workloads describes it.

    Attributes:
        id: Id of the job, session or batch.
        mode: `job`, `session` or `batch`.
        status: `pending`, `in_progress`, `completed`, `canceled`, `failed`, or a status added later.
        status_reason: Why, for jobs, or None.
        backend: Name of the backend, or None.
        created: When it was made, aware, in UTC.
        ended: When it ended, or None.
        tags: Tags of a job.
        usage_seconds: Seconds of QPU time charged, or None while that is not settled.
        accepting_jobs: Whether a session or batch takes new jobs; None for jobs.
        user_id: Who made it, or None.
        raw: The entry as it came.
    """

    id: str
    mode: str | None
    status: str | None
    status_reason: str | None
    backend: str | None
    created: datetime | None
    ended: datetime | None
    tags: tuple[str, ...]
    usage_seconds: float | None
    accepting_jobs: bool | None
    user_id: str | None
    raw: Mapping[str, Any] = field(repr=False)

    def facts(self) -> Facts:
        """Return labels and values for display."""
        return [
            ("mode", self.mode),
            ("status", self.status),
            ("reason", self.status_reason),
            ("backend", self.backend),
            ("created", self.created),
            ("ended", self.ended),
            ("accepts jobs", yes_or_no(self.accepting_jobs)),
            ("tags", ", ".join(self.tags)),
            ("QPU time", seconds(self.usage_seconds)),
        ]

    def _repr_html_(self) -> str:
        return facts_table(f"Workload {self.id}", self.facts())

    @classmethod
    def all_of(cls, answer: Mapping[str, Any]) -> list[Workload]:
        """Read a page of workloads; an entry without an id is passed over."""
        found = [cls._of(mapping_of(entry)) for entry in list_of(answer.get("workloads"))]
        return [workload for workload in found if workload.id]

    @classmethod
    def _of(cls, raw: Mapping[str, Any]) -> Workload:
        usage = mapping_of(raw.get("usage")) or {"seconds": raw.get("usage_seconds")}
        return cls(
            id=text_of(raw.get("id")) or "",
            mode=text_of(raw.get("mode")),
            status=text_of(raw.get("status")),
            status_reason=redacted_text(raw.get("status_reason")),
            backend=text_of(raw.get("backend")),
            created=parse_time(raw.get("created")),
            ended=parse_time(raw.get("ended")),
            tags=texts_of(raw.get("tags")),
            usage_seconds=charged_seconds(usage),
            accepting_jobs=flag_of(raw.get("accepting_jobs")),
            user_id=text_of(raw.get("user_id")),
            raw=raw,
        )


def next_cursor(answer: Mapping[str, Any]) -> str | None:
    """Return the cursor of the page after this one: the service hides it in the query of an address."""
    href = text_of(mapping_of(answer.get("next")).get("href"))
    if href is None:
        return None
    values = parse_qs(urlsplit(href).query).get("next") or [""]
    return values[0] or None


class AnalyticsFilters(TypedDict, total=False):
    """What the analytics of an account can be narrowed to; everything when not given.

    Attributes:
        instances: CRNs.
        backends: Names, or backends.
        users: Ids of users.
        plans: Names of plans.
        subscriptions: UUIDs of subscriptions.
        start: Begin of the interval: a datetime, or text such as `2026-09-30 14:00`.
        end: End of the interval.
        simulators: False leaves out simulators.
    """

    instances: Sequence[str]
    backends: Sequence[Any]
    users: Sequence[str]
    plans: Sequence[str]
    subscriptions: Sequence[str]
    start: datetime | str | None
    end: datetime | str | None
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
    """Return the keyword arguments of the generated analytics operations.

    Raises:
        ConfigurationError: One of them is invalid.
    """
    unknown = sorted(set(filters) - set(AnalyticsFilters.__annotations__))
    if unknown:
        raise ConfigurationError(
            f"unknown filter {unknown[0]!r}; there are {', '.join(AnalyticsFilters.__annotations__)}"
        )
    backends = _listed("backends", filters.get("backends", ()))
    return {
        "instance": or_unset(_listed("instances", filters.get("instances", ())) or None),
        "backend": or_unset([name_of("backend", backend) for backend in backends] or None),
        "user_id": or_unset(_listed("users", filters.get("users", ())) or None),
        "plan": or_unset(_listed("plans", filters.get("plans", ())) or None),
        "subscription_id": or_unset(
            _uuids(_listed("subscriptions", filters.get("subscriptions", ()))) or None
        ),
        "interval_start": or_unset(moment_from("start", filters.get("start"))),
        "interval_end": or_unset(moment_from("end", filters.get("end"))),
        "simulators": or_unset(filters.get("simulators")),
    }


def _uuids(values: Sequence[Any]) -> list[UUID]:
    try:
        return [UUID(str(value)) for value in values]
    except ValueError as error:
        raise ConfigurationError(f"subscriptions={list(values)!r}: expected UUIDs") from error


def _listed(name: str, values: Sequence[Any]) -> list[Any]:
    if isinstance(values, str):
        raise ConfigurationError(f"{name}={values!r} is one string; expected a list of strings")
    return list(values)


def _seconds(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else number_of(value)
    except ValueError:
        return None

"""Limits and usage of an instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import (
    flag_of,
    mapping_of,
    parse_time,
    text_of,
    texts_of,
)
from qrt_facade._base.missing import with_hints
from qrt_facade._display.format import resource_units, seconds, yes_or_no
from qrt_facade._display.html import facts_table
from qrt_facade._service.usage import amount_of
from qrt_facade._service.usage import resource_units as units_beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qrt_facade._display.facts import Facts
    from qrt_facade._service.usage import UsageUnit


@with_hints
@dataclass(frozen=True, slots=True)
class Usage:
    """What an instance has used in the current period, in resource units (RUs) and in seconds: `client.usage()`.

        usage = client.usage()
        usage.consumed, usage.remaining, usage.unit      # such as (31.25, 1468.75, "RU")

    `consumed`, `limit`, `allocation` and `remaining` are all in `unit`: RUs if the service sends any, otherwise seconds
    of QPU time. Values that it does not send in that unit are None, never 0 and never converted. The names of the RUs
    (`usage_consumed_ru`, `usage_limit_ru`, `usage_allocation_ru`) are inferred from IBM's guide
    "migrate-to-resource-units"; if the service uses other names, they are only in `raw`.

    Attributes:
        instance_id: CRN or id of the instance, as reported by the service.
        plan_id: Id of its plan in IBM's catalogue.
        consumed_seconds: Seconds of QPU time used so far, or None if the service sends none.
        limit_seconds: Maximum seconds, or None without a limit in seconds.
        allocation_seconds: Seconds allocated to it by its plan, or None.
        limit_reached: Whether jobs wait until time is available; None when no limit applies.
        period_start: Start of the period (28 rolling days on most plans), aware, in UTC, or None.
        period_end: End of the period, likewise.
        time_available_at: When time becomes available again, aware, in UTC, if it is used up and the service reports
            it.
        raw: The unprocessed response: JSON, which is why its values are `Any`.
        consumed_ru: RUs used so far, or None if the service sends none; likewise the others.
        limit_ru: Maximum RUs, or None.
        allocation_ru: RUs allocated to it by its plan, or None.
    """

    instance_id: str | None = field(repr=False)
    plan_id: str | None
    consumed_seconds: float | None
    limit_seconds: float | None
    allocation_seconds: float | None
    limit_reached: bool | None
    period_start: datetime | None
    period_end: datetime | None
    time_available_at: datetime | None
    raw: Mapping[str, Any] = field(repr=False)
    consumed_ru: float | None = None
    limit_ru: float | None = None
    allocation_ru: float | None = None

    @property
    def unit(self) -> UsageUnit:
        """`RU` if the service sends resource units, else `seconds`: the unit of figures without one in their name."""
        return _unit(self.consumed_ru, self.limit_ru, self.allocation_ru)

    @property
    def consumed(self) -> float | None:
        """Usage so far, in `unit`; None if the service does not send it."""
        return self.consumed_ru if self.unit == "RU" else self.consumed_seconds

    @property
    def limit(self) -> float | None:
        """Maximum usage of the instance, in `unit`; None without a limit in that unit."""
        return self.limit_ru if self.unit == "RU" else self.limit_seconds

    @property
    def allocation(self) -> float | None:
        """Usage allocated to the instance by its plan, in `unit`, or None."""
        return self.allocation_ru if self.unit == "RU" else self.allocation_seconds

    @property
    def remaining(self) -> float | None:
        """Remainder of the limit, or otherwise of the allocation, in `unit`; None if unknown."""
        in_units = self.unit == "RU"
        limited = (self.limit_seconds if in_units else self.limit_ru) is not None
        return _left(self.consumed, self.limit, self.allocation, limited_otherwise=limited)

    @property
    def remaining_seconds(self) -> float | None:
        """Remaining seconds of the limit, or otherwise of the allocation; None if unknown in seconds."""
        limited = self.limit_ru is not None
        return _left(
            self.consumed_seconds, self.limit_seconds, self.allocation_seconds, limited_otherwise=limited
        )

    def facts(self) -> Facts:
        """Return labels and values for display: RUs if there are any, with the seconds below.

        The instance is not included, because its CRN contains the account id.
        """
        in_units = self.unit == "RU"
        written = resource_units if in_units else seconds
        figures = (self.consumed_seconds, self.limit_seconds, self.allocation_seconds, self.remaining_seconds)
        beside = [seconds(figure) if in_units else None for figure in figures]
        return [
            ("used", written(self.consumed)),
            ("limit", written(self.limit)),
            ("allocation", written(self.allocation)),
            ("remaining", written(self.remaining)),
            ("QPU time used", beside[0]),
            ("QPU time limit", beside[1]),
            ("QPU time allocation", beside[2]),
            ("QPU time remaining", beside[3]),
            ("limit reached", yes_or_no(self.limit_reached, yes="yes: jobs wait")),
            ("available again", self.time_available_at),
            ("period start", self.period_start),
            ("period end", self.period_end),
        ]

    def _repr_html_(self) -> str:
        return facts_table("Usage of the instance", self.facts())

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Usage:
        """Parse the service's response; missing fields are tolerated."""
        period = mapping_of(raw.get("usage_period"))
        return cls(
            instance_id=text_of(raw.get("instance_id")),
            plan_id=text_of(raw.get("plan_id")),
            consumed_seconds=amount_of(raw.get("usage_consumed_seconds")),
            limit_seconds=amount_of(raw.get("usage_limit_seconds")),
            allocation_seconds=amount_of(raw.get("usage_allocation_seconds")),
            limit_reached=flag_of(raw.get("usage_limit_reached")),
            period_start=parse_time(period.get("start_time")),
            period_end=parse_time(period.get("end_time")),
            time_available_at=parse_time(raw.get("time_available_at")),
            raw=raw,
            consumed_ru=units_beside(raw, "usage_consumed_seconds"),
            limit_ru=units_beside(raw, "usage_limit_seconds"),
            allocation_ru=units_beside(raw, "usage_allocation_seconds"),
        )


@dataclass(frozen=True, slots=True)
class Instance:
    """The limits of an instance: returned by `client.instance()`.

    Attributes:
        plan_id: Id of its plan in IBM's catalogue.
        backends: Names of the backends that it may use; `ANY` for all.
        limit_seconds: Maximum QPU seconds, or None. The service sends this number as a string.
        allocation_seconds: QPU seconds allocated to it, or None. Also sent as a string.
        raw: The unprocessed response: JSON, which is why its values are `Any`.
        limit_ru: Maximum resource units (RUs), or None. The field is `instance_limit_ru`, as IBM documents it for the
            Resource Controller; that this response has it is inferred.
        allocation_ru: RUs allocated to it, or None: `usage_allocation_ru`, likewise.
    """

    plan_id: str | None
    backends: tuple[str, ...]
    limit_seconds: float | None
    allocation_seconds: float | None
    raw: Mapping[str, Any] = field(repr=False)
    limit_ru: float | None = None
    allocation_ru: float | None = None

    @property
    def unit(self) -> UsageUnit:
        """`RU` if the service sends resource units, otherwise `seconds`: the unit of `limit` and `allocation`."""
        return _unit(self.limit_ru, self.allocation_ru)

    @property
    def limit(self) -> float | None:
        """Maximum usage of the instance, in `unit`; None without a limit in that unit."""
        return self.limit_ru if self.unit == "RU" else self.limit_seconds

    @property
    def allocation(self) -> float | None:
        """Usage allocated to the instance, in `unit`, or None."""
        return self.allocation_ru if self.unit == "RU" else self.allocation_seconds

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Instance:
        """Parse the service's response; missing fields are tolerated."""
        limit = amount_of(raw.get("instance_limit_seconds"))
        return cls(
            plan_id=text_of(raw.get("plan_id")),
            backends=texts_of(raw.get("backends")),
            limit_seconds=limit if limit is not None else amount_of(raw.get("instance_limit")),
            allocation_seconds=amount_of(raw.get("usage_allocation_seconds")),
            raw=raw,
            limit_ru=units_beside(raw, "instance_limit_seconds"),
            allocation_ru=units_beside(raw, "usage_allocation_seconds"),
        )


@dataclass(frozen=True, slots=True)
class InstanceLimit:
    """The limit that was set for an instance: returned by `client.instances.limit()`.

        limit = client.instances.limit()
        limit.value, limit.unit                          # such as (9000.0, "RU")

    Attributes:
        seconds: Seconds of QPU time, or None without a limit in seconds.
        ru: Resource units (RUs), or None. The field `instance_limit_ru` is documented for the Resource Controller; that
            this response has it is inferred.
        raw: The unprocessed response: JSON, which is why its values are `Any`.
    """

    seconds: float | None
    ru: float | None
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def unit(self) -> UsageUnit:
        """`RU` if the service sends resource units, otherwise `seconds`: the unit of `value`."""
        return _unit(self.ru)

    @property
    def value(self) -> float | None:
        """The limit, in `unit`; None if none was set."""
        return self.seconds if self.ru is None else self.ru

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> InstanceLimit:
        """Parse the service's response; missing fields are tolerated."""
        return cls(
            seconds=amount_of(raw.get("instance_limit")),
            ru=units_beside(raw, "instance_limit"),
            raw=raw,
        )


def _unit(*in_units: float | None) -> UsageUnit:
    """Return the unit of a response's figures, given its figures in RUs."""
    return "seconds" if all(figure is None for figure in in_units) else "RU"


def _left(
    consumed: float | None, limit: float | None, allocation: float | None, *, limited_otherwise: bool
) -> float | None:
    """Return the remainder of a limit, or otherwise of an allocation; all in one unit.

    A limit that is only stated in the other unit may be lower than the allocation: then the remainder is unknown.
    """
    if limit is None and limited_otherwise:
        return None
    whole = allocation if limit is None else limit
    return None if whole is None or consumed is None else max(whole - consumed, 0.0)

"""What an instance may use and has used."""

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

    `consumed`, `limit`, `allocation` and `remaining` are all in `unit`: RUs where the service sends any, else seconds of QPU
    time. What it does not send in that unit is None, never 0 and never converted. The names of the RUs
    (`usage_consumed_ru`, `usage_limit_ru`, `usage_allocation_ru`) are inferred from IBM's guide
    "migrate-to-resource-units"; under other names they are in `raw` alone.

    Attributes:
        instance_id: CRN or id of the instance, as reported by the service.
        plan_id: Its plan's id in IBM's catalogue.
        consumed_seconds: Seconds of QPU time used so far, or None where the service sends none.
        limit_seconds: Most seconds it may use, or None without a limit in seconds.
        allocation_seconds: Seconds that its plan has set aside for it, or None.
        limit_reached: Whether jobs wait until time is available; None when no limit applies.
        period_start: Start of the period (28 rolling days on most plans), aware, in UTC, or None.
        period_end: End of the period, likewise.
        time_available_at: When time becomes available again, aware, in UTC, if it is used up and the service reports it.
        raw: The answer as it came: JSON, which is why its values are `Any`.
        consumed_ru: RUs used so far, or None where the service sends none; so are the others.
        limit_ru: Most RUs it may use, or None.
        allocation_ru: RUs that its plan has set aside for it, or None.
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
        """`RU` where the service sends resource units, else `seconds`: the unit of the figures without one in their name."""
        return _unit(self.consumed_ru, self.limit_ru, self.allocation_ru)

    @property
    def consumed(self) -> float | None:
        """Used so far, in `unit`; None where the service does not send it."""
        return self.consumed_ru if self.unit == "RU" else self.consumed_seconds

    @property
    def limit(self) -> float | None:
        """Most that the instance may use, in `unit`; None without a limit in that unit."""
        return self.limit_ru if self.unit == "RU" else self.limit_seconds

    @property
    def allocation(self) -> float | None:
        """What the plan has set aside for the instance, in `unit`, or None."""
        return self.allocation_ru if self.unit == "RU" else self.allocation_seconds

    @property
    def remaining(self) -> float | None:
        """What is left of the limit, or else of the allocation, in `unit`; None when either is not known."""
        in_units = self.unit == "RU"
        limited = (self.limit_seconds if in_units else self.limit_ru) is not None
        return _left(self.consumed, self.limit, self.allocation, limited_otherwise=limited)

    @property
    def remaining_seconds(self) -> float | None:
        """Seconds left of the limit, or else of the allocation; None when either is not known in seconds."""
        limited = self.limit_ru is not None
        return _left(
            self.consumed_seconds, self.limit_seconds, self.allocation_seconds, limited_otherwise=limited
        )

    def facts(self) -> Facts:
        """Return labels and values for display: RUs where there are any, with the seconds below.

        The instance is not among them: its CRN contains the account's id.
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
        """Read the service's answer, whatever it leaves out."""
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
    """What an instance may use: what `client.instance()` returns.

    Attributes:
        plan_id: Its plan's id in IBM's catalogue.
        backends: Names of the backends it may use; `ANY` for all.
        limit_seconds: Most QPU seconds it may use, or None. The service writes this number as text.
        allocation_seconds: QPU seconds set aside for it, or None. Written as text too.
        raw: The answer as it came: JSON, which is why its values are `Any`.
        limit_ru: Most resource units (RUs) it may use, or None. Its name is `instance_limit_ru`, as IBM documents it of the
            Resource Controller; that this answer has it is inferred.
        allocation_ru: RUs set aside for it, or None: `usage_allocation_ru`, likewise.
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
        """`RU` where the service sends resource units, else `seconds`: the unit of `limit` and `allocation`."""
        return _unit(self.limit_ru, self.allocation_ru)

    @property
    def limit(self) -> float | None:
        """Most that the instance may use, in `unit`; None without a limit in that unit."""
        return self.limit_ru if self.unit == "RU" else self.limit_seconds

    @property
    def allocation(self) -> float | None:
        """What is set aside for the instance, in `unit`, or None."""
        return self.allocation_ru if self.unit == "RU" else self.allocation_seconds

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Instance:
        """Read the service's answer, whatever it leaves out."""
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
    """The limit that was set for an instance: what `client.instances.limit()` returns.

        limit = client.instances.limit()
        limit.value, limit.unit                          # such as (9000.0, "RU")

    Attributes:
        seconds: Seconds of QPU time, or None without a limit in seconds.
        ru: Resource units (RUs), or None. The name `instance_limit_ru` is documented of the Resource Controller; that this
            answer has it is inferred.
        raw: The answer as it came: JSON, which is why its values are `Any`.
    """

    seconds: float | None
    ru: float | None
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def unit(self) -> UsageUnit:
        """`RU` where the service sends resource units, else `seconds`: the unit of `value`."""
        return _unit(self.ru)

    @property
    def value(self) -> float | None:
        """The limit, in `unit`; None when none was set."""
        return self.seconds if self.ru is None else self.ru

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> InstanceLimit:
        """Read the service's answer, whatever it leaves out."""
        return cls(
            seconds=amount_of(raw.get("instance_limit")),
            ru=units_beside(raw, "instance_limit"),
            raw=raw,
        )


def _unit(*in_units: float | None) -> UsageUnit:
    """The unit of the figures of an answer in which these are its RUs."""
    return "seconds" if all(figure is None for figure in in_units) else "RU"


def _left(
    consumed: float | None, limit: float | None, allocation: float | None, *, limited_otherwise: bool
) -> float | None:
    """What is left of a limit, or else of an allocation; all in one unit.

    A limit that is stated in the other unit alone may be lower than the allocation: then nobody can say what is left.
    """
    if limit is None and limited_otherwise:
        return None
    whole = allocation if limit is None else limit
    return None if whole is None or consumed is None else max(whole - consumed, 0.0)

"""What an instance may use and has used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import (
    flag_of,
    mapping_of,
    number_of,
    parse_time,
    text_of,
    texts_of,
)
from qrt_facade._display.format import seconds, yes_or_no
from qrt_facade._display.html import facts_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qrt_facade._display.facts import Facts


@dataclass(frozen=True, slots=True)
class Usage:
    """QPU time of an instance in the current period, in seconds: what `client.usage()` returns.

        usage = client.usage()
        usage.consumed_seconds, usage.remaining_seconds  # such as (12.5, 587.5)

    Attributes:
        instance_id: CRN or id of the instance, as reported by the service.
        plan_id: Its plan's id in IBM's catalogue.
        consumed_seconds: Used so far.
        limit_seconds: Most it may use, or None without a limit.
        allocation_seconds: What its plan has set aside for it, or None.
        limit_reached: Whether jobs wait until time is available; None when no limit applies.
        period_start: Start of the period (28 rolling days on most plans), aware, in UTC, or None.
        period_end: End of the period, likewise.
        time_available_at: When time becomes available again, aware, in UTC, if it is used up and the service reports it.
        raw: The answer as it came: JSON, which is why its values are `Any`.
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
        """Seconds left of the limit, or else of the allocation; None when there is neither."""
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
    """What an instance may use: what `client.instance()` returns.

    Attributes:
        plan_id: Its plan's id in IBM's catalogue.
        backends: Names of the backends it may use; `ANY` for all.
        limit_seconds: Most QPU seconds it may use, or None. The service writes this number as text.
        allocation_seconds: QPU seconds set aside for it, or None. Written as text too.
        raw: The answer as it came: JSON, which is why its values are `Any`.
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


def _seconds(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else number_of(value)
    except ValueError:
        return None

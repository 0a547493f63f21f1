from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.usage_period import UsagePeriod


@_attrs_define(repr=False)
class InstanceUsage(OpenObject[Any]):
    """Consumption of an instance in the current period, in seconds.

    Attributes:
        instance_id (str | None):
        plan_id (str | None):
        time_available_at (str | None): When time is available again; only once it is used up.
        usage_allocation_seconds (float | None): Seconds for the period.
        usage_consumed_seconds (float | None): Seconds consumed in the current period.
        usage_limit_reached (bool | None): Whether the limit is reached; absent if there is none.
        usage_limit_seconds (float | None): Seconds for the period.
        usage_period (UsagePeriod | None): The period in which usage is counted.
    """

    instance_id: str | None = None
    plan_id: str | None = None
    time_available_at: str | None = None
    usage_allocation_seconds: float | None = None
    usage_consumed_seconds: float | None = None
    usage_limit_reached: bool | None = None
    usage_limit_seconds: float | None = None
    usage_period: UsagePeriod | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.instance_id is not None:
            field_dict["instance_id"] = self.instance_id

        if self.plan_id is not None:
            field_dict["plan_id"] = self.plan_id

        if self.time_available_at is not None:
            field_dict["time_available_at"] = self.time_available_at

        if self.usage_allocation_seconds is not None:
            field_dict["usage_allocation_seconds"] = self.usage_allocation_seconds

        if self.usage_consumed_seconds is not None:
            field_dict["usage_consumed_seconds"] = self.usage_consumed_seconds

        if self.usage_limit_reached is not None:
            field_dict["usage_limit_reached"] = self.usage_limit_reached

        if self.usage_limit_seconds is not None:
            field_dict["usage_limit_seconds"] = self.usage_limit_seconds

        if self.usage_period is not None:
            field_dict["usage_period"] = self.usage_period.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not InstanceUsage:
            return derived(cls, InstanceUsage.from_dict(src_dict))
        (UsagePeriod,) = _kinds()

        d = as_object(src_dict)
        instance_usage = cls.__new__(cls)
        instance_usage.instance_id = d.pop("instance_id", None)
        instance_usage.plan_id = d.pop("plan_id", None)
        instance_usage.time_available_at = d.pop("time_available_at", None)
        instance_usage.usage_allocation_seconds = d.pop("usage_allocation_seconds", None)
        instance_usage.usage_consumed_seconds = d.pop("usage_consumed_seconds", None)
        instance_usage.usage_limit_reached = d.pop("usage_limit_reached", None)
        instance_usage.usage_limit_seconds = d.pop("usage_limit_seconds", None)
        instance_usage.usage_period = maybe(UsagePeriod.from_dict, d.pop("usage_period", None))

        instance_usage.additional_properties = d
        return instance_usage


@cache
def _kinds() -> tuple[type[UsagePeriod]]:
    from ..models.usage_period import UsagePeriod

    return (UsagePeriod,)

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.usage_period import UsagePeriod


T = TypeVar("T", bound="InstanceUsage")


@_attrs_define
class InstanceUsage:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        instance_id = self.instance_id

        plan_id = self.plan_id

        time_available_at = self.time_available_at

        usage_allocation_seconds = self.usage_allocation_seconds

        usage_consumed_seconds = self.usage_consumed_seconds

        usage_limit_reached = self.usage_limit_reached

        usage_limit_seconds = self.usage_limit_seconds

        usage_period: dict[str, Any] | None = None
        if not (self.usage_period is None):
            usage_period = self.usage_period.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if instance_id is not None:
            field_dict["instance_id"] = instance_id
        if plan_id is not None:
            field_dict["plan_id"] = plan_id
        if time_available_at is not None:
            field_dict["time_available_at"] = time_available_at
        if usage_allocation_seconds is not None:
            field_dict["usage_allocation_seconds"] = usage_allocation_seconds
        if usage_consumed_seconds is not None:
            field_dict["usage_consumed_seconds"] = usage_consumed_seconds
        if usage_limit_reached is not None:
            field_dict["usage_limit_reached"] = usage_limit_reached
        if usage_limit_seconds is not None:
            field_dict["usage_limit_seconds"] = usage_limit_seconds
        if usage_period is not None:
            field_dict["usage_period"] = usage_period

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.usage_period import UsagePeriod

        d = without_nulls(
            src_dict,
            "instance_id",
            "plan_id",
            "time_available_at",
            "usage_allocation_seconds",
            "usage_consumed_seconds",
            "usage_limit_reached",
            "usage_limit_seconds",
            "usage_period",
        )
        instance_id = d.pop("instance_id", None)

        plan_id = d.pop("plan_id", None)

        time_available_at = d.pop("time_available_at", None)

        usage_allocation_seconds = d.pop("usage_allocation_seconds", None)

        usage_consumed_seconds = d.pop("usage_consumed_seconds", None)

        usage_limit_reached = d.pop("usage_limit_reached", None)

        usage_limit_seconds = d.pop("usage_limit_seconds", None)

        _usage_period = d.pop("usage_period", None)
        usage_period: UsagePeriod | None
        if _usage_period is None:
            usage_period = None
        else:
            usage_period = UsagePeriod.from_dict(_usage_period)

        instance_usage = cls(
            instance_id=instance_id,
            plan_id=plan_id,
            time_available_at=time_available_at,
            usage_allocation_seconds=usage_allocation_seconds,
            usage_consumed_seconds=usage_consumed_seconds,
            usage_limit_reached=usage_limit_reached,
            usage_limit_seconds=usage_limit_seconds,
            usage_period=usage_period,
        )

        instance_usage.additional_properties = d
        return instance_usage

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

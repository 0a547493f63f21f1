from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.usage_period import UsagePeriod


T = TypeVar("T", bound="InstanceUsage")


@_attrs_define
class InstanceUsage:
    """Consumption of an instance in the current period, in seconds.

    Attributes:
        instance_id (str | Unset):
        plan_id (str | Unset):
        time_available_at (str | Unset): When time is available again; only once it is used up.
        usage_allocation_seconds (float | Unset): Seconds for the period.
        usage_consumed_seconds (float | Unset): Seconds consumed in the current period.
        usage_limit_reached (bool | Unset): Whether the limit is reached; absent if there is none.
        usage_limit_seconds (float | Unset): Seconds for the period.
        usage_period (UsagePeriod | Unset): The period in which usage is counted.
    """

    instance_id: str | Unset = UNSET
    plan_id: str | Unset = UNSET
    time_available_at: str | Unset = UNSET
    usage_allocation_seconds: float | Unset = UNSET
    usage_consumed_seconds: float | Unset = UNSET
    usage_limit_reached: bool | Unset = UNSET
    usage_limit_seconds: float | Unset = UNSET
    usage_period: UsagePeriod | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        instance_id = self.instance_id

        plan_id = self.plan_id

        time_available_at = self.time_available_at

        usage_allocation_seconds = self.usage_allocation_seconds

        usage_consumed_seconds = self.usage_consumed_seconds

        usage_limit_reached = self.usage_limit_reached

        usage_limit_seconds = self.usage_limit_seconds

        usage_period: dict[str, Any] | Unset = UNSET
        if not isinstance(self.usage_period, Unset):
            usage_period = self.usage_period.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if instance_id is not UNSET:
            field_dict["instance_id"] = instance_id
        if plan_id is not UNSET:
            field_dict["plan_id"] = plan_id
        if time_available_at is not UNSET:
            field_dict["time_available_at"] = time_available_at
        if usage_allocation_seconds is not UNSET:
            field_dict["usage_allocation_seconds"] = usage_allocation_seconds
        if usage_consumed_seconds is not UNSET:
            field_dict["usage_consumed_seconds"] = usage_consumed_seconds
        if usage_limit_reached is not UNSET:
            field_dict["usage_limit_reached"] = usage_limit_reached
        if usage_limit_seconds is not UNSET:
            field_dict["usage_limit_seconds"] = usage_limit_seconds
        if usage_period is not UNSET:
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
        instance_id = d.pop("instance_id", UNSET)

        plan_id = d.pop("plan_id", UNSET)

        time_available_at = d.pop("time_available_at", UNSET)

        usage_allocation_seconds = d.pop("usage_allocation_seconds", UNSET)

        usage_consumed_seconds = d.pop("usage_consumed_seconds", UNSET)

        usage_limit_reached = d.pop("usage_limit_reached", UNSET)

        usage_limit_seconds = d.pop("usage_limit_seconds", UNSET)

        _usage_period = d.pop("usage_period", UNSET)
        usage_period: UsagePeriod | Unset
        if isinstance(_usage_period, Unset):
            usage_period = UNSET
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

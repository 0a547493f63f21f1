from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_status_name import DeviceStatusName
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class DeviceStatus(OpenObject[Any]):
    """
    Attributes:
        name (DeviceStatusName | None):
        reason (str | None):
    """

    name: DeviceStatusName | None = None
    reason: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.name is not None:
            field_dict["name"] = self.name.value

        if self.reason is not None:
            field_dict["reason"] = self.reason

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not DeviceStatus:
            return derived(cls, DeviceStatus.from_dict(src_dict))

        d = as_object(src_dict)
        device_status = cls.__new__(cls)
        device_status.name = maybe(DeviceStatusName, d.pop("name", None))
        device_status.reason = d.pop("reason", None)

        device_status.additional_properties = d
        return device_status

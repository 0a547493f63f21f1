from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_status_name import DeviceStatusName
from ..types import without_nulls

T = TypeVar("T", bound="DeviceStatus")


@_attrs_define
class DeviceStatus:
    """
    Attributes:
        name (DeviceStatusName | None):
        reason (str | None):
    """

    name: DeviceStatusName | None = None
    reason: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name: str | None = None
        if not (self.name is None):
            name = self.name.value

        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not None:
            field_dict["name"] = name
        if reason is not None:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "name", "reason")
        _name = d.pop("name", None)
        name: DeviceStatusName | None
        if _name is None:
            name = None
        else:
            name = DeviceStatusName(_name)

        reason = d.pop("reason", None)

        device_status = cls(
            name=name,
            reason=reason,
        )

        device_status.additional_properties = d
        return device_status

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

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.device import Device


T = TypeVar("T", bound="BackendsResponse")


@_attrs_define
class BackendsResponse:
    """The backends that the calling instance can use.

    Attributes:
        devices (list[Device | str] | None):
    """

    devices: list[Device | str] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.device import Device

        devices: list[dict[str, Any] | str] | None = None
        if not (self.devices is None):
            devices = []
            for devices_item_data in self.devices:
                devices_item: dict[str, Any] | str
                if isinstance(devices_item_data, Device):
                    devices_item = devices_item_data.to_dict()
                else:
                    devices_item = devices_item_data
                devices.append(devices_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if devices is not None:
            field_dict["devices"] = devices

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.device import Device

        d = without_nulls(src_dict, "devices")
        _devices = d.pop("devices", None)
        devices: list[Device | str] | None = None
        if _devices is not None:
            devices = []
            for devices_item_data in as_list(_devices):

                def _parse_devices_item(data: object) -> Device | str:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        devices_item_type_0 = Device.from_dict(data)

                        return devices_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(Device | str, data)

                devices_item = _parse_devices_item(devices_item_data)

                devices.append(devices_item)

        backends_response = cls(
            devices=devices,
        )

        backends_response.additional_properties = d
        return backends_response

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

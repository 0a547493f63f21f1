from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, is_object, nothing_more

if TYPE_CHECKING:
    from ..models.device import Device


@_attrs_define(repr=False)
class BackendsResponse(OpenObject[Any]):
    """The backends that the calling instance can use.

    Attributes:
        devices (list[Device | str] | None):
    """

    devices: list[Device | str] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        from ..models.device import Device

        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.devices is not None:
            field_dict["devices"] = [
                (item.to_dict() if isinstance(item, Device) else item) for item in self.devices
            ]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not BackendsResponse:
            return derived(cls, BackendsResponse.from_dict(src_dict))
        from ..models.device import Device

        d = as_object(src_dict)
        _devices = d.pop("devices", None)
        devices: list[Device | str] | None = None
        if _devices is not None:
            devices = []
            for devices_item_data in as_list(_devices):

                def _parse_devices_item(data: object) -> Device | str:
                    try:
                        if not is_object(data):
                            raise TypeError()
                        devices_item_type_0 = Device.from_dict(data)

                        return devices_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(Device | str, data)

                devices_item = _parse_devices_item(devices_item_data)

                devices.append(devices_item)

        backends_response = cls.__new__(cls)
        backends_response.devices = devices

        backends_response.additional_properties = d
        return backends_response

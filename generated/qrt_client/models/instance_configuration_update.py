from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, OpenObject, Unset, as_object, derived, nothing_more


@_attrs_define(repr=False)
class InstanceConfigurationUpdate(OpenObject[Any]):
    """The limit to be set for an instance.

    Attributes:
        instance_limit (int | None | Unset): Limit in seconds; null takes it away.
    """

    instance_limit: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if not isinstance(self.instance_limit, Unset):
            field_dict["instance_limit"] = self.instance_limit

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not InstanceConfigurationUpdate:
            return derived(cls, InstanceConfigurationUpdate.from_dict(src_dict))

        d = as_object(src_dict)
        instance_configuration_update = cls.__new__(cls)
        instance_configuration_update.instance_limit = d.pop("instance_limit", UNSET)

        instance_configuration_update.additional_properties = d
        return instance_configuration_update

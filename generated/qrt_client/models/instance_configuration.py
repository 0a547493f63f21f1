from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class InstanceConfiguration(OpenObject[Any]):
    """The limit set for an instance.

    Attributes:
        instance_limit (float | None): In seconds.
    """

    instance_limit: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.instance_limit is not None:
            field_dict["instance_limit"] = self.instance_limit

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not InstanceConfiguration:
            return derived(cls, InstanceConfiguration.from_dict(src_dict))

        d = as_object(src_dict)
        instance_configuration = cls.__new__(cls)
        instance_configuration.instance_limit = d.pop("instance_limit", None)

        instance_configuration.additional_properties = d
        return instance_configuration

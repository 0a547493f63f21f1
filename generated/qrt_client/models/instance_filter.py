from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class InstanceFilter(OpenObject[Any]):
    """An instance by which analytics can be filtered.

    Attributes:
        deleted (bool | None):
        id (str | None): CRN of the instance.
    """

    deleted: bool | None = None
    id: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.deleted is not None:
            field_dict["deleted"] = self.deleted

        if self.id is not None:
            field_dict["id"] = self.id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not InstanceFilter:
            return derived(cls, InstanceFilter.from_dict(src_dict))

        d = as_object(src_dict)
        instance_filter = cls.__new__(cls)
        instance_filter.deleted = d.pop("deleted", None)
        instance_filter.id = d.pop("id", None)

        instance_filter.additional_properties = d
        return instance_filter

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)

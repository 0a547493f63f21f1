from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.clops_kind import ClopsKind
from ..types import without_nulls

T = TypeVar("T", bound="ClopsType")


@_attrs_define
class ClopsType:
    """Circuit layer operations per second, and how they were judged.

    Attributes:
        type_ (ClopsKind | None):
        value (int | str | None):
    """

    type_: ClopsKind | None = None
    value: int | str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_: str | None = None
        if not (self.type_ is None):
            type_ = self.type_.value

        value: int | str | None
        if self.value is None:
            value = None
        else:
            value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if type_ is not None:
            field_dict["type"] = type_
        if value is not None:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "type", "value")
        _type_ = d.pop("type", None)
        type_: ClopsKind | None
        if _type_ is None:
            type_ = None
        else:
            type_ = ClopsKind(_type_)

        def _parse_value(data: object) -> int | str | None:
            if data is None:
                return data
            return cast(int | str | None, data)

        value = _parse_value(d.pop("value", None))

        clops_type = cls(
            type_=type_,
            value=value,
        )

        clops_type.additional_properties = d
        return clops_type

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="Nduv")


@_attrs_define
class Nduv:
    """One measured quantity: name, date, unit, value.

    Attributes:
        date (str | None):
        name (str | None):
        unit (str | None):
        value (float | None):
    """

    date: str | None = None
    name: str | None = None
    unit: str | None = None
    value: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        date = self.date

        name = self.name

        unit = self.unit

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if date is not None:
            field_dict["date"] = date
        if name is not None:
            field_dict["name"] = name
        if unit is not None:
            field_dict["unit"] = unit
        if value is not None:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "date", "name", "unit", "value")
        date = d.pop("date", None)

        name = d.pop("name", None)

        unit = d.pop("unit", None)

        value = d.pop("value", None)

        nduv = cls(
            date=date,
            name=name,
            unit=unit,
            value=value,
        )

        nduv.additional_properties = d
        return nduv

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

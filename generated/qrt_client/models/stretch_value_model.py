from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

T = TypeVar("T", bound="StretchValueModel")


@_attrs_define
class StretchValueModel:
    """A resolved stretch, in dt, the time step of the control electronics.

    Attributes:
        expanded_values (list[list[Any]] | None): Pairs [time, duration] in dt, one for each delay: its place in the
            schedule, and its whole length.
        name (str | None):
        remainder (int | None): What is left in dt when `value` is used for every stretch.
        value (int | None): The stretch in dt, without the remainder.
    """

    expanded_values: list[list[Any]] | None = None
    name: str | None = None
    remainder: int | None = None
    value: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        expanded_values: list[list[Any]] | None = None
        if not (self.expanded_values is None):
            expanded_values = []
            for expanded_values_item_data in self.expanded_values:
                expanded_values_item = expanded_values_item_data

                expanded_values.append(expanded_values_item)

        name = self.name

        remainder = self.remainder

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if expanded_values is not None:
            field_dict["expanded_values"] = expanded_values
        if name is not None:
            field_dict["name"] = name
        if remainder is not None:
            field_dict["remainder"] = remainder
        if value is not None:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "expanded_values", "name", "remainder", "value")
        _expanded_values = d.pop("expanded_values", None)
        expanded_values: list[list[Any]] | None = None
        if _expanded_values is not None:
            expanded_values = []
            for expanded_values_item_data in as_list(_expanded_values):
                expanded_values_item = expanded_values_item_data

                expanded_values.append(expanded_values_item)

        name = d.pop("name", None)

        remainder = d.pop("remainder", None)

        value = d.pop("value", None)

        stretch_value_model = cls(
            expanded_values=expanded_values,
            name=name,
            remainder=remainder,
            value=value,
        )

        stretch_value_model.additional_properties = d
        return stretch_value_model

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

T = TypeVar("T", bound="ComplexNumber")


@_attrs_define
class ComplexNumber:
    """A complex number as two entries.

    Attributes:
        number (list[list[Any]] | None): Real and imaginary part.
    """

    number: list[list[Any]] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number: list[list[Any]] | None = None
        if not (self.number is None):
            number = []
            for number_item_data in self.number:
                number_item = number_item_data

                number.append(number_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if number is not None:
            field_dict["number"] = number

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "number")
        _number = d.pop("number", None)
        number: list[list[Any]] | None = None
        if _number is not None:
            number = []
            for number_item_data in as_list(_number):
                number_item = number_item_data

                number.append(number_item)

        complex_number = cls(
            number=number,
        )

        complex_number.additional_properties = d
        return complex_number

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

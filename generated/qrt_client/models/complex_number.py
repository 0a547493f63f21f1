from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class ComplexNumber(OpenObject[Any]):
    """A complex number as two entries.

    Attributes:
        number (list[list[Any]] | None): Real and imaginary part.
    """

    number: list[list[Any]] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.number is not None:
            field_dict["number"] = self.number

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ComplexNumber:
            return derived(cls, ComplexNumber.from_dict(src_dict))

        d = as_object(src_dict)
        complex_number = cls.__new__(cls)
        complex_number.number = maybe(as_list, d.pop("number", None))

        complex_number.additional_properties = d
        return complex_number

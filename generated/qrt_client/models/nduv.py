from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class Nduv(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.date is not None:
            field_dict["date"] = self.date

        if self.name is not None:
            field_dict["name"] = self.name

        if self.unit is not None:
            field_dict["unit"] = self.unit

        if self.value is not None:
            field_dict["value"] = self.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not Nduv:
            return derived(cls, Nduv.from_dict(src_dict))

        d = as_object(src_dict)
        nduv = cls.__new__(cls)
        nduv.date = d.pop("date", None)
        nduv.name = d.pop("name", None)
        nduv.unit = d.pop("unit", None)
        nduv.value = d.pop("value", None)

        nduv.additional_properties = d
        return nduv

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)

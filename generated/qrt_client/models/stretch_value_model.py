from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class StretchValueModel(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.expanded_values is not None:
            field_dict["expanded_values"] = self.expanded_values

        if self.name is not None:
            field_dict["name"] = self.name

        if self.remainder is not None:
            field_dict["remainder"] = self.remainder

        if self.value is not None:
            field_dict["value"] = self.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not StretchValueModel:
            return derived(cls, StretchValueModel.from_dict(src_dict))

        d = as_object(src_dict)
        stretch_value_model = cls.__new__(cls)
        stretch_value_model.expanded_values = maybe(as_list, d.pop("expanded_values", None))
        stretch_value_model.name = d.pop("name", None)
        stretch_value_model.remainder = d.pop("remainder", None)
        stretch_value_model.value = d.pop("value", None)

        stretch_value_model.additional_properties = d
        return stretch_value_model

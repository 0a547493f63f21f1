from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class TwoQErrorMedian(OpenObject[Any]):
    """Median two-qubit error.

    Attributes:
        unit (str | None):
        value (float | None):
    """

    unit: str | None = None
    value: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.unit is not None:
            field_dict["unit"] = self.unit

        if self.value is not None:
            field_dict["value"] = self.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not TwoQErrorMedian:
            return derived(cls, TwoQErrorMedian.from_dict(src_dict))

        d = as_object(src_dict)
        two_q_error_median = cls.__new__(cls)
        two_q_error_median.unit = d.pop("unit", None)
        two_q_error_median.value = d.pop("value", None)

        two_q_error_median.additional_properties = d
        return two_q_error_median

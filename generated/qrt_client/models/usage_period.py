from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class UsagePeriod(OpenObject[Any]):
    """The period in which usage is counted.

    Attributes:
        end_time (str | None):
        start_time (str | None):
    """

    end_time: str | None = None
    start_time: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.end_time is not None:
            field_dict["end_time"] = self.end_time

        if self.start_time is not None:
            field_dict["start_time"] = self.start_time

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not UsagePeriod:
            return derived(cls, UsagePeriod.from_dict(src_dict))

        d = as_object(src_dict)
        usage_period = cls.__new__(cls)
        usage_period.end_time = d.pop("end_time", None)
        usage_period.start_time = d.pop("start_time", None)

        usage_period.additional_properties = d
        return usage_period

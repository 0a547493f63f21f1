from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="WaitTimeSeconds")


@_attrs_define
class WaitTimeSeconds:
    """How long jobs wait before they start; only there when asked for by `fields`.

    Attributes:
        average (int | None): In seconds.
        p50 (int | None): Median, in seconds.
        p95 (int | None): 95th percentile, in seconds.
    """

    average: int | None = None
    p50: int | None = None
    p95: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        average = self.average

        p50 = self.p50

        p95 = self.p95

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if average is not None:
            field_dict["average"] = average
        if p50 is not None:
            field_dict["p50"] = p50
        if p95 is not None:
            field_dict["p95"] = p95

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "average", "p50", "p95")
        average = d.pop("average", None)

        p50 = d.pop("p50", None)

        p95 = d.pop("p95", None)

        wait_time_seconds = cls(
            average=average,
            p50=p50,
            p95=p95,
        )

        wait_time_seconds.additional_properties = d
        return wait_time_seconds

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

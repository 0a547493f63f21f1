from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class WaitTimeSeconds(OpenObject[Any]):
    """How long jobs wait before they start; only there when asked for by `fields`.

    Attributes:
        average (int | None): In seconds.
        p50 (int | None): Median, in seconds.
        p95 (int | None): 95th percentile, in seconds.
    """

    average: int | None = None
    p50: int | None = None
    p95: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.average is not None:
            field_dict["average"] = self.average

        if self.p50 is not None:
            field_dict["p50"] = self.p50

        if self.p95 is not None:
            field_dict["p95"] = self.p95

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not WaitTimeSeconds:
            return derived(cls, WaitTimeSeconds.from_dict(src_dict))

        d = as_object(src_dict)
        wait_time_seconds = cls.__new__(cls)
        wait_time_seconds.average = d.pop("average", None)
        wait_time_seconds.p50 = d.pop("p50", None)
        wait_time_seconds.p95 = d.pop("p95", None)

        wait_time_seconds.additional_properties = d
        return wait_time_seconds

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.get_analytics_usage_grouped_by_date_response_data import (
        GetAnalyticsUsageGroupedByDateResponseData,
    )


@_attrs_define(repr=False)
class GetAnalyticsUsageGroupedByDateResponse(OpenObject[Any]):
    """Usage by group and sub-interval.

    Attributes:
        data (list[GetAnalyticsUsageGroupedByDateResponseData] | None):
        interval_end (str | None): Time in UTC with milliseconds.
        interval_start (str | None): Time in UTC with milliseconds.
    """

    data: list[GetAnalyticsUsageGroupedByDateResponseData] | None = None
    interval_end: str | None = None
    interval_start: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.data is not None:
            field_dict["data"] = [item.to_dict() for item in self.data]

        if self.interval_end is not None:
            field_dict["interval_end"] = self.interval_end

        if self.interval_start is not None:
            field_dict["interval_start"] = self.interval_start

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GetAnalyticsUsageGroupedByDateResponse:
            return derived(cls, GetAnalyticsUsageGroupedByDateResponse.from_dict(src_dict))
        (GetAnalyticsUsageGroupedByDateResponseData,) = _kinds()

        d = as_object(src_dict)
        get_analytics_usage_grouped_by_date_response = cls.__new__(cls)
        get_analytics_usage_grouped_by_date_response._read_later(
            src_dict,
            "data",
            d.pop("data", None),
            GetAnalyticsUsageGroupedByDateResponseData.check_dict,
            GetAnalyticsUsageGroupedByDateResponseData.from_dict,
        )
        get_analytics_usage_grouped_by_date_response.interval_end = d.pop("interval_end", None)
        get_analytics_usage_grouped_by_date_response.interval_start = d.pop("interval_start", None)

        get_analytics_usage_grouped_by_date_response.additional_properties = d
        return get_analytics_usage_grouped_by_date_response


@cache
def _kinds() -> tuple[type[GetAnalyticsUsageGroupedByDateResponseData]]:
    from ..models.get_analytics_usage_grouped_by_date_response_data import (
        GetAnalyticsUsageGroupedByDateResponseData,
    )

    return (GetAnalyticsUsageGroupedByDateResponseData,)

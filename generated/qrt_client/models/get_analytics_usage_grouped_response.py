from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.get_analytics_usage_grouped_response_data import GetAnalyticsUsageGroupedResponseData


@_attrs_define(repr=False)
class GetAnalyticsUsageGroupedResponse(OpenObject[Any]):
    """Usage over an interval, by group.

    Attributes:
        data (list[GetAnalyticsUsageGroupedResponseData] | None):
    """

    data: list[GetAnalyticsUsageGroupedResponseData] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.data is not None:
            field_dict["data"] = [item.to_dict() for item in self.data]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GetAnalyticsUsageGroupedResponse:
            return derived(cls, GetAnalyticsUsageGroupedResponse.from_dict(src_dict))
        (GetAnalyticsUsageGroupedResponseData,) = _kinds()

        d = as_object(src_dict)
        get_analytics_usage_grouped_response = cls.__new__(cls)
        get_analytics_usage_grouped_response._read_later(
            src_dict,
            "data",
            d.pop("data", None),
            GetAnalyticsUsageGroupedResponseData.check_dict,
            GetAnalyticsUsageGroupedResponseData.from_dict,
        )

        get_analytics_usage_grouped_response.additional_properties = d
        return get_analytics_usage_grouped_response


@cache
def _kinds() -> tuple[type[GetAnalyticsUsageGroupedResponseData]]:
    from ..models.get_analytics_usage_grouped_response_data import GetAnalyticsUsageGroupedResponseData

    return (GetAnalyticsUsageGroupedResponseData,)

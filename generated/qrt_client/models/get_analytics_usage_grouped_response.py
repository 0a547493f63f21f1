from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.get_analytics_usage_grouped_response_data import GetAnalyticsUsageGroupedResponseData


T = TypeVar("T", bound="GetAnalyticsUsageGroupedResponse")


@_attrs_define
class GetAnalyticsUsageGroupedResponse:
    """Usage over an interval, by group.

    Attributes:
        data (list[GetAnalyticsUsageGroupedResponseData] | None):
    """

    data: list[GetAnalyticsUsageGroupedResponseData] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data: list[dict[str, Any]] | None = None
        if not (self.data is None):
            data = []
            for data_item_data in self.data:
                data_item = data_item_data.to_dict()
                data.append(data_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data is not None:
            field_dict["data"] = data

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.get_analytics_usage_grouped_response_data import GetAnalyticsUsageGroupedResponseData

        d = without_nulls(src_dict, "data")
        _data = d.pop("data", None)
        data: list[GetAnalyticsUsageGroupedResponseData] | None = None
        if _data is not None:
            data = []
            for data_item_data in as_list(_data):
                data_item = GetAnalyticsUsageGroupedResponseData.from_dict(data_item_data)

                data.append(data_item)

        get_analytics_usage_grouped_response = cls(
            data=data,
        )

        get_analytics_usage_grouped_response.additional_properties = d
        return get_analytics_usage_grouped_response

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

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, as_list, without_nulls

if TYPE_CHECKING:
    from ..models.url_cursor import URLCursor
    from ..models.workload import Workload


T = TypeVar("T", bound="WorkloadsResponse")


@_attrs_define
class WorkloadsResponse:
    """A page of workloads.

    Attributes:
        limit (float | Unset):
        next_ (URLCursor | Unset): A neighbouring page.
        previous (URLCursor | Unset): A neighbouring page.
        total_count (float | Unset):
        workloads (list[Workload] | Unset):
    """

    limit: float | Unset = UNSET
    next_: URLCursor | Unset = UNSET
    previous: URLCursor | Unset = UNSET
    total_count: float | Unset = UNSET
    workloads: list[Workload] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit

        next_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.next_, Unset):
            next_ = self.next_.to_dict()

        previous: dict[str, Any] | Unset = UNSET
        if not isinstance(self.previous, Unset):
            previous = self.previous.to_dict()

        total_count = self.total_count

        workloads: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.workloads, Unset):
            workloads = []
            for workloads_item_data in self.workloads:
                workloads_item = workloads_item_data.to_dict()
                workloads.append(workloads_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if limit is not UNSET:
            field_dict["limit"] = limit
        if next_ is not UNSET:
            field_dict["next"] = next_
        if previous is not UNSET:
            field_dict["previous"] = previous
        if total_count is not UNSET:
            field_dict["total_count"] = total_count
        if workloads is not UNSET:
            field_dict["workloads"] = workloads

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.url_cursor import URLCursor
        from ..models.workload import Workload

        d = without_nulls(src_dict, "limit", "next", "previous", "total_count", "workloads")
        limit = d.pop("limit", UNSET)

        _next_ = d.pop("next", UNSET)
        next_: URLCursor | Unset
        if isinstance(_next_, Unset):
            next_ = UNSET
        else:
            next_ = URLCursor.from_dict(_next_)

        _previous = d.pop("previous", UNSET)
        previous: URLCursor | Unset
        if isinstance(_previous, Unset):
            previous = UNSET
        else:
            previous = URLCursor.from_dict(_previous)

        total_count = d.pop("total_count", UNSET)

        _workloads = d.pop("workloads", UNSET)
        workloads: list[Workload] | Unset = UNSET
        if _workloads is not UNSET:
            workloads = []
            for workloads_item_data in as_list(_workloads):
                workloads_item = Workload.from_dict(workloads_item_data)

                workloads.append(workloads_item)

        workloads_response = cls(
            limit=limit,
            next_=next_,
            previous=previous,
            total_count=total_count,
            workloads=workloads,
        )

        workloads_response.additional_properties = d
        return workloads_response

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

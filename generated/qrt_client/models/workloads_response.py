from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.url_cursor import URLCursor
    from ..models.workload import Workload


T = TypeVar("T", bound="WorkloadsResponse")


@_attrs_define
class WorkloadsResponse:
    """A page of workloads.

    Attributes:
        limit (float | None):
        next_ (URLCursor | None): A neighbouring page.
        previous (URLCursor | None): A neighbouring page.
        total_count (float | None):
        workloads (list[Workload] | None):
    """

    limit: float | None = None
    next_: URLCursor | None = None
    previous: URLCursor | None = None
    total_count: float | None = None
    workloads: list[Workload] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit

        next_: dict[str, Any] | None = None
        if not (self.next_ is None):
            next_ = self.next_.to_dict()

        previous: dict[str, Any] | None = None
        if not (self.previous is None):
            previous = self.previous.to_dict()

        total_count = self.total_count

        workloads: list[dict[str, Any]] | None = None
        if not (self.workloads is None):
            workloads = []
            for workloads_item_data in self.workloads:
                workloads_item = workloads_item_data.to_dict()
                workloads.append(workloads_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if limit is not None:
            field_dict["limit"] = limit
        if next_ is not None:
            field_dict["next"] = next_
        if previous is not None:
            field_dict["previous"] = previous
        if total_count is not None:
            field_dict["total_count"] = total_count
        if workloads is not None:
            field_dict["workloads"] = workloads

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.url_cursor import URLCursor
        from ..models.workload import Workload

        d = without_nulls(src_dict, "limit", "next", "previous", "total_count", "workloads")
        limit = d.pop("limit", None)

        _next_ = d.pop("next", None)
        next_: URLCursor | None
        if _next_ is None:
            next_ = None
        else:
            next_ = URLCursor.from_dict(_next_)

        _previous = d.pop("previous", None)
        previous: URLCursor | None
        if _previous is None:
            previous = None
        else:
            previous = URLCursor.from_dict(_previous)

        total_count = d.pop("total_count", None)

        _workloads = d.pop("workloads", None)
        workloads: list[Workload] | None = None
        if _workloads is not None:
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

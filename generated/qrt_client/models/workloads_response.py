from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.url_cursor import URLCursor
    from ..models.workload import Workload


@_attrs_define(repr=False)
class WorkloadsResponse(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.limit is not None:
            field_dict["limit"] = self.limit

        if self.next_ is not None:
            field_dict["next"] = self.next_.to_dict()

        if self.previous is not None:
            field_dict["previous"] = self.previous.to_dict()

        if self.total_count is not None:
            field_dict["total_count"] = self.total_count

        if self.workloads is not None:
            field_dict["workloads"] = [item.to_dict() for item in self.workloads]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not WorkloadsResponse:
            return derived(cls, WorkloadsResponse.from_dict(src_dict))
        URLCursor, Workload = _kinds()

        d = as_object(src_dict)
        workloads_response = cls.__new__(cls)
        workloads_response.limit = d.pop("limit", None)
        workloads_response.next_ = maybe(URLCursor.from_dict, d.pop("next", None))
        workloads_response.previous = maybe(URLCursor.from_dict, d.pop("previous", None))
        workloads_response.total_count = d.pop("total_count", None)
        workloads_response._read_later(
            src_dict, "workloads", d.pop("workloads", None), Workload.check_dict, Workload.from_dict
        )

        workloads_response.additional_properties = d
        return workloads_response


@cache
def _kinds() -> tuple[type[URLCursor], type[Workload]]:
    from ..models.url_cursor import URLCursor
    from ..models.workload import Workload

    return URLCursor, Workload

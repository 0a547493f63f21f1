from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.job_response import JobResponse


T = TypeVar("T", bound="JobsResponse")


@_attrs_define
class JobsResponse:
    """A page of jobs.

    Attributes:
        count (int | None): How many jobs the user has in all.
        jobs (list[JobResponse] | None):
        limit (int | None):
        offset (int | None):
    """

    count: int | None = None
    jobs: list[JobResponse] | None = None
    limit: int | None = None
    offset: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        jobs: list[dict[str, Any]] | None = None
        if not (self.jobs is None):
            jobs = []
            for jobs_item_data in self.jobs:
                jobs_item = jobs_item_data.to_dict()
                jobs.append(jobs_item)

        limit = self.limit

        offset = self.offset

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if count is not None:
            field_dict["count"] = count
        if jobs is not None:
            field_dict["jobs"] = jobs
        if limit is not None:
            field_dict["limit"] = limit
        if offset is not None:
            field_dict["offset"] = offset

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.job_response import JobResponse

        d = without_nulls(src_dict, "count", "jobs", "limit", "offset")
        count = d.pop("count", None)

        _jobs = d.pop("jobs", None)
        jobs: list[JobResponse] | None = None
        if _jobs is not None:
            jobs = []
            for jobs_item_data in as_list(_jobs):
                jobs_item = JobResponse.from_dict(jobs_item_data)

                jobs.append(jobs_item)

        limit = d.pop("limit", None)

        offset = d.pop("offset", None)

        jobs_response = cls(
            count=count,
            jobs=jobs,
            limit=limit,
            offset=offset,
        )

        jobs_response.additional_properties = d
        return jobs_response

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

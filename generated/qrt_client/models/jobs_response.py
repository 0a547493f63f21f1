from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.job_response import JobResponse


@_attrs_define(repr=False)
class JobsResponse(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.count is not None:
            field_dict["count"] = self.count

        if self.jobs is not None:
            field_dict["jobs"] = [item.to_dict() for item in self.jobs]

        if self.limit is not None:
            field_dict["limit"] = self.limit

        if self.offset is not None:
            field_dict["offset"] = self.offset

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobsResponse:
            return derived(cls, JobsResponse.from_dict(src_dict))
        (JobResponse,) = _kinds()

        d = as_object(src_dict)
        jobs_response = cls.__new__(cls)
        jobs_response.count = d.pop("count", None)
        jobs_response._read_later(
            src_dict, "jobs", d.pop("jobs", None), JobResponse.check_dict, JobResponse.from_dict
        )
        jobs_response.limit = d.pop("limit", None)
        jobs_response.offset = d.pop("offset", None)

        jobs_response.additional_properties = d
        return jobs_response


@cache
def _kinds() -> tuple[type[JobResponse]]:
    from ..models.job_response import JobResponse

    return (JobResponse,)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_state_status import JobStateStatus
from ..types import without_nulls

T = TypeVar("T", bound="JobState")


@_attrs_define
class JobState:
    """State of a job, and why it is so.

    Attributes:
        reason (str | None): Why the status holds.
        reason_code (int | None):
        reason_solution (str | None): What the user can do after a failure.
        status (JobStateStatus | None):
    """

    reason: str | None = None
    reason_code: int | None = None
    reason_solution: str | None = None
    status: JobStateStatus | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        reason_code = self.reason_code

        reason_solution = self.reason_solution

        status: str | None = None
        if not (self.status is None):
            status = self.status.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if reason is not None:
            field_dict["reason"] = reason
        if reason_code is not None:
            field_dict["reason_code"] = reason_code
        if reason_solution is not None:
            field_dict["reason_solution"] = reason_solution
        if status is not None:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "reason", "reason_code", "reason_solution", "status")
        reason = d.pop("reason", None)

        reason_code = d.pop("reason_code", None)

        reason_solution = d.pop("reason_solution", None)

        _status = d.pop("status", None)
        status: JobStateStatus | None
        if _status is None:
            status = None
        else:
            status = JobStateStatus(_status)

        job_state = cls(
            reason=reason,
            reason_code=reason_code,
            reason_solution=reason_solution,
            status=status,
        )

        job_state.additional_properties = d
        return job_state

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

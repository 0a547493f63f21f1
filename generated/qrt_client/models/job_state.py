from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_state_status import JobStateStatus
from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="JobState")


@_attrs_define
class JobState:
    """State of a job, and why it is so.

    Attributes:
        reason (str | Unset): Why the status holds.
        reason_code (int | Unset):
        reason_solution (str | Unset): What the user can do after a failure.
        status (JobStateStatus | Unset):
    """

    reason: str | Unset = UNSET
    reason_code: int | Unset = UNSET
    reason_solution: str | Unset = UNSET
    status: JobStateStatus | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        reason_code = self.reason_code

        reason_solution = self.reason_solution

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if reason is not UNSET:
            field_dict["reason"] = reason
        if reason_code is not UNSET:
            field_dict["reason_code"] = reason_code
        if reason_solution is not UNSET:
            field_dict["reason_solution"] = reason_solution
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "reason", "reason_code", "reason_solution", "status")
        reason = d.pop("reason", UNSET)

        reason_code = d.pop("reason_code", UNSET)

        reason_solution = d.pop("reason_solution", UNSET)

        _status = d.pop("status", UNSET)
        status: JobStateStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
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

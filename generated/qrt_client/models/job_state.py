from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_state_status import JobStateStatus
from ..types import OpenObject, as_object, check_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class JobState(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.reason is not None:
            field_dict["reason"] = self.reason

        if self.reason_code is not None:
            field_dict["reason_code"] = self.reason_code

        if self.reason_solution is not None:
            field_dict["reason_solution"] = self.reason_solution

        if self.status is not None:
            field_dict["status"] = self.status.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobState:
            return derived(cls, JobState.from_dict(src_dict))

        d = as_object(src_dict)
        job_state = cls.__new__(cls)
        job_state.reason = d.pop("reason", None)
        job_state.reason_code = d.pop("reason_code", None)
        job_state.reason_solution = d.pop("reason_solution", None)
        job_state.status = maybe(JobStateStatus, d.pop("status", None))

        job_state.additional_properties = d
        return job_state

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""

        d = check_object(value)
        maybe(JobStateStatus, d.get("status"))

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class JobCreateResponse(OpenObject[Any]):
    """The job that was queued.

    Attributes:
        backend (str | None): Backend chosen for the job.
        calibration_id (str | None):
        id (str | None):
        private (bool | None): True: the input is never returned and is deleted once the job completes; results can be
            read once and are deleted after that. False: usual retention. In responses it is there only when true.
        session_id (str | None):
    """

    backend: str | None = None
    calibration_id: str | None = None
    id: str | None = None
    private: bool | None = None
    session_id: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.backend is not None:
            field_dict["backend"] = self.backend

        if self.calibration_id is not None:
            field_dict["calibration_id"] = self.calibration_id

        if self.id is not None:
            field_dict["id"] = self.id

        if self.private is not None:
            field_dict["private"] = self.private

        if self.session_id is not None:
            field_dict["session_id"] = self.session_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobCreateResponse:
            return derived(cls, JobCreateResponse.from_dict(src_dict))

        d = as_object(src_dict)
        job_create_response = cls.__new__(cls)
        job_create_response.backend = d.pop("backend", None)
        job_create_response.calibration_id = d.pop("calibration_id", None)
        job_create_response.id = d.pop("id", None)
        job_create_response.private = d.pop("private", None)
        job_create_response.session_id = d.pop("session_id", None)

        job_create_response.additional_properties = d
        return job_create_response

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="JobCreateResponse")


@_attrs_define
class JobCreateResponse:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backend = self.backend

        calibration_id = self.calibration_id

        id = self.id

        private = self.private

        session_id = self.session_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if backend is not None:
            field_dict["backend"] = backend
        if calibration_id is not None:
            field_dict["calibration_id"] = calibration_id
        if id is not None:
            field_dict["id"] = id
        if private is not None:
            field_dict["private"] = private
        if session_id is not None:
            field_dict["session_id"] = session_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "backend", "calibration_id", "id", "private", "session_id")
        backend = d.pop("backend", None)

        calibration_id = d.pop("calibration_id", None)

        id = d.pop("id", None)

        private = d.pop("private", None)

        session_id = d.pop("session_id", None)

        job_create_response = cls(
            backend=backend,
            calibration_id=calibration_id,
            id=id,
            private=private,
            session_id=session_id,
        )

        job_create_response.additional_properties = d
        return job_create_response

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
